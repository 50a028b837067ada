//! A pack of rules, as the signed configuration carries it.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de::Error as _};

use crate::reading::{Decimal, Kind, Quantity, Unit};

/// Largest pack that is read.
const PACK_LIMIT: usize = 256 * 1024;

/// Most rules in a pack.
const RULE_LIMIT: usize = 500;

/// How grave a flag is. What is said and offered at each level is the app's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Outside the target: the doctor sees it at the next look.
    Watch,
    /// To be seen today.
    Urgent,
    /// Help now.
    Emergency,
}

/// Which side of a bound is flagged; the bound itself is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum Side {
    /// The bound and what lies above.
    #[serde(rename = "at-least")]
    AtLeast,
    /// The bound and what lies below.
    #[serde(rename = "at-most")]
    AtMost,
    /// Only what lies above the bound.
    #[serde(rename = "above")]
    Above,
    /// Only what lies below the bound.
    #[serde(rename = "below")]
    Below,
}

/// Where a threshold comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The guideline's name.
    pub guideline: String,
    /// The year of the edition.
    pub year: u16,
    /// Chapter, section or table.
    pub section: String,
}

/// Who reviewed a pack: a clinician from outside, named by the clinic that signs the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Name and qualification.
    pub reviewer: String,
    /// The day of the review.
    #[serde(deserialize_with = "day")]
    pub on: Date,
}

/// Whom a pack is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Population {
    /// Youngest age in whole years.
    pub from_age: u8,
    /// Oldest age in whole years; none means no end.
    pub to_age: Option<u8>,
    /// Whether it is for pregnancy, and for nothing else.
    pub pregnant: bool,
    /// Highest place at which its oxygen saturations hold, in metres.
    pub to_altitude: u16,
}

/// What is known of the person who measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Age in whole years, if known.
    pub age: Option<u8>,
    /// Pregnant, as the person said; `None` if nobody asked.
    pub pregnant: Option<bool>,
    /// How high the place lies, in metres, if known.
    pub altitude: Option<u16>,
}

/// One threshold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name in the pack, by which configuration can switch it off.
    pub id: String,
    /// What is measured.
    pub kind: Kind,
    /// The threshold in its own unit.
    pub bound: Quantity,
    /// Which side of it is flagged.
    pub side: Side,
    /// How grave.
    pub severity: Severity,
    /// Where it comes from.
    pub source: Source,
}

/// A pack of rules.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Its name, by which configuration can switch it off.
    pub id: String,
    /// Who reviewed it; none if nobody did.
    pub review: Option<Review>,
    /// The last day on which it holds.
    #[serde(deserialize_with = "day")]
    pub expires: Date,
    /// Whom it is for.
    pub population: Population,
    /// Its thresholds.
    pub rules: Vec<Rule>,
}

/// Why a pack cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Larger than a pack may be, or with too many rules.
    #[error("too large")]
    TooLarge,
    /// Not the format: an unknown field, a threshold that is no number, a unit the kind does not have.
    #[error("malformed")]
    Malformed,
    /// Two rules of one name: switching one off would be a guess.
    #[error("two rules of one name")]
    Twice,
}

impl Pack {
    /// Reads a pack. One rule that is not understood refuses the whole: a pack that judges by half is worse than none.
    pub fn parse(bytes: &[u8]) -> Result<Self, PackError> {
        if bytes.len() > PACK_LIMIT {
            return Err(PackError::TooLarge);
        }
        let pack: Self = serde_json::from_slice(bytes).map_err(|_| PackError::Malformed)?;
        if pack.rules.len() > RULE_LIMIT {
            return Err(PackError::TooLarge);
        }
        let mut ids: Vec<&str> = pack.rules.iter().map(|rule| rule.id.as_str()).collect();
        ids.sort_unstable();
        if ids.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
            return Err(PackError::Twice);
        }
        Ok(pack)
    }
}

impl Population {
    /// Whether this person is surely one of those the pack is for. Who is not known is not one of them: a child's
    /// pulse judged by an adult's rules frightens or comforts for no reason.
    pub(super) fn holds(&self, person: Person) -> bool {
        let aged = |age: u8| age >= self.from_age && self.to_age.is_none_or(|oldest| age <= oldest);
        person.age.is_some_and(aged) && person.pregnant == Some(self.pregnant)
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Written::deserialize(deserializer)?;
        let kind = Kind::of_loinc(&read.loinc).ok_or(D::Error::custom("loinc"))?;
        let unit = Unit::of_ucum(&read.unit).filter(|unit| kind.units().contains(unit));
        let bound = Decimal::parse(&read.bound)
            .zip(unit)
            .and_then(|(value, unit)| Quantity::new(value, unit))
            .filter(|bound| kind.possible(*bound))
            .ok_or(D::Error::custom("bound"))?;
        let Written { id, side, severity, source, .. } = read;
        Ok(Self { id, kind, bound, side, severity, source })
    }
}

/// A rule as it is written: the kind by its LOINC code, the bound as text, so that 5.6 stays 5.6.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    loinc: String,
    bound: String,
    unit: String,
    side: Side,
    severity: Severity,
    source: Source,
}

/// A day as FHIR writes it: `2026-12-31`.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(|_| D::Error::custom("day"))
}
