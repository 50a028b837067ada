//! What stands on a screen, as a person reads it.

use nabz_app::screen::{Kind, Screen};
use nabz_locale::{Formatter, Settings};
use serde_json::Value;

pub(crate) fn formatter(language: &str) -> Formatter {
    let settings =
        Settings { languages: vec![language.into()], zone: "Asia/Tehran".into(), ..Settings::default() };
    Formatter::new(&settings).unwrap()
}

pub(crate) fn says(value: &Value, sentence: &str) -> bool {
    match value {
        Value::Object(fields) => {
            fields.get("shown").is_some_and(|shown| shown == sentence)
                || fields.values().any(|field| says(field, sentence))
        }
        Value::Array(items) => items.iter().any(|item| says(item, sentence)),
        _ => false,
    }
}

pub(crate) fn gather(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            words.extend(fields.get("shown").and_then(|shown| shown.as_str()).map(str::to_owned));
            fields.values().for_each(|field| gather(field, words));
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, words)),
        _ => {}
    }
}

/// The times on the screen.
pub(crate) fn times(screen: &Screen) -> usize {
    let days = screen.blocks.iter().filter_map(|block| match &block.kind {
        Kind::Slots { days } => Some(days),
        _ => None,
    });
    days.flatten().map(|day| day.times.len()).sum()
}
