//! Random schedules of what phones write, by seed: three outboxes over their vaults, the sandbox clinic in one of its
//! dialects, and a line that loses, doubles, delays and mangles while processes are killed. Faults end after twenty
//! minutes of the world's time; then everything has to come to an end by itself, each thing once.

mod books;
mod phone;

use std::collections::BTreeMap;

use nabz_care::BookingDialect;
use nabz_clinic::fhir::{self, Fhir, Identity};
use nabz_clinic::population::Population;
use nabz_clinic::seed::Seeded;
use nabz_sync::{HttpReply, HttpRequest, HttpResponse, Method, NetError, RequestId};
use nabz_time::{Entropy as _, Mono, Now};
use serde_json::json;

use self::phone::Phone;
use crate::SetUp;
use crate::clinic::OPENING;

/// Phones in a world.
const PHONES: usize = 3;
/// Faults end after so many milliseconds.
const STORM: u64 = 20 * 60_000;
/// And everything is settled so much later: three of the longest pauses, and the requests between them.
const CALM: u64 = 60 * 60_000;

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Unreachable,
    LostRequest,
    LostReply,
    Doubled,
    Late,
    Refused(u16),
    Lied(u16),
    Portal,
    HalfBody,
    Silence,
}

const FAULTS: [Fault; 16] = [
    Fault::Unreachable,
    Fault::LostRequest,
    Fault::LostReply,
    Fault::Doubled,
    Fault::Late,
    Fault::Refused(401),
    Fault::Refused(409),
    Fault::Refused(412),
    Fault::Refused(429),
    Fault::Refused(503),
    Fault::Lied(409),
    Fault::Lied(412),
    Fault::Lied(500),
    Fault::Portal,
    Fault::HalfBody,
    Fault::Silence,
];

enum Event {
    Arrives {
        phone: usize,
        boot: u32,
        id: RequestId,
        request: HttpRequest,
        fault: Option<Fault>,
        answered: bool,
    },
    Reply {
        phone: usize,
        boot: u32,
        id: RequestId,
        reply: HttpReply,
    },
}

struct World {
    fhir: Fhir,
    doctor_token: String,
    phones: Vec<Phone>,
    boots: Vec<u32>,
    queue: BTreeMap<(u64, u64), Event>,
    events: u64,
    millis: u64,
    dice: Seeded,
    /// Of a thousand requests.
    rate: u64,
    kills: u32,
    careless: bool,
}

/// Plays the schedule of a seed; what is wrong at the end. With `careless`, the clinic looks at no version and no
/// identifier: a defect the books have to see.
pub fn play(seed: u64, careless: bool) -> Result<Vec<String>, SetUp> {
    let mut world = World::new(seed, careless)?;
    world.run(STORM);
    world.rate = 0;
    world.kills = 0;
    for phone in &mut world.phones {
        phone.try_again()?;
    }
    world.run(STORM + CALM);
    let World { fhir, doctor_token, phones, .. } = &mut world;
    Ok(books::flaws(fhir, doctor_token, phones, at(STORM + CALM)))
}

fn at(millis: u64) -> Now {
    let wall = OPENING + std::time::Duration::from_millis(millis);
    Now { mono: Mono::from_millis(millis + 1_000), wall }
}

impl World {
    fn new(seed: u64, careless: bool) -> Result<Self, SetUp> {
        let dialect = match seed % 3 {
            0 => BookingDialect::Plain,
            1 => BookingDialect::Ihe,
            _ => BookingDialect::Medplum,
        };
        let dialect = if careless { BookingDialect::Plain } else { dialect };
        let mut dice = Seeded::new(seed ^ 0x0b_0c5e);
        let population = Population::new(seed, OPENING)?;
        let mut fhir = Fhir::open(&fhir::Place::Memory, Box::new(Seeded::new(seed)))?;
        population.move_in(&mut fhir, at(0))?;
        fhir.speak(dialect);
        let doctor = population.doctor.identity.clone();
        let doctor_token = fhir.admit(&doctor)?;
        let mut phones = Vec::new();
        for n in 0..PHONES {
            let id = format!("patient-{n}");
            let patient = json!({"resourceType": "Patient", "id": id, "gender": "female", "birthDate": "1968-04-09",
                "generalPractitioner": [{"reference": doctor.reference()}]});
            fhir.load(&[patient], at(0))?;
            let token = fhir.admit(&Identity::Patient(id.clone()))?;
            let doctor_id = doctor.reference().split('/').next_back().unwrap_or_default().to_owned();
            phones.push(Phone::new(seed * 7 + n as u64, &id, &doctor_id, token, dialect)?);
        }
        let mut world = Self {
            fhir,
            doctor_token,
            boots: vec![0; PHONES],
            phones,
            queue: BTreeMap::new(),
            events: 0,
            millis: 0,
            rate: 80 + (seed % 8) * 90,
            kills: u32::try_from(seed % 7).unwrap_or(0) * 2,
            dice: Seeded::new(dice.up_to(u64::MAX - 1)),
            careless,
        };
        world.wish()?;
        Ok(world)
    }

    /// What the patients want: one slot all of them, one each of their own, readings, a change, and some a move.
    fn wish(&mut self) -> Result<(), SetUp> {
        for n in 0..self.phones.len() {
            let (phone, fhir) = (&mut self.phones[n], &mut self.fhir);
            let slots = phone.free_slots(fhir, at(0))?;
            phone.wish(fhir, &slots, n, at(0))?;
        }
        Ok(())
    }

    fn run(&mut self, until: u64) {
        loop {
            for phone in 0..self.phones.len() {
                self.turn(phone);
            }
            let timers = self.phones.iter().filter_map(|phone| phone.due());
            let event = self.queue.first_key_value().map(|((at, _), _)| *at);
            let Some(next) = timers.chain(event).min().filter(|next| *next <= until) else { break };
            self.millis = self.millis.max(next);
            while let Some(first) = self.queue.first_entry().filter(|first| first.key().0 <= self.millis) {
                let event = first.remove();
                self.happen(event);
            }
        }
        self.millis = self.millis.max(until);
    }

    fn turn(&mut self, phone: usize) {
        let now = at(self.millis);
        let dies = self.dies(phone);
        let requests = self.phones[phone].requests(now, dies);
        // Whoever asked hears the answers: a process that dies here takes them along.
        let boot = self.boots[phone];
        if self.dies(phone) {
            self.phones[phone].kill();
            if self.dice.up_to(1) == 0 {
                return;
            }
        }
        for (id, request) in requests {
            self.send((phone, boot), id, request);
        }
    }

    fn dies(&mut self, phone: usize) -> bool {
        let dies = self.kills > 0 && self.dice.up_to(999) < 50;
        self.kills -= u32::from(dies);
        self.boots[phone] += u32::from(dies);
        dies
    }

    fn send(&mut self, (phone, boot): (usize, u32), id: RequestId, request: HttpRequest) {
        let fault = (self.dice.up_to(999) < self.rate)
            .then(|| FAULTS[usize::try_from(self.dice.up_to(FAULTS.len() as u64 - 1)).unwrap_or(0)]);
        let timeout = u64::try_from(request.timeout.as_millis()).unwrap_or(30_000);
        let there = 100 + self.dice.up_to(2_000);
        let late = there + self.dice.up_to(90_000);
        let no_answer = Event::Reply { phone, boot, id, reply: HttpReply::Failed(NetError::NoAnswer) };
        let arrives = |request, answered| Event::Arrives { phone, boot, id, request, fault, answered };
        match fault {
            Some(Fault::Unreachable) => {
                let reply = HttpReply::Failed(NetError::Unreachable);
                self.after(there, Event::Reply { phone, boot, id, reply });
            }
            Some(Fault::LostRequest) => self.after(timeout, no_answer),
            Some(Fault::LostReply) => {
                self.after(there, arrives(request, false));
                self.after(timeout, no_answer);
            }
            Some(Fault::Late) => {
                self.after(timeout, no_answer);
                self.after(timeout + late, arrives(request, false));
            }
            Some(Fault::Doubled) => {
                self.after(there, arrives(request.clone(), true));
                self.after(late, arrives(request, true));
            }
            Some(Fault::Silence) => self.after(there, arrives(request, false)),
            _ => self.after(there, arrives(request, true)),
        }
    }

    fn after(&mut self, millis: u64, event: Event) {
        self.events += 1;
        self.queue.insert((self.millis + millis, self.events), event);
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Arrives { phone, boot, id, request, fault, answered } => {
                let reply = self.serve(phone, &request, fault);
                let back = 100 + self.dice.up_to(2_000);
                if answered {
                    self.after(back, Event::Reply { phone, boot, id, reply });
                }
            }
            Event::Reply { phone, boot, id, reply } if boot == self.boots[phone] => {
                let now = at(self.millis);
                self.phones[phone].take(id, reply, now);
                if self.dies(phone) {
                    self.phones[phone].kill();
                }
            }
            Event::Reply { .. } => {}
        }
    }

    fn serve(&mut self, phone: usize, request: &HttpRequest, fault: Option<Fault>) -> HttpReply {
        let plain = |status: u16, body: &[u8]| {
            HttpReply::Response(HttpResponse { status, headers: Vec::new(), body: body.to_vec() })
        };
        match fault {
            Some(Fault::Refused(status)) => return plain(status, b""),
            Some(Fault::Portal) => return plain(200, b"<!doctype html><title>Welcome to the hotel</title>"),
            _ => {}
        }
        let mut asked = self.phones[phone].as_asked(request);
        if self.careless {
            asked = without_conditions(asked);
        }
        let done = self.fhir.handle(&asked, at(self.millis));
        match fault {
            Some(Fault::Lied(status)) => plain(status, b""),
            Some(Fault::HalfBody) => plain(done.status, &done.body[..done.body.len() / 2]),
            _ => HttpReply::Response(HttpResponse {
                status: done.status,
                headers: done.headers,
                body: done.body,
            }),
        }
    }
}

/// A request as a phone sends it, for the clinic.
fn request_of(request: &HttpRequest, token: &str) -> fhir::Request {
    let method = match request.method {
        Method::Get => fhir::Method::Get,
        Method::Post => fhir::Method::Post,
        Method::Put => fhir::Method::Put,
        Method::Delete => fhir::Method::Delete,
    };
    let mut asked = fhir::Request::new(method, request.path.clone()).bearer(token.to_owned());
    asked.headers = request.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    asked.headers.push(("host".to_owned(), "clinic.invalid".to_owned()));
    asked.body = request.body.clone().unwrap_or_default();
    asked
}

fn without_conditions(mut request: fhir::Request) -> fhir::Request {
    let Ok(mut bundle) = serde_json::from_slice::<serde_json::Value>(&request.body) else { return request };
    for entry in bundle["entry"].as_array_mut().into_iter().flatten() {
        if let Some(asked) = entry["request"].as_object_mut() {
            asked.remove("ifMatch");
            asked.remove("ifNoneExist");
        }
    }
    request.body = bundle.to_string().into_bytes();
    request
}
