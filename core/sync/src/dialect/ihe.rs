//! IHE ITI Scheduling: `$find` [ITI-115], `$hold` [ITI-116], `$book` [ITI-117]. 200 is no success: a refusal comes as an
//! Appointment `cancelled` or as an OperationOutcome in the Bundle.

use nabz_care::{Cancellation, Id, Resource, ViewError, answered_appointment, write_instant};
use nabz_time::Wall;
use serde_json::{Value, json};

use super::{Dialect, Time, Written, offered};
use crate::intent::Book;
use crate::{HttpRequest, request};

pub(super) struct Ihe;

impl Dialect for Ihe {
    fn hold(&self, book: &Book) -> Option<HttpRequest> {
        Some(request::operation("Appointment/$hold", &book.booking().ihe_hold()?))
    }

    fn write(&self, book: &Book) -> HttpRequest {
        request::operation("Appointment/$book", &book.booking().ihe())
    }

    fn written(&self, answer: &Resource) -> Written {
        match answered_appointment(answer) {
            Some(appointment) if appointment.status.is_off() => Written::Refused,
            Some(_) => Written::Done,
            None if answer.kind() == "Bundle" || answer.kind() == "OperationOutcome" => Written::Refused,
            None => Written::Unclear,
        }
    }

    fn refuses_by_cancelling(&self) -> bool {
        true
    }

    fn ask_time(&self, book: &Book) -> HttpRequest {
        find(&book.practitioner, book.slot.start, book.slot.end)
    }

    fn time(&self, book: &Book, answer: Resource) -> Result<Time, ViewError> {
        offered(book, &answer)
    }

    fn frees_slots(&self) -> bool {
        false
    }

    fn cancel(&self, cancellation: &Cancellation<'_>) -> HttpRequest {
        request::operation("Appointment/$book", &cancellation.ihe())
    }

    fn is_cancelled(&self, _: &Cancellation<'_>, answer: &Resource) -> bool {
        answered_appointment(answer).is_some_and(|appointment| appointment.status.is_off())
    }

    fn find(&self, practitioner: &Id, _: &[Resource], from: Wall, to: Wall) -> Option<Vec<HttpRequest>> {
        Some(vec![find(practitioner, from, to)])
    }
}

fn find(practitioner: &Id, from: Wall, to: Wall) -> HttpRequest {
    let instant = |name: &str, at: Wall| json!({"name": name, "valueDateTime": write_instant(at)});
    let doctor = json!({"name": "practitioner", "valueReference": {"reference": format!("Practitioner/{practitioner}")}});
    let asked: Value = json!([instant("start", from), instant("end", to), doctor]);
    request::operation("Appointment/$find", &json!({"resourceType": "Parameters", "parameter": asked}))
}
