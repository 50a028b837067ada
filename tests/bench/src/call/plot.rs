//! A meeting as curves over time: what the line carries and what is sent, the rung, the delay, what was filled in.

use std::fs;

use nabz_locale::{Formatter, Settings};
use nabz_terminal::report::{CallTrace, plots};

use super::meeting::Road;
use crate::Plan;
use crate::outcome::BenchError;

const SHOWS: [&str; 4] = ["rate", "rung", "delay", "concealed"];

/// Leaves four plots as `<name>-rate.svg` and so on.
pub fn leave(plan: &Plan, name: &str, trace: &CallTrace, road: &Road) -> Result<(), BenchError> {
    let words = Formatter::new(&Settings { languages: vec!["en".into()], ..Settings::default() });
    let words = words.map_err(|_| BenchError::Nothing("no words"))?;
    for (plot, shows) in plots::plots(trace, &road.parts, &words)?.into_iter().zip(SHOWS) {
        fs::write(plan.plots.join(format!("{name}-{shows}.svg")), plot.svg)?;
    }
    Ok(())
}
