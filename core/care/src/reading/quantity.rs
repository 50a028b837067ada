//! A value with its unit.

use std::cmp::Ordering;

use super::decimal::Decimal;
use super::unit::Unit;

/// Largest mantissa of a quantity: a billion of anything the body has is no reading.
const MANTISSA_LIMIT: u64 = 1_000_000_000;

/// Most digits behind its point: a device's 10^-8 mol/L is 10^-5 mmol/L.
const SCALE_LIMIT: u8 = 5;

/// A value and its unit, as typed or as the device sent it. Compared exactly across units of one kind of quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    value: Decimal,
    unit: Unit,
}

impl Quantity {
    /// A quantity; `None` beyond a billion digits' worth or with more than five digits behind the point.
    pub fn new(value: Decimal, unit: Unit) -> Option<Self> {
        let small = value.mantissa().unsigned_abs() <= MANTISSA_LIMIT && value.scale() <= SCALE_LIMIT;
        small.then_some(Self { value, unit })
    }

    /// The number as it was given.
    pub const fn value(self) -> Decimal {
        self.value
    }

    /// Its unit.
    pub const fn unit(self) -> Unit {
        self.unit
    }

    /// Which is larger; `None` between millimoles and kilograms.
    pub fn compare(self, other: Self) -> Option<Ordering> {
        let ((unit, here, under), (other, there, beneath)) = (self.canonical(), other.canonical());
        (unit == other).then(|| (here * beneath).cmp(&(there * under)))
    }

    /// The same in another unit, rounded half away from zero to `scale` digits behind the point; `None` if the units
    /// do not measure the same.
    pub fn to(self, unit: Unit, scale: u8) -> Option<Self> {
        let (canonical, numerator, denominator) = self.canonical();
        let (wanted, back) = unit.canonical();
        if canonical != wanted || scale > SCALE_LIMIT {
            return None;
        }
        // (x − then) × under / over − shift, over a common denominator.
        let (over, below) = (i128::from(back.over), i128::from(back.under));
        let moved = numerator * 100 - i128::from(back.then) * denominator;
        let top = moved * below - i128::from(back.shift) * denominator * over;
        let bottom = denominator * 100 * over;
        let scaled = top * 10_i128.pow(scale.into());
        let rounded = (scaled * 2 + bottom * scaled.signum()) / (bottom * 2);
        Self::new(Decimal::new(i64::try_from(rounded).ok()?, scale)?, unit)
    }

    /// The canonical unit and the value in it as a fraction. With the limits above, numerators stay below 10^19 and
    /// denominators below 10^16, so that a product of two fits an i128.
    fn canonical(self) -> (Unit, i128, i128) {
        let (unit, affine) = self.unit.canonical();
        let power = 10_i128.pow(self.value.scale().into());
        let (over, under) = (i128::from(affine.over), i128::from(affine.under));
        let shifted = i128::from(self.value.mantissa()) * 100 + i128::from(affine.shift) * power;
        (unit, shifted * over + i128::from(affine.then) * power * under, 100 * power * under)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quantity(value: &str, unit: Unit) -> Quantity {
        Quantity::new(Decimal::parse(value).unwrap(), unit).unwrap()
    }

    #[test]
    fn is_the_same_amount_in_another_unit() {
        let table = [
            ("100", Unit::MgPerDl, "5.6", Unit::MmolPerL),
            ("5.6", Unit::MmolPerL, "101", Unit::MgPerDl),
            ("16", Unit::KPa, "120", Unit::MmHg),
            ("150", Unit::Lb, "68.0", Unit::Kg),
            ("98.6", Unit::Fahrenheit, "37.0", Unit::Celsius),
            ("-40", Unit::Celsius, "-40", Unit::Fahrenheit),
            ("48", Unit::MmolPerMol, "6.5", Unit::Percent),
            ("6.5", Unit::Percent, "48", Unit::MmolPerMol),
            ("72", Unit::PerMinute, "72", Unit::PerMinute),
        ];
        for (value, unit, expected, wanted) in table {
            let expected = quantity(expected, wanted);
            let got = quantity(value, unit).to(wanted, expected.value().scale()).unwrap();
            assert_eq!(got.value().to_string(), expected.value().to_string(), "{value} {unit:?}");
        }
        assert_eq!(quantity("1", Unit::Kg).to(Unit::MmHg, 0), None);
    }

    #[test]
    fn is_compared_without_rounding() {
        use Ordering::{Equal, Greater, Less};
        let compare = |a: (&str, Unit), b: (&str, Unit)| quantity(a.0, a.1).compare(quantity(b.0, b.1));
        assert_eq!(compare(("70", Unit::MgPerDl), ("3.9", Unit::MmolPerL)), Some(Less));
        assert_eq!(compare(("3.90", Unit::MmolPerL), ("3.9", Unit::MmolPerL)), Some(Equal));
        assert_eq!(compare(("100.4", Unit::Fahrenheit), ("38", Unit::Celsius)), Some(Equal));
        assert_eq!(compare(("24", Unit::KPa), ("180", Unit::MmHg)), Some(Greater));
        assert_eq!(compare(("5", Unit::Kg), ("5", Unit::MmolPerL)), None);
    }

    #[test]
    fn no_body_has_a_billion_of_anything() {
        assert_eq!(Quantity::new(Decimal::whole(1_000_000_001), Unit::Kg), None);
        assert_eq!(Quantity::new(Decimal::new(1, 6).unwrap(), Unit::Kg), None);
    }

    proptest! {
        #[test]
        fn nothing_overflows(m in -1_000_000_000_i64..=1_000_000_000, s in 0_u8..=5, n in -1_000_000_000_i64..=1_000_000_000,
                             t in 0_u8..=5, a in 0_usize..12, b in 0_usize..12, scale in 0_u8..=5) {
            let left = Quantity::new(Decimal::new(m, s).unwrap(), Unit::ALL[a]).unwrap();
            let right = Quantity::new(Decimal::new(n, t).unwrap(), Unit::ALL[b]).unwrap();
            let order = left.compare(right);
            prop_assert_eq!(order.map(Ordering::reverse), right.compare(left));
            let _ = left.to(right.unit(), scale);
        }
    }
}
