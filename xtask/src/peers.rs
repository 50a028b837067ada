//! The peers suite: software of others, brought where it is missing.

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use crate::command::{cargo, wait};
use crate::tools;

/// Runs the tests against coturn, Chromium and aiortc: those named in `COTURN`, `CHROMIUM` and on the path, or Debian's
/// and PyPI's, installed where that is possible.
pub(crate) fn run(deadline: Option<Instant>) -> Result<(), Box<dyn Error>> {
    tools::coturn(deadline)?;
    let (chromium, aiortc) = (tools::chromium(deadline)?, tools::aiortc(deadline)?);
    // One after the other: calls in real time want the machine for themselves.
    let mut tests = cargo(&["test", "--package", "nabz-peers", "--features", "peers"]);
    wait(tests.env("CHROMIUM", chromium).env("AIORTC", aiortc), deadline)
}

/// Runs the bench of calls with a browser; what it found goes to `json`.
pub(crate) fn bench(json: &Path, commit: &str, full: bool) -> Result<(), Box<dyn Error>> {
    let mut run = cargo(&["run", "--quiet", "--package", "nabz-peers", "--features", "peers"]);
    run.args(["--bin", "call-browser", "--", "--commit", commit, "--json"]).arg(json);
    if full {
        run.arg("--full");
    }
    wait(run.env("CHROMIUM", tools::chromium(None)?), None)
}
