//! The jitter buffer: packets in as they come, a frame out every 20 ms.
//!
//! ```text
//! packet ─► order by RTP time ─► due? ─► decode ─► catch up ─► frame
//!                                  └ no ─► conceal ─────────────┘
//! ```
//!
//! Speech is held back for as long as most packets need (`delay.rs`). A packet that is lost is concealed in its place; when nothing is there at
//! all the buffer conceals without moving on, so that what comes late is still heard and the delay grows. Delay is
//! given back where it hurts least: in pauses, then by merging every fourth frame with its neighbour, and only when
//! the delay is beyond a conversation by dropping what is old.

mod delay;
mod unwrap;

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use nabz_time::Mono;

use super::codec::{Decoder, FRAME, FRAME_SAMPLES, FRAME_TICKS, Frame, SILENCE, loudness};
use delay::DelayTarget;
pub use unwrap::{Sequence, Timestamp, Unwrapper, nearest};

/// Media time is counted in ticks of the RTP clock: 48 in a millisecond (RFC 7587 §4.1).
const MS: i64 = 48;
const TICKS: i64 = FRAME_TICKS as i64;
/// Packets held at most: ten seconds of the longest, five of 40 ms.
const MAX_PACKETS: usize = 128;
/// A packet this far from where the clock should be begins a new stream.
const RESTART: i64 = 10_000 * MS;
/// Over the wanted delay by this: quiet frames are skipped.
const CATCH_UP_IN_PAUSES: i64 = 50 * MS;
/// By this: every fourth frame is merged with its neighbour.
const CATCH_UP_IN_SPEECH: i64 = 120 * MS;
/// By this: what is old is dropped.
const CATCH_UP_AT_ONCE: i64 = 500 * MS;
/// Concealment is heard in full for 60 ms, then fades and is silence after 240 ms.
const FULL_FRAMES: u32 = 3;
const FADED_FRAMES: u32 = 12;

/// Where a played frame came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Spoken at this RTP time.
    Decoded {
        /// RTP timestamp of the frame's first sample.
        timestamp: u32,
    },
    /// Guessed from what was heard before.
    Concealed,
    /// Silence: nothing to guess from.
    Comfort,
}

/// What happened so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JitterCounters {
    /// Frames of speech played.
    pub decoded_ms: u64,
    /// Played without having been received, since the first packet.
    pub concealed_ms: u64,
    /// Received but left out to win back delay.
    pub skipped_ms: u64,
    /// Times that nothing was there when a frame was due.
    pub underruns: u64,
    /// Packets that came after their time, or twice.
    pub late: u64,
    /// Packets that could not be read.
    pub malformed: u64,
}

/// Orders, holds back, decodes and conceals one direction of speech.
pub struct JitterBuffer {
    decoder: Box<dyn Decoder>,
    clock: Timestamp,
    /// The newest packet: its media time and when it came.
    newest: Option<(i64, Mono)>,
    /// Packets by media time.
    waiting: BTreeMap<i64, Vec<u8>>,
    /// Frames of the packet being played.
    decoded: VecDeque<(i64, Frame)>,
    /// Media time of the next frame; unknown before the first.
    next: Option<i64>,
    delay: DelayTarget,
    starved: bool,
    concealed_in_a_row: u32,
    since_merge: u32,
    /// Slow mean of the loudness of what was played.
    loudness: u32,
    counters: JitterCounters,
}

impl JitterBuffer {
    /// An empty buffer that decodes with `decoder`.
    pub fn new(decoder: Box<dyn Decoder>) -> Self {
        Self {
            decoder,
            clock: Timestamp::default(),
            newest: None,
            waiting: BTreeMap::new(),
            decoded: VecDeque::new(),
            next: None,
            delay: DelayTarget::new(),
            starved: true,
            concealed_in_a_row: FADED_FRAMES,
            since_merge: 0,
            loudness: 0,
            counters: JitterCounters::default(),
        }
    }

    /// A packet arrived. Returns how many frames it holds; `None` if it cannot be read.
    pub fn insert(&mut self, timestamp: u32, payload: &[u8], now: Mono) -> Option<usize> {
        let Some(frames) = self.decoder.frames(payload) else {
            self.counters.malformed += 1;
            return None;
        };
        let time = self.media_time(timestamp, now);
        self.delay.observe(ticks(now) - time, frames, now);
        if self.next.is_some_and(|next| time < next) || self.waiting.contains_key(&time) {
            self.counters.late += 1;
            return Some(frames);
        }
        self.waiting.insert(time, payload.to_vec());
        if self.waiting.len() > MAX_PACKETS {
            self.waiting.pop_first();
        }
        Some(frames)
    }

    /// The frame to play at `now`; asked for every 20 ms.
    pub fn playout(&mut self, now: Mono) -> (Frame, Source) {
        self.drop_the_old(now);
        match self.take(now) {
            Some((time, frame)) => {
                let (time, frame) = self.catch_up(time, frame, now);
                self.play(time, frame)
            }
            None => self.conceal(),
        }
    }

    /// Nothing is held back for longer than `limit` on top of the least delay of the line.
    pub fn set_limit(&mut self, limit: Duration) {
        self.delay.set_limit(limit);
    }

    /// What happened so far.
    pub fn counters(&self) -> JitterCounters {
        self.counters
    }

    /// What is held back on top of the least delay of the line.
    pub fn target(&self) -> Duration {
        self.delay.target()
    }

    /// Media time of a packet, unrolled; a clock that jumped begins a new stream.
    fn media_time(&mut self, timestamp: u32, now: Mono) -> i64 {
        let time = self.clock.peek(timestamp);
        if let Some((newest, at)) = self.newest {
            let expected = newest + ticks(now) - ticks(at);
            if (time - expected).abs() > RESTART && (time - newest).abs() > RESTART {
                self.restart();
            }
        }
        let time = self.clock.unwrap(timestamp);
        if self.newest.is_none_or(|(newest, _)| time > newest) {
            self.newest = Some((time, now));
        }
        time
    }

    fn restart(&mut self) {
        self.clock = Timestamp::default();
        self.newest = None;
        self.waiting.clear();
        self.decoded.clear();
        self.next = None;
        self.delay = DelayTarget::new();
        self.starved = true;
    }

    /// The next frame if there is one and it is due.
    fn take(&mut self, now: Mono) -> Option<(i64, Frame)> {
        if self.decoded.is_empty() {
            self.decode_next(now);
        }
        self.decoded.pop_front()
    }

    fn decode_next(&mut self, now: Mono) {
        while self.decoded.is_empty() {
            let Some(entry) = self.waiting.first_entry() else { return };
            let time = *entry.key();
            let follows = self.next == Some(time) && !self.starved;
            if !follows && ticks(now) - time < self.delay.wanted() {
                return;
            }
            let payload = entry.remove();
            if self.next.is_some_and(|next| time < next) {
                self.counters.late += 1;
                continue;
            }
            let mut frames = Vec::new();
            if self.decoder.decode(&payload, &mut frames).is_err() {
                self.counters.malformed += 1;
                continue;
            }
            self.starved = false;
            self.next = Some(time);
            self.decoded.extend((time..).step_by(FRAME_TICKS as usize).zip(frames));
        }
    }

    /// How far what plays at media time `time` lags behind the wanted delay.
    fn excess(&self, time: i64, now: Mono) -> i64 {
        ticks(now) - time - self.delay.wanted()
    }

    /// Delay beyond a conversation: what is old goes unheard, as long as there is something newer.
    fn drop_the_old(&mut self, now: Mono) {
        let first = self.decoded.front().map(|&(time, _)| time).or_else(|| self.first_waiting());
        if first.is_none_or(|first| self.excess(first, now) < CATCH_UP_AT_ONCE) {
            return;
        }
        while !self.waiting.is_empty() {
            if self.decoded.is_empty() {
                self.decode_next(now);
            }
            match self.decoded.front() {
                Some(&(time, _)) if self.excess(time, now) >= TICKS => {
                    self.decoded.pop_front();
                    self.advance(time);
                    self.counters.skipped_ms += FRAME.as_millis() as u64;
                }
                _ => return,
            }
        }
    }

    /// Wins back a frame's time where it is quiet, or now and then in speech.
    fn catch_up(&mut self, time: i64, frame: Frame, now: Mono) -> (i64, Frame) {
        self.since_merge += 1;
        let excess = self.excess(time, now);
        let in_pause = excess > CATCH_UP_IN_PAUSES && self.is_quiet(&frame);
        let in_speech = excess > CATCH_UP_IN_SPEECH && self.since_merge >= 4;
        if !(in_pause || in_speech) {
            return (time, frame);
        }
        self.advance(time);
        match self.take(now) {
            Some((later, following)) => {
                self.since_merge = 0;
                self.counters.skipped_ms += FRAME.as_millis() as u64;
                (later, merge(&frame, &following))
            }
            None => (time, frame),
        }
    }

    fn play(&mut self, time: i64, frame: Frame) -> (Frame, Source) {
        self.advance(time);
        self.concealed_in_a_row = 0;
        self.counters.decoded_ms += FRAME.as_millis() as u64;
        self.loudness = (self.loudness * 63 + u32::from(loudness(&frame))) / 64;
        (frame, Source::Decoded { timestamp: time as u32 })
    }

    fn conceal(&mut self) -> (Frame, Source) {
        let Some(next) = self.next else { return (SILENCE, Source::Comfort) };
        match self.first_waiting() {
            // A hole before something that is already here: its time passes.
            Some(time) if time > next => self.next = Some((next + TICKS).min(time)),
            _ => {
                self.counters.underruns += u64::from(!self.starved);
                self.starved = true;
            }
        }
        self.counters.concealed_ms += FRAME.as_millis() as u64;
        self.concealed_in_a_row = self.concealed_in_a_row.saturating_add(1);
        if self.concealed_in_a_row > FADED_FRAMES {
            return (SILENCE, Source::Comfort);
        }
        let left = FADED_FRAMES.saturating_sub(self.concealed_in_a_row).min(FADED_FRAMES - FULL_FRAMES);
        let mut frame = self.decoder.conceal();
        fade(&mut frame, left, FADED_FRAMES - FULL_FRAMES);
        (frame, Source::Concealed)
    }

    fn advance(&mut self, played: i64) {
        self.next = Some(played + TICKS);
    }

    fn first_waiting(&self) -> Option<i64> {
        self.waiting.first_key_value().map(|(&time, _)| time)
    }

    /// A pause: a quarter of the usual loudness, or next to nothing.
    fn is_quiet(&self, frame: &Frame) -> bool {
        let loudness = u32::from(loudness(frame));
        loudness < 60 || loudness * 4 < self.loudness
    }
}

fn ticks(at: Mono) -> i64 {
    i64::try_from(at.micros()).unwrap_or(i64::MAX).saturating_mul(MS) / 1_000
}

/// Begins as `first` and ends as `second`.
fn merge(first: &Frame, second: &Frame) -> Frame {
    let length = FRAME_SAMPLES as i32;
    let mut merged = *second;
    for ((out, &from), n) in merged.iter_mut().zip(first).zip(0i32..) {
        *out = ((i32::from(from) * (length - n) + i32::from(*out) * n) / length) as i16;
    }
    merged
}

/// Scales a frame to `left` / `whole`.
fn fade(frame: &mut Frame, left: u32, whole: u32) {
    for sample in frame {
        *sample = (i64::from(*sample) * i64::from(left) / i64::from(whole.max(1))) as i16;
    }
}

#[cfg(test)]
mod tests;
