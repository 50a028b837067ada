//! `nabz app`: the app by hand, screens as lines, actions by number.

use crate::cli::AppArgs;
use crate::failure::Failure;

/// Paints and asks until the person leaves.
pub fn run(_args: &AppArgs) -> Result<(), Failure> {
    Err(Failure::Failed("the runtime that runs the app is not connected yet".into()))
}
