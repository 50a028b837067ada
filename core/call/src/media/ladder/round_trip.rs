//! The time there and back: a queue that grows too slowly to be told from the line shows in it. So does a longer line;
//! then one step down was for nothing.

use std::collections::VecDeque;
use std::time::Duration;

/// The way there and back has grown by this much unnoticed.
const CREPT: Duration = Duration::from_millis(400);
/// While a better rung is being proved, this much is enough to stop.
const LONGER: Duration = Duration::from_millis(200);
/// Of this many reports the least time there and back counts.
const KEPT: usize = 5;

/// The last measurements.
#[derive(Debug, Default)]
pub(super) struct RoundTrip {
    recent: VecDeque<Duration>,
    /// What the line takes there and back without a queue.
    line: Option<Duration>,
}

impl RoundTrip {
    /// The least of late.
    pub(super) fn least(&self) -> Option<Duration> {
        self.recent.iter().min().copied()
    }

    /// Whether `round_trip` is longer than of late by what a probe may cost.
    pub(super) fn is_longer(&self, round_trip: Option<Duration>) -> bool {
        round_trip.zip(self.least()).is_some_and(|(now, least)| now >= least + LONGER)
    }

    /// Takes a measurement. Whether a queue has crept in, which is then taken for the line.
    pub(super) fn observe(&mut self, round_trip: Duration) -> bool {
        self.recent.push_back(round_trip);
        if self.recent.len() > KEPT {
            self.recent.pop_front();
        }
        let Some(recent) = self.least() else { return false };
        let line = *self.line.get_or_insert(recent);
        let crept = self.recent.len() >= KEPT && recent >= line + CREPT;
        self.line = Some(if crept { recent } else { line.min(recent) });
        crept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_creeps_is_noticed_once() {
        let mut times = RoundTrip::default();
        let noticed: Vec<u64> =
            (0..60).filter(|n| times.observe(Duration::from_millis(700 + n * 20))).collect();
        assert_eq!(noticed, [24, 44]);
        assert!(times.is_longer(Some(Duration::from_secs(3))) && !times.is_longer(None));
    }

    #[test]
    fn one_slow_answer_is_no_queue() {
        let mut times = RoundTrip::default();
        assert!((0..40).all(|n| !times.observe(Duration::from_millis(if n % 4 == 0 { 700 } else { 1_900 }))));
    }
}
