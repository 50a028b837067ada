//! A phone: a vault, an outbox and a reader, and the way its requests go to the clinic.

use std::time::Duration;

use nabz_care::{BookingDialect, Id, Manner, Slot};
use nabz_clinic::fhir::{self, Fhir};
use nabz_clinic::seed::Seeded;
use nabz_sync::{
    Answer, Book, Cancel, HttpReply, HttpRequest, HttpResponse, Intent, IntentId, Method, NetError, Outbox,
    Query, Reader, Status, SyncEvent, Visited,
};
use nabz_time::{Entropy as _, Mono, Now};
use nabz_vault::{DataKeys, KeySlots, Place, Vault};
use uuid::Uuid;

use super::{Clinic, OPENING};

/// What becomes of one request on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Good,
    /// It never arrives.
    Lost,
    /// It is carried out; the answer is lost.
    Mute,
    /// It is carried out twice; the first answer arrives.
    Twice,
    /// It is carried out twice; the second answer arrives.
    TwiceLate,
    /// Something between answers with this status, and it is not carried out.
    Refused(u16),
}

pub(crate) struct Phone {
    pub(crate) vault: Vault,
    pub(crate) outbox: Outbox,
    reader: Reader,
    entropy: Seeded,
    pub(crate) now: Now,
    patient: Id,
    token: String,
    doctor: Id,
    dialect: BookingDialect,
    pub(crate) events: Vec<SyncEvent>,
}

impl Phone {
    /// A phone of one of the patients, which has asked the clinic how it books.
    pub(crate) fn of(clinic: &mut Clinic, patient: usize) -> Self {
        let mut entropy = Seeded::new(40 + patient as u64);
        let mut vault = Vault::open(&Place::Memory).unwrap();
        let keys = DataKeys::generate(&mut entropy);
        vault.initialise(&keys, KeySlots { outbox: vec![1], clinical: vec![2] }, &mut entropy).unwrap();
        let (id, token) = clinic.patients[patient].clone();
        let mut phone = Self {
            outbox: Outbox::load(&vault).unwrap(),
            vault,
            reader: Reader::new("https://clinic.invalid/fhir/").unwrap(),
            entropy,
            now: Now { mono: Mono::from_millis(1_000), wall: OPENING },
            patient: Id::try_from(id).unwrap(),
            token,
            doctor: Id::try_from(clinic.doctor.0.clone()).unwrap(),
            dialect: BookingDialect::Plain,
            events: Vec::new(),
        };
        let Answer::Capability(capability) = phone.ask(&mut clinic.fhir, Query::Capability) else {
            panic!("metadata")
        };
        assert!(capability.r4 && capability.transactions && capability.batches);
        phone.dialect = capability.booking;
        phone.reader.speak(capability.booking);
        phone
    }

    pub(crate) fn speaks(&self) -> BookingDialect {
        self.dialect
    }

    pub(crate) fn ask(&mut self, fhir: &mut Fhir, query: Query) -> Answer {
        self.reader.start(query);
        loop {
            let (id, request) = self.reader.poll_request(self.now).expect("a question asks something");
            let reply = self.send(fhir, &request, Way::Good);
            if let Some((_, answer)) = self.reader.handle_reply(id, reply, self.now, &mut self.entropy) {
                return answer.unwrap();
            }
        }
    }

    pub(crate) fn free_slots(&mut self, clinic: &mut Clinic) -> Vec<Slot> {
        let (from, to) = (self.now.wall, self.now.wall + Duration::from_secs(14 * 86_400));
        let query = Query::FreeSlots { practitioner: self.doctor.clone(), from, to };
        let Answer::FreeSlots(slots) = self.ask(&mut clinic.fhir, query) else { panic!("slots") };
        slots.items
    }

    pub(crate) fn book(&mut self, slot: Slot) -> IntentId {
        let uuid = self.uuid();
        let (patient, practitioner) = (self.patient.clone(), self.doctor.clone());
        let (manner, dialect) = (Manner::default(), self.dialect);
        self.submit(Intent::Book(Box::new(Book {
            uuid,
            slot,
            patient,
            practitioner,
            price: None,
            manner,
            dialect,
        })))
    }

    /// Books another time and calls the old one off once it stands.
    pub(crate) fn move_to(&mut self, old: IntentId, slot: Slot) -> (IntentId, IntentId) {
        let new = self.book(slot);
        (new, self.cancel(old, Some(new)))
    }

    pub(crate) fn cancel(&mut self, booking: IntentId, once_booked: Option<IntentId>) -> IntentId {
        let (uuid, visit, dialect) = (self.uuid(), Visited::Booking(booking), self.dialect);
        self.submit(Intent::Cancel(Cancel { uuid, visit, once_booked, dialect }))
    }

    pub(crate) fn submit(&mut self, intent: Intent) -> IntentId {
        let mut turn = self.vault.turn(&mut self.entropy).unwrap();
        let id = self.outbox.submit(&mut turn, intent, self.now).unwrap();
        turn.commit().unwrap();
        id
    }

    /// Lets requests out and takes their answers until nothing is due for so long.
    pub(crate) fn run(
        &mut self,
        clinic: &mut Clinic,
        lasts: Duration,
        way: &mut dyn FnMut(&HttpRequest) -> Way,
    ) {
        let end = self.now.mono + lasts;
        loop {
            while let Some((id, request)) = self.poll() {
                let reply = self.send(&mut clinic.fhir, &request, way(&request));
                self.now = self.now + Duration::from_millis(300);
                let mut turn = self.vault.turn(&mut self.entropy).unwrap();
                let events =
                    self.outbox.handle_reply(&mut turn, id, reply, self.now, &mut self.entropy).unwrap();
                turn.commit().unwrap();
                self.events.extend(events);
            }
            match self.outbox.poll_timeout().filter(|due| *due <= end) {
                Some(due) => self.now = self.now + due.since(self.now.mono).max(Duration::from_millis(1)),
                None => break,
            }
        }
    }

    pub(crate) fn calm(&mut self, clinic: &mut Clinic) {
        self.run(clinic, Duration::from_secs(3_600), &mut |_| Way::Good);
    }

    /// The process is killed and another continues.
    pub(crate) fn kill(&mut self) {
        self.outbox = Outbox::load(&self.vault).unwrap();
    }

    pub(crate) fn poll(&mut self) -> Option<(nabz_sync::RequestId, HttpRequest)> {
        let mut turn = self.vault.turn(&mut self.entropy).unwrap();
        let request = self.outbox.poll_request(&mut turn, self.now).unwrap();
        turn.commit().unwrap();
        request
    }

    pub(crate) fn status(&self, id: IntentId) -> Status {
        self.outbox.status(id).unwrap()
    }

    pub(crate) fn send(&self, fhir: &mut Fhir, request: &HttpRequest, way: Way) -> HttpReply {
        let mut once = |after: u64| {
            let method = match request.method {
                Method::Get => fhir::Method::Get,
                Method::Post => fhir::Method::Post,
                Method::Put => fhir::Method::Put,
                Method::Delete => fhir::Method::Delete,
            };
            let mut asked = fhir::Request::new(method, request.path.clone())
                .bearer(self.token.clone())
                .with("host", "clinic.invalid");
            asked
                .headers
                .extend(request.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
            asked.body = request.body.clone().unwrap_or_default();
            let answer = fhir.handle(&asked, self.now + Duration::from_millis(after));
            HttpReply::Response(HttpResponse {
                status: answer.status,
                headers: answer.headers,
                body: answer.body,
            })
        };
        match way {
            Way::Good => once(0),
            Way::Refused(status) => {
                HttpReply::Response(HttpResponse { status, headers: Vec::new(), body: Vec::new() })
            }
            Way::Lost => HttpReply::Failed(NetError::NoAnswer),
            Way::Mute => {
                once(0);
                HttpReply::Failed(NetError::NoAnswer)
            }
            Way::Twice => {
                let first = once(0);
                once(200);
                first
            }
            Way::TwiceLate => {
                once(0);
                once(200)
            }
        }
    }

    fn uuid(&mut self) -> Uuid {
        Uuid::parse_str(&self.entropy.uuid()).unwrap()
    }
}
