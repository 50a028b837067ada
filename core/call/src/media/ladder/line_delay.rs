//! How long the line itself takes, without a queue: the least delay of the last half minute, learnt anew when the line
//! has become longer.
//!
//! A longer line (60 kbit/s over 0.1 s becoming 12 kbit/s over 0.3 s, another cell, another relay) looks like a queue
//! that never drains. It is told from one by idleness: when the gaps between arrivals prove that the link stood idle
//! before a packet, there was no queue, whatever the packet's delay. A stranger's traffic makes the same gaps, but its
//! queue grows little by little; a line becomes longer in one step.

use std::collections::VecDeque;
use std::time::Duration;

use nabz_time::Mono;

/// How long the least delay is remembered.
const REMEMBERED: Duration = Duration::from_secs(30);
/// A pause this long, followed by a gap as long, leaves any link idle that carries 6 kbit/s.
const PAUSE: i64 = 250_000;
/// Shorter idleness must be seen before several packets, for this long, and they must agree this well.
const IDLE_PACKETS: usize = 4;
const IDLE_LASTS: i64 = 1_000_000;
const IDLE_KEPT: i64 = 2_500_000;
const IDLE_FLAT: i64 = 40_000;
/// Less is not worth learning. Of more, half must have come in one second of the last so many.
const STEP: i64 = 60_000;
const SECONDS: usize = 12;

/// Learns the delay of the line, in microseconds on two clocks of unknown offset.
#[derive(Debug, Default)]
pub(super) struct LineDelay {
    /// Candidates for the least delay, both columns rising.
    least: VecDeque<(Mono, i64)>,
    /// Packets that an idle link met: when sent, with what delay.
    idle: VecDeque<(i64, i64)>,
    /// The least delay of each of the last seconds.
    seconds: VecDeque<(u64, i64)>,
}

impl LineDelay {
    /// The delay of the line.
    pub(super) fn get(&self) -> i64 {
        self.least.front().map_or(0, |&(_, delay)| delay)
    }

    /// A packet with this delay arrived.
    pub(super) fn observe(&mut self, delay: i64, at: Mono) {
        match self.seconds.back_mut() {
            Some((second, least)) if *second == at.millis() / 1_000 => *least = delay.min(*least),
            _ => self.seconds.push_back((at.millis() / 1_000, delay)),
        }
        if self.seconds.len() > SECONDS {
            self.seconds.pop_front();
        }
        while self.least.back().is_some_and(|&(_, last)| last >= delay) {
            self.least.pop_back();
        }
        self.least.push_back((at, delay));
        let old = |&&(seen, _): &&(Mono, i64)| at.since(seen) > REMEMBERED;
        while self.least.len() > 1 && self.least.front().as_ref().is_some_and(old) {
            self.least.pop_front();
        }
    }

    /// Before this packet the peer paused for `spacing` and the line for `gap`.
    pub(super) fn observe_pause(&mut self, spacing: i64, gap: i64, delay: i64, at: Mono) {
        if spacing >= PAUSE && gap >= PAUSE {
            self.learn(delay, at);
        }
    }

    /// An idle link met this packet, `noise` blurring its delay.
    pub(super) fn observe_idle(&mut self, sent: i64, delay: i64, noise: i64, at: Mono) {
        self.idle.push_back((sent, delay));
        while self.idle.front().is_some_and(|&(earlier, _)| sent - earlier > IDLE_KEPT) {
            self.idle.pop_front();
        }
        let delays = || self.idle.iter().map(|&(_, delay)| delay);
        let (Some(&(since, _)), Some(least), Some(most)) =
            (self.idle.front(), delays().min(), delays().max())
        else {
            return;
        };
        let flat = most - least < IDLE_FLAT + 4 * noise;
        if flat && self.idle.len() >= IDLE_PACKETS && sent - since >= IDLE_LASTS && self.in_one_step(least) {
            self.learn(least, at);
        }
    }

    /// Whether the delay rose to `delay` at once rather than little by little.
    fn in_one_step(&self, delay: i64) -> bool {
        let rise = delay - self.get();
        let pairs = self.seconds.iter().zip(self.seconds.iter().skip(1));
        let largest = pairs.map(|(&(_, earlier), &(_, later))| later - earlier).max().unwrap_or(0);
        rise >= STEP && largest >= rise / 2
    }

    fn learn(&mut self, delay: i64, at: Mono) {
        self.least.clear();
        self.observe(delay, at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Mono {
        Mono::from_millis(millis)
    }

    #[test]
    fn is_the_least_of_half_a_minute() {
        let mut line = LineDelay::default();
        line.observe(500, at(0));
        line.observe(900, at(20_000));
        assert_eq!(line.get(), 500);
        line.observe(800, at(31_000));
        assert_eq!(line.get(), 800);
    }

    #[test]
    fn a_longer_line_is_learnt_from_idle_links_only() {
        let mut line = LineDelay::default();
        line.observe(0, at(0));
        (1..20).for_each(|n| line.observe(200_000, at(n * 120)));
        assert_eq!(line.get(), 0, "delays alone may be a queue");
        (20..30).for_each(|n| line.observe_idle(n * 120_000, 200_000 + n, 0, at(n as u64 * 120)));
        assert_eq!(line.get(), 200_020);
    }

    #[test]
    fn what_grows_little_by_little_is_a_queue() {
        let mut line = LineDelay::default();
        for n in 0..200 {
            let delay = n * 1_500;
            line.observe(delay, at(n as u64 * 120));
            line.observe_idle(n * 120_000, delay, 0, at(n as u64 * 120));
        }
        assert_eq!(line.get(), 0);
    }

    #[test]
    fn idle_packets_that_do_not_agree_teach_nothing() {
        let mut line = LineDelay::default();
        line.observe(0, at(0));
        (0..30).for_each(|n| line.observe_idle(n * 120_000, 100_000 + n * 9_000, 0, at(n as u64 * 120)));
        assert_eq!(line.get(), 0);
    }

    #[test]
    fn one_pause_suffices() {
        let mut line = LineDelay::default();
        line.observe(0, at(0));
        line.observe_pause(500_000, 90_000, 900_000, at(2_000));
        assert_eq!(line.get(), 0, "the gap shows that the link was still busy");
        line.observe_pause(500_000, 480_000, 300_000, at(3_000));
        assert_eq!(line.get(), 300_000);
    }
}
