//! A clinic corrects a sentence without a release: an overlay of messages, checked like a release and set over the shipped
//! ones. Whoever hands it over has verified its signature (the app does, with the clinic's root); nothing here trusts
//! what it says.
//!
//! ```text
//! # comment lines are free
//! home-book = Buchen
//! ```
//!
//! A critical message cannot be overlaid: it can only be switched off (`-off = consent-call`, one line each), and the next
//! language says it, with the mark. A bad overlay is refused as a whole, and the shipped words stay.

use std::collections::BTreeSet;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::parser;
use icu_locale::Locale;
use icu_plurals::{PluralRules, PluralRulesOptions};

use crate::fluent::keyword;
use crate::message::{ArgKind, Message, Signature};
use crate::msg;
use crate::person::Gender;

/// Largest overlay taken, in bytes.
const LIMIT: usize = 64 * 1_024;

/// Deepest choice inside a choice.
const DEPTH: u32 = 4;

/// Why an overlay was refused. The message's id is named, so that whoever wrote it can mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OverlayError {
    /// It is longer than 64 KiB.
    #[error("the overlay is too large")]
    TooLarge,
    /// No language here has this tag.
    #[error("the overlay is of a language that is not here")]
    Language,
    /// It is no Fluent.
    #[error("the overlay does not parse")]
    Syntax,
    /// A message the app does not have.
    #[error("{0} is no message")]
    Unknown(String),
    /// A message of the overlay stands twice.
    #[error("{0} stands twice")]
    Twice(String),
    /// A wrong word in it may harm somebody; only a release changes it.
    #[error("{0} is critical and can only be switched off")]
    Critical(String),
    /// It has no text, or more than a text and `.speech`.
    #[error("{0} has no text or an unknown part")]
    Shape(String),
    /// Its arguments are not those of the message.
    #[error("{0} has other arguments")]
    Arguments(String),
    /// Its variants are not exactly the language's.
    #[error("{0} has wrong variants")]
    Variants(String),
    /// It turns the direction of the text.
    #[error("{0} has a direction mark")]
    Direction(String),
}

/// A checked overlay of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlay {
    language: String,
    ftl: String,
    off: BTreeSet<String>,
}

impl Overlay {
    /// Checks an overlay of the language with this tag, as a release is checked.
    pub fn check(language: &str, text: &str) -> Result<Self, OverlayError> {
        if text.len() > LIMIT {
            return Err(OverlayError::TooLarge);
        }
        let locale: Locale = language.parse().map_err(|_| OverlayError::Language)?;
        let rules = PluralRules::try_new((&locale).into(), PluralRulesOptions::default())
            .map_err(|_| OverlayError::Language)?;
        let categories: BTreeSet<&str> = rules.categories().map(keyword).collect();
        let (switches, messages): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with("-off = "));
        let mut off = BTreeSet::new();
        for id in switches.iter().filter_map(|line| line.strip_prefix("-off = ")).map(str::trim) {
            let signature = known(id)?;
            if Message::plain(signature.id()).critical().is_none() {
                return Err(OverlayError::Shape(id.to_owned()));
            }
            off.insert(id.to_owned());
        }
        let ftl = messages.join("\n") + "\n";
        let resource = parser::parse_runtime(ftl.as_str()).map_err(|_| OverlayError::Syntax)?;
        let mut seen = BTreeSet::new();
        for entry in resource.body {
            let Entry::Message(message) = entry else { return Err(OverlayError::Syntax) };
            let id = message.id.name.to_owned();
            let signature = known(&id)?;
            if Message::plain(signature.id()).critical().is_some() {
                return Err(OverlayError::Critical(id));
            }
            if !seen.insert(id.clone()) {
                return Err(OverlayError::Twice(id));
            }
            let speech = |name: &str| name == "speech";
            let Some(value) = &message.value else { return Err(OverlayError::Shape(id)) };
            if message.attributes.len() > 1 || message.attributes.iter().any(|own| !speech(own.id.name)) {
                return Err(OverlayError::Shape(id));
            }
            let mut lint = Lint { id: &id, signature, categories: &categories, used: BTreeSet::new() };
            lint.pattern(value, 0)?;
            let used = std::mem::take(&mut lint.used);
            if signature.args().iter().any(|(name, _)| !used.contains(*name)) {
                return Err(OverlayError::Arguments(id));
            }
            for attribute in &message.attributes {
                lint.pattern(&attribute.value, 0)?;
            }
        }
        Ok(Self { language: language.to_owned(), ftl, off })
    }

    /// The language it corrects.
    pub fn language(&self) -> &str {
        &self.language
    }

    pub(crate) fn ftl(&self) -> &str {
        &self.ftl
    }

    pub(crate) fn off(&self) -> impl Iterator<Item = &str> {
        self.off.iter().map(String::as_str)
    }
}

fn known(id: &str) -> Result<&'static Signature, OverlayError> {
    let found = msg::ALL.iter().find(|signature| signature.id() == id);
    found.ok_or_else(|| OverlayError::Unknown(id.to_owned()))
}

struct Lint<'a> {
    id: &'a str,
    signature: &'static Signature,
    categories: &'a BTreeSet<&'static str>,
    used: BTreeSet<String>,
}

impl Lint<'_> {
    fn pattern(&mut self, pattern: &Pattern<&str>, depth: u32) -> Result<(), OverlayError> {
        if depth > DEPTH {
            return Err(OverlayError::Shape(self.id.to_owned()));
        }
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.text(value)?,
                PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                    self.inline(inline)?
                }
                PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                    let InlineExpression::VariableReference { id } = selector else {
                        return Err(OverlayError::Arguments(self.id.to_owned()));
                    };
                    let expected: BTreeSet<&str> = match self.kind(id.name) {
                        Some(ArgKind::Number) => {
                            self.used.insert(id.name.to_owned());
                            self.categories.clone()
                        }
                        None if self.is_gender(id.name) => Gender::ALL.map(Gender::keyword).into(),
                        _ => return Err(OverlayError::Arguments(self.id.to_owned())),
                    };
                    let default = if expected.contains("other") { "other" } else { "unspecified" };
                    let mut named = BTreeSet::new();
                    for variant in variants {
                        if let VariantKey::Identifier { name } = variant.key
                            && (!named.insert(name) || variant.default != (name == default))
                        {
                            return Err(OverlayError::Variants(self.id.to_owned()));
                        }
                    }
                    if named != expected {
                        return Err(OverlayError::Variants(self.id.to_owned()));
                    }
                    for variant in variants {
                        self.pattern(&variant.value, depth + 1)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) -> Result<(), OverlayError> {
        match inline {
            InlineExpression::VariableReference { id } if self.kind(id.name).is_some() => {
                self.used.insert(id.name.to_owned());
                Ok(())
            }
            InlineExpression::StringLiteral { value } => self.text(value),
            _ => Err(OverlayError::Arguments(self.id.to_owned())),
        }
    }

    fn text(&self, text: &str) -> Result<(), OverlayError> {
        let turns = |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\\');
        if text.contains(turns) { Err(OverlayError::Direction(self.id.to_owned())) } else { Ok(()) }
    }

    fn kind(&self, name: &str) -> Option<ArgKind> {
        self.signature.args().iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    fn is_gender(&self, name: &str) -> bool {
        let person = |owner: &str| self.kind(owner) == Some(ArgKind::Person);
        name == "addressee" || name.strip_suffix("-gender").is_some_and(person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> OverlayError {
        Overlay::check("fa", text).unwrap_err()
    }

    #[test]
    fn a_sound_correction_passes() {
        let text = "# a comment\nhome-book = نوبت بگیرید\nafter-with = { $doctor } خداحافظی کرد.\n\
                    after-length = { $minutes ->\n    [one] یک دقیقه، { $minutes }\n   *[other] { $minutes } دقیقه\n }\n-off = consent-call\n";
        let overlay = Overlay::check("fa", text).unwrap();
        assert_eq!(overlay.off().collect::<Vec<_>>(), ["consent-call"]);
    }

    #[test]
    fn each_defect_is_refused_by_its_name() {
        use OverlayError as E;
        let of = |id: &str| id.to_owned();
        let table = [
            ("home-book = { $", E::Syntax),
            ("-term = x", E::Syntax),
            ("home-bok = x", E::Unknown(of("home-bok"))),
            ("-off = home-bok", E::Unknown(of("home-bok"))),
            ("-off = home-book", E::Shape(of("home-book"))),
            ("home-book = x\nhome-book = y", E::Twice(of("home-book"))),
            ("consent-agree = x", E::Critical(of("consent-agree"))),
            ("home-book =\n    .speech = x", E::Shape(of("home-book"))),
            ("home-book = x\n    .label = y", E::Shape(of("home-book"))),
            ("after-with = x", E::Arguments(of("after-with"))),
            ("after-with = { $docter }", E::Arguments(of("after-with"))),
            ("home-book = { NUMBER(1) }", E::Arguments(of("home-book"))),
            ("home-book = { home-title }", E::Arguments(of("home-book"))),
            ("after-length = { $minutes ->\n   *[other] { $minutes }\n }", E::Variants(of("after-length"))),
            (
                "after-length = { $minutes ->\n   *[one] a\n    [other] { $minutes }\n }",
                E::Variants(of("after-length")),
            ),
            ("home-book = a\u{202E}b", E::Direction(of("home-book"))),
            ("home-book = { \"\\u202E\" }", E::Direction(of("home-book"))),
        ];
        for (text, error) in table {
            assert_eq!(refused(text), error, "{text}");
        }
        assert_eq!(refused(&"#".repeat(70_000)), E::TooLarge);
        assert_eq!(Overlay::check("not a tag", "").unwrap_err(), E::Language);
    }
}
