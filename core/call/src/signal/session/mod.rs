//! The life of a call, as either side sees it. One call at a time, as a telephone has it.
//!
//! Inputs, by source:
//!
//! | Source | Input |
//! |---|---|
//! | the peer, after [`open`](super::open) and [`Inbox::take`](super::Inbox::take) | [`CallSession::handle_message`] |
//! | the person | [`CallSession::call`], [`CallSession::accept`], [`CallSession::decline`], [`CallSession::hang_up`] |
//! | the media thread | [`CallSession::handle_media`] |
//! | time | [`CallSession::handle_timeout`] at [`CallSession::poll_timeout`] |
//! | a start after a kill | [`CallSession::restore`] from the last [`CallSession::snapshot`] |
//!
//! Output comes from [`CallSession::poll_output`] after each of them; [`CallSession::phase`] is what a screen shows.
//!
//! ```text
//! caller  Idle → Calling ──────────────→ Connecting → Talking → Ended
//! called  Idle → Ringing → Answering ──↗                          ↑
//!                └─────────┴─────────────────────────────────────┘
//! ```
//!
//! Three rules settle the races:
//!
//! - **The newest word counts.** A message whose counter is not above the last one heard from that peer in that call is
//!   history: an offer overtaken by its hang-up never rings. A newer offer in the same call is the peer calling again
//!   after an interruption, and a person who had already taken the call is not asked twice.
//! - **Glare**: when two people call each other, the lower (call id, caller's name) goes on, on both sides alike; the
//!   one who yields takes the other's call without ringing, since both wish to talk.
//! - **One call**: an offer of somebody else while a call is open is answered with `Busy`. An offer of the same peer in
//!   another call replaces the open one: a device holds one call, so that peer has lost the one before.
//!
//! Media does not survive a kill. What was open beyond ringing is ended with `Interrupted`, which asks the peer to call
//! again under the same call id, so that one consultation stays one Encounter.
//!
//! Figures: ringing 45 s; connecting 60 s, three times what set-up takes at p90 on the worst link that carries a call
//! (18.5 s at 10 kbit/s with 30 % loss); a lost line is held 120 s while ICE restarts and the doctor sees
//! "reconnecting".

mod heard;
mod output;
mod snapshot;
mod state;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::time::Duration;

use nabz_time::{Mono, Now};

use super::body::{Body, HangupReason};
use super::ids::{CallId, MailboxName};
use super::message::Message;
use crate::media::{Description, MediaCommand, MediaEvent, Setup};
use heard::Heard;
pub use output::{EndReason, Phase, SessionOutput};
pub use snapshot::SessionSnapshot;
use state::{Current, State};

/// How long it rings, on either side.
pub const RING: Duration = Duration::from_secs(45);

/// How long a call that was answered may take to connect.
pub const CONNECT: Duration = Duration::from_secs(60);

/// How long a lost line is waited for.
pub const HOLD: Duration = Duration::from_secs(120);

/// A device's calls, one at a time.
pub struct CallSession {
    me: MailboxName,
    current: Option<Current>,
    heard: Heard,
    outputs: VecDeque<SessionOutput>,
}

impl CallSession {
    /// The session of the device that receives in mailbox `me`.
    pub fn new(me: MailboxName) -> Self {
        Self { me, current: None, heard: Heard::default(), outputs: VecDeque::new() }
    }

    /// What a screen shows.
    pub fn phase(&self) -> Phase {
        match self.current.as_ref().map(|current| &current.state) {
            None => Phase::Idle,
            Some(State::Describing { .. }) => Phase::Calling { rung: false },
            Some(State::Calling { rung, .. }) => Phase::Calling { rung: *rung },
            Some(State::Ringing { .. }) => Phase::Ringing,
            Some(State::Answering { .. } | State::Connecting { .. }) => Phase::Connecting,
            Some(State::Talking { until }) => Phase::Talking { interrupted: until.is_some() },
            Some(State::Ended(reason)) => Phase::Ended(*reason),
        }
    }

    /// The call and the peer, the last one when it is over.
    pub fn current(&self) -> Option<(CallId, &MailboxName)> {
        self.current.as_ref().map(|current| (current.call, &current.peer))
    }

    /// What to do next.
    pub fn poll_output(&mut self) -> Option<SessionOutput> {
        self.outputs.pop_front()
    }

    /// The person calls `peer`. Ignored while a call is open.
    pub fn call(&mut self, call: CallId, peer: MailboxName, now: Mono) {
        if !self.is_open() {
            self.begin(call, peer, State::Describing { until: now + CONNECT });
            self.media(MediaCommand::Offer { call });
        }
    }

    /// The person takes the call.
    pub fn accept(&mut self, now: Mono) {
        if let Some(Current { call, state: State::Ringing { offer, .. }, .. }) = &self.current {
            let (call, remote) = (*call, offer.clone());
            self.enter(State::Answering { until: now + CONNECT });
            self.media(MediaCommand::Answer { call, remote });
        }
    }

    /// The person does not take the call.
    pub fn decline(&mut self) {
        if self.phase() == Phase::Ringing {
            self.send(Body::Decline);
            self.end(EndReason::Declined);
        }
    }

    /// The person ends the call, at whatever point it stands.
    pub fn hang_up(&mut self) {
        if self.phase() == Phase::Ringing {
            self.decline();
        } else if self.is_open() {
            self.give_up(HangupReason::Finished, EndReason::HungUp);
        }
    }

    /// A message of a peer whose signature was checked and whose counter was not seen before.
    pub fn handle_message(&mut self, message: &Message, now: Now) {
        if !self.heard.is_newest(message) {
            return;
        }
        let of_current = |at: &Current| at.call == message.call && at.peer == message.from;
        match (self.current.as_ref().filter(|at| of_current(at)), &message.body) {
            (_, Body::Offer(offer)) => self.offered(message, offer.clone(), now),
            (None, _) => {}
            (Some(_), Body::Answer(answer)) => self.answered(answer.clone(), now.mono),
            (Some(at), Body::Ringing) => {
                if matches!(at.state, State::Calling { .. }) {
                    self.enter(State::Calling { until: now.mono + RING, rung: true });
                }
            }
            (Some(at), Body::Decline | Body::Busy) => {
                if matches!(at.state, State::Calling { .. } | State::Connecting { .. }) {
                    let busy = message.body == Body::Busy;
                    self.stop_media();
                    self.end(if busy { EndReason::PeerBusy } else { EndReason::PeerDeclined });
                }
            }
            (Some(_), Body::Hangup { reason }) => self.peer_hung_up(*reason),
        }
    }

    /// News of the media thread. News of another call is history.
    pub fn handle_media(&mut self, event: &MediaEvent, now: Mono) {
        let Some(current) = &self.current else { return };
        match (&current.state, event) {
            (_, event) if call_of(event) != current.call => {}
            (State::Describing { .. }, MediaEvent::Described { local, .. })
                if local.setup == Setup::ActPass =>
            {
                self.send(Body::Offer(local.clone()));
                self.enter(State::Calling { until: now + RING, rung: false });
            }
            (State::Answering { until }, MediaEvent::Described { local, .. })
                if local.setup == Setup::Active =>
            {
                let until = *until;
                self.send(Body::Answer(local.clone()));
                self.enter(State::Connecting { until });
            }
            (State::Connecting { .. }, MediaEvent::Connected { call, .. }) => self.connected(*call),
            (State::Talking { until: None }, MediaEvent::Interrupted { .. }) => {
                self.enter(State::Talking { until: Some(now + HOLD) });
            }
            (State::Talking { .. }, MediaEvent::Restored { .. }) => {
                self.enter(State::Talking { until: None })
            }
            (State::Ended(_) | State::Ringing { .. }, _) => {}
            (_, MediaEvent::Ended { end, .. }) => {
                let (told, reason) = EndReason::ended_by_media(*end);
                self.tell_end(told);
                self.end(reason);
            }
            _ => {}
        }
    }

    /// The next instant at which time alone changes something.
    pub fn poll_timeout(&self) -> Option<Mono> {
        self.current.as_ref()?.state.until()
    }

    /// Time has passed.
    pub fn handle_timeout(&mut self, now: Mono) {
        if self.poll_timeout().is_none_or(|until| until > now) {
            return;
        }
        match self.current.as_ref().map(|current| &current.state) {
            Some(State::Ringing { .. }) => {
                self.send(Body::Hangup { reason: HangupReason::NoAnswer });
                self.end(EndReason::Missed);
            }
            Some(State::Calling { .. }) => self.give_up(HangupReason::NoAnswer, EndReason::NoAnswer),
            Some(State::Talking { .. }) => self.give_up(HangupReason::Lost, EndReason::Lost),
            _ => self.give_up(HangupReason::Unreachable, EndReason::Unreachable),
        }
    }

    fn offered(&mut self, message: &Message, offer: Description, now: Now) {
        let Some(current) = self.current.as_ref().filter(|_| self.is_open()) else {
            return self.ring(message, offer, now);
        };
        let known_peer = current.peer == message.from;
        match &current.state {
            State::Ringing { .. } if known_peer => self.ring(message, offer, now),
            State::Describing { .. } if known_peer => self.yield_to(message, offer, now),
            State::Calling { .. } if known_peer => {
                if (message.call, &message.from) < (current.call, &self.me) {
                    self.yield_to(message, offer, now);
                }
            }
            _ if known_peer => self.yield_to(message, offer, now),
            _ => self.outputs.push_back(SessionOutput::Send {
                call: message.call,
                to: message.from.clone(),
                body: Body::Busy,
            }),
        }
    }

    fn ring(&mut self, message: &Message, offer: Description, now: Now) {
        self.begin(message.call, message.from.clone(), State::Ringing { offer, until: now + RING });
        self.send(Body::Ringing);
        self.outputs.push_back(SessionOutput::Ring { call: message.call, from: message.from.clone() });
    }

    /// Drops our half of the media and takes the peer's offer; the person wished to talk already.
    fn yield_to(&mut self, message: &Message, offer: Description, now: Now) {
        self.stop_media();
        let talked = self.current.as_ref().is_some_and(|at| at.call == message.call && at.talked);
        let state = State::Answering { until: now.mono + CONNECT };
        self.current = Some(Current { call: message.call, peer: message.from.clone(), state, talked });
        self.media(MediaCommand::Answer { call: message.call, remote: offer });
    }

    fn answered(&mut self, remote: Description, now: Mono) {
        let Some(current) = &self.current else { return };
        let call = current.call;
        match &current.state {
            State::Calling { .. } => {
                self.enter(State::Connecting { until: now + CONNECT });
                self.media(MediaCommand::Accept { call, remote });
            }
            // The answer crossed our hang-up. Should that be lost, this one is not.
            State::Ended(_) => self.send(Body::Hangup { reason: HangupReason::Finished }),
            _ => {}
        }
    }

    fn connected(&mut self, call: CallId) {
        self.enter(State::Talking { until: None });
        if let Some(current) = &mut self.current
            && !std::mem::replace(&mut current.talked, true)
        {
            self.outputs.push_back(SessionOutput::Talking { call });
        }
    }

    fn peer_hung_up(&mut self, told: HangupReason) {
        if self.is_open() {
            let reason = EndReason::told_by_peer(told, self.phase() == Phase::Ringing);
            self.stop_media();
            self.end(reason);
        }
    }

    fn give_up(&mut self, told: HangupReason, reason: EndReason) {
        self.tell_end(told);
        self.stop_media();
        self.end(reason);
    }

    /// Before the offer is out, nobody knows of the call.
    fn tell_end(&mut self, told: HangupReason) {
        if !matches!(self.current.as_ref().map(|at| &at.state), Some(State::Describing { .. })) {
            self.send(Body::Hangup { reason: told });
        }
    }

    fn is_open(&self) -> bool {
        !matches!(self.phase(), Phase::Idle | Phase::Ended(_))
    }

    fn begin(&mut self, call: CallId, peer: MailboxName, state: State) {
        self.current = Some(Current { call, peer, state, talked: false });
    }

    fn enter(&mut self, state: State) {
        if let Some(current) = &mut self.current {
            current.state = state;
        }
    }

    fn end(&mut self, reason: EndReason) {
        self.enter(State::Ended(reason));
        if let Some(Current { call, peer, talked, .. }) = &self.current {
            let (call, peer, talked) = (*call, peer.clone(), *talked);
            self.outputs.push_back(SessionOutput::Ended { call, peer, reason, talked });
        }
    }

    fn send(&mut self, body: Body) {
        if let Some(Current { call, peer, .. }) = &self.current {
            self.outputs.push_back(SessionOutput::Send { call: *call, to: peer.clone(), body });
        }
    }

    fn media(&mut self, command: MediaCommand) {
        self.outputs.push_back(SessionOutput::Media(command));
    }

    /// While it rings, no media was begun.
    fn stop_media(&mut self) {
        if let Some(Current { call, state, .. }) = &self.current
            && !matches!(state, State::Ringing { .. } | State::Ended(_))
        {
            let call = *call;
            self.media(MediaCommand::Stop { call });
        }
    }
}

fn call_of(event: &MediaEvent) -> CallId {
    match event {
        MediaEvent::Described { call, .. }
        | MediaEvent::Connected { call, .. }
        | MediaEvent::Line { call, .. }
        | MediaEvent::Interrupted { call }
        | MediaEvent::Restored { call }
        | MediaEvent::Judged { call, .. }
        | MediaEvent::Kept { call, .. }
        | MediaEvent::Practice { call, .. }
        | MediaEvent::Ended { call, .. } => *call,
    }
}
