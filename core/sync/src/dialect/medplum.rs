//! Medplum: `$find` works free times out, `$book` takes one of them and makes the Appointment and its Slots in one
//! serialisable transaction.

use nabz_care::{Id, Resource, ViewError, answered_appointment, write_instant};
use nabz_time::Wall;
use serde_json::Value;

use super::{Dialect, Time, Written, offered};
use crate::intent::Book;
use crate::{HttpRequest, request};

/// Names the HealthcareService of a service type.
const SERVICE_TYPE: &str = "https://medplum.com/fhir/service-type-reference";

pub(super) struct Medplum;

impl Dialect for Medplum {
    fn write(&self, book: &Book) -> HttpRequest {
        request::operation("Appointment/$book", &book.booking().medplum())
    }

    fn written(&self, answer: &Resource) -> Written {
        match answered_appointment(answer) {
            Some(appointment) if appointment.status.is_off() => Written::Refused,
            Some(_) => Written::Done,
            None => Written::Unclear,
        }
    }

    fn ask_time(&self, book: &Book) -> HttpRequest {
        let schedule = book.slot.schedule.as_ref().map(ToString::to_string).unwrap_or_default();
        let service = book.slot.proposal().and_then(service_of).unwrap_or_default();
        find(&schedule, &service, book.slot.start, book.slot.end)
    }

    fn time(&self, book: &Book, answer: Resource) -> Result<Time, ViewError> {
        offered(book, &answer)
    }

    /// One request for each schedule and service: several schedules in one are searched for times common to all.
    fn find(&self, _: &Id, schedules: &[Resource], from: Wall, to: Wall) -> Option<Vec<HttpRequest>> {
        let of_schedule = |schedule: &Resource| {
            let (id, service) = (schedule.id().ok()?, service_of(schedule.value())?);
            Some(find(&format!("Schedule/{id}"), &service, from, to))
        };
        Some(schedules.iter().filter_map(of_schedule).collect())
    }
}

fn find(schedule: &str, service: &str, from: Wall, to: Wall) -> HttpRequest {
    let (from, to) = (write_instant(from), write_instant(to));
    let parameters = [
        ("start", from.as_str()),
        ("end", to.as_str()),
        ("service-type-reference", service),
        ("schedule", schedule),
        ("_count", "50"),
    ];
    request::search("Appointment/$find", &parameters)
}

/// The HealthcareService that a Schedule or a proposal names in its first `serviceType`.
fn service_of(value: &Value) -> Option<String> {
    let extensions =
        value.get("serviceType")?.as_array()?.iter().filter_map(|kind| kind.get("extension")?.as_array());
    let reference = extensions
        .flatten()
        .find(|extension| extension.get("url").and_then(Value::as_str) == Some(SERVICE_TYPE))?;
    reference.pointer("/valueReference/reference")?.as_str().map(str::to_owned)
}
