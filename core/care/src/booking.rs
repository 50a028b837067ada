//! The booking as one FHIR transaction: the slot becomes busy if it is still the version seen, and the appointment is
//! created unless one with our identifier exists (FHIR R4 `http.html#transaction`, `#concurrency`, `#ccreate`).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Id, Slot, URI_SYSTEM, field, proposal};

/// The virtual service of R5 in R4 (`hl7.org/fhir/versions.html#extensions`, cross-version extensions).
const VIRTUAL_SERVICE: &str =
    "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.virtualService";

/// Codes of who takes part (`valueset-encounter-participant-type.html`); `ESC` is somebody who comes along.
const PARTICIPATION: &str = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";

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
    /// How.
    pub manner: Manner,
}

/// How a visit is held, as the patient wishes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Manner {
    /// Heard, not seen.
    pub audio_only: bool,
    /// Somebody is with the patient.
    pub someone_present: bool,
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

    /// What `Appointment/$book` of IHE ITI Scheduling [ITI-117] takes.
    pub fn ihe(&self) -> Value {
        let appointment =
            self.described(proposal::pending(self.slot, self.uuid, self.patient, self.practitioner));
        parameters(json!([{"name": "appointment-resource", "resource": appointment}]))
    }

    /// What `Appointment/$hold` of IHE ITI Scheduling [ITI-116] takes, if the server keeps this proposal.
    pub fn ihe_hold(&self) -> Option<Value> {
        let reference = format!("Appointment/{}", self.slot.proposal_id()?);
        Some(parameters(
            json!([{"name": "appointment-reference", "valueReference": {"reference": reference}}]),
        ))
    }

    /// What Medplum's `Appointment/$book` takes.
    pub fn medplum(&self) -> Value {
        let appointment =
            self.described(proposal::proposed(self.slot, self.uuid, self.patient, self.practitioner));
        parameters(json!([{"name": "appointment", "resource": appointment}]))
    }

    fn appointment(&self) -> Value {
        let participant = |kind: &str, id: &Id| json!({"actor": {"reference": format!("{kind}/{id}")}, "status": "accepted"});
        self.described(json!({
            "resourceType": "Appointment",
            "identifier": [{"system": URI_SYSTEM, "value": urn(self.uuid)}],
            "status": "booked",
            "slot": [{"reference": format!("Slot/{}", self.slot.id)}],
            "start": field::write_instant(self.slot.start),
            "end": field::write_instant(self.slot.end),
            "participant": [participant("Patient", self.patient), participant("Practitioner", self.practitioner)],
        }))
    }

    /// The same with how the visit is held. The mailbox to ring is agreed between phone and clinic; the appointment
    /// says only that it is a call, and whether it is heard only.
    fn described(&self, mut appointment: Value) -> Value {
        let code = if self.manner.audio_only { "nabz-call-audio" } else { "nabz-call" };
        let service = json!({
            "url": VIRTUAL_SERVICE,
            "extension": [{"url": "channelType", "valueCoding": {"code": code}}],
        });
        let Some(object) = appointment.as_object_mut() else { return appointment };
        let mut add = |name: &str, value: Value| {
            let list = object.entry(name).or_insert_with(|| json!([]));
            if let Some(list) = list.as_array_mut() {
                list.push(value);
            }
        };
        add("extension", service);
        if self.manner.someone_present {
            let escort = json!({"coding": [{"system": PARTICIPATION, "code": "ESC"}]});
            add("participant", json!({"type": [escort], "required": "optional", "status": "accepted"}));
        }
        appointment
    }
}

/// The identifier of a booking as a search token: `urn:ietf:rfc:3986|urn:uuid:…`.
pub fn booking_token(uuid: Uuid) -> String {
    format!("{URI_SYSTEM}|{}", urn(uuid))
}

pub(crate) fn parameters(parameters: Value) -> Value {
    json!({"resourceType": "Parameters", "parameter": parameters})
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
        let transaction = Booking {
            uuid,
            slot: &slot,
            patient: &patient,
            practitioner: &practitioner,
            manner: Manner::default(),
        }
        .transaction();

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

    #[test]
    fn how_the_visit_is_held_is_said_in_every_dialect() {
        let slot = json!({"resourceType": "Slot", "id": "s1", "meta": {"versionId": "3"}, "status": "free",
            "start": "2026-11-21T11:30:00Z", "end": "2026-11-21T11:45:00Z"});
        let slot = Slot::view(Resource::from_value(slot).unwrap()).unwrap();
        let (patient, practitioner) = (Id::try_from("p1").unwrap(), Id::try_from("d1").unwrap());
        for (audio_only, someone_present, code, participants) in [
            (false, false, "nabz-call", 2),
            (true, false, "nabz-call-audio", 2),
            (false, true, "nabz-call", 3),
        ] {
            let manner = Manner { audio_only, someone_present };
            let booking = Booking {
                uuid: Uuid::nil(),
                slot: &slot,
                patient: &patient,
                practitioner: &practitioner,
                manner,
            };
            let plain = booking.transaction()["entry"][1]["resource"].clone();
            let made =
                [booking.ihe(), booking.medplum()].map(|asked| asked["parameter"][0]["resource"].clone());
            for appointment in made.into_iter().chain([plain]) {
                let service = &appointment["extension"][0]["extension"][0];
                assert_eq!(service["valueCoding"]["code"], code);
                assert_eq!(appointment["participant"].as_array().unwrap().len(), participants);
            }
        }
    }
}
