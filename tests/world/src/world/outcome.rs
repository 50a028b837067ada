//! How a world ended.

use std::time::Duration;

use crate::faults::Tally;
use crate::trace::Trace;

/// How a world ended.
#[derive(Debug)]
pub struct Outcome {
    /// Its seed.
    pub seed: u64,
    /// What is wrong with it; nothing, if all is well.
    pub flaws: Vec<String>,
    /// What crossed the links.
    pub trace: Trace,
    /// What went wrong on purpose.
    pub tally: Tally,
    /// The ids of the screens seen, in order.
    pub screens: Vec<String>,
    /// Turns of the phone.
    pub turns: u32,
    /// Virtual time.
    pub lasted: Duration,
}

impl Outcome {
    /// A world that did not come to its end.
    pub(crate) fn broken(seed: u64, why: String) -> Self {
        Self {
            seed,
            flaws: vec![why],
            trace: Trace::default(),
            tally: Tally::default(),
            screens: Vec::new(),
            turns: 0,
            lasted: Duration::ZERO,
        }
    }
}
