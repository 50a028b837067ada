//! A message before it becomes text: an id of `locales/en` and typed arguments.
//!
//! Rooms below the app return messages, never sentences. Constructors are generated into [`crate::msg`], one
//! function per message, so a misspelt id or a missing argument does not compile.

use nabz_time::Wall;

use crate::person::Person;

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
    /// Somebody, by name. Messages may choose by `$…-gender` beside it.
    Person(Person),
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

/// The kind of an [`Arg`], as the comment in `locales/en` declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArgKind {
    /// [`Arg::Text`].
    Text,
    /// [`Arg::Person`].
    Person,
    /// [`Arg::Number`].
    Number,
    /// [`Arg::Decimal`].
    Decimal,
    /// [`Arg::Money`].
    Money,
    /// [`Arg::When`] in this style.
    When(DateStyle),
    /// [`Arg::Code`].
    Code,
    /// [`Arg::Message`].
    Message,
}

impl Arg {
    /// What kind this argument is of.
    pub const fn kind(&self) -> ArgKind {
        match self {
            Self::Text(_) => ArgKind::Text,
            Self::Person(_) => ArgKind::Person,
            Self::Number(_) => ArgKind::Number,
            Self::Decimal { .. } => ArgKind::Decimal,
            Self::Money { .. } => ArgKind::Money,
            Self::When(_, style) => ArgKind::When(*style),
            Self::Code(_) => ArgKind::Code,
            Self::Message(_) => ArgKind::Message,
        }
    }
}

/// A message id of `locales/en` with its arguments. Only [`crate::msg`] makes one, so every id exists and every
/// argument is there.
///
/// ```compile_fail
/// let made_up = nabz_locale::Message { id: "home-tilte", args: Vec::new() };
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Message {
    id: &'static str,
    args: Vec<(&'static str, Arg)>,
}

impl Message {
    /// The id, as it stands in the FTL file: for tests and reports, not for people.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The named arguments.
    pub fn args(&self) -> &[(&'static str, Arg)] {
        &self.args
    }

    pub(crate) const fn plain(id: &'static str) -> Self {
        Self { id, args: Vec::new() }
    }

    pub(crate) fn text(self, name: &'static str, text: impl Into<String>) -> Self {
        self.with(name, Arg::Text(text.into()))
    }

    pub(crate) fn person(self, name: &'static str, person: impl Into<Person>) -> Self {
        self.with(name, Arg::Person(person.into()))
    }

    pub(crate) fn number(self, name: &'static str, number: i64) -> Self {
        self.with(name, Arg::Number(number))
    }

    pub(crate) fn decimal(self, name: &'static str, (mantissa, scale): (i64, u8)) -> Self {
        self.with(name, Arg::Decimal { mantissa, scale })
    }

    pub(crate) fn money(self, name: &'static str, (minor, currency): (i64, Currency)) -> Self {
        self.with(name, Arg::Money { minor, currency })
    }

    pub(crate) fn when(self, name: &'static str, instant: Wall, style: DateStyle) -> Self {
        self.with(name, Arg::When(instant, style))
    }

    pub(crate) fn code(self, name: &'static str, code: impl Into<String>) -> Self {
        self.with(name, Arg::Code(code.into()))
    }

    pub(crate) fn message(self, name: &'static str, message: Self) -> Self {
        self.with(name, Arg::Message(Box::new(message)))
    }

    fn with(mut self, name: &'static str, arg: Arg) -> Self {
        self.args.push((name, arg));
        self
    }
}

/// A message's id with the names and kinds of its arguments: what tests and fuzzers build messages from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    pub(crate) id: &'static str,
    pub(crate) args: &'static [(&'static str, ArgKind)],
}

impl Signature {
    /// The message's id.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Names and kinds of the arguments.
    pub const fn args(&self) -> &'static [(&'static str, ArgKind)] {
        self.args
    }

    /// The message, each argument made by `arg`; `None` if one is of another kind than declared.
    pub fn fill(&self, mut arg: impl FnMut(&'static str, ArgKind) -> Arg) -> Option<Message> {
        let mut message = Message::plain(self.id);
        for (name, kind) in self.args {
            let made = arg(name, *kind);
            if made.kind() != *kind {
                return None;
            }
            message = message.with(name, made);
        }
        Some(message)
    }
}
