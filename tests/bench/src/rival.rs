//! Rivals that cannot be linked beside the product: crates of their own below `rivals/`, run as child processes.

use std::path::Path;
use std::process::{Command, Stdio};

use serde::de::DeserializeOwned;

use crate::Plan;
use crate::outcome::BenchError;

/// Builds `rivals/<name>` and runs it with `args`; it prints one line of JSON.
pub fn run<F: DeserializeOwned>(plan: &Plan, name: &str, args: &[String]) -> Result<F, BenchError> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("rivals").join(name).join("Cargo.toml");
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["run", "--quiet", "--locked", "--manifest-path"]).arg(manifest);
    // A folder of its own: other features must not disturb the product's builds.
    command.arg("--target-dir").arg(plan.target.join("rivals")).arg("--").args(args);
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(BenchError::Rival(name.to_owned()));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
