//! A booking, in whichever dialect: one request that books, and nothing believed before the Appointment was read back.
//!
//! ```text
//!  [Price] ─▶ [Hold] ─▶ Write ── done ──────▶ Look(wait) ──▶ found: booked
//!                       │ ▲ │                  ▲ not there: resend the same (Write), wait, refuse or park,
//!                       │ └─┼── Look(write) ◀──┤            as the step before said
//!                       │   └── no answer ─────┘
//!                       └── refused ──▶ Time ── free ──▶ Look(write)
//!                                        └──── taken, gone ──▶ Look(refuse)
//! ```
//!
//! Why the time is asked for before the appointment after a refusal: once the slot is seen in another version, no
//! earlier write of ours that is still under way can be carried out any more, so the look-up that follows is final. A
//! booking that won and was sent again gets 409 from HAPI; its slot is busy, its appointment is found, and it counts.
//! What IHE's and Medplum's operations cannot promise here stands in `docs/decisions/0014-booking-dialects.md`.

use nabz_care::{Appointment, AppointmentStatus, Booking, ParkReason, Price, Refusal, Resource, SearchPage};

use super::{Book, Done, Move, PriceShown};
use crate::dialect::{self, Dialect, Time, Written};
use crate::reply::{Delay, Reply};
use crate::{HttpRequest, request};

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Read the price again: the booking waited.
    Price,
    /// Ask the server to keep the time.
    Hold,
    /// Send the request that books.
    Write,
    /// Look the Appointment up.
    Look(IfMissing),
    /// See whether the time is still free, because the booking came back like this.
    Time(Back),
}

/// How a booking came back undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Back {
    /// The clinic says that it does not book this.
    Refused,
    /// A bare 409 or 412.
    Conflict,
    /// A bare rejection: a time that is free does not help, so it is set aside.
    Rejected,
}

/// What to do when the Appointment is not there.
#[derive(Clone, Copy, Debug)]
pub(crate) enum IfMissing {
    /// Send the request, again under the same identifier.
    Write,
    /// Look again: the server said it is there.
    Wait,
    /// Give the booking up.
    Refuse(Refusal),
    /// Set it aside.
    Park(ParkReason),
}

/// What an entry knows of its booking beside the booking itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct History {
    /// A write may have reached the server.
    pub(crate) sent: bool,
    /// Writes failed often enough.
    pub(crate) worn: bool,
}

impl Book {
    pub(crate) fn booking(&self) -> Booking<'_> {
        let Self { uuid, slot, patient, practitioner, manner, .. } = self;
        Booking { uuid: *uuid, slot, patient, practitioner, manner: *manner }
    }

    fn dialect(&self) -> &'static dyn Dialect {
        dialect::of(self.dialect)
    }

    /// The first request of a booking nobody has sent yet.
    pub(crate) fn first_step(&self) -> Step {
        if self.dialect().hold(self).is_some() { Step::Hold } else { Step::Write }
    }
}

impl Step {
    pub(crate) fn is_write(&self) -> bool {
        matches!(self, Self::Write)
    }

    pub(crate) fn request(&self, book: &Book) -> Option<HttpRequest> {
        let dialect = book.dialect();
        Some(match self {
            Self::Price => {
                let definition = book.price.as_ref()?.definition.as_ref()?;
                request::read(format!("ChargeItemDefinition/{definition}"))
            }
            Self::Hold => dialect.hold(book)?,
            Self::Write => dialect.write(book),
            Self::Look(_) => dialect.look(book),
            Self::Time(_) => dialect.ask_time(book),
        })
    }

    pub(crate) fn reply(self, book: &mut Book, reply: Reply, history: History) -> Move {
        match self {
            Self::Price => priced(book, reply),
            Self::Hold => held(reply),
            Self::Write => written(book, reply, history.sent),
            Self::Look(if_missing) => looked(book, if_missing, reply, history.worn),
            Self::Time(back) => time_told(book, back, reply, history.worn),
        }
    }
}

/// Another price needs a new yes; no price any more does too.
fn priced(book: &mut Book, reply: Reply) -> Move {
    match reply {
        Reply::Resource(resource) => match Price::view(resource) {
            Ok(price) if Some(PriceShown::from(&price)) == book.price => Move::now(book.first_step()),
            Ok(_) => Move::Refused(Refusal::PriceChanged),
            Err(_) => Move::not_understood(Step::Price),
        },
        Reply::Missing => Move::Refused(Refusal::PriceChanged),
        Reply::SignIn => Move::Parked(ParkReason::SignIn),
        Reply::Rejected | Reply::Conflict => Move::Parked(ParkReason::NotAccepted),
        Reply::Written(_) => Move::not_understood(Step::Price),
        Reply::Trouble(trouble) => Move::later(Step::Price, trouble),
    }
}

/// A hold only keeps others away: whatever becomes of it, the booking decides. One that is refused may be kept for us
/// already, by a request whose answer was lost.
fn held(reply: Reply) -> Move {
    match reply {
        Reply::SignIn => Move::Parked(ParkReason::SignIn),
        Reply::Trouble(trouble) if trouble.delay.is_unsent() => Move::later(Step::Hold, trouble),
        _ => Move::now(Step::Write),
    }
}

fn written(book: &Book, reply: Reply, sent: bool) -> Move {
    let dialect = book.dialect();
    match reply {
        Reply::Resource(answer) => match dialect.written(&answer) {
            Written::Done => Move::Acknowledged(Step::Look(IfMissing::Wait).into()),
            Written::Partly => Move::Parked(ParkReason::Contradiction),
            Written::Refused => Move::now(Step::Time(Back::Refused)),
            Written::Unclear => Move::not_understood(Step::Look(IfMissing::Write)),
        },
        Reply::Written(_) => Move::not_understood(Step::Look(IfMissing::Write)),
        Reply::Conflict => Move::now(Step::Time(Back::Conflict)),
        Reply::SignIn => Move::Parked(ParkReason::SignIn),
        Reply::Missing | Reply::Rejected if dialect.rejection_may_mean_taken() => {
            Move::now(Step::Time(Back::Rejected))
        }
        Reply::Missing | Reply::Rejected => Move::now(Step::Look(IfMissing::Park(ParkReason::NotAccepted))),
        Reply::Trouble(trouble) if !sent => Move::later(Step::Write, trouble),
        Reply::Trouble(trouble) => Move::later(Step::Look(IfMissing::Write), trouble),
    }
}

fn time_told(book: &mut Book, back: Back, reply: Reply, worn: bool) -> Move {
    let refuse = |refusal| Move::now(Step::Look(IfMissing::Refuse(refusal)));
    // A time that is kept for us is offered to nobody, not even to us.
    let may_be_ours = back != Back::Refused && book.dialect().hold(book).is_some();
    match reply {
        Reply::Resource(answer) => match book.dialect().time(book, answer) {
            Ok(Time::Free(slot)) => {
                book.slot = *slot;
                match back {
                    Back::Rejected => Move::now(Step::Look(IfMissing::Park(ParkReason::NotAccepted))),
                    Back::Refused | Back::Conflict => {
                        Move::later(Step::Look(IfMissing::Write), Delay::Clinic)
                    }
                }
            }
            Ok(Time::Taken) if may_be_ours && !worn => {
                Move::later(Step::Look(IfMissing::Write), Delay::Clinic)
            }
            Ok(Time::Taken) => refuse(Refusal::SlotTaken),
            Ok(Time::Withdrawn) => refuse(Refusal::SlotWithdrawn),
            Err(_) => Move::not_understood(Step::Time(back)),
        },
        Reply::Missing => refuse(Refusal::SlotWithdrawn),
        Reply::SignIn => Move::Parked(ParkReason::SignIn),
        Reply::Rejected | Reply::Conflict => Move::Parked(ParkReason::NotAccepted),
        Reply::Written(_) => Move::not_understood(Step::Time(back)),
        Reply::Trouble(trouble) => Move::later(Step::Time(back), trouble),
    }
}

fn looked(book: &Book, if_missing: IfMissing, reply: Reply, worn: bool) -> Move {
    let again = Step::Look(if_missing);
    let resource = match reply {
        Reply::Resource(resource) => resource,
        Reply::SignIn => return Move::Parked(ParkReason::SignIn),
        Reply::Missing | Reply::Rejected | Reply::Conflict => return Move::Parked(ParkReason::NotAccepted),
        Reply::Written(_) => return Move::not_understood(again),
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
    let same = book.dialect().is_same(book, &appointment);
    let status = appointment.status;
    if status.is_off() {
        let never_was = book.dialect().refuses_by_cancelling() && !matches!(if_missing, IfMissing::Wait);
        Move::Refused(if never_was { Refusal::SlotTaken } else { Refusal::CalledOff })
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
    let dialect = book.dialect();
    let count = page.matches.len();
    let seen: Vec<Appointment> =
        page.matches.into_iter().filter_map(|found| Appointment::view(found).ok()).collect();
    // A search by patient and day brings the patient's other appointments too.
    let answers = seen.iter().all(|other| other.patient() == Some(&book.patient)) && seen.len() == count;
    let mut ours: Vec<Appointment> =
        seen.into_iter().filter(|appointment| dialect.is_ours(book, appointment)).collect();
    ours.sort_by_key(|appointment| (appointment.status.is_off(), appointment.booking != Some(book.uuid)));
    match ours.into_iter().next() {
        Some(appointment) => Found::There(Box::new(appointment)),
        None if count == 0 => Found::Missing,
        None if dialect.finds_others() && answers => Found::Missing,
        None => Found::Unclear,
    }
}
