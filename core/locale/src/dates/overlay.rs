//! `locales/dates/<tag>.ftl`: names and patterns of dates where CLDR's are thin, and words for clocks CLDR does not know.
//! ICU4X does the arithmetic.

use icu_locale::{LanguageIdentifier, Locale, LocaleExpander};
use icu_plurals::{PluralRules, PluralRulesOptions};

use super::{Moment, Written};
use crate::embedded::DATES;
use crate::fluent::{Bundle, Reader, Value};
use crate::person::Gender;

/// How hours are counted in words of the overlay.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Clock {
    /// From sunrise and from sunset.
    FromSunrise,
    /// Twice to twelve.
    TwelveHours,
}

impl Clock {
    const fn id(self) -> &'static str {
        match self {
            Self::FromSunrise => "clock-from-sunrise",
            Self::TwelveHours => "clock",
        }
    }
}

/// The overlay of one locale.
pub(crate) struct Overlay {
    bundle: Bundle,
    plurals: PluralRules,
}

impl Overlay {
    /// The overlay of this language and script (and region, where its tag names one), if there is one.
    pub(crate) fn of(locale: &Locale) -> Option<Self> {
        let expander = LocaleExpander::new_extended();
        let fits = |tag: &str| {
            let Ok(own) = tag.parse::<LanguageIdentifier>() else { return false };
            let mut full = own.clone();
            expander.maximize(&mut full);
            full.language == locale.id.language
                && full.script == locale.id.script
                && (own.region.is_none() || own.region == locale.id.region)
        };
        let known = DATES.iter().find(|known| fits(known.tag))?;
        let plurals = PluralRules::try_new(locale.into(), PluralRulesOptions::default()).ok()?;
        Some(Self { bundle: Bundle::of(known.files), plurals })
    }

    /// A month's name in a calendar.
    pub(crate) fn month(&self, calendar: &str, month: u8) -> Option<String> {
        self.say(&format!("{calendar}-{month}"), &[])
    }

    /// A weekday's name, 1 being Monday.
    pub(crate) fn weekday(&self, day: u8) -> Option<String> {
        self.say(&format!("weekday-{day}"), &[])
    }

    /// A date in the pattern of this name.
    pub(crate) fn date(&self, pattern: &str, parts: &Written) -> Option<String> {
        let words = |words: &str| Value::Words(words.to_owned());
        self.say(
            pattern,
            &[
                ("weekday", words(&parts.weekday)),
                ("day", words(&parts.day)),
                ("month", words(&parts.month)),
                ("year", words(&parts.year)),
                ("time", words(&parts.time)),
                ("date", words(&parts.date)),
            ],
        )
    }

    /// Whether the language has words for hours counted from sunrise.
    pub(crate) fn counts_from_sunrise(&self) -> bool {
        self.has(Clock::FromSunrise.id())
    }

    /// Whether it has this pattern.
    pub(crate) fn has(&self, pattern: &str) -> bool {
        self.bundle.has(pattern)
    }

    /// The hour in the language's own words, `usual` being CLDR's. `write` writes a number in the reader's digits, at
    /// least so many.
    pub(crate) fn clock(
        &self,
        way: Clock,
        moment: &Moment,
        usual: &str,
        write: &dyn Fn(i64, u8) -> String,
    ) -> Option<String> {
        let hour = match way {
            Clock::FromSunrise => (moment.hour + 5) % 12 + 1,
            Clock::TwelveHours => (moment.hour + 11) % 12 + 1,
        };
        self.say(
            way.id(),
            &[
                ("of-day", Value::Number(i64::from(moment.hour), String::new())),
                ("hour", Value::Words(write(i64::from(hour), 1))),
                ("minute", Value::Words(write(i64::from(moment.minute), 2))),
                ("international", Value::Words(usual.to_owned())),
            ],
        )
    }

    fn say(&self, id: &str, args: &[(&str, Value)]) -> Option<String> {
        let reader = Reader { bundle: &self.bundle, plurals: &self.plurals, addressee: Gender::Unspecified };
        reader.resolve(id, args, false).map(|text| crate::isolate::strip(&text))
    }
}
