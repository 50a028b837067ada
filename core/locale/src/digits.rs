//! Digits as people type them: any script's are accepted, ASCII goes on.

/// Zero of each decimal digit script, in rising order; nine more follow each (Unicode 14 general category Nd,
/// without the mathematical alphabets).
const ZEROS: [u32; 61] = [
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30,
    0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0,
    0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
];

/// The digits of `typed` as ASCII. Spaces, hyphens and direction marks between them are passed over; anything else,
/// or no digit at all, is `None`.
///
/// ```
/// assert_eq!(nabz_locale::parse_digits("۱۲۳-٤٥٦ 7").as_deref(), Some("1234567"));
/// assert_eq!(nabz_locale::parse_digits("12a"), None);
/// ```
pub fn parse_digits(typed: &str) -> Option<String> {
    let mut digits = String::new();
    for c in typed.chars().filter(|c| !is_passed_over(*c)) {
        digits.push(char::from_digit(digit_value(c)?, 10)?);
    }
    (!digits.is_empty()).then_some(digits)
}

/// The value of one decimal digit of any script; `None` for anything else.
pub fn digit_value(c: char) -> Option<u32> {
    let code = u32::from(c);
    let zero = ZEROS.iter().rev().find(|zero| **zero <= code)?;
    Some(code - zero).filter(|digit| *digit < 10)
}

fn is_passed_over(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '\u{2010}'..='\u{2015}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_counts_from_nought_to_nine() {
        for zero in ZEROS {
            let typed: String = (0..10).filter_map(|n| char::from_u32(zero + n)).collect();
            assert_eq!(parse_digits(&typed).as_deref(), Some("0123456789"), "U+{zero:04X}");
            assert_eq!(char::from_u32(zero - 1).and_then(digit_value), None, "before U+{zero:04X}");
        }
        assert!(ZEROS.is_sorted());
    }

    #[test]
    fn what_stands_between_digits_is_passed_over_and_nothing_else() {
        assert_eq!(parse_digits("\u{2066}۰۹۱۲ ۳۴\u{2069}").as_deref(), Some("091234"));
        for refused in ["", " - ", "12.5", "½", "12a", "Ⅻ", "+98"] {
            assert_eq!(parse_digits(refused), None, "{refused}");
        }
    }
}
