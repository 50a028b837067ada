//! Finished text, as a shell paints and speaks it.

use nabz_locale as locale;

/// A finished text: in the person's language, with its digits, isolated for mixed directions, without keys or markup.
///
/// Named `Wording`, because `Text` is already what Compose and SwiftUI call the thing that paints one.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Wording {
    /// What is painted, as it is.
    pub shown: String,
    /// What a screen reader or the phone's voice says.
    pub spoken: String,
    /// BCP 47 tag of the language this text is really in, which may differ from the screen's.
    pub language: String,
    /// Direction of that language.
    pub direction: Direction,
}

/// Which way a text or a screen runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl From<locale::Text> for Wording {
    fn from(text: locale::Text) -> Self {
        let locale::Text { shown, spoken, language, direction } = text;
        Self { shown, spoken, language, direction: direction.into() }
    }
}

impl From<locale::Direction> for Direction {
    fn from(direction: locale::Direction) -> Self {
        match direction {
            locale::Direction::Ltr => Self::Ltr,
            locale::Direction::Rtl => Self::Rtl,
        }
    }
}
