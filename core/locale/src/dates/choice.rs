//! Calendar and clock as a person wishes them, independent of their language.

use icu_locale::Locale;
use icu_locale::extensions::unicode::{Value, key, value};
use icu_locale::subtags::region;
use serde::{Deserialize, Serialize};

/// Which calendar dates are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CalendarChoice {
    /// The one usual where the person lives.
    #[default]
    Usual,
    /// The international one.
    Gregorian,
    /// Iran's and Afghanistan's, each with its own month names.
    SolarHijri,
    /// Saudi Arabia's lunar one.
    UmmAlQura,
    /// Ethiopia's.
    Ethiopic,
}

/// How the hour is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockChoice {
    /// As usual where the person lives.
    #[default]
    Usual,
    /// 2:35 pm.
    TwelveHours,
    /// 14:35.
    TwentyFourHours,
    /// As Ethiopia and the Swahili coast count: from sunrise and from sunset, so that 14:35 is 8:35 of the day. The
    /// international hour stands beside it. Where the language has no words for it, as usual.
    FromSunrise,
}

/// The locale with calendar and clock set into it, and whether hours are counted from sunrise.
pub(crate) fn chosen(mut locale: Locale, calendar: CalendarChoice, clock: ClockChoice) -> (Locale, bool) {
    let in_ethiopia = locale.id.region == Some(region!("ET"));
    let keywords = &mut locale.extensions.unicode.keywords;
    let asked = |name| keywords.get(&name).is_some();
    let calendar: Option<Value> = match calendar {
        CalendarChoice::Usual if in_ethiopia && !asked(key!("ca")) => Some(value!("ethiopic")),
        CalendarChoice::Usual => None,
        CalendarChoice::Gregorian => Some(value!("gregory")),
        CalendarChoice::SolarHijri => Some(value!("persian")),
        CalendarChoice::UmmAlQura => "islamic-umalqura".parse().ok(),
        CalendarChoice::Ethiopic => Some(value!("ethiopic")),
    };
    let from_sunrise = match clock {
        // Nearly everybody in Ethiopia counts so.
        ClockChoice::Usual => in_ethiopia && !asked(key!("hc")),
        ClockChoice::FromSunrise => true,
        ClockChoice::TwelveHours | ClockChoice::TwentyFourHours => false,
    };
    let hours = match clock {
        ClockChoice::TwelveHours => Some(value!("h12")),
        ClockChoice::TwentyFourHours => Some(value!("h23")),
        // The international hour beside the local one is never mistaken for it.
        ClockChoice::FromSunrise => Some(value!("h23")),
        ClockChoice::Usual => from_sunrise.then_some(value!("h23")),
    };
    if let Some(calendar) = calendar {
        keywords.set(key!("ca"), calendar);
    }
    if let Some(hours) = hours {
        keywords.set(key!("hc"), hours);
    }
    (locale, from_sunrise)
}

/// Whether nobody wished for 24 hours.
pub(crate) fn is_twelve_hours(locale: &Locale) -> bool {
    let wished = locale.extensions.unicode.keywords.get(&key!("hc"));
    !matches!(wished, Some(hours) if *hours == value!("h23") || *hours == value!("h24"))
}
