//! A bad link as a value, in virtual or real time.
//!
//! One direction is a [`Link`]: a serialiser of a fixed rate, a byte queue that drops what does not fit (bufferbloat:
//! four seconds deep by default), a one-way delay, and Gilbert–Elliott loss. A [`Schedule`] changes these over the
//! life of a call. The same seed loses the same packets.
//!
//! ```text
//! packet ─► loss? ─► queue (≤ 4 s) ─► serialiser (rate) ─► delay ─► out
//! ```

use std::collections::VecDeque;
use std::time::Duration;

use nabz_time::Mono;
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// What a link is like for a while, one direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// Bits a second on the wire, IP and UDP headers included.
    pub rate_bps: u32,
    /// One-way delay.
    pub delay: Duration,
    /// Share of packets lost, 0 to 1.
    pub loss: f64,
    /// Mean number of packets lost in a row, at least 1.
    pub burst: f64,
}

/// How deep the queue in front of the serialiser is.
pub const QUEUE: Duration = Duration::from_secs(4);

/// IPv4 and UDP headers, counted on top of each payload.
pub const HEADERS: usize = 28;

/// How a link changes: each shape holds from its instant (since the link began) on.
#[derive(Clone, Debug)]
pub struct Schedule(Vec<(Duration, Shape)>);

impl Schedule {
    /// One shape for good.
    pub fn steady(shape: Shape) -> Self {
        Self(vec![(Duration::ZERO, shape)])
    }

    /// Shapes with how long each holds; the last one holds for good. `None` if there is none.
    pub fn stretches(parts: &[(Duration, Shape)]) -> Option<Self> {
        let mut from = Duration::ZERO;
        let steps: Vec<_> = parts
            .iter()
            .map(|&(lasts, shape)| {
                let step = (from, shape);
                from += lasts;
                step
            })
            .collect();
        (!steps.is_empty()).then_some(Self(steps))
    }

    /// The shape that holds `after` the beginning.
    pub fn at(&self, after: Duration) -> Shape {
        let next = self.0.partition_point(|(from, _)| *from <= after);
        self.0[next.max(1) - 1].1
    }

    /// When each shape begins.
    pub fn steps(&self) -> &[(Duration, Shape)] {
        &self.0
    }
}

/// One direction of a link.
#[derive(Debug)]
pub struct Link<P> {
    schedule: Schedule,
    began: Mono,
    rng: ChaCha8Rng,
    losing: bool,
    busy_until: Mono,
    flying: VecDeque<(Mono, P)>,
    counts: Counts,
}

/// What happened to the packets so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Offered to the link.
    pub offered: u64,
    /// Bytes offered, headers included.
    pub offered_bytes: u64,
    /// Lost on the air.
    pub lost: u64,
    /// Dropped because the queue was full.
    pub overflowed: u64,
    /// Came out.
    pub delivered: u64,
}

impl<P> Link<P> {
    /// A link that begins at `began`. Two directions take two seeds.
    pub fn new(schedule: Schedule, seed: u64, began: Mono) -> Self {
        Self {
            schedule,
            began,
            rng: ChaCha8Rng::seed_from_u64(seed),
            losing: false,
            busy_until: began,
            flying: VecDeque::new(),
            counts: Counts::default(),
        }
    }

    /// A packet of `payload` bytes (headers are added here) enters at `now`.
    pub fn send(&mut self, packet: P, payload: usize, now: Mono) {
        let shape = self.schedule.at(now.since(self.began));
        let bytes = payload + HEADERS;
        self.counts.offered += 1;
        self.counts.offered_bytes += bytes as u64;
        if self.loses(shape) {
            self.counts.lost += 1;
            return;
        }
        let waits = self.busy_until.since(now);
        if waits > QUEUE {
            self.counts.overflowed += 1;
            return;
        }
        let takes = Duration::from_micros(bytes as u64 * 8_000_000 / u64::from(shape.rate_bps.max(1)));
        self.busy_until = now.max(self.busy_until) + takes;
        let lands = self.busy_until + shape.delay;
        // A shorter delay after a change of shape never overtakes: it is one wire.
        let lands = self.flying.back().map_or(lands, |(last, _)| lands.max(*last));
        self.flying.push_back((lands, packet));
    }

    /// The next packet that has come out by `now`.
    pub fn receive(&mut self, now: Mono) -> Option<P> {
        let (lands, _) = self.flying.front()?;
        if *lands > now {
            return None;
        }
        self.counts.delivered += 1;
        self.flying.pop_front().map(|(_, packet)| packet)
    }

    /// When the next packet comes out.
    pub fn poll_timeout(&self) -> Option<Mono> {
        self.flying.front().map(|(lands, _)| *lands)
    }

    /// How long a packet entering at `now` would wait for the serialiser.
    pub fn queued(&self, now: Mono) -> Duration {
        self.busy_until.since(now)
    }

    /// The shape that holds at `now`.
    pub fn shape(&self, now: Mono) -> Shape {
        self.schedule.at(now.since(self.began))
    }

    /// What happened so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Gilbert–Elliott with a lossless good and an all-losing bad state: leaving the bad state with 1/burst keeps the
    /// mean burst, entering it with loss / (burst · (1 − loss)) keeps the share.
    fn loses(&mut self, shape: Shape) -> bool {
        let loss = shape.loss.clamp(0.0, 0.95);
        let burst = shape.burst.max(1.0);
        let chance = if self.losing { 1.0 - 1.0 / burst } else { loss / (burst * (1.0 - loss)) };
        let drawn = (self.rng.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
        self.losing = loss > 0.0 && drawn < chance;
        self.losing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(rate_bps: u32, loss: f64, burst: f64) -> Shape {
        Shape { rate_bps, delay: Duration::from_millis(300), loss, burst }
    }

    #[test]
    fn serialises_at_its_rate_and_drops_beyond_four_seconds() {
        let mut link = Link::new(Schedule::steady(shape(12_000, 0.0, 1.0)), 1, Mono::ZERO);
        for n in 0..100 {
            link.send(n, 150 - HEADERS, Mono::ZERO);
        }
        // 150 B take 100 ms at 12 kbit/s; 4 s hold 40 of them beside the one on the wire.
        assert_eq!(link.counts().overflowed, 59);
        assert_eq!(link.receive(Mono::from_millis(399)), None);
        assert_eq!(link.receive(Mono::from_millis(400)), Some(0));
        assert_eq!(link.poll_timeout(), Some(Mono::from_millis(500)));
    }

    #[test]
    fn loses_its_share_in_bursts_of_the_mean_length() {
        let mut link = Link::new(Schedule::steady(shape(u32::MAX, 0.2, 2.0)), 7, Mono::ZERO);
        let mut runs = 0u64;
        let mut before = false;
        for _ in 0..100_000u64 {
            let lost = link.counts().lost;
            link.send((), 100, Mono::ZERO);
            let now_lost = link.counts().lost > lost;
            runs += u64::from(now_lost && !before);
            before = now_lost;
        }
        let share = link.counts().lost as f64 / 100_000.0;
        let burst = link.counts().lost as f64 / runs as f64;
        assert!((share - 0.2).abs() < 0.01, "{share}");
        assert!((burst - 2.0).abs() < 0.1, "{burst}");
    }

    #[test]
    fn follows_its_schedule() {
        let slow = shape(8_000, 0.0, 1.0);
        let fast = shape(60_000, 0.0, 1.0);
        let parts =
            [(Duration::from_secs(25), fast), (Duration::from_secs(80), slow), (Duration::ZERO, fast)];
        let schedule = Schedule::stretches(&parts).unwrap();
        assert_eq!(schedule.at(Duration::from_secs(24)), fast);
        assert_eq!(schedule.at(Duration::from_secs(25)), slow);
        assert_eq!(schedule.at(Duration::from_secs(500)), fast);
        assert!(Schedule::stretches(&[]).is_none());
    }

    #[test]
    fn same_seed_loses_the_same_packets() {
        let run = |seed| {
            let mut link = Link::new(Schedule::steady(shape(u32::MAX, 0.3, 1.5)), seed, Mono::ZERO);
            (0..64)
                .map(|_| {
                    let lost = link.counts().lost;
                    link.send((), 1, Mono::ZERO);
                    link.counts().lost > lost
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(run(3), run(3));
        assert_ne!(run(3), run(4));
    }
}
