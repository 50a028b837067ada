//! `cargo xtask bench`: builds the benches and runs those that are named.

use std::error::Error;
use std::path::PathBuf;

use crate::command::{cargo, target, wait};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which benches; all when none is named.
    names: Vec<String>,
    /// Where to store what was found: an object for one bench, a list of them for several.
    #[arg(long)]
    json: Option<PathBuf>,
    /// With the numbers of the promises (a thousand set-ups), however long it takes.
    #[arg(long)]
    full: bool,
}

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let mut command = cargo(&["run", "--quiet", "--package", "nabz-bench", "--"]);
    command.args(&args.names).arg("--target").arg(std::path::absolute(target())?);
    if let Some(file) = &args.json {
        // The benches run in the workspace's root, not where the command was typed.
        command.arg("--json").arg(std::path::absolute(file)?);
    }
    if args.full {
        command.arg("--full");
    }
    wait(&mut command, None)
}
