//! rtc counts in [`Instant`]s, the house in [`Mono`]. ICE's clock runs slower than both.

use std::time::{Duration, Instant};

use nabz_time::Mono;

/// How many of rtc's microseconds pass in [`REAL`] of ours.
const RTC: u64 = 2;
/// See [`RTC`].
const REAL: u64 = 5;

/// The clock rtc's ICE agent is given: two fifths of the real speed.
///
/// The agent's times suit a fixed network and cannot all be set: it checks every 200 ms at most and forgets a check
/// it sent 4 s ago. At two fifths it checks every 500 ms and remembers for 10 s, so that an answer still counts that
/// waited out a full 4 s queue and a round trip of 2 s.
#[derive(Clone, Copy, Debug)]
pub(super) struct SlowClock {
    base: Instant,
}

impl SlowClock {
    /// A clock on which [`Mono::ZERO`] is `base`.
    pub(super) fn new(base: Instant) -> Self {
        Self { base }
    }

    /// What rtc is told at `now`.
    pub(super) fn instant(self, now: Mono) -> Instant {
        self.base + Duration::from_micros(now.micros() / REAL * RTC + now.micros() % REAL * RTC / REAL)
    }

    /// The first instant at which rtc has reached `at`.
    pub(super) fn mono(self, at: Instant) -> Mono {
        let micros = at.saturating_duration_since(self.base).as_nanos().div_ceil(1_000);
        Mono::from_micros(u64::try_from(micros * u128::from(REAL)).unwrap_or(u64::MAX).div_ceil(RTC))
    }

    /// What rtc has to be told for it to mean `real`.
    pub(super) fn told(real: Duration) -> Duration {
        real * RTC as u32 / REAL as u32
    }

    /// What a time rtc measured means.
    pub(super) fn meant(told: Duration) -> Duration {
        told * REAL as u32 / RTC as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "any instant will do as the base")]
    fn a_deadline_of_rtc_has_passed_at_the_instant_it_maps_to() {
        let clock = SlowClock::new(Instant::now());
        for micros in [0, 1, 2, 3, 4, 5, 7, 199_999, 200_000, 3_600_000_001] {
            let at = clock.base + Duration::from_micros(micros);
            assert!(clock.instant(clock.mono(at)) >= at);
        }
        assert_eq!(clock.mono(clock.base + Duration::from_millis(200)), Mono::from_millis(500));
        assert_eq!(SlowClock::told(Duration::from_secs(10)), Duration::from_secs(4));
        assert_eq!(SlowClock::meant(Duration::from_secs(4)), Duration::from_secs(10));
    }
}
