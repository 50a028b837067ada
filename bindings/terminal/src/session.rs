//! One person at one terminal: what is painted, what stands in the fields, and what a typed line leads to. The loop
//! around it, which reads lines and paints, is [`by_hand`](crate::by_hand).

use nabz_app::effect::Typed;
use nabz_app::screen::{ActionId, Key, Screen};

use crate::ask::{Answer, Fields, understand};
use crate::paint::{Painted, paint};

/// A person at a terminal.
#[derive(Debug, Default)]
pub struct Session {
    fields: Fields,
    painted: Painted,
    revision: u64,
    asking: Option<Key>,
}

/// What a typed line leads to.
#[derive(Clone, PartialEq, Eq)]
pub enum Step {
    /// Give this to the app.
    Act {
        /// The revision of the screen it was pressed on.
        revision: u64,
        /// What was pressed.
        action: ActionId,
        /// What stands in the fields.
        values: Vec<(Key, Typed)>,
    },
    /// Paint again.
    Paint,
    /// Read what goes into a field.
    Ask,
    /// Nothing on the screen has that number.
    Unknown,
    /// Leave.
    Leave,
}

/// Shows nothing of what was typed: it may be a secret.
impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Act { revision, action, .. } => write!(f, "Act({revision}, {action:?}, …)"),
            Self::Paint => f.write_str("Paint"),
            Self::Ask => f.write_str("Ask"),
            Self::Unknown => f.write_str("Unknown"),
            Self::Leave => f.write_str("Leave"),
        }
    }
}

impl Session {
    /// Paints a screen; typed lines are understood as answers to it.
    pub fn paint(&mut self, screen: &Screen, width: usize) -> &Painted {
        self.fields.follow(screen);
        self.revision = screen.revision;
        self.painted = paint(screen, &self.fields, width);
        &self.painted
    }

    /// A typed line.
    pub fn typed(&mut self, line: &str) -> Step {
        if let Some(key) = self.asking.take() {
            self.fields.write(&key, line.trim());
            return Step::Paint;
        }
        match understand(&self.painted, &self.fields, line) {
            Answer::Press(action) => {
                Step::Act { revision: self.revision, action, values: self.fields.values() }
            }
            Answer::Write(key, text) => {
                self.fields.write(&key, &text);
                Step::Paint
            }
            Answer::Ask(key) => {
                self.asking = Some(key);
                Step::Ask
            }
            Answer::Again => Step::Paint,
            Answer::Unknown => Step::Unknown,
            Answer::Leave => Step::Leave,
        }
    }
}
