//! The booking as one FHIR transaction: the slot becomes busy if it is still the version seen, and the appointment is
//! created unless one with our identifier exists (FHIR R4 `http.html#transaction`, `#concurrency`, `#ccreate`).

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Id, Slot, URI_SYSTEM, field};

/// The virtual service of R5 in R4 (`hl7.org/fhir/versions.html#extensions`, cross-version extensions).
const VIRTUAL_SERVICE: &str =
    "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.virtualService";

/// How many entries [`Booking::transaction`] has: the slot, then the appointment.
pub const BOOKING_ENTRIES: usize = 2;

/// What a booking is made of.
#[derive(Clone, Copy, Debug)]
pub struct Booking<'a> {
    /// The phone's own name for the appointment.
    pub uuid: Uuid,
    /// The slot as it was last seen: this version has to be still the current one.
    pub slot: &'a Slot,
    /// Who comes.
    pub patient: &'a Id,
    /// To whom.
    pub practitioner: &'a Id,
}

impl Booking<'_> {
    /// The transaction, as the body of a POST at the base.
    pub fn transaction(&self) -> Value {
        let busy = self.slot.resource().with_status("busy");
        let urn = urn(self.uuid);
        json!({"resourceType": "Bundle", "type": "transaction", "entry": [
            {
                "resource": busy.value(),
                "request": {"method": "PUT", "url": format!("Slot/{}", self.slot.id), "ifMatch": self.slot.version.to_etag()},
            },
            {
                "fullUrl": urn,
                "resource": self.appointment(),
                "request": {
                    "method": "POST",
                    "url": "Appointment",
                    "ifNoneExist": format!("identifier={URI_SYSTEM}|{urn}"),
                },
            },
        ]})
    }

    fn appointment(&self) -> Value {
        let participant = |kind: &str, id: &Id| json!({"actor": {"reference": format!("{kind}/{id}")}, "status": "accepted"});
        json!({
            "resourceType": "Appointment",
            "identifier": [{"system": URI_SYSTEM, "value": urn(self.uuid)}],
            "status": "booked",
            "slot": [{"reference": format!("Slot/{}", self.slot.id)}],
            "start": field::write_instant(self.slot.start),
            "end": field::write_instant(self.slot.end),
            "participant": [participant("Patient", self.patient), participant("Practitioner", self.practitioner)],
            // The mailbox to ring is agreed between phone and clinic; the appointment says only that it is a call.
            "extension": [{
                "url": VIRTUAL_SERVICE,
                "extension": [{"url": "channelType", "valueCoding": {"code": "nabz-call"}}],
            }],
        })
    }
}

/// The identifier of a booking as a search token: `urn:ietf:rfc:3986|urn:uuid:…`.
pub fn booking_token(uuid: Uuid) -> String {
    format!("{URI_SYSTEM}|{}", urn(uuid))
}

fn urn(uuid: Uuid) -> String {
    format!("urn:uuid:{uuid}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Appointment, Resource};

    #[test]
    fn a_booking_names_the_version_it_saw_and_reads_back_as_what_was_confirmed() {
        let slot = json!({"resourceType": "Slot", "id": "s1", "meta": {"versionId": "3"}, "status": "free", "comment": "kept",
            "start": "2026-11-21T11:30:00Z", "end": "2026-11-21T11:45:00Z"});
        let slot = Slot::view(Resource::from_value(slot).unwrap()).unwrap();
        let uuid = Uuid::from_u128(7);
        let (patient, practitioner) = (Id::try_from("p1").unwrap(), Id::try_from("d1").unwrap());
        let transaction =
            Booking { uuid, slot: &slot, patient: &patient, practitioner: &practitioner }.transaction();

        let [put, post] = [&transaction["entry"][0], &transaction["entry"][1]];
        assert_eq!(put["request"], json!({"method": "PUT", "url": "Slot/s1", "ifMatch": "W/\"3\""}));
        assert_eq!(
            (&put["resource"]["status"], &put["resource"]["comment"]),
            (&json!("busy"), &json!("kept"))
        );
        assert_eq!(post["request"]["ifNoneExist"], format!("identifier={}", booking_token(uuid)));

        let mut stored = post["resource"].clone();
        stored["id"] = json!("a1");
        stored["meta"] = json!({"versionId": "1"});
        let read = Appointment::view(Resource::from_value(stored).unwrap()).unwrap();
        assert_eq!(read.booking, Some(uuid));
        assert_eq!((read.start, read.end), (slot.start, slot.end));
        assert_eq!(read.slots, std::slice::from_ref(&slot.id));
        assert_eq!(read.patient(), Some(&patient));
    }
}
