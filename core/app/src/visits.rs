//! A visit from the wish to the follow-up: what is asked of the clinic, and what its answers change.

use std::time::Duration;

use nabz_care::{Id, Manner, Practitioner};
use nabz_locale::Formatter;
use nabz_sync::{
    Book, FinishVisit, HttpReply, Intent, IntentId, ParkReason, Refusal, RequestId, SyncEvent, Visited,
};
use nabz_time::{Now, Wall};
use nabz_vault::{Turn, VaultError};

use crate::desk::{Desk, Turning, Waiting};
use crate::effect::{Door, Effect, Secret};
use crate::press::Press;
use crate::questions::trouble;
use crate::records::{self, PROFILE, Phase, VISIT, Visit};
use crate::start::vault_error;
use crate::state::{Gate, Load, Place, SignIn, Trouble};

/// How long before a visit its waiting room opens.
pub(crate) const EARLY: Duration = Duration::from_secs(15 * 60);
/// A clinic that runs late still calls within the same half of the day; then nobody waits any more.
const PAST: Duration = Duration::from_secs(6 * 60 * 60);

/// Whether the waiting room of a booked visit is open.
pub(crate) fn waiting_room_is_open(visit: &Visit, now: Wall) -> bool {
    visit.phase == Phase::Booked && now >= visit.starts() - EARLY && !is_past(visit, now)
}

/// Whether a booked visit went by without a word spoken.
pub(crate) fn is_past(visit: &Visit, now: Wall) -> bool {
    visit.phase == Phase::Booked && visit.talk.is_none() && now > visit.ends() + PAST
}

impl Desk {
    /// After opening and after signing in: what is open goes on by itself.
    pub(crate) fn resume_visit(&mut self, now: Now) {
        if self.patient().is_none() {
            return;
        }
        self.ask_capability(now);
        self.ask_doctor();
        self.remind = true;
        let open_end = self.state.visit.as_ref().is_some_and(|visit| {
            let settled =
                visit.talk.as_ref().is_none_or(|talk| talk.follow_up.is_some() || talk.no_follow_up);
            visit.phase == Phase::Saved && !settled
        });
        if open_end {
            self.ask_follow_up();
        }
    }

    /// What is due goes out: requests of the outbox, questions of screens, reminders.
    pub(crate) fn proceed_visit(&mut self, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        if self.timers.follow_up.is_some_and(|at| at <= turning.now.mono) {
            self.timers.follow_up = None;
            self.ask_follow_up();
        }
        if std::mem::take(&mut self.remind) {
            self.plan_reminders(turning);
        }
        let Some(session) = &self.state.profile.session else {
            return Ok(());
        };
        let bearer = Secret(session.token.clone());
        let yields = self.yields_to_a_call();
        while !(yields && turning.now.mono < self.pace.free_at())
            && let Some((id, request)) =
                self.outbox.poll_request(turning.vault, turning.now).map_err(vault_error)?
        {
            self.request(Waiting::Outbox(id), request, &bearer, turning);
        }
        // Nobody looks while the person is not in: only what waits to be sent goes out.
        while self.state.gate == Gate::Open
            && !yields
            && let Some((id, request)) = self.reader.poll_request(turning.now)
        {
            self.request(Waiting::Reader(id), request, &bearer, turning);
        }
        Ok(())
    }

    fn request(
        &mut self,
        waiting: Waiting,
        request: nabz_sync::HttpRequest,
        bearer: &Secret,
        turning: &mut Turning<'_, '_>,
    ) {
        let id = self.next_effect();
        self.waiting.insert(id, waiting);
        self.pace.asked(&request, turning.now.mono);
        turning.effects.push(Effect::Http { id, door: Door::Records, request, bearer: Some(bearer.clone()) });
    }

    pub(crate) fn press_visit(
        &mut self,
        press: &Press,
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        match press {
            Press::Book => self.begin_booking(turning.now),
            Press::SeeTimes => {
                self.state.place = Place::Slots;
                self.ask_slots(turning.now);
            }
            Press::PickSlot(id) => self.pick(id),
            Press::Confirm => return self.confirm(turning),
            Press::Done => return self.done(turning),
            Press::TryAgain => self.try_again(turning.now),
            _ => {}
        }
        Ok(())
    }

    /// Book is also the way to a booking that is under way.
    fn begin_booking(&mut self, now: Now) {
        let visit = self.state.visit.as_ref().filter(|visit| !is_past(visit, now.wall));
        let under_way = visit.map(|visit| visit.phase);
        self.state.place = match under_way {
            Some(Phase::Asked | Phase::Booked | Phase::PriceChanged) => Place::Booking,
            Some(Phase::Ended) => Place::After,
            Some(Phase::Taken | Phase::Refused | Phase::Saved) | None => Place::Doctor,
        };
        if matches!(self.state.doctor, Load::Idle | Load::Failed(_)) {
            self.ask_doctor();
        }
    }

    fn pick(&mut self, id: &str) {
        let slots = self.state.slots.ready().into_iter().flatten();
        if let Some(slot) = slots.into_iter().find(|slot| slot.id.as_str() == id).cloned() {
            self.state.picked = Some(slot);
            self.state.place = Place::Confirm;
            self.ask_price();
        }
    }

    /// The person said yes to this doctor, time and price: sealed now, sent after the commit.
    fn confirm(&mut self, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        let price = match &self.state.price {
            Load::Ready { value, .. } => Some(value.clone()),
            // The clinic names none, and the person was told so.
            Load::Failed(Trouble::NotFound) => None,
            Load::Idle | Load::Loading | Load::Failed(_) => return Ok(()),
        };
        let (Some(slot), Some(doctor), Some(patient)) =
            (self.state.picked.take(), self.state.doctor.ready().cloned(), self.patient())
        else {
            return Ok(());
        };
        let Ok(uuid) = uuid::Uuid::parse_str(&turning.entropy.uuid()) else {
            return Ok(());
        };
        let visit = Visit {
            id: uuid.to_string(),
            slot: slot.id.to_string(),
            start: slot.start.millis(),
            end: slot.end.millis(),
            doctor: names(&doctor),
            doctor_gender: doctor.gender,
            practitioner: doctor.id.to_string(),
            asked_at: turning.now.wall.millis(),
            phase: Phase::Asked,
            talk: None,
        };
        let book = Book {
            uuid,
            slot,
            patient,
            practitioner: doctor.id,
            price: price.as_ref().map(Into::into),
            manner: Manner::default(),
            dialect: self.state.profile.booking,
        };
        self.outbox.submit(turning.vault, Intent::Book(Box::new(book)), turning.now).map_err(vault_error)?;
        records::store(turning.vault, VISIT, &visit)?;
        self.state.visit = Some(visit);
        self.state.place = Place::Booking;
        self.state.stopped = None;
        Ok(())
    }

    /// Leaves what is finished; in a waiting room after a talk, that finishes the visit.
    fn done(&mut self, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        let talked = self.state.visit.as_ref().is_some_and(|visit| visit.talk.is_some());
        if self.state.place == Place::Waiting && talked {
            return self.finish_visit(turning);
        }
        self.state.place = Place::Home;
        Ok(())
    }

    fn try_again(&mut self, now: Now) {
        self.outbox.hurry(now);
        match self.state.place {
            Place::Slots => self.ask_slots(now),
            Place::Confirm => self.ask_price(),
            Place::Visits => self.ask_visits(),
            Place::Doctor
            | Place::Home
            | Place::Language
            | Place::Booking
            | Place::Waiting
            | Place::Practice
            | Place::Safety
            | Place::Leave
            | Place::Pin
            | Place::After => {
                self.ask_doctor();
            }
        }
    }

    /// The consultation is over: one Encounter, written once, whatever is lost on the way.
    pub(crate) fn finish_visit(&mut self, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        self.state.place = Place::After;
        let Some(visit) = &mut self.state.visit else {
            return Ok(());
        };
        let Some(talk) = visit.talk.as_mut().filter(|talk| talk.ended.is_none()) else {
            return Ok(());
        };
        let ended = turning.now.wall.millis().max(talk.began + 1);
        talk.ended = Some(ended);
        let (Ok(encounter), Ok(booking)) = (talk.encounter.parse(), visit.id.parse()) else {
            return Ok(());
        };
        let finish = FinishVisit {
            encounter,
            visit: Visited::Booking(IntentId(booking)),
            start: Wall::from_millis(talk.began),
            end: Wall::from_millis(ended),
        };
        visit.phase = Phase::Ended;
        records::store(turning.vault, VISIT, visit)?;
        self.outbox
            .submit(turning.vault, Intent::FinishVisit(finish), turning.now)
            .map(|_| ())
            .map_err(vault_error)
    }

    pub(crate) fn outbox_replied(
        &mut self,
        id: RequestId,
        reply: HttpReply,
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        let events = self
            .outbox
            .handle_reply(turning.vault, id, reply, turning.now, turning.entropy)
            .map_err(vault_error)?;
        if !events.iter().any(|event| matches!(event, SyncEvent::Waiting { .. })) {
            self.state.clinic.trouble = None;
        }
        for event in events {
            self.synced(event, turning)?;
        }
        Ok(())
    }

    fn synced(&mut self, event: SyncEvent, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        match event {
            SyncEvent::Booked { intent, .. } => {
                self.set_phase(intent, Phase::Booked, turning)?;
                self.remind = true;
            }
            SyncEvent::VisitRecorded { .. } => {
                if let Some(visit) = &mut self.state.visit {
                    visit.phase = Phase::Saved;
                    records::store(turning.vault, VISIT, visit)?;
                }
                self.ask_follow_up();
            }
            SyncEvent::Refused { intent, refusal: Refusal::SlotTaken | Refusal::SlotWithdrawn } => {
                self.set_phase(intent, Phase::Taken, turning)?;
                self.ask_slots(turning.now);
            }
            SyncEvent::Refused { intent, refusal: Refusal::PriceChanged } => {
                self.set_phase(intent, Phase::PriceChanged, turning)?;
                self.ask_slots(turning.now);
            }
            SyncEvent::Refused { intent, .. } => self.set_phase(intent, Phase::Refused, turning)?,
            SyncEvent::Parked { reason: ParkReason::SignIn, .. } => self.sign_out(turning.vault)?,
            SyncEvent::Parked { intent, .. } => {
                self.state.clinic.trouble = Some(Trouble::Refused);
                self.set_phase(intent, Phase::Refused, turning)?;
            }
            SyncEvent::Waiting { delay, .. } => self.state.clinic.trouble = Some(trouble(delay)),
            SyncEvent::ConsentRecorded { .. }
            | SyncEvent::Cancelled { .. }
            | SyncEvent::Recorded { .. }
            | SyncEvent::Edited { .. }
            | SyncEvent::Uploaded { .. } => {}
        }
        Ok(())
    }

    /// Changes where the visit of a booking stands; a booking of an earlier visit changes nothing.
    fn set_phase(
        &mut self,
        booking: IntentId,
        phase: Phase,
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        match &mut self.state.visit {
            Some(visit) if visit.id == booking.0.to_string() => {
                visit.phase = phase;
                records::store(turning.vault, VISIT, visit)
            }
            Some(_) | None => Ok(()),
        }
    }

    /// The clinic wants a new sign-in. Nothing that waits is lost.
    pub(crate) fn sign_out(&mut self, turn: &mut Turn<'_>) -> Result<(), VaultError> {
        self.state.profile.session = None;
        self.state.sign_in = SignIn::Expired;
        records::store(turn, PROFILE, &self.state.profile)
    }

    pub(crate) fn patient(&self) -> Option<Id> {
        self.state.profile.session.as_ref()?.patient.as_str().try_into().ok()
    }
}

/// A doctor's name in each language somebody may choose later.
fn names(doctor: &Practitioner) -> Vec<(String, String)> {
    let tags = Formatter::languages().iter().map(|language| language.tag);
    tags.map(|tag| (tag.to_owned(), doctor.name_in(tag).to_owned())).collect()
}
