//! A finished visit: an Encounter under our own UUID and the Appointment fulfilled, in one transaction.
//!
//! Before each write both are read, so only what is missing is written: a reply may have been lost, or somebody at the
//! clinic may have recorded the visit already. The Appointment's version guards the transaction: a copy of it that
//! arrives late fails as a whole and cannot overwrite what the doctor added to the Encounter since.

use nabz_care::{
    Appointment, AppointmentStatus, EntryResponse, Id, ParkReason, Reference, Resource, SearchPage, Visit,
    VisitEntries, transaction_response,
};

use super::{Done, FinishVisit, Move};
use crate::reply::{Delay, Reply};
use crate::{HttpRequest, request};

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Look for Encounters of this appointment.
    Encounter,
    /// Read the Appointment.
    Appointment { recorded: bool },
    /// Write what is missing.
    Write { appointment: Box<Appointment>, entries: VisitEntries },
}

impl Step {
    pub(crate) fn is_write(&self) -> bool {
        matches!(self, Self::Write { .. })
    }

    pub(crate) fn request(&self, visit: &FinishVisit, id: &Id) -> HttpRequest {
        match self {
            Self::Encounter => request::search("Encounter", &[("appointment", &format!("Appointment/{id}"))]),
            Self::Appointment { .. } => request::read(format!("Appointment/{id}")),
            Self::Write { appointment, entries } => {
                let FinishVisit { encounter, start, end, .. } = visit;
                let visit = Visit { uuid: *encounter, appointment, start: *start, end: *end };
                request::transaction(&visit.transaction(*entries))
            }
        }
    }

    /// `worn` says that writes failed often enough.
    pub(crate) fn reply(self, visit: &FinishVisit, id: &Id, reply: Reply, worn: bool) -> Move {
        match (self, reply) {
            (_, Reply::SignIn) => Move::Parked(ParkReason::SignIn),
            (_, Reply::Rejected) => Move::Parked(ParkReason::NotAccepted),
            (Self::Write { .. }, Reply::Trouble(trouble)) => Move::later(Self::Encounter, trouble),
            (Self::Write { .. }, Reply::Conflict) => Move::later(Self::Encounter, Delay::Clinic),
            (_, Reply::Missing | Reply::Conflict) => Move::Parked(ParkReason::NotAccepted),
            (Self::Write { .. }, Reply::Written(_)) => Move::not_understood(Self::Encounter),
            (step, Reply::Written(_)) => Move::not_understood(step),
            (step, Reply::Trouble(trouble)) => Move::later(step, trouble),
            (Self::Encounter, Reply::Resource(page)) => match is_recorded(visit, id, &page) {
                Some(recorded) => Move::now(Self::Appointment { recorded }),
                None => Move::not_understood(Self::Encounter),
            },
            (Self::Appointment { recorded }, Reply::Resource(resource)) => {
                match Appointment::view(resource) {
                    Ok(appointment) if &appointment.id == id => {
                        missing(Box::new(appointment), recorded, worn)
                    }
                    Ok(_) | Err(_) => Move::not_understood(Self::Appointment { recorded }),
                }
            }
            (Self::Write { appointment, entries }, Reply::Resource(bundle)) => {
                let done = transaction_response(&bundle, entries.count())
                    .is_ok_and(|written| written.iter().all(EntryResponse::is_done));
                match done.then(|| written(&appointment, entries)).flatten() {
                    Some(appointment) => Move::Done(Done::Finished { appointment }),
                    None => Move::not_understood(Self::Encounter),
                }
            }
        }
    }
}

/// Writes what is missing, or nothing. A visit that took place although its appointment was called off is recorded;
/// the appointment stays as the clinic set it.
fn missing(appointment: Box<Appointment>, recorded: bool, worn: bool) -> Move {
    let settled = appointment.status == AppointmentStatus::Fulfilled || appointment.status.is_off();
    let entries = VisitEntries { encounter: !recorded, appointment: !settled };
    match entries.count() {
        0 => Move::Done(Done::Finished { appointment }),
        _ if worn => Move::Parked(ParkReason::ServerFault),
        _ => Move::now(Step::Write { appointment, entries }),
    }
}

/// Whether the page shows that the visit is recorded; `None` if it is no answer to what was asked.
fn is_recorded(visit: &FinishVisit, id: &Id, page: &Resource) -> Option<bool> {
    let page = SearchPage::view(page).ok()?;
    let appointment = Reference::new("Appointment", id.clone());
    let about_it = |found: &&Resource| {
        let encounter = nabz_care::Encounter::view((*found).clone());
        encounter.is_ok_and(|encounter| encounter.appointment.as_ref() == Some(&appointment))
    };
    let about_it: Vec<&Resource> = page.matches.iter().filter(about_it).collect();
    if about_it.is_empty() && !page.matches.is_empty() {
        return None;
    }
    let stands = |found: &&Resource| {
        let status = found.value().get("status").and_then(serde_json::Value::as_str);
        found.id() == Ok(visit.encounter.into()) || !matches!(status, Some("cancelled" | "entered-in-error"))
    };
    Some(about_it.iter().any(stands))
}

/// The Appointment as it stands after the write.
fn written(appointment: &Appointment, entries: VisitEntries) -> Option<Box<Appointment>> {
    let resource = appointment.resource().clone();
    let resource = if entries.appointment { resource.with_status("fulfilled") } else { resource };
    Appointment::view(resource).ok().map(Box::new)
}
