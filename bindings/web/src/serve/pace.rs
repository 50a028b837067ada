//! How fast messages may come.

use std::time::Duration;

use tokio::time::Instant;

/// Most messages at once: a quick scroll through a list and some presses.
const BURST: u32 = 60;

/// A message more every so often, 20 a second: faster than anybody presses.
const EVERY: Duration = Duration::from_millis(50);

/// Counts messages (a token bucket, kept as the moment at which it is full again).
#[derive(Debug)]
pub(super) struct Pace {
    full_at: Instant,
}

impl Pace {
    pub(super) fn new(now: Instant) -> Self {
        Self { full_at: now }
    }

    /// Counts one message; `false` if it is one too many.
    pub(super) fn allows(&mut self, now: Instant) -> bool {
        let full_at = self.full_at.max(now) + EVERY;
        let fits = full_at - now <= EVERY * BURST;
        if fits {
            self.full_at = full_at;
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_a_flood_does_not_and_patience_helps() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        assert!((0..BURST).all(|_| pace.allows(start)));
        assert!(!pace.allows(start));
        assert!(pace.allows(start + EVERY) && !pace.allows(start + EVERY));
        let later = start + Duration::from_secs(60);
        assert_eq!((0..100).filter(|_| pace.allows(later)).count(), BURST as usize);
    }
}
