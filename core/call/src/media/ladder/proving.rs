//! How a better rung is proved before it is entered.

use std::time::Duration;

use nabz_time::Mono;

use super::probe::Probe;
use super::{CONGESTED, Ladder};
use crate::media::command::Rung;

/// A probe that left a queue this long is drained at once: what is said meanwhile would be heard after a second for
/// many seconds, as the floor leaves a line of 12 kbit/s little to drain with.
const OVERSHOT: Duration = Duration::from_millis(200);

impl Ladder {
    /// Begins to prove a better rung, or gives up to do so.
    pub(super) fn look_up(&mut self, now: Mono) {
        if self.silent || self.stalled {
            self.probe = None;
        } else if let Some(probe) = self.probe {
            if probe.is_unheard(now) && self.reported {
                self.probe = None;
                self.climb.disturbed(now);
            } else if probe.is_unheard(now) {
                self.climb_to(probe.target, now);
            }
        } else if let Some(target) = self.climb.best(self.rung, |rung| self.is_usable(rung), now) {
            let probe = Probe::new(self.rung, target, |rung| self.is_usable(rung), now);
            let ample =
                |target: Rung| self.capacity.is_some_and(|capacity| capacity >= target.need() * 3 / 2);
            self.probe = probe.map(|probe| if ample(probe.target) { probe } else { probe.gently() });
        }
    }

    /// What a report says of a probe under way: of a packet sent at `heard` that met `queue`.
    pub(super) fn judge_probe(&mut self, longer: bool, heard: Option<Mono>, queue: Duration, now: Mono) {
        let Some(probe) = self.probe else { return };
        if longer || queue >= CONGESTED {
            self.refuse(probe, heard, queue, now);
        } else if heard.is_some_and(|sent| probe.is_proved_by(sent)) {
            self.climb_to(probe.target, now);
        }
    }

    /// The line did not bear the probe. What went on being sent until the news came waits there, too.
    pub(super) fn refuse(&mut self, probe: Probe, heard: Option<Mono>, queue: Duration, now: Mono) {
        self.probe = None;
        self.climb.refused(now);
        let queue = heard.map_or(queue, |sent| probe.queue_by(now, sent, queue));
        self.outgoing.waits(now, queue);
        self.silent |= queue >= OVERSHOT;
    }

    pub(super) fn climb_to(&mut self, rung: Rung, now: Mono) {
        self.rung = rung;
        self.probe = None;
        self.climb.climbed(now);
    }

    /// R2 is worth its price only where both ends have what repair takes.
    pub(super) fn is_usable(&self, rung: Rung) -> bool {
        rung != Rung::R2 || self.repairs == (true, true)
    }

    /// The best rung a link of `capacity` bits a second carries; the floor if it carries none.
    pub(super) fn fitting(&self, capacity: u32) -> Rung {
        Rung::ALL
            .into_iter()
            .find(|&rung| rung.need() <= capacity && self.is_usable(rung))
            .unwrap_or(Rung::R4Floor)
    }
}
