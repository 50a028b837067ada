//! Scores of what was heard, by the scripts in `tests/quality` and the Python that xtask brought for them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::super::quality::Tools;
use crate::outcome::BenchError;

/// Means over all runs of a case.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Scores {
    /// Short-time objective intelligibility (Taal et al. 2011), 0 to 1.
    pub(super) stoi: f64,
    /// ITU-T P.862 narrowband, MOS-LQO.
    pub(super) pesq_nb: f64,
    /// PLCMOS v2 of what was played, if asked for.
    #[serde(default)]
    pub(super) plcmos: f64,
    /// ViSQOL, speech, MOS-LQO, if asked for.
    #[serde(default)]
    pub(super) visqol: f64,
}

/// Case, percent lost, scores.
pub(super) type Table = BTreeMap<String, BTreeMap<String, Scores>>;

/// STOI each way over a stretch.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct BothWays {
    pub(super) up: f64,
    pub(super) down: f64,
}

/// Runs a script; it prints JSON.
pub(super) fn run<T: DeserializeOwned>(
    tools: &Tools,
    script: &str,
    args: &[impl AsRef<OsStr>],
) -> Result<T, BenchError> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../quality").join(script);
    let mut command = Command::new(&tools.python);
    let output = command.arg(&script).args(args).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(BenchError::Rival(script.display().to_string()));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
