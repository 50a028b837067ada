//! Instants in the reader's calendar, digits and zone.
//!
//! Zones come from jiff's bundled database, because old phones carry stale rules; calendars, month names and patterns
//! from CLDR through ICU4X.

use icu_calendar::{Date, Iso};
use icu_datetime::fieldsets::{E, MDE, T, YMD, YMDE, YMDET};
use icu_datetime::input::{DateTime, Time};
use icu_datetime::{DateTimeFormatter, DateTimeFormatterLoadError, NoCalendarFormatter};
use icu_locale::Locale;
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use nabz_time::Wall;

use crate::message::DateStyle;

/// Writes instants as one locale does, in one zone.
pub(crate) struct Dates {
    zone: TimeZone,
    appointment: DateTimeFormatter<YMDET>,
    day: DateTimeFormatter<MDE>,
    date: DateTimeFormatter<YMD>,
    weekday: DateTimeFormatter<E>,
    time: NoCalendarFormatter<T>,
}

impl Dates {
    /// For a locale; its region or `-u-ca-…` decides about the calendar, `-u-hc-…` about the clock.
    pub(crate) fn new(locale: &Locale, zone: TimeZone) -> Result<Self, DateTimeFormatterLoadError> {
        Ok(Self {
            zone,
            appointment: DateTimeFormatter::try_new(locale.into(), YMDE::long().with_time_hm())?,
            day: DateTimeFormatter::try_new(locale.into(), MDE::long())?,
            date: DateTimeFormatter::try_new(locale.into(), YMD::long())?,
            weekday: DateTimeFormatter::try_new(locale.into(), E::long())?,
            time: NoCalendarFormatter::try_new(locale.into(), T::hm())?,
        })
    }

    /// The instant in words; `None` only for a year no calendar here reaches.
    pub(crate) fn write(&self, instant: Wall, style: DateStyle) -> Option<String> {
        let local = self.local(instant);
        let date = iso_date(local.date())?;
        let time = Time::try_new(u8_of(local.hour())?, u8_of(local.minute())?, 0, 0).ok()?;
        Some(match style {
            DateStyle::Appointment => self.appointment.format(&DateTime { date, time }).to_string(),
            DateStyle::Day => self.day.format(&date).to_string(),
            DateStyle::Date => self.date.format(&date).to_string(),
            DateStyle::Time => self.time.format(&time).to_string(),
            DateStyle::Weekday => self.weekday.format(&date).to_string(),
        })
    }

    /// Date and clock time in the zone. An instant beyond the calendar (years ±9999) becomes its nearest end.
    fn local(&self, instant: Wall) -> civil::DateTime {
        let end = if instant.millis() < 0 { Timestamp::MIN } else { Timestamp::MAX };
        let timestamp = Timestamp::from_millisecond(instant.millis()).unwrap_or(end);
        self.zone.to_datetime(timestamp)
    }
}

fn iso_date(date: civil::Date) -> Option<Date<Iso>> {
    Date::try_new_iso(i32::from(date.year()), u8_of(date.month())?, u8_of(date.day())?).ok()
}

fn u8_of(part: i8) -> Option<u8> {
    u8::try_from(part).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: [DateStyle; 5] =
        [DateStyle::Appointment, DateStyle::Day, DateStyle::Date, DateStyle::Time, DateStyle::Weekday];

    fn golden(tag: &str, zone: &str, instant: &str) -> [String; 5] {
        let zone = TimeZone::get(zone).unwrap();
        let dates = Dates::new(&tag.parse().unwrap(), zone).unwrap();
        let instant: Timestamp = instant.parse().unwrap();
        STYLES.map(|style| dates.write(Wall::from_millis(instant.as_millisecond()), style).unwrap())
    }

    #[test]
    fn persian_appointments_are_solar_hijri() {
        assert_eq!(
            golden("fa", "Asia/Tehran", "2026-11-21T11:35:00Z"),
            ["شنبه ۳۰ آبان ۱۴۰۵ ساعت ۱۵:۰۵", "شنبه ۳۰ آبان", "۳۰ آبان ۱۴۰۵", "۱۵:۰۵", "شنبه"]
        );
    }
}
