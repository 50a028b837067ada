//! What a bench found: rows with goals, as a table for people and as JSON for scripts.

use std::collections::BTreeMap;

use serde::Serialize;

/// What a row is held to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    /// Ours is this or more.
    AtLeast(f64),
    /// Ours is this or less.
    AtMost(f64),
    /// Ours is this often each of these rivals' figures, or less.
    AtMostTimes(&'static [(f64, &'static str)]),
    /// Told, not promised.
    Told,
}

/// One line of a bench.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// What was measured.
    pub case: String,
    /// In what.
    pub unit: &'static str,
    /// Our figure.
    pub ours: f64,
    /// The rivals' figures, by name.
    pub rivals: BTreeMap<&'static str, f64>,
    /// What was promised, in words.
    pub goal: String,
    /// Whether the promise holds.
    pub met: bool,
}

impl Row {
    /// A row; what it says of the goal follows from the figures.
    pub fn new(
        case: impl Into<String>,
        unit: &'static str,
        ours: f64,
        rivals: &[(&'static str, f64)],
        goal: Goal,
    ) -> Self {
        let rivals: BTreeMap<_, _> = rivals.iter().map(|&(name, value)| (name, rounded(value))).collect();
        let ours = rounded(ours);
        let (goal, met) = match goal {
            Goal::AtLeast(least) => (format!("≥ {least}"), ours >= least),
            Goal::AtMost(most) => (format!("≤ {most}"), ours <= most),
            Goal::AtMostTimes(goals) => {
                let said: Vec<_> =
                    goals.iter().map(|(times, rival)| format!("≤ {times} × {rival}")).collect();
                let held = |(times, rival): &(f64, &str)| {
                    rivals.get(rival).is_some_and(|value| ours <= times * value)
                };
                (said.join(", "), goals.iter().all(held))
            }
            Goal::Told => ("told".to_owned(), true),
        };
        Self { case: case.into(), unit, ours, rivals, goal, met }
    }
}

/// What one bench found, as it is stored.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// Its name.
    pub bench: &'static str,
    /// Which state of the code was measured; a `+` follows where files were changed since.
    pub commit: String,
    /// What it found.
    pub rows: Vec<Row>,
}

impl Outcome {
    /// How many promises do not hold.
    pub fn missed(&self) -> usize {
        self.rows.iter().filter(|row| !row.met).count()
    }

    /// The table.
    pub fn table(&self) -> String {
        let names: Vec<_> = self.rows.iter().flat_map(|row| row.rivals.keys().copied()).collect();
        let mut rivals: Vec<&str> = Vec::new();
        for name in names {
            if !rivals.contains(&name) {
                rivals.push(name);
            }
        }
        let head = ["case", "unit", "ours"].into_iter().chain(rivals.iter().copied()).chain(["goal", "met"]);
        let mut lines = vec![head.map(str::to_owned).collect::<Vec<_>>()];
        for row in &self.rows {
            let shown = |value: Option<&f64>| value.map_or("–".to_owned(), f64::to_string);
            let mut line = vec![row.case.clone(), row.unit.to_owned(), row.ours.to_string()];
            line.extend(rivals.iter().map(|name| shown(row.rivals.get(name))));
            line.extend([row.goal.clone(), if row.met { "yes" } else { "NO" }.to_owned()]);
            lines.push(line);
        }
        aligned(&lines)
    }
}

/// Columns of one width each.
fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.first().map_or(0, Vec::len);
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<_> = (0..columns).map(width).collect();
    let mut table = String::new();
    for line in lines {
        for (cell, width) in line.iter().zip(&widths) {
            table.push_str(cell);
            table.extend(std::iter::repeat_n(' ', width + 2 - cell.chars().count()));
        }
        table.truncate(table.trim_end().len());
        table.push('\n');
    }
    table
}

/// Four significant places at most: more would promise what a run cannot repeat.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let places = 3 - value.abs().log10().floor() as i32;
    let scale = 10f64.powi(places);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_that_is_missed_says_so() {
        let met = |ours, goal| Row::new("x", "s", ours, &[("rival", 10.0)], goal).met;
        assert!(met(0.99, Goal::AtLeast(0.99)) && !met(0.98, Goal::AtLeast(0.99)));
        assert!(met(8.5, Goal::AtMost(8.5)) && !met(8.6, Goal::AtMost(8.5)));
        assert!(
            met(12.5, Goal::AtMostTimes(&[(1.25, "rival")]))
                && !met(12.6, Goal::AtMostTimes(&[(1.25, "rival")]))
        );
        assert!(!met(1.0, Goal::AtMostTimes(&[(1.25, "rival"), (0.5, "one that did not run")])));
        assert!(!met(f64::NAN, Goal::AtLeast(0.0)) && !met(f64::NAN, Goal::AtMost(9.0)));
    }

    #[test]
    fn stored_rows_have_the_names_that_scripts_read() {
        let rows = vec![Row::new("a case", "share", 0.987_654, &[("stock", 0.005)], Goal::AtLeast(0.99))];
        let outcome = Outcome { bench: "call-delivery", commit: "abc".into(), rows };
        let stored = serde_json::to_value(&outcome).unwrap();
        assert_eq!(
            stored,
            serde_json::json!({ "bench": "call-delivery", "commit": "abc", "rows": [{
                "case": "a case", "unit": "share", "ours": 0.9877, "rivals": { "stock": 0.005 },
                "goal": "≥ 0.99", "met": false
            }] })
        );
        assert_eq!(outcome.missed(), 1);
        assert_eq!(
            outcome.table(),
            "case    unit   ours    stock  goal    met\na case  share  0.9877  0.005  ≥ 0.99  NO\n"
        );
    }
}
