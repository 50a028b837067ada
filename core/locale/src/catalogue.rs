//! One loaded language: its messages, and how it writes numbers and instants.

use icu_locale::{Locale, LocaleDirectionality};
use icu_plurals::{PluralRules, PluralRulesOptions};
use jiff::tz::TimeZone;
use nabz_time::Wall;

use crate::dates::{Dates, Week};
use crate::fluent::{Bundle, Reader, Value};
use crate::formatter::{LocaleError, Settings};
use crate::isolate;
use crate::message::{Arg, Currency, DateStyle, Message};
use crate::names::NameOrder;
use crate::negotiation::Choice;
use crate::numbers::{self, Numbers};
use crate::overlay::Overlay;
use crate::person::Gender;
use crate::spelling::NumberWords;
use crate::text::Direction;

/// Whether a message is painted or said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// The message's value.
    Shown,
    /// Its `.speech`, or its value where there is none.
    Spoken,
}

/// A language ready to write messages.
pub(crate) struct Catalogue {
    tag: &'static str,
    locale: Locale,
    direction: Direction,
    bundle: Bundle,
    plurals: PluralRules,
    addressee: Gender,
    numbers: Numbers,
    dates: Dates,
    /// Numbers in words; a language without them is read digits.
    words: Option<&'static NumberWords>,
}

impl Catalogue {
    /// Loads the language of `choice` from its files, its instants in `zone`.
    pub(crate) fn load(
        choice: &Choice,
        files: &[&'static str],
        zone: TimeZone,
        settings: &Settings,
    ) -> Result<Self, LocaleError> {
        let locale = numbers::with_digits(choice.locale.clone(), settings.digits);
        Ok(Self {
            tag: choice.tag,
            locale: choice.locale.clone(),
            direction: direction(&choice.locale),
            bundle: Bundle::of(files),
            plurals: PluralRules::try_new((&choice.locale).into(), PluralRulesOptions::default())
                .map_err(|_| LocaleError::Data)?,
            addressee: settings.addressee,
            numbers: Numbers::new(&locale).map_err(|_| LocaleError::Data)?,
            dates: Dates::new(&locale, zone, settings.calendar, settings.clock)
                .map_err(|_| LocaleError::Data)?,
            words: NumberWords::of(choice.tag),
        })
    }

    /// The language's tag.
    pub(crate) const fn tag(&self) -> &'static str {
        self.tag
    }

    /// Which way the language runs.
    pub(crate) const fn direction(&self) -> Direction {
        self.direction
    }

    /// Sets a checked overlay over the shipped words.
    pub(crate) fn overlay(&mut self, overlay: &Overlay) {
        self.bundle.overlay(overlay.ftl());
        overlay.off().for_each(|id| self.bundle.withdraw(id));
    }

    /// How this language sorts names.
    pub(crate) fn name_order(&self) -> Option<NameOrder> {
        NameOrder::of(&self.locale)
    }

    /// Where the week begins and which days are free.
    pub(crate) const fn week(&self) -> &Week {
        self.dates.week()
    }

    /// What to write for `instant` on the clocks of another zone, if they differ.
    pub(crate) fn elsewhere(&self, instant: Wall, zone: &str) -> Option<Wall> {
        self.dates.elsewhere(instant, zone)
    }

    /// Whether the language bends some words for who reads them.
    pub(crate) fn addresses(&self) -> bool {
        self.bundle.addresses()
    }

    /// The message in this language; `None` if it lacks it or anything in it fails. `nested` writes the messages set
    /// into this one.
    pub(crate) fn write(
        &self,
        message: &Message,
        form: Form,
        nested: &dyn Fn(&Message) -> String,
    ) -> Option<String> {
        let argument = |(name, arg): &(&'static str, Arg)| Some((*name, self.argument(arg, form, nested)?));
        let args: Vec<(&str, Value)> = message.args().iter().map(argument).collect::<Option<_>>()?;
        self.resolve(message.id(), &args, form)
    }

    fn resolve(&self, id: &str, args: &[(&str, Value)], form: Form) -> Option<String> {
        let reader = Reader { bundle: &self.bundle, plurals: &self.plurals, addressee: self.addressee };
        reader.resolve(id, args, form == Form::Spoken)
    }

    fn argument(&self, arg: &Arg, form: Form, nested: &dyn Fn(&Message) -> String) -> Option<Value> {
        Some(match arg {
            Arg::Text(text) => Value::Words(isolate::tame(text)),
            Arg::Person(person) => Value::Person(isolate::tame(&person.name), person.gender),
            Arg::Number(number) => Value::Number(*number, self.decimal(*number, 0, form)),
            Arg::Decimal { mantissa, scale } => Value::Words(self.decimal(*mantissa, *scale, form)),
            Arg::Money { minor, currency } => Value::Words(self.money(*minor, *currency, form)?),
            Arg::When(instant, style) => Value::Words(self.when(*instant, *style, form)?),
            Arg::Code(code) => Value::Words(isolate::left_to_right(code)),
            Arg::Message(message) => Value::Words(nested(message)),
        })
    }

    /// A number in digits, or for the voice in words as far as there are any.
    fn decimal(&self, mantissa: i64, scale: u8, form: Form) -> String {
        let words = self.words.filter(|_| form == Form::Spoken);
        let said = words.and_then(|words| words.decimal(mantissa, scale));
        said.unwrap_or_else(|| self.numbers.decimal(mantissa, scale))
    }

    /// An instant as it is written, or for the voice as it is said.
    fn when(&self, instant: Wall, style: DateStyle, form: Form) -> Option<String> {
        let words = self.words.filter(|_| form == Form::Spoken);
        words.and_then(|words| self.said(instant, style, words)).or_else(|| self.dates.write(instant, style))
    }

    fn said(&self, instant: Wall, style: DateStyle, words: &NumberWords) -> Option<String> {
        let moment = self.dates.moment(instant)?;
        let number = |number: i64| Some(Value::Number(number, words.whole(number)?));
        let clock = || {
            let (hour, minute) = (i64::from(moment.hour), i64::from(moment.minute));
            let (id, name, counted) = if self.dates.is_from_sunrise() {
                ("speech-clock-from-sunrise", "local", (hour + 5) % 12 + 1)
            } else {
                ("speech-clock", "twelve", (hour + 11) % 12 + 1)
            };
            let args = [("hour", number(hour)?), (name, number(counted)?), ("minute", number(minute)?)];
            self.resolve(id, &args, Form::Spoken)
        };
        let weekday = || ("weekday", Value::Words(self.dates.weekday(&moment)));
        let date = || {
            Some([
                ("day", number(i64::from(moment.day))?),
                ("month", Value::Words(self.dates.month(&moment))),
                ("year", number(i64::from(moment.year))?),
            ])
        };
        match style {
            DateStyle::Weekday => Some(self.dates.weekday(&moment)),
            DateStyle::Time => clock(),
            DateStyle::Date => self.resolve("speech-date", &date()?, Form::Spoken),
            DateStyle::Day => {
                let [day, month, _] = date()?;
                self.resolve("speech-day", &[weekday(), day, month], Form::Spoken)
            }
            DateStyle::Appointment => {
                let [day, month, year] = date()?;
                let clock = ("clock", Value::Words(clock()?));
                self.resolve("speech-appointment", &[weekday(), day, month, year, clock], Form::Spoken)
            }
        }
    }

    /// An amount in the words of its currency: `currency-irr` and its like, or the code.
    fn money(&self, minor: i64, currency: Currency, form: Form) -> Option<String> {
        let amount = || ("amount", Value::Words(self.decimal(minor, currency.exponent(), form)));
        let named = format!("currency-{}", currency.code().to_ascii_lowercase());
        self.resolve(&named, &[amount()], form).or_else(|| {
            let code = ("code", Value::Words(isolate::left_to_right(&currency.code())));
            self.resolve("currency-other", &[amount(), code], form)
        })
    }
}

fn direction(locale: &Locale) -> Direction {
    if LocaleDirectionality::new_extended().is_right_to_left(&locale.id) {
        Direction::Rtl
    } else {
        Direction::Ltr
    }
}

#[cfg(test)]
mod tests {
    use icu_plurals::PluralCategory;

    use super::*;
    use crate::negotiation::Negotiation;

    const EVERY_CATEGORY: &str =
        "n = { $n ->\n [zero] Zero\n [one] One\n [two] Two\n [few] Few\n [many] Many\n *[other] Other\n }\n";

    /// The languages that have words, those that will, and those that count in ways of their own.
    const TAGS: &[&str] = &[
        "fa", "ps", "ckb", "az-Arab", "ar", "ur", "tr", "hi", "bn", "es", "fr", "pt-BR", "pt-PT", "am", "sw",
        "id", "zh-Hans", "en", "he", "vi", "fil", "it", "ru", "pl", "cy", "lt", "sl", "ga", "mt", "lv", "ro",
    ];

    fn counting(tag: &'static str) -> (Catalogue, Locale) {
        let choice = Negotiation::new([tag]).answer(tag).unwrap();
        let catalogue = Catalogue::load(&choice, &[EVERY_CATEGORY], TimeZone::UTC, &Settings::default());
        (catalogue.unwrap(), choice.locale)
    }

    fn said(catalogue: &Catalogue, n: i64) -> String {
        let message = Message::plain("n").number("n", n);
        catalogue.write(&message, Form::Shown, &|_| String::new()).unwrap()
    }

    #[test]
    fn every_language_counts_as_cldr_does() {
        let mut numbers: Vec<i64> = (0..=1_000).collect();
        numbers.extend((4..=18).map(|power| 10_i64.pow(power)));
        for tag in TAGS {
            let (catalogue, locale) = counting(tag);
            let rules = PluralRules::try_new((&locale).into(), PluralRulesOptions::default()).unwrap();
            for n in &numbers {
                let expected: PluralCategory = rules.category_for(n.unsigned_abs());
                assert_eq!(said(&catalogue, *n), format!("{expected:?}"), "{n} in {tag}");
            }
        }
    }

    /// Written down by hand from CLDR's chart, where the crate Fluent is usually used with is wrong.
    #[test]
    fn the_numbers_fluents_own_rules_get_wrong() {
        let table = [
            ("ar", 103, "Few"),
            ("ar", 111, "Many"),
            ("ar", 100, "Other"),
            ("ar", 0, "Zero"),
            ("es", 1_000_000, "Many"),
            ("fr", 1_000_000, "Many"),
            ("pt-BR", 1_000_000, "Many"),
            ("it", 1_000_000, "Many"),
            ("he", 20, "Other"),
            ("fa", 0, "One"),
            ("hi", 0, "One"),
            ("am", 0, "One"),
            ("ckb", 0, "Other"),
        ];
        for (tag, n, category) in table {
            assert_eq!(said(&counting(tag).0, n), category, "{n} in {tag}");
        }
    }
}
