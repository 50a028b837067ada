//! How old a phone's file says it is: a number that falls was set back, or belongs to a copy of the phone.
//!
//! A phone sends the generation of its file with every request. It grows; two requests may overtake each other on the
//! way, so a number counts only once nothing sent before it can still be under way.

use std::collections::BTreeMap;
use std::time::Duration;

use nabz_time::Mono;

use super::Identity;

/// After so long no request sent earlier can still arrive: twice the longest a phone waits for an answer.
const OVERTAKEN: Duration = Duration::from_secs(120);
/// One step behind is what a crash explains.
const CRASH: u64 = 1;
/// Numbers remembered of one person; more within [`OVERTAKEN`] count only as the highest of them.
const REMEMBERED: usize = 64;

/// What each person's phone has said.
#[derive(Debug, Default)]
pub(super) struct Generations {
    said: BTreeMap<Identity, Said>,
}

#[derive(Debug, Default)]
struct Said {
    settled: u64,
    recent: Vec<(Mono, u64)>,
    set_back: u64,
}

impl Generations {
    /// A request of this person says this number.
    pub(super) fn heard(&mut self, who: &Identity, number: u64, now: Mono) {
        let said = self.said.entry(who.clone()).or_default();
        let (old, recent): (Vec<_>, Vec<_>) =
            said.recent.drain(..).partition(|(at, _)| now.since(*at) >= OVERTAKEN);
        said.recent = recent;
        said.settled = old.into_iter().map(|(_, number)| number).chain([said.settled]).max().unwrap_or(0);
        if number.saturating_add(CRASH) < said.settled {
            said.set_back += 1;
        }
        if said.recent.len() == REMEMBERED {
            said.recent.remove(0);
        }
        said.recent.push((now, number));
    }

    /// How many requests came from an older file than one before.
    pub(super) fn set_back(&self) -> u64 {
        self.said.values().map(|said| said.set_back).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_back(said: &[(u64, u64)]) -> u64 {
        let mut generations = Generations::default();
        let who = Identity::Patient("1".into());
        for (second, number) in said {
            generations.heard(&who, *number, Mono::from_millis(second * 1_000));
        }
        generations.set_back()
    }

    #[test]
    fn a_number_that_falls_is_seen_and_one_that_was_overtaken_is_not() {
        assert_eq!(set_back(&[(0, 5), (1, 9), (2, 7), (300, 9), (301, 12)]), 0);
        assert_eq!(set_back(&[(0, 9), (300, 8)]), 0, "a crash explains one");
        assert_eq!(set_back(&[(0, 9), (300, 7)]), 1);
        assert_eq!(set_back(&[(0, 9), (300, 7), (301, 8), (302, 9)]), 1);
    }

    #[test]
    fn each_person_has_their_own() {
        let mut generations = Generations::default();
        generations.heard(&Identity::Patient("1".into()), 90, Mono::ZERO);
        generations.heard(&Identity::Patient("2".into()), 3, Mono::from_millis(500_000));
        assert_eq!(generations.set_back(), 0);
    }
}
