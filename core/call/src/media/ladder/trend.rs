//! A queue that grows on a line too noisy for single gaps to tell: compared over the last second, with what arrived
//! while it did for the capacity.

use std::collections::VecDeque;
use std::time::Duration;

use nabz_time::Mono;

use super::arrivals::Fall;

/// What is compared.
const WINDOW: Duration = Duration::from_millis(1_000);
/// Less is not enough to compare.
const SEEN: Duration = Duration::from_millis(600);
/// A queue grown by this much and twice the noise, to at least so much, is a fall. A report and a connectivity check
/// in a row make 130 ms at 12 kbit/s.
const GROWN: i64 = 100_000;
const QUEUE: i64 = 150_000;
/// From here on it is on its way there.
const RAISED: i64 = 60_000;

/// The last second of arrivals.
#[derive(Debug, Default)]
pub(super) struct Trend {
    /// When, the queue met in microseconds, bytes.
    seen: VecDeque<(Mono, i64, usize)>,
}

impl Trend {
    /// `bytes` that met `queue` arrived.
    pub(super) fn observe(&mut self, at: Mono, queue: i64, bytes: usize) {
        self.seen.push_back((at, queue, bytes));
        while self.seen.front().is_some_and(|&(earlier, ..)| at.since(earlier) > WINDOW) {
            self.seen.pop_front();
        }
    }

    /// Whether the queue grew beyond the noise of the line, and still does: after a stall it shrinks from the second
    /// packet on.
    pub(super) fn fall(&self, noise: i64) -> Option<Fall> {
        let (&(began, before, _), &(now, queue, _)) = (self.seen.front()?, self.seen.back()?);
        let raised = || self.seen.iter().rev().take_while(|&&(_, queue, _)| queue >= RAISED);
        let &(_, previous, _) = raised().nth(1)?;
        let grown = queue >= QUEUE && queue >= previous && queue - before >= GROWN + 2 * noise;
        let &(since, _, first) = raised().last()?;
        if !grown || now.since(began) < SEEN {
            return None;
        }
        let bytes = raised().map(|&(.., bytes)| bytes).sum::<usize>() - first;
        let capacity = bytes as u128 * 8_000_000 / now.since(since).as_micros().max(1);
        Some(Fall { since, capacity: u32::try_from(capacity).unwrap_or(u32::MAX) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(queue: impl Fn(u64) -> i64, noise: i64) -> Option<Fall> {
        let mut trend = Trend::default();
        (0..20).for_each(|n| trend.observe(Mono::from_millis(n * 83), queue(n), 125));
        trend.fall(noise)
    }

    #[test]
    fn a_growing_queue_is_a_fall_to_what_arrives() {
        let fall = run(|n| n as i64 * 23_000, 10_000).unwrap();
        assert!((11_900..12_200).contains(&fall.capacity), "{fall:?}");
    }

    #[test]
    fn a_long_queue_a_noisy_one_or_a_stall_is_not() {
        assert_eq!(run(|n| if n < 18 { 0 } else { 300_000 - n as i64 * 1_000 }, 0), None);
        assert_eq!(run(|_| 500_000, 0), None);
        assert_eq!(run(|n| if n % 2 == 0 { 150_000 } else { 0 }, 75_000), None);
    }
}
