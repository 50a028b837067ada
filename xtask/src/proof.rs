//! `cargo xtask proof`: the reliability promises, by seed, as a table and as JSON.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{cargo, root, wait};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which proof.
    proof: Name,
    /// All that is promised, not only the share that CI runs.
    #[arg(long)]
    full: bool,
    /// Where everything drawn begins; a failing case names the seed that shows it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where the table goes as JSON.
    #[arg(long)]
    json: PathBuf,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Name {
    /// What the phone keeps: kills, power cuts, tampering, failing disks and key stores.
    Vault,
    /// What phones and clinic do under faults of link, server and process: each thing once.
    World,
}

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let package = match args.proof {
        Name::Vault => "nabz-vault-proofs",
        Name::World => "nabz-world",
    };
    // The child runs in the workspace's root, the file is named from where this was called.
    let json = std::path::absolute(&args.json)?;
    let (seed, commit) = (args.seed.to_string(), commit(root()));
    let mut command = cargo(&["run", "--quiet", "--package", package, "--"]);
    command.args(["--seed", &seed, "--commit", &commit, "--json"]).arg(json);
    if args.full {
        command.arg("--full");
    }
    wait(&mut command, None)
}

/// The commit of the working tree, marked where the tree differs from it.
fn commit(root: &Path) -> String {
    let git = Command::new("git").args(["describe", "--always", "--dirty"]).current_dir(root).output();
    let named = git.ok().filter(|output| output.status.success());
    named.map_or_else(|| "unknown".into(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
