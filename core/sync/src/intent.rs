//! What a patient wants done at the clinic. Sealed on the phone before its first byte leaves.

pub(crate) mod book;
pub(crate) mod cancel;
pub(crate) mod consent;
pub(crate) mod edit;
pub(crate) mod finish;
pub(crate) mod record;
mod shown;
mod step;
pub(crate) mod upload;

use nabz_care::{BookingDialect, Id, Manner, Slot};
use nabz_time::Wall;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::IntentId;

pub use edit::{Edit, Keep};
pub use record::Record;
pub use shown::PriceShown;
pub use upload::Upload;

pub(crate) use step::{Done, Move, Step};

/// Something to be done exactly once. Its UUID is drawn by whoever makes it and names the resource on the server.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Intent {
    /// Record what the patient agreed to or declined.
    Consent(Consent),
    /// Book a slot.
    Book(Box<Book>),
    /// Call an appointment off.
    Cancel(Cancel),
    /// Record a visit that took place, and that its appointment is fulfilled.
    FinishVisit(FinishVisit),
    /// Add a reading, a form or another resource that nobody changes afterwards.
    Record(Record),
    /// Change a resource the clinic holds.
    Edit(Box<Edit>),
    /// Bring something large: a voice note, a document, a picture.
    Upload(Upload),
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
    /// How the visit is held.
    #[serde(default)]
    pub manner: Manner,
    /// How this clinic books.
    #[serde(default)]
    pub dialect: BookingDialect,
}

/// An appointment the patient calls off.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Cancel {
    /// Names the intent.
    pub uuid: Uuid,
    /// Which appointment.
    pub visit: Visited,
    /// Only once this booking stands, and not at all if it is refused: how a visit is moved to another time.
    pub once_booked: Option<IntentId>,
    /// How this clinic books.
    #[serde(default)]
    pub dialect: BookingDialect,
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

/// Which appointment is meant.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Visited {
    /// One that the server has named.
    Appointment(Id),
    /// One that this phone books; what is to be done with it waits until that is confirmed.
    Booking(IntentId),
}

impl Intent {
    /// The name of this intent.
    pub fn id(&self) -> IntentId {
        IntentId(match self {
            Self::Consent(consent) => consent.uuid,
            Self::Book(book) => book.uuid,
            Self::Cancel(cancel) => cancel.uuid,
            Self::FinishVisit(visit) => visit.encounter,
            Self::Record(record) => record.uuid(),
            Self::Edit(edit) => edit.uuid,
            Self::Upload(upload) => upload.uuid,
        })
    }

    /// The resources it changes. Two intents that share one are carried out in the order they were submitted.
    pub(crate) fn resources(&self) -> Vec<String> {
        match self {
            Self::Consent(consent) => vec![format!("Consent/{}", consent.uuid)],
            Self::Book(book) => vec![format!("Slot/{}", book.slot.id), format!("Booking/{}", book.uuid)],
            Self::Cancel(cancel) => vec![cancel.visit.resource()],
            Self::FinishVisit(visit) => {
                vec![format!("Encounter/{}", visit.encounter), visit.visit.resource()]
            }
            Self::Record(record) => vec![record.place()],
            Self::Edit(edit) => vec![edit.place()],
            Self::Upload(upload) => vec![format!("DocumentReference/{}", upload.uuid)],
        }
    }

    /// The appointment it is about, where the server's name of it has to be known first.
    pub(crate) fn visited(&self) -> Option<&Visited> {
        match self {
            Self::Cancel(cancel) => Some(&cancel.visit),
            Self::FinishVisit(visit) => Some(&visit.visit),
            _ => None,
        }
    }

    /// The bookings that have to be confirmed first. When one is refused, this is refused with it.
    pub(crate) fn waits_for(&self) -> impl Iterator<Item = IntentId> + use<> {
        let visited = match self.visited() {
            Some(Visited::Booking(booking)) => Some(*booking),
            Some(Visited::Appointment(_)) | None => None,
        };
        let once_booked = match self {
            Self::Cancel(cancel) => cancel.once_booked,
            _ => None,
        };
        visited.into_iter().chain(once_booked)
    }
}

impl Visited {
    fn resource(&self) -> String {
        match self {
            Self::Appointment(id) => format!("Appointment/{id}"),
            Self::Booking(booking) => format!("Booking/{}", booking.0),
        }
    }
}

impl std::fmt::Debug for Intent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Consent(_) => "Consent(…)",
            Self::Book(_) => "Book(…)",
            Self::Cancel(_) => "Cancel(…)",
            Self::FinishVisit(_) => "FinishVisit(…)",
            Self::Record(_) => "Record(…)",
            Self::Edit(_) => "Edit(…)",
            Self::Upload(_) => "Upload(…)",
        })
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
