//! Requests to the clinic, what befalls them, and their answers.

use std::time::Duration;

use nabz_app::effect::{Door, EffectId, Input};
use nabz_clinic::doctor::DoctorInput;
use nabz_clinic::fhir;
use nabz_sync::{HttpReply, HttpRequest, Method, NetError};
use nabz_time::Mono;

use super::{Event, World};
use crate::clinic::{bytes_of, off_the_wire, on_the_wire};
use crate::faults::HttpFault;
use crate::post::Party;

/// A socket that cannot be opened says so after this long.
const NO_WAY: Duration = Duration::from_millis(1_500);
/// The second copy of a doubled request comes so much later.
const DOUBLED: Duration = Duration::from_secs(4);

/// Who waits for an answer.
#[derive(Clone, Copy)]
pub(super) struct Asker {
    pub(super) party: Party,
    pub(super) life: u32,
    pub(super) id: u64,
}

/// A request on its way.
pub(super) struct Way {
    /// Nobody, for the second copy of a request.
    pub(super) asker: Option<Asker>,
    pub(super) request: fhir::Request,
    pub(super) fault: Option<HttpFault>,
    pub(super) deadline: Mono,
}

impl World {
    /// A process sends a request.
    pub(super) fn ask(
        &mut self,
        party: Party,
        id: u64,
        door: Door,
        request: &HttpRequest,
        bearer: Option<&str>,
    ) {
        let life = if party == Party::Phone { self.phone.life } else { self.desk_life };
        let asker = Asker { party, life, id };
        let deadline = self.now + request.timeout;
        let sent = on_the_wire(door, request, bearer);
        let (link, _) = links(party);
        self.trace.record(self.now, link, &bytes_of(&sent));
        if party == Party::Phone && self.fall.is_some() {
            self.tally.count("no network");
            return self.fail(asker, NetError::Unreachable, self.now + NO_WAY);
        }
        let fault = self.fault_for(party, request.method != Method::Get);
        if let Some(fault) = fault {
            let phone = party == Party::Phone;
            self.tally.count(if phone { fault.name() } else { "doctor's request" });
        }
        if fault == Some(HttpFault::LostRequest) {
            return self.fail(asker, NetError::NoAnswer, deadline);
        }
        let delay = self.delay();
        if fault == Some(HttpFault::Doubled) {
            let copy = Way { asker: None, request: sent.clone(), fault: None, deadline };
            self.later(delay + DOUBLED, Event::Arrives(copy));
        }
        self.later(delay, Event::Arrives(Way { asker: Some(asker), request: sent, fault, deadline }));
    }

    fn fault_for(&mut self, party: Party, write: bool) -> Option<HttpFault> {
        if !self.is_faulty() {
            return None;
        }
        match party {
            Party::Phone => self.faults.for_request(write, &mut self.dice),
            Party::Doctor => self.faults.for_doctors_request(write, &mut self.dice),
        }
    }

    /// A request reaches the clinic.
    pub(super) fn arrives(&mut self, way: Way) {
        let Way { asker, request, fault, deadline } = way;
        let now = self.clock();
        if let Some(asker) = asker.filter(|asker| self.is_cut_off(*asker)) {
            return self.fail(asker, NetError::NoAnswer, deadline);
        }
        let response = match fault {
            Some(fault) => self.clinic.fault(fault, &request, now),
            None => self.clinic.handle(&request, now),
        };
        self.enrolment.note_token(&request, &response);
        if self.clinic.rival_was_quicker() {
            self.tally.count("rival");
        }
        if self.visit_at.is_none()
            && let Some(start) = self.clinic.booked_at(now)
        {
            self.visit_is_booked(start);
        }
        let Some(asker) = asker else { return };
        let (_, link) = links(asker.party);
        self.trace.record(self.now, link, &[response.status.to_string().as_bytes(), &response.body].concat());
        let lost = matches!(fault, Some(HttpFault::LostReply | HttpFault::Silence));
        if lost || self.clinic.loses_answer(&request) {
            return self.fail(asker, NetError::NoAnswer, deadline);
        }
        let delay = self.delay();
        self.later(delay, Event::Answers { asker, reply: off_the_wire(response), deadline });
    }

    /// An answer reaches whoever asked, if there is a way.
    pub(super) fn answers(&mut self, asker: Asker, reply: HttpReply, deadline: Mono) {
        let failed = matches!(reply, HttpReply::Failed(_));
        if self.is_cut_off(asker) && !failed {
            return self.fail(asker, NetError::NoAnswer, deadline);
        }
        let Asker { party, life, id } = asker;
        let event = match party {
            Party::Phone => Event::Phone { life, input: Input::Http(EffectId(id), reply) },
            Party::Doctor => Event::Doctor { life, input: DoctorInput::Http(id, reply) },
        };
        self.later(Duration::ZERO, event);
    }

    fn is_cut_off(&self, asker: Asker) -> bool {
        asker.party == Party::Phone && self.fall.is_some()
    }

    fn fail(&mut self, asker: Asker, error: NetError, at: Mono) {
        self.at(at, Event::Answers { asker, reply: HttpReply::Failed(error), deadline: at });
    }
}

/// The names of both directions.
const fn links(party: Party) -> (&'static str, &'static str) {
    match party {
        Party::Phone => ("phone → records", "records → phone"),
        Party::Doctor => ("doctor → records", "records → doctor"),
    }
}
