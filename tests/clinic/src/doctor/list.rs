//! The doctor's list at the clinic: who is due, and what was ordered.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use nabz_call::signal::MailboxName;
use nabz_care::{Appointment, AppointmentStatus, Id, Resource, SearchPage};
use nabz_sync::{HttpReply, HttpRequest, Method, REQUEST_TIMEOUT};
use nabz_time::{Mono, Now, Wall};
use serde_json::json;

use super::{DoctorOutput, LOOK};

/// When a chronic patient comes back.
const FOLLOW_UP: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// An appointment whose time has come.
#[derive(Clone, Debug)]
pub(super) struct Due {
    pub(super) appointment: Id,
    pub(super) patient: String,
    pub(super) mailbox: MailboxName,
}

pub(super) struct List {
    practitioner: String,
    patients: Vec<(String, MailboxName)>,
    booked: Vec<Appointment>,
    seen: BTreeSet<Id>,
    /// Orders the server has not confirmed, by what makes them one.
    orders: BTreeMap<String, Vec<u8>>,
    asked: BTreeMap<u64, Asked>,
    named: u64,
    look_at: Mono,
}

enum Asked {
    Booked,
    Order(String),
}

impl List {
    pub(super) fn new(practitioner: String, patients: Vec<(String, MailboxName)>) -> Self {
        Self {
            practitioner,
            patients,
            booked: Vec::new(),
            seen: BTreeSet::new(),
            orders: BTreeMap::new(),
            asked: BTreeMap::new(),
            named: 0,
            look_at: Mono::ZERO,
        }
    }

    /// Looks at the list, and sends orders that are not confirmed, every few seconds. What was not answered by then
    /// is asked anew.
    pub(super) fn poll(&mut self, now: Now, out: &mut Vec<DoctorOutput>) {
        if now.mono < self.look_at {
            return;
        }
        self.look_at = now.mono + LOOK;
        self.asked.clear();
        let path =
            format!("Appointment?practitioner=Practitioner/{}&status=booked&_count=50", self.practitioner);
        self.ask(Asked::Booked, request(Method::Get, path, None, Vec::new()), out);
        for (identifier, body) in self.orders.clone() {
            let once = vec![("if-none-exist", format!("identifier={identifier}"))];
            let order = request(Method::Post, "ServiceRequest".to_owned(), Some(body), once);
            self.ask(Asked::Order(identifier), order, out);
        }
    }

    pub(super) fn poll_timeout(&self) -> Option<Mono> {
        Some(self.look_at)
    }

    pub(super) fn replied(&mut self, id: u64, reply: HttpReply, _now: Now) {
        let (Some(asked), HttpReply::Response(response)) = (self.asked.remove(&id), reply) else {
            return;
        };
        match asked {
            Asked::Order(identifier) if matches!(response.status, 200 | 201) => {
                self.orders.remove(&identifier);
            }
            Asked::Booked if response.status == 200 => {
                if let Some(booked) = appointments(&response.body) {
                    self.booked = booked;
                }
            }
            Asked::Order(_) | Asked::Booked => {}
        }
    }

    /// The earliest appointment whose time has come; each is given once.
    pub(super) fn due(&mut self, now: Wall) -> Option<Due> {
        let due = self.booked.iter().filter(|booked| {
            booked.status == AppointmentStatus::Booked
                && booked.start <= now
                && !self.seen.contains(&booked.id)
        });
        let next = due.min_by_key(|booked| booked.start)?;
        let patient = next.patient()?.to_string();
        let (_, mailbox) = self.patients.iter().find(|(known, _)| *known == patient)?;
        let due = Due { appointment: next.id.clone(), patient, mailbox: mailbox.clone() };
        self.seen.insert(due.appointment.clone());
        Some(due)
    }

    /// Orders a follow-up: one for an appointment, whatever is lost on the way, and whoever forgets that they ordered.
    pub(super) fn order(&mut self, due: &Due, now: Now) {
        let identifier = format!("urn:nabz:follow-up|{}", due.appointment);
        let when = Timestamp::from_millisecond((now.wall + FOLLOW_UP).millis()).unwrap_or_default();
        let order = json!({
            "resourceType": "ServiceRequest",
            "identifier": [{ "system": "urn:nabz:follow-up", "value": due.appointment.as_str() }],
            "status": "active",
            "intent": "order",
            "code": { "text": "Follow-up" },
            "subject": { "reference": format!("Patient/{}", due.patient) },
            "requester": { "reference": format!("Practitioner/{}", self.practitioner) },
            "occurrenceDateTime": when.to_string(),
            "supportingInfo": [{ "reference": format!("Appointment/{}", due.appointment) }],
        });
        self.orders.insert(identifier, order.to_string().into_bytes());
        self.look_at = now.mono;
    }

    fn ask(&mut self, asked: Asked, request: HttpRequest, out: &mut Vec<DoctorOutput>) {
        self.named += 1;
        self.asked.insert(self.named, asked);
        out.push(DoctorOutput::Http(self.named, request));
    }
}

fn request(
    method: Method,
    path: String,
    body: Option<Vec<u8>>,
    headers: Vec<(&'static str, String)>,
) -> HttpRequest {
    HttpRequest { method, path, headers, body, timeout: REQUEST_TIMEOUT }
}

fn appointments(body: &[u8]) -> Option<Vec<Appointment>> {
    let page = SearchPage::view(&Resource::parse(body).ok()?).ok()?;
    Some(page.matches.into_iter().filter_map(|resource| Appointment::view(resource).ok()).collect())
}
