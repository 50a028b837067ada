//! What a bench found, and why it may have found nothing.

use std::io;

pub use nabz_bench_outcome::{Goal, Outcome, Row};

/// Why a bench found nothing.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// A file could not be read or written, or a rival not started.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A rival said something else than figures.
    #[error("a rival's figures cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// A rival failed.
    #[error("the rival {0} failed")]
    Rival(String),
    /// A plot could not be drawn.
    #[error("{0}")]
    Plot(#[from] nabz_terminal::report::ReportError),
    /// What was measured does not exist.
    #[error("nothing was measured: {0}")]
    Nothing(&'static str),
}
