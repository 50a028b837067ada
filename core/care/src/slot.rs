//! A free time of a doctor (FHIR R4 Slot), and the Schedule it belongs to.

use nabz_time::Wall;
use serde::{Deserialize, Serialize};

use crate::{Id, Reference, Resource, Version, ViewError, field, redacted};

/// A time that can be booked. Kept as the server's JSON, and read again when it is taken out.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Resource", into = "Resource")]
pub struct Slot {
    /// Logical id.
    pub id: Id,
    /// The version that was seen; a booking holds only if it is still this one.
    pub version: Version,
    /// When it begins.
    pub start: Wall,
    /// When it ends; after [`start`](Self::start).
    pub end: Wall,
    /// Whether it is free.
    pub status: SlotStatus,
    /// The schedule it belongs to.
    pub schedule: Option<Reference>,
    resource: Resource,
}

/// `Slot.status`; a code of a later FHIR is [`Other`](Self::Other) and not bookable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotStatus {
    /// Can be booked.
    Free,
    /// Is booked.
    Busy,
    /// The doctor is away.
    BusyUnavailable,
    /// Somebody holds it for now.
    BusyTentative,
    /// Should never have been there.
    EnteredInError,
    /// A code not known here.
    Other,
}

impl Slot {
    /// Reads a Slot.
    pub fn view(resource: Resource) -> Result<Self, ViewError> {
        let value = resource.expect("Slot")?;
        let status = match field::text(value, "status")? {
            "free" => SlotStatus::Free,
            "busy" => SlotStatus::Busy,
            "busy-unavailable" => SlotStatus::BusyUnavailable,
            "busy-tentative" => SlotStatus::BusyTentative,
            "entered-in-error" => SlotStatus::EnteredInError,
            _ => SlotStatus::Other,
        };
        let (start, end) = (field::instant(value, "start")?, field::instant(value, "end")?);
        if end <= start {
            return Err(ViewError::malformed("end"));
        }
        let schedule = value.get("schedule").and_then(field::reference);
        Ok(Self { id: resource.id()?, version: resource.version()?, start, end, status, schedule, resource })
    }

    /// As the server sent it.
    pub fn resource(&self) -> &Resource {
        &self.resource
    }
}

impl TryFrom<Resource> for Slot {
    type Error = ViewError;

    fn try_from(resource: Resource) -> Result<Self, ViewError> {
        Self::view(resource)
    }
}

impl From<Slot> for Resource {
    fn from(slot: Slot) -> Self {
        slot.resource
    }
}

redacted!(Slot);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ViewErrorKind;
    use serde_json::{Value, json};

    fn slot() -> Value {
        json!({"resourceType": "Slot", "id": "s1", "meta": {"versionId": "3"}, "status": "free",
            "schedule": {"reference": "Schedule/c1"},
            "start": "2026-11-21T15:00:00+03:30", "end": "2026-11-21T15:15:00+03:30"})
    }

    fn view(value: Value) -> Result<Slot, ViewError> {
        Slot::view(Resource::from_value(value).unwrap())
    }

    #[test]
    fn a_slot_is_read_with_its_version_and_instants() {
        let seen = view(slot()).unwrap();
        assert_eq!(seen.status, SlotStatus::Free);
        assert_eq!(seen.version.to_etag(), "W/\"3\"");
        assert_eq!(seen.end.millis_since(seen.start), 15 * 60 * 1_000);
    }

    #[test]
    fn awkward_slots_are_refused_by_field() {
        let cases = [
            ("start", json!("2026-11-21"), ViewErrorKind::Malformed),
            ("start", json!(null), ViewErrorKind::Missing),
            ("start", json!(1_795_000_000), ViewErrorKind::Malformed),
            ("end", json!("2026-11-21T15:00:00+03:30"), ViewErrorKind::Malformed),
            ("end", json!("0000-01-01T00:00:00Z"), ViewErrorKind::Malformed),
            ("id", json!("../x"), ViewErrorKind::Malformed),
            ("meta", json!({}), ViewErrorKind::Missing),
            ("status", json!(["free"]), ViewErrorKind::Malformed),
            ("resourceType", json!("Schedule"), ViewErrorKind::WrongType),
        ];
        for (name, wrong, kind) in cases {
            let mut value = slot();
            value[name] = wrong;
            assert_eq!(view(value).unwrap_err().kind(), kind, "{name}");
        }
    }

    #[test]
    fn a_status_of_the_future_is_not_free() {
        let mut value = slot();
        value["status"] = json!("half-free");
        assert_eq!(view(value).unwrap().status, SlotStatus::Other);
    }
}
