//! One loaded language: its messages, and how it writes numbers and instants.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use icu_locale::{Locale, LocaleDirectionality};
use intl_memoizer::concurrent::IntlLangMemoizer;
use jiff::tz::TimeZone;
use unic_langid::LanguageIdentifier;

use crate::dates::Dates;
use crate::formatter::{DigitChoice, LocaleError};
use crate::isolate;
use crate::message::{Arg, Currency, Message};
use crate::negotiation::Choice;
use crate::numbers::{self, Numbers};
use crate::text::Direction;

/// Beyond this an i64 loses digits in Fluent's f64.
const EXACT_IN_F64: u64 = 1 << 53;

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
    direction: Direction,
    bundle: FluentBundle<FluentResource>,
    numbers: Numbers,
    dates: Dates,
}

impl Catalogue {
    /// Loads the language of `choice` from its files, its instants in `zone`.
    pub(crate) fn load(
        choice: &Choice,
        files: &[&str],
        zone: TimeZone,
        digits: DigitChoice,
    ) -> Result<Self, LocaleError> {
        let (locale, digits) = numbers::with_digits(choice.locale.clone(), digits);
        // The bundle chooses plurals and digits by language, script and region; it knows no extensions.
        let id: LanguageIdentifier = locale.id.to_string().parse().map_err(|_| LocaleError::Data)?;
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_formatter(Some(match digits {
            DigitChoice::Native => in_native_digits,
            DigitChoice::Latin => in_latin_digits,
        }));
        for file in files {
            // What does not parse or stands twice is left out; `cargo xtask l10n check` lets neither pass.
            let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(sound, _)| sound);
            let _ = bundle.add_resource(resource);
        }
        Ok(Self {
            tag: choice.tag,
            direction: direction(&choice.locale),
            bundle,
            numbers: Numbers::new(&locale).map_err(|_| LocaleError::Data)?,
            dates: Dates::new(&locale, zone).map_err(|_| LocaleError::Data)?,
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

    /// The message in this language; `None` if it lacks it or anything in it fails. `nested` writes the messages set
    /// into this one.
    pub(crate) fn write(
        &self,
        message: &Message,
        form: Form,
        nested: &dyn Fn(&Message) -> String,
    ) -> Option<String> {
        let mut args = FluentArgs::with_capacity(message.args().len());
        for (name, arg) in message.args() {
            args.set(*name, self.argument(arg, form, nested)?);
        }
        self.pattern(message.id(), &args, form)
    }

    fn pattern(&self, id: &str, args: &FluentArgs<'_>, form: Form) -> Option<String> {
        let entry = self.bundle.get_message(id)?;
        let speech = || entry.get_attribute("speech").map(|attribute| attribute.value());
        let pattern = match form {
            Form::Shown => entry.value()?,
            Form::Spoken => speech().or_else(|| entry.value())?,
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(args), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }

    fn argument(
        &self,
        arg: &Arg,
        form: Form,
        nested: &dyn Fn(&Message) -> String,
    ) -> Option<FluentValue<'static>> {
        Some(match arg {
            Arg::Text(text) => isolate::tame(text).into(),
            Arg::Number(number) if number.unsigned_abs() <= EXACT_IN_F64 => (*number).into(),
            Arg::Number(number) => self.numbers.decimal(*number, 0).into(),
            Arg::Decimal { mantissa, scale } => self.numbers.decimal(*mantissa, *scale).into(),
            Arg::Money { minor, currency } => self.money(*minor, *currency, form)?.into(),
            Arg::When(instant, style) => self.dates.write(*instant, *style)?.into(),
            Arg::Code(code) => isolate::left_to_right(code).into(),
            Arg::Message(message) => nested(message).into(),
        })
    }

    /// An amount in the words of its currency: `currency-irr` and its like, or the code.
    fn money(&self, minor: i64, currency: Currency, form: Form) -> Option<String> {
        let mut args = FluentArgs::with_capacity(2);
        args.set("amount", self.numbers.decimal(minor, currency.exponent()));
        args.set("code", isolate::left_to_right(&currency.code()));
        let named = format!("currency-{}", currency.code().to_ascii_lowercase());
        self.pattern(&named, &args, form).or_else(|| self.pattern("currency-other", &args, form))
    }
}

fn direction(locale: &Locale) -> Direction {
    if LocaleDirectionality::new_extended().is_right_to_left(&locale.id) {
        Direction::Rtl
    } else {
        Direction::Ltr
    }
}

fn in_native_digits(value: &FluentValue<'_>, memoizer: &IntlLangMemoizer) -> Option<String> {
    in_digits(value, memoizer, DigitChoice::Native)
}

fn in_latin_digits(value: &FluentValue<'_>, memoizer: &IntlLangMemoizer) -> Option<String> {
    in_digits(value, memoizer, DigitChoice::Latin)
}

/// Fluent asks this for every value; numbers only are written here.
fn in_digits(value: &FluentValue<'_>, memoizer: &IntlLangMemoizer, digits: DigitChoice) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    memoizer.with_try_get::<Numbers, _, _>((digits,), |numbers| numbers.written(&number.as_string())).ok()?
}

#[cfg(test)]
mod tests {
    use icu_plurals::{PluralCategory, PluralRules, PluralRulesOptions};

    use super::*;
    use crate::embedded::CATALOGUES;
    use crate::negotiation::Negotiation;

    const EVERY_CATEGORY: &str =
        "n = { $n ->\n [zero] Zero\n [one] One\n [two] Two\n [few] Few\n [many] Many\n *[other] Other\n }\n";

    /// Fluent's own plural rules are of CLDR 37; a language they get wrong may not be shipped before they are replaced.
    #[test]
    fn every_language_counts_as_cldr_does() {
        let mut numbers: Vec<i64> = (0..=1_000).collect();
        numbers.extend((4..=15).map(|power| 10_i64.pow(power)));
        for known in CATALOGUES {
            let choice = Negotiation::new([known.tag]).answer(known.tag).unwrap();
            let catalogue =
                Catalogue::load(&choice, &[EVERY_CATEGORY], TimeZone::UTC, DigitChoice::Native).unwrap();
            let rules = PluralRules::try_new((&choice.locale).into(), PluralRulesOptions::default()).unwrap();
            for n in &numbers {
                let message = Message::plain("n").number("n", *n);
                let said = catalogue.write(&message, Form::Shown, &|_| String::new()).unwrap();
                let expected: PluralCategory = rules.category_for(n.unsigned_abs());
                assert_eq!(said, format!("{expected:?}"), "{n} in {}", known.tag);
            }
        }
    }
}
