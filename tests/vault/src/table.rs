//! The table of a proof: what ran, how often, and what failed.

use serde::Serialize;

/// The whole of one proof, as `--json` writes it.
#[derive(Debug, Serialize)]
pub struct Proof {
    /// Its name.
    pub proof: &'static str,
    /// The commit that was proved, as git names it.
    pub commit: String,
    /// The seed everything was drawn from.
    pub seed: u64,
    /// All of it, or CI's share.
    pub full: bool,
    /// A row for each case.
    pub rows: Vec<Row>,
}

/// One case.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub struct Row {
    /// What was tried.
    pub case: String,
    /// How often.
    pub runs: u64,
    /// How often the promise did not hold.
    pub failures: u64,
    /// The seed of the first run in which it did not.
    pub first_failing_seed: Option<u64>,
    /// What the first failure was, for people.
    #[serde(skip)]
    pub why: Option<String>,
}

impl Row {
    /// Runs a case once for each seed from `seed` on.
    pub fn over_seeds(
        case: &str,
        seed: u64,
        runs: u64,
        mut run: impl FnMut(u64) -> Result<(), String>,
    ) -> Self {
        let mut row = Self::new(case);
        for seed in seed..seed + runs {
            row.count(seed, run(seed));
        }
        row
    }

    /// No run yet.
    pub fn new(case: &str) -> Self {
        Self { case: case.into(), runs: 0, failures: 0, first_failing_seed: None, why: None }
    }

    /// Counts one run.
    pub fn count(&mut self, seed: u64, outcome: Result<(), String>) {
        self.runs += 1;
        if let Err(why) = outcome {
            self.failures += 1;
            self.first_failing_seed.get_or_insert(seed);
            self.why.get_or_insert(why);
        }
    }

    /// The row of a check that a proof can fail: given a defect, `proof` must count failures.
    pub fn caught(case: &str, seed: u64, proof: &Self) -> Self {
        let mut row = Self::new(case);
        row.runs = proof.runs;
        if proof.failures == 0 {
            row.failures = 1;
            row.first_failing_seed = Some(seed);
            row.why = Some("the defect went unseen".into());
        }
        row
    }
}

impl Proof {
    /// The table as a person reads it.
    pub fn shown(&self) -> String {
        let width = self.rows.iter().map(|row| row.case.chars().count()).max().unwrap_or(0);
        let mut shown = format!("{:width$}  {:>8}  {:>8}\n", "case", "runs", "failures");
        for row in &self.rows {
            shown += &format!("{:width$}  {:>8}  {:>8}\n", row.case, row.runs, row.failures);
            if let (Some(seed), Some(why)) = (row.first_failing_seed, &row.why) {
                shown += &format!("    first failed with seed {seed}: {why}\n");
            }
        }
        shown
    }

    /// Whether every promise held.
    pub fn holds(&self) -> bool {
        self.rows.iter().all(|row| row.failures == 0 && row.runs > 0)
    }
}
