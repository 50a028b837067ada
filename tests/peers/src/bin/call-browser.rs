//! `cargo xtask bench call-browser`: Chromium calls the core over bad lines in real time, and two connections of Chromium
//! as it comes call each other over the same lines.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and what fails fails it")]

use std::path::PathBuf;
use std::time::Duration;

use nabz_bench_outcome::{Goal, Outcome, Row};
use nabz_link::Shape;
use nabz_peers::encounter::{Heard, Outcome as Call, stock_pair, with_core};
use nabz_peers::sdp::Shaping;

/// A line of so many kbit/s each way and a round trip of so many milliseconds, losing a share in bursts of 1.5.
fn shape(kbps: u32, round_trip_ms: u64, loss: f64) -> Shape {
    let delay = Duration::from_millis(round_trip_ms / 2);
    Shape { rate_bps: kbps * 1_000, delay, loss, burst: 1.5 }
}

/// What of the promise is run.
struct Plan {
    seeds: u64,
    talk: Duration,
    setups: u64,
}

fn main() {
    let mut args = std::env::args().skip(1);
    let (mut json, mut commit, mut full) = (None, "unknown".to_owned(), false);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--json" => json = args.next().map(PathBuf::from),
            "--commit" => commit = args.next().unwrap_or(commit),
            "--full" => full = true,
            other => panic!("unknown: {other}"),
        }
    }
    let seconds = Duration::from_secs;
    let plan = if full {
        Plan { seeds: 3, talk: seconds(60), setups: 200 }
    } else {
        Plan { seeds: 1, talk: seconds(40), setups: 4 }
    };
    let mut rows = narrow(&plan);
    rows.extend(lossy(&plan));
    rows.extend(worst(&plan));
    let outcome = Outcome { bench: "call-browser", commit, rows };
    print!("{}", outcome.table());
    if let Some(file) = json {
        std::fs::write(file, serde_json::to_string_pretty(&outcome).unwrap()).unwrap();
    }
    if outcome.missed() > 0 {
        std::process::exit(1);
    }
}

/// 12 kbit/s, 0.6 s.
fn narrow(plan: &Plan) -> Vec<Row> {
    let calls = calls(plan, shape(12, 600, 0.0), Shaping::FLOOR);
    let stock = stock(plan, shape(12, 600, 0.0));
    let line = "12 kbit/s, 0.6 s";
    vec![
        Row::new(
            format!("{line}: the core heard in under 1 s"),
            "%",
            median(calls.iter().map(|call| call.in_browser.under_1s * 100.0)),
            &[("stock pair", stock.under_1s * 100.0)],
            Goal::AtLeast(95.0),
        ),
        Row::new(
            format!("{line}: Chromium heard in under 1 s"),
            "%",
            median(calls.iter().map(|call| call.in_core.under_1s * 100.0)),
            &[("stock pair", stock.under_1s * 100.0)],
            Goal::AtLeast(95.0),
        ),
        concealed(line, "in Chromium", &calls, |call| call.in_browser, stock, Goal::AtMost(4.0)),
        concealed(line, "in the core", &calls, |call| call.in_core, stock, Goal::AtMost(4.0)),
    ]
}

/// 20 kbit/s, 0.6 s, 10 % loss: the answer asks for a copy of each packet.
fn lossy(plan: &Plan) -> Vec<Row> {
    let calls = calls(plan, shape(20, 600, 0.1), Shaping::WITH_COPY);
    let stock = stock(plan, shape(20, 600, 0.1));
    let line = "20 kbit/s, 0.6 s, 10 % loss";
    vec![
        concealed(line, "in Chromium", &calls, |call| call.in_browser, stock, Goal::AtMost(4.0)),
        concealed(line, "in the core", &calls, |call| call.in_core, stock, Goal::AtMost(4.0)),
    ]
}

/// 10 kbit/s, 1.5 s, 20 %: below what the floor costs with a browser, so nothing can be promised but the call.
fn worst(plan: &Plan) -> Vec<Row> {
    let line = shape(10, 1_500, 0.2);
    let calls: Vec<Call> =
        (0..plan.setups).map(|seed| with_core(line, 100 + seed, Shaping::FLOOR, Duration::ZERO)).collect();
    let stand: Vec<f64> = calls.iter().filter_map(|call| call.connected).collect();
    let rung = calls.iter().rev().find_map(|call| call.rung);
    println!(
        "10 kbit/s, 1.5 s, 20 %: sent on {rung:?}: a browser reports no capacity, so the floor is not left"
    );
    let share = stand.len() as f64 * 100.0 / calls.len() as f64;
    let case = format!("10 kbit/s, 1.5 s, 20 % loss: calls that stand, of {}", calls.len());
    vec![
        Row::new(case, "%", share, &[], Goal::AtLeast(99.0)),
        Row::new("the same: how soon", "s", median(stand.into_iter()), &[], Goal::Told),
    ]
}

fn calls(plan: &Plan, line: Shape, shaping: Shaping) -> Vec<Call> {
    (0..plan.seeds)
        .map(|seed| {
            let call = with_core(line, seed, shaping, plan.talk);
            println!("  {call:?}");
            call
        })
        .collect()
}

fn stock(plan: &Plan, line: Shape) -> Heard {
    let pairs: Vec<Heard> = (0..plan.seeds)
        .map(|seed| {
            // No call is a call in which nothing is heard.
            stock_pair(line, seed, plan.talk).unwrap_or(Heard { under_1s: 0.0, concealed: 1.0 })
        })
        .collect();
    Heard {
        under_1s: median(pairs.iter().map(|pair| pair.under_1s)),
        concealed: median(pairs.iter().map(|pair| pair.concealed)),
    }
}

fn concealed(
    line: &str,
    whose: &str,
    calls: &[Call],
    heard: impl Fn(&Call) -> Heard,
    stock: Heard,
    goal: Goal,
) -> Row {
    let ours = median(calls.iter().map(|call| heard(call).concealed * 100.0));
    let case = format!("{line}: made up {whose}");
    Row::new(case, "%", ours, &[("stock pair", stock.concealed * 100.0)], goal)
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
