//! The jitter buffer: packets in as they come, a frame out every 20 ms.
//!
//! ```text
//! packet, copy ─► order by RTP time ─► due? ─► decode ─► stretch ─► frame
//!                                        └ hole ─► mend ──┘
//! ```
//!
//! Speech is held back for as long as most packets need, those included that are lost and come again in a later one
//! (`delay.rs`). A hole before something that is already here is mended with what the later packet tells of it, or
//! concealed (`mend.rs`); when nothing is there at all the buffer conceals without moving on, so that what comes late
//! is still heard and the delay grows. Delay is given back where it hurts least: in pauses, then by leaving out periods
//! of the voice (`ahead.rs`), and only when the delay is beyond a conversation by dropping what is old.

mod ahead;
mod counters;
mod delay;
mod mend;
mod pace;
mod store;
mod unwrap;

use std::collections::VecDeque;
use std::time::Duration;

use nabz_time::Mono;

use super::codec::{Decoder, FRAME, FRAME_SAMPLES, FRAME_TICKS, Frame, SILENCE, loudness};
use ahead::Ahead;
pub use counters::{JitterCounters, Source};
use delay::DelayTarget;
use mend::{FADED_FRAMES, Mend, Plan, fade};
use store::{Store, Taken};
pub use unwrap::{Sequence, Timestamp, Unwrapper, nearest};

/// Media time is counted in ticks of the RTP clock: 48 in a millisecond (RFC 7587 §4.1).
const MS: i64 = 48;
const TICKS: i64 = FRAME_TICKS as i64;
/// Samples in a millisecond.
const SAMPLES: u64 = FRAME_SAMPLES as u64 / FRAME.as_millis() as u64;

/// One frame on its way to the ear, with its media time.
#[derive(Clone, Copy, Debug)]
struct Piece {
    time: i64,
    frame: Frame,
    by: By,
}

/// What a frame was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Packet,
    Copy,
    Repair,
    Correction,
}

/// Orders, holds back, decodes and mends one direction of speech.
pub struct JitterBuffer {
    decoder: Box<dyn Decoder>,
    store: Store,
    mend: Mend,
    /// Frames of the packet being played.
    decoded: VecDeque<Piece>,
    ahead: Ahead,
    /// Media time of the next frame; unknown before the first.
    next: Option<i64>,
    delay: DelayTarget,
    starved: bool,
    concealed_in_a_row: u32,
    since_change: u32,
    /// Slow mean of the loudness of what was played.
    loudness: u32,
    counters: JitterCounters,
    /// RTP time of the first sample played last.
    position: Option<u32>,
    /// Samples skipped and stretched so far.
    skipped: u64,
    stretched: u64,
}

impl JitterBuffer {
    /// An empty buffer that decodes with `decoder`.
    pub fn new(decoder: Box<dyn Decoder>) -> Self {
        Self {
            decoder,
            store: Store::default(),
            mend: Mend::default(),
            decoded: VecDeque::new(),
            ahead: Ahead::default(),
            next: None,
            delay: DelayTarget::new(),
            starved: true,
            concealed_in_a_row: FADED_FRAMES,
            since_change: 0,
            loudness: 0,
            counters: JitterCounters::default(),
            position: None,
            skipped: 0,
            stretched: 0,
        }
    }

    /// A packet arrived. Returns how many frames it holds; `None` if it cannot be read.
    pub fn insert(&mut self, timestamp: u32, payload: &[u8], now: Mono) -> Option<usize> {
        let Some(frames) = self.decoder.frames(payload) else {
            self.counters.malformed += 1;
            return None;
        };
        let time = match self.store.place(timestamp, now) {
            Ok(time) => time,
            Err(time) => {
                self.restart();
                time
            }
        };
        self.delay.observe(ticks(now) - time, frames, now);
        self.learn_from_a_hole(time, payload, now);
        if self.is_past(time) || !self.store.insert(time, frames, payload, false) {
            self.counters.late += 1;
        }
        self.store.arrived(time, frames, now);
        Some(frames)
    }

    /// A later packet brought a copy of one of `timestamp` (RED). Used if the packet itself is missing.
    pub fn insert_copy(&mut self, timestamp: u32, payload: &[u8], now: Mono) {
        let (Some(frames), Some(time)) = (self.decoder.frames(payload), self.store.place_copy(timestamp))
        else {
            self.counters.malformed += 1;
            return;
        };
        if self.store.knows(time) {
            return;
        }
        // That is how long a packet may take to be of use.
        self.delay.observe(ticks(now) - time, frames, now);
        self.store.remember(time);
        if !self.is_past(time) {
            self.store.insert(time, frames, payload, true);
        }
    }

    /// The frame to play at `now`; asked for every 20 ms.
    pub fn playout(&mut self, now: Mono) -> (Frame, Source) {
        self.mend.play();
        self.drop_the_old(now);
        while self.ahead.len() < FRAME_SAMPLES {
            match self.take(now) {
                Some(piece) => self.line_up(piece),
                None => self.conceal(),
            }
        }
        self.keep_the_delay(now);
        self.position = self.ahead.position();
        let (frame, source) = self.ahead.pop();
        if matches!(source, Source::Decoded { .. } | Source::Repaired { .. }) {
            self.loudness = (self.loudness * 63 + u32::from(loudness(&frame))) / 64;
        }
        (frame, source)
    }

    /// Nothing is held back for longer than `limit` on top of the least delay of the line.
    pub fn set_limit(&mut self, limit: Duration) {
        self.delay.set_limit(limit);
    }

    /// What happened so far.
    pub fn counters(&self) -> JitterCounters {
        JitterCounters {
            skipped_ms: self.counters.skipped_ms + self.skipped / SAMPLES,
            stretched_ms: self.stretched / SAMPLES,
            spikes: self.delay.spikes(),
            ..self.counters
        }
    }

    /// The RTP time of the first sample of the frame played last; `None` if that was guessed.
    pub fn position(&self) -> Option<u32> {
        self.position
    }

    /// What is held back on top of the least delay of the line.
    pub fn target(&self) -> Duration {
        self.delay.target()
    }

    /// Whether what arrives can be mended from the packets after it ([`Decoder::repairs`]).
    pub fn repairs(&self) -> bool {
        self.decoder.repairs()
    }

    fn restart(&mut self) {
        self.mend = Mend::default();
        self.decoded.clear();
        self.ahead.clear();
        self.next = None;
        self.delay.restart();
        self.starved = true;
    }

    fn is_past(&self, time: i64) -> bool {
        self.next.is_some_and(|next| time < next)
    }

    /// A packet that tells of lost ones before it is their arrival.
    fn learn_from_a_hole(&mut self, time: i64, payload: &[u8], now: Mono) {
        let Some(hole) = self.store.hole_before(time) else { return };
        let told = self.mend.reach(self.decoder.as_mut(), time, payload).min(hole);
        if told > 0 {
            self.delay.observe(ticks(now) - (time - told as i64 * TICKS), told, now);
        }
    }

    /// The moment, in ticks, at which a frame lined up next is needed. What is left of a frame of another length is
    /// played before it, but the next one is fetched all the same.
    fn clock(&self, now: Mono) -> i64 {
        ticks(now) + (self.ahead.len() / FRAME_SAMPLES) as i64 * TICKS
    }

    /// The next frame if there is one and it is due.
    fn take(&mut self, now: Mono) -> Option<Piece> {
        while self.decoded.is_empty() && self.prepare(now) {}
        self.decoded.pop_front()
    }

    /// Makes frames of the next packet, or of the hole before it, if they are due. Whether to ask again.
    fn prepare(&mut self, now: Mono) -> bool {
        let Some((time, _)) = self.store.first() else { return false };
        let plan = self.plan();
        let start = plan.map_or(time, |plan| plan.start);
        let follows = self.next == Some(start) && !self.starved;
        if !follows && self.clock(now) - start < self.delay.wanted() {
            return false;
        }
        if let Some(plan) = plan {
            let Some(packet) = self.store.get(plan.teller()) else { return false };
            self.mend.fill(self.decoder.as_mut(), plan, packet, &mut self.decoded);
        } else if let Some(Taken { payload, copy }) = self.store.take_first() {
            self.decode(time, &payload, if copy { By::Copy } else { By::Packet });
        }
        if !self.decoded.is_empty() {
            self.starved = false;
            self.next = Some(start);
        }
        true
    }

    /// How the hole before the first packet can be mended, if there is one.
    fn plan(&mut self) -> Option<Plan> {
        let (next, (time, _)) = (self.next?, self.store.first()?);
        if next >= time {
            return None;
        }
        self.mend.plan(self.decoder.as_mut(), next, self.store.packets())
    }

    fn decode(&mut self, time: i64, payload: &[u8], by: By) {
        if self.is_past(time) {
            self.counters.late += 1;
            return;
        }
        let mut frames = Vec::new();
        if self.decoder.decode(payload, &mut frames).is_err() {
            self.counters.malformed += 1;
            return;
        }
        let times = (time..).step_by(FRAME_TICKS as usize);
        self.decoded.extend(times.zip(frames).map(|(time, frame)| Piece { time, frame, by }));
    }

    fn line_up(&mut self, piece: Piece) {
        let length = FRAME.as_millis() as u64;
        let timestamp = piece.time as u32;
        self.next = Some(piece.time + TICKS);
        self.concealed_in_a_row = 0;
        let counters = &mut self.counters;
        let source = match piece.by {
            By::Packet | By::Copy => Source::Decoded { timestamp },
            By::Repair | By::Correction => Source::Repaired { timestamp },
        };
        match piece.by {
            By::Packet => counters.decoded_ms += length,
            By::Copy => {
                counters.decoded_ms += length;
                counters.copied_ms += length;
            }
            By::Repair => counters.repaired_ms += length,
            By::Correction => counters.corrected_ms += length,
        }
        self.ahead.push(&piece.frame, source);
    }

    fn conceal(&mut self) {
        let Some(next) = self.next else { return self.ahead.push(&SILENCE, Source::Comfort) };
        let told = self.plan().is_some_and(|plan| plan.start == next);
        match self.store.first() {
            // A hole before something that is already here: its time passes, unless it is only not yet due.
            Some((time, _)) if time > next && !told => self.next = Some((next + TICKS).min(time)),
            _ => {
                self.counters.underruns += u64::from(!self.starved);
                self.starved = true;
            }
        }
        self.counters.concealed_ms += FRAME.as_millis() as u64;
        self.concealed_in_a_row = self.concealed_in_a_row.saturating_add(1);
        if self.concealed_in_a_row > FADED_FRAMES {
            return self.ahead.push(&SILENCE, Source::Comfort);
        }
        let mut frame = self.decoder.conceal();
        fade(&mut frame, self.concealed_in_a_row);
        self.ahead.push(&frame, Source::Concealed);
    }
}

fn ticks(at: Mono) -> i64 {
    i64::try_from(at.micros()).unwrap_or(i64::MAX).saturating_mul(MS) / 1_000
}

#[cfg(test)]
mod tests;
