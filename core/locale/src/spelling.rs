//! Numbers in words, as the phone's voice says them.

use crate::number_words::NUMBERS;

/// The number words of a language (`locales/<tag>/numbers.toml`).
pub(crate) struct NumberWords {
    /// 0 to 99.
    pub(crate) units: [&'static str; 100],
    /// 100 to 900.
    pub(crate) hundreds: [&'static str; 9],
    /// 1,000 to 9,000.
    pub(crate) thousands: [&'static str; 9],
    /// Stands between them.
    pub(crate) join: &'static str,
    /// Before the digit of a decimal.
    pub(crate) point: &'static str,
    /// Before a number below nought.
    pub(crate) minus: &'static str,
}

impl NumberWords {
    /// The words of a language, if it has them.
    pub(crate) fn of(tag: &str) -> Option<&'static Self> {
        NUMBERS.iter().find(|(known, _)| *known == tag).map(|(_, words)| words)
    }

    /// A whole number from −9,999 to 9,999.
    pub(crate) fn whole(&self, number: i64) -> Option<String> {
        let size = usize::try_from(number.unsigned_abs()).ok().filter(|size| *size <= 9_999)?;
        let (thousands, hundreds, rest) = (size / 1_000, size / 100 % 10, size % 100);
        let mut words: Vec<&str> = Vec::new();
        words.extend(thousands.checked_sub(1).and_then(|place| self.thousands.get(place)));
        words.extend(hundreds.checked_sub(1).and_then(|place| self.hundreds.get(place)));
        if rest > 0 || size == 0 {
            words.extend(self.units.get(rest));
        }
        let said = words.join(self.join);
        Some(if number < 0 { format!("{} {said}", self.minus) } else { said })
    }

    /// `mantissa` × 10^-`scale` with at most one decimal; noughts behind it are not said.
    pub(crate) fn decimal(&self, mut mantissa: i64, mut scale: u8) -> Option<String> {
        while scale > 0 && mantissa % 10 == 0 {
            (mantissa, scale) = (mantissa / 10, scale - 1);
        }
        match scale {
            0 => self.whole(mantissa),
            1 => {
                let (whole, digit) = (mantissa.unsigned_abs() / 10, mantissa.unsigned_abs() % 10);
                let whole = self.whole(i64::try_from(whole).ok()?)?;
                let digit = self.units.get(usize::try_from(digit).ok()?)?;
                let said = format!("{whole} {} {digit}", self.point);
                Some(if mantissa < 0 { format!("{} {said}", self.minus) } else { said })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(tag: &str, number: i64) -> String {
        NumberWords::of(tag).unwrap().whole(number).unwrap()
    }

    #[test]
    fn numbers_are_said_as_people_say_them() {
        let table = [
            ("en", 0, "zero"),
            ("en", 101, "one hundred one"),
            ("en", 9_999, "nine thousand nine hundred ninety-nine"),
            ("en", -40, "minus forty"),
            ("fa", 1_405, "هزار و چهارصد و پنج"),
            ("fa", 21, "بیست و یک"),
            ("ar", 2_026, "ألفان وستة وعشرون"),
            ("ar", 300, "ثلاثمئة"),
            ("am", 2_019, "ሁለት ሺህ አሥራ ዘጠኝ"),
            ("am", 120, "መቶ ሃያ"),
            ("hi", 1_999, "एक हज़ार नौ सौ निन्यानबे"),
            ("ckb", 2_026, "دوو هەزار و بیست و شەش"),
            ("ckb", 250, "دووسەد و پەنجا"),
        ];
        for (tag, number, words) in table {
            assert_eq!(said(tag, number), words);
        }
    }

    #[test]
    fn no_two_numbers_sound_alike() {
        for (tag, words) in NUMBERS {
            let all: std::collections::BTreeSet<_> = (0..=9_999).map(|n| words.whole(n).unwrap()).collect();
            assert_eq!(all.len(), 10_000, "{tag}");
        }
    }

    #[test]
    fn one_decimal_is_said_and_more_or_larger_are_not() {
        let english = NumberWords::of("en").unwrap();
        assert_eq!(english.decimal(375, 1).unwrap(), "thirty-seven point five");
        assert_eq!(english.decimal(-4, 1).unwrap(), "minus zero point four");
        assert_eq!(english.decimal(3_700, 2).unwrap(), "thirty-seven");
        assert_eq!(english.decimal(375, 2), None);
        assert_eq!(english.whole(10_000), None);
        assert_eq!(english.whole(i64::MIN), None);
        assert!(NumberWords::of("ps").is_none());
    }
}
