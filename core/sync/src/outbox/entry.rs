//! An intent while the process lives: its row, what it asks next, and when.

use std::time::Duration;

use nabz_care::{Id, ParkReason, Refusal};
use nabz_time::{Mono, Wall};

use super::row::{Row, State};
use crate::intent::{Move, Record, Step, book, cancel, consent, edit, finish};
use crate::reply::{Delay, Reply};
use crate::{HttpRequest, Intent, IntentId, RequestId};

/// Writes the server may fail on, while it answers look-ups, before an intent is set aside: with full jitter up to
/// 15 min the ninth comes after about a quarter of an hour. A server that answers nothing wears nothing.
const WORN: u32 = 8;

/// A yes to a price holds this long; a booking that waited longer sees first whether the clinic still asks the same.
const FRESH: Duration = Duration::from_secs(10 * 60);

#[derive(Clone)]
pub(super) struct Entry {
    pub(super) row: Row,
    /// What the intent changes, by name.
    pub(super) resources: Vec<String>,
    pub(super) step: Step,
    pub(super) due: Mono,
    pub(super) flight: Option<Flight>,
    /// Why it waits.
    pub(super) delay: Option<Delay>,
    /// Pauses so far, for the back-off.
    pub(super) failures: u32,
    /// Answers that left nothing to do but begin again.
    rebuffs: u32,
    /// The price was read again since the process began.
    priced: bool,
}

/// A request that is out.
#[derive(Clone, Copy)]
pub(super) struct Flight {
    pub(super) id: RequestId,
    /// After which its reply is not waited for any more.
    pub(super) until: Mono,
}

/// What a screen says of an intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Sealed on the phone, nothing sent yet.
    Pending,
    /// Sent this many times; the server has not confirmed it.
    Sending {
        /// How often.
        attempts: u32,
    },
    /// Done and, for a booking, read back.
    Confirmed {
        /// The server's name of the appointment, for bookings and visits.
        appointment: Option<Id>,
    },
    /// It will never be done.
    Refused(Refusal),
    /// Set aside until it is tried again.
    Parked(ParkReason),
}

/// Everything a screen says of an intent.
#[derive(Clone, Debug)]
pub struct Progress<'a> {
    /// Its name.
    pub id: IntentId,
    /// What it is.
    pub intent: &'a Intent,
    /// How far it has come.
    pub status: Status,
    /// Why it waits, if it does.
    pub delay: Option<Delay>,
    /// When the patient did it.
    pub submitted: Wall,
    /// How often it was sent.
    pub attempts: u32,
}

impl Entry {
    /// An entry that continues from its row: what may have reached the server is looked up before it is sent again.
    pub(super) fn new(row: Row) -> Self {
        let step = first_step(&row);
        let resources = row.intent.resources();
        Self {
            row,
            resources,
            step,
            due: Mono::ZERO,
            flight: None,
            delay: None,
            failures: 0,
            rebuffs: 0,
            priced: false,
        }
    }

    /// Begins again where the row stands.
    pub(super) fn restart(&mut self) {
        *self = Self::new(self.row.clone());
    }

    pub(super) fn id(&self) -> IntentId {
        self.row.intent.id()
    }

    pub(super) fn is_open(&self) -> bool {
        self.row.state == State::Open
    }

    /// Whether later changes of the same resource wait for it.
    pub(super) fn is_unsettled(&self) -> bool {
        matches!(self.row.state, State::Open | State::Parked(_))
    }

    pub(super) fn is_write(&self) -> bool {
        self.step.is_write()
    }

    /// The record, if it may go together with others.
    pub(super) fn record(&self) -> Option<&Record> {
        match (&self.step, &self.row.intent) {
            (Step::Record, Intent::Record(record)) => Some(record),
            _ => None,
        }
    }

    /// A booking nobody sent yet and that waited asks for the price first.
    pub(super) fn freshen(&mut self, now: Wall) {
        let Intent::Book(book) = &self.row.intent else { return };
        let first = matches!(self.step, Step::Book(book::Step::Write | book::Step::Hold));
        let unsent = self.row.attempts == 0 && first && !self.priced;
        let named = book.price.as_ref().is_some_and(|price| price.definition.is_some());
        let fresh = i64::try_from(FRESH.as_millis()).unwrap_or(i64::MAX);
        if unsent && named && now.millis().saturating_sub(self.row.submitted) > fresh {
            self.priced = true;
            self.step = book::Step::Price.into();
        }
    }

    /// The next request. `appointment` is the server's name of it, where one is meant; `piece` the bytes of an upload
    /// that are due.
    pub(super) fn request(&self, appointment: Option<&Id>, piece: &[u8]) -> Option<HttpRequest> {
        match (&self.step, &self.row.intent) {
            (Step::Consent(step), Intent::Consent(consent)) => Some(step.request(consent)),
            (Step::Book(step), Intent::Book(book)) => step.request(book),
            (Step::Cancel(step), Intent::Cancel(cancel)) => Some(step.request(cancel, appointment?)),
            (Step::Finish(step), Intent::FinishVisit(visit)) => Some(step.request(visit, appointment?)),
            (Step::Edit(step), Intent::Edit(edit)) => edit.request(step),
            (Step::Record, Intent::Record(record)) => Some(record.request()),
            (Step::Upload, Intent::Upload(upload)) => Some(upload.request(piece)),
            _ => None,
        }
    }

    /// What a reply to the request that was out makes of this intent.
    pub(super) fn reply(&mut self, reply: Reply, appointment: Option<&Id>) -> Move {
        let was_write = self.is_write();
        if was_write && matches!(&reply, Reply::Trouble(trouble) if trouble.delay.is_unsent()) {
            self.row.attempts = self.row.attempts.saturating_sub(1);
        }
        let history = book::History { sent: self.row.attempts > 0, worn: self.rebuffs >= WORN };
        let worn = history.worn;
        let step = std::mem::replace(&mut self.step, first_step(&self.row));
        let next = match (step, &mut self.row.intent, appointment) {
            (Step::Consent(step), Intent::Consent(consent), _) => step.reply(consent, reply),
            (Step::Book(step), Intent::Book(book), _) => step.reply(book, reply, history),
            (Step::Cancel(step), Intent::Cancel(cancel), Some(id)) => step.reply(cancel, id, reply, worn),
            (Step::Finish(step), Intent::FinishVisit(visit), Some(id)) => step.reply(visit, id, reply, worn),
            (Step::Edit(step), Intent::Edit(edit), _) => edit.reply(step, reply, worn),
            (Step::Record, Intent::Record(record), _) => unless_worn(record.reply(reply), worn),
            (Step::Upload, Intent::Upload(upload), _) => unless_worn(upload.reply(reply), worn),
            // An entry's step is made from its intent.
            (step, ..) => Move::not_understood(step),
        };
        if let Move::Later(_, trouble) = &next {
            let answered = matches!(trouble.delay, Delay::ServerBusy | Delay::NotUnderstood);
            let rebuffed = (was_write && answered) || trouble.delay == Delay::Clinic;
            self.rebuffs = self.rebuffs.saturating_add(u32::from(rebuffed));
        }
        next
    }

    pub(super) fn go_on(&mut self, step: Step, due: Mono, delay: Option<Delay>) {
        self.step = step;
        self.due = due;
        self.delay = delay;
    }

    pub(super) fn pause_after(&mut self, pause: Duration, step: Step, now: Mono, delay: Delay) {
        self.failures = self.failures.saturating_add(1);
        self.go_on(step, now + pause, Some(delay));
    }

    pub(super) fn progress(&self) -> Progress<'_> {
        let status = match &self.row.state {
            State::Open if self.row.attempts == 0 => Status::Pending,
            State::Open => Status::Sending { attempts: self.row.attempts },
            State::Confirmed { appointment } => Status::Confirmed { appointment: appointment.clone() },
            State::Refused(refusal) => Status::Refused(*refusal),
            State::Parked(reason) => Status::Parked(*reason),
        };
        Progress {
            id: self.id(),
            intent: &self.row.intent,
            status,
            delay: self.delay,
            submitted: Wall::from_millis(self.row.submitted),
            attempts: self.row.attempts,
        }
    }
}

/// What has nothing to look up first is set aside once its writes failed often enough; one that succeeds is done.
fn unless_worn(next: Move, worn: bool) -> Move {
    match next {
        Move::Later(_, trouble) if worn && !trouble.delay.is_unsent() => {
            Move::Parked(ParkReason::ServerFault)
        }
        next => next,
    }
}

fn first_step(row: &Row) -> Step {
    let sent = row.attempts > 0;
    match &row.intent {
        Intent::Consent(_) => consent::Step::Write.into(),
        Intent::Book(_) if row.acknowledged => book::Step::Look(book::IfMissing::Wait).into(),
        Intent::Book(_) if sent => book::Step::Look(book::IfMissing::Write).into(),
        Intent::Book(book) => book.first_step().into(),
        Intent::Cancel(_) => cancel::Step::Appointment.into(),
        Intent::FinishVisit(_) => finish::Step::Encounter.into(),
        Intent::Edit(_) if sent => edit::Step::Read.into(),
        Intent::Edit(_) => edit::Step::Write.into(),
        Intent::Record(_) => Step::Record,
        Intent::Upload(_) => Step::Upload,
    }
}
