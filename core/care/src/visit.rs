//! The record of a visit that took place: an Encounter under our own id, and its Appointment fulfilled.

use nabz_time::Wall;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Appointment, field};

/// Names of `Encounter.class` (`valueset-v3-ActEncounterCode`); `VR` is a virtual encounter.
const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

/// A visit that is over.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// The phone's own id for the Encounter, so that a repeated write is the same write.
    pub uuid: Uuid,
    /// The appointment it fulfils, as it stands on the server.
    pub appointment: &'a Appointment,
    /// When it began.
    pub start: Wall,
    /// When it ended.
    pub end: Wall,
}

/// Which entries a visit's transaction has, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitEntries {
    /// The Encounter is still to be written.
    pub encounter: bool,
    /// The Appointment is still to be fulfilled.
    pub appointment: bool,
}

impl VisitEntries {
    /// How many there are.
    pub fn count(self) -> usize {
        usize::from(self.encounter) + usize::from(self.appointment)
    }
}

impl Visit<'_> {
    /// The transaction with the entries still missing, as the body of a POST at the base.
    pub fn transaction(&self, entries: VisitEntries) -> Value {
        let encounter = || {
            let request = json!({"method": "PUT", "url": format!("Encounter/{}", self.uuid)});
            json!({"resource": self.encounter(), "request": request})
        };
        let appointment = || {
            let url = format!("Appointment/{}", self.appointment.id);
            let request = json!({"method": "PUT", "url": url, "ifMatch": self.appointment.version.to_etag()});
            json!({"resource": self.appointment.resource().with_status("fulfilled").value(), "request": request})
        };
        let entries: Vec<Value> = [entries.encounter.then(encounter), entries.appointment.then(appointment)]
            .into_iter()
            .flatten()
            .collect();
        json!({"resourceType": "Bundle", "type": "transaction", "entry": entries})
    }

    fn encounter(&self) -> Value {
        let actor = |kind: &str| {
            let found = self.appointment.participants.iter().find(|actor| actor.kind() == kind);
            found.map(|actor| json!({"reference": actor.to_string()}))
        };
        let mut encounter = json!({
            "resourceType": "Encounter",
            "id": self.uuid.to_string(),
            "status": "finished",
            "class": {"system": ACT_CODE, "code": "VR"},
            "appointment": [{"reference": format!("Appointment/{}", self.appointment.id)}],
            "period": {"start": field::write_instant(self.start), "end": field::write_instant(self.end)},
        });
        if let Some(object) = encounter.as_object_mut() {
            object.extend(actor("Patient").map(|patient| ("subject".to_owned(), patient)));
            let practitioner =
                actor("Practitioner").map(|practitioner| json!([{"individual": practitioner}]));
            object.extend(practitioner.map(|list| ("participant".to_owned(), list)));
        }
        encounter
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Encounter, Resource};

    fn appointment() -> Appointment {
        let value = json!({"resourceType": "Appointment", "id": "a1", "meta": {"versionId": "1"}, "status": "booked",
            "start": "2026-11-21T11:30:00Z", "end": "2026-11-21T11:45:00Z", "comment": "kept",
            "participant": [{"actor": {"reference": "Patient/p1"}}, {"actor": {"reference": "Practitioner/d1"}}]});
        Appointment::view(Resource::from_value(value).unwrap()).unwrap()
    }

    fn transaction(entries: VisitEntries) -> Value {
        let appointment = appointment();
        let (start, end) = (appointment.start, appointment.end);
        Visit { uuid: Uuid::from_u128(9), appointment: &appointment, start, end }.transaction(entries)
    }

    #[test]
    fn a_visit_is_one_encounter_under_our_id_and_its_appointment_fulfilled() {
        let whole = transaction(VisitEntries { encounter: true, appointment: true });
        let [encounter, appointment] = [&whole["entry"][0], &whole["entry"][1]];
        let url = format!("Encounter/{}", Uuid::from_u128(9));
        assert_eq!(encounter["request"], json!({"method": "PUT", "url": url}));
        assert_eq!(encounter["resource"]["subject"]["reference"], "Patient/p1");
        assert_eq!(encounter["resource"]["participant"][0]["individual"]["reference"], "Practitioner/d1");
        assert_eq!(encounter["resource"]["class"]["code"], "VR");
        assert_eq!(appointment["request"]["ifMatch"], "W/\"1\"");
        assert_eq!(appointment["resource"]["status"], "fulfilled");
        assert_eq!(appointment["resource"]["comment"], "kept");
        let read = Encounter::view(Resource::from_value(encounter["resource"].clone()).unwrap()).unwrap();
        assert!(read.finished);
    }

    #[test]
    fn only_what_is_missing_is_written() {
        for (encounter, appointment) in [(true, false), (false, true), (false, false)] {
            let entries = VisitEntries { encounter, appointment };
            let written = transaction(entries);
            assert_eq!(written["entry"].as_array().unwrap().len(), entries.count());
        }
    }
}
