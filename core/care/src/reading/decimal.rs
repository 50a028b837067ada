//! A number as it was measured or typed: digits and a point, never a binary fraction.

use std::cmp::Ordering;
use std::fmt;

/// Most digits behind the point. Devices give at most eight (SFLOAT), people two or three.
const SCALE_LIMIT: u8 = 9;

/// `mantissa` × 10^-`scale`, exactly. `5.60` and `5.6` are equal and keep how they were written.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    mantissa: i64,
    scale: u8,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self { mantissa: 0, scale: 0 };

    /// `mantissa` × 10^-`scale`; `None` with more than nine digits behind the point.
    pub const fn new(mantissa: i64, scale: u8) -> Option<Self> {
        if scale > SCALE_LIMIT { None } else { Some(Self { mantissa, scale }) }
    }

    /// A whole number.
    pub const fn whole(number: i64) -> Self {
        Self { mantissa: number, scale: 0 }
    }

    /// Every digit, without the point.
    pub const fn mantissa(self) -> i64 {
        self.mantissa
    }

    /// How many of them stand behind the point.
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// `mantissa` × 10^`exponent`, as devices send it; `None` beyond what this type holds.
    pub fn scientific(mantissa: i64, exponent: i8) -> Option<Self> {
        let size = u32::from(exponent.unsigned_abs());
        if exponent >= 0 {
            Some(Self::whole(mantissa.checked_mul(10_i64.checked_pow(size)?)?))
        } else {
            Self::new(mantissa, u8::try_from(size).ok()?)
        }
    }

    /// From text with ASCII digits and a point: how FHIR and rule packs write numbers.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let unsigned = whole.strip_prefix('-').unwrap_or(whole);
        if unsigned.is_empty() || !digits(unsigned) || !digits(fraction) || text.ends_with('.') {
            return None;
        }
        let scale = u8::try_from(fraction.len()).ok()?;
        Self::new(format!("{whole}{fraction}").parse().ok()?, scale)
    }

    /// The same number without zeros at its end.
    pub const fn plain(self) -> Self {
        let mut plain = self;
        while plain.scale > 0 && plain.mantissa % 10 == 0 {
            plain.mantissa /= 10;
            plain.scale -= 1;
        }
        plain
    }
}

const fn power(scale: u8) -> i128 {
    10_i128.pow(scale as u32)
}

/// FHIR's decimal: a point, and every digit that was given.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale == 0 {
            return write!(f, "{}", self.mantissa);
        }
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let power = 10_u64.pow(self.scale.into());
        let (whole, rest) = (self.mantissa.unsigned_abs() / power, self.mantissa.unsigned_abs() % power);
        write!(f, "{sign}{whole}.{rest:0width$}", width = self.scale.into())
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let aligned = |number: &Self, scale: u8| i128::from(number.mantissa) * power(scale);
        aligned(self, other.scale).cmp(&aligned(other, self.scale))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn is_written_as_it_was_given() {
        for text in ["0", "5.6", "5.60", "-0.05", "120", "37.0", "0.000000001"] {
            assert_eq!(decimal(text).to_string(), text);
        }
        assert_eq!(decimal("5.60"), decimal("5.6"));
        assert_eq!(decimal("5.60").plain().to_string(), "5.6");
        for text in
            ["", "-", ".5", "5.", "5.6.7", "1e3", "+5", "5,6", " 5", "0.0000000001", "99999999999999999999"]
        {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn comes_from_a_mantissa_and_an_exponent() {
        assert_eq!(Decimal::scientific(365, -1), Some(decimal("36.5")));
        assert_eq!(Decimal::scientific(12, 1), Some(decimal("120")));
        assert_eq!(Decimal::scientific(i64::MAX, 1), None);
        assert_eq!(Decimal::scientific(1, i8::MIN), None);
    }

    proptest! {
        #[test]
        fn orders_as_numbers_do(a in -1_000_000_i64..1_000_000, s in 0_u8..4, b in -1_000_000_i64..1_000_000, t in 0_u8..4) {
            let number = |mantissa: i64, scale: u8| mantissa * 10_i64.pow(3 - u32::from(scale));
            let (left, right) = (Decimal::new(a, s).unwrap(), Decimal::new(b, t).unwrap());
            prop_assert_eq!(left.cmp(&right), number(a, s).cmp(&number(b, t)));
            prop_assert_eq!(Decimal::parse(&left.to_string()), Some(left));
        }
    }
}
