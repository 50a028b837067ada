//! Phones and a clinic in virtual time, with a network that loses, doubles, delays and mangles by seed.

use std::collections::BTreeMap;

use nabz_sync::{HttpReply, HttpRequest, HttpResponse, NetError, RequestId, Status};
use nabz_time::Entropy as _;

use crate::clinic::Clinic;
use crate::phone::{Phone, Seeded, at};

/// What the network or the server does to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    /// Nothing was sent.
    Unreachable,
    /// The request is lost on the way.
    LostRequest,
    /// It is carried out, its reply is lost.
    LostReply,
    /// It is carried out twice, the second time much later; the first reply arrives.
    Doubled,
    /// The same, and the late reply arrives.
    DoubledLate,
    /// It takes longer than the phone waits, and is carried out then.
    Late,
    /// This status, and nothing done.
    Refused(u16),
    /// This status, although it was done.
    Lied(u16),
    /// A page of a captive portal with status 200.
    Portal,
    /// Done, and garbage came back.
    Garbage,
    /// Done, and half a body came back.
    HalfBody,
    /// Done, and the answer was too large to take.
    TooLarge,
    /// The runtime never says anything.
    Silence,
}

/// Every fault once.
pub(crate) const FAULTS: [Fault; 24] = [
    Fault::Unreachable,
    Fault::LostRequest,
    Fault::LostReply,
    Fault::Doubled,
    Fault::DoubledLate,
    Fault::Late,
    Fault::Refused(400),
    Fault::Refused(401),
    Fault::Refused(403),
    Fault::Refused(409),
    Fault::Refused(412),
    Fault::Refused(429),
    Fault::Refused(500),
    Fault::Refused(503),
    Fault::Refused(302),
    Fault::Lied(401),
    Fault::Lied(409),
    Fault::Lied(412),
    Fault::Lied(500),
    Fault::Portal,
    Fault::Garbage,
    Fault::HalfBody,
    Fault::TooLarge,
    Fault::Silence,
];

enum Event {
    /// A request reaches the clinic; its reply, if any, reaches the phone `back` later.
    Arrives {
        phone: usize,
        boot: u32,
        id: RequestId,
        request: HttpRequest,
        fault: Fault,
        back: Option<u64>,
    },
    Reply {
        phone: usize,
        boot: u32,
        id: RequestId,
        reply: HttpReply,
    },
}

pub(crate) struct World {
    pub(crate) clinic: Clinic,
    pub(crate) phones: Vec<Phone>,
    pub(crate) millis: u64,
    /// How many times a process may still be killed.
    pub(crate) kills: u32,
    boots: Vec<u32>,
    queue: BTreeMap<(u64, u64), Event>,
    events: u64,
    entropy: Seeded,
}

impl World {
    pub(crate) fn new(clinic: Clinic, phones: Vec<Phone>, seed: u64) -> Self {
        let boots = vec![0; phones.len()];
        let entropy = Seeded::new(seed ^ 0x5eed);
        Self { clinic, phones, millis: 0, kills: 0, boots, queue: BTreeMap::new(), events: 0, entropy }
    }

    /// Runs until nothing is left to happen or `until`; `fault` chooses what befalls each request.
    pub(crate) fn run(&mut self, until: u64, fault: &mut dyn FnMut(&mut Seeded, &HttpRequest) -> Fault) {
        loop {
            for phone in 0..self.phones.len() {
                self.turn(phone, fault);
            }
            let timer = self
                .phones
                .iter()
                .filter_map(|phone| phone.outbox.poll_timeout())
                .map(|at| at.millis() + 1)
                .min();
            let event = self.queue.first_key_value().map(|((at, _), _)| *at);
            let Some(next) = timer.into_iter().chain(event).min().filter(|next| *next <= until) else {
                break;
            };
            self.millis = self.millis.max(next);
            while let Some(first) = self.queue.first_entry().filter(|first| first.key().0 <= self.millis) {
                let event = first.remove();
                self.happen(event);
            }
        }
        self.millis = self.millis.max(until);
    }

    pub(crate) fn settled(&self) -> bool {
        let open = |status| matches!(status, Status::Pending | Status::Sending { .. } | Status::Parked(_));
        !self.phones.iter().any(|phone| phone.outbox.progress().any(|progress| open(progress.status)))
    }

    fn turn(&mut self, phone: usize, fault: &mut dyn FnMut(&mut Seeded, &HttpRequest) -> Fault) {
        let now = at(self.millis);
        if self.dies(phone) {
            self.phones[phone].killed_before_commit(now);
        }
        let requests = self.phones[phone].requests(now);
        // Whoever asked hears the answers: a process that dies here takes them along.
        let boot = self.boots[phone];
        if self.dies(phone) {
            // The commit stands; what it let out leaves all the same, or does not.
            self.phones[phone].kill();
            if self.entropy.chance(500) {
                return;
            }
        }
        for (id, request) in requests {
            let fault = fault(&mut self.entropy, &request);
            self.send((phone, boot), id, request, fault);
        }
    }

    /// Whether the process is killed here; replies to what it sent reach nobody.
    fn dies(&mut self, phone: usize) -> bool {
        let dies = self.kills > 0 && self.entropy.chance(60);
        self.kills -= u32::from(dies);
        self.boots[phone] += u32::from(dies);
        dies
    }

    fn send(&mut self, (phone, boot): (usize, u32), id: RequestId, request: HttpRequest, fault: Fault) {
        let timeout = u64::try_from(request.timeout.as_millis()).unwrap();
        let there = 200 + self.entropy.up_to(2_000);
        let back = 200 + self.entropy.up_to(2_000);
        let much_later = there + self.entropy.up_to(120_000);
        let no_answer = Event::Reply { phone, boot, id, reply: HttpReply::Failed(NetError::NoAnswer) };
        let arrives = |request, back| Event::Arrives { phone, boot, id, request, fault, back };
        match fault {
            Fault::Unreachable => {
                let reply = HttpReply::Failed(NetError::Unreachable);
                self.schedule(there, Event::Reply { phone, boot, id, reply });
            }
            Fault::LostRequest => self.schedule(timeout, no_answer),
            Fault::LostReply => {
                self.schedule(there, arrives(request, None));
                self.schedule(timeout, no_answer);
            }
            Fault::Late => {
                self.schedule(timeout, no_answer);
                self.schedule(timeout + much_later, arrives(request, None));
            }
            Fault::Doubled => {
                self.schedule(there, arrives(request.clone(), Some(back)));
                self.schedule(much_later, arrives(request, Some(back)));
            }
            Fault::DoubledLate => {
                self.schedule(there, arrives(request.clone(), None));
                self.schedule(much_later.min(timeout - 2_500), arrives(request, Some(back)));
            }
            Fault::Silence => self.schedule(there, arrives(request, None)),
            _ => self.schedule(there, arrives(request, Some(back))),
        }
    }

    fn schedule(&mut self, after: u64, event: Event) {
        self.events += 1;
        self.queue.insert((self.millis + after, self.events), event);
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Arrives { phone, boot, id, request, fault, back } => {
                let reply = serve(&mut self.clinic, &request, fault);
                if let Some(back) = back {
                    self.schedule(back, Event::Reply { phone, boot, id, reply });
                }
            }
            Event::Reply { phone, boot, id, reply } if boot == self.boots[phone] => {
                self.phones[phone].reply(id, reply, at(self.millis));
                if self.dies(phone) {
                    self.phones[phone].kill();
                }
            }
            Event::Reply { .. } => {}
        }
    }
}

fn serve(clinic: &mut Clinic, request: &HttpRequest, fault: Fault) -> HttpReply {
    let plain = |status: u16, body: &[u8]| {
        let headers =
            if status == 503 { vec![("retry-after".to_owned(), "20".to_owned())] } else { Vec::new() };
        HttpReply::Response(HttpResponse { status, headers, body: body.to_vec() })
    };
    let portal = b"<!DOCTYPE html><title>Welcome to the hotel</title>";
    match fault {
        Fault::Refused(status) => return plain(status, b""),
        Fault::Portal => return plain(200, portal),
        _ => {}
    }
    let done = clinic.answer(request);
    match fault {
        Fault::Lied(status) => plain(status, b""),
        Fault::Garbage => plain(200, &[0xff, 0x00, b'{']),
        Fault::HalfBody => plain(done.status, &done.body[..done.body.len() / 2]),
        Fault::TooLarge => HttpReply::Failed(NetError::TooLarge),
        _ => HttpReply::Response(done),
    }
}
