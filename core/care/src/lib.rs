//! What care means: FHIR R4 resources as typed views, and the resources a phone writes. Pure: no clock, no network.
//!
//! A server's bytes are parsed once into a [`Resource`], which keeps every field, and then read by a *view*:
//!
//! ```
//! use nabz_care::{Resource, Slot, SlotStatus};
//!
//! let body = br#"{"resourceType": "Slot", "id": "s1", "meta": {"versionId": "3"}, "status": "free",
//!                 "start": "2026-11-21T11:30:00Z", "end": "2026-11-21T11:45:00Z", "comment": "ground floor"}"#;
//! let slot = Slot::view(Resource::parse(body)?)?;
//! assert_eq!(slot.status, SlotStatus::Free);
//! assert_eq!(slot.version.to_etag(), "W/\"3\"");
//! // What the view does not know is still there when the slot is written back.
//! assert_eq!(slot.resource().with_status("busy").value()["comment"], "ground floor");
//! # Ok::<(), nabz_care::ViewError>(())
//! ```
//!
//! - A view holds instants, ids and money, never half-checked text. What it cannot do without and does not find is a
//!   [`ViewError`] that names the field and nothing that stood in it. Codes of a later FHIR become `Other`.
//! - Names are bounded and cannot reorder the screen they stand on; ids cannot leave the path they are set into.
//! - Builders ([`Booking`], [`Cancellation`], [`Visit`], [`Decision`]) give the JSON of a request; [`transaction_response`] and
//!   [`SearchPage`] read what came of it, entry by entry.
//! - [`Refusal`] and [`ParkReason`] are why something the patient did is not, or not yet, done.

mod appointment;
mod booking;
mod bundle;
mod cancellation;
mod consent;
mod dialect;
pub mod dosage;
mod error;
mod field;
pub mod flags;
mod fold;
pub mod gatt;
mod id;
mod links;
mod money;
mod order;
mod outcome;
mod people;
mod preferences;
mod price;
mod proposal;
pub mod reading;
mod reason;
mod recurrence;
mod redact;
mod resource;
mod slot;
mod visit;

pub use appointment::{Appointment, AppointmentStatus, URI_SYSTEM};
pub use booking::{BOOKING_ENTRIES, Booking, Manner, booking_token};
pub use bundle::{EntryResponse, SearchPage, batch_response, transaction_response};
pub use cancellation::Cancellation;
pub use consent::Decision;
pub use dialect::{BookingDialect, Capability};
pub use error::{ViewError, ViewErrorKind};
pub use field::{read_instant, write_instant};
pub use fold::{fold, names as name_matches};
pub use id::{Id, Reference, Version};
pub use links::{LINKS_LIMIT, Published, PublishedSlot};
pub use money::Money;
pub use order::{Due, Encounter, FollowUp};
pub use outcome::Outcome;
pub use people::{Patient, Practitioner, PractitionerRole};
pub use preferences::{ALTERNATIVES, Avoid, Days, Preferences, alternatives, find_doctors};
pub use price::Price;
pub use proposal::{answered_appointment, proposals};
pub use reason::{ParkReason, Refusal};
pub use recurrence::Recurrence;
pub use resource::{RESOURCE_LIMIT, Resource};
pub use slot::{Slot, SlotStatus};
pub use visit::{Visit, VisitEntries};

pub(crate) use redact::redacted;
