//! Instants in the reader's calendar, digits, clock and zone.
//!
//! Zones come from jiff's bundled database, because old phones carry stale rules; calendars, month names and patterns
//! from CLDR through ICU4X, with overlays of our own where CLDR is thin.

mod choice;
mod overlay;
mod week;

pub use self::choice::{CalendarChoice, ClockChoice};
pub use self::week::Week;

use icu_calendar::{AnyCalendar, AnyCalendarKind, Date, Iso};
use icu_datetime::fieldsets::{E, M, MDE, T, YMD, YMDE, YMDET};
use icu_datetime::input::{DateTime, Time};
use icu_datetime::options::YearStyle;
use icu_datetime::{DateTimeFormatter, DateTimeFormatterLoadError, NoCalendarFormatter};
use icu_locale::Locale;
use icu_locale::subtags::script;
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use nabz_time::Wall;

use self::overlay::{Clock, Overlay};
use crate::message::DateStyle;
use crate::numbers::Numbers;

/// Writes instants as one locale does, in one zone.
pub(crate) struct Dates {
    zone: TimeZone,
    calendar: AnyCalendar,
    /// CLDR's name of the calendar, by which overlays name its months.
    calendar_name: String,
    appointment: DateTimeFormatter<YMDET>,
    full: DateTimeFormatter<YMDE>,
    day: DateTimeFormatter<MDE>,
    date: DateTimeFormatter<YMD>,
    weekday: DateTimeFormatter<E>,
    month: DateTimeFormatter<M>,
    time: NoCalendarFormatter<T>,
    numbers: Numbers,
    overlay: Option<Overlay>,
    from_sunrise: bool,
    /// Whether the region counts hours to twelve, and nobody wished otherwise.
    twelve_hours: bool,
    week: Week,
}

/// An instant in the reader's calendar and zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) year: i32,
    pub(crate) month: u8,
    pub(crate) day: u8,
    /// 1 is Monday.
    pub(crate) weekday: u8,
    pub(crate) hour: u8,
    pub(crate) minute: u8,
    iso: Date<Iso>,
}

/// The parts of a date in words and the reader's digits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    pub(crate) weekday: String,
    pub(crate) day: String,
    pub(crate) month: String,
    pub(crate) year: String,
    pub(crate) time: String,
    /// The whole date without its time, as CLDR writes it.
    pub(crate) date: String,
}

impl Dates {
    /// For a locale; its region or `-u-ca-…` decides about the calendar, `-u-hc-…` about the clock, unless they are
    /// chosen.
    pub(crate) fn new(
        locale: &Locale,
        zone: TimeZone,
        calendar: CalendarChoice,
        clock: ClockChoice,
    ) -> Result<Self, DateTimeFormatterLoadError> {
        let dates = Self::as_chosen(locale, zone, calendar, clock)?;
        if calendar != CalendarChoice::Usual && !dates.is_in_own_script(locale) {
            // Nobody has named that calendar's months in this language.
            return Self::as_chosen(locale, dates.zone, CalendarChoice::Usual, clock);
        }
        Ok(dates)
    }

    fn as_chosen(
        locale: &Locale,
        zone: TimeZone,
        calendar: CalendarChoice,
        clock: ClockChoice,
    ) -> Result<Self, DateTimeFormatterLoadError> {
        let (locale, from_sunrise) = choice::chosen(locale.clone(), calendar, clock);
        let locale = &locale;
        let kind = AnyCalendarKind::try_new(locale.into()).map_err(DateTimeFormatterLoadError::Data)?;
        let calendar = AnyCalendar::new(kind);
        let overlay = Overlay::of(locale);
        Ok(Self {
            zone,
            calendar_name: calendar_name(&calendar),
            calendar,
            // An era is for historians; CLDR writes some in Latin letters.
            appointment: DateTimeFormatter::try_new(
                locale.into(),
                YMDE::long().with_year_style(YearStyle::NoEra).with_time_hm(),
            )?,
            full: DateTimeFormatter::try_new(locale.into(), YMDE::long().with_year_style(YearStyle::NoEra))?,
            day: DateTimeFormatter::try_new(locale.into(), MDE::long())?,
            date: DateTimeFormatter::try_new(locale.into(), YMD::long().with_year_style(YearStyle::NoEra))?,
            weekday: DateTimeFormatter::try_new(locale.into(), E::long())?,
            month: DateTimeFormatter::try_new(locale.into(), M::long())?,
            time: NoCalendarFormatter::try_new(locale.into(), T::hm())?,
            numbers: Numbers::new(locale).map_err(DateTimeFormatterLoadError::Data)?,
            from_sunrise: from_sunrise && overlay.as_ref().is_some_and(Overlay::counts_from_sunrise),
            twelve_hours: choice::is_twelve_hours(locale),
            overlay,
            week: Week::of(locale),
        })
    }

    /// Whether a date has no Latin letters, or the language is written in them.
    fn is_in_own_script(&self, locale: &Locale) -> bool {
        // Each month of a year, a thirteenth included.
        let mut year = (0..13).map(|month| Wall::from_millis(month * 28 * 86_400_000));
        let latin = |text: String| text.contains(|c: char| c.is_ascii_alphabetic());
        locale.id.script == Some(script!("Latn"))
            || !year.any(|instant| self.write(instant, DateStyle::Date).is_some_and(latin))
    }

    /// The region's week.
    pub(crate) const fn week(&self) -> &Week {
        &self.week
    }

    /// The instant in words; `None` only for a year no calendar here reaches.
    pub(crate) fn write(&self, instant: Wall, style: DateStyle) -> Option<String> {
        let moment = self.moment(instant)?;
        if style == DateStyle::Time {
            return self.clock(&moment);
        }
        if style == DateStyle::Weekday {
            return Some(self.weekday(&moment));
        }
        if let Some(overlay) = self.overlay.as_ref().filter(|overlay| overlay.has(pattern(style))) {
            return overlay.date(pattern(style), &self.written(&moment)?);
        }
        let time = Time::try_new(moment.hour, moment.minute, 0, 0).ok()?;
        Some(match style {
            DateStyle::Appointment => {
                self.appointment.format(&DateTime { date: moment.iso, time }).to_string()
            }
            DateStyle::Day => self.day.format(&moment.iso).to_string(),
            DateStyle::Date => self.date.format(&moment.iso).to_string(),
            DateStyle::Time | DateStyle::Weekday => return None,
        })
    }

    /// The instant in the reader's calendar and zone.
    pub(crate) fn moment(&self, instant: Wall) -> Option<Moment> {
        let local = self.local(instant);
        let iso = iso_date(local.date())?;
        let date = iso.to_calendar(icu_calendar::Ref(&self.calendar));
        Some(Moment {
            year: date.year().extended_year(),
            month: date.month().ordinal,
            day: date.day_of_month().0,
            weekday: week::number(iso.weekday()),
            hour: u8_of(local.hour())?,
            minute: u8_of(local.minute())?,
            iso,
        })
    }

    /// The month's name, standing alone.
    pub(crate) fn month(&self, moment: &Moment) -> String {
        let own = self.overlay.as_ref().and_then(|own| own.month(&self.calendar_name, moment.month));
        own.unwrap_or_else(|| self.month.format(&moment.iso).to_string())
    }

    /// The weekday's name.
    pub(crate) fn weekday(&self, moment: &Moment) -> String {
        let own = self.overlay.as_ref().and_then(|own| own.weekday(moment.weekday));
        own.unwrap_or_else(|| self.weekday.format(&moment.iso).to_string())
    }

    /// Whether hours are counted from sunrise here.
    pub(crate) const fn is_from_sunrise(&self) -> bool {
        self.from_sunrise
    }

    /// The instant that shows on a clock of this zone what `instant` shows in `other`; `None` where both clocks agree,
    /// or for an unknown zone.
    pub(crate) fn elsewhere(&self, instant: Wall, other: &str) -> Option<Wall> {
        let there = TimeZone::get(other).ok()?;
        let at = timestamp(instant);
        let shift = |zone: &TimeZone| i64::from(zone.to_offset(at).seconds());
        let ahead = shift(&there) - shift(&self.zone);
        (ahead != 0).then(|| Wall::from_millis(instant.millis().saturating_add(ahead * 1_000)))
    }

    fn clock(&self, moment: &Moment) -> Option<String> {
        let time = Time::try_new(moment.hour, moment.minute, 0, 0).ok()?;
        let usual = self.time.format(&time).to_string();
        let way = match (self.from_sunrise, self.twelve_hours) {
            (true, _) => Clock::FromSunrise,
            (false, true) => Clock::TwelveHours,
            (false, false) => return Some(usual),
        };
        let write = |number, least| self.numbers.whole(number, least);
        let own = self.overlay.as_ref().and_then(|overlay| overlay.clock(way, moment, &usual, &write));
        Some(own.unwrap_or(usual))
    }

    fn written(&self, moment: &Moment) -> Option<Written> {
        Some(Written {
            weekday: self.weekday(moment),
            day: self.numbers.whole(i64::from(moment.day), 1),
            month: self.month(moment),
            year: self.numbers.whole(i64::from(moment.year), 1),
            time: self.clock(moment)?,
            date: self.full.format(&moment.iso).to_string(),
        })
    }

    /// Date and clock time in the zone. An instant beyond the calendar (years ±9999) becomes its nearest end.
    fn local(&self, instant: Wall) -> civil::DateTime {
        self.zone.to_datetime(timestamp(instant))
    }
}

fn timestamp(instant: Wall) -> Timestamp {
    let end = if instant.millis() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(instant.millis()).unwrap_or(end)
}

const fn pattern(style: DateStyle) -> &'static str {
    match style {
        DateStyle::Appointment => "appointment",
        DateStyle::Day => "day",
        DateStyle::Date | DateStyle::Time | DateStyle::Weekday => "date",
    }
}

fn calendar_name(calendar: &AnyCalendar) -> String {
    match calendar.kind() {
        AnyCalendarKind::Persian => "solar-hijri",
        AnyCalendarKind::Ethiopian | AnyCalendarKind::EthiopianAmeteAlem => "ethiopic",
        AnyCalendarKind::Gregorian | AnyCalendarKind::Iso => "gregorian",
        _ => "another",
    }
    .to_owned()
}

fn iso_date(date: civil::Date) -> Option<Date<Iso>> {
    Date::try_new_iso(i32::from(date.year()), u8_of(date.month())?, u8_of(date.day())?).ok()
}

fn u8_of(part: i8) -> Option<u8> {
    u8::try_from(part).ok()
}

#[cfg(test)]
mod tests;
