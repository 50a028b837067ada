//! `vault-proofs`: runs the proofs and prints their table; also plays the children that are killed and looked into.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use nabz_vault_proofs::table::Proof;
use nabz_vault_proofs::{Size, faults, kill, memory, prove};

/// Proves the vault's promises.
#[derive(Parser)]
struct Cli {
    /// All that is promised, not only CI's share.
    #[arg(long)]
    full: bool,
    /// Where everything drawn begins.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The commit that is proved.
    #[arg(long, default_value = "unknown")]
    commit: String,
    /// Where the table goes as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    #[command(subcommand)]
    child: Option<Child>,
}

/// What this binary does as a child of itself.
#[derive(Subcommand)]
enum Child {
    #[command(name = kill::WRITER, hide = true)]
    Writer { path: PathBuf },
    #[command(name = faults::HOLDER, hide = true)]
    Holder { path: PathBuf },
    #[command(name = memory::LOCKED, hide = true)]
    Locked { path: PathBuf },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match &cli.child {
        Some(Child::Writer { path }) => kill::write(path),
        Some(Child::Holder { path }) => faults::hold(path),
        Some(Child::Locked { path }) => memory::lock(path),
        None => run(&cli),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let size = if cli.full { Size::FULL } else { Size::SHARE };
    let rows = prove(&program, size, cli.seed, |row| {
        say(&format!("   {}: {} runs, {} failures", row.case, row.runs, row.failures));
    });
    let proof = Proof { proof: "vault", commit: cli.commit.clone(), seed: cli.seed, full: cli.full, rows };
    print(&proof.shown());
    if let Some(path) = &cli.json {
        write(path, &proof).map_err(|error| error.to_string())?;
    }
    if proof.holds() { Ok(()) } else { Err("a promise does not hold".into()) }
}

fn write(path: &Path, proof: &Proof) -> std::io::Result<()> {
    std::fs::write(path, serde_json::to_vec_pretty(proof)?)
}

#[expect(clippy::print_stderr, reason = "a command-line tool speaks on stderr")]
fn say(line: &str) {
    eprintln!("{line}");
}

#[expect(clippy::print_stdout, reason = "the table is what this command is for")]
fn print(table: &str) {
    print!("{table}");
}
