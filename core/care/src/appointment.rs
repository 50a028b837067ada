//! An appointment as the server holds it (FHIR R4 Appointment).

use std::time::Duration;

use nabz_time::Wall;
use serde_json::Value;
use uuid::Uuid;

use crate::{Id, Reference, Resource, Version, ViewError, field, redacted};

/// The identifier system of URIs, which `urn:uuid:` values belong to.
pub const URI_SYSTEM: &str = "urn:ietf:rfc:3986";

/// An appointment.
#[derive(Clone, PartialEq)]
pub struct Appointment {
    /// Logical id, given by the server.
    pub id: Id,
    /// The version that was seen.
    pub version: Version,
    /// The UUID the booking phone gave it, if a phone booked it.
    pub booking: Option<Uuid>,
    /// How far it has come.
    pub status: AppointmentStatus,
    /// When it begins.
    pub start: Wall,
    /// When it ends; not before it begins.
    pub end: Wall,
    /// The slots it occupies.
    pub slots: Vec<Id>,
    /// Who takes part, as far as this server knows them.
    pub participants: Vec<Reference>,
    resource: Resource,
}

/// `Appointment.status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppointmentStatus {
    /// Suggested, nobody agreed yet.
    Proposed,
    /// Somebody still has to agree.
    Pending,
    /// Agreed.
    Booked,
    /// The patient is there.
    Arrived,
    /// The patient is there and ready.
    CheckedIn,
    /// It took place.
    Fulfilled,
    /// It was called off.
    Cancelled,
    /// The patient did not come.
    NoShow,
    /// Should never have been there.
    EnteredInError,
    /// Waits for a time.
    Waitlist,
    /// A code not known here.
    Other,
}

impl AppointmentStatus {
    /// Whether the time is agreed and the visit lies ahead or is under way.
    pub const fn is_agreed(self) -> bool {
        matches!(self, Self::Booked | Self::Arrived | Self::CheckedIn)
    }

    /// Whether the visit will not take place.
    pub const fn is_off(self) -> bool {
        matches!(self, Self::Cancelled | Self::NoShow | Self::EnteredInError)
    }

    fn read(code: &str) -> Self {
        match code {
            "proposed" => Self::Proposed,
            "pending" => Self::Pending,
            "booked" => Self::Booked,
            "arrived" => Self::Arrived,
            "checked-in" => Self::CheckedIn,
            "fulfilled" => Self::Fulfilled,
            "cancelled" => Self::Cancelled,
            "noshow" => Self::NoShow,
            "entered-in-error" => Self::EnteredInError,
            "waitlist" => Self::Waitlist,
            _ => Self::Other,
        }
    }
}

impl Appointment {
    /// Reads an Appointment that has a time.
    pub fn view(resource: Resource) -> Result<Self, ViewError> {
        let value = resource.expect("Appointment")?;
        let start = field::instant(value, "start")?;
        let end = end(value, start)?;
        if end < start {
            return Err(ViewError::malformed("end"));
        }
        let slots =
            field::references(value, "slot").iter().filter_map(|slot| slot.id_of("Slot").cloned()).collect();
        let participants = field::list(value, "participant")
            .filter_map(|participant| field::reference(participant.get("actor")?))
            .collect();
        Ok(Self {
            id: resource.id()?,
            version: resource.version()?,
            booking: booking(value),
            status: AppointmentStatus::read(field::text(value, "status")?),
            start,
            end,
            slots,
            participants,
            resource,
        })
    }

    /// The patient who takes part.
    pub fn patient(&self) -> Option<&Id> {
        self.participant("Patient")
    }

    /// The practitioner who takes part.
    pub fn practitioner(&self) -> Option<&Id> {
        self.participant("Practitioner")
    }

    /// As the server sent it.
    pub fn resource(&self) -> &Resource {
        &self.resource
    }

    fn participant(&self, kind: &str) -> Option<&Id> {
        self.participants.iter().find_map(|actor| actor.id_of(kind))
    }
}

redacted!(Appointment);

/// `end`, or `start` and `minutesDuration`.
fn end(value: &Value, start: Wall) -> Result<Wall, ViewError> {
    let minutes =
        value.get("minutesDuration").and_then(Value::as_u64).and_then(|minutes| u32::try_from(minutes).ok());
    match (value.get("end"), minutes) {
        (None | Some(Value::Null), Some(minutes)) => Ok(start + Duration::from_secs(u64::from(minutes) * 60)),
        _ => field::instant(value, "end"),
    }
}

/// The UUID among its identifiers.
fn booking(value: &Value) -> Option<Uuid> {
    field::list(value, "identifier")
        .filter(|identifier| identifier.get("system").and_then(Value::as_str) == Some(URI_SYSTEM))
        .filter_map(|identifier| identifier.get("value")?.as_str()?.strip_prefix("urn:uuid:"))
        .find_map(|text| Uuid::try_parse(text).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn appointment() -> Value {
        json!({"resourceType": "Appointment", "id": "a1", "meta": {"versionId": "1"}, "status": "booked",
            "identifier": [{"system": "http://other", "value": "urn:uuid:x"}, 5,
                {"system": URI_SYSTEM, "value": "urn:uuid:00000000-0000-4000-8000-000000000001"}],
            "slot": [{"reference": "Slot/s1"}],
            "start": "2026-11-21T11:30:00Z", "end": "2026-11-21T11:45:00Z",
            "participant": [{"actor": {"reference": "Patient/p1"}}, {"type": []}, {"actor": {"reference": "Practitioner/d1"}}]})
    }

    fn view(value: Value) -> Result<Appointment, ViewError> {
        Appointment::view(Resource::from_value(value).unwrap())
    }

    #[test]
    fn an_appointment_is_read_with_who_and_when() {
        let seen = view(appointment()).unwrap();
        assert_eq!(seen.booking.map(|uuid| uuid.as_u128() & 0xff), Some(1));
        assert_eq!(seen.patient().map(Id::as_str), Some("p1"));
        assert_eq!(seen.practitioner().map(Id::as_str), Some("d1"));
        assert_eq!(seen.slots.len(), 1);
        assert!(seen.status.is_agreed());
    }

    #[test]
    fn an_end_may_be_a_duration_but_never_lies_before_the_start() {
        let mut value = appointment();
        value["end"] = json!(null);
        assert!(view(value.clone()).is_err());
        value["minutesDuration"] = json!(15);
        assert_eq!(view(value.clone()).unwrap().end, view(appointment()).unwrap().end);
        value["minutesDuration"] = json!(u64::MAX);
        assert!(view(value.clone()).is_err());
        value["end"] = json!("2026-11-21T11:29:59Z");
        assert!(view(value).is_err());
    }

    #[test]
    fn awkward_fields_do_not_pass_for_good_ones() {
        for (name, wrong) in
            [("start", json!("0000")), ("status", json!(1)), ("id", json!("")), ("meta", json!(0))]
        {
            let mut value = appointment();
            value[name] = wrong;
            assert!(view(value).is_err(), "{name}");
        }
        let mut value = appointment();
        value["participant"] = json!("everybody");
        value["slot"] = json!({"reference": "Slot/s1"});
        let seen = view(value).unwrap();
        assert!(seen.participants.is_empty() && seen.slots.is_empty());
    }

    #[test]
    fn a_status_of_the_future_is_neither_agreed_nor_off() {
        let mut value = appointment();
        value["status"] = json!("teleported");
        let seen = view(value).unwrap();
        assert!(!seen.status.is_agreed() && !seen.status.is_off());
        assert_eq!(seen.resource().value()["status"], "teleported");
    }
}
