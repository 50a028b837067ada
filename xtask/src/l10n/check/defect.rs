//! What can be wrong with words, and where.

use std::fmt;

use crate::l10n::generate::SOURCE_TAG;

/// Languages that are being brought: what they lack is named and does not fail yet.
const FOLLOWING: &[&str] = &[];

/// A defect, and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(super) place: String,
    pub(super) tag: String,
    pub(super) defect: Defect,
}

impl Finding {
    pub(super) fn new(place: String, tag: &str, defect: Defect) -> Self {
        Self { place, tag: tag.to_owned(), defect }
    }

    /// Whether it is only that a translation has not come yet.
    pub(crate) fn is_pending(&self) -> bool {
        FOLLOWING.contains(&self.tag.as_str()) && matches!(self.defect, Defect::Missing)
    }
}

/// What can be wrong.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Defect {
    #[error("line {line}: {reason}")]
    Parse { line: usize, reason: String },
    #[error("there is no `{SOURCE_TAG}` to check against")]
    NoSource,
    #[error("no language has this tag")]
    UnknownLanguage,
    #[error("defined twice")]
    Duplicate,
    #[error("has no text of its own")]
    NoValue,
    #[error("this comment declares no argument: {0}")]
    Declaration(String),
    #[error("${0} is used but its comment line `# ${0} (Type)` is missing")]
    Undeclared(String),
    #[error("${0} is declared but not used")]
    Unused(String),
    #[error("missing")]
    Missing,
    #[error("obsolete: `{SOURCE_TAG}` has no such message")]
    Obsolete,
    #[error("uses ${0}, which `{SOURCE_TAG}` does not")]
    ExtraVariable(String),
    #[error("does not use ${0}, which `{SOURCE_TAG}` does")]
    LostVariable(String),
    #[error("unknown function {0}()")]
    UnknownFunction(String),
    #[error("refers to {0}, which does not exist")]
    UnknownReference(String),
    #[error("chooses by {0}, which is neither a Number nor a gender")]
    Selector(String),
    #[error("does not choose by ${0}, as `{SOURCE_TAG}` does")]
    LostSelector(String),
    #[error("writes out ${0}, which only chooses")]
    GenderShown(String),
    #[error("has something the formatter does not know: {0}")]
    UnknownExpression(&'static str),
    #[error("variants are {found}, a gender's are *unspecified, female, male")]
    Genders { found: String },
    #[error("{0:?} is a direction mark; the formatter sets them")]
    DirectionMark(char),
    #[error("the glossary cannot be read: {0}")]
    Glossary(String),
    #[error("the glossary lacks the term `{0}`")]
    TermMissing(String),
    #[error("`{SOURCE_TAG}` has no term `{0}`")]
    TermUnknown(String),
    #[error("speaks of `{term}` without its word ({stems})")]
    Term { term: String, stems: String },
    #[error("says {word:?} for `{term}`")]
    TermAvoided { term: String, word: String },
    #[error("{0}")]
    Numbers(String),
    #[error("reviews.toml cannot be read: {0}")]
    Reviews(String),
    #[error("a review {0}")]
    Review(&'static str),
    #[error("a review is of a message that is not here")]
    ReviewOfNothing,
    #[error("shows outside the unlocked app and tells ${0}")]
    OutsideArgument(String),
    #[error("shows outside the unlocked app and says {0:?}")]
    OutsideWord(String),
    #[error("shows outside the unlocked app and has a link")]
    OutsideLink,
    #[error("is an SMS of {0} segments")]
    SmsLength(usize),
    #[error("a sentence has {0} words; 20 are enough")]
    LongSentence(usize),
    #[error("reads at grade {0}; 6 is the most")]
    Grade(String),
    #[error("{0}")]
    Code(String),
    #[error("{0:?} breaks the register")]
    Register(String),
    #[error("{0:?} is bent for a man or a woman outside a choice by gender")]
    Gendered(String),
    #[error("variants are {found}, CLDR's categories are {expected}")]
    Variants { found: String, expected: String },
    #[error("{0:?} is a letter of another script or spelling")]
    ForeignLetter(char),
    #[error("unknown attribute .{0}: only .speech exists")]
    UnknownAttribute(String),
    #[error("not current: run `cargo xtask l10n generate`")]
    Stale,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.defect)
    }
}
