//! Two pipelines that talk to each other over two links, in virtual time.

use std::collections::VecDeque;
use std::ops::Range;
use std::time::Duration;

use nabz_call::media::Rung;
use nabz_call::media::codec::StandIn;
use nabz_call::media::engine::{Begin, Packet, Pipeline, PipelineEvent};
use nabz_link::{Link, Schedule, Shape};
use nabz_time::Mono;
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

use super::record::{Heard, Record, Speaker, worse};

/// RTP header and SRTP tag; RTCP APP header, SRTCP index and tag.
const MEDIA_FRAMING: usize = 12 + 10;
const REPORT_FRAMING: usize = 12 + 14;
/// A connectivity check or its answer, 28 bytes of headers not counted: one every five seconds each way.
const CHECK: usize = 92;
const CHECK_EVERY: u64 = 5_000;

pub(super) fn shape(kbps: u32, round_trip_ms: u64, loss: f64) -> Shape {
    let delay = Duration::from_millis(round_trip_ms / 2);
    Shape { rate_bps: kbps * 1_000, delay, loss, burst: 1.5 }
}

/// One side and what it did.
struct Side {
    pipeline: Pipeline,
    speaker: Speaker,
    record: Record,
    events: Vec<(Mono, PipelineEvent)>,
}

impl Side {
    fn new(seed: u64) -> Self {
        let begin = Begin { sequence: 65_500, timestamp: u32::MAX - 960 * 500 };
        let mut pipeline = Pipeline::new(&StandIn, begin, Mono::ZERO).unwrap();
        pipeline.begin_trace();
        pipeline.open(Mono::ZERO);
        Self { pipeline, speaker: Speaker::new(seed), record: Record::default(), events: Vec::new() }
    }
}

/// Two sides and the links between them: `links[0]` carries what `sides[0]` says.
pub(super) struct Conversation {
    sides: [Side; 2],
    links: [Link<Option<Packet>>; 2],
    /// While the radio stalls nothing moves: from, to in milliseconds.
    pub(super) stall: Range<u64>,
    /// Each packet takes up to so many milliseconds longer than the link, and never overtakes.
    pub(super) jitter: u64,
    /// A stranger's packet of so many bytes (headers not counted) every so many milliseconds.
    pub(super) stranger: Option<(usize, u64)>,
    random: ChaCha8Rng,
    landed: [VecDeque<(Mono, Option<Packet>)>; 2],
    held: [Vec<(Option<Packet>, usize)>; 2],
    now: u64,
    phases: [u64; 2],
}

impl Conversation {
    /// Both directions alike.
    pub(super) fn new(schedule: &Schedule, seed: u64) -> Self {
        Self::between([schedule.clone(), schedule.clone()], seed)
    }

    pub(super) fn between([one, other]: [Schedule; 2], seed: u64) -> Self {
        Self {
            sides: [Side::new(seed * 2 + 1), Side::new(seed * 2 + 2)],
            links: [Link::new(one, seed * 2 + 1, Mono::ZERO), Link::new(other, seed * 2 + 2, Mono::ZERO)],
            stall: 0..0,
            jitter: 0,
            stranger: None,
            random: ChaCha8Rng::seed_from_u64(seed),
            landed: [VecDeque::new(), VecDeque::new()],
            held: [Vec::new(), Vec::new()],
            now: 0,
            // Microphones and loudspeakers are out of step with the link and each other.
            phases: [seed * 7 % 20, seed * 13 % 20 + 1],
        }
    }

    /// Goes on until `until` milliseconds after the beginning.
    pub(super) fn run(&mut self, until: u64) {
        while self.now < until {
            self.now += 1;
            let now = Mono::from_millis(self.now);
            self.deliver(now);
            for (side, phase) in self.sides.iter_mut().zip(self.phases) {
                let tick = (self.now + phase) % 20;
                if tick == 3 {
                    side.pipeline.capture(&side.speaker.speak(), now);
                }
                if tick == 11 {
                    side.pipeline.playout(now);
                }
                if side.pipeline.poll_timeout().is_some_and(|at| at <= now) {
                    side.pipeline.handle_timeout(now);
                }
            }
            self.transmit(now);
        }
    }

    /// Nobody's code moves for so many milliseconds; the links do.
    pub(super) fn sleep(&mut self, millis: u64) {
        self.now += millis;
    }

    fn deliver(&mut self, now: Mono) {
        if self.stall.contains(&self.now) {
            return;
        }
        for (link, landed) in self.links.iter_mut().zip(&mut self.landed) {
            while let Some(lands) = link.poll_timeout()
                && let Some(packet) = link.receive(now)
            {
                let late = Duration::from_micros(self.random.next_u64() % (self.jitter * 1_000 + 1));
                let at = landed.back().map_or(lands + late, |(last, _)| (lands + late).max(*last));
                landed.push_back((at, packet));
            }
        }
        for (landed, to) in self.landed.iter_mut().zip([1, 0]) {
            while let Some((at, packet)) = landed.pop_front_if(|(at, _)| *at <= now) {
                let at = at.max(Mono::from_millis(self.now - 1));
                match packet {
                    Some(Packet::Media(packet)) => self.sides[to].pipeline.handle_media(&packet, at),
                    Some(Packet::Report(bytes)) => self.sides[to].pipeline.handle_report(&bytes, at),
                    None => {}
                }
            }
        }
    }

    fn transmit(&mut self, now: Mono) {
        let stalled = self.stall.contains(&self.now);
        for ((side, link), held) in self.sides.iter_mut().zip(&mut self.links).zip(&mut self.held) {
            while let Some(packet) = side.pipeline.poll_transmit() {
                let bytes = match &packet {
                    Packet::Media(packet) => packet.payload.len() + MEDIA_FRAMING,
                    Packet::Report(bytes) => bytes.len() + REPORT_FRAMING,
                };
                held.push((Some(packet), bytes));
            }
            let others = [Some((CHECK, CHECK_EVERY)), self.stranger];
            for (bytes, _) in others.into_iter().flatten().filter(|(_, every)| self.now % every == 77) {
                held.push((None, bytes));
            }
            if !stalled {
                held.drain(..).for_each(|(packet, bytes)| link.send(packet, bytes, now));
            }
            side.record.note(side.pipeline.drain_trace());
            side.events.extend(std::iter::from_fn(|| side.pipeline.poll_event()).map(|event| (now, event)));
        }
    }

    /// What side `from` said between two moments (seconds), as the other heard it.
    pub(super) fn heard(&self, from: usize, seconds: Range<u64>) -> Heard {
        self.sides[from].record.heard_by(&self.sides[1 - from].record, &seconds)
    }

    /// The direction that was heard less.
    pub(super) fn worst(&self, seconds: Range<u64>) -> Heard {
        worse([self.heard(0, seconds.clone()), self.heard(1, seconds)])
    }

    /// Rung changes of side `from` between two moments (seconds).
    pub(super) fn changes(&self, from: usize, seconds: Range<u64>) -> Vec<(f64, Rung)> {
        self.sides[from].record.changes(&seconds)
    }

    /// The rungs side `from` was on between two moments (seconds), in order.
    pub(super) fn rungs(&self, from: usize, seconds: Range<u64>) -> Vec<Rung> {
        self.sides[from].record.rungs(&seconds)
    }

    /// When side `n` gave up.
    pub(super) fn gave_up(&self, n: usize) -> Option<Mono> {
        let mut events = self.sides[n].events.iter();
        events.find(|(_, event)| *event == PipelineEvent::TooWeak).map(|&(at, _)| at)
    }
}
