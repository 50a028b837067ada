//! The ladder on scripted links: how long a call stays below what its line bears, and how often it changes.

use std::time::Duration;

use nabz_link::Shape;
use nabz_terminal::report::measure::{Window, rung_windows, windows};
use nabz_terminal::report::trace::{CallTrace, Rung, Way};
use nabz_time::Mono;

use super::fixed::{Fixed, MESSENGER, STOCK};
use super::meeting::{Meeting, Road, Stall, under_1s};
use super::{plot, shape};
use crate::Plan;
use crate::outcome::{BenchError, Goal, Row};

/// Each with its own losses and its own phase between devices and line.
const SEEDS: (u64, u64) = (3, 20);

/// What the climbing rule takes: a clean spell and a proof for the first climb, a dwell and a proof for the second.
const RULE: Duration = Duration::from_secs(10 + 5 + 6 + 5);

/// A minute in which changes are counted.
const MINUTE: Duration = Duration::from_secs(60);

/// One scripted link.
struct Case {
    name: &'static str,
    file: &'static str,
    road: Road,
    seconds: u64,
    /// Whether time below what the line bears is held to its promise; links that change sooner than the climbing rule
    /// allows are held to a bound on changes instead.
    steps: bool,
}

/// Ours is the worse direction of the worst seed, a rival's the better of the best.
pub fn run(plan: &Plan) -> Result<Vec<Row>, BenchError> {
    let seeds = if plan.full { SEEDS.1 } else { SEEDS.0 };
    let rows: Result<Vec<_>, _> = cases().iter().map(|case| measure(plan, case, seeds)).collect();
    Ok(rows?.into_iter().flatten().collect())
}

fn cases() -> Vec<Case> {
    let steps = |name, file, steps: &[(u64, Shape)]| Case {
        name,
        file,
        road: road(steps),
        seconds: steps.iter().map(|(seconds, _)| seconds).sum(),
        steps: true,
    };
    let line = |kbps| shape(kbps, 400, 0.0);
    let every = [12, 60, 20, 30, 14, 45].map(|kbps| (90, line(kbps)));
    let mut cases = vec![
        steps("steps of 90 s: 12, 60, 20, 30, 14, 45 kbit/s", "steps", &every),
        steps("a step down, 60 to 12 kbit/s", "down", &[(90, line(60)), (90, line(12))]),
        steps("a step up, 12 to 60 kbit/s", "up", &[(90, line(12)), (90, line(60))]),
        steps(
            "10 % loss without delay from 90 s on, 60 kbit/s",
            "loss",
            &[(90, line(60)), (120, shape(60, 400, 0.1))],
        ),
        steps("10 % loss without delay, 20 kbit/s", "loss-20k", &[(180, shape(20, 400, 0.1))]),
    ];
    for (period, name, file) in [
        (5, "sawtooth 12 and 40 kbit/s, 5 s each", "saw-5"),
        (8, "sawtooth 12 and 40 kbit/s, 8 s each", "saw-8"),
        (15, "sawtooth 12 and 40 kbit/s, 15 s each", "saw-15"),
        (25, "sawtooth 12 and 40 kbit/s, 25 s each", "saw-25"),
    ] {
        let tooth = [(period, shape(40, 600, 0.0)), (period, shape(12, 600, 0.0))];
        let teeth: Vec<_> = (0..240 / period / 2).flat_map(|_| tooth).collect();
        cases.push(Case { steps: false, ..steps(name, file, &teeth) });
    }
    let stall = Some(Stall { every: 30_000, lasts: 4_000 });
    for (name, file, kbps) in [
        ("stalls of 4 s every 30 s, 20 kbit/s", "stalls-20k", 20),
        ("stalls of 4 s every 30 s, 60 kbit/s", "stalls-60k", 60),
    ] {
        let road = Road { stall, ..Road::steady(line(kbps)) };
        cases.push(Case { name, file, road, seconds: 180, steps: false });
    }
    cases
}

fn road(parts: &[(u64, Shape)]) -> Road {
    let parts = parts.iter().map(|&(seconds, shape)| (Duration::from_secs(seconds), shape)).collect();
    Road { parts, ..Road::default() }
}

fn measure(plan: &Plan, case: &Case, seeds: u64) -> Result<Vec<Row>, BenchError> {
    let (mut below, mut busiest, mut heard) = (0.0f64, 0, 1.0f64);
    let mut rivals = [(STOCK, 0.0f64), (MESSENGER, 0.0)];
    for seed in 0..seeds {
        let mut meeting = Meeting::new(&case.road, seed)?;
        let end = Mono::from_millis(case.seconds * 1_000);
        meeting.run(end + Duration::from_secs(3));
        let connected = meeting.connected().ok_or(BenchError::Nothing("a call never connected"))?;
        let window = Window { from: connected, to: end };
        let trace = meeting.trace_of_all();
        if seed == 0 {
            plot::leave(plan, &format!("call-ladder-{}", case.file), &trace, &case.road)?;
        }
        for way in [&trace.up, &trace.down] {
            below = below.max(share_below(&trace, way, &case.road, window));
            busiest = busiest.max(changes_in_the_busiest_minute(way, window));
        }
        heard = under_1s(&trace, window)?.into_iter().fold(heard, f64::min);
        for (rival, best) in &mut rivals {
            *best = rival.under_1s(&case.road, seed, window)?.into_iter().fold(*best, f64::max);
        }
    }
    let name = |what| format!("{}: {what}", case.name);
    let rivals = rivals.map(|(Fixed { name, .. }, best)| (name, best));
    let held = if case.steps {
        Row::new(name("below what the line bears"), "share of time", below, &[], Goal::AtMost(0.15))
    } else {
        Row::new(name("changes"), "a minute", busiest as f64, &[], Goal::AtMost(6.0))
    };
    Ok(vec![held, Row::new(name("heard"), "share < 1 s", heard, &rivals, Goal::Told)])
}

/// The share of the time on a rung below the best that the line bears, once the climbing rule has had its time.
fn share_below(trace: &CallTrace, way: &Way, road: &Road, window: Window) -> f64 {
    let (mut below, mut counted) = (Duration::ZERO, Duration::ZERO);
    for (stretch, shape) in windows(trace, &road.parts) {
        let stretch = Window { from: stretch.from.max(window.from) + RULE, to: stretch.to.min(window.to) };
        counted += stretch.to.since(stretch.from);
        let Some(best) = best(shape) else { continue };
        for (held, _) in rung_windows(way, trace.ended).filter(|&(_, rung)| rung < best) {
            below += held.to.min(stretch.to).since(held.from.max(stretch.from));
        }
    }
    if counted.is_zero() { 0.0 } else { below.as_secs_f64() / counted.as_secs_f64() }
}

/// The best rung whose need a line meets.
fn best(shape: Shape) -> Option<Rung> {
    let mut rungs = nabz_call::media::Rung::ALL.into_iter();
    rungs.find(|rung| rung.need() <= shape.rate_bps).map(Rung::from)
}

fn changes_in_the_busiest_minute(way: &Way, window: Window) -> usize {
    let changes: Vec<Mono> =
        way.rungs.iter().map(|change| change.at).filter(|at| window.holds(*at)).collect();
    let from = |first: &Mono| changes.iter().filter(|at| **at >= *first && at.since(*first) < MINUTE).count();
    changes.iter().map(from).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use nabz_terminal::report::trace::RungChange;

    use super::*;

    /// The seeded defect: a ladder that stays where it is below a line that has grown, and one that dances.
    #[test]
    fn a_ladder_that_sticks_or_dances_misses_its_promise() {
        let at = |seconds: u64| Mono::from_millis(seconds * 1_000);
        let road = road(&[(90, shape(12, 400, 0.0)), (90, shape(60, 400, 0.0))]);
        let trace = CallTrace { ended: at(180), ..CallTrace::default() };
        let window = Window { from: at(0), to: at(180) };
        let change = |seconds, rung| RungChange { at: at(seconds), rung };
        let way = |rungs| Way { rungs, ..Way::default() };
        let stuck = way(vec![change(0, Rung::R4Floor)]);
        assert_eq!(share_below(&trace, &stuck, &road, window), 0.5);
        let climbs = way(vec![change(0, Rung::R4Floor), change(105, Rung::R3), change(115, Rung::R1)]);
        assert_eq!(share_below(&trace, &climbs, &road, window), 0.0);
        let dances = way((0..24).map(|n| change(n * 5, Rung::R3)).collect());
        assert_eq!(changes_in_the_busiest_minute(&dances, window), 12);
    }
}
