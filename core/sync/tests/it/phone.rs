//! A phone: a vault that survives and an outbox that does not.

use nabz_care::{Id, Manner, Resource, Slot};
use nabz_sync::{
    Book, BookingDialect, Consent, FinishVisit, HttpReply, HttpRequest, Intent, IntentId, Outbox, RequestId,
    Status, SyncEvent, Visited,
};
use nabz_time::{Entropy, Mono, Now, Wall};
use nabz_vault::{DataKeys, KeySlots, Place, Vault};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore as _, SeedableRng as _};
use serde_json::Value;
use uuid::Uuid;

pub(crate) struct Seeded(ChaCha8Rng);

impl Seeded {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// True in `permille` of a thousand cases.
    pub(crate) fn chance(&mut self, permille: u64) -> bool {
        self.up_to(999) < permille
    }

    pub(crate) fn draw_uuid(&mut self) -> Uuid {
        Uuid::try_parse(&self.uuid()).unwrap()
    }
}

impl Entropy for Seeded {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill_bytes(out);
    }
}

pub(crate) struct Phone {
    pub(crate) vault: Vault,
    pub(crate) outbox: Outbox,
    pub(crate) entropy: Seeded,
    pub(crate) patient: Id,
    pub(crate) events: Vec<SyncEvent>,
}

pub(crate) fn at(millis: u64) -> Now {
    Now {
        mono: Mono::from_millis(millis),
        wall: Wall::from_millis(1_795_000_000_000 + i64::try_from(millis).unwrap()),
    }
}

impl Phone {
    pub(crate) fn new(patient: &str, seed: u64) -> Self {
        let mut entropy = Seeded::new(seed);
        let mut vault = Vault::open(&Place::Memory).unwrap();
        let keys = DataKeys::generate(&mut entropy);
        let slots = KeySlots { outbox: vec![1], clinical: vec![2] };
        vault.initialise(&keys, slots, &mut entropy).unwrap();
        let outbox = Outbox::load(&vault).unwrap();
        Self { vault, outbox, entropy, patient: Id::try_from(patient).unwrap(), events: Vec::new() }
    }

    /// The process is killed: what was not committed is gone, and the next one continues from the rows.
    pub(crate) fn kill(&mut self) {
        self.outbox = Outbox::load(&self.vault).unwrap();
    }

    pub(crate) fn submit(&mut self, intent: Intent, now: Now) -> IntentId {
        let mut turn = self.vault.turn(&mut self.entropy).unwrap();
        let id = self.outbox.submit(&mut turn, intent, now).unwrap();
        turn.commit().unwrap();
        id
    }

    /// One turn that lets out everything that may go.
    pub(crate) fn requests(&mut self, now: Now) -> Vec<(RequestId, HttpRequest)> {
        let mut turn = self.vault.turn(&mut self.entropy).unwrap();
        let mut out = Vec::new();
        while let Some(request) = self.outbox.poll_request(&mut turn, now).unwrap() {
            out.push(request);
        }
        turn.commit().unwrap();
        out
    }

    /// A turn that is killed before its commit: nothing of it leaves, nothing of it is kept.
    pub(crate) fn killed_before_commit(&mut self, now: Now) {
        let mut turn = self.vault.turn(&mut self.entropy).unwrap();
        while self.outbox.poll_request(&mut turn, now).unwrap().is_some() {}
        drop(turn);
        self.kill();
    }

    pub(crate) fn reply(&mut self, id: RequestId, reply: HttpReply, now: Now) -> Vec<SyncEvent> {
        let mut turn = self.vault.turn(&mut self.entropy).unwrap();
        let events = self.outbox.handle_reply(&mut turn, id, reply, now, &mut self.entropy).unwrap();
        turn.commit().unwrap();
        self.events.extend(events.clone());
        events
    }

    /// The patient presses "try again" on whatever is set aside.
    pub(crate) fn retry_parked(&mut self) {
        let parked: Vec<IntentId> = self
            .outbox
            .progress()
            .filter(|progress| matches!(progress.status, Status::Parked(_)))
            .map(|progress| progress.id)
            .collect();
        let mut turn = self.vault.turn(&mut self.entropy).unwrap();
        for id in parked {
            self.outbox.retry(&mut turn, id).unwrap();
        }
        turn.commit().unwrap();
    }

    pub(crate) fn status(&self, id: IntentId) -> Status {
        self.outbox.status(id).unwrap()
    }

    /// A booking of a slot as the server shows it now.
    pub(crate) fn book(&mut self, slot: &Value) -> Intent {
        let slot = Slot::view(Resource::from_value(slot.clone()).unwrap()).unwrap();
        let practitioner = Id::try_from("d1").unwrap();
        let uuid = self.entropy.draw_uuid();
        let (patient, manner, dialect) = (self.patient.clone(), Manner::default(), BookingDialect::Plain);
        Intent::Book(Box::new(Book { uuid, slot, patient, practitioner, price: None, manner, dialect }))
    }

    pub(crate) fn visit(&mut self, visit: Visited) -> Intent {
        let (start, end) = (Wall::from_millis(1_795_260_000_000), Wall::from_millis(1_795_260_600_000));
        Intent::FinishVisit(FinishVisit { encounter: self.entropy.draw_uuid(), visit, start, end })
    }

    pub(crate) fn consent(&mut self) -> Intent {
        let (uuid, patient) = (self.entropy.draw_uuid(), self.patient.clone());
        let (version, language) = ("1".to_owned(), "fa".to_owned());
        Intent::Consent(Consent { uuid, patient, given: true, version, language, at: at(0).wall })
    }
}
