//! A prescribed dose (FHIR R4 Dosage and Timing, <https://hl7.org/fhir/R4/dosage.html>) as typed parts.
//!
//! Whoever says a dose in words has these parts and nothing else, each once. A code keeps its meaning: `TID` is three
//! times a day, `Q8H` every eight hours. A dosage with anything that is not understood here is [`Unsaid`]: it is shown
//! as the prescriber wrote it, with a warning, and never guessed.

mod amount;
mod parse;
mod timing;

use crate::reading::Decimal;

pub use amount::{Amount, DoseUnit, Span};
pub use timing::{Day, Event, Frequency, Length, PeriodUnit, Repeat, TimeOfDay};

/// A dosage that is understood whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Dosage {
    /// Its place among the dosages of one prescription.
    pub sequence: Option<u32>,
    /// How much each time.
    pub dose: Amount,
    /// The way into the body, if it was said.
    pub route: Option<Route>,
    /// When and how often; none for a dose that is only taken if needed.
    pub repeat: Option<Repeat>,
    /// Whether it is taken only if needed.
    pub as_needed: AsNeeded,
    /// The most in a period, and the most at once. Never left out.
    pub limits: Vec<Limit>,
    /// What the prescriber added, verbatim.
    pub notes: Vec<String>,
}

/// Whether a dose is only for when it is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AsNeeded {
    /// To be taken as planned.
    No,
    /// Only if needed.
    Yes,
    /// Only for this complaint, in the prescriber's words.
    For(String),
}

/// A limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// No more than this in so long.
    PerPeriod {
        /// The most.
        amount: Span,
        /// Of what.
        unit: DoseUnit,
        /// How many of the period's unit.
        period: Decimal,
        /// The period's unit.
        per: PeriodUnit,
    },
    /// No more than this at once.
    AtOnce {
        /// The most.
        amount: Span,
        /// Of what.
        unit: DoseUnit,
    },
}

/// The ways into the body that have a word for patients, by their SNOMED CT codes in FHIR's route-codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// By mouth.
    Oral,
    /// Under the tongue.
    Sublingual,
    /// Breathed in.
    Inhaled,
    /// On the skin.
    Skin,
    /// Into the eye.
    Eye,
    /// Into the ear.
    Ear,
    /// Into the nose.
    Nose,
    /// Into the back passage.
    Rectal,
    /// Into the vagina.
    Vaginal,
    /// Under the skin.
    Subcutaneous,
    /// Into a muscle.
    Intramuscular,
    /// Into a vein.
    Intravenous,
}

/// A dosage that cannot be said in our words, and the part that stands in the way. The prescriber's text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[error("not understood at {0}")]
pub struct Unsaid(pub &'static str);

impl Route {
    /// Every route.
    pub const ALL: [Self; 12] = [
        Self::Oral,
        Self::Sublingual,
        Self::Inhaled,
        Self::Skin,
        Self::Eye,
        Self::Ear,
        Self::Nose,
        Self::Rectal,
        Self::Vaginal,
        Self::Subcutaneous,
        Self::Intramuscular,
        Self::Intravenous,
    ];

    /// The SNOMED CT codes that mean it.
    pub const fn snomed(self) -> &'static [&'static str] {
        match self {
            Self::Oral => &["26643006"],
            Self::Sublingual => &["37839007"],
            Self::Inhaled => &["447694001", "18679011000001101"],
            Self::Skin => &["6064005", "448598008"],
            Self::Eye => &["54485002"],
            Self::Ear => &["10547007"],
            Self::Nose => &["46713006"],
            Self::Rectal => &["37161004"],
            Self::Vaginal => &["16857009"],
            Self::Subcutaneous => &["34206005"],
            Self::Intramuscular => &["78421000"],
            Self::Intravenous => &["47625008"],
        }
    }

    fn of_snomed(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|route| route.snomed().contains(&code))
    }
}

#[cfg(test)]
mod tests;
