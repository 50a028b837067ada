//! What the arriving packets say about the line they came over: its queue and its capacity.
//!
//! A packet's delay is its arrival on our clock less its sending on the peer's. The offset of the clocks is unknown,
//! so the queue is what a delay exceeds the least of the last half minute by.
//!
//! Two packets that leave the narrowest link one right behind the other arrive as far apart as the second takes on it:
//! size by gap is the link's capacity. Two kinds of such pairs are trusted:
//! - *together*: a report sent right behind a media packet or another report;
//! - *growing*: several packets in a row, each sent before the one ahead of it had arrived and each later than the one
//!   before. One alone may have been held up by something else; and a gap as long as the spacing says nothing, for a
//!   longer line looks the same as a full one.
//!
//! Of several pairs the median counts: a stranger's packet in between makes a gap longer, a radio that delivers in
//! bundles makes it shorter.
//!
//! A change of the line itself (60 kbit/s over 0.1 s becoming 12 kbit/s over 0.3 s) looks like a queue that never
//! drains. Where the gaps prove that the link stood idle before several packets, and these agree, there is no queue,
//! whatever the delay: the line's delay is learnt anew.

use std::collections::VecDeque;
use std::time::Duration;

use nabz_time::Mono;

/// How long the least delay is remembered.
const LEAST: Duration = Duration::from_secs(30);
/// Sent closer than this: together.
const TOGETHER: i64 = 8_000;
/// Steps of the report's stamp and grids of threads blur times by this much.
const BLUR: i64 = 5_000;
/// Pairs remembered, and for how long.
const PAIRS: usize = 3;
const PAIRS_LAST: Duration = Duration::from_secs(10);
const GROWING_PAIRS: usize = 5;
/// The line is learnt anew from this many packets met by an idle link, over this long, this flat.
const IDLE_PACKETS: usize = 4;
const IDLE_LASTS: i64 = 1_000_000;
const IDLE_KEPT: i64 = 2_500_000;
const IDLE_FLAT: i64 = 40_000;
/// A fall: at least two growing gaps that added this much to a queue of at least that.
const GROWN: i64 = 40_000;
const GROWN_QUEUE: i64 = 100_000;

/// A packet of the peer, media or report.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival {
    /// When it was sent, on the peer's clock, microseconds.
    pub(super) sent: i64,
    /// When it arrived.
    pub(super) at: Mono,
    /// Bytes on the wire.
    pub(super) bytes: usize,
    /// Nothing is known to be missing between it and the one before.
    pub(super) follows: bool,
}

impl Arrival {
    fn delay(&self) -> i64 {
        micros(self.at) - self.sent
    }
}

/// The peer's packets are growing later: the line they come over fell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fall {
    /// When a packet first met the fallen link, less its way to us.
    pub since: Mono,
    /// What the link carries now, bits a second.
    pub capacity: u32,
}

/// Learns from arrivals.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    last: Option<Arrival>,
    least: VecDeque<(Mono, i64)>,
    /// When packets sent together arrived, and what they measured.
    together: VecDeque<(Mono, u32)>,
    growth: Growth,
    /// Packets in a row that an idle link met: when sent, with what delay.
    idle: VecDeque<(i64, i64)>,
}

/// Packets in a row that came later and later.
#[derive(Clone, Debug, Default)]
struct Growth {
    /// What the last of them measured, bits a second.
    rates: VecDeque<u32>,
    /// What they added to the delay.
    added: i64,
    /// When the one before the first should have arrived.
    since: Mono,
}

impl Growth {
    /// What the link carries, once two of the gaps agree on it. A stall, or the step to a longer line, makes one long
    /// gap but not two of a kind.
    fn capacity(&self) -> Option<u32> {
        let median = median(self.rates.iter().copied())?;
        let alike = self.rates.iter().filter(|rate| rate.abs_diff(median) <= median / 4).count();
        (alike >= 2).then_some(median)
    }
}

impl Arrivals {
    /// A packet arrived.
    pub(super) fn observe(&mut self, arrival: Arrival) {
        if let Some(last) = self.last
            && arrival.at >= last.at
        {
            self.observe_gap(last, arrival);
        }
        self.remember_least(arrival.at, arrival.delay());
        self.last = Some(arrival);
    }

    /// The peer's clock is another from now on; what was measured of the link holds.
    pub(super) fn restart_clock(&mut self) {
        *self = Self { together: std::mem::take(&mut self.together), ..Self::default() };
    }

    /// How much longer the last packet was under way than the line needs.
    pub(super) fn queue(&self) -> Duration {
        Duration::from_micros(self.queue_micros().unsigned_abs())
    }

    /// What the narrowest link carries, bits a second.
    pub(super) fn capacity(&self, now: Mono) -> Option<u32> {
        let recent = self.together.iter().filter(|&&(at, _)| now.since(at) < PAIRS_LAST);
        median(recent.map(|&(_, rate)| rate))
    }

    /// Whether the packets of the last moments came later and later.
    pub(super) fn fall(&self) -> Option<Fall> {
        let grown = self.growth.added >= GROWN && self.queue_micros() >= GROWN_QUEUE;
        let capacity = self.growth.capacity().filter(|_| grown)?;
        Some(Fall { since: self.growth.since, capacity })
    }

    fn queue_micros(&self) -> i64 {
        self.last.map_or(0, |last| (last.delay() - self.least()).max(0))
    }

    fn observe_gap(&mut self, last: Arrival, arrival: Arrival) {
        let gap = micros(arrival.at) - micros(last.at);
        let spacing = arrival.sent - last.sent;
        let behind = arrival.sent + self.least() - BLUR <= micros(last.at);
        let together = spacing.abs() < TOGETHER;
        if !arrival.follows || gap <= 0 {
            return;
        }
        let rate = rate(arrival.bytes, gap);
        if together {
            keep_last(&mut self.together, (arrival.at, rate), PAIRS);
        }
        if behind && gap > spacing + BLUR {
            self.grow(last, arrival, rate);
        } else if !together {
            self.growth = Growth::default();
        }
        if !together {
            self.observe_idle(arrival, gap);
        }
    }

    fn grow(&mut self, last: Arrival, arrival: Arrival, rate: u32) {
        if self.growth.rates.is_empty() {
            let expected = last.sent + self.least();
            self.growth.since = Mono::from_micros(expected.unsigned_abs()).min(last.at);
        }
        keep_last(&mut self.growth.rates, rate, GROWING_PAIRS);
        self.growth.added += arrival.delay() - last.delay();
        if let Some(rate) = self.growth.capacity() {
            // What was measured before the fall is past.
            self.together = [(arrival.at, rate)].into();
        }
    }

    /// Learns the line's delay anew where the link is known to have stood idle before each of several packets.
    fn observe_idle(&mut self, arrival: Arrival, gap: i64) {
        let Some(capacity) = self.capacity(arrival.at) else { return };
        let takes = arrival.bytes as i64 * 8_000_000 / i64::from(capacity.max(1));
        if gap < takes + takes / 8 + BLUR {
            return;
        }
        self.idle.push_back((arrival.sent, arrival.delay()));
        while self.idle.front().is_some_and(|&(sent, _)| arrival.sent - sent > IDLE_KEPT) {
            self.idle.pop_front();
        }
        let Some(&(since, first)) = self.idle.front() else { return };
        let (least, most) = self
            .idle
            .iter()
            .fold((first, first), |(low, high), &(_, delay)| (low.min(delay), high.max(delay)));
        let flat = most - least < IDLE_FLAT;
        if flat && self.idle.len() >= IDLE_PACKETS && arrival.sent - since >= IDLE_LASTS {
            self.least.clear();
            self.remember_least(arrival.at, least);
        }
    }

    fn least(&self) -> i64 {
        self.least.front().map_or(0, |&(_, delay)| delay)
    }

    fn remember_least(&mut self, at: Mono, delay: i64) {
        while self.least.back().is_some_and(|&(_, last)| last >= delay) {
            self.least.pop_back();
        }
        self.least.push_back((at, delay));
        while self.least.len() > 1 && self.least.front().is_some_and(|&(seen, _)| at.since(seen) > LEAST) {
            self.least.pop_front();
        }
    }
}

/// The middle of a few values; of two the greater.
fn median(values: impl Iterator<Item = u32>) -> Option<u32> {
    let mut values: Vec<u32> = values.collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}

fn keep_last<T>(values: &mut VecDeque<T>, value: T, most: usize) {
    values.push_back(value);
    if values.len() > most {
        values.pop_front();
    }
}

fn rate(bytes: usize, gap: i64) -> u32 {
    u32::try_from(bytes as i64 * 8_000_000 / gap.max(1)).unwrap_or(u32::MAX)
}

fn micros(at: Mono) -> i64 {
    i64::try_from(at.micros()).unwrap_or(i64::MAX)
}
