//! Which seeds are played, and how a failing one is played again.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::faults::Tally;
use crate::{Outcome, Plan, play};

/// Seeds played unless `NABZ_SEEDS` says otherwise.
const SEEDS: u64 = 200;

/// The seeds of this run: the one in `NABZ_SEED`, else the first `NABZ_SEEDS`.
pub fn chosen() -> Vec<u64> {
    let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    match number("NABZ_SEED") {
        Some(seed) => vec![seed],
        None => (1..=number("NABZ_SEEDS").unwrap_or(SEEDS)).collect(),
    }
}

/// What came of many worlds.
#[derive(Debug, Default)]
pub struct Report {
    /// Worlds played.
    pub played: usize,
    /// What went wrong on purpose, in all.
    pub tally: Tally,
    /// Turns of the phones.
    pub turns: u64,
    /// Every screen that was seen.
    pub screens: BTreeSet<String>,
    /// Failed worlds: the seed, and what is wrong.
    pub failed: Vec<(u64, Vec<String>)>,
}

impl Report {
    fn add(&mut self, outcome: Outcome) {
        self.played += 1;
        self.turns += u64::from(outcome.turns);
        self.tally.add(&outcome.tally);
        self.screens.extend(outcome.screens);
        if !outcome.flaws.is_empty() {
            self.failed.push((outcome.seed, outcome.flaws));
        }
    }

    /// Says which seeds failed, why, and how to play the first of them again with a test.
    pub fn complaint(&self, test: &str) -> String {
        let lines = self.failed.iter().map(|(seed, flaws)| format!("seed {seed}: {}", flaws.join("; ")));
        let again = self.failed.first().map(|(seed, _)| {
            format!("play it again: NABZ_SEED={seed} cargo test -p nabz-world --test it {test}")
        });
        lines.chain(again).collect::<Vec<_>>().join("\n")
    }
}

/// Plays the worlds of these seeds, as many at once as there are cores.
pub fn play_all(seeds: &[u64], plan: impl Fn(u64) -> Plan + Sync) -> Report {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicU64::new(0);
    let work = || {
        let mut report = Report::default();
        while let Some(seed) =
            usize::try_from(next.fetch_add(1, Ordering::Relaxed)).ok().and_then(|at| seeds.get(at))
        {
            report.add(play(plan(*seed)));
        }
        report
    };
    let mut whole = Report::default();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        for part in workers.into_iter().filter_map(|worker| worker.join().ok()) {
            whole.played += part.played;
            whole.turns += part.turns;
            whole.tally.add(&part.tally);
            whole.screens.extend(part.screens);
            whole.failed.extend(part.failed);
        }
    });
    whole.failed.sort();
    whole
}
