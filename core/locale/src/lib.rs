//! Every word, number and date a person reads or hears.
//!
//! `locales/<tag>/*.ftl` → [`msg`] (typed constructors) → [`Formatter`] → [`Text`]. Pure: no clock, no storage, no
//! medicine.
//!
//! ```
//! use nabz_locale::{Formatter, Settings, msg};
//!
//! let settings = Settings { languages: vec!["fa-IR".into()], zone: "Asia/Tehran".into(), ..Settings::default() };
//! let text = Formatter::new(&settings)?.text(&msg::after_length(3));
//! assert_eq!(text.spoken, "سه دقیقه صحبت کردید.");
//! assert_eq!(text.language, "fa");
//! # Ok::<(), nabz_locale::LocaleError>(())
//! ```

mod catalogue;
mod dates;
mod digits;
#[rustfmt::skip]
mod embedded;
mod fluent;
mod formatter;
mod isolate;
mod message;
// Generated files are laid out by who writes them.
#[rustfmt::skip]
pub mod msg;
mod names;
mod negotiation;
mod number_words;
mod numbers;
mod overlay;
mod person;
mod pseudo;
mod review;
#[rustfmt::skip]
mod reviews;
mod spelling;
mod text;

pub use dates::{CalendarChoice, ClockChoice, Week};
pub use digits::{digit_value, parse_digits};
pub use formatter::{DigitChoice, ErrorKind, Formatter, LanguageChoice, LocaleError, Settings};
pub use message::{Arg, ArgKind, Currency, DateStyle, Message, Signature};
pub use names::{NameOrder, fold_name, name_matches};
pub use overlay::{Overlay, OverlayError};
pub use person::{Gender, Person};
pub use review::{Critical, Review};
pub use text::{Direction, Text};
