//! Benchmarks: each runs its rivals in the same invocation, on the same seeded links, and says what it is held to.
//!
//! - [`BENCHES`]: all of them, by name; a new one is a function there
//! - [`outcome`]: rows with goals, as a table and as JSON
//! - [`rival`]: rivals that cannot be linked beside the product, as child processes
//! - [`call`]: calls over bad links
//!
//! `cargo xtask bench NAME… [--json FILE]` runs them. What is simulated is the same on every machine but for what rtc
//! draws by itself; what is timed is reported as a ratio to its rival.

pub mod call;
pub mod outcome;
pub mod rival;

use std::path::PathBuf;

use outcome::{BenchError, Row};

/// How a bench is run.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The numbers of the promise, not the share that a few minutes allow.
    pub full: bool,
    /// Where plots are left.
    pub plots: PathBuf,
    /// The target folder, where rivals are built.
    pub target: PathBuf,
    /// What scoring speech takes, where it was brought.
    pub tools: Option<call::quality::Tools>,
}

/// One bench.
#[derive(Clone, Copy, Debug)]
pub struct Bench {
    /// As it is asked for.
    pub name: &'static str,
    /// What it shows, in a line.
    pub shows: &'static str,
    /// Runs it.
    pub run: fn(&Plan) -> Result<Vec<Row>, BenchError>,
}

/// Every bench.
pub const BENCHES: &[Bench] = &[
    Bench {
        name: "call-delivery",
        shows: "share of speech heard within a second on lines of 12 to 60 kbit/s",
        run: call::delivery::run,
    },
    Bench {
        name: "call-bytes",
        shows: "what a call costs on the wire beside speech, and on its floor",
        run: call::bytes::run,
    },
    Bench {
        name: "call-setup",
        shows: "how often and how soon a call comes to stand on lines that lose a fifth to a third",
        run: call::setup::run,
    },
    Bench {
        name: "call-recovery",
        shows: "how soon people talk again after six seconds of nothing and a new address",
        run: call::recovery::run,
    },
    Bench {
        name: "call-ladder",
        shows: "how long a call stays below what its line bears, and how often it changes",
        run: call::ladder::run,
    },
    Bench {
        name: "call-quality",
        shows: "what is left of real speech, scored: STOI, PESQ, PLCMOS, ViSQOL, and words easily confused",
        run: call::quality::run,
    },
    Bench {
        name: "call-cpu",
        shows: "what one side of a call costs a processor, and its memory",
        run: call::cpu::run,
    },
];
