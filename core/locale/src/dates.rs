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

    /// 15:05 in Tehran, in autumn.
    const AUTUMN: &str = "2026-11-21T11:35:00Z";
    /// 15:05 in Tehran, in the first half of the year: Iran gave up summer time in 2022.
    const SUMMER: &str = "2026-07-15T11:35:00Z";

    #[test]
    fn persian_dates_are_solar_hijri() {
        assert_eq!(
            golden("fa-Arab-IR", "Asia/Tehran", AUTUMN),
            ["شنبه ۳۰ آبان ۱۴۰۵ ساعت ۱۵:۰۵", "شنبه ۳۰ آبان", "۳۰ آبان ۱۴۰۵", "۱۵:۰۵", "شنبه"]
        );
        assert_eq!(
            golden("fa-Arab-AF", "Asia/Kabul", AUTUMN),
            ["شنبه ۳۰ عقرب ۱۴۰۵ ساعت ۱۶:۰۵", "شنبه ۳۰ عقرب", "۳۰ عقرب ۱۴۰۵", "۱۶:۰۵", "شنبه"]
        );
    }

    #[test]
    fn english_dates_are_the_regions() {
        assert_eq!(
            golden("en-Latn-US", "Asia/Tehran", AUTUMN),
            [
                "Saturday, November 21, 2026 at 3:05\u{202f}PM",
                "Saturday, November 21",
                "November 21, 2026",
                "3:05\u{202f}PM",
                "Saturday"
            ]
        );
        assert_eq!(
            golden("en-Latn-KE", "Africa/Nairobi", AUTUMN),
            [
                "Saturday, 21 November 2026 at 14:35",
                "Saturday 21 November",
                "21 November 2026",
                "14:35",
                "Saturday"
            ]
        );
    }

    #[test]
    fn tehran_has_no_summer_time() {
        assert_eq!(golden("fa-Arab-IR", "Asia/Tehran", SUMMER)[0], "چهارشنبه ۲۴ تیر ۱۴۰۵ ساعت ۱۵:۰۵");
        let last_with_it = "2022-07-15T11:35:00Z";
        assert_eq!(golden("fa-Arab-IR", "Asia/Tehran", last_with_it)[3], "۱۶:۰۵");
    }

    #[test]
    fn a_leap_year_ends_on_its_thirtieth_day_of_esfand() {
        let day = |instant| golden("fa-Arab-IR", "Asia/Tehran", instant)[2].clone();
        // 1403 and 1408 are leap years, 1404 is none.
        assert_eq!(day("2025-03-20T12:00:00Z"), "۳۰ اسفند ۱۴۰۳");
        assert_eq!(day("2025-03-20T20:30:00Z"), "۱ فروردین ۱۴۰۴");
        assert_eq!(day("2026-03-20T12:00:00Z"), "۲۹ اسفند ۱۴۰۴");
        assert_eq!(day("2030-03-20T12:00:00Z"), "۳۰ اسفند ۱۴۰۸");
    }

    #[test]
    fn calendar_clock_and_digits_can_be_wished_for() {
        let golden = |tag| golden(tag, "Asia/Tehran", AUTUMN)[0].clone();
        assert_eq!(golden("fa-IR-u-ca-gregory-hc-h12"), "شنبه ۲۱ نوامبر ۲۰۲۶ ساعت ۳:۰۵ ب.ظ.");
        assert_eq!(golden("fa-IR-u-nu-latn"), "شنبه 30 آبان 1405 ساعت 15:05");
    }

    #[test]
    fn no_persian_day_of_eight_years_borrows_a_latin_letter_or_digit() {
        let dates =
            Dates::new(&"fa-Arab-IR".parse().unwrap(), TimeZone::get("Asia/Tehran").unwrap()).unwrap();
        let start: Timestamp = "2024-03-20T08:00:00Z".parse().unwrap();
        for day in 0..8 * 366 {
            let instant = Wall::from_millis(start.as_millisecond() + day * 86_400_000);
            for style in STYLES {
                let text = dates.write(instant, style).unwrap();
                assert!(!text.contains(|c: char| c.is_ascii_alphanumeric()), "{text}");
            }
        }
    }
}
