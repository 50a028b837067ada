//! The typed arguments of a message, read from its comment: `# $when (When appointment) - what it is`.

use std::fmt;

use fluent_syntax::ast::Message;

/// The variable that says who reads.
const ADDRESSEE: &str = "addressee";

/// Stands behind the name of a person for their gender.
const GENDER_OF: &str = "-gender";

/// Whether a variable's name is that of a gender.
pub(crate) fn is_gender(variable: &str) -> bool {
    variable == ADDRESSEE || variable.ends_with(GENDER_OF)
}

/// A message's arguments in the order of their comment lines.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Signature {
    /// Comment lines that declare nothing: notes to translators.
    pub(crate) notes: Vec<String>,
    pub(crate) args: Vec<(String, Kind)>,
    /// Why a wrong word in it may harm somebody: `# @critical consent`.
    pub(crate) critical: Option<Critical>,
    /// Shown outside the unlocked app: `# @outside`, or `# @sms`.
    pub(crate) outside: bool,
    /// Sent by SMS: `# @sms`.
    pub(crate) sms: bool,
    /// Lines that look like a declaration and are none.
    pub(crate) malformed: Vec<String>,
}

/// What may stand between the brackets; `nabz_locale::ArgKind` in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Person,
    Number,
    Decimal,
    Money,
    When(Style),
    Code,
    Message,
}

/// `nabz_locale::Critical` in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Critical {
    Consent,
    Dose,
    Triage,
    Emergency,
}

impl Critical {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "consent" => Self::Consent,
            "dose" => Self::Dose,
            "triage" => Self::Triage,
            "emergency" => Self::Emergency,
            _ => return None,
        })
    }
}

/// `nabz_locale::DateStyle` in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Appointment,
    Day,
    Date,
    Time,
    Weekday,
}

impl Signature {
    /// Reads the comment of a message.
    pub(crate) fn of(message: &Message<String>) -> Self {
        let mut signature = Self::default();
        let lines = message.comment.iter().flat_map(|comment| &comment.content);
        for line in lines.map(|line| line.trim()).filter(|line| !line.is_empty()) {
            if let Some(kind) = line.strip_prefix("@critical ").map(Critical::parse) {
                match kind {
                    Some(kind) => signature.critical = Some(kind),
                    None => signature.malformed.push(line.to_owned()),
                }
            } else if line == "@outside" || line == "@sms" {
                signature.outside = true;
                signature.sms |= line == "@sms";
            } else if line.starts_with('@') {
                signature.malformed.push(line.to_owned());
            } else if !line.starts_with('$') {
                signature.notes.push(line.to_owned());
            } else if let Some(arg) = declaration(line) {
                signature.args.push(arg);
            } else {
                signature.malformed.push(line.to_owned());
            }
        }
        signature
    }

    /// Whether every message of this signature may choose by this variable though nobody declares it: who reads, and
    /// the gender of a person it speaks of.
    pub(crate) fn implies(&self, variable: &str) -> bool {
        let person = |name| self.kind(name) == Some(Kind::Person);
        variable == ADDRESSEE || variable.strip_suffix(GENDER_OF).is_some_and(person)
    }

    /// The declared kind of a variable.
    pub(crate) fn kind(&self, variable: &str) -> Option<Kind> {
        self.args.iter().find(|(name, _)| name == variable).map(|(_, kind)| *kind)
    }
}

/// `$name (Kind)`, and perhaps ` - what it is`.
fn declaration(line: &str) -> Option<(String, Kind)> {
    let (name, rest) = line.strip_prefix('$')?.split_once(" (")?;
    let (kind, note) = rest.split_once(')')?;
    let note_is_apart = note.is_empty() || note.starts_with(" - ");
    let name_is_plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    (note_is_apart && name_is_plain).then_some((name.to_owned(), Kind::parse(kind)?))
}

impl Kind {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "Text" => Self::Text,
            "Person" => Self::Person,
            "Number" => Self::Number,
            "Decimal" => Self::Decimal,
            "Money" => Self::Money,
            "When appointment" => Self::When(Style::Appointment),
            "When day" => Self::When(Style::Day),
            "When date" => Self::When(Style::Date),
            "When time" => Self::When(Style::Time),
            "When weekday" => Self::When(Style::Weekday),
            "Code" => Self::Code,
            "Message" => Self::Message,
            _ => return None,
        })
    }

    /// The type a caller passes.
    pub(crate) const fn parameter(self) -> &'static str {
        match self {
            Self::Text | Self::Code => "impl Into<String>",
            Self::Person => "impl Into<Person>",
            Self::Number => "i64",
            Self::Decimal => "(i64, u8)",
            Self::Money => "(i64, Currency)",
            Self::When(_) => "Wall",
            Self::Message => "Message",
        }
    }
}

/// As Rust writes the value of `ArgKind`.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::When(style) => write!(f, "When(DateStyle::{style:?})"),
            plain => write!(f, "{plain:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::l10n::source::Catalogue;

    fn signature(ftl: &str) -> Signature {
        let catalogue = Catalogue::parse("en", &[("a.ftl".into(), ftl.into())]);
        Signature::of(catalogue.message("a").unwrap())
    }

    #[test]
    fn a_comment_line_declares_name_kind_and_note() {
        let read =
            signature("# For nurses.\n# $who (Text) - a name\n# $when (When day)\na = { $who } { $when }\n");
        assert_eq!(read.notes, ["For nurses."]);
        assert_eq!(read.args, [("who".into(), Kind::Text), ("when".into(), Kind::When(Style::Day))]);
    }

    #[test]
    fn a_declaration_that_is_none_is_kept_as_malformed() {
        for line in [
            "$who",
            "$who (Txt)",
            "$who (When)",
            "$who (Text) a name",
            "$Who (Text)",
            "$ (Text)",
            "@critical",
            "@critical maybe",
        ] {
            assert_eq!(signature(&format!("# {line}\na = b\n")).malformed, [line], "{line}");
        }
    }
}
