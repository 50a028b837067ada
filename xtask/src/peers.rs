//! The peers suite: real servers of others, brought where they are missing.

use std::error::Error;
use std::time::Instant;

use crate::command::{cargo, wait};
use crate::tools;

/// Runs the tests against coturn: the one named in `COTURN`, one on the path, or Debian's, installed where that is
/// possible.
pub(crate) fn run(deadline: Option<Instant>) -> Result<(), Box<dyn Error>> {
    tools::coturn(deadline)?;
    wait(&mut cargo(&["test", "--package", "nabz-peers", "--features", "peers"]), deadline)
}
