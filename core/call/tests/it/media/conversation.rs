//! Two pipelines that talk to each other over two links, in virtual time.

use std::collections::BTreeMap;
use std::time::Duration;

use nabz_call::media::Rung;
use nabz_call::media::codec::{StandIn, mark};
use nabz_call::media::engine::{Begin, Fate, Packet, Pipeline, PipelineEvent, TraceEvent};
use nabz_call::media::jitter::Source;
use nabz_link::{Link, Schedule, Shape};
use nabz_time::Mono;

/// RTP header and SRTP tag; RTCP APP header, SRTCP index and tag.
const MEDIA_FRAMING: usize = 12 + 10;
const REPORT_FRAMING: usize = 12 + 14;
/// A connectivity check or its answer, 28 bytes of headers not counted: one every five seconds each way.
const CHECK: usize = 92;
const CHECK_EVERY: u64 = 5_000;

/// A frame of 20 ms lasts, and the second within which it should be heard.
const FRAME: Duration = Duration::from_millis(20);
const SECOND: Duration = Duration::from_secs(1);

pub(super) fn shape(kbps: u32, round_trip_ms: u64, loss: f64) -> Shape {
    let delay = Duration::from_millis(round_trip_ms / 2);
    Shape { rate_bps: kbps * 1_000, delay, loss, burst: 1.5 }
}

/// One side and what it did.
pub(super) struct Side {
    pub(super) pipeline: Pipeline,
    pub(super) events: Vec<(Mono, PipelineEvent)>,
    /// RTP timestamp to when it was spoken and whether it is speech or a pause.
    spoken: BTreeMap<u32, Spoken>,
    /// RTP timestamps of the peer's frames and when they were heard.
    heard: BTreeMap<u32, Mono>,
    pub(super) rungs: Vec<(Mono, Rung)>,
    pub(super) sent: Vec<(Mono, usize)>,
    frames: u32,
    speaking_until: u32,
    speaking: bool,
    random: u64,
}

struct Spoken {
    at: Mono,
    speech: bool,
    rung: Option<Rung>,
}

impl Side {
    fn new(seed: u64) -> Self {
        let begin = Begin { sequence: 65_500, timestamp: u32::MAX - 960 * 500 };
        let mut pipeline = Pipeline::new(&StandIn, begin, Mono::ZERO).unwrap();
        pipeline.begin_trace();
        Self {
            pipeline,
            events: Vec::new(),
            spoken: BTreeMap::new(),
            heard: BTreeMap::new(),
            rungs: vec![(Mono::ZERO, Rung::R3)],
            sent: Vec::new(),
            frames: 0,
            speaking_until: 0,
            speaking: false,
            random: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
        }
    }

    /// Words of 0.3 to 2 s, pauses of 0.1 to 0.5 s.
    fn speak(&mut self, now: Mono) {
        if self.frames >= self.speaking_until {
            self.speaking = !self.speaking;
            let (least, span) = if self.speaking { (15, 85) } else { (5, 20) };
            self.random ^= self.random << 13;
            self.random ^= self.random >> 7;
            self.random ^= self.random << 17;
            self.speaking_until = self.frames + least + (self.random % span) as u32;
        }
        let level = if self.speaking { 4_000 } else { 20 };
        self.pipeline.capture(&mark(self.frames, level), now);
        self.frames += 1;
    }

    fn note(&mut self, now: Mono) {
        while let Some(event) = self.pipeline.poll_event() {
            self.events.push((now, event));
        }
        for event in self.pipeline.drain_trace() {
            match event {
                TraceEvent::Spoken { timestamp, at, fate } => {
                    let rung = if let Fate::Sent(rung) = fate { Some(rung) } else { None };
                    let speech = self.speaking;
                    self.spoken.insert(timestamp, Spoken { at: at - FRAME, speech, rung });
                }
                TraceEvent::Played { at, source: Source::Decoded { timestamp } } => {
                    self.heard.insert(timestamp, at);
                }
                TraceEvent::Played { .. } => {}
                TraceEvent::Sent { at, bytes, .. } => self.sent.push((at, bytes)),
                TraceEvent::Rung { at, rung } => self.rungs.push((at, rung)),
            }
        }
    }
}

/// Two sides and the links between them: `links[0]` carries what `sides[0]` says.
pub(super) struct Conversation {
    pub(super) sides: [Side; 2],
    pub(super) links: [Link<Option<Packet>>; 2],
    /// While the radio stalls nothing moves: from, to.
    pub(super) stall: Option<(u64, u64)>,
    held: [Vec<(Option<Packet>, usize)>; 2],
    now: u64,
    phases: [u64; 2],
}

impl Conversation {
    /// Both directions alike.
    pub(super) fn new(schedule: &Schedule, seed: u64) -> Self {
        Self::between([schedule.clone(), schedule.clone()], seed)
    }

    pub(super) fn between(schedules: [Schedule; 2], seed: u64) -> Self {
        let mut way = 0;
        let links = schedules.map(|schedule| {
            way += 1;
            Link::new(schedule, seed * 2 + way, Mono::ZERO)
        });
        let mut sides = [Side::new(seed * 2 + 1), Side::new(seed * 2 + 2)];
        sides.iter_mut().for_each(|side| side.pipeline.open(Mono::ZERO));
        let phases = [seed * 7 % 20, seed * 13 % 20 + 1];
        Self { sides, links, stall: None, held: [Vec::new(), Vec::new()], now: 0, phases }
    }

    /// Goes on until `until` milliseconds after the beginning.
    pub(super) fn run(&mut self, until: u64) {
        while self.now < until {
            self.now += 1;
            let now = Mono::from_millis(self.now);
            self.deliver(now);
            for (n, side) in self.sides.iter_mut().enumerate() {
                // Capture and playout of the two sides are out of step.
                let phase = self.now + self.phases[n];
                if phase % 20 == 3 {
                    side.speak(now);
                }
                if phase % 20 == 11 {
                    side.pipeline.playout(now);
                }
                if side.pipeline.poll_timeout().is_some_and(|at| at <= now) {
                    side.pipeline.handle_timeout(now);
                }
            }
            self.transmit(now);
        }
    }

    fn stalled(&self) -> bool {
        self.stall.is_some_and(|(from, to)| (from..to).contains(&self.now))
    }

    fn deliver(&mut self, now: Mono) {
        if self.stalled() {
            return;
        }
        for (n, link) in self.links.iter_mut().enumerate() {
            while let Some(at) = link.poll_timeout()
                && let Some(packet) = link.receive(now)
            {
                let at = at.max(Mono::from_millis(self.now - 1));
                match packet {
                    Some(Packet::Media(packet)) => self.sides[1 - n].pipeline.handle_media(&packet, at),
                    Some(Packet::Report(bytes)) => self.sides[1 - n].pipeline.handle_report(&bytes, at),
                    None => {}
                }
            }
        }
    }

    fn transmit(&mut self, now: Mono) {
        let stalled = self.stalled();
        let check = self.now % CHECK_EVERY == 77;
        for ((side, link), held) in self.sides.iter_mut().zip(&mut self.links).zip(&mut self.held) {
            while let Some(packet) = side.pipeline.poll_transmit() {
                let bytes = match &packet {
                    Packet::Media(packet) => packet.payload.len() + MEDIA_FRAMING,
                    Packet::Report(bytes) => bytes.len() + REPORT_FRAMING,
                };
                held.push((Some(packet), bytes));
            }
            if check {
                held.push((None, CHECK));
            }
            if !stalled {
                held.drain(..).for_each(|(packet, bytes)| link.send(packet, bytes, now));
            }
            side.note(now);
        }
    }

    /// What side `from` said between two moments (seconds), as the other heard it.
    pub(super) fn heard(&self, from: usize, seconds: std::ops::Range<u64>) -> Heard {
        let (speaker, listener) = (&self.sides[from], &self.sides[1 - from]);
        let range = Mono::from_millis(seconds.start * 1_000)..Mono::from_millis(seconds.end * 1_000);
        let spoken: Vec<_> = speaker.spoken.iter().filter(|(_, said)| range.contains(&said.at)).collect();
        let delay = |timestamp: &u32, said: &Spoken| Some(listener.heard.get(timestamp)?.since(said.at));
        let in_time =
            |(timestamp, said): &&(&u32, &Spoken)| delay(timestamp, said).is_some_and(|delay| delay < SECOND);
        let speech: Vec<_> = spoken.iter().filter(|(_, said)| said.speech).copied().collect();
        let mut delays: Vec<_> =
            spoken.iter().filter_map(|(timestamp, said)| delay(timestamp, said)).collect();
        delays.sort_unstable();
        let sent = speaker.sent.iter().filter(|(at, _)| range.contains(at));
        let bits: usize = sent.map(|(_, bytes)| bytes * 8).sum();
        Heard {
            under_1s: share(spoken.iter().filter(in_time).count(), spoken.len()),
            speech_under_1s: share(speech.iter().filter(in_time).count(), speech.len()),
            sent: share(spoken.iter().filter(|(_, said)| said.rung.is_some()).count(), spoken.len()),
            median: delays.get(delays.len() / 2).copied().unwrap_or_default(),
            longest: delays.last().copied().unwrap_or_default(),
            offered_kbps: bits as f64 / 1_000.0 / (seconds.end - seconds.start) as f64,
        }
    }

    /// The direction that was heard less.
    pub(super) fn worst(&self, seconds: std::ops::Range<u64>) -> Heard {
        let [one, other] = [0, 1].map(|side| self.heard(side, seconds.clone()));
        if one.under_1s < other.under_1s { one } else { other }
    }

    /// The rungs side `from` was on between two moments (seconds), in order.
    pub(super) fn rungs(&self, from: usize, seconds: std::ops::Range<u64>) -> Vec<Rung> {
        let before = self.changes(from, 0..seconds.start);
        let within = self.changes(from, seconds);
        before.last().into_iter().chain(&within).map(|&(_, rung)| rung).collect()
    }

    /// Nobody's clock nor code moves for so many milliseconds; the links do.
    pub(super) fn sleep(&mut self, millis: u64) {
        self.now += millis;
    }

    /// Rung changes of side `from` between two moments (seconds).
    pub(super) fn changes(&self, from: usize, seconds: std::ops::Range<u64>) -> Vec<(f64, Rung)> {
        let range = seconds.start as f64..seconds.end as f64;
        let changes = self.sides[from].rungs.iter().map(|&(at, rung)| (at.seconds(), rung));
        changes.filter(|(at, _)| range.contains(at)).collect()
    }

    /// When side `n` gave up.
    pub(super) fn gave_up(&self, n: usize) -> Option<Mono> {
        let mut events = self.sides[n].events.iter();
        events.find(|(_, event)| *event == PipelineEvent::TooWeak).map(|&(at, _)| at)
    }
}

/// How one direction was heard over a stretch.
#[derive(Debug)]
pub(super) struct Heard {
    /// Share of all frames heard within a second of being spoken.
    pub(super) under_1s: f64,
    /// The same of frames that were not pauses.
    pub(super) speech_under_1s: f64,
    /// Share of frames that were sent.
    pub(super) sent: f64,
    /// Of those heard, spoken to heard.
    pub(super) median: Duration,
    pub(super) longest: Duration,
    pub(super) offered_kbps: f64,
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}
