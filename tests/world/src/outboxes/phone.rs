//! A phone of a schedule: what its patient wants, and what is left of it at the end.

use std::time::Duration;

use nabz_care::{BookingDialect, Id, Manner, Resource, Slot};
use nabz_clinic::fhir::{self, Fhir};
use nabz_clinic::seed::Seeded;
use nabz_sync::{
    Answer, Book, Cancel, Edit, HttpReply, HttpRequest, HttpResponse, Intent, IntentId, Outbox, Query,
    Reader, Record, RequestId, Status, Visited,
};
use nabz_time::{Entropy as _, Now};
use nabz_vault::{DataKeys, KeySlots, Place, Vault};
use serde_json::json;
use uuid::Uuid;

use crate::SetUp;

/// Readings of each phone.
pub(super) const READINGS: usize = 12;

/// One of them the clinic does not take.
const BAD: usize = 5;

pub(super) struct Phone {
    vault: Vault,
    outbox: Outbox,
    entropy: Seeded,
    pub(super) patient: Id,
    doctor: Id,
    token: String,
    dialect: BookingDialect,
    /// The slot everybody wants.
    pub(super) contested: Option<IntentId>,
    /// One nobody else wants.
    pub(super) own: Option<IntentId>,
    /// The own visit moved here: the new booking and the cancellation of the old one.
    pub(super) moved: Option<(IntentId, IntentId)>,
    pub(super) readings: Vec<IntentId>,
    pub(super) edit: Option<IntentId>,
}

impl Phone {
    pub(super) fn new(
        seed: u64,
        patient: &str,
        doctor: &str,
        token: String,
        dialect: BookingDialect,
    ) -> Result<Self, SetUp> {
        let mut entropy = Seeded::new(seed);
        let mut vault = Vault::open(&Place::Memory)?;
        let keys = DataKeys::generate(&mut entropy);
        vault.initialise(&keys, KeySlots { outbox: vec![1], clinical: vec![2] }, &mut entropy)?;
        Ok(Self {
            outbox: Outbox::load(&vault)?,
            vault,
            entropy,
            patient: Id::try_from(patient)?,
            doctor: Id::try_from(doctor)?,
            token,
            dialect,
            contested: None,
            own: None,
            moved: None,
            readings: Vec::new(),
            edit: None,
        })
    }

    /// The clinic's free times, asked for on a good line.
    pub(super) fn free_slots(&mut self, fhir: &mut Fhir, now: Now) -> Result<Vec<Slot>, SetUp> {
        let mut reader = Reader::new("https://clinic.invalid/fhir/")?;
        reader.speak(self.dialect);
        let to = now.wall + Duration::from_secs(14 * 86_400);
        reader.start(Query::FreeSlots { practitioner: self.doctor.clone(), from: now.wall, to });
        while let Some((id, request)) = reader.poll_request(now) {
            let done = fhir.handle(&self.as_asked(&request), now);
            let response = HttpResponse { status: done.status, headers: done.headers, body: done.body };
            let reply = HttpReply::Response(response);
            if let Some((_, answer)) = reader.handle_reply(id, reply, now, &mut self.entropy) {
                let Answer::FreeSlots(found) = answer? else { return Err("no slots".into()) };
                return Ok(found.items);
            }
        }
        Err("the reader stopped asking".into())
    }

    pub(super) fn wish(
        &mut self,
        fhir: &mut Fhir,
        slots: &[Slot],
        nth: usize,
        now: Now,
    ) -> Result<(), SetUp> {
        let slot = |n: usize| slots.get(n).cloned().ok_or("too few slots");
        self.contested = Some(self.book(slot(0)?, now)?);
        let own = self.book(slot(1 + nth)?, now)?;
        self.own = Some(own);
        // An operation names no version: a copy of a booking that comes after its cancellation would book again.
        if self.dialect == BookingDialect::Plain && self.entropy.up_to(1) == 0 {
            let new = self.book(slot(10 + nth)?, now)?;
            let (visit, once_booked) = (Visited::Booking(own), Some(new));
            let cancel = Cancel { uuid: self.uuid()?, visit, once_booked, dialect: self.dialect };
            let cancelled = self.submit(Intent::Cancel(cancel), now)?;
            self.moved = Some((new, cancelled));
        }
        for n in 0..READINGS {
            let status = if n == BAD { "no-status-of-fhir" } else { "final" };
            let reading = json!({"resourceType": "Observation", "id": self.uuid()?.to_string(), "status": status,
                "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4"}]},
                "subject": {"reference": format!("Patient/{}", self.patient)}});
            let record = Record::new(Resource::from_value(reading)?)?;
            let reading = self.submit(Intent::Record(record), now)?;
            self.readings.push(reading);
        }
        let read =
            fhir::Request::new(fhir::Method::Get, format!("Patient/{}", self.patient)).bearer(&self.token);
        let base = Resource::parse(&fhir.handle(&read, now).body)?;
        let mut mine = base.value().clone();
        mine["birthDate"] = "1970-01-01".into();
        let edit = Edit::new(self.uuid()?, base, Resource::from_value(mine)?)?;
        self.edit = Some(self.submit(Intent::Edit(Box::new(edit)), now)?);
        Ok(())
    }

    /// Whether a reading is the one the clinic does not take.
    pub(super) fn is_bad(n: usize) -> bool {
        n == BAD
    }

    pub(super) fn status(&self, id: IntentId) -> Status {
        self.outbox.status(id).unwrap_or(Status::Pending)
    }

    pub(super) fn open(&self) -> usize {
        let open = |status: &Status| matches!(status, Status::Pending | Status::Sending { .. });
        self.outbox.progress().filter(|progress| open(&progress.status)).count()
    }

    pub(super) fn due(&self) -> Option<u64> {
        self.outbox.poll_timeout().map(|due| due.millis().saturating_sub(1_000) + 1)
    }

    /// One turn that lets out what may go; killed before its commit, nothing leaves.
    pub(super) fn requests(&mut self, now: Now, dies: bool) -> Vec<(RequestId, HttpRequest)> {
        let mut out = Vec::new();
        if let Ok(mut turn) = self.vault.turn(&mut self.entropy) {
            while let Ok(Some(request)) = self.outbox.poll_request(&mut turn, now) {
                out.push(request);
            }
            if dies || turn.commit().is_err() {
                out.clear();
            }
        }
        if dies {
            self.kill();
        }
        out
    }

    pub(super) fn take(&mut self, id: RequestId, reply: HttpReply, now: Now) {
        if let Ok(mut turn) = self.vault.turn(&mut self.entropy)
            && self.outbox.handle_reply(&mut turn, id, reply, now, &mut self.entropy).is_ok()
        {
            let _ = turn.commit();
        }
    }

    pub(super) fn kill(&mut self) {
        if let Ok(outbox) = Outbox::load(&self.vault) {
            self.outbox = outbox;
        }
    }

    /// The patient signs in anew and presses "try again" on what is set aside.
    pub(super) fn try_again(&mut self) -> Result<(), SetUp> {
        let parked = |status: &Status| matches!(status, Status::Parked(_));
        let ids: Vec<IntentId> =
            self.outbox.progress().filter(|one| parked(&one.status)).map(|one| one.id).collect();
        let mut turn = self.vault.turn(&mut self.entropy)?;
        for id in ids {
            self.outbox.retry(&mut turn, id)?;
        }
        turn.commit()?;
        Ok(())
    }

    pub(super) fn as_asked(&self, request: &HttpRequest) -> fhir::Request {
        super::request_of(request, &self.token)
    }

    fn book(&mut self, slot: Slot, now: Now) -> Result<IntentId, SetUp> {
        let (uuid, dialect) = (self.uuid()?, self.dialect);
        let (patient, practitioner) = (self.patient.clone(), self.doctor.clone());
        let manner = Manner::default();
        let book = Book { uuid, slot, patient, practitioner, price: None, manner, dialect };
        self.submit(Intent::Book(Box::new(book)), now)
    }

    fn submit(&mut self, intent: Intent, now: Now) -> Result<IntentId, SetUp> {
        let mut turn = self.vault.turn(&mut self.entropy)?;
        let id = self.outbox.submit(&mut turn, intent, now)?;
        turn.commit()?;
        Ok(id)
    }

    fn uuid(&mut self) -> Result<Uuid, SetUp> {
        Ok(Uuid::parse_str(&self.entropy.uuid())?)
    }
}
