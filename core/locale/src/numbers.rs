//! Numbers and amounts in the reader's digits and separators.

use fixed_decimal::Decimal;
use icu_decimal::DecimalFormatter;
use icu_decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu_locale::extensions::unicode::{key, value};
use icu_locale::subtags::{language, region, script};
use icu_locale::{LanguageIdentifier, Locale};
use icu_provider::DataError;

use crate::formatter::DigitChoice;
use crate::message::Currency;

/// Currencies whose minor unit is not a hundredth (ISO 4217 list one). IRR and IRT are counted in whole units, as
/// prices in Iran are.
const EXPONENTS: &[(&[u8; 3], u8)] = &[
    (b"BHD", 3),
    (b"BIF", 0),
    (b"CLP", 0),
    (b"DJF", 0),
    (b"GNF", 0),
    (b"IQD", 3),
    (b"IRR", 0),
    (b"IRT", 0),
    (b"ISK", 0),
    (b"JOD", 3),
    (b"JPY", 0),
    (b"KMF", 0),
    (b"KRW", 0),
    (b"KWD", 3),
    (b"LYD", 3),
    (b"OMR", 3),
    (b"PYG", 0),
    (b"RWF", 0),
    (b"TND", 3),
    (b"UGX", 0),
    (b"UYI", 0),
    (b"VND", 0),
    (b"VUV", 0),
    (b"XAF", 0),
    (b"XOF", 0),
    (b"XPF", 0),
];

/// Writes numbers as one locale does.
pub(crate) struct Numbers {
    grouped: DecimalFormatter,
    plain: DecimalFormatter,
}

impl Numbers {
    /// For a locale; its `-u-nu-…` decides about digits.
    pub(crate) fn new(locale: &Locale) -> Result<Self, DataError> {
        let grouped = DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default())?;
        let ungrouped = DecimalFormatterOptions::from(GroupingStrategy::Never);
        Ok(Self { grouped, plain: DecimalFormatter::try_new(locale.into(), ungrouped)? })
    }

    /// `mantissa` × 10^-`scale`.
    pub(crate) fn decimal(&self, mantissa: i64, scale: u8) -> String {
        let mut decimal = Decimal::from(mantissa);
        decimal.multiply_pow10(-i16::from(scale));
        self.grouped.format(&decimal).to_string()
    }

    /// A number of a date or a clock: not grouped, with at least so many digits.
    pub(crate) fn whole(&self, number: i64, least: u8) -> String {
        let mut decimal = Decimal::from(number);
        decimal.absolute.pad_start(i16::from(least));
        self.plain.format(&decimal).to_string()
    }
}

/// The locale with the digits chosen: the setting, unless the locale itself asks for Latin digits (`-u-nu-latn`).
pub(crate) fn with_digits(mut locale: Locale, setting: DigitChoice) -> Locale {
    let keywords = &mut locale.extensions.unicode.keywords;
    let wished = keywords.remove(key!("nu"));
    if setting == DigitChoice::Latin || wished == Some(value!("latn")) {
        keywords.set(key!("nu"), value!("latn"));
    } else if writes_as_persian(&locale.id) {
        locale.extensions.unicode.keywords.set(key!("nu"), value!("arabext"));
    }
    locale
}

/// Where CLDR gives Latin or Arabic digits to people who write ۰۱۲۳۴۵۶۷۸۹, as all of Iran does.
fn writes_as_persian(id: &LanguageIdentifier) -> bool {
    let arabic_script = id.script == Some(script!("Arab"));
    arabic_script && (id.language == language!("az") || id.region == Some(region!("IR")))
}

impl Currency {
    /// How many digits of the minor unit stand behind the separator.
    pub fn exponent(self) -> u8 {
        EXPONENTS.iter().find(|(code, _)| **code == self.0).map_or(2, |(_, exponent)| *exponent)
    }

    /// The code as text, such as `IRR`.
    pub fn code(self) -> String {
        self.0.iter().map(|byte| char::from(*byte)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(tag: &str, mantissa: i64, scale: u8) -> String {
        Numbers::new(&tag.parse().unwrap()).unwrap().decimal(mantissa, scale)
    }

    #[test]
    fn digits_and_separators_are_the_readers() {
        assert_eq!(written("fa", 1_250_000, 0), "۱٬۲۵۰٬۰۰۰");
        assert_eq!(written("fa", 375, 1), "۳۷٫۵");
        assert_eq!(written("fa-u-nu-latn", 1_250_000, 0), "1,250,000");
        assert_eq!(written("en-IN", 1_250_000, 0), "12,50,000");
        assert_eq!(written("en", i64::MIN, 0), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn minor_units_follow_iso_4217() {
        let exponents = [*b"IRR", *b"USD", *b"KWD", *b"XYZ"].map(|code| Currency(code).exponent());
        assert_eq!(exponents, [0, 2, 3, 2]);
    }
}
