//! The words of one language as they stand in its files: parsed, in file order, with what could not be parsed.

use std::collections::BTreeSet;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement};
use fluent_syntax::parser;

/// One folder of `locales`.
pub(crate) struct Catalogue {
    /// The folder's name, a BCP 47 tag.
    pub(crate) tag: String,
    /// Its files, in the order of their names.
    pub(crate) files: Vec<File>,
    /// `glossary.toml` as it stands, empty where there is none.
    pub(crate) glossary: String,
    /// `reviews.toml` as it stands.
    pub(crate) reviews: String,
    /// `numbers.toml` as it stands.
    pub(crate) numbers: String,
}

/// One `.ftl` file.
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) messages: Vec<Message<String>>,
    pub(crate) terms: BTreeSet<String>,
    /// What the parser refused: line and reason.
    pub(crate) junk: Vec<(usize, String)>,
}

impl Catalogue {
    /// Parses the files of a language, given as name and text.
    pub(crate) fn parse(tag: &str, files: &[(String, String)]) -> Self {
        Self {
            tag: tag.to_owned(),
            files: files.iter().map(|(name, text)| File::parse(name, text)).collect(),
            glossary: String::new(),
            reviews: String::new(),
            numbers: String::new(),
        }
    }

    /// Every message with the name of its file, in file order.
    pub(crate) fn messages(&self) -> impl Iterator<Item = (&str, &Message<String>)> {
        self.files.iter().flat_map(|file| file.messages.iter().map(|message| (file.name.as_str(), message)))
    }

    /// The message of this id.
    pub(crate) fn message(&self, id: &str) -> Option<&Message<String>> {
        self.messages().map(|(_, message)| message).find(|message| message.id.name == id)
    }

    /// Whether some file defines this term.
    pub(crate) fn has_term(&self, id: &str) -> bool {
        self.files.iter().any(|file| file.terms.contains(id))
    }
}

impl File {
    fn parse(name: &str, text: &str) -> Self {
        let (resource, errors) = match parser::parse(text.to_owned()) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        let mut file = Self {
            name: name.to_owned(),
            messages: Vec::new(),
            terms: BTreeSet::new(),
            junk: errors.iter().map(|error| (line_of(text, error.pos.start), error.to_string())).collect(),
        };
        for entry in resource.body {
            match entry {
                Entry::Message(message) => file.messages.push(message),
                Entry::Term(term) => {
                    file.terms.insert(term.id.name);
                }
                _ => {}
            }
        }
        file
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// Every pattern of a message: its value (named `""`) and its attributes.
pub(crate) fn patterns(message: &Message<String>) -> impl Iterator<Item = (&str, &Pattern<String>)> {
    let value = message.value.iter().map(|pattern| ("", pattern));
    value.chain(message.attributes.iter().map(|attribute| (attribute.id.name.as_str(), &attribute.value)))
}

/// Calls `visit` with every expression of a pattern, nested ones included.
pub(crate) fn walk<'a>(pattern: &'a Pattern<String>, visit: &mut dyn FnMut(Part<'a>)) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => visit(Part::Words(value)),
            PatternElement::Placeable { expression } => walk_expression(expression, visit),
        }
    }
}

/// What a pattern is made of.
#[derive(Clone, Copy)]
pub(crate) enum Part<'a> {
    /// Running text.
    Words(&'a str),
    /// Something set into it.
    Inline(&'a InlineExpression<String>),
    /// A choice between variants.
    Select(&'a InlineExpression<String>, &'a [fluent_syntax::ast::Variant<String>]),
}

fn walk_expression<'a>(expression: &'a Expression<String>, visit: &mut dyn FnMut(Part<'a>)) {
    match expression {
        Expression::Inline(inline) => walk_inline(inline, visit),
        Expression::Select { selector, variants } => {
            visit(Part::Select(selector, variants));
            walk_inline(selector, visit);
            for variant in variants {
                walk(&variant.value, visit);
            }
        }
    }
}

fn walk_inline<'a>(inline: &'a InlineExpression<String>, visit: &mut dyn FnMut(Part<'a>)) {
    visit(Part::Inline(inline));
    match inline {
        InlineExpression::Placeable { expression } => walk_expression(expression, visit),
        InlineExpression::FunctionReference { arguments, .. }
        | InlineExpression::TermReference { arguments: Some(arguments), .. } => {
            for positional in &arguments.positional {
                walk_inline(positional, visit);
            }
            for named in &arguments.named {
                walk_inline(&named.value, visit);
            }
        }
        _ => {}
    }
}

/// Calls `visit` with all running text of a pattern; the flag says whether it stands inside a choice that `inside`
/// accepts.
pub(crate) fn words<'a>(
    pattern: &'a Pattern<String>,
    inside: &dyn Fn(&InlineExpression<String>) -> bool,
    within: bool,
    visit: &mut dyn FnMut(&'a str, bool),
) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => visit(value, within),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                let within = within || inside(selector);
                for variant in variants {
                    words(&variant.value, inside, within, visit);
                }
            }
            PatternElement::Placeable { expression: Expression::Inline(_) } => visit(" ", within),
        }
    }
}

/// The variables a pattern uses.
pub(crate) fn variables(pattern: &Pattern<String>) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    walk(pattern, &mut |part| {
        if let Part::Inline(InlineExpression::VariableReference { id }) = part {
            found.insert(id.name.as_str());
        }
    });
    found
}

/// The variables a pattern writes out, not only chooses by.
pub(crate) fn inserted(pattern: &Pattern<String>) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for element in &pattern.elements {
        match element {
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::VariableReference { id }),
            } => {
                found.insert(id.name.as_str());
            }
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                found.extend(variants.iter().flat_map(|variant| inserted(&variant.value)));
            }
            PatternElement::Placeable { .. } | PatternElement::TextElement { .. } => {}
        }
    }
    found
}
