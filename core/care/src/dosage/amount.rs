//! How much of what.

use crate::reading::Decimal;

/// One number, or from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Exactly this.
    Exactly(Decimal),
    /// From the first to the second, which is larger.
    Between(Decimal, Decimal),
}

/// How much is taken at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// How many.
    pub value: Span,
    /// Of what.
    pub unit: DoseUnit,
}

/// The units that have a word for patients: UCUM, and the forms of FHIR's `orderableDrugForm`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DoseUnit {
    /// Tablets.
    Tablet,
    /// Capsules.
    Capsule,
    /// Puffs of an inhaler.
    Puff,
    /// Drops.
    Drop,
    /// Sachets.
    Sachet,
    /// Suppositories.
    Suppository,
    /// Patches.
    Patch,
    /// Ampoules.
    Ampoule,
    /// Millilitres.
    Millilitre,
    /// Grams.
    Gram,
    /// Milligrams.
    Milligram,
    /// Micrograms, in words: "mcg" and "µg" are misread as milligrams (ISMP's list of error-prone abbreviations).
    Microgram,
    /// International units, in words: "U" and "IU" are misread as 0 and 10 (the same list).
    Unit,
    /// Millimoles.
    Millimole,
}

/// UCUM.
const UCUM: &str = "http://unitsofmeasure.org";

/// FHIR's drug forms.
const FORMS: &str = "http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm";

impl DoseUnit {
    /// Every unit.
    pub const ALL: [Self; 14] = [
        Self::Tablet,
        Self::Capsule,
        Self::Puff,
        Self::Drop,
        Self::Sachet,
        Self::Suppository,
        Self::Patch,
        Self::Ampoule,
        Self::Millilitre,
        Self::Gram,
        Self::Milligram,
        Self::Microgram,
        Self::Unit,
        Self::Millimole,
    ];

    /// The code systems and codes that mean it.
    pub const fn codes(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Tablet => &[(FORMS, "TAB"), (UCUM, "{tbl}"), (UCUM, "{tablet}")],
            Self::Capsule => &[(FORMS, "CAP"), (UCUM, "{capsule}")],
            Self::Puff => &[(FORMS, "PUFF"), (UCUM, "{puff}"), (UCUM, "{actuat}")],
            Self::Drop => &[(FORMS, "DROP"), (UCUM, "[drp]")],
            Self::Sachet => &[(UCUM, "{sachet}")],
            Self::Suppository => &[(FORMS, "SUPP"), (UCUM, "{suppository}")],
            Self::Patch => &[(FORMS, "PATCH"), (UCUM, "{patch}")],
            Self::Ampoule => &[(FORMS, "AMP"), (UCUM, "{ampule}")],
            Self::Millilitre => &[(UCUM, "mL"), (UCUM, "ml")],
            Self::Gram => &[(UCUM, "g")],
            Self::Milligram => &[(UCUM, "mg")],
            Self::Microgram => &[(UCUM, "ug")],
            Self::Unit => &[(UCUM, "[iU]"), (UCUM, "[IU]"), (UCUM, "U")],
            Self::Millimole => &[(UCUM, "mmol")],
        }
    }

    pub(super) fn of_code(system: &str, code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.codes().contains(&(system, code)))
    }
}
