//! What the patient did and the clinic does not have yet.
//!
//! Every intent is a sealed row before its first byte leaves, has at most one request out, and is looked up before it
//! is sent again. Intents that change the same resource go in the order they were submitted; all others go
//! independently, and one that is set aside holds up nobody else. Records go many at a time, fewer where the line or the
//! server does not carry so many.

mod batch;
mod entry;
mod event;
mod lease;
#[cfg(test)]
mod model;
mod row;

use std::collections::BTreeSet;
use std::time::Duration;

use nabz_care::{Id, ParkReason, Refusal, Resource};
use nabz_time::{Entropy, Mono, Now};
use nabz_vault::{KeyClass, Turn, Vault};

use self::batch::Batch;
use self::entry::{Entry, Flight};
use self::lease::Lease;
use self::row::{Row, State};
use crate::intent::{Done, Keep, Move, upload};
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
    batch: Batch,
    lease: Lease,
}

/// A change of the patient's and one of the clinic's that do not agree.
#[derive(Clone, Debug)]
pub struct Conflict<'a> {
    /// As the patient wants it.
    pub mine: &'a Resource,
    /// As the clinic holds it.
    pub theirs: &'a Resource,
    /// The fields both changed, by their FHIR names.
    pub fields: Vec<String>,
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
        self.lease = Lease::default();
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
        let never =
            |booking| self.find(booking).is_none_or(|booking| matches!(booking.row.state, State::Refused(_)));
        if row.intent.waits_for().any(never) {
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
        self.give_up_waiting(now.mono);
        let ready = self.ready();
        for index in 0..self.entries.len() {
            let is_due = |entry: &Entry| {
                entry.flight.is_none() && entry.due <= now.mono && ready.get(index) == Some(&true)
            };
            let Some(entry) = self.entries.get_mut(index).filter(|entry| is_due(entry)) else { continue };
            entry.freshen(now.wall);
            let together = self.together(index, &ready);
            let Some(request) = self.request(turn, &together)? else { continue };
            if !self.lease.hold(turn)? {
                return Ok(None);
            }
            let id = self.ids.next();
            let flight = Flight { id, until: now.mono + request.timeout + GRACE };
            for index in together {
                let Some(entry) = self.entries.get_mut(index) else { continue };
                if entry.is_write() {
                    entry.row.attempts = entry.row.attempts.saturating_add(1);
                    entry.row.store(turn)?;
                }
                entry.flight = Some(flight);
            }
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
        let out: Vec<usize> =
            (0..self.entries.len()).filter(|index| self.entries.get(*index).is_some_and(is_out)).collect();
        let reply = Reply::read(reply, now);
        match out.as_slice() {
            [] => Ok(Vec::new()),
            [one] => self.take(turn, *one, reply, now, &mut |failures, asked| {
                backoff::pause(failures, asked, entropy)
            }),
            several => self.take_batch(turn, several, reply, now, entropy),
        }
    }

    /// The replies of a batch, each to its record. A batch that failed as a whole is cut in half.
    fn take_batch(
        &mut self,
        turn: &mut Turn<'_>,
        records: &[usize],
        reply: Reply,
        now: Now,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<SyncEvent>, SyncError> {
        let mut events = Vec::new();
        // One pause for all: drawn each by itself they would never go together again.
        let mut pauses = std::collections::BTreeMap::new();
        let mut pause = |failures: u32, asked: Option<Duration>| {
            *pauses.entry((failures, asked)).or_insert_with(|| backoff::pause(failures, asked, entropy))
        };
        match batch::split(reply, records.len()) {
            Ok(replies) => {
                self.batch.succeeded(records.len());
                for (index, reply) in records.iter().zip(replies) {
                    events.extend(self.take(turn, *index, reply, now, &mut pause)?);
                }
            }
            Err(whole) => {
                if batch::is_about_the_whole(&whole) {
                    self.batch.failed(records.len());
                }
                for index in records {
                    if batch::is_refused(&whole) {
                        self.try_at_once(*index, now.mono);
                    } else {
                        events.extend(self.take(turn, *index, whole.clone(), now, &mut pause)?);
                    }
                }
            }
        }
        Ok(events)
    }

    /// What a reply makes of the intent it is for.
    fn take(
        &mut self,
        turn: &mut Turn<'_>,
        index: usize,
        reply: Reply,
        now: Now,
        pause: &mut dyn FnMut(u32, Option<Duration>) -> Duration,
    ) -> Result<Vec<SyncEvent>, SyncError> {
        let appointment = self.appointment_of(index);
        let Some(entry) = self.entries.get_mut(index) else { return Ok(Vec::new()) };
        entry.flight = None;
        let intent = entry.id();
        match entry.reply(reply, appointment.as_ref()) {
            Move::Now(step) => entry.go_on(step, now.mono, None),
            Move::Later(step, trouble) => {
                let pause = pause(entry.failures, trouble.retry_after);
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
            Move::Done(done) => return self.settle_done(turn, index, done, now),
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
        let ready = self.ready();
        let moment = |(entry, ready): (&Entry, &bool)| match entry.flight {
            Some(flight) => Some(flight.until),
            None => ready.then_some(entry.due),
        };
        self.entries.iter().zip(&ready).filter_map(moment).min()
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

    /// The two sides of a change that is set aside as a conflict.
    pub fn conflict(&self, id: IntentId) -> Option<Conflict<'_>> {
        let entry = self.find(id).filter(|entry| entry.row.state == State::Parked(ParkReason::Conflict))?;
        let Intent::Edit(edit) = &entry.row.intent else { return None };
        Some(Conflict { mine: edit.mine(), theirs: edit.theirs()?, fields: edit.disputed() })
    }

    /// Decides a conflict. What is not disputed is merged either way.
    pub fn decide(&mut self, turn: &mut Turn<'_>, id: IntentId, keep: Keep) -> Result<(), SyncError> {
        let is_it =
            |entry: &&mut Entry| entry.id() == id && entry.row.state == State::Parked(ParkReason::Conflict);
        let Some(entry) = self.entries.iter_mut().find(is_it) else { return Ok(()) };
        let Intent::Edit(edit) = &mut entry.row.intent else { return Ok(()) };
        entry.row.state = match keep {
            Keep::Theirs => State::Refused(Refusal::GaveWay),
            Keep::Mine => {
                edit.decide();
                // Nothing of the decided change was sent yet.
                entry.row.attempts = 0;
                State::Open
            }
        };
        entry.restart();
        entry.row.store(turn)?;
        Ok(())
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

    /// Which intents wait for no other: none before it changes a resource of its own, and the bookings it waits for
    /// are confirmed.
    fn ready(&self) -> Vec<bool> {
        let mut claimed = BTreeSet::new();
        let mut ready = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            let free = entry.resources.iter().all(|resource| !claimed.contains(resource.as_str()));
            ready.push(
                entry.is_open() && free && entry.row.intent.waits_for().all(|id| self.is_confirmed(id)),
            );
            if entry.is_unsettled() {
                claimed.extend(entry.resources.iter().map(String::as_str));
            }
        }
        ready
    }

    fn is_confirmed(&self, id: IntentId) -> bool {
        self.find(id).is_some_and(|entry| matches!(entry.row.state, State::Confirmed { .. }))
    }

    /// This entry and, if it is a record, those that go with it.
    fn together(&self, first: usize, ready: &[bool]) -> Vec<usize> {
        let record = |index: usize| self.entries.get(index).filter(|entry| entry.flight.is_none())?.record();
        let Some(one) = record(first) else { return vec![first] };
        let (mut together, mut bytes) = (vec![first], batch::weight(one));
        for index in first + 1..self.entries.len() {
            if together.len() >= self.batch.most() {
                break;
            }
            let Some(weight) = record(index).filter(|_| ready.get(index) == Some(&true)).map(batch::weight)
            else {
                continue;
            };
            if !Batch::fits(bytes, weight) {
                break;
            }
            bytes += weight;
            together.push(index);
        }
        together
    }

    fn request(&self, turn: &Turn<'_>, together: &[usize]) -> Result<Option<HttpRequest>, SyncError> {
        if let [first, _, ..] = together {
            let records: Vec<_> = together.iter().filter_map(|at| self.entries.get(*at)?.record()).collect();
            debug_assert!(records.len() == together.len(), "entry {first} goes with records only");
            return Ok(Some(batch::request(&records)));
        }
        let Some((index, entry)) = together.first().and_then(|at| Some((*at, self.entries.get(*at)?))) else {
            return Ok(None);
        };
        let piece = match &entry.row.intent {
            Intent::Upload(upload) => piece(turn, upload)?,
            _ => Vec::new(),
        };
        Ok(entry.request(self.appointment_of(index).as_ref(), &piece))
    }

    /// The server's name of the appointment an intent is about.
    fn appointment_of(&self, index: usize) -> Option<Id> {
        match self.entries.get(index)?.row.intent.visited()? {
            crate::Visited::Appointment(id) => Some(id.clone()),
            crate::Visited::Booking(booking) => match &self.find(*booking)?.row.state {
                State::Confirmed { appointment } => appointment.clone(),
                _ => None,
            },
        }
    }

    /// A request nobody answered in time counts as one without an answer, and its reply as unknown.
    fn give_up_waiting(&mut self, now: Mono) {
        let mut late: std::collections::BTreeMap<RequestId, usize> = std::collections::BTreeMap::new();
        for index in 0..self.entries.len() {
            let appointment = self.appointment_of(index);
            let Some(entry) = self.entries.get_mut(index) else { continue };
            let Some(flight) = entry.flight.filter(|flight| flight.until <= now) else { continue };
            *late.entry(flight.id).or_default() += 1;
            entry.flight = None;
            if let Move::Later(step, trouble) = entry.reply(Reply::NO_ANSWER, appointment.as_ref()) {
                entry.pause_after(Duration::ZERO, step, now, trouble.delay);
            }
        }
        for sent in late.into_values().filter(|sent| *sent > 1) {
            self.batch.failed(sent);
        }
    }

    fn try_at_once(&mut self, index: usize, now: Mono) {
        if let Some(entry) = self.entries.get_mut(index) {
            entry.flight = None;
            entry.due = now;
        }
    }

    fn settle_done(
        &mut self,
        turn: &mut Turn<'_>,
        index: usize,
        done: Done,
        now: Now,
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
            Done::Cancelled(appointment) => {
                row::keep(turn, &appointment)?;
                SyncEvent::Cancelled { intent, appointment }
            }
            Done::Finished { appointment } => {
                row::keep(turn, &appointment)?;
                SyncEvent::VisitRecorded { intent, appointment }
            }
            Done::Recorded => SyncEvent::Recorded { intent },
            Done::Edited(resource) => SyncEvent::Edited { intent, resource },
            Done::Uploaded { blob } => {
                turn.confirm_blob(KeyClass::Outbox, &blob, now.wall)?;
                SyncEvent::Uploaded { intent }
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
            |entry: &&mut Entry| entry.is_unsettled() && entry.row.intent.waits_for().any(|id| id == booking);
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
        Self {
            entries: Vec::new(),
            ids: RequestIds::OUTBOX,
            unreadable: 0,
            batch: Batch::default(),
            lease: Lease::default(),
        }
    }
}

impl std::fmt::Debug for Outbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outbox({} intents)", self.entries.len())
    }
}

/// The bytes of an upload's next piece; none once all are sent. The blob is read chunk by chunk from its beginning.
fn piece(turn: &Turn<'_>, upload: &crate::intent::Upload) -> Result<Vec<u8>, SyncError> {
    let mut piece = Vec::new();
    let Some(mut blob) = turn.blob(KeyClass::Outbox, &upload.blob)? else { return Ok(piece) };
    let mut skip = (upload.sent as usize).saturating_mul(upload::PIECE);
    while piece.len() < upload::PIECE
        && let Some(chunk) = blob.next_chunk()?
    {
        let from = skip.min(chunk.len());
        skip -= from;
        piece.extend_from_slice(chunk.get(from..).unwrap_or_default());
    }
    piece.truncate(upload::PIECE);
    Ok(piece)
}
