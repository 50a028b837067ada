//! What a screen says, and what a message is in a language.

use nabz_app::screen::{Kind, Screen, Tone};
use nabz_clinic::population::ZONE;
use nabz_locale::{Formatter, Message, Settings};
use serde_json::Value;

/// Every text of a screen's blocks, from top to bottom.
pub fn said(screen: &Screen) -> Vec<String> {
    let mut said = Vec::new();
    collect(&serde_json::to_value(&screen.blocks).unwrap(), &mut said);
    said
}

/// Whether a notice of this tone stands on the screen.
pub fn told(screen: &Screen, wanted: Tone) -> bool {
    screen.blocks.iter().any(|block| matches!(block.kind, Kind::Notice { tone, .. } if tone == wanted))
}

/// Whether both sides of the call on this screen are connected.
pub fn talking(screen: &Screen) -> bool {
    screen.blocks.iter().any(|block| matches!(block.kind, Kind::CallStage { line: Some(_), .. }))
}

/// What a message says in a language.
pub fn says(language: &str, message: &Message) -> String {
    let settings = Settings { languages: vec![language.into()], zone: ZONE.into(), ..Settings::default() };
    Formatter::new(&settings).unwrap().text(message).shown
}

fn collect(value: &Value, said: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(shown)) = fields.get("shown") {
                said.push(shown.clone());
            }
            fields.values().for_each(|field| collect(field, said));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, said)),
        _ => {}
    }
}
