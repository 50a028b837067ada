//! P-delivery: how much of what is said is heard within a second.

use std::time::Duration;

use nabz_terminal::report::measure::Window;
use nabz_time::Mono;

use super::fixed::{Fixed, MESSENGER, STOCK};
use super::meeting::{Meeting, Road, Stranger, under_1s};
use super::{plot, shape};
use crate::Plan;
use crate::outcome::{BenchError, Goal, Row};

/// Each with its own losses, its own phase between devices and line, and the stranger's.
const SEEDS: (u64, u64) = (5, 20);

/// A call on a line that does not change lasts two minutes: shorter, and one try of a better rung decides.
const WEAK: u64 = 120;

/// One line and what is promised on it.
struct Case {
    name: &'static str,
    file: &'static str,
    road: Road,
    /// Seconds from which on it counts; `None` is from the moment both have heard each other.
    from: Option<u64>,
    to: u64,
    goal: Goal,
}

/// Ours is the worst direction of the worst seed, a rival's the best of the best.
pub fn run(plan: &Plan) -> Result<Vec<Row>, BenchError> {
    let seeds = if plan.full { SEEDS.1 } else { SEEDS.0 };
    cases().iter().map(|case| measure(plan, case, seeds)).collect()
}

fn cases() -> Vec<Case> {
    let seconds = Duration::from_secs;
    let weak = |kbps| Road::steady(shape(kbps, 600, 0.0));
    let good = shape(60, 200, 0.0);
    let falls = vec![(seconds(25), good), (seconds(80), shape(12, 600, 0.0)), (seconds(3_600), good)];
    let stranger = Stranger { bytes: 150, every: 400 };
    vec![
        Case {
            name: "12 kbit/s, 0.6 s, from the connection on",
            file: "12k",
            road: weak(12),
            from: None,
            to: WEAK,
            goal: Goal::AtLeast(0.99),
        },
        Case {
            name: "16 kbit/s, 0.6 s, from the connection on",
            file: "16k",
            road: weak(16),
            from: None,
            to: WEAK,
            goal: Goal::AtLeast(0.99),
        },
        Case {
            name: "80 s at 12 kbit/s after a fall from 60",
            file: "fall",
            road: Road { parts: falls, ..Road::default() },
            from: Some(25),
            to: 105,
            goal: Goal::AtLeast(0.90),
        },
        Case {
            name: "14 kbit/s, 0.6 s, beside 3 kbit/s that are not ours",
            file: "stranger",
            road: Road { stranger: Some(stranger), ..weak(14) },
            from: None,
            to: WEAK,
            goal: Goal::AtLeast(0.97),
        },
    ]
}

fn measure(plan: &Plan, case: &Case, seeds: u64) -> Result<Row, BenchError> {
    let mut ours: f64 = 1.0;
    let mut rivals = [(STOCK, 0.0f64), (MESSENGER, 0.0)];
    for seed in 0..seeds {
        let mut meeting = Meeting::new(&case.road, seed)?;
        meeting.run(Mono::from_millis((case.to + 3) * 1_000));
        let connected = meeting.connected().ok_or(BenchError::Nothing("a call never connected"))?;
        let from = case.from.map_or(connected, |from| Mono::from_millis(from * 1_000));
        let window = Window { from, to: Mono::from_millis(case.to * 1_000) };
        // Both talk all the time.
        let trace = meeting.trace_of_all();
        if seed == 0 {
            plot::leave(plan, &format!("call-delivery-{}", case.file), &trace, &case.road)?;
        }
        ours = under_1s(&trace, window)?.into_iter().fold(ours, f64::min);
        for (rival, best) in &mut rivals {
            *best = rival.under_1s(&case.road, seed, window)?.into_iter().fold(*best, f64::max);
        }
    }
    let rivals = rivals.map(|(Fixed { name, .. }, best)| (name, best));
    Ok(Row::new(case.name, "share < 1 s", ours, &rivals, case.goal))
}

#[cfg(test)]
mod tests {
    use super::super::meeting::under_1s;
    use super::*;

    /// The seeded defect: on a line of 8 kbit/s, below the floor, the share must fall below every promise.
    #[test]
    fn a_line_below_the_floor_misses_the_promise() {
        let mut meeting = Meeting::new(&Road::steady(shape(8, 600, 0.0)), 1).unwrap();
        meeting.run(Mono::from_millis(50_000));
        let connected = meeting.connected().unwrap();
        let window = Window { from: connected, to: Mono::from_millis(45_000) };
        let [up, down] = under_1s(&meeting.trace_of_all(), window).unwrap();
        let row = Row::new("8 kbit/s", "share < 1 s", up.min(down), &[], Goal::AtLeast(0.90));
        assert!(!row.met, "{row:?}");
    }
}
