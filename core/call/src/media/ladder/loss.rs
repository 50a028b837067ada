//! How much of what we send is lost on its way, from the receiver's reports: the highest sequence number heard against
//! the packets received.
//!
//! Loss says nothing about the rate of a radio link, so no rung depends on it; it decides what travels along against it.

use std::collections::VecDeque;
use std::time::Duration;

use nabz_time::Mono;

use crate::media::jitter::Sequence;

/// Loss is counted over this long.
const WINDOW: Duration = Duration::from_secs(10);
/// Fewer packets say nothing.
const ENOUGH: i64 = 40;
/// From this share on something travels along, below the other not any more. In between it stays as it is: at 3 %,
/// three words in a hundred, a listener asks again now and then.
const LOSSY: f64 = 0.05;
const CLEAN: f64 = 0.02;
/// For how long a line must have been clean.
const CALM: Duration = Duration::from_secs(20);

/// Watches one direction.
#[derive(Debug, Default)]
pub(super) struct Loss {
    heard: Sequence,
    received: Sequence,
    /// When, the highest sequence number heard, packets received; both unrolled.
    reports: VecDeque<(Mono, i64, i64)>,
    /// When the line was last found to lose packets.
    lossy: Option<Mono>,
}

impl Loss {
    /// The peer reports `received` packets up to the sequence number `heard`.
    pub(super) fn observe(&mut self, heard: u16, received: u16, now: Mono) {
        let heard = self.heard.unwrap(heard.into());
        let received = self.received.unwrap(received.into());
        self.reports.push_back((now, heard, received));
        while self.reports.len() > 2 && self.reports.get(1).is_some_and(|&(at, ..)| now.since(at) >= WINDOW) {
            self.reports.pop_front();
        }
        let Some(share) = self.share() else { return };
        if share >= LOSSY || (share > CLEAN && self.lossy.is_some()) {
            self.lossy = Some(now);
        } else if self.lossy.is_some_and(|at| now.since(at) >= CALM) {
            self.lossy = None;
        }
    }

    /// Whether something should travel along.
    pub(super) fn is_lossy(&self) -> bool {
        self.lossy.is_some()
    }

    /// The share lost over the last seconds, 0 to 1, once enough was sent. A peer whose counters run backwards or ahead
    /// of what was sent loses nothing.
    pub(super) fn share(&self) -> Option<f64> {
        let (&(_, h0, r0), &(_, h1, r1)) = (self.reports.front()?, self.reports.back()?);
        let (sent, received) = (h1 - h0, r1 - r0);
        (sent >= ENOUGH).then(|| ((sent - received) as f64 / sent as f64).clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Mono {
        Mono::from_millis(seconds * 1_000)
    }

    /// Sixteen packets a second, `lost` of each hundred.
    fn run(loss: &mut Loss, seconds: std::ops::Range<u64>, lost: u64) {
        for second in seconds.step_by(2) {
            let sent = 65_000 + second * 16;
            loss.observe(sent as u16, (sent - second * 16 * lost / 100) as u16, at(second));
        }
    }

    #[test]
    fn loss_is_noticed_soon_and_forgotten_late() {
        let mut loss = Loss::default();
        run(&mut loss, 0..4, 10);
        assert!(!loss.is_lossy(), "too few packets");
        run(&mut loss, 4..8, 10);
        assert!(loss.is_lossy());
        assert!((loss.share().unwrap() - 0.1).abs() < 0.02, "{:?}", loss.share());
        let mut clean = Loss::default();
        run(&mut clean, 0..60, 1);
        assert!(!clean.is_lossy());
    }

    #[test]
    fn a_line_that_recovers_needs_nothing_after_a_while() {
        let mut loss = Loss::default();
        run(&mut loss, 0..10, 10);
        for second in (10..44).step_by(2) {
            let sent = 65_000 + second * 16;
            loss.observe(sent as u16, (sent - 16) as u16, at(second));
        }
        assert!(!loss.is_lossy());
    }

    #[test]
    fn a_lying_counter_is_no_loss_beyond_all() {
        let mut loss = Loss::default();
        for n in 0..50u64 {
            loss.observe((n * 997) as u16, (n * 31_337) as u16, at(n));
            assert!(loss.share().is_none_or(|share| (0.0..=1.0).contains(&share)));
        }
    }
}
