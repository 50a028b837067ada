//! What can be measured at home, and how FHIR's vital signs name it.

use std::cmp::Ordering;

use super::decimal::Decimal;
use super::quantity::Quantity;
use super::unit::Unit;

/// One measured quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The upper blood pressure.
    Systolic,
    /// The lower blood pressure.
    Diastolic,
    /// Heart rate.
    Pulse,
    /// Glucose in blood or plasma.
    Glucose,
    /// Body weight.
    Weight,
    /// Oxygen saturation by a finger clip.
    Spo2,
    /// Body temperature.
    Temperature,
    /// Peak expiratory flow.
    PeakFlow,
    /// Glycated haemoglobin.
    Hba1c,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Systolic,
        Self::Diastolic,
        Self::Pulse,
        Self::Glucose,
        Self::Weight,
        Self::Spo2,
        Self::Temperature,
        Self::PeakFlow,
        Self::Hba1c,
    ];

    /// Its LOINC code in this unit: glucose and HbA1c have one per unit family
    /// (<https://hl7.org/fhir/R4/observation-vitalsigns.html>).
    pub const fn loinc(self, unit: Unit) -> &'static str {
        match (self, unit) {
            (Self::Systolic, _) => "8480-6",
            (Self::Diastolic, _) => "8462-4",
            (Self::Pulse, _) => "8867-4",
            (Self::Glucose, Unit::MgPerDl) => "2339-0",
            (Self::Glucose, _) => "15074-8",
            (Self::Weight, _) => "29463-7",
            (Self::Spo2, _) => "2708-6",
            (Self::Temperature, _) => "8310-5",
            (Self::PeakFlow, _) => "33452-4",
            (Self::Hba1c, Unit::MmolPerMol) => "59261-8",
            (Self::Hba1c, _) => "4548-4",
        }
    }

    /// The kind a LOINC code names.
    pub fn of_loinc(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.units().iter().any(|unit| kind.loinc(*unit) == code))
    }

    /// The units it is given in, the one usual in the profile first.
    pub const fn units(self) -> &'static [Unit] {
        match self {
            Self::Systolic | Self::Diastolic => &[Unit::MmHg, Unit::KPa],
            Self::Pulse => &[Unit::PerMinute],
            Self::Glucose => &[Unit::MmolPerL, Unit::MgPerDl],
            Self::Weight => &[Unit::Kg, Unit::Lb],
            Self::Spo2 => &[Unit::Percent],
            Self::Temperature => &[Unit::Celsius, Unit::Fahrenheit],
            Self::PeakFlow => &[Unit::LPerMinute],
            Self::Hba1c => &[Unit::Percent, Unit::MmolPerMol],
        }
    }

    /// How many digits a home device shows behind the separator.
    pub const fn places(self, unit: Unit) -> u8 {
        match (self, unit) {
            (Self::Weight | Self::Temperature, _) => 2,
            (Self::Glucose, Unit::MmolPerL) | (Self::Hba1c, Unit::Percent) | (_, Unit::KPa) => 1,
            _ => 0,
        }
    }

    /// Whether a living person can have this value: what lies outside is a slip of the finger or a broken device.
    /// Wide on purpose; whether it is dangerous is for the rules.
    pub fn possible(self, quantity: Quantity) -> bool {
        let (low, high, unit) = self.bounds();
        let within = |bound: i64, side: Ordering| {
            Quantity::new(Decimal::whole(bound), unit)
                .and_then(|bound| quantity.compare(bound))
                .is_some_and(|order| order != side)
        };
        within(low, Ordering::Less) && within(high, Ordering::Greater)
    }

    /// Lowest and highest value of home devices and of records in the literature, rounded outwards.
    const fn bounds(self) -> (i64, i64, Unit) {
        match self {
            // Cuffs for the home end at 280 or 300; 370/360 was measured inside an artery under extreme effort.
            Self::Systolic => (30, 370, Unit::MmHg),
            Self::Diastolic => (10, 360, Unit::MmHg),
            Self::Pulse => (10, 480, Unit::PerMinute),
            // Meters end at 33.3 mmol/L; 148 was survived.
            Self::Glucose => (0, 150, Unit::MmolPerL),
            Self::Weight => (0, 650, Unit::Kg),
            Self::Spo2 => (0, 100, Unit::Percent),
            Self::Temperature => (13, 47, Unit::Celsius),
            // The scale of EN 13826 meters ends at 800, of others at 900.
            Self::PeakFlow => (20, 1_000, Unit::LPerMinute),
            Self::Hba1c => (2, 30, Unit::Percent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leads_back_to_its_kind() {
        for kind in Kind::ALL {
            for unit in kind.units() {
                assert_eq!(Kind::of_loinc(kind.loinc(*unit)), Some(kind));
            }
        }
        assert_eq!(Kind::of_loinc("85354-9"), None);
    }

    #[test]
    fn a_slip_of_the_finger_is_not_possible_and_a_sick_person_is() {
        let possible = |kind: Kind, value: &str, unit| {
            kind.possible(Quantity::new(Decimal::parse(value).unwrap(), unit).unwrap())
        };
        assert!(possible(Kind::Systolic, "240", Unit::MmHg));
        assert!(possible(Kind::Systolic, "32", Unit::KPa));
        assert!(!possible(Kind::Systolic, "1200", Unit::MmHg));
        assert!(!possible(Kind::Systolic, "120", Unit::KPa));
        assert!(possible(Kind::Glucose, "56", Unit::MmolPerL));
        assert!(possible(Kind::Glucose, "56", Unit::MgPerDl));
        assert!(!possible(Kind::Spo2, "101", Unit::Percent));
        assert!(!possible(Kind::Temperature, "98.6", Unit::Celsius));
        assert!(!possible(Kind::Weight, "80", Unit::Celsius));
    }
}
