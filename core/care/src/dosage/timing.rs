//! When and how often (FHIR R4 Timing, <https://hl7.org/fhir/R4/datatypes.html#Timing>).

use crate::reading::Decimal;

use super::amount::Span;

/// When a dose is repeated.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeat {
    /// How often, or how far apart.
    pub frequency: Option<Frequency>,
    /// At which parts of the day or meals.
    pub events: Vec<Event>,
    /// Minutes before or after those.
    pub offset: Option<u32>,
    /// At which times of the clock.
    pub times: Vec<TimeOfDay>,
    /// On which days of the week; none means every day.
    pub days: Vec<Day>,
    /// For how long altogether.
    pub bounds: Option<Length>,
    /// How many doses altogether.
    pub count: Option<u32>,
}

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    /// So many times in every period: `TID` is three times in one day.
    Times {
        /// How many times.
        times: Span,
        /// How many of the unit the period has.
        period: Decimal,
        /// The period's unit.
        unit: PeriodUnit,
    },
    /// So far apart by the clock: `Q8H`. Never "three times a day": the intervals are what counts.
    Every {
        /// How many of the unit lie between two doses.
        interval: Span,
        /// The interval's unit.
        unit: PeriodUnit,
    },
}

/// Units of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodUnit {
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// How many.
    pub value: Span,
    /// Of what.
    pub unit: PeriodUnit,
}

/// Parts of the day and meals (FHIR's `event-timing`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is named by its code, and the code is what it means")]
pub enum Event {
    Morning,
    EarlyMorning,
    LateMorning,
    Noon,
    Afternoon,
    EarlyAfternoon,
    LateAfternoon,
    Evening,
    EarlyEvening,
    LateEvening,
    Night,
    AfterSleep,
    BeforeSleep,
    Waking,
    WithMeals,
    WithBreakfast,
    WithLunch,
    WithDinner,
    BeforeMeals,
    BeforeBreakfast,
    BeforeLunch,
    BeforeDinner,
    AfterMeals,
    AfterBreakfast,
    AfterLunch,
    AfterDinner,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "days need no explanation")]
pub enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// A time of the clock, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

impl Event {
    /// Every event with its code.
    pub const ALL: [(&'static str, Self); 26] = [
        ("MORN", Self::Morning),
        ("MORN.early", Self::EarlyMorning),
        ("MORN.late", Self::LateMorning),
        ("NOON", Self::Noon),
        ("AFT", Self::Afternoon),
        ("AFT.early", Self::EarlyAfternoon),
        ("AFT.late", Self::LateAfternoon),
        ("EVE", Self::Evening),
        ("EVE.early", Self::EarlyEvening),
        ("EVE.late", Self::LateEvening),
        ("NIGHT", Self::Night),
        ("PHS", Self::AfterSleep),
        ("HS", Self::BeforeSleep),
        ("WAKE", Self::Waking),
        ("C", Self::WithMeals),
        ("CM", Self::WithBreakfast),
        ("CD", Self::WithLunch),
        ("CV", Self::WithDinner),
        ("AC", Self::BeforeMeals),
        ("ACM", Self::BeforeBreakfast),
        ("ACD", Self::BeforeLunch),
        ("ACV", Self::BeforeDinner),
        ("PC", Self::AfterMeals),
        ("PCM", Self::AfterBreakfast),
        ("PCD", Self::AfterLunch),
        ("PCV", Self::AfterDinner),
    ];

    pub(super) fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == code).map(|(_, event)| event)
    }
}

impl Day {
    /// Every day with its code.
    pub const ALL: [(&'static str, Self); 7] = [
        ("mon", Self::Monday),
        ("tue", Self::Tuesday),
        ("wed", Self::Wednesday),
        ("thu", Self::Thursday),
        ("fri", Self::Friday),
        ("sat", Self::Saturday),
        ("sun", Self::Sunday),
    ];

    pub(super) fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == code).map(|(_, day)| day)
    }
}

impl PeriodUnit {
    /// Every unit with its UCUM code, which is FHIR's too. Seconds have no place in a patient's dose.
    pub const ALL: [(&'static str, Self); 6] = [
        ("min", Self::Minute),
        ("h", Self::Hour),
        ("d", Self::Day),
        ("wk", Self::Week),
        ("mo", Self::Month),
        ("a", Self::Year),
    ];

    pub(super) fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == code).map(|(_, unit)| unit)
    }
}

impl Frequency {
    /// What a code of FHIR's `timing-abbreviation` means, and the event it names.
    pub(super) fn of_code(code: &str) -> Option<(Option<Self>, Option<Event>)> {
        let times = |times: i64, unit| {
            let times = Span::Exactly(Decimal::whole(times));
            Some(Self::Times { times, period: Decimal::whole(1), unit })
        };
        let every = |interval: i64, unit| {
            Some(Self::Every { interval: Span::Exactly(Decimal::whole(interval)), unit })
        };
        let daily = times(1, PeriodUnit::Day);
        Some(match code {
            "QD" => (daily, None),
            "BID" => (times(2, PeriodUnit::Day), None),
            "TID" => (times(3, PeriodUnit::Day), None),
            "QID" => (times(4, PeriodUnit::Day), None),
            "AM" => (daily, Some(Event::Morning)),
            "PM" => (daily, Some(Event::Afternoon)),
            "BED" => (daily, Some(Event::BeforeSleep)),
            "QOD" => (every(2, PeriodUnit::Day), None),
            "Q1H" => (every(1, PeriodUnit::Hour), None),
            "Q2H" => (every(2, PeriodUnit::Hour), None),
            "Q3H" => (every(3, PeriodUnit::Hour), None),
            "Q4H" => (every(4, PeriodUnit::Hour), None),
            "Q6H" => (every(6, PeriodUnit::Hour), None),
            "Q8H" => (every(8, PeriodUnit::Hour), None),
            "WK" => (times(1, PeriodUnit::Week), None),
            "MO" => (times(1, PeriodUnit::Month), None),
            _ => return None,
        })
    }
}
