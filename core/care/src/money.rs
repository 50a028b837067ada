//! Amounts of money: whole minor units of an ISO 4217 currency, read from a FHIR decimal without rounding.

use nabz_locale::Currency;
use serde_json::{Number, Value};

use crate::{ViewError, field};

/// Decimal digits a 64-bit float is sure to carry (IEEE 754 double). A longer decimal may already have been changed by the JSON
/// parser, so it is refused rather than shown wrong.
const SAFE_DIGITS: usize = 15;

/// An amount in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// Minor units: cents for EUR, whole rials for IRR.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// Reads a FHIR Money element: `{"value": 12.50, "currency": "EUR"}`.
    pub(crate) fn view(value: &Value) -> Result<Self, ViewError> {
        let currency = currency(field::text(value, "currency")?)?;
        let number = value.get("value").ok_or(ViewError::missing("value"))?;
        let number = number.as_number().ok_or(ViewError::malformed("value"))?;
        let minor = minor(number, exponent(currency)).ok_or(ViewError::malformed("value"))?;
        Ok(Self { minor, currency })
    }
}

/// How many digits stand behind the point (ISO 4217, List One). The rial has two on paper; since nobody has counted
/// them for decades it counts whole units here, as [`nabz_locale::Arg::Money`] says.
fn exponent(currency: Currency) -> u32 {
    match &currency.0 {
        b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX"
        | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" | b"IRR" | b"IRT" => 0,
        b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
        _ => 2,
    }
}

fn currency(code: &str) -> Result<Currency, ViewError> {
    let code: [u8; 3] = code.as_bytes().try_into().map_err(|_| ViewError::malformed("currency"))?;
    if code.iter().all(u8::is_ascii_uppercase) {
        Ok(Currency(code))
    } else {
        Err(ViewError::malformed("currency"))
    }
}

/// `number` × 10^`exponent` if that is whole and fits.
fn minor(number: &Number, exponent: u32) -> Option<i64> {
    let text = number.to_string();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if number.is_f64() && whole.len() + fraction.len() > SAFE_DIGITS {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    let padding = usize::try_from(exponent).ok()?.checked_sub(fraction.len())?;
    let digits = format!("{whole}{fraction}{}", "0".repeat(padding));
    // An exponent of scientific notation is no digit: such a number is refused here.
    let amount: i64 = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
    Some(if negative { -amount } else { amount })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn read(text: &str) -> Option<i64> {
        Money::view(&serde_json::from_str(text).unwrap()).ok().map(|money| money.minor)
    }

    #[test]
    fn decimals_become_minor_units_without_rounding() {
        let cases = [
            (r#"{"value":12.5,"currency":"EUR"}"#, Some(1_250)),
            (r#"{"value":0.1,"currency":"EUR"}"#, Some(10)),
            (r#"{"value":12.500,"currency":"EUR"}"#, Some(1_250)),
            (r#"{"value":-3.07,"currency":"EUR"}"#, Some(-307)),
            (r#"{"value":0,"currency":"IRR"}"#, Some(0)),
            (r#"{"value":1200000,"currency":"IRR"}"#, Some(1_200_000)),
            (r#"{"value":1200000.00,"currency":"IRR"}"#, Some(1_200_000)),
            (r#"{"value":1.125,"currency":"KWD"}"#, Some(1_125)),
            (r#"{"value":12.505,"currency":"EUR"}"#, None),
            (r#"{"value":0.5,"currency":"IRR"}"#, None),
            (r#"{"value":1e300,"currency":"EUR"}"#, None),
            (r#"{"value":9007199254740993.01,"currency":"EUR"}"#, None),
            (r#"{"value":9223372036854775807,"currency":"IRR"}"#, Some(i64::MAX)),
            (r#"{"value":9223372036854775807,"currency":"EUR"}"#, None),
            (r#"{"value":18446744073709551615,"currency":"IRR"}"#, None),
            (r#"{"value":"12.50","currency":"EUR"}"#, None),
            (r#"{"value":12.5,"currency":"euro"}"#, None),
            (r#"{"value":12.5,"currency":"eur"}"#, None),
            (r#"{"value":12.5}"#, None),
            (r#"{"currency":"EUR"}"#, None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
        assert!(Money::view(&json!([])).is_err());
    }

    proptest! {
        #[test]
        fn every_price_a_clinic_writes_is_read_to_the_cent(cents in -1_000_000_000_000i64..1_000_000_000_000) {
            let sign = if cents < 0 { "-" } else { "" };
            let text = format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100);
            prop_assert_eq!(read(&format!(r#"{{"value":{text},"currency":"EUR"}}"#)), Some(cents));
        }
    }
}
