//! What the patient did and the clinic does not have yet.
//!
//! Every intent is a sealed row before its first byte leaves, has at most one request out, and is looked up before it
//! is sent again. Intents that change the same resource go in the order they were submitted; all others go
//! independently, and one that is set aside holds up nobody else.

mod entry;
mod event;
mod row;

use std::time::Duration;

use nabz_care::{Id, ParkReason, Refusal};
use nabz_time::{Entropy, Mono, Now};
use nabz_vault::{Turn, Vault};

use self::entry::{Entry, Flight};
use self::row::{Row, State};
use crate::intent::{Done, Move};
use crate::names::RequestIds;
use crate::reply::Reply;
use crate::{HttpReply, HttpRequest, Intent, IntentId, RequestId, SyncError, backoff};

pub use self::entry::{Progress, Status};
pub use self::event::SyncEvent;
pub use self::row::{APPOINTMENT, OUTBOX};

/// How much longer than its timeout a request is waited for, should whoever performs it forget to answer.
const GRACE: Duration = Duration::from_secs(5);

/// The outbox. See the [crate's page](crate) for how it is driven.
///
/// It decides in memory what it writes in the turn: when a turn could not be committed, [`reload`](Self::reload).
pub struct Outbox {
    entries: Vec<Entry>,
    ids: RequestIds,
    unreadable: usize,
}

impl Outbox {
    /// Continues from the rows of an unlocked vault.
    pub fn load(vault: &Vault) -> Result<Self, SyncError> {
        let mut outbox = Self::default();
        outbox.reload(vault)?;
        Ok(outbox)
    }

    /// Forgets what is in memory and continues from the rows. Replies to requests that are out are not ours any more.
    pub fn reload(&mut self, vault: &Vault) -> Result<(), SyncError> {
        let records = vault.list(OUTBOX)?;
        let total = records.len();
        self.entries =
            records.iter().filter_map(|record| Row::parse(&record.bytes)).map(Entry::new).collect();
        self.unreadable = total - self.entries.len();
        Ok(())
    }

    /// Rows another version of the app wrote. They stay as they are.
    pub fn unreadable(&self) -> usize {
        self.unreadable
    }

    /// Seals an intent in this turn. One that is here already stays as it is: a second tap changes nothing.
    pub fn submit(&mut self, turn: &mut Turn<'_>, intent: Intent, now: Now) -> Result<IntentId, SyncError> {
        let id = intent.id();
        if self.find(id).is_some() {
            return Ok(id);
        }
        let mut row = Row::new(intent, now.wall);
        if let Some(booking) = row.intent.booking()
            && self.find(booking).is_none_or(|booking| matches!(booking.row.state, State::Refused(_)))
        {
            row.state = State::Refused(Refusal::NeverBooked);
        }
        row.store(turn)?;
        let mut entry = Entry::new(row);
        entry.due = now.mono;
        self.entries.push(entry);
        Ok(id)
    }

    /// The next request to let out after this turn's commit. Call until it returns `None`.
    pub fn poll_request(
        &mut self,
        turn: &mut Turn<'_>,
        now: Now,
    ) -> Result<Option<(RequestId, HttpRequest)>, SyncError> {
        for index in 0..self.entries.len() {
            self.give_up_waiting(index, now.mono);
            let Some((request, is_write)) = self.next_request(index, now.mono) else { continue };
            let Some(entry) = self.entries.get_mut(index) else { continue };
            if is_write {
                entry.row.attempts = entry.row.attempts.saturating_add(1);
                entry.row.store(turn)?;
            }
            let id = self.ids.next();
            entry.flight = Some(Flight { id, until: now.mono + request.timeout + GRACE });
            return Ok(Some((id, request)));
        }
        Ok(None)
    }

    /// Takes the reply to a request. One that is not out any more is ignored.
    pub fn handle_reply(
        &mut self,
        turn: &mut Turn<'_>,
        id: RequestId,
        reply: HttpReply,
        now: Now,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<SyncEvent>, SyncError> {
        let is_out = |entry: &Entry| entry.flight.is_some_and(|flight| flight.id == id);
        let Some(index) = self.entries.iter().position(is_out) else { return Ok(Vec::new()) };
        let appointment = self.appointment_of(index);
        let Some(entry) = self.entries.get_mut(index) else { return Ok(Vec::new()) };
        entry.flight = None;
        let intent = entry.id();
        let next = entry.reply(Reply::read(reply, now), appointment.as_ref());
        match next {
            Move::Now(step) => entry.go_on(step, now.mono, None),
            Move::Later(step, trouble) => {
                let pause = backoff::pause(entry.failures, trouble.retry_after, entropy);
                entry.pause_after(pause, step, now.mono, trouble.delay);
                if trouble.delay.is_unsent() {
                    entry.row.store(turn)?;
                }
                return Ok(vec![SyncEvent::Waiting { intent, delay: trouble.delay, pause }]);
            }
            Move::Acknowledged(step) => {
                entry.row.acknowledged = true;
                entry.row.store(turn)?;
                entry.go_on(step, now.mono, None);
            }
            Move::Done(done) => return self.settle_done(turn, index, done),
            Move::Refused(refusal) => return self.refuse(turn, index, refusal),
            Move::Parked(reason) => {
                entry.row.state = State::Parked(reason);
                entry.row.store(turn)?;
                return Ok(vec![SyncEvent::Parked { intent, reason }]);
            }
        }
        Ok(Vec::new())
    }

    /// When [`poll_request`](Self::poll_request) has something to do again; `None` while nothing is open.
    pub fn poll_timeout(&self) -> Option<Mono> {
        let moment = |(index, entry): (usize, &Entry)| match entry.flight {
            Some(flight) => Some(flight.until),
            None => self.may_go(index).then_some(entry.due),
        };
        self.entries.iter().enumerate().filter_map(moment).min()
    }

    /// Everything here, in the order it was submitted.
    pub fn progress(&self) -> impl Iterator<Item = Progress<'_>> {
        self.entries.iter().map(Entry::progress)
    }

    /// How far one intent has come.
    pub fn status(&self, id: IntentId) -> Option<Status> {
        self.find(id).map(|entry| entry.progress().status)
    }

    /// Tries everything open at once: the network is back, or somebody asked.
    pub fn hurry(&mut self, now: Now) {
        for entry in self.entries.iter_mut().filter(|entry| entry.is_open()) {
            entry.due = entry.due.min(now.mono);
            entry.failures = 0;
        }
    }

    /// Tries what is set aside again: one intent because somebody asked.
    pub fn retry(&mut self, turn: &mut Turn<'_>, id: IntentId) -> Result<(), SyncError> {
        self.reopen(turn, |entry, _| entry.id() == id)
    }

    /// Tries again what waited for the patient to sign in.
    pub fn signed_in(&mut self, turn: &mut Turn<'_>) -> Result<(), SyncError> {
        self.reopen(turn, |_, reason| reason == ParkReason::SignIn)
    }

    /// Forgets an intent that is settled or set aside; an open one stays. Giving up a booking that is set aside does
    /// not call it off at the clinic, and a visit that waits for it will not be recorded.
    pub fn discard(&mut self, turn: &mut Turn<'_>, id: IntentId) -> Result<Vec<SyncEvent>, SyncError> {
        let Some(index) = self.entries.iter().position(|entry| entry.id() == id && !entry.is_open()) else {
            return Ok(Vec::new());
        };
        turn.delete(OUTBOX, &id.0.to_string())?;
        self.entries.remove(index);
        self.refuse_dependents(turn, id)
    }

    fn find(&self, id: IntentId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id() == id)
    }

    fn next_request(&self, index: usize, now: Mono) -> Option<(HttpRequest, bool)> {
        let entry = self.entries.get(index)?;
        if entry.flight.is_some() || entry.due > now || !self.may_go(index) {
            return None;
        }
        let request = entry.request(self.appointment_of(index).as_ref())?;
        Some((request, entry.is_write()))
    }

    /// Whether an open intent waits for no other: none before it changes a resource of its own, and the booking it
    /// belongs to is confirmed.
    fn may_go(&self, index: usize) -> bool {
        let Some(entry) = self.entries.get(index).filter(|entry| entry.is_open()) else { return false };
        let mine = entry.row.intent.resources();
        let shares =
            |other: &Entry| other.row.intent.resources().iter().any(|resource| mine.contains(resource));
        let waits = self.entries.iter().take(index).any(|other| other.is_unsettled() && shares(other));
        !waits && (entry.row.intent.booking().is_none() || self.appointment_of(index).is_some())
    }

    /// The server's name of the appointment a visit was.
    fn appointment_of(&self, index: usize) -> Option<Id> {
        let Intent::FinishVisit(visit) = &self.entries.get(index)?.row.intent else { return None };
        match &visit.visit {
            crate::Visited::Appointment(id) => Some(id.clone()),
            crate::Visited::Booking(booking) => match &self.find(*booking)?.row.state {
                State::Confirmed { appointment } => appointment.clone(),
                _ => None,
            },
        }
    }

    /// A request nobody answered in time counts as one without an answer, and its reply as unknown.
    fn give_up_waiting(&mut self, index: usize, now: Mono) {
        let appointment = self.appointment_of(index);
        let Some(entry) = self.entries.get_mut(index) else { return };
        if entry.flight.is_none_or(|flight| flight.until > now) {
            return;
        }
        entry.flight = None;
        if let Move::Later(step, trouble) = entry.reply(Reply::NO_ANSWER, appointment.as_ref()) {
            entry.pause_after(Duration::ZERO, step, now, trouble.delay);
        }
    }

    fn settle_done(
        &mut self,
        turn: &mut Turn<'_>,
        index: usize,
        done: Done,
    ) -> Result<Vec<SyncEvent>, SyncError> {
        let Some(entry) = self.entries.get_mut(index) else { return Ok(Vec::new()) };
        let intent = entry.id();
        entry.row.state = State::Confirmed { appointment: done.appointment().cloned() };
        entry.row.store(turn)?;
        entry.delay = None;
        Ok(vec![match done {
            Done::Consent => SyncEvent::ConsentRecorded { intent },
            Done::Booked(appointment) => {
                row::keep(turn, &appointment)?;
                SyncEvent::Booked { intent, appointment }
            }
            Done::Finished { appointment } => {
                row::keep(turn, &appointment)?;
                SyncEvent::VisitRecorded { intent, appointment }
            }
        }])
    }

    fn refuse(
        &mut self,
        turn: &mut Turn<'_>,
        index: usize,
        refusal: Refusal,
    ) -> Result<Vec<SyncEvent>, SyncError> {
        let Some(entry) = self.entries.get_mut(index) else { return Ok(Vec::new()) };
        let intent = entry.id();
        entry.row.state = State::Refused(refusal);
        entry.row.store(turn)?;
        let mut events = vec![SyncEvent::Refused { intent, refusal }];
        events.extend(self.refuse_dependents(turn, intent)?);
        Ok(events)
    }

    /// Visits of a booking that will never be are refused with it.
    fn refuse_dependents(
        &mut self,
        turn: &mut Turn<'_>,
        booking: IntentId,
    ) -> Result<Vec<SyncEvent>, SyncError> {
        let refusal = Refusal::NeverBooked;
        let depends =
            |entry: &&mut Entry| entry.is_unsettled() && entry.row.intent.booking() == Some(booking);
        let mut events = Vec::new();
        for entry in self.entries.iter_mut().filter(depends) {
            entry.row.state = State::Refused(refusal);
            entry.row.store(turn)?;
            events.push(SyncEvent::Refused { intent: entry.id(), refusal });
        }
        Ok(events)
    }

    fn reopen(
        &mut self,
        turn: &mut Turn<'_>,
        which: impl Fn(&Entry, ParkReason) -> bool,
    ) -> Result<(), SyncError> {
        for entry in &mut self.entries {
            let State::Parked(reason) = entry.row.state else { continue };
            if which(entry, reason) {
                entry.row.state = State::Open;
                entry.restart();
                entry.row.store(turn)?;
            }
        }
        Ok(())
    }
}

/// Empty: before the vault is open.
impl Default for Outbox {
    fn default() -> Self {
        Self { entries: Vec::new(), ids: RequestIds::OUTBOX, unreadable: 0 }
    }
}

impl std::fmt::Debug for Outbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outbox({} intents)", self.entries.len())
    }
}
