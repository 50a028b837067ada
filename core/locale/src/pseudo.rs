//! Pseudo-languages, for people who build screens: `en-XA` is English with accents and 40 % longer, `ar-XB` is English
//! that runs from right to left. Neither is offered to anybody; they come only where they are asked for.

use crate::text::Direction;

/// A pseudo-language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pseudo {
    /// Accented and longer: what is cut, or was never translated, shows.
    Accented,
    /// From right to left, in Latin letters: what does not mirror shows.
    Mirrored,
}

impl Pseudo {
    /// The pseudo-language a wish asks for.
    pub(crate) fn asked(wish: &str) -> Option<Self> {
        match wish {
            "en-XA" => Some(Self::Accented),
            "ar-XB" => Some(Self::Mirrored),
            _ => None,
        }
    }

    /// Its tag.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Accented => "en-XA",
            Self::Mirrored => "ar-XB",
        }
    }

    /// Which way it runs.
    pub(crate) const fn direction(self) -> Direction {
        match self {
            Self::Accented => Direction::Ltr,
            Self::Mirrored => Direction::Rtl,
        }
    }

    /// An English text as the pseudo-language writes it. What stands inside isolates (names, numbers) stays.
    pub(crate) fn write(self, english: &str) -> String {
        match self {
            Self::Accented => accented(english),
            Self::Mirrored => format!("\u{202E}{english}\u{202C}"),
        }
    }
}

fn accented(english: &str) -> String {
    let mut depth = 0_u32;
    let mut letters = 0;
    let mut text = String::from("[");
    for c in english.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => depth += 1,
            '\u{2069}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        text.push(if depth == 0 { accent(c) } else { c });
        letters += 1;
    }
    // German and Russian run this much longer than English.
    text.extend(std::iter::repeat_n('~', letters * 2 / 5));
    text.push(']');
    text
}

const fn accent(c: char) -> char {
    match c {
        'a' => 'á',
        'c' => 'ç',
        'e' => 'é',
        'i' => 'í',
        'n' => 'ñ',
        'o' => 'ö',
        's' => 'š',
        'u' => 'ü',
        'y' => 'ý',
        'z' => 'ž',
        'A' => 'Å',
        'E' => 'É',
        'I' => 'Î',
        'O' => 'Ø',
        'U' => 'Û',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_becomes_longer_and_keeps_its_arguments() {
        assert_eq!(Pseudo::Accented.write("Call \u{2068}Sara\u{2069}"), "[Cáll \u{2068}Sara\u{2069}~~~~]");
    }

    #[test]
    fn only_its_own_tag_asks_for_it() {
        assert_eq!(
            ["en-XA", "ar-XB", "en", "ar"].map(Pseudo::asked),
            [Some(Pseudo::Accented), Some(Pseudo::Mirrored), None, None]
        );
    }
}
