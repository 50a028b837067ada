//! Units of readings, by their UCUM codes, and the exact factors between those of one quantity.

/// A unit a reading may be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Millimetres of mercury.
    MmHg,
    /// Kilopascal.
    KPa,
    /// Beats a minute.
    PerMinute,
    /// Millimoles per litre.
    MmolPerL,
    /// Milligrams per decilitre.
    MgPerDl,
    /// Kilograms.
    Kg,
    /// Pounds avoirdupois.
    Lb,
    /// Percent.
    Percent,
    /// Degrees Celsius.
    Celsius,
    /// Degrees Fahrenheit.
    Fahrenheit,
    /// Litres a minute.
    LPerMinute,
    /// Millimoles per mole, the IFCC's unit of HbA1c.
    MmolPerMol,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 12] = [
        Self::MmHg,
        Self::KPa,
        Self::PerMinute,
        Self::MmolPerL,
        Self::MgPerDl,
        Self::Kg,
        Self::Lb,
        Self::Percent,
        Self::Celsius,
        Self::Fahrenheit,
        Self::LPerMinute,
        Self::MmolPerMol,
    ];

    /// Its code in UCUM, which FHIR demands for vital signs.
    pub const fn ucum(self) -> &'static str {
        match self {
            Self::MmHg => "mm[Hg]",
            Self::KPa => "kPa",
            Self::PerMinute => "/min",
            Self::MmolPerL => "mmol/L",
            Self::MgPerDl => "mg/dL",
            Self::Kg => "kg",
            Self::Lb => "[lb_av]",
            Self::Percent => "%",
            Self::Celsius => "Cel",
            Self::Fahrenheit => "[degF]",
            Self::LPerMinute => "L/min",
            Self::MmolPerMol => "mmol/mol",
        }
    }

    /// The unit of this code.
    pub fn of_ucum(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.ucum() == code)
    }

    /// The unit values of this quantity are compared in, and how a value in `self` becomes one in that.
    pub(super) const fn canonical(self) -> (Self, Affine) {
        match self {
            // 1 mmHg = 101,325/760 Pa (the conventional millimetre of mercury).
            Self::KPa => (Self::MmHg, Affine::factor(760_000, 101_325)),
            // The molar mass of glucose is 180.156 g/mol.
            Self::MgPerDl => (Self::MmolPerL, Affine::factor(10_000, 180_156)),
            // The international avoirdupois pound is 0.45359237 kg.
            Self::Lb => (Self::Kg, Affine::factor(45_359_237, 100_000_000)),
            Self::Fahrenheit => (Self::Celsius, Affine { shift: -3_200, over: 5, under: 9, then: 0 }),
            // NGSP % = 0.09148 × IFCC + 2.152 (the NGSP's master equation), its constant to hundredths.
            Self::MmolPerMol => (Self::Percent, Affine { shift: 0, over: 9_148, under: 100_000, then: 215 }),
            unit => (unit, Affine::factor(1, 1)),
        }
    }
}

/// (value + `shift`) × `over` / `under` + `then`, the two terms in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Affine {
    pub(super) shift: i64,
    pub(super) over: u32,
    pub(super) under: u32,
    pub(super) then: i64,
}

impl Affine {
    const fn factor(over: u32, under: u32) -> Self {
        Self { shift: 0, over, under, then: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_names_its_unit() {
        for unit in Unit::ALL {
            assert_eq!(Unit::of_ucum(unit.ucum()), Some(unit));
        }
        assert_eq!(Unit::of_ucum("mmHg"), None);
    }
}
