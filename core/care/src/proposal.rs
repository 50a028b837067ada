//! Times that a server works out when it is asked (`Appointment/$find`): each a proposed Appointment, seen here as the
//! Slot it would occupy, with the proposal kept beside it.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Appointment, Id, Resource, Slot, URI_SYSTEM, ViewError, field};

/// Most entries of an answer that are looked through for the one Appointment of it.
const ENTRIES: usize = 50;

impl Slot {
    /// The time of a proposed Appointment. Its id is that of the slot the proposal names, or else says when it is.
    pub fn proposed(proposal: Resource) -> Result<Self, ViewError> {
        let value = proposal.expect("Appointment")?;
        if field::text(value, "status")? != "proposed" {
            return Err(ViewError::malformed("status"));
        }
        let start = field::instant(value, "start")?;
        let named = field::references(value, "slot").into_iter().find_map(|slot| slot.id_of("Slot").cloned());
        let id = named.map_or_else(|| format!("at-{}", start.millis()), String::from);
        let schedule = field::list(value, "contained").find_map(|inside| inside.get("schedule")).cloned();
        let mut slot = json!({
            "resourceType": "Slot", "id": id, "meta": {"versionId": "0"}, "status": "free",
            "start": value.get("start"), "end": value.get("end"), "contained": [value],
        });
        if let (Some(object), Some(schedule)) = (slot.as_object_mut(), schedule) {
            object.insert("schedule".to_owned(), schedule);
        }
        Self::view(Resource::from_value(slot)?)
    }

    /// The proposed Appointment this time was read from, if it was.
    pub fn proposal(&self) -> Option<&Value> {
        let is_proposal =
            |inside: &&Value| inside.get("resourceType").and_then(Value::as_str) == Some("Appointment");
        self.resource().value().get("contained")?.as_array()?.iter().find(is_proposal)
    }

    /// The server's name of that proposal, if it keeps proposals: what `$hold` is asked with.
    pub fn proposal_id(&self) -> Option<Id> {
        Id::try_from(self.proposal()?.get("id")?.as_str()?).ok()
    }
}

/// The Appointment that `$book` of IHE ITI Scheduling is to make: the proposal, pending, under our identifier, with the
/// patient in it.
pub(crate) fn pending(slot: &Slot, uuid: Uuid, patient: &Id, practitioner: &Id) -> Value {
    let mut appointment = filled(slot, uuid, patient, practitioner);
    appointment["status"] = json!("pending");
    appointment
}

/// The Appointment that Medplum's `$book` is to make: as it was proposed, under our identifier, with the patient in it.
pub(crate) fn proposed(slot: &Slot, uuid: Uuid, patient: &Id, practitioner: &Id) -> Value {
    let mut appointment = filled(slot, uuid, patient, practitioner);
    appointment["status"] = json!("proposed");
    appointment
}

fn filled(slot: &Slot, uuid: Uuid, patient: &Id, practitioner: &Id) -> Value {
    let actor =
        |kind: &str, id: &Id| json!({"actor": {"reference": format!("{kind}/{id}")}, "status": "accepted"});
    let plain = || {
        json!({
            "resourceType": "Appointment", "slot": [{"reference": format!("Slot/{}", slot.id)}],
            "start": field::write_instant(slot.start), "end": field::write_instant(slot.end),
            "participant": [actor("Practitioner", practitioner)],
        })
    };
    let mut appointment = slot.proposal().cloned().unwrap_or_else(plain);
    if let Some(object) = appointment.as_object_mut() {
        object.remove("id");
        object.remove("meta");
        let identifier = json!({"system": URI_SYSTEM, "value": format!("urn:uuid:{uuid}")});
        object.insert("identifier".to_owned(), json!([identifier]));
        let participants = object.entry("participant").or_insert_with(|| json!([]));
        if let Some(participants) = participants.as_array_mut() {
            participants.push(actor("Patient", patient));
        }
    }
    appointment
}

/// The Appointment in the answer of an operation: by itself, in a Bundle or in Parameters. `None` if there is none,
/// which with IHE means that the operation was refused.
pub fn answered_appointment(answer: &Resource) -> Option<Appointment> {
    let inside = |list: &'static str| {
        field::list(answer.value(), list).take(ENTRIES).filter_map(|entry| entry.get("resource"))
    };
    match answer.kind() {
        "Appointment" => Appointment::view(answer.clone()).ok(),
        "Bundle" => inside("entry").find_map(appointment),
        "Parameters" => inside("parameter").find_map(|found| {
            let nested =
                || field::list(found, "entry").take(ENTRIES).filter_map(|entry| entry.get("resource"));
            appointment(found).or_else(|| nested().find_map(appointment))
        }),
        _ => None,
    }
}

/// The proposals in the answer of `$find`: a Bundle, or one inside Parameters. What is no usable proposal is left out.
pub fn proposals(answer: &Resource) -> Result<Vec<Slot>, ViewError> {
    let bundle = match answer.kind() {
        "Parameters" => field::list(answer.value(), "parameter")
            .filter_map(|parameter| parameter.get("resource"))
            .find(|found| found.get("resourceType").and_then(Value::as_str) == Some("Bundle"))
            .ok_or(ViewError::missing("return"))?,
        _ => answer.expect("Bundle")?,
    };
    let resources = field::list(bundle, "entry").filter_map(|entry| entry.get("resource"));
    let slots = resources.filter_map(|found| Slot::proposed(Resource::from_value(found.clone()).ok()?).ok());
    Ok(slots.collect())
}

fn appointment(value: &Value) -> Option<Appointment> {
    Appointment::view(Resource::from_value(value.clone()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposal() -> Value {
        json!({"resourceType": "Appointment", "id": "prop-1", "status": "proposed", "comment": "room 3",
            "start": "2026-11-21T11:30:00Z", "end": "2026-11-21T11:45:00Z",
            "contained": [{"resourceType": "Slot", "schedule": {"reference": "Schedule/c1"}}],
            "participant": [{"actor": {"reference": "Practitioner/d1"}, "status": "needs-action"}]})
    }

    fn slot(value: Value) -> Result<Slot, ViewError> {
        Slot::proposed(Resource::from_value(value).unwrap())
    }

    #[test]
    fn a_proposal_is_seen_as_a_time_and_comes_back_as_it_was() {
        let slot = slot(proposal()).unwrap();
        assert_eq!(slot.id.as_str(), "at-1795260600000");
        assert_eq!(slot.proposal_id().unwrap().as_str(), "prop-1");
        assert_eq!(slot.schedule.as_ref().map(ToString::to_string).as_deref(), Some("Schedule/c1"));
        let (patient, doctor) = (Id::try_from("p1").unwrap(), Id::try_from("d1").unwrap());
        for (made, status) in [
            (pending(&slot, Uuid::from_u128(7), &patient, &doctor), "pending"),
            (proposed(&slot, Uuid::from_u128(7), &patient, &doctor), "proposed"),
        ] {
            assert_eq!((&made["status"], &made["comment"]), (&json!(status), &json!("room 3")));
            assert!(made.get("id").is_none(), "a new appointment, not a change of the proposal");
            assert_eq!(made["participant"][1]["actor"]["reference"], "Patient/p1");
            assert_eq!(made["participant"].as_array().unwrap().len(), 2);
        }
    }

    #[test]
    fn what_is_no_proposal_is_no_time() {
        for (name, wrong) in [("status", json!("booked")), ("start", json!("soon")), ("end", json!(null))] {
            let mut value = proposal();
            value[name] = wrong;
            assert!(slot(value).is_err(), "{name}");
        }
    }

    #[test]
    fn answers_are_read_in_every_wrapping() {
        let mut booked = proposal();
        booked["status"] = json!("booked");
        booked["meta"] = json!({"versionId": "1"});
        let bundle = json!({"resourceType": "Bundle", "type": "searchset",
            "entry": [{"resource": {"resourceType": "OperationOutcome"}}, {"resource": booked}]});
        let parameters =
            json!({"resourceType": "Parameters", "parameter": [{"name": "return", "resource": bundle}]});
        for answer in [booked.clone(), bundle.clone(), parameters] {
            let seen = answered_appointment(&Resource::from_value(answer).unwrap()).unwrap();
            assert!(seen.status.is_agreed());
        }
        let refused =
            json!({"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "OperationOutcome"}}]});
        assert!(answered_appointment(&Resource::from_value(refused).unwrap()).is_none());
    }

    #[test]
    fn one_bad_proposal_leaves_the_others() {
        let entries = json!([{"resource": proposal()}, {"resource": {"resourceType": "Appointment"}}, {}, 7]);
        let bundle = json!({"resourceType": "Bundle", "type": "searchset", "entry": entries});
        assert_eq!(proposals(&Resource::from_value(bundle.clone()).unwrap()).unwrap().len(), 1);
        let inside =
            json!({"resourceType": "Parameters", "parameter": [{"name": "return", "resource": bundle}]});
        assert_eq!(proposals(&Resource::from_value(inside).unwrap()).unwrap().len(), 1);
        let other = json!({"resourceType": "Parameters"});
        assert!(proposals(&Resource::from_value(other).unwrap()).is_err());
    }
}
