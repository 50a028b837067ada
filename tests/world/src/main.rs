//! `world-proofs`: plays worlds and schedules by seed and prints the table.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use nabz_bench_outcome::{Goal, Outcome, Row};
use nabz_world::{Plan, outboxes, play};

/// Proves that everything happens once.
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
}

/// Schedules of outboxes: CI's share, and all that is promised.
const SCHEDULES: [u64; 2] = [500, 10_000];
/// Whole visits.
const VISITS: [u64; 2] = [200, 10_000];
/// Runs with a defect that has to be seen.
const DEFECTS: u64 = 20;
/// Failures told one by one.
const SHOWN: usize = 10;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<(), String> {
    let share = |of: [u64; 2]| if cli.full { of[1] } else { of[0] };
    let schedule = |seed, careless| match outboxes::play(seed, careless) {
        Ok(flaws) if flaws.is_empty() => Ok(()),
        Ok(flaws) => Err(flaws.join("; ")),
        Err(error) => Err(error.to_string()),
    };
    let visit = |seed| match play(Plan::of(seed)).flaws {
        flaws if flaws.is_empty() => Ok(()),
        flaws => Err(flaws.join("; ")),
    };
    let mut rows = Vec::new();
    let mut promise = |case: &str, runs: u64, run: &(dyn Fn(u64) -> Result<(), String> + Sync)| {
        let failed = failures(cli.seed, runs, run);
        for (seed, why) in failed.iter().take(SHOWN) {
            say(&format!("   seed {seed}: {why}"));
        }
        let case = format!("{case}: failures of {runs} seeds");
        rows.push(Row::new(case, "", failed.len() as f64, &[], Goal::AtMost(0.0)));
    };
    promise(
        "bookings, moves, readings and changes of three phones, each once, in three dialects",
        share(SCHEDULES),
        &|seed| schedule(seed, false),
    );
    promise("whole visits: one booking, one Encounter, no livelock", share(VISITS), &visit);
    let seen = failures(cli.seed, DEFECTS, &|seed| schedule(seed, true)).len();
    let case = format!("a clinic that looks at no version and no identifier is seen, of {DEFECTS}");
    rows.push(Row::new(case, "", seen as f64, &[], Goal::AtLeast(1.0)));
    let proof = Outcome { bench: "proof-world", commit: cli.commit.clone(), rows };
    print(&proof.table());
    if let Some(path) = &cli.json {
        write(path, &proof).map_err(|error| error.to_string())?;
    }
    if proof.missed() == 0 { Ok(()) } else { Err("a promise does not hold".into()) }
}

/// The seeds whose run failed, and why; as many run at once as there are cores.
fn failures(seed: u64, runs: u64, run: &(dyn Fn(u64) -> Result<(), String> + Sync)) -> Vec<(u64, String)> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let of_worker = |worker: u64| {
        let seeds = (seed + worker..seed + runs).step_by(usize::try_from(cores).unwrap_or(1));
        let tried = seeds.map(|seed| (seed, run(seed)));
        tried.filter_map(|(seed, outcome)| Some((seed, outcome.err()?))).collect::<Vec<_>>()
    };
    let of_worker = &of_worker;
    let mut failed: Vec<(u64, String)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|worker| scope.spawn(move || of_worker(worker))).collect();
        let died = |_| vec![(seed, "a run panicked".to_owned())];
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_else(died)).collect()
    });
    failed.sort();
    failed
}

fn write(path: &Path, proof: &Outcome) -> std::io::Result<()> {
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
