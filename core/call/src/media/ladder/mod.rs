//! Which rung is sent on, and when nothing is: down at once, up after a clean spell, silent while the queue drains.
//!
//! Three sources say what the way out is like:
//! - **reports** of the receiver: how long our packets wait, what the line carries;
//! - **our own log**, replayed through that line (`outgoing.rs`): the queue as of now, not as of the last report;
//! - **what arrives**: when the peer's packets come later and later, ours most likely do as well, and its report that
//!   says so waits behind the same queue. So a [`Fall`] of the way in is believed of the way out until a report of
//!   what was sent since says otherwise.
//!
//! Loss is not among them: on a radio link it says nothing about the rate. It decides what travels along (`mode.rs`).
//! `docs/decisions/0004-brake-and-ladder.md` tells why, with figures.

mod arrivals;
mod climb;
mod line_delay;
mod listener;
mod loss;
mod mode;
mod outgoing;
mod probe;
mod proving;
mod report;
mod round_trip;
mod rung;
mod trend;

use std::time::Duration;

use nabz_time::Mono;

pub use arrivals::Fall;
pub use listener::Listener;
pub use mode::Mode;
pub use report::{REPORT, REPORT_ON_WIRE, Report, Stamp};
use round_trip::RoundTrip;
pub use rung::OVERHEAD;

use super::command::Rung;
use climb::Climb;
use loss::Loss;
use outgoing::{Believed, Outgoing};
use probe::Probe;

/// Where a call starts whose line is unknown.
pub const START: Rung = Rung::R3;
/// Nothing is sent into a queue longer than this: with 0.3 s under way and a packet of 120 ms it would be heard after
/// a second.
const BRAKE: Duration = Duration::from_millis(350);
/// The queue counts as drained.
const DRAINED: Duration = Duration::from_millis(60);
/// A reported queue that is more than jitter.
const CONGESTED: Duration = Duration::from_millis(120);
/// A queue that stays this long is somebody else's traffic, whatever the line was measured to carry. A line that only
/// became longer is known for it by then.
const LASTING: Duration = Duration::from_secs(5);
/// What reports and connectivity checks cost beside speech, bits a second (measured: 0.28 and 0.26 kbit/s).
const CONTROL: u32 = 600;
/// A line is never believed slower: one wrong measurement must not silence a call.
const SLOWEST: u32 = 4_000;
/// A report about what was sent this long after a supposed fall settles it.
const SETTLED: Duration = Duration::from_millis(300);
/// A fall that nobody confirmed is forgotten, and so is a step down.
const FALL_LASTS: Duration = Duration::from_secs(8);
/// Nothing arrived for this long though the peer did not say that it would be silent: the radio stalls, and speech
/// sent into it would only wait there. Reports go on, so the stall ends when the line does anything at all.
const STALLED: Duration = Duration::from_millis(700);

/// Decides about one direction: what this side sends.
#[derive(Debug)]
pub struct Ladder {
    rung: Rung,
    outgoing: Outgoing,
    /// As last reported.
    capacity: Option<u32>,
    /// Whether a report has said anything of the way out.
    reported: bool,
    fall: Option<Fall>,
    fall_heard: Option<Mono>,
    stalled: bool,
    silent: bool,
    /// The last step down, until a report tells what came of it.
    stepped: Option<Mono>,
    /// Since when reports tell of a queue.
    congested: Option<Mono>,
    climb: Climb,
    probe: Option<Probe>,
    loss: Loss,
    /// Whether the line bears more than the floor, though no better rung.
    full: bool,
    /// Whether we can tell again what was said before, and the peer read it.
    repairs: (bool, bool),
    round_trip: RoundTrip,
}

impl Ladder {
    /// A ladder on [`START`].
    pub fn new(now: Mono) -> Self {
        Self {
            rung: START,
            outgoing: Outgoing::default(),
            capacity: None,
            reported: false,
            fall: None,
            fall_heard: None,
            stalled: false,
            silent: false,
            stepped: None,
            congested: None,
            climb: Climb::new(now),
            probe: None,
            loss: Loss::default(),
            full: false,
            repairs: (false, false),
            round_trip: RoundTrip::default(),
        }
    }

    /// Our encoder can tell again what was said before ([`crate::media::codec::Encoder::repairs`]).
    pub fn enable_repair(&mut self) {
        self.repairs.0 = true;
    }

    /// The rung that the line was found to carry.
    pub fn rung(&self) -> Rung {
        self.rung
    }

    /// How packets are made. While a better rung is being proved [`Self::copies`] has the number of copies.
    pub fn mode(&self) -> Mode {
        let plain = Mode::plain(self.rung);
        let mode = if self.loss.is_lossy() {
            Mode::against_loss(self.rung, self.believed(), self.repairs == (true, true))
        } else {
            plain
        };
        match self.probe {
            Some(_) => plain,
            None if self.full && mode == Mode::plain(Rung::R4Floor) => Mode::full_floor(),
            None => mode,
        }
    }

    /// How many packets before it the next packet of `mode` takes along.
    pub fn copies(&mut self, mode: Mode) -> usize {
        self.probe.as_mut().map_or(mode.copies, |probe| probe.copies(mode.rung))
    }

    /// Whether a better rung is being proved.
    pub fn is_probing(&self) -> bool {
        self.probe.is_some()
    }

    /// The share of what we send that was lost lately, 0 to 1, once that is known.
    pub fn loss(&self) -> Option<f64> {
        self.loss.share()
    }

    /// Nothing is sent until the queue is drained.
    pub fn silent(&self) -> bool {
        self.silent
    }

    /// Nothing arrives that should.
    pub fn stalled(&self) -> bool {
        self.stalled
    }

    /// What the way out was last measured to carry, bits a second.
    pub fn measured(&self) -> Option<u32> {
        self.capacity
    }

    /// The same, or what it is believed to have fallen to.
    fn believed(&self) -> Option<u32> {
        match (self.fall, self.capacity) {
            (Some(fall), Some(capacity)) => Some(capacity.min(fall.capacity)),
            (Some(fall), None) => Some(fall.capacity),
            (None, capacity) => capacity,
        }
    }

    /// The least time there and back of late.
    pub fn round_trip(&self) -> Option<Duration> {
        self.round_trip.least()
    }

    /// How long a packet sent at `now` would wait.
    pub fn queue(&self, now: Mono) -> Duration {
        let fallen = self.fall.map(|fall| (fall.since, fall.capacity.max(SLOWEST)));
        let capacity = self.capacity.map_or(u32::MAX, |capacity| capacity.max(SLOWEST));
        self.outgoing.queue(now, Believed { capacity, fallen })
    }

    /// A packet of `bytes` on the wire left; media has a sequence number.
    pub fn sent(&mut self, sequence: Option<u16>, bytes: usize, now: Mono) {
        self.outgoing.sent(sequence, bytes, now);
    }

    /// Whether speech may be sent at `now`.
    pub fn admits(&mut self, now: Mono) -> bool {
        let queue = self.queue(now);
        if self.stalled {
            self.silent = true;
        } else if self.silent {
            self.silent = queue > DRAINED;
        } else if queue >= BRAKE {
            self.silent = true;
            if self.stepped.is_none() {
                self.step_down(now);
            }
        }
        !self.silent
    }

    /// The way in was measured, and nothing is known yet of the way out: it is taken to be alike, so that a call on a
    /// weak line begins on its floor.
    pub fn presume(&mut self, capacity: u32) {
        if !self.reported {
            self.rung = self.rung.max(self.fitting(capacity));
        }
    }

    /// The peer reports how we are heard.
    pub fn handle_report(&mut self, report: &Report, round_trip: Option<Duration>, now: Mono) {
        let longer = self.round_trip.is_longer(round_trip);
        if round_trip.is_some_and(|time| self.round_trip.observe(time)) {
            self.step_down(now);
        }
        let heard = report.heard.and_then(|sequence| self.outgoing.heard(sequence, report.queue));
        if let (Some(sent), Some(fall)) = (heard, self.fall)
            && sent >= fall.since + SETTLED
        {
            self.fall = None;
        }
        if let (Some(sent), Some(stepped)) = (heard, self.stepped)
            && sent >= stepped
        {
            self.stepped = None;
        }
        self.reported |= report.heard.is_some();
        self.repairs.1 = report.repairs;
        if let Some(sequence) = report.heard {
            self.loss.observe(sequence, report.received, now);
        }
        self.capacity = report.capacity;
        self.judge_probe(longer, heard, report.queue, now);
        if report.queue < CONGESTED {
            self.congested = None;
        } else {
            self.climb.disturbed(now);
            let lasting = now.since(*self.congested.get_or_insert(now)) >= LASTING;
            if lasting || self.exceeds(self.capacity) {
                self.congested = None;
                self.step_down(now);
            }
        }
        self.climb.measured(report.capacity, now);
        self.climb.bounded(report.at_most);
    }

    /// The peer's packets come later and later: the way in fell, and with it, it is believed, the way out.
    pub fn handle_fall(&mut self, fall: Fall, now: Mono) {
        let one_way = self.round_trip().unwrap_or_default() / 2;
        let since = match (self.fall, self.capacity) {
            (Some(known), _) => known.since,
            // Nothing better was ever heard of: it may have been so from the beginning.
            (None, None) if !self.reported => Mono::ZERO,
            (None, _) => self.probe.map_or(fall.since - one_way, |probe| probe.since()),
        };
        self.fall = Some(Fall { since, capacity: fall.capacity });
        self.fall_heard = Some(now);
        if self.exceeds(Some(fall.capacity)) {
            self.step_down(now);
        }
    }

    /// Packets go another way from now on: what was under way is lost and waits nowhere.
    pub fn line_changed(&mut self) {
        self.stalled = false;
        self.fall = None;
        self.outgoing = Outgoing::default();
    }

    /// Something arrived.
    pub fn handle_arrival(&mut self, now: Mono) {
        if std::mem::take(&mut self.stalled) {
            self.outgoing.held_until(now);
        }
    }

    /// Time passed. `last_heard` is when the peer was last heard, unless it is silent by its own word.
    pub fn handle_timeout(&mut self, last_heard: Option<Mono>, now: Mono) {
        if self.fall_heard.is_some_and(|at| now.since(at) > FALL_LASTS) {
            self.fall = None;
        }
        if self.stepped.is_some_and(|at| now.since(at) > FALL_LASTS) {
            self.stepped = None;
        }
        self.stalled = last_heard.is_some_and(|at| now.since(at) >= STALLED);
        let calm = !self.silent && self.fall.is_none() && self.congested.is_none();
        self.full = calm && self.climb.bears(mode::FULL_FLOOR_NEED, now);
        self.look_up(now);
    }

    /// Whether the rung costs more than a line of this capacity carries. While the last step down has yet to show its
    /// effect, the news are of before: only what is clearly too much counts.
    fn exceeds(&self, capacity: Option<u32>) -> bool {
        let cost = self.rung.cost();
        match (capacity, self.stepped) {
            (Some(capacity), None) => capacity < cost + CONTROL,
            (Some(capacity), Some(_)) => capacity < cost * 4 / 5,
            (None, stepped) => stepped.is_none(),
        }
    }

    /// Down to what fits, at least one rung.
    fn step_down(&mut self, now: Mono) {
        let fits = self.believed().map_or(self.rung, |capacity| self.fitting(capacity));
        let below = Some(self.rung.below()).filter(|&below| self.is_usable(below));
        self.stepped = Some(now);
        self.climb.fell(now);
        if self.probe.take().is_some() {
            self.climb.refused(now);
        }
        self.rung = below.unwrap_or(Rung::R3).max(fits);
    }
}

#[cfg(test)]
mod tests;
