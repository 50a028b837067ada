//! What crosses to a shell: finished text.

use serde::Serialize;

/// Which way a text runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

/// A finished text: isolated, in native digits, without keys or markup. A shell paints it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Text {
    /// What is painted. Arguments are wrapped in U+2068…U+2069 so that mixed directions keep their order.
    pub shown: String,
    /// What a screen reader or the phone's voice says: no isolates, no symbols.
    pub spoken: String,
    /// BCP 47 tag of the language this text is really in, which may differ from the screen's.
    pub language: String,
    /// Direction of that language.
    pub direction: Direction,
}
