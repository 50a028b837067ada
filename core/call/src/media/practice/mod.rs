//! A practice call with oneself: both halves of a call on one phone, through the relay there and back, so that the line
//! is heard and judged before a doctor waits at its other end.
//!
//! ```text
//! microphone ─► near ══ line ══► far: what arrives is kept for a few seconds
//! loudspeaker ◄─ near ◄══ line ══ far: and is said again
//! ```
//!
//! Sans-IO as an [`Engine`] is, with two sockets instead of one. It ends by itself with a [`Verdict`].

mod verdict;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::Duration;

use nabz_time::{Entropy, Mono};

use super::codec::{Codec, Frame, SILENCE};
use super::command::{Description, LineQuality, MediaEnd, MediaEvent};
use super::engine::{Engine, EngineError, Levels};
use super::jitter::JitterCounters;
use super::transport::{Relay, Transmit, TransportConfig, TransportError};
use crate::signal::CallId;
pub use verdict::Verdict;
use verdict::{Ear, Way, concealed, judge};

/// How long one speaks.
pub const SPEAK: Duration = Duration::from_secs(5);
/// What is under way when one has spoken arrives within this, each way.
const LATE: Duration = Duration::from_secs(2);
/// No path by then: none.
const CONNECT: Duration = Duration::from_secs(45);

/// Where a practice call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PracticeStage {
    /// The relay is being reached.
    Connecting,
    /// The person is to speak.
    Speak,
    /// The person hears what arrived.
    Listen,
    /// Over.
    Done(Verdict),
}

/// One of the two halves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// The person's.
    Near,
    /// The one that says again what it hears.
    Far,
}

/// A practice call.
pub struct Practice {
    call: CallId,
    near: Engine,
    far: Engine,
    stage: PracticeStage,
    connected: [bool; 2],
    /// When the stage ends.
    until: Mono,
    /// What arrived at the far half, and what of it was said again.
    arrived: VecDeque<Frame>,
    ear: Ear,
    /// What the half that listens had counted when the other began to be heard.
    counted: Option<JitterCounters>,
    /// What was found of the way out.
    out: Option<Way>,
    events: VecDeque<MediaEvent>,
}

impl Practice {
    /// Begins one, with each half's socket and relay.
    pub fn new(
        call: CallId,
        configs: [&TransportConfig; 2],
        relays: Option<[Relay; 2]>,
        codec: &dyn Codec,
        entropy: &mut dyn Entropy,
        now: Mono,
    ) -> Result<Self, EngineError> {
        let [near, far] = configs;
        let mut far = Engine::offer(call, far, codec, entropy, now)?;
        let offer = described(&mut far)?;
        let mut near = Engine::answer(call, &offer, near, codec, entropy, now)?;
        far.accept(&described(&mut near)?, now)?;
        if let Some([of_near, of_far]) = relays {
            near.relay_through(of_near);
            far.relay_through(of_far);
        }
        let stage = PracticeStage::Connecting;
        Ok(Self {
            call,
            near,
            far,
            stage,
            connected: [false; 2],
            until: now + CONNECT,
            arrived: VecDeque::new(),
            ear: Ear::default(),
            counted: None,
            out: None,
            events: [MediaEvent::Practice { call, stage }].into(),
        })
    }

    /// Its name.
    pub fn call(&self) -> CallId {
        self.call
    }

    /// A datagram arrived at a half's socket.
    pub fn handle_datagram(&mut self, half: Half, from: SocketAddr, datagram: &[u8], now: Mono) {
        self.half(half).handle_datagram(from, datagram, now);
        self.follow(now);
    }

    /// The next datagram to send, and from which half's socket.
    pub fn poll_transmit(&mut self) -> Option<(Half, Transmit)> {
        let near = self.near.poll_transmit().map(|transmit| (Half::Near, transmit));
        near.or_else(|| self.far.poll_transmit().map(|transmit| (Half::Far, transmit)))
    }

    /// The next event: only [`MediaEvent::Practice`].
    pub fn poll_event(&mut self) -> Option<MediaEvent> {
        self.events.pop_front()
    }

    /// When [`Self::handle_timeout`] has something to do.
    pub fn poll_timeout(&mut self) -> Option<Mono> {
        if self.is_over() {
            return None;
        }
        let halves = [self.near.poll_timeout(), self.far.poll_timeout(), Some(self.until)];
        halves.into_iter().flatten().min()
    }

    /// Does what is due.
    pub fn handle_timeout(&mut self, now: Mono) {
        if self.is_over() {
            return;
        }
        for half in [Half::Near, Half::Far] {
            if self.half(half).poll_timeout().is_some_and(|due| due <= now) {
                self.half(half).handle_timeout(now);
            }
        }
        self.follow(now);
        if !self.is_over() && self.until <= now {
            self.next(now);
        }
    }

    /// 20 ms of the microphone, complete at `now`; the far half's frames pass as well.
    pub fn capture(&mut self, frame: &Frame, now: Mono) {
        let speaks = self.stage == PracticeStage::Speak && now + LATE < self.until;
        // While one listens, what the loudspeaker plays must not go round.
        self.near.capture(if speaks { frame } else { &SILENCE }, now);
        if speaks {
            self.ear.spoken(self.near.levels().microphone);
        }
        let heard = self.far.playout(now);
        self.notice_the_beginning();
        let again = match self.stage {
            PracticeStage::Speak => {
                self.arrived.push_back(heard);
                SILENCE
            }
            PracticeStage::Listen => self.arrived.pop_front().unwrap_or(SILENCE),
            PracticeStage::Connecting | PracticeStage::Done(_) => SILENCE,
        };
        self.far.capture(&again, now);
        self.follow(now);
    }

    /// The 20 ms to play at `now`.
    pub fn playout(&mut self, now: Mono) -> Frame {
        let heard = self.near.playout(now);
        if self.stage == PracticeStage::Listen { heard } else { SILENCE }
    }

    /// How loud it is.
    pub fn levels(&self) -> Levels {
        self.near.levels()
    }

    /// Our address is another: both halves go on from there.
    pub fn network_changed(&mut self, now: Mono) {
        self.near.network_changed(now);
        self.far.network_changed(now);
        self.follow(now);
    }

    /// Whether it has come to its end.
    pub fn is_over(&self) -> bool {
        matches!(self.stage, PracticeStage::Done(_))
    }

    fn half(&mut self, half: Half) -> &mut Engine {
        match half {
            Half::Near => &mut self.near,
            Half::Far => &mut self.far,
        }
    }

    fn follow(&mut self, now: Mono) {
        for half in [Half::Near, Half::Far] {
            while let Some(event) = self.half(half).poll_event() {
                match event {
                    MediaEvent::Connected { .. } => self.connected[half as usize] = true,
                    MediaEvent::Interrupted { .. } => self.ear.broke(),
                    MediaEvent::Ended { end: MediaEnd::Unreachable | MediaEnd::WrongPeer, .. } => {
                        self.enter(PracticeStage::Done(Verdict::NoRelay), Duration::ZERO, now);
                    }
                    MediaEvent::Ended { .. } => {
                        self.enter(PracticeStage::Done(Verdict::TooWeak), Duration::ZERO, now);
                    }
                    _ => {}
                }
            }
        }
        if self.stage == PracticeStage::Connecting && self.connected == [true; 2] {
            self.ear = Ear::default();
            // One of both speaks at a time: the line carries each word up and down again, as much as a call does.
            self.far.hush(true, now);
            self.enter(PracticeStage::Speak, SPEAK + LATE, now);
        }
    }

    /// The stage's time has passed.
    fn next(&mut self, now: Mono) {
        match self.stage {
            PracticeStage::Connecting => {
                self.enter(PracticeStage::Done(Verdict::NoRelay), Duration::ZERO, now);
            }
            PracticeStage::Speak if !self.ear.heard_somebody() => {
                self.enter(PracticeStage::Done(Verdict::SilentMicrophone), Duration::ZERO, now);
            }
            PracticeStage::Speak => {
                let quality = self.near.pipeline().measured(now).up;
                self.out = Some(self.way(quality, &self.far));
                self.counted = None;
                self.near.hush(true, now);
                self.far.hush(false, now);
                self.enter(PracticeStage::Listen, SPEAK + LATE * 2, now);
            }
            PracticeStage::Listen => {
                let measured = self.near.pipeline().measured(now);
                let back = self.way(measured.down, &self.near);
                let ways = [self.out.unwrap_or(back), back];
                let verdict = judge(&self.ear, ways, measured.round_trip);
                self.enter(PracticeStage::Done(verdict), Duration::ZERO, now);
            }
            PracticeStage::Done(_) => {}
        }
    }

    /// The half that listens has heard the other's first word of this stage: what it counts from now on counts.
    fn notice_the_beginning(&mut self) {
        let listens = if self.stage == PracticeStage::Speak { &self.far } else { &self.near };
        let now = listens.pipeline().counters();
        if self.counted.is_none_or(|began| began.decoded_ms == now.decoded_ms) {
            self.counted = Some(now);
        }
    }

    fn way(&self, quality: LineQuality, listens: &Engine) -> Way {
        let began = self.counted.unwrap_or_default();
        Way { quality, concealed: concealed(&began, &listens.pipeline().counters()) }
    }

    fn enter(&mut self, stage: PracticeStage, lasts: Duration, now: Mono) {
        if self.is_over() {
            return;
        }
        self.stage = stage;
        self.until = now + lasts;
        self.events.push_back(MediaEvent::Practice { call: self.call, stage });
    }
}

/// What an engine says of itself first.
fn described(engine: &mut Engine) -> Result<Description, EngineError> {
    match engine.poll_event() {
        Some(MediaEvent::Described { local, .. }) => Ok(local),
        _ => Err(EngineError::Transport(TransportError::NoAddress)),
    }
}
