//! Two engines that talk to each other over two links: ICE, DTLS, SRTP, jitter buffer and ladder are real, the codec
//! makes packets of the true sizes.

use std::net::SocketAddr;
use std::ops::Range;
use std::time::{Duration, Instant};

use nabz_call::media::MediaEvent;
use nabz_call::media::codec::{Codec, StandIn, mark};
use nabz_call::media::engine::{Engine, TraceEvent};
use nabz_call::media::transport::TransportConfig;
use nabz_call::signal::CallId;
use nabz_clinic::speech::{Role, Speech};
use nabz_link::{Counts, Link, Schedule, Shape};
use nabz_terminal::recording;
use nabz_terminal::report::CallTrace;
use nabz_terminal::report::measure::{Heard, Window};
use nabz_time::{Entropy, Mono};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

use crate::outcome::BenchError;

const CALL: CallId = CallId([7; 16]);

/// What two people have between them.
#[derive(Clone, Debug, Default)]
pub struct Road {
    /// What each direction is like and for how long; the last for good.
    pub parts: Vec<(Duration, Shape)>,
    /// Traffic of somebody else in each direction.
    pub stranger: Option<Stranger>,
    /// A radio that stands still now and then, both ways.
    pub stall: Option<Stall>,
}

/// Every so many milliseconds nothing moves for so many; what was sent meanwhile goes out together afterwards.
#[derive(Clone, Copy, Debug)]
pub struct Stall {
    /// From one beginning to the next; the first after so long.
    pub every: u64,
    /// How long.
    pub lasts: u64,
}

/// A packet of so many bytes, headers included, every so many milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Stranger {
    /// On the wire.
    pub bytes: usize,
    /// Milliseconds.
    pub every: u64,
}

impl Road {
    /// One shape for good.
    pub fn steady(shape: Shape) -> Self {
        Self { parts: vec![(Duration::from_secs(3_600), shape)], ..Self::default() }
    }

    /// Whether nothing moves in this millisecond.
    pub fn stands_still(&self, now: u64) -> bool {
        self.stall.is_some_and(|stall| now >= stall.every && now % stall.every < stall.lasts)
    }

    /// The link of one direction; both ways of one seed lose different packets.
    pub fn link<P>(&self, seed: u64, direction: usize) -> Result<Link<P>, BenchError> {
        let schedule = Schedule::stretches(&self.parts).ok_or(BenchError::Nothing("a link of no length"))?;
        Ok(Link::new(schedule, seed * 2 + direction as u64, Mono::ZERO))
    }
}

/// Both people and the links between them. Side 0 calls; `up` is from it.
pub struct Meeting {
    sides: [Side; 2],
    road: Road,
    dark: Range<Mono>,
    moves: u8,
    now: u64,
    /// Milliseconds by which each side's devices, and the stranger, are out of step with the line.
    phases: [u64; 3],
}

struct Side {
    engine: Engine,
    address: SocketAddr,
    link: Link<Sent>,
    /// What waits for the radio, with its length: for no time, unless it stands still.
    held: Vec<(Sent, usize)>,
    speech: Speech,
    /// What was said and what was heard, sample by sample, where real speech is sent.
    sounds: Option<[Vec<i16>; 2]>,
    frames: u32,
    trace: Vec<TraceEvent>,
    events: Vec<(Mono, MediaEvent)>,
}

struct Sent {
    from: SocketAddr,
    to: SocketAddr,
    /// Empty: a stranger's.
    bytes: Vec<u8>,
}

impl Meeting {
    /// A call that begins now, the answer known to both; the codec makes packets of the true sizes.
    pub fn new(road: &Road, seed: u64) -> Result<Self, BenchError> {
        let voice = |role| Speech::bundled("en", role).map_err(|_| BenchError::Nothing("no speech"));
        Self::between(road, seed, &StandIn, [voice(Role::Patient)?, voice(Role::Doctor)?])
    }

    /// The same with speech that is really coded; [`Self::sounds`] has what was heard.
    pub fn speaking(
        road: &Road,
        seed: u64,
        codec: &dyn Codec,
        voices: [Speech; 2],
    ) -> Result<Self, BenchError> {
        let mut meeting = Self::between(road, seed, codec, voices)?;
        meeting.sides.iter_mut().for_each(|side| side.sounds = Some(Default::default()));
        Ok(meeting)
    }

    fn between(
        road: &Road,
        seed: u64,
        codec: &dyn Codec,
        [one, other]: [Speech; 2],
    ) -> Result<Self, BenchError> {
        let failed = |_| BenchError::Nothing("an engine was refused");
        #[expect(clippy::disallowed_methods, reason = "any instant will do as the base of rtc's clock")]
        let base = Instant::now();
        let config = |side| TransportConfig { local: address(side, 0), advertise: None, base };
        let mut entropy = Seeded(ChaCha8Rng::seed_from_u64(seed));
        let now = Mono::ZERO;
        let mut caller = Engine::offer(CALL, &config(0), codec, &mut entropy, now).map_err(failed)?;
        let Some(MediaEvent::Described { local: offer, .. }) = caller.poll_event() else {
            return Err(BenchError::Nothing("no offer"));
        };
        let called = Engine::answer(CALL, &offer, &config(1), codec, &mut entropy, now);
        let mut called = called.map_err(failed)?;
        let Some(MediaEvent::Described { local: answer, .. }) = called.poll_event() else {
            return Err(BenchError::Nothing("no answer"));
        };
        caller.accept(&answer, now).map_err(failed)?;
        Ok(Self {
            sides: [Side::new(caller, 0, road, seed, one)?, Side::new(called, 1, road, seed, other)?],
            road: road.clone(),
            dark: Mono::ZERO..Mono::ZERO,
            moves: 0,
            now: 0,
            phases: [seed * 7 % 20, seed * 13 % 20 + 7, seed * 97],
        })
    }

    /// Nothing arrives and nothing is queued while `dark` lasts.
    pub fn darken(&mut self, dark: Range<Mono>) {
        self.dark = dark;
    }

    /// One side has another network: what was under way to its old address is lost.
    pub fn move_side(&mut self, side: usize) {
        self.moves += 1;
        let moved = &mut self.sides[side];
        moved.address = address(side, self.moves);
        moved.engine.network_changed(Mono::from_millis(self.now));
    }

    /// Goes on until a moment.
    pub fn run(&mut self, until: Mono) {
        while self.now < until.millis() {
            self.now += 1;
            let now = Mono::from_millis(self.now);
            let still = self.road.stands_still(self.now);
            if !still {
                self.deliver(now);
            }
            for (n, side) in self.sides.iter_mut().enumerate() {
                side.step((self.now + self.phases[n]) % 20, now);
                side.send(self.dark.contains(&now));
                // Each way has a stranger of its own.
                let phase = self.phases[2] * (1 + n as u64) + 77;
                let sends = |stranger: &Stranger| self.now % stranger.every == phase % stranger.every;
                if let Some(stranger) = self.road.stranger.filter(sends) {
                    let sent = Sent { from: side.address, to: side.address, bytes: Vec::new() };
                    side.held.push((sent, stranger.bytes.saturating_sub(nabz_link::HEADERS)));
                }
                if !still {
                    side.held.drain(..).for_each(|(sent, length)| side.link.send(sent, length, now));
                }
            }
        }
    }

    /// When both had heard each other, if they have.
    pub fn connected(&self) -> Option<Mono> {
        let at = |side: &Side| {
            let mut events = side.events.iter();
            events.find(|(_, event)| matches!(event, MediaEvent::Connected { .. })).map(|(at, _)| *at)
        };
        Some(at(&self.sides[0])?.max(at(&self.sides[1])?))
    }

    /// What each link has carried.
    pub fn counts(&self) -> [Counts; 2] {
        self.sides.each_ref().map(|side| side.link.counts())
    }

    /// What each side said and what it heard, if speech was really coded.
    pub fn sounds(&self) -> [[&[i16]; 2]; 2] {
        self.sides.each_ref().map(|side| match &side.sounds {
            Some([said, heard]) => [said.as_slice(), heard.as_slice()],
            None => [&[][..], &[][..]],
        })
    }

    /// Of both directions, for every frame heard, the sample at which it was spoken.
    pub fn places(&self) -> [Vec<Option<u64>>; 2] {
        let during = (Mono::ZERO, Mono::from_millis(self.now));
        let [one, other] = &self.sides;
        [(one, other), (other, one)]
            .map(|(speaker, listener)| recording::places_of(&speaker.trace, &listener.trace, during))
    }

    /// What became of every frame; speech is where somebody speaks.
    pub fn trace(&self) -> CallTrace {
        self.traced(|side, number| side.speech.spoken(number))
    }

    /// The same, with every pause taken for speech: for figures that wait for no word.
    pub fn trace_of_all(&self) -> CallTrace {
        self.traced(|_, _| true)
    }

    fn traced(&self, speech: fn(&Side, u64) -> bool) -> CallTrace {
        let (began, ended) = (Mono::ZERO, Mono::from_millis(self.now));
        let way = |speaker: &Side, listener: &Side| {
            let spoken = |number| speech(speaker, number);
            recording::way(&speaker.trace, &listener.trace, spoken, (began, ended))
        };
        let [one, other] = &self.sides;
        CallTrace { began, ended, up: way(one, other), down: way(other, one) }
    }

    fn deliver(&mut self, now: Mono) {
        for from in 0..2 {
            while let Some(lands) = self.sides[from].link.poll_timeout()
                && let Some(sent) = self.sides[from].link.receive(now)
            {
                let there = &mut self.sides[1 - from];
                if sent.to == there.address && !sent.bytes.is_empty() && !self.dark.contains(&now) {
                    let at = lands.max(Mono::from_millis(self.now - 1));
                    there.engine.handle_datagram(sent.from, &sent.bytes, at);
                }
            }
        }
    }
}

impl Side {
    fn new(
        mut engine: Engine,
        index: usize,
        road: &Road,
        seed: u64,
        speech: Speech,
    ) -> Result<Self, BenchError> {
        engine.begin_trace();
        Ok(Self {
            engine,
            address: address(index, 0),
            link: road.link(seed, index)?,
            held: Vec::new(),
            speech,
            sounds: None,
            frames: 0,
            trace: Vec::new(),
            events: Vec::new(),
        })
    }

    /// A millisecond; microphone and loudspeaker are out of step with each other.
    fn step(&mut self, tick: u64, now: Mono) {
        if tick == 3 {
            let number = u64::from(self.frames);
            let frame = match &mut self.sounds {
                Some([said, _]) => {
                    let frame = self.speech.frame(number);
                    said.extend(frame);
                    frame
                }
                None => mark(self.frames, if self.speech.spoken(number) { 4_000 } else { 20 }),
            };
            self.engine.capture(&frame, now);
            self.frames += 1;
        }
        if tick == 11 {
            let frame = self.engine.playout(now);
            if let Some([_, heard]) = &mut self.sounds {
                heard.extend(frame);
            }
        }
        if self.engine.poll_timeout().is_some_and(|at| at <= now) {
            self.engine.handle_timeout(now);
        }
        self.trace.extend(self.engine.drain_trace());
        self.events.extend(std::iter::from_fn(|| self.engine.poll_event()).map(|event| (now, event)));
    }

    fn send(&mut self, dark: bool) {
        while let Some(transmit) = self.engine.poll_transmit() {
            let length = transmit.bytes.len();
            if !dark {
                let sent = Sent { from: self.address, to: transmit.to, bytes: transmit.bytes };
                self.held.push((sent, length));
            }
        }
    }
}

/// The share of speech between two moments that was heard within a second, each way.
pub fn under_1s(trace: &CallTrace, window: Window) -> Result<[f64; 2], BenchError> {
    let share = |way| Heard::of(way).in_time(window).ok_or(BenchError::Nothing("nobody spoke"));
    Ok([share(&trace.up)?, share(&trace.down)?])
}

fn address(side: usize, moved: u8) -> SocketAddr {
    SocketAddr::from(([10, 0, moved, side as u8 + 1], 4_000))
}

/// Randomness by seed.
pub(super) struct Seeded(pub(super) ChaCha8Rng);

impl Entropy for Seeded {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill_bytes(out);
    }
}
