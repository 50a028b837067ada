//! The only clock of the product.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use nabz_time::{Mono, Now, Wall};

/// Reads both clocks of the phone. The wall clock can be set ahead, so that a demonstration need not wait for
/// tomorrow's appointment; the monotonic one cannot.
#[derive(Debug)]
pub struct Clock {
    began: Instant,
    ahead_ms: AtomicI64,
}

impl Clock {
    /// A clock that begins now.
    #[allow(clippy::disallowed_methods)]
    pub fn new() -> Self {
        Self { began: Instant::now(), ahead_ms: AtomicI64::new(0) }
    }

    /// The `Instant` of [`Mono::ZERO`].
    pub fn began(&self) -> Instant {
        self.began
    }

    /// Both clocks.
    #[allow(clippy::disallowed_methods)]
    pub fn now(&self) -> Now {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let millis = i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX);
        Now {
            mono: self.mono(),
            wall: Wall::from_millis(millis.saturating_add(self.ahead_ms.load(Ordering::Relaxed))),
        }
    }

    /// The monotonic clock alone.
    #[allow(clippy::disallowed_methods)]
    pub fn mono(&self) -> Mono {
        let micros = u64::try_from(Instant::now().saturating_duration_since(self.began).as_micros());
        Mono::from_micros(micros.unwrap_or(u64::MAX))
    }

    /// How long until `deadline`; zero if it has passed.
    pub fn until(&self, deadline: Mono) -> Duration {
        deadline.since(self.mono())
    }

    /// The `Instant` of a deadline.
    pub fn instant(&self, deadline: Mono) -> Instant {
        self.began + deadline.since(Mono::ZERO)
    }

    /// Sets the wall clock ahead to `wall`; never back.
    pub fn jump_to(&self, wall: Wall) {
        let ahead = wall.millis_since(self.now().wall);
        if ahead > 0 {
            self.ahead_ms.fetch_add(ahead, Ordering::Relaxed);
        }
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jumps_ahead_and_never_back() {
        let clock = Clock::new();
        let start = clock.now().wall;
        clock.jump_to(start + Duration::from_secs(3_600));
        let later = clock.now().wall;
        assert!(later.millis_since(start) >= 3_600_000);
        clock.jump_to(start);
        assert!(clock.now().wall >= later);
    }
}
