//! Runs benches by name, prints their tables and stores what they found.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Parser;
use nabz_bench::call::quality::Tools;
use nabz_bench::outcome::Outcome;
use nabz_bench::{BENCHES, Bench, Plan};

/// Benchmarks, each beside its rivals.
#[derive(Parser)]
#[command(name = "nabz-bench", version, about)]
struct Cli {
    /// Which ones; all when none is named.
    names: Vec<String>,
    /// Where to store what was found: an object for one bench, a list of them for several.
    #[arg(long)]
    json: Option<PathBuf>,
    /// With the numbers of the promises, however long it takes.
    #[arg(long)]
    full: bool,
    /// The target folder: plots and a copy of what was found go to `bench/` there.
    #[arg(long, default_value = "target")]
    target: PathBuf,
    /// A Python that has tests/quality/requirements.txt, for call-quality.
    #[arg(long, requires = "speech")]
    python: Option<PathBuf>,
    /// The recordings of tests/quality/speech.py, for call-quality.
    #[arg(long, requires = "python")]
    speech: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(missed) => {
            say(&format!("{missed} promises are not met"));
            ExitCode::FAILURE
        }
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<usize, Box<dyn Error>> {
    let chosen = choose(&cli.names)?;
    let plots = cli.target.join("bench");
    std::fs::create_dir_all(&plots)?;
    let tools = cli.python.clone().zip(cli.speech.clone()).map(|(python, speech)| Tools { python, speech });
    let plan = Plan { full: cli.full, plots: plots.clone(), target: cli.target.clone(), tools };
    let mut found = Vec::new();
    for bench in chosen {
        say(&format!("── {}: {}", bench.name, bench.shows));
        let outcome = Outcome { bench: bench.name, commit: commit(), rows: (bench.run)(&plan)? };
        show(&outcome.table());
        store(&plots.join(bench.name).with_extension("json"), &outcome)?;
        found.push(outcome);
    }
    match (&cli.json, found.as_slice()) {
        (None, _) => {}
        (Some(file), [one]) => store(file, one)?,
        (Some(file), several) => store(file, &several)?,
    }
    Ok(found.iter().map(Outcome::missed).sum())
}

fn choose(names: &[String]) -> Result<Vec<&'static Bench>, String> {
    if names.is_empty() {
        return Ok(BENCHES.iter().collect());
    }
    let known: Vec<_> = BENCHES.iter().map(|bench| bench.name).collect();
    let find = |name: &String| {
        let found = BENCHES.iter().find(|bench| bench.name == name);
        found.ok_or_else(|| format!("there is no bench {name}; there are {}", known.join(", ")))
    };
    names.iter().map(find).collect()
}

fn store(file: &Path, found: &impl serde::Serialize) -> Result<(), Box<dyn Error>> {
    let mut json = serde_json::to_string_pretty(found)?;
    json.push('\n');
    Ok(std::fs::write(file, json)?)
}

/// The commit that is checked out, if git can tell.
fn commit() -> String {
    let git = |args: &[&str]| {
        let output =
            Command::new("git").arg("-C").arg(env!("CARGO_MANIFEST_DIR")).args(args).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let changed = git(&["status", "--porcelain"]).is_some_and(|changes| !changes.is_empty());
    let head = git(&["rev-parse", "--short=12", "HEAD"]).unwrap_or_else(|| "unknown".to_owned());
    if changed { head + "+" } else { head }
}

#[expect(clippy::print_stderr, reason = "a command-line tool speaks on stderr")]
fn say(line: &str) {
    eprintln!("{line}");
}

#[expect(clippy::print_stdout, reason = "what was found belongs on stdout")]
fn show(table: &str) {
    print!("{table}");
}
