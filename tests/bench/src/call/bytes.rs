//! P-bytes: what a call between two cores costs on the wire, speech apart and with it.

use std::time::Duration;

use nabz_call::media::transport::FEEDBACK_ON_THE_WIRE;
use nabz_terminal::report::measure::{Heard, Window};
use nabz_terminal::report::trace::{Rung, Way};
use nabz_time::Mono;

use super::fixed::STOCK;
use super::meeting::{Meeting, Road};
use super::stock::Stock;
use super::{plot, shape};
use crate::Plan;
use crate::outcome::{BenchError, Goal, Row};

/// Both talk for so long, seconds; with `--full` for longer.
const TALK: (u64, u64) = (120, 600);
/// A line that bears the floor and nothing more, kbit/s.
const WEAK: u32 = 11;
/// When it counts from: right after the connection reports are frequent, to measure the line.
const SETTLED: Mono = Mono::from_millis(20_000);

/// A kilobit a second, both directions' worse.
pub fn run(plan: &Plan) -> Result<Vec<Row>, BenchError> {
    let seconds = if plan.full { TALK.1 } else { TALK.0 };
    let checks = Stock::idle_kbps(&Road::steady(shape(60, 300, 0.0)), seconds)?;
    let mut rows = Vec::new();
    // On 12 kbit/s a call spends a little more on speech than on its floor.
    for (name, kbps) in
        [("on a weak line (11 kbit/s, 0.6 s)", WEAK), ("on a good line (60 kbit/s, 0.3 s)", 60)]
    {
        let road = Road::steady(shape(kbps, if kbps == WEAK { 600 } else { 300 }, 0.0));
        let spent = Spent::over(plan, &road, kbps, seconds)?;
        rows.push(Row::new(
            format!("control traffic {name}"),
            "kbit/s",
            spent.control,
            &[("stock rtc, checks alone", checks)],
            Goal::AtMost(0.55),
        ));
        if kbps == WEAK {
            rows.push(Row::new(
                "the floor rung, with everything",
                "kbit/s",
                spent.all,
                &[(STOCK.name, STOCK.kbps())],
                Goal::AtMost(10.0),
            ));
        }
    }
    Ok(rows)
}

/// The worse direction of one conversation.
struct Spent {
    /// Beside speech.
    control: f64,
    /// With speech.
    all: f64,
}

impl Spent {
    fn over(plan: &Plan, road: &Road, kbps: u32, seconds: u64) -> Result<Self, BenchError> {
        let mut meeting = Meeting::new(road, 1)?;
        meeting.run(SETTLED);
        let before = meeting.counts();
        let window = Window { from: SETTLED, to: SETTLED + Duration::from_secs(seconds) };
        meeting.run(window.to);
        let (trace, after) = (meeting.trace(), meeting.counts());
        plot::leave(plan, &format!("call-bytes-{kbps}k"), &trace, road)?;
        let mut spent = Self { control: 0.0, all: 0.0 };
        for (way, (before, after)) in [&trace.up, &trace.down].into_iter().zip(before.iter().zip(&after)) {
            if kbps == WEAK && way.rungs.last().is_none_or(|last| last.rung != Rung::R4Floor) {
                return Err(BenchError::Nothing("the floor was not reached"));
            }
            if Heard::of(way).in_time(window).is_none_or(|share| share < 0.95) {
                return Err(BenchError::Nothing("a conversation that was not heard"));
            }
            let all = after.offered_bytes - before.offered_bytes;
            let control = all.checked_sub(speech_bytes(way, window));
            let control = control.ok_or(BenchError::Nothing("more speech than traffic"))?;
            let rate = |bytes: u64| bytes as f64 * 8.0 / 1_000.0 / window.seconds();
            spent.all = spent.all.max(rate(all));
            spent.control = spent.control.max(rate(control));
        }
        Ok(spent)
    }
}

/// Bytes of speech on the wire: what the pipeline sent but for its reports, which have a length of their own.
fn speech_bytes(way: &Way, window: Window) -> u64 {
    let sent = way.sent.iter().filter(|packet| window.holds(packet.at)).map(|packet| packet.bytes);
    sent.filter(|bytes| *bytes as usize != FEEDBACK_ON_THE_WIRE).map(u64::from).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The seeded defect: packets of 20 ms in place of 120 ms would cost what the rival costs.
    #[test]
    fn a_floor_of_short_packets_misses_the_promise() {
        let row = Row::new("floor", "kbit/s", STOCK.kbps(), &[], Goal::AtMost(10.0));
        assert!(!row.met && (46.0..47.0).contains(&row.ours), "{row:?}");
    }

    #[test]
    fn control_traffic_is_what_reports_and_checks_cost() {
        let plan = Plan { plots: std::env::temp_dir(), target: std::env::temp_dir(), ..Plan::default() };
        let spent = Spent::over(&plan, &Road::steady(shape(WEAK, 600, 0.0)), WEAK, 60).unwrap();
        // A report of 70 bytes every 2 s is 0.28 kbit/s; checks come on top.
        assert!((0.28..0.55).contains(&spent.control), "{}", spent.control);
        assert!((spent.all - spent.control - 9.33).abs() < 0.1, "{}", spent.all);
    }
}
