//! Before a climb: copies of earlier packets (RED) travel along until what is sent costs as much as the rung above. They
//! help where packets are lost, and if the line does not bear them, no word is lost for having tried.

use std::time::Duration;

use nabz_time::Mono;

use super::rung::OVERHEAD;
use crate::media::codec::Setting;
use crate::media::command::Rung;
use crate::media::red::{MAX_COPIES, headers};

/// A report about what was sent this long after the beginning, that tells of no queue, is the proof.
const LASTS: Duration = Duration::from_secs(2);
/// Where no report comes the climb is the try.
const UNHEARD: Duration = Duration::from_secs(10);

/// Between a packet and the news of it a queue is not believed to have grown by more than this.
const MOST_GROWN: f64 = 3.0;

/// A probe under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Probe {
    /// The rung to be proved.
    pub(super) target: Rung,
    since: Mono,
    /// Bits a second that the target costs beyond the rung that is sent on.
    beyond: u32,
    /// What has been saved up for copies, in bits.
    credit: u32,
    /// For so long it is to cost only half of that.
    half: Duration,
    /// Speech sent in it.
    sent: Duration,
}

impl Probe {
    /// A probe from `rung` for `target`, or as far towards it as copies reach; `None` if that is no better rung.
    pub(super) fn new(rung: Rung, target: Rung, usable: impl Fn(Rung) -> bool, now: Mono) -> Option<Self> {
        let most = cost(rung, MAX_COPIES);
        let mut rungs = Rung::ALL.into_iter().filter(|&better| better < rung && usable(better));
        let target = rungs.find(|better| *better >= target && better.cost() <= most)?;
        let beyond = target.cost().saturating_sub(rung.cost());
        Some(Self { target, since: now, beyond, credit: 0, half: Duration::ZERO, sent: Duration::ZERO })
    }

    /// The same in two steps, for a line of which nothing is known: the half of too much makes a queue that is noticed
    /// before it hurts.
    pub(super) fn gently(self) -> Self {
        Self { half: LASTS, ..self }
    }

    /// When it began.
    pub(super) fn since(&self) -> Mono {
        self.since
    }

    /// How many copies the next packet of `rung` takes along.
    pub(super) fn copies(&mut self, rung: Rung) -> usize {
        let packet = u32::try_from(rung.packet().as_millis()).unwrap_or(u32::MAX);
        let beyond = if self.sent < self.half { self.beyond / 2 } else { self.beyond };
        self.sent += rung.packet();
        self.credit = self.credit.saturating_add(beyond.saturating_mul(packet) / 1_000);
        let copy = u32::try_from(rung.setting().payload() * 8).unwrap_or(u32::MAX).max(1);
        let copies = (self.credit / copy).min(MAX_COPIES as u32);
        self.credit = self.credit.saturating_sub(copies * copy);
        copies as usize
    }

    /// Whether a report about what was sent at `sent` is proof.
    pub(super) fn is_proved_by(&self, sent: Mono) -> bool {
        sent >= self.since + self.half + LASTS
    }

    /// How long the queue is at `now`, which a packet of the probe sent at `sent` met at `queue`: it went on growing.
    pub(super) fn queue_by(&self, now: Mono, sent: Mono, queue: Duration) -> Duration {
        let (until_then, by_now) =
            (sent.since(self.since).as_secs_f64(), now.since(self.since).as_secs_f64());
        let longer = if until_then > 0.2 { by_now / until_then } else { 1.0 };
        queue.mul_f64(longer.clamp(1.0, MOST_GROWN))
    }

    /// Whether nobody reports.
    pub(super) fn is_unheard(&self, now: Mono) -> bool {
        now.since(self.since) >= UNHEARD
    }
}

/// Bits a second of a rung whose packets each take so many copies along.
pub(super) fn cost(rung: Rung, copies: usize) -> u32 {
    cost_of(rung.setting(), copies)
}

/// The same of any setting.
pub(super) fn cost_of(setting: Setting, copies: usize) -> u32 {
    let red = if copies > 0 { headers(copies) } else { 0 };
    let packet = setting.payload() * (1 + copies) + red + OVERHEAD;
    u32::try_from(packet * 8 * 50 / setting.frames).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bits a second of a probe over so many packets.
    fn spent(mut probe: Probe, rung: Rung) -> u32 {
        (0..100).map(|_| cost(rung, probe.copies(rung))).sum::<u32>() / 100
    }

    #[test]
    fn costs_what_it_proves() {
        for (rung, best) in
            [(Rung::R4Floor, Rung::R3), (Rung::R4, Rung::R2), (Rung::R3, Rung::R1), (Rung::R2, Rung::R1)]
        {
            let probe = Probe::new(rung, Rung::R1, |_| true, Mono::ZERO).unwrap();
            assert_eq!(probe.target, best, "{rung:?}");
            let (spent, wanted) = (spent(probe, rung), best.cost());
            assert!((wanted * 97 / 100..wanted * 11 / 10).contains(&spent), "{rung:?}: {spent} for {wanted}");
        }
        assert!(Probe::new(Rung::R1, Rung::R1, |_| true, Mono::ZERO).is_none());
        let without = Probe::new(Rung::R4, Rung::R1, |rung| rung != Rung::R2, Mono::ZERO).unwrap();
        assert_eq!(without.target, Rung::R3);
        let one = Probe::new(Rung::R4Floor, Rung::R4, |_| true, Mono::ZERO).unwrap();
        assert_eq!(one.target, Rung::R4);
    }

    #[test]
    fn copies_cost_what_the_wire_budget_says() {
        assert_eq!(cost(Rung::R4Floor, 0), Rung::R4Floor.cost());
        assert_eq!(cost(Rung::R4Floor, 1), 15_666);
        assert_eq!(cost(Rung::R3, 1), 27_333);
    }
}
