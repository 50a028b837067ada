//! Rows with goals, as a table for people and as JSON for scripts.

use std::collections::BTreeMap;

use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct Outcome {
    pub(crate) bench: &'static str,
    pub(crate) commit: String,
    pub(crate) rows: Vec<Row>,
}

#[derive(Serialize)]
pub(crate) struct Row {
    case: String,
    unit: &'static str,
    ours: f64,
    rivals: BTreeMap<&'static str, f64>,
    goal: String,
    met: bool,
}

/// What a row is held to.
#[derive(Clone, Copy)]
pub(crate) enum Goal {
    /// At most so much.
    AtMost(f64),
    /// At most so often each of these rivals' figures.
    Times(&'static [(f64, &'static str)]),
    /// Told, not promised.
    Told,
}

impl Row {
    pub(crate) fn new(
        case: String,
        unit: &'static str,
        ours: f64,
        rivals: &[(&'static str, f64)],
        goal: Goal,
    ) -> Self {
        let rivals: BTreeMap<_, _> = rivals.iter().map(|(name, value)| (*name, rounded(*value))).collect();
        let ours = rounded(ours);
        let (goal, met) = match goal {
            Goal::AtMost(most) => (format!("≤ {most}"), ours <= most),
            Goal::Times(goals) => {
                let said: Vec<_> =
                    goals.iter().map(|(times, rival)| format!("≤ {times} × {rival}")).collect();
                let holds = |(times, rival): &(f64, &str)| {
                    rivals.get(rival).is_some_and(|value| ours <= times * value)
                };
                (said.join(", "), goals.iter().all(holds))
            }
            Goal::Told => ("told".to_owned(), true),
        };
        Self { case, unit, ours, rivals, goal, met }
    }
}

impl Outcome {
    pub(crate) fn missed(&self) -> usize {
        self.rows.iter().filter(|row| !row.met).count()
    }

    pub(crate) fn table(&self) -> String {
        let mut lines =
            vec![["case", "unit", "ours", "plain", "sqlcipher", "goal", "met"].map(str::to_owned)];
        for row in &self.rows {
            let rival = |name| row.rivals.get(name).map_or("–".to_owned(), f64::to_string);
            let met = if row.met { "yes" } else { "NO" };
            lines.push([
                row.case.clone(),
                row.unit.to_owned(),
                row.ours.to_string(),
                rival("plain"),
                rival("sqlcipher"),
                row.goal.clone(),
                met.to_owned(),
            ]);
        }
        let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
        let widths: [usize; 7] = std::array::from_fn(width);
        let mut table = String::new();
        for line in &lines {
            let cells = line.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
            table += cells.collect::<Vec<_>>().join("  ").trim_end();
            table.push('\n');
        }
        table
    }
}

/// Three significant places: more would promise what a run cannot repeat.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let scale = 10f64.powi(2 - value.abs().log10().floor() as i32);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_that_is_missed_says_so() {
        let met = |ours, goal| Row::new("x".into(), "µs", ours, &[("plain", 10.0)], goal).met;
        assert!(met(12.5, Goal::Times(&[(1.25, "plain")])) && !met(12.6, Goal::Times(&[(1.25, "plain")])));
        assert!(!met(1.0, Goal::Times(&[(1.25, "plain"), (0.5, "one that did not run")])));
        assert!(met(50.0, Goal::AtMost(50.0)) && !met(50.1, Goal::AtMost(50.0)));
        assert!(!met(f64::NAN, Goal::AtMost(50.0)));
    }
}
