//! The messages of one language in memory.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::BuildHasherDefault;

use fluent_syntax::ast::{self, Entry, Expression, InlineExpression, PatternElement, VariantKey};
use fluent_syntax::parser::{self, Slice};
use fluent_syntax::unicode::unescape_unicode_to_string;

/// Text that is either embedded in the program or came with an overlay.
type Words = Cow<'static, str>;

/// The hash needs no secret: ids come from `locales` alone.
type Map<V> = HashMap<Words, V, BuildHasherDefault<DefaultHasher>>;

/// What a message or term says, in order.
pub(super) type Pattern = Box<[Part]>;

/// The messages of one language.
#[derive(Debug, Default)]
pub(crate) struct Bundle {
    messages: Map<Message>,
    terms: Map<Pattern>,
}

/// A message: what is shown, and what is said where that differs.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) value: Option<Pattern>,
    pub(super) speech: Option<Pattern>,
}

/// A part of a pattern.
#[derive(Debug)]
pub(super) enum Part {
    Words(Words),
    Insert(Inline),
    Choose {
        by: Words,
        variants: Box<[Variant]>,
        default: usize,
    },
    /// Nothing the resolver knows.
    Unknown,
}

/// Something set into a pattern.
#[derive(Debug)]
pub(super) enum Inline {
    Variable(Words),
    Message(Words),
    Term(Words),
}

/// One way of saying it.
#[derive(Debug)]
pub(super) struct Variant {
    pub(super) key: Key,
    pub(super) pattern: Pattern,
}

/// When a variant is chosen.
#[derive(Debug)]
pub(super) enum Key {
    /// A plural category or a gender.
    Word(Words),
    /// Exactly this number.
    Number(i64),
    /// A number this resolver does not compare, such as a fraction.
    Never,
}

impl Bundle {
    /// Reads files. What does not parse or stands twice is left out; `cargo xtask l10n check` lets neither pass.
    pub(crate) fn of(files: &[&'static str]) -> Self {
        let mut bundle = Self::default();
        for file in files {
            let resource = parser::parse_runtime(*file).unwrap_or_else(|(sound, _)| sound);
            bundle.take(resource);
        }
        bundle
    }

    /// Sets the messages of a checked overlay in the place of its own.
    pub(crate) fn overlay(&mut self, ftl: &str) {
        let mut corrected = Self::default();
        corrected.take(parser::parse_runtime(ftl.to_owned()).unwrap_or_else(|(sound, _)| sound));
        self.messages.extend(corrected.messages);
    }

    /// Takes a message out, so that the next language says it.
    pub(crate) fn withdraw(&mut self, id: &str) {
        self.messages.remove(id);
    }

    /// Whether some message chooses by who reads it.
    pub(crate) fn addresses(&self) -> bool {
        let chooses =
            |pattern: &Option<Pattern>| pattern.iter().any(|pattern| chooses_by(pattern, "addressee"));
        self.messages.values().any(|message| chooses(&message.value) || chooses(&message.speech))
    }

    /// Whether it has this message.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.messages.contains_key(id)
    }

    pub(super) fn message(&self, id: &str) -> Option<&Message> {
        self.messages.get(id)
    }

    pub(super) fn term(&self, id: &str) -> Option<&Pattern> {
        self.terms.get(id)
    }

    fn take<'s, S: Slice<'s> + Into<Words>>(&mut self, resource: ast::Resource<S>) {
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let mut speech =
                        message.attributes.into_iter().filter(|a| a.id.name.as_ref() == "speech");
                    let read = Message {
                        value: message.value.map(pattern),
                        speech: speech.next().map(|attribute| pattern(attribute.value)),
                    };
                    self.messages.entry(message.id.name.into()).or_insert(read);
                }
                Entry::Term(term) => {
                    self.terms.entry(term.id.name.into()).or_insert_with(|| pattern(term.value));
                }
                Entry::Comment(_)
                | Entry::GroupComment(_)
                | Entry::ResourceComment(_)
                | Entry::Junk { .. } => {}
            }
        }
    }
}

fn chooses_by(pattern: &Pattern, name: &str) -> bool {
    pattern.iter().any(|part| match part {
        Part::Choose { by, variants, .. } => {
            by == name || variants.iter().any(|variant| chooses_by(&variant.pattern, name))
        }
        Part::Words(_) | Part::Insert(_) | Part::Unknown => false,
    })
}

fn pattern<'s, S: Slice<'s> + Into<Words>>(pattern: ast::Pattern<S>) -> Pattern {
    let part = |element: PatternElement<S>| match element {
        PatternElement::TextElement { value } => Part::Words(value.into()),
        PatternElement::Placeable { expression } => expression_part(expression),
    };
    pattern.elements.into_iter().map(part).collect()
}

fn expression_part<'s, S: Slice<'s> + Into<Words>>(expression: Expression<S>) -> Part {
    match expression {
        Expression::Inline(inline) => inline_part(inline),
        Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
            let default = variants.iter().position(|variant| variant.default).unwrap_or_default();
            let variants = variants.into_iter().map(|variant| Variant {
                key: match variant.key {
                    VariantKey::Identifier { name } => Key::Word(name.into()),
                    VariantKey::NumberLiteral { value } => {
                        value.as_ref().parse().map_or(Key::Never, Key::Number)
                    }
                },
                pattern: pattern(variant.value),
            });
            Part::Choose { by: id.name.into(), variants: variants.collect(), default }
        }
        Expression::Select { .. } => Part::Unknown,
    }
}

fn inline_part<'s, S: Slice<'s> + Into<Words>>(inline: InlineExpression<S>) -> Part {
    match inline {
        InlineExpression::StringLiteral { value } => {
            Part::Words(unescape_unicode_to_string(value.as_ref()).into_owned().into())
        }
        InlineExpression::VariableReference { id } => Part::Insert(Inline::Variable(id.name.into())),
        InlineExpression::MessageReference { id, attribute: None } => {
            Part::Insert(Inline::Message(id.name.into()))
        }
        InlineExpression::TermReference { id, attribute: None, arguments: None } => {
            Part::Insert(Inline::Term(id.name.into()))
        }
        InlineExpression::Placeable { expression } => expression_part(*expression),
        InlineExpression::NumberLiteral { .. }
        | InlineExpression::FunctionReference { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { .. } => Part::Unknown,
    }
}
