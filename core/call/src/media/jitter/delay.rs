//! How long to hold speech back so that most packets are there in time.
//!
//! Each packet has a delay: when it arrived less when its first sample was spoken, on two clocks whose offset is
//! unknown. Only differences count, so delays are measured from the least of the last seconds. A histogram of them,
//! forgetting with a time constant of three seconds, gives the delay that 96 % of packets keep: the target. It never
//! exceeds the limit the call sets, beyond which nobody can converse.
//!
//! A stall of a 2G radio (seconds without a packet, then all at once) says nothing about the next minute. While such
//! a spike lasts, for at most two seconds in ten, its packets are left out of the histogram.

use std::collections::VecDeque;
use std::time::Duration;

use nabz_time::Mono;

use super::MS;

const BIN: i64 = 20 * MS;
/// 75 bins of 20 ms: targets end at 1.5 s, the most a conversation bears.
const BINS: usize = 75;
/// The share of packets that shall be there in time.
const QUANTILE: f64 = 0.96;
/// What is remembered from one frame of 20 ms to the next: a time constant of three seconds.
const MEMORY: f64 = 0.9934;
/// How long the least delay is remembered.
const LEAST: Duration = Duration::from_secs(4);
/// Held back until enough packets have been seen, and the least target ever: one tick of the player and its grid.
const FLOOR: i64 = 40 * MS;
/// A delay this far over the target is a spike.
const SPIKE: i64 = 250 * MS;
const SPIKE_LASTS: Duration = Duration::from_secs(2);
const SPIKES_APART: Duration = Duration::from_secs(10);

/// The delay to aim for, learnt from arrivals. All delays in ticks of the RTP clock.
#[derive(Debug)]
pub(super) struct DelayTarget {
    histogram: [f64; BINS],
    /// Candidates for the least delay, both columns rising.
    least: VecDeque<(Mono, i64)>,
    /// When the last spike began.
    spike: Option<Mono>,
    spikes: u64,
    target: i64,
    limit: i64,
}

impl DelayTarget {
    pub(super) fn new() -> Self {
        let mut histogram = [0.0; BINS];
        // A line is taken to be steady until it shows otherwise.
        histogram[0] = 1.0;
        Self { histogram, least: VecDeque::new(), spike: None, spikes: 0, target: FLOOR, limit: i64::MAX }
    }

    /// Forgets everything but the limit and the count of spikes: another stream begins.
    pub(super) fn restart(&mut self) {
        *self = Self { limit: self.limit, spikes: self.spikes, ..Self::new() };
    }

    /// Spikes so far.
    pub(super) fn spikes(&self) -> u64 {
        self.spikes
    }

    /// A packet of `frames` frames arrived at `at` with the delay `delay`.
    pub(super) fn observe(&mut self, delay: i64, frames: usize, at: Mono) {
        self.remember_least(delay, at);
        let over = delay - self.least();
        if self.is_spike(over, at) {
            return;
        }
        let kept = MEMORY.powi(frames as i32);
        self.histogram.iter_mut().for_each(|share| *share *= kept);
        let bin = usize::try_from(over / BIN).unwrap_or(0).min(BINS - 1);
        if let Some(share) = self.histogram.get_mut(bin) {
            *share += 1.0 - kept;
        }
        self.target = self.quantile();
    }

    /// When a sample spoken at 0 should be played: the least delay and the target on top.
    pub(super) fn wanted(&self) -> i64 {
        self.least() + self.held_back()
    }

    /// What is held back on top of the least delay.
    pub(super) fn target(&self) -> Duration {
        Duration::from_millis((self.held_back() / MS).unsigned_abs())
    }

    /// Nothing is held back for longer than `limit` on top of the least delay.
    pub(super) fn set_limit(&mut self, limit: Duration) {
        self.limit = i64::try_from(limit.as_millis()).unwrap_or(i64::MAX).saturating_mul(MS).max(FLOOR);
    }

    fn held_back(&self) -> i64 {
        self.target.min(self.limit)
    }

    fn least(&self) -> i64 {
        self.least.front().map_or(0, |&(_, delay)| delay)
    }

    fn remember_least(&mut self, delay: i64, at: Mono) {
        while self.least.back().is_some_and(|&(_, last)| last >= delay) {
            self.least.pop_back();
        }
        self.least.push_back((at, delay));
        while self.least.len() > 1 && self.least.front().is_some_and(|&(seen, _)| at.since(seen) > LEAST) {
            self.least.pop_front();
        }
    }

    fn is_spike(&mut self, over: i64, at: Mono) -> bool {
        if over < self.target + SPIKE {
            return false;
        }
        let known = self.spike.filter(|&began| at.since(began) < SPIKES_APART);
        self.spikes += u64::from(known.is_none());
        let began = known.unwrap_or(at);
        self.spike = Some(began);
        at.since(began) < SPIKE_LASTS
    }

    fn quantile(&self) -> i64 {
        let wanted = self.histogram.iter().sum::<f64>() * QUANTILE;
        let mut seen = 0.0;
        let below = self.histogram.iter().take_while(|&&share| {
            seen += share;
            seen < wanted
        });
        let bins = i64::try_from(below.count()).unwrap_or(0);
        ((bins + 1) * BIN).max(FLOOR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(target: &mut DelayTarget, from: u64, packets: u64, delay: impl Fn(u64) -> i64) {
        for n in 0..packets {
            target.observe(delay(n), 3, Mono::from_millis((from + n) * 60));
        }
    }

    #[test]
    fn a_steady_line_needs_the_least() {
        let mut target = DelayTarget::new();
        feed(&mut target, 0, 100, |_| 7_000_000);
        assert_eq!(target.wanted(), 7_000_000 + FLOOR);
    }

    #[test]
    fn holds_back_for_most_of_the_jitter_and_forgets_it() {
        let mut target = DelayTarget::new();
        feed(&mut target, 0, 500, |n| if n % 10 == 0 { 200 * MS } else { 0 });
        assert_eq!(target.target(), Duration::from_millis(220));
        target.set_limit(Duration::from_millis(150));
        assert_eq!(target.target(), Duration::from_millis(150));
        feed(&mut target, 500, 500, |_| 0);
        assert_eq!(target.target(), Duration::from_millis(40));
    }

    #[test]
    fn a_stall_is_not_learnt_but_a_lasting_change_is() {
        let mut target = DelayTarget::new();
        feed(&mut target, 0, 200, |_| 0);
        feed(&mut target, 200, 30, |n| (4_000 - 60 * n as i64) * MS);
        assert_eq!(target.target(), Duration::from_millis(40));
        feed(&mut target, 230, 40, |_| 0);
        feed(&mut target, 270, 400, |n| if n % 5 == 0 { 0 } else { 600 * MS });
        assert!(target.target() > Duration::from_millis(500), "{:?}", target.target());
    }
}
