//! What travels over the socket: JSON, bounded, parsed once.

use nabz_app::effect::Typed;
use nabz_app::screen::{ActionId, Key, Live, ROWS, Screen, Window};
use serde::{Deserialize, Serialize};

use crate::serve::words::PageWords;

/// Most bytes of a message from a browser: a screen of filled fields with room to spare.
pub(super) const LARGEST: usize = 32 * 1024;

/// Most bytes of an action id or a key: a FHIR id (64) with a prefix, twice over.
const NAME: usize = 256;

/// Most fields of a screen.
const FIELDS: usize = 32;

/// A message of a browser.
#[derive(Debug)]
pub(super) enum Incoming {
    /// Something was pressed.
    Press {
        /// On the screen of this revision.
        revision: u64,
        /// What.
        action: ActionId,
        /// What stood in the fields.
        values: Vec<(Key, Typed)>,
    },
    /// Rows of a list are wished.
    Window {
        /// Key of the list.
        key: Key,
        /// Index of the first row.
        first: u32,
        /// How many.
        count: u32,
    },
}

/// Why a message is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Hostile {
    /// Not one of the messages there are.
    #[error("not a message")]
    Malformed,
    /// A part of it is longer than it may be.
    #[error("a part is too long")]
    TooLong,
}

impl Incoming {
    pub(super) fn parse(text: &str) -> Result<Self, Hostile> {
        match serde_json::from_str(text).map_err(|_| Hostile::Malformed)? {
            Raw::Press { revision, action, values } => {
                let fits = values.len() <= FIELDS && values.iter().all(|(key, _)| key.len() <= NAME);
                if !fits || action.len() > NAME {
                    return Err(Hostile::TooLong);
                }
                let values = values.into_iter().map(|(key, text)| (Key(key), Typed::new(text))).collect();
                Ok(Self::Press { revision, action: ActionId(action), values })
            }
            Raw::Window { key, first, count } => {
                if key.len() > NAME || count as usize > ROWS {
                    return Err(Hostile::TooLong);
                }
                Ok(Self::Window { key: Key(key), first, count })
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
enum Raw {
    Press { revision: u64, action: String, values: Vec<(String, String)> },
    Window { key: String, first: u32, count: u32 },
}

/// A message to a browser.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum Outgoing<'a> {
    /// Paint this.
    Screen {
        /// The whole screen.
        screen: &'a Screen,
    },
    /// Live values that changed.
    Live {
        /// Them.
        values: &'a [Live],
    },
    /// Rows that were asked for; none if that list is gone.
    Window {
        /// Key of the list.
        key: &'a Key,
        /// The rows.
        window: Option<&'a Window>,
    },
    /// What the page itself says, in the language the person reads now.
    Words {
        /// It.
        words: &'a PageWords,
    },
    /// A press was not taken, because too much waits already.
    Busy,
    /// Nothing new. A page that hears nothing for long knows by it that the line is broken.
    Alive,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Hostile {
        match Incoming::parse(text) {
            Err(why) => why,
            Ok(message) => panic!("{message:?}"),
        }
    }

    #[test]
    fn a_press_is_read_and_never_printed() {
        let text = r#"{"kind":"press","revision":7,"action":"sign-in","values":[["code","4711"]]}"#;
        let message = Incoming::parse(text).unwrap();
        assert!(!format!("{message:?}").contains("4711"));
        let Incoming::Press { revision, action, values } = message else { panic!("another message") };
        assert_eq!((revision, action.0.as_str()), (7, "sign-in"));
        assert_eq!(values, [(Key::new("code"), Typed::new("4711"))]);
    }

    #[test]
    fn what_is_no_message_is_refused() {
        for text in [
            "",
            "null",
            "[]",
            "{",
            r#"{"kind":"press"}"#,
            r#"{"kind":"wipe"}"#,
            r#"{"kind":"press","revision":-1,"action":"a","values":[]}"#,
            r#"{"kind":"press","revision":1.5,"action":"a","values":[]}"#,
            r#"{"kind":"press","revision":1,"action":"a","values":[["a"]]}"#,
            r#"{"kind":"press","revision":1,"action":"a","values":[],"more":1}"#,
            r#"{"kind":"window","key":"k","first":4294967296,"count":1}"#,
            &"[".repeat(20_000),
        ] {
            assert_eq!(refused(text), Hostile::Malformed, "{}", text.get(..80).unwrap_or(text));
        }
    }

    #[test]
    fn what_is_too_long_is_refused() {
        let long = "x".repeat(NAME + 1);
        let press = |action: &str, values: &str| {
            format!(r#"{{"kind":"press","revision":1,"action":"{action}","values":[{values}]}}"#)
        };
        let many = vec![r#"["a","b"]"#; FIELDS + 1].join(",");
        for text in [
            press(&long, ""),
            press("a", &format!(r#"["{long}",""]"#)),
            press("a", &many),
            format!(r#"{{"kind":"window","key":"{long}","first":0,"count":1}}"#),
            r#"{"kind":"window","key":"k","first":0,"count":61}"#.to_owned(),
        ] {
            assert_eq!(refused(&text), Hostile::TooLong);
        }
    }
}
