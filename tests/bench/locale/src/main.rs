//! `bench-locale`: what words cost, beside fluent-bundle and a hand-written lookup in the same run, interleaved.
//!
//! Figures are CPU time of the working thread, the least of several rounds: wall time on a shared machine measures the
//! others.

mod heap;
mod rivals;

use std::error::Error;
use std::hint::black_box;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use nabz_bench_outcome::{Goal, Outcome, Row};
use nabz_locale::{Arg, Formatter, Message, Settings, msg};

use crate::rivals::{ByHand, Fluent};

#[global_allocator]
static ALLOCATOR: heap::Counting = heap::Counting;

/// Measures the words beside their rivals.
#[derive(Parser)]
struct Cli {
    /// Where the figures go as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// The commit that is measured.
    #[arg(long, default_value = "unknown")]
    commit: String,
    /// How often each thing is measured.
    #[arg(long, default_value_t = 15)]
    rounds: usize,
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
    let rounds = cli.rounds.max(1);
    let mut rows = vec![heap_row()?];
    for tag in ["en", "fa", "ar"] {
        rows.push(snapshot(tag, rounds)?);
        rows.push(switch(tag, rounds)?);
    }
    rows.push(plural(rounds)?);
    let outcome = Outcome { bench: "locale", commit: cli.commit.clone(), rows };
    print(&outcome.table());
    if let Some(path) = &cli.json {
        std::fs::write(path, serde_json::to_vec_pretty(&outcome)?)?;
    }
    Ok(outcome.missed())
}

fn settings(tag: &str) -> Settings {
    Settings { languages: vec![tag.to_owned()], zone: "Asia/Tehran".to_owned(), ..Settings::default() }
}

/// Every message without arguments: what a shell keeps.
fn plain() -> Vec<Message> {
    let bare = msg::ALL.iter().filter(|signature| signature.args().is_empty());
    bare.filter_map(|signature| signature.fill(|_, _| Arg::Number(0))).collect()
}

/// Three languages in memory: the reader's, another wish, English behind both.
fn heap_row() -> Result<Row, Box<dyn Error>> {
    // What is made once for a process is made before.
    drop(Formatter::new(&settings("ar"))?);
    let before = heap::live();
    let formatter =
        Formatter::new(&Settings { languages: vec!["ckb".into(), "fa".into()], ..settings("en") })?;
    let snapshot: Vec<_> = plain().iter().map(|message| formatter.text(message)).collect();
    let held = heap::live() - before;
    black_box(snapshot);
    drop(formatter);
    Ok(Row::new(
        "heap of three languages and a snapshot",
        "KiB",
        held as f64 / 1_024.0,
        &[],
        Goal::AtMost(1_536.0),
    ))
}

fn snapshot(tag: &'static str, rounds: usize) -> Result<Row, Box<dyn Error>> {
    let formatter = Formatter::new(&settings(tag))?;
    let messages = plain();
    let ms = least(rounds, || {
        for message in &messages {
            black_box(formatter.text(message));
        }
    });
    let case = format!("all {} plain messages in {tag}, shown and spoken", messages.len());
    Ok(Row::new(case, "ms", ms, &[], Goal::AtMost(0.5)))
}

fn switch(tag: &'static str, rounds: usize) -> Result<Row, Box<dyn Error>> {
    let messages = plain();
    let wanted = settings(tag);
    Formatter::new(&wanted)?;
    let ms = least(rounds, || {
        if let Ok(formatter) = Formatter::new(&wanted) {
            for message in &messages {
                black_box(formatter.text(message));
            }
        }
    });
    Ok(Row::new(format!("language switch to {tag}, all messages"), "ms", ms, &[], Goal::AtMost(5.0)))
}

const PLURAL: &str = "after-length =\n    { $minutes ->\n        [one] You talked for one minute.\n       *[other] You talked for { $minutes } minutes.\n    }\n";

/// One plural, painted: ours with its native digits and isolates.
fn plural(rounds: usize) -> Result<Row, Box<dyn Error>> {
    const TIMES: i64 = 20_000;
    let formatter = Formatter::new(&settings("en"))?;
    let fluent = Fluent::of("en", PLURAL).ok_or("fluent-bundle refused the message")?;
    let by_hand = ByHand::new(
        "after-length",
        "You talked for one minute.",
        "You talked for {n} minutes.",
        msg::ALL.len(),
    );
    let mut figures = [f64::INFINITY; 3];
    for _ in 0..rounds {
        let round = [
            least(1, || {
                for n in 0..TIMES {
                    black_box(formatter.shown(&msg::after_length(n % 60)));
                }
            }),
            least(1, || {
                for n in 0..TIMES {
                    black_box(by_hand.plural("after-length", n % 60));
                }
            }),
            least(1, || {
                for n in 0..TIMES {
                    black_box(fluent.plural("after-length", n % 60));
                }
            }),
        ];
        for (figure, now) in figures.iter_mut().zip(round) {
            *figure = figure.min(now);
        }
    }
    let [ours, by_hand, fluent] = figures.map(|ms| ms * 1e6 / TIMES as f64);
    let rivals = [("lookup and replace", by_hand), ("fluent-bundle", fluent)];
    let goal = Goal::AtMostTimes(&[(4.5, "lookup and replace")]);
    Ok(Row::new("a plural, painted", "ns", ours, &rivals, goal))
}

/// Least CPU time of so many runs, in milliseconds.
fn least(rounds: usize, mut work: impl FnMut()) -> f64 {
    (0..rounds)
        .map(|_| {
            let before = cpu_ns();
            work();
            (cpu_ns() - before) as f64 / 1e6
        })
        .fold(f64::INFINITY, f64::min)
}

/// CPU time of this thread.
fn cpu_ns() -> i64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a live timespec of this function.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}

#[expect(clippy::print_stderr, reason = "a command-line tool speaks on stderr")]
fn say(line: &str) {
    eprintln!("{line}");
}

#[expect(clippy::print_stdout, reason = "what was found belongs on stdout")]
fn print(table: &str) {
    print!("{table}");
}
