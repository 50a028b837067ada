//! What was said and what was heard of it, and how late.

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

use nabz_call::media::Rung;
use nabz_call::media::codec::{Frame, mark};
use nabz_call::media::engine::{Fate, TraceEvent};
use nabz_call::media::jitter::Source;
use nabz_time::Mono;

const FRAME: Duration = Duration::from_millis(20);
const SECOND: Duration = Duration::from_secs(1);

/// A person who says words of 0.3 to 2 s with pauses of 0.1 to 0.5 s between them.
pub(super) struct Speaker {
    frames: u32,
    changes_at: u32,
    speaking: bool,
    random: u64,
}

impl Speaker {
    pub(super) fn new(seed: u64) -> Self {
        let random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        Self { frames: 0, changes_at: 0, speaking: false, random }
    }

    /// The next 20 ms.
    pub(super) fn speak(&mut self) -> Frame {
        if self.frames >= self.changes_at {
            self.speaking = !self.speaking;
            let (least, span) = if self.speaking { (15, 85) } else { (5, 20) };
            self.random ^= self.random << 13;
            self.random ^= self.random >> 7;
            self.random ^= self.random << 17;
            self.changes_at = self.frames + least + (self.random % span) as u32;
        }
        self.frames += 1;
        mark(self.frames, if self.speaking { 4_000 } else { 20 })
    }
}

/// What one side did.
#[derive(Default)]
pub(super) struct Record {
    /// RTP timestamp of each frame spoken, when its first sample was, and whether it was sent.
    spoken: BTreeMap<u32, (Mono, bool)>,
    /// RTP timestamps of the peer's frames and when they were heard.
    heard: BTreeMap<u32, Mono>,
    /// Packets sent and their bytes on the wire.
    sent: Vec<(Mono, usize)>,
    rungs: Vec<(Mono, Rung)>,
}

impl Record {
    pub(super) fn note(&mut self, events: Vec<TraceEvent>) {
        for event in events {
            match event {
                TraceEvent::Spoken { timestamp, at, fate } => {
                    self.spoken.insert(timestamp, (at - FRAME, fate != Fate::Dropped));
                }
                TraceEvent::Played {
                    at,
                    source: Source::Decoded { timestamp } | Source::Repaired { timestamp },
                    ..
                } => {
                    self.heard.insert(timestamp, at);
                }
                TraceEvent::Played { .. } => {}
                TraceEvent::Sent { at, bytes, .. } => self.sent.push((at, bytes)),
                TraceEvent::Rung { at, rung } => self.rungs.push((at, rung)),
            }
        }
    }

    /// What this side said between two moments (seconds), as `listener` heard it.
    pub(super) fn heard_by(&self, listener: &Self, seconds: &Range<u64>) -> Heard {
        let range = Mono::from_millis(seconds.start * 1_000)..Mono::from_millis(seconds.end * 1_000);
        let spoken: Vec<_> = self.spoken.iter().filter(|(_, (at, _))| range.contains(at)).collect();
        let delay =
            |(timestamp, (at, _)): &(&u32, &(Mono, bool))| Some(listener.heard.get(*timestamp)?.since(*at));
        let mut delays: Vec<_> = spoken.iter().filter_map(delay).collect();
        delays.sort_unstable();
        let sent = self.sent.iter().filter(|(at, _)| range.contains(at));
        let bits: usize = sent.map(|(_, bytes)| bytes * 8).sum();
        Heard {
            under_1s: share(delays.iter().filter(|&&delay| delay < SECOND).count(), spoken.len()),
            sent: share(spoken.iter().filter(|(_, (_, sent))| *sent).count(), spoken.len()),
            median: delays.get(delays.len() / 2).copied().unwrap_or_default(),
            longest: delays.last().copied().unwrap_or_default(),
            offered_kbps: bits as f64 / 1_000.0 / (seconds.end - seconds.start) as f64,
        }
    }

    /// Rung changes between two moments (seconds).
    pub(super) fn changes(&self, seconds: &Range<u64>) -> Vec<(f64, Rung)> {
        let range = seconds.start as f64..seconds.end as f64;
        let changes = self.rungs.iter().map(|&(at, rung)| (at.seconds(), rung));
        changes.filter(|(at, _)| range.contains(at)).collect()
    }

    /// The rungs sent on between two moments (seconds), in order. A call begins on R3.
    pub(super) fn rungs(&self, seconds: &Range<u64>) -> Vec<Rung> {
        let before = self.changes(&(0..seconds.start)).last().map_or(Rung::R3, |&(_, rung)| rung);
        std::iter::once(before).chain(self.changes(seconds).into_iter().map(|(_, rung)| rung)).collect()
    }
}

/// How one direction was heard over a stretch.
#[derive(Debug)]
pub(super) struct Heard {
    /// Share of all frames, pauses and those never sent included, heard within a second of being spoken.
    pub(super) under_1s: f64,
    /// Share of frames that were sent.
    pub(super) sent: f64,
    /// Of those heard, spoken to heard.
    pub(super) median: Duration,
    pub(super) longest: Duration,
    pub(super) offered_kbps: f64,
}

/// The direction that was heard less.
pub(super) fn worse([one, other]: [Heard; 2]) -> Heard {
    if one.under_1s < other.under_1s { one } else { other }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}
