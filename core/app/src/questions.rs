//! What screens ask of the clinic, and what its answers change. Nothing here is durable: who still needs an answer asks
//! again.

use std::time::Duration;

use jiff::tz::TimeZone;
use nabz_sync::{Answer, Delay, HttpReply, IntentId, Query, QueryError, RequestId, Status};
use nabz_time::{Now, Wall};
use nabz_vault::VaultError;

use crate::desk::{Desk, Turning};
use crate::records::{self, PROFILE, VISIT};
use crate::state::{Load, PastVisit, Trouble, VisitList};

/// How far ahead free times are looked for.
const AHEAD: Duration = Duration::from_secs(14 * 24 * 60 * 60);
/// A doctor writes the order after the call; it is looked for this often, this many times.
const FOLLOW_UP_EVERY: Duration = Duration::from_secs(3);
const FOLLOW_UP_TRIES: u32 = 10;

/// How a clinic books is asked again after this long: its answer is large, and changes with the clinic's software.
const PROBE_EVERY: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// What a query was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Capability,
    Doctor,
    Slots,
    Price,
    FollowUp,
    Visits,
}

impl Desk {
    pub(crate) fn reader_replied(
        &mut self,
        id: RequestId,
        reply: HttpReply,
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        let Some((query, answer)) = self.reader.handle_reply(id, reply, turning.now, turning.entropy) else {
            return Ok(());
        };
        let Some(place) = self.asked.iter().position(|(asked, _)| *asked == query) else {
            return Ok(());
        };
        let (_, asked) = self.asked.swap_remove(place);
        match answer {
            Ok(answer) => self.answered(answer, turning),
            Err(QueryError::SignIn) => self.sign_out(turning.vault),
            Err(error) => {
                self.unanswered(asked, error, turning.now);
                Ok(())
            }
        }
    }

    fn answered(&mut self, answer: Answer, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        let as_of = turning.now.wall;
        self.state.clinic.trouble = None;
        match answer {
            Answer::Capability(capability) => {
                self.state.profile.booking = capability.booking;
                self.state.profile.probed = Some(as_of.millis());
                self.reader.speak(capability.booking);
                return records::store(turning.vault, PROFILE, &self.state.profile);
            }
            // Nothing here asks for these yet.
            Answer::Doctors(_) | Answer::Published(_) => {}
            Answer::FamilyDoctor(Some(doctor)) => {
                self.state.doctor = Load::Ready { value: doctor.practitioner, as_of };
                if self.slots_wait_for_doctor() {
                    self.ask_slots(turning.now);
                }
            }
            Answer::FamilyDoctor(None) => self.no_doctor(Trouble::NotFound),
            Answer::FreeSlots(slots) => self.state.slots = Load::Ready { value: slots.items, as_of },
            Answer::Price(Some(price)) => self.state.price = Load::Ready { value: price, as_of },
            Answer::Price(None) => self.state.price = Load::Failed(Trouble::NotFound),
            Answer::FollowUp(order) => {
                let zone = TimeZone::get(&self.config.zone).unwrap_or(TimeZone::UTC);
                return self.follow_up_found(order.map(|order| order.due.wall(&zone)), turning);
            }
            Answer::Appointments(found) => {
                let mut visits: Vec<PastVisit> = found.items.into_iter().map(PastVisit::from).collect();
                visits.reverse();
                let value = VisitList { visits, complete: found.complete };
                self.state.visits = Load::Ready { value, as_of };
            }
        }
        Ok(())
    }

    fn unanswered(&mut self, asked: Asked, error: QueryError, now: Now) {
        let trouble = match error {
            QueryError::NotFound => Trouble::NotFound,
            QueryError::SignIn | QueryError::NotAccepted => Trouble::Refused,
            QueryError::NoAnswer(delay) => trouble(delay),
        };
        match asked {
            // A clinic that does not say is spoken to plainly, or as it said last.
            Asked::Capability => {}
            Asked::Doctor => self.no_doctor(trouble),
            Asked::Slots => self.state.slots = Load::Failed(trouble),
            Asked::Price => self.state.price = Load::Failed(trouble),
            // What was read once can still be read without a line; it says of when it is.
            Asked::Visits if self.state.visits.ready().is_some() => {}
            Asked::Visits => self.state.visits = Load::Failed(trouble),
            Asked::FollowUp => self.timers.follow_up = Some(now.mono + FOLLOW_UP_EVERY),
        }
    }

    fn no_doctor(&mut self, trouble: Trouble) {
        // A doctor who is known stays known while the clinic cannot be asked again.
        if self.state.doctor.ready().is_none() || trouble == Trouble::NotFound {
            self.state.doctor = Load::Failed(trouble);
        }
        if self.slots_wait_for_doctor() {
            self.state.slots = Load::Failed(trouble);
        }
    }

    fn follow_up_found(
        &mut self,
        due: Option<Wall>,
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        let Some(visit) = &mut self.state.visit else {
            return Ok(());
        };
        let Some(talk) = &mut visit.talk else {
            return Ok(());
        };
        if let Some(due) = due {
            talk.follow_up = Some(due.millis());
            self.remind = true;
        } else if self.follow_up_tries < FOLLOW_UP_TRIES {
            self.timers.follow_up = Some(turning.now.mono + FOLLOW_UP_EVERY);
            return Ok(());
        } else {
            talk.no_follow_up = true;
        }
        records::store(turning.vault, VISIT, visit)
    }

    fn ask(&mut self, asked: Asked, query: Query) {
        let id = self.reader.start(query);
        self.asked.retain(|(_, other)| *other != asked);
        self.asked.push((id, asked));
    }

    /// Asks how the clinic books, if that was not said lately.
    pub(crate) fn ask_capability(&mut self, now: Now) {
        self.reader.speak(self.state.profile.booking);
        let lately = |at: i64| now.wall.millis_since(Wall::from_millis(at)).unsigned_abs() < probe_every();
        if !self.state.profile.probed.is_some_and(lately) {
            self.ask(Asked::Capability, Query::Capability);
        }
    }

    pub(crate) fn ask_doctor(&mut self) {
        if let Some(patient) = self.patient() {
            if self.state.doctor.ready().is_none() {
                self.state.doctor = Load::Loading;
            }
            self.ask(Asked::Doctor, Query::FamilyDoctor { patient });
        }
    }

    /// Times are a doctor's: while the doctor is not known, that is asked first.
    pub(crate) fn ask_slots(&mut self, now: Now) {
        self.state.slots = Load::Loading;
        match self.state.doctor.ready() {
            Some(doctor) => {
                let practitioner = doctor.id.clone();
                self.ask(
                    Asked::Slots,
                    Query::FreeSlots { practitioner, from: now.wall, to: now.wall + AHEAD },
                );
            }
            None => self.ask_doctor(),
        }
    }

    fn slots_wait_for_doctor(&self) -> bool {
        self.state.slots == Load::Loading && self.asked.iter().all(|(_, asked)| *asked != Asked::Slots)
    }

    pub(crate) fn ask_price(&mut self) {
        if let Some(doctor) = self.state.doctor.ready() {
            let query = Query::Price { practitioner: doctor.id.clone() };
            self.state.price = Load::Loading;
            self.ask(Asked::Price, query);
        }
    }

    /// All of the patient's appointments; those read before stay in sight until the answer is there.
    pub(crate) fn ask_visits(&mut self) {
        if let Some(patient) = self.patient() {
            if self.state.visits.ready().is_none() {
                self.state.visits = Load::Loading;
            }
            self.ask(Asked::Visits, Query::Appointments { patient, from: Wall::from_millis(0) });
        }
    }

    pub(crate) fn ask_follow_up(&mut self) {
        let Some(booking) = self.state.visit.as_ref().and_then(|visit| visit.id.parse().ok()) else {
            return;
        };
        if let (Some(patient), Some(Status::Confirmed { appointment: Some(appointment) })) =
            (self.patient(), self.outbox.status(IntentId(booking)))
        {
            self.follow_up_tries += 1;
            self.ask(Asked::FollowUp, Query::FollowUp { patient, appointment });
        }
    }
}

fn probe_every() -> u64 {
    u64::try_from(PROBE_EVERY.as_millis()).unwrap_or(u64::MAX)
}

/// Why there is no answer, as far as a person can use it.
pub(crate) fn trouble(delay: Delay) -> Trouble {
    match delay {
        Delay::NoConnection => Trouble::Unreachable,
        Delay::NotTrusted => Trouble::NotTrusted,
        Delay::NoAnswer => Trouble::NoAnswer,
        Delay::NotUnderstood => Trouble::NotUnderstood,
        Delay::ServerBusy | Delay::Clinic => Trouble::Clinic,
    }
}
