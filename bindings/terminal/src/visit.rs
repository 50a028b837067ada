//! `nabz visit`: one visit from end to end, played without being asked anything.

use crate::cli::VisitArgs;
use crate::failure::Failure;

/// Plays the visit and leaves its report.
pub fn run(_args: &VisitArgs) -> Result<(), Failure> {
    Err(Failure::Failed("the runtime that plays a visit is not connected yet".into()))
}
