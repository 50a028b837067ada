//! What a person types into a clinical field.

use nabz_locale::digit_value;

use super::decimal::Decimal;

/// Longest number typed: "1234.567".
const LENGTH_LIMIT: usize = 8;

/// Why what was typed is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TypedError {
    /// Nothing stands there.
    #[error("empty")]
    Empty,
    /// A sign or letter that belongs to no number.
    #[error("not a number")]
    NotANumber,
    /// Two separators, or digits in groups (`1,234.5`, `1٬234`): which one is the decimal separator is not guessed.
    #[error("ambiguous separators")]
    Separators,
    /// Longer than any reading.
    #[error("too long")]
    TooLong,
    /// More digits behind the separator than such a reading has: `120/80` in a field for one number.
    #[error("too many digits behind the separator")]
    Places,
}

/// Reads a number in digits of any script, with `.` `,` `٫` or `/` as its decimal separator (the slash is how Persian
/// hands write it) and at most `places` digits behind it (see [`Kind::places`](super::Kind::places)). Groups of thousands
/// are refused: no reading needs them, and `1,234` would be guessed.
pub fn read_typed(typed: &str, places: u8) -> Result<Decimal, TypedError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(TypedError::Empty);
    }
    if typed.chars().count() > LENGTH_LIMIT {
        return Err(TypedError::TooLong);
    }
    let mut plain = String::with_capacity(LENGTH_LIMIT);
    for c in typed.chars() {
        match c {
            '.' | ',' | '٫' | '/' if plain.contains('.') => return Err(TypedError::Separators),
            '.' | ',' | '٫' | '/' => plain.push('.'),
            // The Arabic thousands separator, the apostrophe and the spaces that group digits.
            '٬' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}' => return Err(TypedError::Separators),
            _ => {
                let digit = digit_value(c).ok_or(TypedError::NotANumber)?;
                plain.extend(char::from_digit(digit, 10));
            }
        }
    }
    // Three digits behind a comma are a group of thousands in half of the world, and no home device shows three.
    if plain.split_once('.').is_some_and(|(whole, rest)| rest.len() >= 3 && whole != "0") {
        return Err(TypedError::Separators);
    }
    let number = Decimal::parse(&plain).ok_or(TypedError::NotANumber)?;
    if number.scale() > places { Err(TypedError::Places) } else { Ok(number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_five_point_six() {
        for typed in ["5.6", "5,6", "۵٫۶", "۵/۶", "٥٫٦", "५.६", " 5.6 ", "۵.۶"] {
            assert_eq!(read_typed(typed, 1).unwrap().to_string(), "5.6", "{typed}");
        }
        assert_eq!(read_typed("۱۲۰", 0).unwrap().to_string(), "120");
        assert_eq!(read_typed("5.60", 2).unwrap().to_string(), "5.60", "kept as typed");
    }

    #[test]
    fn what_would_have_to_be_guessed_is_refused() {
        for (typed, error) in [
            ("", TypedError::Empty),
            ("  ", TypedError::Empty),
            ("1,234", TypedError::Separators),
            ("1,234.5", TypedError::Separators),
            ("1.234,5", TypedError::Separators),
            ("1٬234", TypedError::Separators),
            ("1 234", TypedError::Separators),
            ("120/80", TypedError::Places),
            ("5.6.7", TypedError::Separators),
            ("-5", TypedError::NotANumber),
            ("5mg", TypedError::NotANumber),
            (".5", TypedError::NotANumber),
            ("5.", TypedError::NotANumber),
            ("123456789", TypedError::TooLong),
        ] {
            assert_eq!(read_typed(typed, 1), Err(error), "{typed}");
        }
    }
}
