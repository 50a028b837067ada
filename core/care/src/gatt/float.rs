//! The two number formats of IEEE 11073-20601: a decimal mantissa and a decimal exponent.

use super::GattError;
use super::bytes::Bytes;
use crate::reading::{Decimal, Quantity, Unit};

/// A medical number before its unit is known. What is no number (NaN, NRes, the infinities, reserved) is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Medical {
    mantissa: i64,
    exponent: i8,
}

impl Medical {
    /// SFLOAT: 4 bits of exponent, 12 bits of mantissa.
    pub(super) fn short(bytes: &mut Bytes<'_>) -> Result<Self, GattError> {
        Self::short_or_none(bytes)?.ok_or(GattError::NoMeasurement)
    }

    /// SFLOAT that may say "no number".
    pub(super) fn short_or_none(bytes: &mut Bytes<'_>) -> Result<Option<Self>, GattError> {
        let raw = bytes.u16()?;
        // +INFINITY, NaN, NRes, reserved and -INFINITY: mantissas at the ends of the range with exponent 0.
        if matches!(raw, 0x07fe..=0x0802) {
            return Ok(None);
        }
        let signed = raw.cast_signed();
        // Both shifts carry the sign.
        let (exponent, mantissa) = (signed >> 12, (signed << 4) >> 4);
        Ok(Some(Self { mantissa: mantissa.into(), exponent: exponent as i8 }))
    }

    /// FLOAT: 8 bits of exponent, 24 bits of mantissa.
    pub(super) fn long(bytes: &mut Bytes<'_>) -> Result<Self, GattError> {
        let raw = u32::from_le_bytes(bytes.take()?);
        if matches!(raw, 0x007f_fffe..=0x0080_0002) {
            return Err(GattError::NoMeasurement);
        }
        let signed = raw.cast_signed();
        Ok(Self { mantissa: ((signed << 8) >> 8).into(), exponent: (signed >> 24) as i8 })
    }

    /// The number × 10^`shift` as a quantity; `None` beyond what a quantity holds.
    pub(super) fn shifted(self, shift: i8, unit: Unit) -> Option<Quantity> {
        let decimal = Decimal::scientific(self.mantissa, self.exponent.checked_add(shift)?);
        // A scale of zeros (1200 × 10^-1) is still a quantity.
        decimal
            .and_then(|decimal| Quantity::new(decimal, unit).or_else(|| Quantity::new(decimal.plain(), unit)))
    }

    /// The number as a quantity.
    pub(super) fn quantity(self, unit: Unit) -> Option<Quantity> {
        self.shifted(0, unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(raw: u16) -> Result<String, GattError> {
        let number = Medical::short(&mut Bytes::new(&raw.to_le_bytes()))?;
        Ok(Decimal::scientific(number.mantissa, number.exponent).unwrap().to_string())
    }

    fn long(raw: u32) -> Result<String, GattError> {
        let number = Medical::long(&mut Bytes::new(&raw.to_le_bytes()))?;
        Ok(Decimal::scientific(number.mantissa, number.exponent).unwrap().to_string())
    }

    #[test]
    fn short_numbers() {
        for (raw, shown) in [
            (0x0072, "114"),
            (0xf16d, "36.5"),
            (0xe7ff, "20.47"),
            (0x0000, "0"),
            (0x0fff, "-1"),
            (0x0803, "-2045"),
            (0x07fd, "2045"),
            (0x100c, "120"),
            (0x87ff, "0.00002047"),
            (0x77ff, "20470000000"),
        ] {
            assert_eq!(short(raw).as_deref(), Ok(shown), "{raw:04x}");
        }
        for raw in [0x07fe, 0x07ff, 0x0800, 0x0801, 0x0802] {
            assert_eq!(short(raw), Err(GattError::NoMeasurement), "{raw:04x}");
        }
    }

    #[test]
    fn long_numbers() {
        for (raw, shown) in [
            // The example of the Health Thermometer Service: 36.4 as 364 × 10^-1.
            (0xff00_016c, "36.4"),
            (0xfe00_0e4c, "36.60"),
            (0x0000_0025, "37"),
            (0xffff_fe94, "-36.4"),
        ] {
            assert_eq!(long(raw).as_deref(), Ok(shown), "{raw:08x}");
        }
        for raw in [0x007f_ffff, 0x0080_0000, 0x007f_fffe, 0x0080_0002, 0x0080_0001] {
            assert_eq!(long(raw), Err(GattError::NoMeasurement), "{raw:08x}");
        }
    }
}
