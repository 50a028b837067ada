//! A booking: one transaction, and nothing believed before the Appointment was read back.
//!
//! ```text
//!          ┌──────────── no answer, 5xx, nonsense ───────────┐
//!          │                                                 ▼
//!        Write ── every entry done ──▶ Look(wait) ──▶ found: booked
//!          │ ▲                          ▲ not there: resend the same (Write), wait, refuse or park,
//!          │ └──────────────────────────┘            as the step before said
//!          └── 409, 412 ──▶ Slot ── free ──▶ Look(write)
//!                             └──── taken, gone ──▶ Look(refuse)
//! ```
//!
//! Why the slot is read before the appointment after a conflict: once the slot is seen in another version, no earlier
//! write of ours that is still under way can be carried out any more, so the look-up that follows is final. A booking
//! that won and was sent again gets 409 from HAPI; its slot is busy, its appointment is found, and it counts.

use nabz_care::{
    Appointment, AppointmentStatus, BOOKING_ENTRIES, Booking, EntryResponse, ParkReason, Refusal, Resource,
    SearchPage, Slot, SlotStatus, booking_token, transaction_response,
};

use super::{Book, Done, Move};
use crate::reply::{Delay, Reply};
use crate::{HttpRequest, request};

#[derive(Debug)]
pub(crate) enum Step {
    /// Send the transaction.
    Write,
    /// Look the Appointment up by its identifier.
    Look(IfMissing),
    /// Read the slot: somebody changed it.
    Slot,
}

/// What to do when the Appointment is not there.
#[derive(Clone, Copy, Debug)]
pub(crate) enum IfMissing {
    /// Send the transaction, again under the same identifier.
    Write,
    /// Look again: the server said it is there.
    Wait,
    /// Give the booking up.
    Refuse(Refusal),
    /// Set it aside.
    Park(ParkReason),
}

impl Step {
    pub(crate) fn is_write(&self) -> bool {
        matches!(self, Self::Write)
    }

    pub(crate) fn request(&self, book: &Book) -> HttpRequest {
        match self {
            Self::Write => {
                let Book { uuid, slot, patient, practitioner, .. } = book;
                request::transaction(&Booking { uuid: *uuid, slot, patient, practitioner }.transaction())
            }
            Self::Look(_) => request::search("Appointment", &[("identifier", &booking_token(book.uuid))]),
            Self::Slot => request::read(format!("Slot/{}", book.slot.id)),
        }
    }

    /// `sent` says that a write may have reached the server; `worn` that writes failed often enough.
    pub(crate) fn reply(self, book: &mut Book, reply: Reply, sent: bool, worn: bool) -> Move {
        match self {
            Self::Write => written(reply, sent),
            Self::Look(if_missing) => looked(book, if_missing, reply, worn),
            Self::Slot => slot_read(book, reply),
        }
    }
}

fn written(reply: Reply, sent: bool) -> Move {
    match reply {
        Reply::Resource(bundle) => match transaction_response(&bundle, BOOKING_ENTRIES) {
            Ok(entries) if entries.iter().all(EntryResponse::is_done) => {
                Move::Acknowledged(Step::Look(IfMissing::Wait).into())
            }
            Ok(entries) if entries.iter().any(EntryResponse::is_done) => {
                Move::Parked(ParkReason::Contradiction)
            }
            Ok(entries) if entries.iter().any(EntryResponse::is_conflict) => Move::now(Step::Slot),
            Ok(_) | Err(_) => Move::not_understood(Step::Look(IfMissing::Write)),
        },
        Reply::Conflict => Move::now(Step::Slot),
        Reply::SignIn => Move::Parked(ParkReason::SignIn),
        Reply::Missing | Reply::Rejected => Move::now(Step::Look(IfMissing::Park(ParkReason::NotAccepted))),
        Reply::Trouble(trouble) if !sent => Move::later(Step::Write, trouble),
        Reply::Trouble(trouble) => Move::later(Step::Look(IfMissing::Write), trouble),
    }
}

fn slot_read(book: &mut Book, reply: Reply) -> Move {
    let refuse = |refusal| Move::now(Step::Look(IfMissing::Refuse(refusal)));
    match reply {
        Reply::Resource(resource) => match Slot::view(resource) {
            Ok(slot) if slot.id != book.slot.id => Move::not_understood(Step::Slot),
            Ok(slot) if slot.status != SlotStatus::Free => refuse(Refusal::SlotTaken),
            Ok(slot) if (slot.start, slot.end) != (book.slot.start, book.slot.end) => {
                refuse(Refusal::SlotWithdrawn)
            }
            Ok(slot) => {
                book.slot = slot;
                Move::later(Step::Look(IfMissing::Write), Delay::Clinic)
            }
            Err(_) => Move::not_understood(Step::Slot),
        },
        Reply::Missing => refuse(Refusal::SlotWithdrawn),
        Reply::SignIn => Move::Parked(ParkReason::SignIn),
        Reply::Rejected | Reply::Conflict => Move::Parked(ParkReason::NotAccepted),
        Reply::Trouble(trouble) => Move::later(Step::Slot, trouble),
    }
}

fn looked(book: &Book, if_missing: IfMissing, reply: Reply, worn: bool) -> Move {
    let again = Step::Look(if_missing);
    let resource = match reply {
        Reply::Resource(resource) => resource,
        Reply::SignIn => return Move::Parked(ParkReason::SignIn),
        Reply::Missing | Reply::Rejected | Reply::Conflict => return Move::Parked(ParkReason::NotAccepted),
        Reply::Trouble(trouble) => return Move::later(again, trouble),
    };
    match find(book, &resource) {
        Found::Unclear => Move::not_understood(again),
        Found::There(appointment) => there(book, appointment, if_missing),
        Found::Missing => match if_missing {
            IfMissing::Write if worn => Move::Parked(ParkReason::ServerFault),
            IfMissing::Write => Move::now(Step::Write),
            IfMissing::Wait if worn => Move::Parked(ParkReason::Contradiction),
            IfMissing::Wait => Move::later(again, Delay::Clinic),
            IfMissing::Refuse(refusal) => Move::Refused(refusal),
            IfMissing::Park(reason) => Move::Parked(reason),
        },
    }
}

fn there(book: &Book, appointment: Box<Appointment>, if_missing: IfMissing) -> Move {
    let same = appointment.slots.contains(&book.slot.id)
        && (appointment.start, appointment.end) == (book.slot.start, book.slot.end)
        && appointment.practitioner() == Some(&book.practitioner);
    let status = appointment.status;
    if status.is_off() {
        Move::Refused(Refusal::CalledOff)
    } else if !same {
        Move::Parked(ParkReason::Different)
    } else if status.is_agreed() || status == AppointmentStatus::Fulfilled {
        Move::Done(Done::Booked(appointment))
    } else {
        Move::later(Step::Look(if_missing), Delay::Clinic)
    }
}

enum Found {
    There(Box<Appointment>),
    Missing,
    /// No page of a search, or one with other things in it: the server did not search for what was asked.
    Unclear,
}

/// Our Appointment among the matches. Where a server let a conditional create race and holds two, the one that
/// stands counts.
fn find(book: &Book, resource: &Resource) -> Found {
    let Ok(page) = SearchPage::view(resource) else { return Found::Unclear };
    let count = page.matches.len();
    let mut ours: Vec<Appointment> = page
        .matches
        .into_iter()
        .filter_map(|found| Appointment::view(found).ok())
        .filter(|appointment| appointment.booking == Some(book.uuid))
        .collect();
    ours.sort_by_key(|appointment| appointment.status.is_off());
    match ours.into_iter().next() {
        Some(appointment) => Found::There(Box::new(appointment)),
        None if count == 0 => Found::Missing,
        None => Found::Unclear,
    }
}
