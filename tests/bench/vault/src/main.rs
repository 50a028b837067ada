//! `bench-vault`: what sealing costs, beside plain SQLite and SQLCipher in the same run, interleaved.
//!
//! Figures are CPU time of the working thread, the least of several rounds: wall time on a shared machine measures the
//! others. Files lie in memory, so that flushing, which costs all the same, does not hide what differs; suspending and
//! shredding are measured by the wall on the disk.

#![expect(clippy::disallowed_methods, reason = "a bench reads the machine's clock")]

mod plain;
mod store;
mod work;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use nabz_bench_outcome::{Goal, Outcome, Row};

use crate::store::{Ours, PlainSqlite, SqlCipher, Store, make, put};
use crate::work::{Work, records};

/// Measures the vault beside its rivals.
#[derive(Parser)]
struct Cli {
    /// Where the figures go as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// The commit that is measured.
    #[arg(long, default_value = "unknown")]
    commit: String,
    /// Only this piece of work, by ours alone, for a profiler.
    #[arg(long, hide = true)]
    profile: Option<String>,
    /// How often each piece of work is done by each store.
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// The target folder: rivals are built and disk figures measured below it.
    #[arg(long, default_value = "target")]
    target: PathBuf,
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
    let shm = Path::new("/dev/shm");
    let folder = if shm.is_dir() { tempfile::tempdir_in(shm)? } else { tempfile::tempdir()? };
    if let Some(name) = &cli.profile {
        let work = [Work::Single, Work::Batch, Work::Point, Work::Scan, Work::Open]
            .into_iter()
            .find(|work| work.name() == name)
            .ok_or("no such work")?;
        for _ in 0..cli.rounds {
            let ours = Ours.measure(work, folder.path(), 10_000)? as f64 / 1e7;
            let plain = PlainSqlite.measure(work, folder.path(), 10_000)? as f64 / 1e7;
            say(&format!("{ours:.2} {plain:.2}"));
        }
        return Ok(0);
    }
    let bench = Bench { folder: folder.path(), target: &cli.target, rounds: cli.rounds.max(1) };
    let outcome = Outcome { bench: "vault", commit: cli.commit.clone(), rows: bench.rows()? };
    print(&outcome.table());
    if let Some(path) = &cli.json {
        std::fs::write(path, serde_json::to_vec_pretty(&outcome)?)?;
    }
    Ok(outcome.missed())
}

struct Bench<'b> {
    folder: &'b Path,
    target: &'b Path,
    rounds: usize,
}

/// CPU time in nanoseconds of ours, plain SQLite and SQLCipher.
type Three = [f64; 3];

impl Bench<'_> {
    fn rows(&self) -> Result<Vec<Row>, Box<dyn Error>> {
        let mut stores: [Box<dyn Store>; 3] =
            [Box::new(Ours), Box::new(PlainSqlite), Box::new(SqlCipher::start(self.target)?)];
        let mut rows = Vec::new();
        let within = |plain: &'static [(f64, &'static str)]| Goal::AtMostTimes(plain);
        for (case, work, records, goal) in [
            ("insert, a turn each", Work::Single, 3_000, within(&[(1.25, "plain"), (0.5, "sqlcipher")])),
            ("insert, 10,000 in one turn", Work::Batch, 10_000, within(&[(1.25, "plain")])),
            ("point read of 10,000", Work::Point, 10_000, within(&[(1.25, "plain"), (0.5, "sqlcipher")])),
            ("scan of 10,000", Work::Scan, 10_000, within(&[(2.0, "plain"), (0.5, "sqlcipher")])),
        ] {
            let each = self.measure(&mut stores, work, records)?.map(|ns| ns / 1e3 / records as f64);
            rows.push(three(case.into(), "µs CPU a record", each, goal));
        }
        let mut points = Vec::new();
        let mut wholes = Vec::new();
        for records in [1_000, 10_000, 100_000] {
            let open = self.measure(&mut stores, Work::Open, records)?.map(|ns| ns / 1e6);
            let goal = if records == 10_000 { Goal::AtMost(50.0) } else { Goal::Told };
            rows.push(three(format!("open, unlock, first read of {records}"), "ms CPU", open, goal));
            let whole = self.measure(&mut stores, Work::Whole, records)?.map(|ns| ns / 1e6);
            let case = format!("open, check, read all of {records}");
            rows.push(three(case, "ms CPU", whole, Goal::AtMostTimes(&[(2.0, "plain")])));
            wholes.push(whole);
            let point = self.measure(&mut stores, Work::Point, records)?.map(|ns| ns / 1e3 / records as f64);
            points.push(point);
        }
        for (n, step) in [(1, "1,000 to 10,000"), (2, "10,000 to 100,000")] {
            let grows = |of: &[Three]| std::array::from_fn(|store| of[n][store] / of[n - 1][store]);
            // Reading ten times as much is more than ten times the work once it no longer fits a cache: plain SQLite,
            // which reads the same, shows by how much.
            let case = format!("open and unlock, {step} records");
            rows.push(three(case, "times", grows(&wholes), Goal::AtMostTimes(&[(1.1, "plain")])));
            let case = format!("point read, {step} records");
            rows.push(three(case, "times", grows(&points), Goal::AtMostTimes(&[(1.25, "plain")])));
        }
        let (suspend, shred) = self.on_disk()?;
        rows.push(Row::new("suspend with 4 MB in the log", "ms", suspend, &[], Goal::AtMost(500.0)));
        rows.push(Row::new("shred 10,000 records", "ms", shred, &[], Goal::AtMost(100.0)));
        Ok(rows)
    }

    /// The least CPU time of several rounds, in which the stores take turns.
    fn measure(
        &self,
        stores: &mut [Box<dyn Store>; 3],
        work: Work,
        records: u64,
    ) -> Result<Three, Box<dyn Error>> {
        say(&format!("   {} of {records}", work.name()));
        // What is large repeats itself.
        let rounds = if records > 50_000 { self.rounds.div_ceil(3) } else { self.rounds };
        let mut least = [f64::INFINITY; 3];
        for _ in 0..rounds {
            for (store, least) in stores.iter_mut().zip(&mut least) {
                *least = least.min(store.measure(work, self.folder, records)? as f64);
            }
        }
        Ok(least)
    }

    /// Wall time in milliseconds of suspending with a full log, and of shredding, on the disk: the median.
    fn on_disk(&self) -> Result<(f64, f64), Box<dyn Error>> {
        std::fs::create_dir_all(self.target)?;
        let records = records(10_000);
        let (mut suspends, mut shreds) = (Vec::new(), Vec::new());
        for round in 0..self.rounds as u64 {
            let folder = tempfile::tempdir_in(self.target)?;
            let mut vault = make(&folder.path().join("vault"))?;
            put(&mut vault, &records, round)?;
            let _ = vault.suspend(Duration::from_secs(60))?;
            vault.resume()?;
            // The log is emptied by itself at about 4 MB.
            for (n, some) in records.chunks(100).take(30).enumerate() {
                let changed: Vec<_> = some.iter().map(|(id, _)| (id.clone(), vec![n as u8; 1_000])).collect();
                put(&mut vault, &changed, 1_000 + round * 100 + n as u64)?;
            }
            let began = Instant::now();
            let _ = vault.suspend(Duration::from_secs(60))?;
            suspends.push(began.elapsed().as_secs_f64() * 1e3);
            vault.resume()?;
            let began = Instant::now();
            vault.shred()?;
            shreds.push(began.elapsed().as_secs_f64() * 1e3);
        }
        Ok((median(suspends), median(shreds)))
    }
}

fn three(case: String, unit: &'static str, [ours, plain, sqlcipher]: Three, goal: Goal) -> Row {
    Row::new(case, unit, ours, &[("plain", plain), ("sqlcipher", sqlcipher)], goal)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[expect(clippy::print_stderr, reason = "a command-line tool speaks on stderr")]
fn say(line: &str) {
    eprintln!("{line}");
}

#[expect(clippy::print_stdout, reason = "the table is what this command is for")]
fn print(table: &str) {
    print!("{table}");
}
