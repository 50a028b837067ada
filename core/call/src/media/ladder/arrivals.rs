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
//! bundles makes it shorter. How much gaps differ from spacings on a quiet line is its noise; what is not well above
//! it is not believed, and on a noisy line the capacity is unknown until a queue grows there (`trend.rs`). One thing the
//! pairs still say there: a stranger's traffic, which is noise as well, never makes a gap shorter than the line does, so
//! the quickest of many is the most that the line can carry.

use std::collections::VecDeque;
use std::time::Duration;

use nabz_time::Mono;

use super::line_delay::LineDelay;
use super::trend::Trend;

/// Sent closer than this: together.
const TOGETHER: i64 = 8_000;
/// Steps of the report's stamp and grids of threads blur times by this much.
const BLUR: i64 = 5_000;
/// Pairs remembered, and for how long.
const PAIRS: usize = 3;
const PAIRS_LAST: Duration = Duration::from_secs(10);
/// The quickest of at least so many pairs, over so long, is the most that a noisy line carries.
const CEILING_PAIRS: usize = 4;
const CEILING_KEPT: usize = 16;
const CEILING_LASTS: Duration = Duration::from_secs(30);
const GROWING_PAIRS: usize = 5;
/// On a line noisier than this no pair is believed: a report takes 47 ms at 12 kbit/s and 9 ms at 60.
const CLEAR: i64 = 12_000;
/// A fall: at least two growing gaps that added this much, and four times the noise, to a queue of at least that.
const GROWN: i64 = 40_000;
const GROWN_QUEUE: i64 = 100_000;
/// Noise is the median of this many gaps. A fall makes no more than half as many before it is noticed.
const NOISE_GAPS: usize = 31;
const NOISE_KNOWN: usize = 8;
/// On a noisy line the least of several delays counts as the queue's: one more for each of these.
const NOISE_STEP: i64 = 8_000;
const DELAYS: usize = 6;

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
    line: LineDelay,
    /// The last delays, newest first.
    delays: VecDeque<i64>,
    /// By how much the last gaps differed from their spacings.
    noise: VecDeque<i64>,
    /// When packets sent together arrived, and what they measured.
    together: VecDeque<(Mono, u32)>,
    /// The same on a noisy line, too.
    pairs: VecDeque<(Mono, u32)>,
    growth: Growth,
    trend: Trend,
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
        self.line.observe(arrival.delay(), arrival.at);
        self.delays.push_front(arrival.delay());
        self.delays.truncate(DELAYS);
        self.last = Some(arrival);
        self.trend.observe(arrival.at, self.queue_micros(), arrival.bytes);
        if self.fall().is_some() {
            // What was measured before is past.
            let measured = self.fall_by_gaps().map(|fall| (arrival.at, fall.capacity));
            self.together = measured.into_iter().collect();
        }
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

    /// What the narrowest link carries at most, bits a second, where pairs are not believed.
    pub(super) fn ceiling(&self, now: Mono) -> Option<u32> {
        let recent = || self.pairs.iter().filter(|&&(at, _)| now.since(at) < CEILING_LASTS);
        let most = recent().map(|&(_, rate)| rate).max()?;
        (recent().count() >= CEILING_PAIRS).then_some(most)
    }

    /// Whether the packets of the last moments came later and later.
    pub(super) fn fall(&self) -> Option<Fall> {
        self.fall_by_gaps().or_else(|| self.trend.fall(self.noise()))
    }

    fn fall_by_gaps(&self) -> Option<Fall> {
        let grown = self.growth.added >= GROWN + 4 * self.noise() && self.queue_micros() >= GROWN_QUEUE;
        let capacity = self.growth.capacity().filter(|_| grown)?;
        Some(Fall { since: self.growth.since, capacity })
    }

    fn queue_micros(&self) -> i64 {
        let several = 1 + usize::try_from(self.noise() / NOISE_STEP).unwrap_or(0);
        let least = self.delays.iter().take(several).min();
        least.map_or(0, |delay| (delay - self.line.get()).max(0))
    }

    fn noise(&self) -> i64 {
        if self.noise.len() < NOISE_KNOWN {
            return 0;
        }
        median(self.noise.iter().copied()).unwrap_or(0)
    }

    fn observe_gap(&mut self, last: Arrival, arrival: Arrival) {
        let gap = micros(arrival.at) - micros(last.at);
        let spacing = arrival.sent - last.sent;
        self.line.observe_pause(spacing, gap, arrival.delay(), arrival.at);
        if !arrival.follows || gap <= 0 {
            return;
        }
        let noise = self.noise();
        let rate = rate(arrival.bytes, gap);
        let together = spacing.abs() < TOGETHER;
        if together {
            keep_last(&mut self.pairs, (arrival.at, rate), CEILING_KEPT);
            if noise <= CLEAR {
                keep_last(&mut self.together, (arrival.at, rate), PAIRS);
            }
        }
        let behind = arrival.sent + self.line.get() - BLUR <= micros(last.at);
        if behind && gap > spacing + BLUR + noise {
            self.grow(last, arrival, rate);
        } else if !together {
            self.growth = Growth::default();
        }
        if !together {
            keep_last(&mut self.noise, (gap - spacing).abs(), NOISE_GAPS);
            self.observe_idle(arrival, gap, noise);
        }
    }

    fn grow(&mut self, last: Arrival, arrival: Arrival, rate: u32) {
        if self.growth.rates.is_empty() {
            let expected = last.sent + self.line.get();
            self.growth.since = Mono::from_micros(expected.unsigned_abs()).min(last.at);
        }
        keep_last(&mut self.growth.rates, rate, GROWING_PAIRS);
        self.growth.added += arrival.delay() - last.delay();
    }

    /// Whether the link stood idle before `arrival`.
    fn observe_idle(&mut self, arrival: Arrival, gap: i64, noise: i64) {
        let Some(capacity) = self.capacity(arrival.at) else { return };
        let takes = arrival.bytes as i64 * 8_000_000 / i64::from(capacity.max(1));
        if gap >= takes + takes / 8 + BLUR + noise {
            self.line.observe_idle(arrival.sent, arrival.delay(), noise, arrival.at);
        }
    }
}

/// The middle of a few values; of two the greater.
fn median<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut values: Vec<T> = values.collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A link of `capacity` bits a second: sends `packets` of `bytes` every `every` ms, a report behind each tenth.
    struct Line {
        arrivals: Arrivals,
        now: i64,
        busy: i64,
        sent: i64,
    }

    impl Line {
        fn new() -> Self {
            Self { arrivals: Arrivals::default(), now: 0, busy: 0, sent: 0 }
        }

        fn run(&mut self, packets: i64, bytes: usize, every: i64, capacity: u32, delay: i64) {
            for _ in 0..packets {
                self.now += every * 1_000;
                self.send(bytes, capacity, delay);
                if self.sent % 10 == 0 {
                    self.send(70, capacity, delay);
                }
            }
        }

        fn send(&mut self, bytes: usize, capacity: u32, delay: i64) {
            self.busy = self.busy.max(self.now) + bytes as i64 * 8_000_000 / i64::from(capacity);
            self.sent += 1;
            let at = Mono::from_micros((self.busy + delay * 1_000).unsigned_abs());
            self.arrivals.observe(Arrival { sent: self.now - 77_000_000, at, bytes, follows: true });
        }

        fn capacity(&self) -> u32 {
            self.arrivals.capacity(Mono::from_micros(self.busy.unsigned_abs())).unwrap_or(0) / 100
        }
    }

    #[test]
    fn a_report_behind_a_packet_measures_the_link() {
        let mut line = Line::new();
        line.run(40, 140, 120, 12_000, 300);
        assert_eq!(line.capacity(), 120);
        line.run(60, 140, 120, 60_000, 300);
        assert_eq!(line.capacity(), 600);
        assert_eq!(line.arrivals.fall(), None);
    }

    #[test]
    fn a_fall_is_seen_within_four_packets() {
        let mut line = Line::new();
        line.run(100, 170, 40, 60_000, 100);
        assert_eq!(line.arrivals.fall(), None);
        line.run(4, 170, 40, 12_000, 300);
        let fall = line.arrivals.fall().unwrap();
        assert!((11_500..12_500).contains(&fall.capacity), "{fall:?}");
        assert!((300..600).contains(&line.arrivals.queue().as_millis()), "{:?}", line.arrivals.queue());
    }

    #[test]
    fn a_longer_line_is_no_queue_for_long() {
        let mut line = Line::new();
        line.run(100, 140, 120, 60_000, 100);
        line.run(3, 140, 120, 12_000, 300);
        assert!(line.arrivals.queue() > Duration::from_millis(200));
        line.run(50, 140, 120, 12_000, 300);
        assert!(line.arrivals.queue() < Duration::from_millis(60), "{:?}", line.arrivals.queue());
        assert_eq!(line.arrivals.fall(), None);
    }

    #[test]
    fn a_stranger_hides_the_capacity_but_not_the_most_it_can_be() {
        let mut line = Line::new();
        for n in 0..400 {
            line.run(1, 140, 120, 14_000, 300);
            if n * 120 / 400 != (n + 1) * 120 / 400 {
                // 150 bytes that are not ours.
                line.busy = line.busy.max(line.now) + 85_714;
            }
        }
        let now = Mono::from_micros(line.busy.unsigned_abs());
        assert_eq!(line.arrivals.capacity(now), None, "the line is noisy");
        assert_eq!(line.arrivals.ceiling(now), Some(14_000));
    }

    #[test]
    fn loss_and_reordering_measure_nothing() {
        let mut arrivals = Arrivals::default();
        for n in 0..200i64 {
            let at = Mono::from_millis((n * 60 + if n % 3 == 0 { 40 } else { 0 }) as u64);
            arrivals.observe(Arrival { sent: n * 60_000, at, bytes: 125, follows: false });
        }
        assert_eq!(arrivals.capacity(Mono::from_millis(12_000)), None);
        assert_eq!(arrivals.fall(), None);
    }
}
