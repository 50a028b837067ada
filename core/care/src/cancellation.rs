//! Calling an appointment off: the Appointment cancelled and its slots free again, both if nobody changed them since.

use serde_json::{Value, json};

use crate::booking::parameters;
use crate::{Appointment, Slot, SlotStatus};

/// What is called off.
#[derive(Clone, Copy, Debug)]
pub struct Cancellation<'a> {
    /// As the server holds it.
    pub appointment: &'a Appointment,
    /// The slots it occupies, as the server holds them. Those that are not busy stay as they are.
    pub slots: &'a [Slot],
}

impl Cancellation<'_> {
    /// How many entries [`transaction`](Self::transaction) has.
    pub fn entries(&self) -> usize {
        1 + self.occupied().count()
    }

    /// The transaction, as the body of a POST at the base.
    pub fn transaction(&self) -> Value {
        let put = |resource: &Value, place: String, tag: String| json!({"resource": resource, "request": {"method": "PUT", "url": place, "ifMatch": tag}});
        let Appointment { id, version, .. } = self.appointment;
        let cancelled = self.appointment.resource().with_status("cancelled");
        let mut entries = vec![put(cancelled.value(), format!("Appointment/{id}"), version.to_etag())];
        entries.extend(self.occupied().map(|slot| {
            let free = slot.resource().with_status("free");
            put(free.value(), format!("Slot/{}", slot.id), slot.version.to_etag())
        }));
        json!({"resourceType": "Bundle", "type": "transaction", "entry": entries})
    }

    /// What `Appointment/$book` of IHE ITI Scheduling takes to call an appointment off [ITI-117].
    pub fn ihe(&self) -> Value {
        let cancelled = self.appointment.resource().with_status("cancelled");
        parameters(json!([{"name": "appointment-resource", "resource": cancelled.value()}]))
    }

    fn occupied(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(|slot| slot.status == SlotStatus::Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Resource;

    #[test]
    fn a_cancellation_names_the_versions_it_saw_and_frees_only_what_is_busy() {
        let appointment = json!({"resourceType": "Appointment", "id": "a1", "meta": {"versionId": "4"}, "status": "booked",
            "start": "2026-11-21T11:30:00Z", "end": "2026-11-21T11:45:00Z", "comment": "kept"});
        let appointment = Appointment::view(Resource::from_value(appointment).unwrap()).unwrap();
        let slot = |id: &str, status: &str| {
            let value = json!({"resourceType": "Slot", "id": id, "meta": {"versionId": "2"}, "status": status,
                "start": "2026-11-21T11:30:00Z", "end": "2026-11-21T11:45:00Z"});
            Slot::view(Resource::from_value(value).unwrap()).unwrap()
        };
        let slots = [slot("s1", "busy"), slot("s2", "busy-unavailable")];
        let cancellation = Cancellation { appointment: &appointment, slots: &slots };
        let transaction = cancellation.transaction();
        let entries = transaction["entry"].as_array().unwrap();
        assert_eq!((entries.len(), cancellation.entries()), (2, 2));
        assert_eq!(entries[0]["resource"]["status"], "cancelled");
        assert_eq!(entries[0]["resource"]["comment"], "kept");
        assert_eq!(entries[0]["request"]["ifMatch"], "W/\"4\"");
        assert_eq!(
            (&entries[1]["resource"]["status"], &entries[1]["resource"]["id"]),
            (&json!("free"), &json!("s1"))
        );
    }
}
