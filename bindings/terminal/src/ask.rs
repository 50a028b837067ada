//! What a person types under a painted screen, and the text their fields hold.

use std::collections::BTreeMap;

use nabz_app::effect::Typed;
use nabz_app::screen::{ActionId, FieldInput, Key, Kind, Screen};
use nabz_locale::parse_digits;

use crate::paint::{Painted, Target};

/// The text in the fields of a screen. It belongs to the person until the core raises `value_revision`.
#[derive(Clone, Debug, Default)]
pub struct Fields(BTreeMap<Key, Held>);

#[derive(Clone)]
struct Held {
    text: String,
    value_revision: u32,
    input: FieldInput,
    limit: u32,
}

/// Shows nothing of what was typed: it may be a secret.
impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Held({:?}, …)", self.input)
    }
}

impl Fields {
    /// Takes over the fields of a screen: new ones and replaced texts come in, fields that are gone go.
    pub fn follow(&mut self, screen: &Screen) {
        let mut before = std::mem::take(&mut self.0);
        for block in &screen.blocks {
            let Kind::Field { value, value_revision, input, limit, .. } = &block.kind else { continue };
            let (value_revision, input, limit) = (*value_revision, *input, *limit);
            let text = match before.remove(&block.key) {
                Some(held) if held.value_revision == value_revision => held.text,
                _ => value.clone(),
            };
            self.0.insert(block.key.clone(), Held { text, value_revision, input, limit });
        }
    }

    /// What stands in a field; nothing if there is no such field.
    pub fn text(&self, key: &Key) -> &str {
        self.0.get(key).map_or("", |held| &held.text)
    }

    /// Writes into a field, as much as it takes. Digits of any script become ASCII where digits are asked for.
    pub fn write(&mut self, key: &Key, typed: &str) {
        if let Some(held) = self.0.get_mut(key) {
            let digits = if held.input == FieldInput::Digits { parse_digits(typed) } else { None };
            held.text = digits.as_deref().unwrap_or(typed).chars().take(held.limit as usize).collect();
        }
    }

    /// Every field with its text, for an action.
    pub fn values(&self) -> Vec<(Key, Typed)> {
        self.0.iter().map(|(key, held)| (key.clone(), Typed::new(held.text.clone()))).collect()
    }

    /// The field, if there is exactly one.
    fn only(&self) -> Option<&Key> {
        match self.0.len() {
            1 => self.0.keys().next(),
            _ => None,
        }
    }
}

/// What a typed line means.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// Press this.
    Press(ActionId),
    /// Write this into a field.
    Write(Key, String),
    /// The next line is what goes into this field.
    Ask(Key),
    /// Paint again.
    Again,
    /// Leave.
    Leave,
    /// Nothing on this screen has that number.
    Unknown,
}

/// Shows nothing of what was typed: it may be a secret.
impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Press(action) => write!(f, "Press({action:?})"),
            Self::Write(key, _) => write!(f, "Write({key:?}, …)"),
            Self::Ask(key) => write!(f, "Ask({key:?})"),
            Self::Again => f.write_str("Again"),
            Self::Leave => f.write_str("Leave"),
            Self::Unknown => f.write_str("Unknown"),
        }
    }
}

/// Understands a line typed under a painted screen: a number presses, a number and text fills a field, text alone
/// fills the only field. Digits of any script count.
pub fn understand(painted: &Painted, fields: &Fields, line: &str) -> Answer {
    let line = line.trim();
    match line {
        "" => return Answer::Again,
        "q" => return Answer::Leave,
        _ => {}
    }
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let target = number(first).and_then(|number| {
        painted.numbered.iter().find(|(painted, _)| *painted == number).map(|(_, target)| target.clone())
    });
    match (target, rest.trim()) {
        (Some(Target::Press(action)), "") => Answer::Press(action),
        (Some(Target::Fill(key)), "") => Answer::Ask(key),
        (Some(Target::Fill(key)), text) => Answer::Write(key, text.to_owned()),
        _ => fields.only().map_or(Answer::Unknown, |key| Answer::Write(key.clone(), line.to_owned())),
    }
}

fn number(typed: &str) -> Option<u32> {
    parse_digits(typed)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use nabz_app::screen::{Announce, Block};
    use nabz_locale::{Direction, Text};

    use super::*;
    use crate::paint::{WIDTH, paint};

    fn field(key: &str, input: FieldInput, value: &str, value_revision: u32) -> Block {
        let label = Text::default();
        let (value, language) = (value.to_owned(), "fa".to_owned());
        let kind = Kind::Field {
            label,
            input,
            value,
            value_revision,
            language,
            secret: false,
            limit: 6,
            error: None,
        };
        Block { key: Key::new(key), kind }
    }

    fn screen(blocks: Vec<Block>) -> Screen {
        Screen {
            revision: 1,
            id: "test".into(),
            title: Text::default(),
            direction: Direction::Ltr,
            blocks,
            next: None,
            back: None,
            emergency: None,
            announce: Announce::Off,
            focus: None,
        }
    }

    fn answer(blocks: Vec<Block>, line: &str) -> Answer {
        let screen = screen(blocks);
        let mut fields = Fields::default();
        fields.follow(&screen);
        understand(&paint(&screen, &fields, WIDTH), &fields, line)
    }

    #[test]
    fn a_number_in_any_script_names_what_it_stands_at() {
        let blocks = || vec![field("a", FieldInput::Text, "", 1), field("b", FieldInput::Text, "", 1)];
        assert_eq!(answer(blocks(), "2"), Answer::Ask(Key::new("b")));
        assert_eq!(answer(blocks(), "۲ مریم کریمی"), Answer::Write(Key::new("b"), "مریم کریمی".into()));
        assert_eq!(answer(blocks(), "3"), Answer::Unknown);
        assert_eq!(answer(blocks(), "مریم"), Answer::Unknown);
        assert_eq!(answer(blocks(), ""), Answer::Again);
        assert_eq!(answer(blocks(), "q"), Answer::Leave);
    }

    #[test]
    fn text_alone_goes_into_the_only_field() {
        let blocks = || vec![field("code", FieldInput::Digits, "", 1)];
        assert_eq!(answer(blocks(), "4711"), Answer::Write(Key::new("code"), "4711".into()));
        assert_eq!(answer(blocks(), "1"), Answer::Ask(Key::new("code")));
    }

    #[test]
    fn text_stays_until_the_core_replaces_it() {
        let mut fields = Fields::default();
        let key = Key::new("a");
        fields.follow(&screen(vec![field("a", FieldInput::Text, "core", 1)]));
        fields.write(&key, "typed by hand");
        fields.follow(&screen(vec![field("a", FieldInput::Text, "core", 1)]));
        assert_eq!(fields.text(&key), "typed ", "at most six characters");
        fields.follow(&screen(vec![field("a", FieldInput::Text, "core", 2)]));
        assert_eq!(fields.values(), [(key.clone(), Typed::new("core"))]);
        fields.follow(&screen(Vec::new()));
        assert_eq!(fields.text(&key), "");
    }

    #[test]
    fn digits_become_ascii_where_digits_are_asked_for() {
        let mut fields = Fields::default();
        fields.follow(&screen(vec![field("a", FieldInput::Digits, "", 1)]));
        fields.write(&Key::new("a"), "۱۲ ۳۴");
        assert_eq!(fields.text(&Key::new("a")), "1234");
        assert!(!format!("{fields:?}").contains("1234"));
    }
}
