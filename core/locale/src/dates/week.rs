//! Where a week begins and which days are free, by region.

use icu_calendar::types::Weekday;
use icu_calendar::week::WeekInformation;
use icu_locale::Locale;
use icu_locale::subtags::region;

/// A region's week. Days count from Monday, 1, to Sunday, 7 (ISO 8601).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// The day a calendar's rows begin with.
    pub first: u8,
    /// The days most people do not work.
    pub weekend: Vec<u8>,
}

impl Week {
    /// As CLDR knows it for the locale's region; ISO's week if it does not.
    pub(crate) fn of(locale: &Locale) -> Self {
        if locale.id.region == Some(region!("BD")) {
            // Friday and Saturday, by order of the government since 2005; CLDR has Saturday and Sunday.
            return Self { first: 7, weekend: vec![5, 6] };
        }
        let iso = Self { first: 1, weekend: vec![6, 7] };
        WeekInformation::try_new(locale.into()).map_or(iso, |week| {
            let mut weekend: Vec<u8> = week.weekend().map(number).collect();
            weekend.sort_unstable();
            Self { first: number(week.first_weekday), weekend }
        })
    }
}

pub(crate) const fn number(day: Weekday) -> u8 {
    match day {
        Weekday::Monday => 1,
        Weekday::Tuesday => 2,
        Weekday::Wednesday => 3,
        Weekday::Thursday => 4,
        Weekday::Friday => 5,
        Weekday::Saturday => 6,
        Weekday::Sunday => 7,
    }
}
