//! The lines a visit ends with in a terminal.

use std::path::Path;

use nabz_locale::{Formatter, Message, msg};

use super::model::{Outcome, Stretch, Visit};
use crate::paint::plain;

/// How the visit ended, how well each stretch of the call was heard, and where the report is.
pub fn summary(visit: &Visit, folder: &Path, words: &Formatter) -> Vec<String> {
    let heard = visit.stretches.iter().filter_map(heard_at);
    let report = folder.join("visit.html").display().to_string();
    [outcome(visit.outcome)]
        .into_iter()
        .chain(heard)
        .chain([msg::report_at(report)])
        .map(|message| plain(&words.text(&message)))
        .collect()
}

/// How a visit ended, as a message.
pub fn outcome(outcome: Outcome) -> Message {
    match outcome {
        Outcome::Completed => msg::report_completed(),
        Outcome::NotBooked => msg::report_not_booked(),
        Outcome::NotConnected => msg::report_not_connected(),
        Outcome::LineTooWeak => msg::report_line_too_weak(),
        Outcome::NotRecorded => msg::report_not_recorded(),
        Outcome::TimedOut => msg::report_timed_out(),
    }
}

/// A number with so many digits behind the point, as messages take it.
pub fn decimal(value: f64, scale: u8) -> (i64, u8) {
    ((value * 10f64.powi(i32::from(scale))).round() as i64, scale)
}

/// A share as a number of percent.
pub fn percent(share: f64) -> (i64, u8) {
    decimal(share * 100.0, 1)
}

fn heard_at(stretch: &Stretch) -> Option<Message> {
    let (up, down) = (stretch.under_1s_up?, stretch.under_1s_down?);
    Some(msg::report_heard_at(decimal(stretch.kbps, 0), percent(up), percent(down)))
}
