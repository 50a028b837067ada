//! A message before it becomes text: an id of `locales/en` and typed arguments.
//!
//! Rooms below the app return messages, never sentences. Constructors are generated into [`crate::msg`], one
//! function per message, so a misspelt id or a missing argument does not compile.

use nabz_time::Wall;

/// How a date or time is written. Translators never choose date options; these five styles are all there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateStyle {
    /// "Saturday 30 Aban 1405, 15:05": the whole of an appointment.
    Appointment,
    /// "Saturday 30 Aban": a day in a list.
    Day,
    /// "30 Aban 1405": a date in a record.
    Date,
    /// "15:05".
    Time,
    /// "Saturday": a day of this week.
    Weekday,
}

/// An ISO 4217 currency code, upper case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency(pub [u8; 3]);

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Arg {
    /// A name or a text somebody wrote; isolated when it is inserted.
    Text(String),
    /// A whole number; chooses plurals, written in the reader's digits.
    Number(i64),
    /// `mantissa` × 10^-`scale`, written in the reader's digits and separators.
    Decimal {
        /// All digits without the separator.
        mantissa: i64,
        /// How many of them stand behind it.
        scale: u8,
    },
    /// An amount in the currency's minor unit (ISO 4217 exponent; IRR and IRT count whole units here).
    Money {
        /// Amount in minor units.
        minor: i64,
        /// Its currency.
        currency: Currency,
    },
    /// An instant, written in the reader's calendar, digits and zone.
    When(Wall, DateStyle),
    /// A telephone number or a code: left to right in every language, digits untouched.
    Code(String),
    /// Another message, set into this one.
    Message(Box<Message>),
}

/// A message id of `locales/en` with its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Message {
    /// The id, as it stands in the FTL file.
    pub id: &'static str,
    /// Named arguments.
    pub args: Vec<(&'static str, Arg)>,
}

impl Message {
    /// A message without arguments.
    pub const fn plain(id: &'static str) -> Self {
        Self { id, args: Vec::new() }
    }
}
