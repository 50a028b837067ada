//! A doctor who keeps their appointments, sans-IO: looks at the day's list, rings when it is time, talks, and orders a
//! follow-up. The same machine sits on sockets in the sandbox and in virtual time in the world.
//!
//! ```text
//! list ─due─► ringing ─answered─► talking ─hung up─► ordering ─► done
//!               ▲    └─no answer, line lost─► waits ─┘
//! ```
//!
//! A consultation keeps one call id however often it is rung, so the patient's record has one Encounter.

mod letters;
mod list;

use std::time::Duration;

use nabz_app::effect::{MailboxCommand, Secret};
use nabz_call::media::{MediaCommand, MediaEvent};
use nabz_call::signal::{CallId, CallSession, EndReason, MailboxEvent, MailboxName, SessionOutput};
use nabz_sync::{HttpReply, HttpRequest};
use nabz_time::{Entropy, Mono, Now};

use crate::pki::Device;

use letters::Letters;
use list::{Due, List};

/// How often the list is looked at, and a lost request repeated.
const LOOK: Duration = Duration::from_secs(2);
/// How long the doctor waits before ringing again.
const AGAIN: Duration = Duration::from_secs(4);
/// How often the doctor rings for one appointment before giving up.
const RINGS: u32 = 12;

/// Who the doctor is and how they reach their patients.
#[derive(Clone, Debug)]
pub struct DoctorConfig {
    /// The doctor's mailbox.
    pub mailbox: MailboxName,
    /// Their FHIR id.
    pub practitioner: String,
    /// Patients by FHIR id, with their mailboxes.
    pub patients: Vec<(String, MailboxName)>,
    /// Their token at the FHIR server and the broker.
    pub bearer: String,
    /// Their certificate and key.
    pub device: Device,
    /// The clinic's roots.
    pub roots: Vec<Vec<u8>>,
}

/// What reaches the doctor.
#[derive(Clone, Debug)]
pub enum DoctorInput {
    /// The clinic answered a request.
    Http(u64, HttpReply),
    /// The mailbox has news.
    Mailbox(MailboxEvent),
    /// The media have news.
    Media(MediaEvent),
    /// The doctor ends the call.
    HangUp,
    /// Nothing but time.
    Tick,
}

/// What the doctor wants done.
#[derive(Clone, Debug)]
pub enum DoctorOutput {
    /// Send a request to the clinic, with the doctor's token.
    Http(u64, HttpRequest),
    /// Change the mailbox.
    Mailbox(MailboxCommand),
    /// Change the call's media.
    Media(MediaCommand),
}

/// The doctor's key or certificates cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the doctor's key or certificates cannot be used")]
pub struct UnusableDevice;

/// The doctor.
pub struct Doctor {
    list: List,
    letters: Letters,
    session: CallSession,
    entropy: Box<dyn Entropy>,
    bearer: String,
    at_work: bool,
    visit: Option<Visit>,
}

/// The appointment the doctor is busy with.
#[derive(Clone, Debug)]
struct Visit {
    due: Due,
    call: CallId,
    rung: u32,
    /// When to ring next; none while a call is open.
    next: Option<Mono>,
    talked: bool,
}

impl Doctor {
    /// A doctor who comes to work with the first turn.
    pub fn new(config: DoctorConfig, entropy: Box<dyn Entropy>) -> Result<Self, UnusableDevice> {
        Ok(Self {
            list: List::new(config.practitioner, config.patients),
            letters: Letters::new(config.mailbox.clone(), &config.device, &config.roots)?,
            session: CallSession::new(config.mailbox),
            entropy,
            bearer: config.bearer,
            at_work: false,
            visit: None,
        })
    }

    /// Takes what came in and says what to do.
    pub fn turn(&mut self, now: Now, inputs: Vec<DoctorInput>) -> Vec<DoctorOutput> {
        let mut out = Vec::new();
        if !self.at_work {
            self.at_work = true;
            let password = Secret(self.bearer.clone());
            out.push(DoctorOutput::Mailbox(MailboxCommand::Connect { password }));
        }
        for input in inputs {
            self.take(input, now, &mut out);
        }
        self.session.handle_timeout(now.mono);
        self.settle(now, &mut out);
        self.ring(now);
        self.settle(now, &mut out);
        self.list.poll(now, &mut out);
        out
    }

    /// When the doctor wants a turn by themselves.
    pub fn poll_timeout(&self) -> Option<Mono> {
        let next = self.visit.as_ref().and_then(|visit| visit.next);
        self.session.poll_timeout().into_iter().chain(next).chain(self.list.poll_timeout()).min()
    }

    fn take(&mut self, input: DoctorInput, now: Now, out: &mut Vec<DoctorOutput>) {
        match input {
            DoctorInput::Http(id, reply) => self.list.replied(id, reply, now),
            DoctorInput::Mailbox(MailboxEvent::Message { id, bytes }) => {
                if let Some(message) = self.letters.open(&bytes, now.wall) {
                    self.session.handle_message(&message, now);
                }
                out.push(DoctorOutput::Mailbox(MailboxCommand::Acknowledge(id)));
            }
            DoctorInput::Mailbox(_) | DoctorInput::Tick => {}
            DoctorInput::Media(event) => self.session.handle_media(&event, now.mono),
            DoctorInput::HangUp => self.session.hang_up(),
        }
    }

    /// Rings who is due, and again whoever was cut off.
    fn ring(&mut self, now: Now) {
        if self.visit.is_none()
            && let Some(due) = self.list.due(now.wall)
        {
            let call = CallId::generate(self.entropy.as_mut());
            self.visit = Some(Visit { due, call, rung: 0, next: Some(now.mono), talked: false });
        }
        if let Some(visit) = &mut self.visit
            && visit.next.is_some_and(|next| next <= now.mono)
        {
            visit.next = None;
            visit.rung += 1;
            self.session.call(visit.call, visit.due.mailbox.clone(), now.mono);
        }
    }

    fn settle(&mut self, now: Now, out: &mut Vec<DoctorOutput>) {
        while let Some(output) = self.session.poll_output() {
            match output {
                SessionOutput::Send { call, to, body } => {
                    out.extend(self.letters.write(call, to, body, now.wall))
                }
                SessionOutput::Media(command) => out.push(DoctorOutput::Media(command)),
                SessionOutput::Talking { .. } => {
                    if let Some(visit) = &mut self.visit {
                        visit.talked = true;
                    }
                }
                // The patient called first: the doctor is here to talk.
                SessionOutput::Ring { .. } => self.session.accept(now.mono),
                SessionOutput::Ended { reason, .. } => self.ended(reason, now),
            }
        }
    }

    fn ended(&mut self, reason: EndReason, now: Now) {
        let Some(visit) = &mut self.visit else {
            return;
        };
        let finished = visit.talked && matches!(reason, EndReason::HungUp | EndReason::PeerHungUp);
        if finished {
            self.list.order(&visit.due, now);
            self.visit = None;
        } else if visit.rung < RINGS {
            visit.next = Some(now.mono + AGAIN);
        } else {
            // Whoever talked and was lost for good has been seen; the order is written all the same.
            if visit.talked {
                self.list.order(&visit.due, now);
            }
            self.visit = None;
        }
    }
}
