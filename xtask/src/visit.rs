//! The visit suite: one visit in real time, and what its report must show.

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use serde_json::Value;

use crate::command::{cargo, root, target, wait};
use crate::{say, tools};

/// Speech heard in less than a second over the stretch at 12 kbit/s, each way.
const UNDER_1S: f64 = 0.90;
/// Intelligibility over that stretch, each way.
const STOI: f64 = 0.75;

/// Plays one visit over `link` and checks what it wrote.
pub(crate) fn play(link: &str, deadline: Option<Instant>) -> Result<(), Box<dyn Error>> {
    let out = target().join("visit-suite").join(link);
    let shown = out.to_string_lossy().into_owned();
    wait(&mut cargo(&["run", "--quiet", "--", "visit", "--link", link, "--out", &shown]), deadline)?;
    let visit: Value = serde_json::from_slice(&std::fs::read(out.join("visit.json"))?)?;
    let slow = check(&visit)?;
    let scores = intelligibility(&out, slow, deadline)?;
    for way in ["up", "down"] {
        at_least(&format!("STOI {way}"), scores[way].as_f64(), STOI)?;
    }
    Ok(())
}

/// Checks the figures of a visit over the default link; gives the bounds of its slow stretch in seconds.
pub(crate) fn check(visit: &Value) -> Result<(f64, f64), String> {
    let same = |what: &str, found: &Value, wanted: &str| match found.as_str() {
        Some(found) if found == wanted => Ok(()),
        _ => Err(format!("{what} is {found}, not {wanted}")),
    };
    same("outcome", &visit["outcome"], "completed")?;
    same("booking.status", &visit["booking"]["status"], "booked")?;
    if visit["call"]["connected"] != true {
        return Err("the call never connected".into());
    }
    let rungs: Vec<&str> =
        visit["call"]["rungs"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let (distinct, climbs) = (distinct(&rungs), climbs_at_the_end(&rungs));
    if distinct < 3 || climbs < 2 {
        return Err(format!("{distinct} rungs used and {climbs} climbed before hang-up, in {rungs:?}"));
    }
    let stretches = visit["stretches"].as_array().map(Vec::as_slice).unwrap_or_default();
    let slow = stretches.iter().find(|stretch| stretch["kbps"] == 12.0).ok_or("no stretch at 12 kbit/s")?;
    for way in ["under_1s_up", "under_1s_down"] {
        at_least(way, slow[way].as_f64(), UNDER_1S)?;
    }
    match (slow["from_s"].as_f64(), slow["to_s"].as_f64()) {
        (Some(from), Some(to)) => Ok((from, to)),
        _ => Err("the slow stretch has no bounds".into()),
    }
}

fn at_least(what: &str, found: Option<f64>, wanted: f64) -> Result<(), String> {
    match found {
        Some(found) if found >= wanted => {
            say(&format!("   {what}: {found} (at least {wanted})"));
            Ok(())
        }
        found => Err(format!("{what} is {found:?}, at least {wanted} is promised")),
    }
}

fn distinct(rungs: &[&str]) -> usize {
    let mut seen = rungs.to_vec();
    seen.sort_unstable();
    seen.dedup();
    seen.len()
}

/// How many steps upwards the sequence ends with. Names sort from best to least: R1, R3, R4, R4-floor.
fn climbs_at_the_end(rungs: &[&str]) -> usize {
    rungs.windows(2).rev().take_while(|step| step[1] < step[0]).count()
}

/// STOI of a stretch, by pystoi in a virtual environment below the target folder.
fn intelligibility(
    out: &Path,
    (from, to): (f64, f64),
    deadline: Option<Instant>,
) -> Result<Value, Box<dyn Error>> {
    let python = tools::python("tests/quality/requirements-stoi.txt", deadline)?;
    let script = root().join("tests/quality/stoi.py");
    let output =
        Command::new(python).arg(script).arg(out).arg(from.to_string()).arg(to.to_string()).output()?;
    if !output.status.success() {
        return Err(format!("stoi.py failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn good() -> Value {
        json!({
            "outcome": "completed",
            "booking": { "status": "booked", "attempts": 1 },
            "call": { "connected": true, "rungs": ["R3", "R1", "R4-floor", "R4", "R3"] },
            "stretches": [
                { "kbps": 60.0, "from_s": 0.0, "to_s": 25.0, "under_1s_up": 0.9, "under_1s_down": 0.9 },
                { "kbps": 12.0, "from_s": 25.0, "to_s": 105.0, "under_1s_up": 0.95, "under_1s_down": 0.93 },
            ],
        })
    }

    #[test]
    fn a_good_visit_passes() {
        assert_eq!(check(&good()), Ok((25.0, 105.0)));
    }

    /// Each gate fails on its own defect.
    #[test]
    fn every_defect_is_caught() {
        let defects: [(&str, Value); 7] = [
            ("/outcome", json!("gave-up")),
            ("/booking/status", json!("refused")),
            ("/call/connected", json!(false)),
            ("/call/rungs", json!(["R3", "R4", "R3"])),
            ("/call/rungs", json!(["R1", "R3", "R4"])),
            ("/stretches/1/under_1s_up", json!(0.89)),
            ("/stretches/1/under_1s_down", json!(null)),
        ];
        for (place, defect) in defects {
            let mut visit = good();
            *visit.pointer_mut(place).unwrap() = defect.clone();
            assert!(check(&visit).is_err(), "{place} = {defect}");
        }
    }
}
