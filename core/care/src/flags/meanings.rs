//! What a typed number can stand for.

use crate::reading::{Decimal, Kind, Quantity, Unit, Values};

/// Every reading that `value` can stand for: in `unit` where it is sure (the device said so, or the person was asked),
/// else in each unit of the kind in which a living person can have it.
pub fn meanings(kind: Kind, value: Decimal, unit: Option<Unit>) -> Vec<Values> {
    let sure = unit.into_iter();
    let guessed = kind.units().iter().copied().filter(|_| unit.is_none());
    sure.chain(guessed)
        .filter_map(|unit| possible(kind, value, unit))
        .map(|value| Values::One(kind, value))
        .collect()
}

/// Every pair of pressures that two numbers can stand for: as they were given, and exchanged where the upper one is
/// not the larger.
pub fn pressure_meanings(upper: Decimal, lower: Decimal, unit: Option<Unit>) -> Vec<Values> {
    let units = Kind::Systolic.units().iter().copied().filter(|known| unit.is_none_or(|unit| unit == *known));
    units
        .flat_map(|unit| {
            let pair = |systolic, diastolic| {
                let systolic = possible(Kind::Systolic, systolic, unit)?;
                let diastolic = possible(Kind::Diastolic, diastolic, unit)?;
                Some(Values::Pressure { systolic, diastolic })
            };
            let exchanged = (upper < lower).then(|| pair(lower, upper)).flatten();
            [pair(upper, lower), exchanged]
        })
        .flatten()
        .collect()
}

fn possible(kind: Kind, value: Decimal, unit: Unit) -> Option<Quantity> {
    Quantity::new(value, unit).filter(|quantity| kind.possible(*quantity))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    fn shown(values: &[Values]) -> Vec<String> {
        let quantity = |q: &Quantity| format!("{} {}", q.value(), q.unit().ucum());
        let one = |values: &Values| match values {
            Values::One(_, value) => quantity(value),
            Values::Pressure { systolic, diastolic } => {
                format!("{} over {}", quantity(systolic), quantity(diastolic))
            }
        };
        values.iter().map(one).collect()
    }

    #[test]
    fn a_number_without_a_sure_unit_means_all_it_can() {
        let glucose = |text| shown(&meanings(Kind::Glucose, decimal(text), None));
        assert_eq!(glucose("56"), ["56 mmol/L", "56 mg/dL"]);
        assert_eq!(glucose("5.6"), ["5.6 mmol/L", "5.6 mg/dL"]);
        assert_eq!(glucose("400"), ["400 mg/dL"]);
        assert_eq!(shown(&meanings(Kind::Glucose, decimal("56"), Some(Unit::MgPerDl))), ["56 mg/dL"]);
        assert_eq!(shown(&meanings(Kind::Temperature, decimal("98.6"), None)), ["98.6 [degF]"]);
        assert!(meanings(Kind::Spo2, decimal("120"), None).is_empty());
    }

    #[test]
    fn two_pressures_may_be_the_wrong_way_round() {
        let pressures = |a, b| shown(&pressure_meanings(decimal(a), decimal(b), Some(Unit::MmHg)));
        assert_eq!(pressures("120", "80"), ["120 mm[Hg] over 80 mm[Hg]"]);
        assert_eq!(pressures("80", "120"), ["80 mm[Hg] over 120 mm[Hg]", "120 mm[Hg] over 80 mm[Hg]"]);
        assert_eq!(pressures("90", "90"), ["90 mm[Hg] over 90 mm[Hg]"]);
        assert_eq!(
            shown(&pressure_meanings(decimal("18.5"), decimal("11.2"), None)),
            ["18.5 kPa over 11.2 kPa"]
        );
    }
}
