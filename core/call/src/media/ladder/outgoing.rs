//! How long what is sent now will wait in front of the narrowest link: an estimate that needs no answer.
//!
//! The sender knows what it sent and when. A report says how long one of these packets waited; everything sent after it
//! is replayed through a link of the capacity believed. Between reports, and while they wait behind the same queue, the
//! estimate goes on by itself.

use std::collections::VecDeque;
use std::time::Duration;

use nabz_time::Mono;

/// Packets remembered: half a minute of the shortest.
const LOG: usize = 1_024;
/// A queue is never believed longer: four seconds are the deepest known, and a lying report must not silence a call.
const LONGEST: Duration = Duration::from_secs(5);

/// What a link carries, and since when it carries less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Believed {
    /// Bits a second.
    pub(super) capacity: u32,
    /// From this moment on it is this many.
    pub(super) fallen: Option<(Mono, u32)>,
}

impl Believed {
    fn at(&self, at: Mono) -> u32 {
        match self.fallen {
            Some((since, capacity)) if at >= since => capacity.min(self.capacity),
            _ => self.capacity,
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Sent {
    /// Media packets have one.
    sequence: Option<u16>,
    at: Mono,
    bytes: usize,
}

/// Everything sent that is not known to have arrived.
#[derive(Debug, Default)]
pub(super) struct Outgoing {
    log: VecDeque<Sent>,
    /// When the link was, or will be, done with everything before the log.
    done: Mono,
    /// Until when the link stood still: nothing in the log left before.
    held: Mono,
}

impl Outgoing {
    /// A packet left.
    pub(super) fn sent(&mut self, sequence: Option<u16>, bytes: usize, at: Mono) {
        if self.log.len() >= LOG {
            self.log.pop_front();
        }
        self.log.push_back(Sent { sequence, at, bytes });
    }

    /// The peer heard `sequence`, which had waited `queue`. Returns when it was sent; `None` if it never was, or was
    /// heard before.
    pub(super) fn heard(&mut self, sequence: u16, queue: Duration) -> Option<Mono> {
        let index = self.log.iter().rposition(|sent| sent.sequence == Some(sequence))?;
        let at = self.log.get(index)?.at;
        self.log.drain(..=index);
        self.done = at + queue.min(LONGEST);
        Some(at)
    }

    /// What is sent at `now` would wait for `queue`, as far as is known.
    pub(super) fn waits(&mut self, now: Mono, queue: Duration) {
        self.done = now + queue.min(LONGEST);
    }

    /// The link stood still until `now`.
    pub(super) fn held_until(&mut self, now: Mono) {
        self.held = now;
    }

    /// How long a packet sent at `now` would wait.
    pub(super) fn queue(&self, now: Mono, believed: Believed) -> Duration {
        let done = self.log.iter().fold(self.done, |done, sent| {
            let begins = done.max(sent.at).max(self.held);
            let takes = sent.bytes as u64 * 8_000_000 / u64::from(believed.at(begins).max(1));
            (begins + Duration::from_micros(takes)).min(now + LONGEST)
        });
        done.since(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAST: Believed = Believed { capacity: 60_000, fallen: None };

    fn ms(millis: u64) -> Mono {
        Mono::from_millis(millis)
    }

    #[test]
    fn replays_what_was_sent_through_the_link() {
        let mut outgoing = Outgoing::default();
        for n in 0..10u16 {
            outgoing.sent(Some(n), 150, ms(1_000 + u64::from(n) * 60));
        }
        assert_eq!(outgoing.queue(ms(1_540), FAST), Duration::from_millis(20));
        // At 12 kbit/s each takes 100 ms: the last is done at 2.0 s.
        let slow = Believed { capacity: 12_000, fallen: None };
        assert_eq!(outgoing.queue(ms(1_600), slow), Duration::from_millis(400));
        let fallen = Believed { capacity: 60_000, fallen: Some((ms(1_300), 12_000)) };
        assert_eq!(outgoing.queue(ms(1_600), fallen), Duration::from_millis(200));
    }

    #[test]
    fn a_report_replaces_what_was_believed() {
        let mut outgoing = Outgoing::default();
        for n in [65_534, 65_535, 0, 1] {
            outgoing.sent(Some(n), 150, ms(1_000));
        }
        assert_eq!(outgoing.heard(0, Duration::from_millis(700)), Some(ms(1_000)));
        assert_eq!(outgoing.queue(ms(1_000), Believed { capacity: 12_000, fallen: None }).as_millis(), 800);
        assert_eq!(outgoing.heard(0, Duration::ZERO), None);
        assert_eq!(outgoing.heard(40, Duration::ZERO), None);
    }

    #[test]
    fn what_was_sent_into_a_stall_leaves_after_it() {
        let mut outgoing = Outgoing::default();
        (0..4u16).for_each(|n| outgoing.sent(Some(n), 150, ms(1_000)));
        outgoing.held_until(ms(5_000));
        let slow = Believed { capacity: 12_000, fallen: None };
        assert_eq!(outgoing.queue(ms(5_000), slow), Duration::from_millis(400));
        outgoing.heard(1, Duration::ZERO);
        assert_eq!(outgoing.queue(ms(5_000), slow), Duration::from_millis(200));
    }

    #[test]
    fn nothing_makes_the_queue_endless() {
        let mut outgoing = Outgoing::default();
        for n in 0..5_000u64 {
            outgoing.sent(Some(n as u16), 1_400, ms(1_000));
        }
        let believed = Believed { capacity: 0, fallen: None };
        assert!(outgoing.queue(ms(1_000), believed) <= LONGEST);
        outgoing.heard(4_999u16, Duration::MAX);
        assert!(outgoing.queue(ms(1_000), believed) <= LONGEST);
        assert!(outgoing.log.len() <= LOG);
    }
}
