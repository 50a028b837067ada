//! What a person sees while a visit is played: one line that changes in a terminal, lines at intervals elsewhere.

use std::io::Write;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// How often a line is written where nobody watches it change.
const INTERVAL: Duration = Duration::from_secs(10);

/// Shows how far a visit has come.
pub struct Progress<W>(Shown<W>);

enum Shown<W> {
    Bar(ProgressBar),
    Lines(Lines<W>),
}

impl<W: Write> Progress<W> {
    /// A visit that takes about `whole`. `out` gets the lines where it is no terminal.
    pub fn begin(is_terminal: bool, whole: Duration, out: W) -> Self {
        if !is_terminal {
            return Self(Shown::Lines(Lines { out, words: String::new(), last: None }));
        }
        let bar = ProgressBar::new(whole.as_secs());
        // The template is a constant; should it ever be wrong, the plain bar serves as well.
        if let Ok(style) = ProgressStyle::with_template("{spinner} {bar:24} {elapsed} {wide_msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(Shown::Bar(bar))
    }

    /// What happens `at` this time since the visit began.
    pub fn now(&mut self, at: Duration, words: &str) {
        match &mut self.0 {
            Shown::Bar(bar) => {
                bar.set_position(at.as_secs());
                bar.set_message(words.to_owned());
            }
            Shown::Lines(lines) => lines.now(at, words),
        }
    }

    /// Nothing more happens; what was shown makes room for the summary.
    pub fn end(self) {
        if let Shown::Bar(bar) = self.0 {
            bar.finish_and_clear();
        }
    }
}

/// A line for each change of words, and one every ten seconds in between.
struct Lines<W> {
    out: W,
    words: String,
    last: Option<Duration>,
}

impl<W: Write> Lines<W> {
    fn now(&mut self, at: Duration, words: &str) {
        let is_due = self.last.is_none_or(|last| at.saturating_sub(last) >= INTERVAL);
        if words == self.words && !is_due {
            return;
        }
        self.last = Some(at);
        words.clone_into(&mut self.words);
        // Progress is a courtesy: a closed pipe does not end a visit.
        let _ = writeln!(self.out, "{:>5.1} s  {words}", at.as_secs_f64());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_with_new_words_and_every_ten_seconds() {
        let mut out = Vec::new();
        let mut progress = Progress::begin(false, Duration::from_secs(60), &mut out);
        for (tenths, words) in [(0, "a"), (10, "a"), (25, "b"), (124, "b"), (125, "b"), (126, "b")] {
            progress.now(Duration::from_millis(tenths * 100), words);
        }
        progress.end();
        assert_eq!(String::from_utf8(out).unwrap(), "  0.0 s  a\n  2.5 s  b\n 12.5 s  b\n");
    }
}
