//! What a person reads and hears, whatever is put into a message.

mod golden;
mod hostile;
mod shown;

use nabz_locale::{DigitChoice, Formatter, Settings};

/// A reader of one language in Tehran.
#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn reader(language: &str, digits: DigitChoice) -> Formatter {
    let settings = Settings {
        languages: vec![language.to_owned()],
        zone: "Asia/Tehran".to_owned(),
        digits,
        ..Settings::default()
    };
    Formatter::new(&settings).unwrap()
}
