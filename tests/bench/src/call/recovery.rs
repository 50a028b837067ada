//! P-recovery: a phone loses its network for six seconds and comes back with another address.

use std::time::Duration;

use nabz_link::Shape;
use nabz_terminal::report::measure::{Heard, IN_TIME, Window};
use nabz_terminal::report::trace::{FRAME, Way};
use nabz_time::Mono;

use super::meeting::{Meeting, Road};
use super::stock::Stock;
use super::{plot, shape};
use crate::Plan;
use crate::outcome::{BenchError, Goal, Row};

/// Seeds, each with either side moving.
const SEEDS: (u64, u64) = (5, 50);
/// The network goes; the phases of devices and line differ by seed.
const GONE: u64 = 30_000;
/// It is away for so long.
const AWAY: u64 = 6_000;
/// People talk again when this much of what is said in [`AGAIN_FOR`] is heard within a second, both ways.
const AGAIN: f64 = 0.95;
/// Long enough that one lucky word is no conversation.
const AGAIN_FOR: Duration = Duration::from_secs(3);
/// Watched for so long afterwards.
const WATCHED: u64 = 60_000;

/// The slowest of all seeds and both sides moving.
pub fn run(plan: &Plan) -> Result<Vec<Row>, BenchError> {
    let seeds = if plan.full { SEEDS.1 } else { SEEDS.0 };
    let lines = [
        ("30 kbit/s, 0.3 s", "30k", shape(30, 300, 0.0), Goal::AtMost(3.0)),
        ("12 kbit/s, 0.6 s", "12k", shape(12, 600, 0.0), Goal::AtMost(6.0)),
        ("20 kbit/s, 0.6 s, 20 % lost", "20k-lossy", shape(20, 600, 0.2), Goal::Told),
    ];
    let mut rows = Vec::new();
    for (name, file, shape, goal) in lines {
        let road = Road::steady(shape);
        let mut slowest: f64 = 0.0;
        for (seed, side) in (0..seeds).flat_map(|seed| [(seed, 0), (seed, 1)]) {
            let plotted = (seed == 0).then(|| format!("call-recovery-{file}-{side}"));
            slowest = slowest.max(talking_again(plan, &road, seed, side, plotted)?);
        }
        let restart = match shape.loss {
            0.0 => Stock::restart(&road, 0, Duration::from_millis(AWAY))?.unwrap_or(f64::INFINITY),
            _ => f64::NAN,
        };
        let rivals = [("stock rtc's ICE restart, a pair again", restart)];
        let rivals = if restart.is_nan() { &[][..] } else { &rivals };
        rows.push(Row::new(format!("{name}: talking again after"), "s", slowest, rivals, goal));
    }
    Ok(rows)
}

/// Seconds from the moment the link is back until somebody is heard in what is a conversation again.
fn talking_again(
    plan: &Plan,
    road: &Road,
    seed: u64,
    side: usize,
    plotted: Option<String>,
) -> Result<f64, BenchError> {
    let mut meeting = Meeting::new(road, seed)?;
    let gone = GONE + seed * 37;
    let back = Mono::from_millis(gone + AWAY);
    meeting.darken(Mono::from_millis(gone)..back);
    meeting.run(back);
    meeting.move_side(side);
    meeting.run(back + Duration::from_millis(WATCHED));
    if let Some(name) = plotted {
        plot::leave(plan, &name, &meeting.trace(), road)?;
    }
    let trace = meeting.trace_of_all();
    let share = needed(road.parts[0].1);
    let again = [&trace.up, &trace.down].map(|way| conversation(way, back, share));
    let latest = again.into_iter().collect::<Option<Vec<_>>>().and_then(|both| both.into_iter().max());
    Ok(latest.map_or(f64::INFINITY, |at| at.since(back).as_secs_f64()))
}

/// What is lost on the air cannot be heard.
fn needed(shape: Shape) -> f64 {
    AGAIN * (1.0 - 1.5 * shape.loss)
}

/// When the first frame is heard of those from which on enough is heard in time.
fn conversation(way: &Way, from: Mono, share: f64) -> Option<Mono> {
    let heard = Heard::of(way);
    let starts = way.captured.iter().map(|frame| frame.spoken).filter(|spoken| *spoken >= from);
    starts.into_iter().find_map(|start| {
        let window = Window { from: start, to: start + AGAIN_FOR };
        let delays: Vec<_> = heard.delays(window).collect();
        let in_time = |delay: &Option<Duration>| delay.is_some_and(|delay| delay < IN_TIME);
        let enough =
            delays.iter().filter(|delay| in_time(delay)).count() as f64 >= share * delays.len() as f64;
        let whole = delays.len() as u128 >= AGAIN_FOR.as_millis() / FRAME.as_millis() - 1;
        let first = delays.first().copied().flatten().filter(|delay| *delay < IN_TIME)?;
        (enough && whole).then_some(start + first)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The seeded defect: a phone that is not told of its new network is found by what it sends, if it sends; one that
    /// never comes back is never heard.
    #[test]
    fn a_line_that_stays_dark_is_never_talked_over_again() {
        let road = Road::steady(shape(30, 300, 0.0));
        let mut meeting = Meeting::new(&road, 1).unwrap();
        let gone = Mono::from_millis(20_000);
        meeting.darken(gone..Mono::from_millis(90_000));
        meeting.run(Mono::from_millis(60_000));
        let trace = meeting.trace_of_all();
        assert_eq!(conversation(&trace.up, gone, AGAIN), None);
        assert!(conversation(&trace.up, Mono::from_millis(10_000), AGAIN).is_some());
    }
}
