//! When to climb: after a clean spell through which the line was measured to carry more, and later after each climb
//! that failed.
//!
//! The measurement costs nothing: pairs of a media packet and a report (see `arrivals`). A rung is entered when every
//! measurement of the spell allows it with its head-room, so a line that carries it only half of the time does not
//! make the ladder dance. Where nothing is measured (a browser, a noisy line), every climb is a try after three
//! spells, unless it is known that the line cannot carry it.

use std::collections::VecDeque;
use std::time::Duration;

use nabz_time::Mono;

use crate::media::command::Rung;

/// Clean for this long before the first step up.
const SPELL: Duration = Duration::from_secs(8);
/// At least this long on a rung before the next, where the line was measured.
const DWELL: Duration = Duration::from_secs(6);
/// A fall this soon after a climb means the climb failed, and doubles the spell.
const TRIAL: Duration = Duration::from_secs(10);
const PATIENCE: u32 = 8;
/// A rung held for this long clears the record.
const PROVEN: Duration = Duration::from_secs(30);
/// The last measurement is proof for this long; reports come every two seconds and may be lost.
const FRESH: Duration = Duration::from_secs(6);
/// One measurement may be wrong, and two of a noisy line; so many that agree are believed.
const MEASURED: usize = 3;
/// Measurements remembered: two spells of one in two seconds.
const KEPT: usize = 8;

#[derive(Debug)]
pub(super) struct Climb {
    clean_since: Mono,
    changed: Mono,
    /// When the last climb was, if nothing was stepped down since.
    climbed: Option<Mono>,
    /// How many spells to wait.
    patience: u32,
    measured: VecDeque<(Mono, u32)>,
    /// Where nothing is measured: the most that the line can carry.
    at_most: Option<u32>,
}

impl Climb {
    pub(super) fn new(now: Mono) -> Self {
        Self {
            clean_since: now,
            changed: now,
            climbed: None,
            patience: 1,
            measured: VecDeque::new(),
            at_most: None,
        }
    }

    /// A report came, with a measurement of the line or without one.
    pub(super) fn measured(&mut self, capacity: Option<u32>, now: Mono) {
        let Some(capacity) = capacity else {
            if !self.measured.is_empty() {
                self.measured.clear();
                self.disturbed(now);
            }
            return;
        };
        self.measured.push_back((now, capacity));
        if self.measured.len() > KEPT {
            self.measured.pop_front();
        }
    }

    /// The line carries no more than this, as far as is known.
    pub(super) fn bounded(&mut self, at_most: Option<u32>) {
        self.at_most = at_most;
    }

    /// The queue is longer than jitter explains.
    pub(super) fn disturbed(&mut self, now: Mono) {
        self.clean_since = now;
    }

    /// A rung was, or would have been, stepped down.
    pub(super) fn fell(&mut self, now: Mono) {
        if let Some(climbed) = self.climbed.take() {
            let held = now.since(climbed);
            if held < TRIAL {
                self.patience = (self.patience * 2).min(PATIENCE);
            } else if held >= PROVEN {
                self.patience = 1;
            }
        }
        self.disturbed(now);
        self.changed = now;
    }

    /// A rung was climbed.
    pub(super) fn climbed(&mut self, now: Mono) {
        self.changed = now;
        self.climbed = Some(now);
    }

    /// A probe for a better rung failed: the line does not carry it.
    pub(super) fn refused(&mut self, now: Mono) {
        self.patience = (self.patience * 2).min(PATIENCE);
        self.disturbed(now);
    }

    /// The best rung above `rung` that may be entered now. Where nothing is measured, only the next may.
    pub(super) fn best(&self, rung: Rung, usable: impl Fn(Rung) -> bool, now: Mono) -> Option<Rung> {
        let mut better = Rung::ALL.into_iter().filter(|&better| better < rung && usable(better));
        if self.measured.is_empty() {
            return better.last().filter(|&next| self.allows(next, now));
        }
        better.find(|&better| self.allows(better, now))
    }

    /// Whether every measurement of a clean spell says that the line bears `need`, bits a second.
    pub(super) fn bears(&self, need: u32, now: Mono) -> bool {
        let fresh = self.measured.back().is_some_and(|&(last, _)| now.since(last) < FRESH);
        let spell = || self.measured.iter().filter(|&&(at, _)| at >= self.clean_since);
        let borne = spell().count() >= MEASURED && spell().all(|&(_, capacity)| capacity >= need);
        fresh && borne && now.since(self.clean_since) >= SPELL
    }

    /// Whether `above` may be entered now.
    fn allows(&self, above: Rung, now: Mono) -> bool {
        let (spell, dwell) = match self.measured.back() {
            None if self.at_most.is_some_and(|most| most < above.need()) => return false,
            None => (SPELL * 3, SPELL * 3),
            Some(&(last, _)) if now.since(last) < FRESH => (SPELL, DWELL),
            Some(_) => return false,
        };
        let spell = spell * self.patience;
        let short = |&&(_, capacity): &&(Mono, u32)| capacity < above.need();
        let carried_since = self.measured.iter().rfind(short).map(|&(at, _)| at);
        let clean_since = carried_since.map_or(self.clean_since, |at| at.max(self.clean_since));
        let measured = self.measured.iter().filter(|&&(at, _)| at >= clean_since).count();
        let often = self.measured.is_empty() || measured >= MEASURED;
        often && now.since(clean_since) >= spell && now.since(self.changed) >= dwell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Mono {
        Mono::from_millis(seconds * 1_000)
    }

    /// Measures every two seconds until `until`.
    fn measure(climb: &mut Climb, from: u64, until: u64, capacity: u32) {
        (from..until).step_by(2).for_each(|second| climb.measured(Some(capacity), at(second)));
    }

    #[test]
    fn climbs_after_a_spell_that_carried_the_rung() {
        let mut climb = Climb::new(at(0));
        measure(&mut climb, 0, 20, 12_000);
        assert!(!climb.allows(Rung::R4, at(20)));
        measure(&mut climb, 20, 26, 60_000);
        assert!(!climb.allows(Rung::R4, at(25)), "short of a spell");
        assert!(climb.allows(Rung::R4, at(27)));
        climb.climbed(at(27));
        measure(&mut climb, 26, 34, 60_000);
        assert!(!climb.allows(Rung::R3, at(32)));
        assert!(climb.allows(Rung::R3, at(33)));
        assert!(!climb.allows(Rung::R3, at(60)), "the last measurement is old");
    }

    #[test]
    fn a_climb_that_failed_makes_the_next_wait_longer() {
        let mut climb = Climb::new(at(0));
        climb.climbed(at(10));
        climb.fell(at(12));
        measure(&mut climb, 12, 40, 60_000);
        assert!(!climb.allows(Rung::R3, at(27)));
        assert!(climb.allows(Rung::R3, at(28)));
        climb.climbed(at(28));
        climb.fell(at(70));
        measure(&mut climb, 70, 80, 60_000);
        assert!(climb.allows(Rung::R3, at(78)), "forty seconds on the rung clear the record");
    }

    #[test]
    fn where_nothing_is_measured_a_climb_is_a_try() {
        let climb = Climb::new(at(0));
        assert!(!climb.allows(Rung::R1, at(23)));
        assert!(climb.allows(Rung::R1, at(24)));
    }

    #[test]
    fn what_the_line_cannot_carry_is_not_tried() {
        let mut climb = Climb::new(at(0));
        climb.bounded(Some(14_000));
        assert!(!climb.allows(Rung::R4, at(300)));
        climb.bounded(Some(17_000));
        assert!(climb.allows(Rung::R4, at(300)) && !climb.allows(Rung::R3, at(300)));
    }

    #[test]
    fn a_measurement_that_is_lost_is_no_reason_to_try_at_once() {
        let mut climb = Climb::new(at(0));
        measure(&mut climb, 0, 40, 12_000);
        climb.measured(None, at(40));
        assert!(!climb.allows(Rung::R4, at(63)));
        assert!(climb.allows(Rung::R4, at(64)));
    }
}
