//! The RTP clock of what we say: counted in samples captured, kept in step with time.

use std::time::Duration;

use nabz_time::Mono;

use crate::media::codec::FRAME_TICKS;
use crate::media::ladder::Stamp;

/// A microphone that was away this long has lost samples: the clock jumps over them.
const AWAY: Duration = Duration::from_millis(100);

/// Gives each captured frame its RTP timestamp.
#[derive(Debug)]
pub(super) struct MediaClock {
    /// Timestamp of the next frame, and when the one before it was complete.
    next: u32,
    captured: Option<Mono>,
}

impl MediaClock {
    pub(super) fn new(first: u32) -> Self {
        Self { next: first, captured: None }
    }

    /// The timestamp of the frame complete at `now`.
    pub(super) fn capture(&mut self, now: Mono) -> u32 {
        if let Some(before) = self.captured {
            let late = now.since(before).saturating_sub(crate::media::codec::FRAME);
            if late >= AWAY {
                self.next = self.next.wrapping_add(ticks(late));
            }
        }
        let timestamp = self.next;
        self.next = timestamp.wrapping_add(FRAME_TICKS);
        self.captured = Some(now);
        timestamp
    }

    /// The clock at `now`: a packet whose last frame has just been captured ends here.
    pub(super) fn stamp(&self, now: Mono) -> Stamp {
        let passed = self.captured.map_or(0, |at| ticks(now.since(at)));
        Stamp::of(self.next.wrapping_add(passed))
    }
}

fn ticks(duration: Duration) -> u32 {
    (duration.as_micros() * 48 / 1_000) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_frames_and_jumps_over_what_was_lost() {
        let mut clock = MediaClock::new(u32::MAX - 959);
        let at = Mono::from_millis;
        assert_eq!(clock.capture(at(20)), u32::MAX - 959);
        assert_eq!(clock.capture(at(45)), 0);
        assert_eq!(clock.capture(at(60)), 960);
        assert_eq!(clock.capture(at(560)), 1_920 + 480 * 48);
        assert_eq!(clock.stamp(at(570)), Stamp::of(1_920 + 480 * 48 + 960 + 480));
    }
}
