//! The protocol of a booking, small enough to enumerate: every interleaving of sending, losing, doubling, delaying,
//! answering, timing out, killing and beginning again, for one phone and for two phones that want the same slot. The
//! phones are the outbox's own entries; time is left out, so that any pause may end at any moment.

use std::collections::{HashMap, HashSet, VecDeque};

use nabz_care::{Id, Manner, Resource, Slot};
use serde_json::{Value, json};
use uuid::Uuid;

use super::entry::Entry;
use super::row::{Row, State};
use crate::intent::{Book, Move};
use crate::reply::Reply;
use crate::{BookingDialect, HttpReply, HttpRequest, HttpResponse, Intent, Method, NetError};
use nabz_time::{Mono, Now, Wall};

/// Messages on the way at once, for each phone: one that is waited for, and late ones of before.
const ON_THE_WAY: usize = 2;

#[derive(Clone)]
struct World {
    phones: Vec<Phone>,
    clinic: Clinic,
    network: Vec<Message>,
    /// Requests that may still be carried out twice.
    doubles: u8,
}

#[derive(Clone)]
struct Phone {
    /// What the last commit left.
    durable: Row,
    entry: Entry,
    /// A request is waited for.
    waits: bool,
}

#[derive(Clone)]
struct Clinic {
    version: u32,
    taken: bool,
    /// Identifiers of the appointments.
    appointments: Vec<Uuid>,
    /// The defect: it looks at no version.
    careless: bool,
}

#[derive(Clone)]
enum Message {
    Request { phone: usize, waited_for: bool, request: HttpRequest },
    Reply { phone: usize, waited_for: bool, reply: HttpReply },
}

impl World {
    fn new(phones: usize, doubles: u8, careless: bool) -> Self {
        let clinic = Clinic { version: 1, taken: false, appointments: Vec::new(), careless };
        let phone = |n: usize| {
            let intent = Intent::Book(Box::new(Book {
                uuid: Uuid::from_u128(n as u128 + 1),
                slot: Slot::view(Resource::from_value(clinic.slot()).unwrap()).unwrap(),
                patient: Id::try_from(format!("p{n}")).unwrap(),
                practitioner: Id::try_from("d1").unwrap(),
                price: None,
                manner: Manner::default(),
                dialect: BookingDialect::Plain,
            }));
            let durable = Row::new(intent, Wall::from_millis(0));
            Phone { entry: Entry::new(durable.clone()), durable, waits: false }
        };
        let phones = (0..phones).map(phone).collect();
        Self { phones, clinic, network: Vec::new(), doubles }
    }

    /// What can happen next, each as the world afterwards.
    fn next(&self) -> Vec<Self> {
        let mut next = Vec::new();
        for phone in 0..self.phones.len() {
            self.send(phone, &mut next);
            if self.phones[phone].waits {
                next.push(self.with(|world| world.heard(phone, Reply::NO_ANSWER)));
            }
            next.push(self.with(|world| world.kill(phone)));
        }
        for message in 0..self.network.len() {
            self.deliver(message, &mut next);
            next.push(self.with(|world| drop(world.network.remove(message))));
        }
        next
    }

    fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut world = self.clone();
        change(&mut world);
        world
    }

    /// A turn that lets a request out: committed, and then on the way, unsent, or lost with the process.
    fn send(&self, phone: usize, next: &mut Vec<Self>) {
        let of = &self.phones[phone];
        let on_the_way = self.network.iter().filter(|message| message.phone() == phone).count();
        if of.waits || !of.entry.is_open() || on_the_way >= ON_THE_WAY {
            return;
        }
        let Some(request) = of.entry.request(None, &[]) else { return };
        let committed = self.with(|world| {
            let phone = &mut world.phones[phone];
            if phone.entry.is_write() {
                // More than two is not told from two.
                phone.entry.row.attempts = (phone.entry.row.attempts + 1).min(2);
                phone.durable = phone.entry.row.clone();
            }
            phone.waits = true;
        });
        next.push(committed.with(|world| world.kill(phone)));
        next.push(committed.with(|world| {
            let unreachable = HttpReply::Failed(NetError::Unreachable);
            world.heard(phone, Reply::read(unreachable, Now::default()));
        }));
        next.push(committed.with(|world| {
            world.network.push(Message::Request { phone, waited_for: true, request });
        }));
    }

    fn deliver(&self, message: usize, next: &mut Vec<Self>) {
        match &self.network[message] {
            Message::Request { phone, waited_for, request } => {
                let (phone, waited_for) = (*phone, *waited_for);
                let mut done = self.clone();
                let reply = HttpReply::Response(done.clinic.answer(request));
                if self.doubles > 0 {
                    // Carried out now, and once more whenever the copy comes.
                    next.push(done.with(|world| {
                        world.doubles -= 1;
                        world.network[message] =
                            Message::Request { phone, waited_for: false, request: request.clone() };
                        world.network.push(Message::Reply { phone, waited_for, reply: reply.clone() });
                    }));
                }
                next.push(done.with(|world| {
                    world.network[message] = Message::Reply { phone, waited_for, reply };
                }));
            }
            Message::Reply { phone, waited_for, reply } => next.push(self.with(|world| {
                let (phone, reply) = (*phone, reply.clone());
                world.network.remove(message);
                if *waited_for {
                    world.heard(phone, Reply::read(reply, Now::default()));
                }
            })),
        }
    }

    /// A turn that takes a reply, and its commit.
    fn heard(&mut self, phone: usize, reply: Reply) {
        self.nobody_waits(phone);
        let phone = &mut self.phones[phone];
        let unsent = matches!(&reply, Reply::Trouble(trouble) if trouble.delay.is_unsent());
        let mut stored = unsent;
        match phone.entry.reply(reply, None) {
            Move::Now(step) | Move::Later(step, _) => phone.entry.go_on(step, Mono::ZERO, None),
            Move::Acknowledged(step) => {
                phone.entry.row.acknowledged = true;
                phone.entry.go_on(step, Mono::ZERO, None);
                stored = true;
            }
            Move::Done(done) => {
                phone.entry.row.state = State::Confirmed { appointment: done.appointment().cloned() };
                stored = true;
            }
            Move::Refused(refusal) => {
                phone.entry.row.state = State::Refused(refusal);
                stored = true;
            }
            Move::Parked(reason) => {
                phone.entry.row.state = State::Parked(reason);
                stored = true;
            }
        }
        if stored {
            phone.durable = phone.entry.row.clone();
        }
    }

    /// The process is killed; another continues from the row.
    fn kill(&mut self, phone: usize) {
        self.nobody_waits(phone);
        self.phones[phone].entry = Entry::new(self.phones[phone].durable.clone());
    }

    fn nobody_waits(&mut self, of: usize) {
        self.phones[of].waits = false;
        for message in self.network.iter_mut().filter(|message| message.phone() == of) {
            match message {
                Message::Request { waited_for, .. } | Message::Reply { waited_for, .. } => {
                    *waited_for = false
                }
            }
        }
        // A reply nobody waits for changes nothing.
        self.network.retain(|message| !matches!(message, Message::Reply { waited_for: false, .. }));
    }

    fn is_settled(&self) -> bool {
        self.phones.iter().all(|phone| !phone.entry.is_open())
    }

    /// What must hold in every world.
    fn check(&self) -> Result<(), String> {
        let appointments = &self.clinic.appointments;
        if appointments.len() > 1 {
            return Err(format!("{} appointments on one slot", appointments.len()));
        }
        for phone in &self.phones {
            let uuid = phone.durable.intent.id().0;
            let there = appointments.contains(&uuid);
            match &phone.durable.state {
                State::Confirmed { .. } if !there => return Err("confirmed, and not there".into()),
                State::Refused(_) if there => return Err("refused, and yet there".into()),
                State::Parked(reason) => return Err(format!("set aside: {reason:?}")),
                _ => {}
            }
        }
        let won = |phone: &&Phone| matches!(phone.durable.state, State::Confirmed { .. });
        let winners = self.phones.iter().filter(won).count();
        if self.is_settled() && winners != 1 {
            return Err(format!("settled with {winners} winners"));
        }
        Ok(())
    }

    /// The world as far as anything depends on it.
    fn key(&self) -> String {
        let phone = |phone: &Phone| {
            let row = |row: &Row| format!("{}{}{:?}", row.attempts.min(2), row.acknowledged, row.state);
            format!(
                "{}|{}|{:?}|{}",
                row(&phone.durable),
                row(&phone.entry.row),
                phone.entry.step,
                phone.waits
            )
        };
        let phones: Vec<String> = self.phones.iter().map(phone).collect();
        let mut network: Vec<String> = self.network.iter().map(Message::key).collect();
        network.sort();
        let Clinic { version, taken, appointments, .. } = &self.clinic;
        format!("{phones:?}{network:?}{version}{taken}{appointments:?}{}", self.doubles)
    }
}

impl Message {
    fn phone(&self) -> usize {
        match self {
            Self::Request { phone, .. } | Self::Reply { phone, .. } => *phone,
        }
    }

    fn key(&self) -> String {
        match self {
            Self::Request { phone, waited_for, request } => {
                let body = request.body.as_deref().map(String::from_utf8_lossy);
                format!("q{phone}{waited_for}{:?}{}{body:?}", request.method, request.path)
            }
            Self::Reply { phone, waited_for, reply: HttpReply::Response(response) } => {
                format!("r{phone}{waited_for}{}{}", response.status, String::from_utf8_lossy(&response.body))
            }
            Self::Reply { phone, reply, .. } => format!("r{phone}{reply:?}"),
        }
    }
}

impl Clinic {
    fn slot(&self) -> Value {
        json!({"resourceType": "Slot", "id": "s1", "meta": {"versionId": self.version.to_string()},
            "status": if self.taken { "busy" } else { "free" },
            "start": "2026-11-21T11:30:00Z", "end": "2026-11-21T11:45:00Z"})
    }

    fn answer(&mut self, request: &HttpRequest) -> HttpResponse {
        let (status, body) = match (request.method, request.path.as_str()) {
            (Method::Get, "Slot/s1") => (200, self.slot()),
            (Method::Get, path) => (200, self.search(path)),
            _ => self.transaction(request),
        };
        HttpResponse { status, headers: Vec::new(), body: body.to_string().into_bytes() }
    }

    fn search(&self, path: &str) -> Value {
        let found = self.appointments.iter().filter(|uuid| path.contains(&uuid.to_string()));
        let entries: Vec<Value> = found.map(|uuid| json!({"resource": self.appointment(uuid)})).collect();
        json!({"resourceType": "Bundle", "type": "searchset", "entry": entries})
    }

    fn appointment(&self, uuid: &Uuid) -> Value {
        let identifier = json!([{"system": nabz_care::URI_SYSTEM, "value": format!("urn:uuid:{uuid}")}]);
        json!({"resourceType": "Appointment", "id": format!("a{}", uuid.as_u128()), "meta": {"versionId": "1"},
            "status": "booked", "identifier": identifier, "slot": [{"reference": "Slot/s1"}],
            "start": "2026-11-21T11:30:00Z", "end": "2026-11-21T11:45:00Z",
            "participant": [{"actor": {"reference": "Practitioner/d1"}}]})
    }

    /// The slot is checked first, as HAPI does: a booking that won and comes again gets 409 as well.
    fn transaction(&mut self, request: &HttpRequest) -> (u16, Value) {
        let bundle: Value = serde_json::from_slice(request.body.as_deref().unwrap_or_default()).unwrap();
        let tag = bundle["entry"][0]["request"]["ifMatch"].as_str().unwrap();
        if tag != format!("W/\"{}\"", self.version) && !self.careless {
            return (409, json!({"resourceType": "OperationOutcome"}));
        }
        let named = bundle["entry"][1]["resource"]["identifier"][0]["value"].as_str().unwrap();
        let uuid = Uuid::parse_str(named.trim_start_matches("urn:uuid:")).unwrap();
        (self.version, self.taken) = (self.version + 1, true);
        if !self.appointments.contains(&uuid) || self.careless {
            self.appointments.push(uuid);
        }
        let done = |status: &str| json!({"response": {"status": status, "etag": "1"}});
        let entries = json!([done("200 OK"), done("201 Created")]);
        (200, json!({"resourceType": "Bundle", "type": "transaction-response", "entry": entries}))
    }
}

/// Every world that can come of this one, or the first that must not be.
fn explore(begin: World) -> Result<usize, String> {
    let mut known: HashMap<String, usize> = HashMap::from([(begin.key(), 0)]);
    let mut before: Vec<Vec<usize>> = vec![Vec::new()];
    let mut settled = Vec::new();
    let mut queue = VecDeque::from([(0, begin)]);
    while let Some((number, world)) = queue.pop_front() {
        world.check()?;
        if world.is_settled() {
            settled.push(number);
        }
        for next in world.next() {
            let count = known.len();
            let other = *known.entry(next.key()).or_insert(count);
            if other == count {
                before.push(Vec::new());
                queue.push_back((other, next));
            }
            before[other].push(number);
        }
    }
    // From every world a way leads to one in which everything is settled.
    let mut reached: HashSet<usize> = settled.iter().copied().collect();
    while let Some(world) = settled.pop() {
        for earlier in &before[world] {
            if reached.insert(*earlier) {
                settled.push(*earlier);
            }
        }
    }
    match known.len() - reached.len() {
        0 => Ok(known.len()),
        stuck => Err(format!("{stuck} worlds from which nothing leads to an end")),
    }
}

#[test]
fn one_booking_whatever_the_order_of_crash_retry_and_reply() {
    let worlds = explore(World::new(1, 2, false)).unwrap();
    println!("one phone: {worlds} worlds");
    assert!(worlds > 100, "{worlds} worlds are too few to be all");
}

#[test]
fn two_phones_on_one_slot_get_one_booking_whatever_the_order() {
    let worlds = explore(World::new(2, 0, false)).unwrap();
    println!("two phones: {worlds} worlds");
    assert!(worlds > 10_000, "{worlds} worlds are too few to be all");
}

#[test]
fn the_model_sees_a_clinic_that_looks_at_no_version() {
    let flaw = explore(World::new(2, 0, true)).unwrap_err();
    assert!(flaw.contains("appointments on one slot"), "{flaw}");
}
