//! How delay is won and lost, where it hurts least.

use nabz_time::Mono;

use super::{JitterBuffer, MS, TICKS};
use crate::media::codec::{FRAME, FRAME_SAMPLES, Frame, loudness};

/// Over the wanted delay by this: quiet frames are skipped.
const CATCH_UP_IN_PAUSES: i64 = 50 * MS;
/// By this: periods of the voice are left out.
const CATCH_UP_IN_SPEECH: i64 = 120 * MS;
/// By this: what is old is dropped.
const CATCH_UP_AT_ONCE: i64 = 500 * MS;
/// Under the wanted delay by this: periods of the voice, or of a pause, are said twice.
const FALL_BACK: i64 = 10 * MS;
/// Frames of speech from one change of its length to the next.
const CHANGES_APART: u32 = 2;

impl JitterBuffer {
    /// How far what is lined up next lags behind the wanted delay.
    fn excess(&self, next: i64, now: Mono) -> i64 {
        self.clock(now) - next - self.delay.wanted()
    }

    /// Delay beyond a conversation: what is old goes unheard, as long as there is something newer.
    pub(super) fn drop_the_old(&mut self, now: Mono) {
        let first = self.decoded.front().map(|piece| piece.time).or_else(|| Some(self.store.first()?.0));
        if first.is_none_or(|first| self.excess(first, now) < CATCH_UP_AT_ONCE) {
            return;
        }
        while self.store.first().is_some() {
            match self.take(now) {
                Some(piece) if self.excess(piece.time, now) >= TICKS => {
                    self.next = Some(piece.time + TICKS);
                    self.counters.skipped_ms += FRAME.as_millis() as u64;
                }
                Some(piece) => return self.decoded.push_front(piece),
                None => return,
            }
        }
    }

    /// Wins or loses a frame's time where it is quiet, or now and then a period of the voice.
    pub(super) fn keep_the_delay(&mut self, now: Mono) {
        self.since_change += 1;
        let Some(next) = self.next else { return };
        let excess = self.excess(next, now);
        let quiet = self.is_quiet(&self.ahead.peek());
        let may = quiet || self.since_change >= CHANGES_APART;
        if may && excess > if quiet { CATCH_UP_IN_PAUSES } else { CATCH_UP_IN_SPEECH } {
            if self.ahead.len() < 2 * FRAME_SAMPLES {
                let Some(following) = self.take(now) else { return };
                self.line_up(following);
            }
            let skipped = if quiet { self.ahead.skip() } else { self.ahead.shorten() };
            self.changed(skipped);
            self.skipped += skipped as u64;
        } else if may && !self.starved && -excess > FALL_BACK {
            let stretched = self.ahead.lengthen();
            self.changed(stretched);
            self.stretched += stretched as u64;
        }
    }

    fn changed(&mut self, samples: usize) {
        if samples > 0 {
            self.since_change = 0;
        }
    }

    /// A pause: a quarter of the usual loudness, or next to nothing.
    fn is_quiet(&self, frame: &Frame) -> bool {
        let loudness = u32::from(loudness(frame));
        loudness < 60 || loudness * 4 < self.loudness
    }
}
