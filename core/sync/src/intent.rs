//! What a patient wants done at the clinic. Sealed on the phone before its first byte leaves.

pub(crate) mod book;
pub(crate) mod consent;
pub(crate) mod finish;
mod step;

use nabz_care::{Id, Price, Slot};
use nabz_time::Wall;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::IntentId;

pub(crate) use step::{Done, Move, Step};

/// Something to be done exactly once. Its UUID is drawn by whoever makes it and names the resource on the server.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Intent {
    /// Record what the patient agreed to or declined.
    Consent(Consent),
    /// Book a slot.
    Book(Box<Book>),
    /// Record a visit that took place, and that its appointment is fulfilled.
    FinishVisit(FinishVisit),
}

/// A decision about a consent text.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Consent {
    /// Id of the Consent.
    pub uuid: Uuid,
    /// Who decided.
    pub patient: Id,
    /// Whether they agreed.
    pub given: bool,
    /// Version of the text.
    pub version: String,
    /// BCP 47 tag of the language it was read or heard in.
    pub language: String,
    /// When they decided.
    #[serde(with = "millis")]
    pub at: Wall,
}

/// A booking the patient confirmed.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Book {
    /// Identifier of the Appointment.
    pub uuid: Uuid,
    /// The slot as the patient saw it.
    pub slot: Slot,
    /// Who comes.
    pub patient: Id,
    /// To whom.
    pub practitioner: Id,
    /// The price that was shown, if the clinic named one.
    pub price: Option<PriceShown>,
}

/// What a patient was told a visit costs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceShown {
    /// The whole price, in minor units.
    pub total: i64,
    /// What the patient pays of it, in minor units.
    pub own_share: i64,
    /// ISO 4217 code.
    pub currency: String,
}

/// A visit that is over.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct FinishVisit {
    /// Id of the Encounter.
    pub encounter: Uuid,
    /// Which appointment took place.
    pub visit: Visited,
    /// When it began.
    #[serde(with = "millis")]
    pub start: Wall,
    /// When it ended.
    #[serde(with = "millis")]
    pub end: Wall,
}

/// Which appointment a visit was.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Visited {
    /// One that the server has named.
    Appointment(Id),
    /// One that this phone books; the visit is recorded when that is confirmed.
    Booking(IntentId),
}

impl Intent {
    /// The name of this intent.
    pub fn id(&self) -> IntentId {
        IntentId(match self {
            Self::Consent(consent) => consent.uuid,
            Self::Book(book) => book.uuid,
            Self::FinishVisit(visit) => visit.encounter,
        })
    }

    /// The resources it changes. Two intents that share one are carried out in the order they were submitted.
    pub(crate) fn resources(&self) -> Vec<String> {
        match self {
            Self::Consent(consent) => vec![format!("Consent/{}", consent.uuid)],
            Self::Book(book) => vec![format!("Slot/{}", book.slot.id), format!("Booking/{}", book.uuid)],
            Self::FinishVisit(visit) => {
                let appointment = match &visit.visit {
                    Visited::Appointment(id) => format!("Appointment/{id}"),
                    Visited::Booking(booking) => format!("Booking/{}", booking.0),
                };
                vec![format!("Encounter/{}", visit.encounter), appointment]
            }
        }
    }

    /// The booking that has to be confirmed first.
    pub(crate) fn booking(&self) -> Option<IntentId> {
        match self {
            Self::FinishVisit(FinishVisit { visit: Visited::Booking(booking), .. }) => Some(*booking),
            _ => None,
        }
    }
}

impl std::fmt::Debug for Intent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Consent(_) => "Consent(…)",
            Self::Book(_) => "Book(…)",
            Self::FinishVisit(_) => "FinishVisit(…)",
        })
    }
}

impl From<&Price> for PriceShown {
    fn from(price: &Price) -> Self {
        Self {
            total: price.total.minor,
            own_share: price.own_share.minor,
            currency: price.total.currency.0.iter().copied().map(char::from).collect(),
        }
    }
}

/// Instants as milliseconds since the epoch.
mod millis {
    use nabz_time::Wall;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(at: &Wall, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(at.millis())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Wall, D::Error> {
        i64::deserialize(deserializer).map(Wall::from_millis)
    }
}
