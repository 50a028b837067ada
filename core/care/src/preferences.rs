//! What a patient wishes of a visit: which doctor, which hours not, how they are seen. Wishes order and filter what is
//! offered; they never book and never hide everything.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use nabz_locale::Gender;
use nabz_time::Wall;
use serde::{Deserialize, Serialize};

use crate::{Practitioner, Slot, fold};

/// How many other times are offered when one has gone.
pub const ALTERNATIVES: usize = 3;

/// What a patient wishes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// BCP 47 tag of the language the doctor should speak.
    pub language: Option<String>,
    /// The doctor's gender.
    pub gender: Option<Gender>,
    /// Heard, not seen.
    pub audio_only: bool,
    /// Somebody of the family or of the clinic is with the patient.
    pub someone_present: bool,
    /// When not.
    pub avoid: Vec<Avoid>,
}

/// Hours of days on which a visit does not suit: prayer, the day of rest, fasting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Avoid {
    /// On which days.
    pub days: Days,
    /// From this time of the day; the whole day together with an equal end.
    #[serde(with = "iso")]
    pub from: Time,
    /// To this time, which belongs to the visit again. Before `from`, it lies on the next day.
    #[serde(with = "iso")]
    pub to: Time,
}

/// Days on which hours are avoided, in the patient's zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Days {
    /// Every day.
    Every,
    /// Each of this weekday, Monday being 1 (ISO 8601).
    Weekday(i8),
    /// From the first to the last of these, both included.
    Between(#[serde(with = "iso")] Date, #[serde(with = "iso")] Date),
}

impl Days {
    fn hold(&self, day: Date) -> bool {
        match self {
            Self::Every => true,
            Self::Weekday(number) => day.weekday().to_monday_one_offset() == *number,
            Self::Between(first, last) => (*first..=*last).contains(&day),
        }
    }
}

impl Avoid {
    /// A whole weekday, Monday being 1.
    pub const fn rest_day(number: i8) -> Self {
        Self { days: Days::Weekday(number), from: Time::MIN, to: Time::MIN }
    }

    /// Whether a visit from `start` to `end`, local times of one day, meets what is avoided.
    fn meets(&self, start: (Date, Time), end: (Date, Time)) -> bool {
        if self.from == self.to {
            return self.days.hold(start.0) || self.days.hold(end.0);
        }
        let began_the_day_before = start.0.yesterday().ok();
        [began_the_day_before, Some(start.0), Some(end.0)].into_iter().flatten().any(|day| {
            let over_night = self.to < self.from;
            let until = if over_night { day.tomorrow().unwrap_or(day) } else { day };
            self.days.hold(day) && start < (until, self.to) && end > (day, self.from)
        })
    }
}

impl Preferences {
    /// Whether a time from `start` to `end` keeps clear of what is avoided, seen in `zone`.
    pub fn suits(&self, start: Wall, end: Wall, zone: &TimeZone) -> bool {
        let local = |at: Wall| {
            let at = jiff::Timestamp::from_millisecond(at.millis()).ok()?.to_zoned(zone.clone());
            Some((at.date(), at.time()))
        };
        let (Some(start), Some(end)) = (local(start), local(end)) else { return true };
        !self.avoid.iter().any(|avoid| avoid.meets(start, end))
    }

    /// How many wishes about the doctor are not met: 0 comes first in a list.
    pub fn unmet(&self, doctor: &Practitioner) -> usize {
        let language = self.language.as_deref().is_some_and(|language| !doctor.speaks(language));
        let gender = self.gender.is_some_and(|gender| doctor.gender != gender);
        usize::from(language) + usize::from(gender)
    }
}

/// Doctors whose name was typed, those who meet the wishes first, each in the order the clinic lists them.
pub fn find_doctors<'a>(
    doctors: &'a [Practitioner],
    typed: &str,
    wishes: &Preferences,
) -> Vec<&'a Practitioner> {
    let mut found: Vec<_> =
        doctors.iter().filter(|doctor| doctor.all_names().any(|name| fold::names(name, typed))).collect();
    found.sort_by_key(|doctor| wishes.unmet(doctor));
    found
}

/// Other times instead of one that has gone: those that suit first, then the nearest to it, in the order of the day.
pub fn alternatives(slots: &[Slot], gone: (Wall, Wall), wishes: &Preferences, zone: &TimeZone) -> Vec<Slot> {
    let mut others: Vec<&Slot> = slots.iter().filter(|slot| slot.start != gone.0).collect();
    others.sort_by_key(|slot| {
        let suits = wishes.suits(slot.start, slot.end, zone);
        (!suits, slot.start.millis_since(gone.0).unsigned_abs(), slot.start)
    });
    let mut chosen: Vec<Slot> = others.into_iter().take(ALTERNATIVES).cloned().collect();
    chosen.sort_by_key(|slot| slot.start);
    chosen
}

/// Days and times as ISO 8601 writes them.
mod iso {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(super) fn deserialize<'de, T: FromStr<Err: Display>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Resource, write_instant};
    use jiff::civil::{date, time};
    use serde_json::json;
    use std::time::Duration;

    fn tehran() -> TimeZone {
        TimeZone::get("Asia/Tehran").unwrap()
    }

    fn at(day: Date, hour: i8, minute: i8) -> Wall {
        let zoned = day.at(hour, minute, 0, 0).to_zoned(tehran()).unwrap();
        Wall::from_millis(zoned.timestamp().as_millisecond())
    }

    fn suits(avoid: Avoid, day: Date, hour: i8, minute: i8) -> bool {
        let start = at(day, hour, minute);
        let wishes = Preferences { avoid: vec![avoid], ..Preferences::default() };
        wishes.suits(start, start + Duration::from_secs(15 * 60), &tehran())
    }

    #[test]
    fn hours_of_prayer_are_avoided_to_the_minute() {
        let noon = || Avoid { days: Days::Every, from: time(11, 50, 0, 0), to: time(12, 30, 0, 0) };
        let day = date(2026, 11, 26);
        for (hour, minute, good) in
            [(11, 35, true), (11, 36, false), (12, 0, false), (12, 29, false), (12, 30, true)]
        {
            assert_eq!(suits(noon(), day, hour, minute), good, "{hour}:{minute}");
        }
    }

    #[test]
    fn the_day_of_rest_is_a_day_of_the_patients_calendar() {
        let friday = Avoid::rest_day(5);
        assert!(!suits(friday.clone(), date(2026, 11, 27), 0, 0));
        assert!(!suits(friday.clone(), date(2026, 11, 27), 23, 44));
        assert!(suits(friday.clone(), date(2026, 11, 26), 23, 0) && suits(friday, date(2026, 11, 28), 0, 0));
    }

    #[test]
    fn fasting_days_and_nights_over_midnight() {
        let fasting = Avoid {
            days: Days::Between(date(2027, 2, 8), date(2027, 3, 9)),
            from: time(16, 0, 0, 0),
            to: time(19, 0, 0, 0),
        };
        assert!(!suits(fasting.clone(), date(2027, 2, 8), 17, 0));
        assert!(suits(fasting.clone(), date(2027, 3, 10), 17, 0) && suits(fasting, date(2027, 2, 8), 19, 0));
        let night = Avoid { days: Days::Every, from: time(22, 0, 0, 0), to: time(6, 0, 0, 0) };
        let day = date(2026, 11, 26);
        assert!(!suits(night.clone(), day, 5, 50) && !suits(night.clone(), day, 23, 50));
        assert!(suits(night, day, 6, 0));
    }

    fn doctor(id: &str, name: &str, gender: &str, language: &str) -> Practitioner {
        let value = json!({"resourceType": "Practitioner", "id": id, "name": [{"text": name}], "gender": gender,
            "communication": [{"coding": [{"code": language}]}]});
        Practitioner::view(Resource::from_value(value).unwrap()).unwrap()
    }

    #[test]
    fn a_doctor_who_meets_the_wishes_comes_first_and_no_one_is_hidden() {
        let doctors =
            [doctor("1", "دکتر علی رضایی", "male", "fa"), doctor("2", "دکتر علیه امینی", "female", "ku")];
        let ids = |typed: &str, wishes: &Preferences| {
            let found = find_doctors(&doctors, typed, wishes);
            found.iter().map(|doctor| doctor.id.to_string()).collect::<Vec<_>>()
        };
        let woman = Preferences { gender: Some(Gender::Female), ..Preferences::default() };
        let kurdish = Preferences { language: Some("ku-IQ".into()), ..Preferences::default() };
        assert_eq!(ids("علي", &Preferences::default()), ["1", "2"]);
        assert_eq!(ids("علي", &woman), ["2", "1"]);
        assert_eq!(ids("", &kurdish), ["2", "1"]);
        assert_eq!(ids("امیني", &Preferences::default()), ["2"]);
        assert!(ids("سارا", &Preferences::default()).is_empty());
    }

    fn slot(start: Wall) -> Slot {
        let end = start + Duration::from_secs(15 * 60);
        let value = json!({"resourceType": "Slot", "id": format!("s{}", start.millis()), "meta": {"versionId": "1"},
            "status": "free", "start": write_instant(start), "end": write_instant(end)});
        Slot::view(Resource::from_value(value).unwrap()).unwrap()
    }

    #[test]
    fn three_other_times_the_nearest_that_suit() {
        let day = date(2026, 11, 26);
        let slots: Vec<Slot> = [8, 9, 10, 11, 12].map(|hour| slot(at(day, hour, 0))).to_vec();
        let gone = (at(day, 10, 0), at(day, 10, 15));
        let hours = |wishes: &Preferences| {
            let found = alternatives(&slots, gone, wishes, &tehran());
            found.iter().map(|slot| slot.start.millis_since(at(day, 0, 0)) / 3_600_000).collect::<Vec<_>>()
        };
        assert_eq!(hours(&Preferences::default()), [8, 9, 11]);
        let morning = Avoid { days: Days::Every, from: time(8, 0, 0, 0), to: time(10, 0, 0, 0) };
        let wishes = Preferences { avoid: vec![morning], ..Preferences::default() };
        assert_eq!(
            hours(&wishes),
            [9, 11, 12],
            "what suits first; where that is too little, the rest stays in sight"
        );
    }

    #[test]
    fn wishes_of_another_version_are_read() {
        let wishes: Preferences = serde_json::from_str(r#"{"audio_only": true, "later": 1}"#).unwrap();
        assert!(wishes.audio_only && wishes.avoid.is_empty());
        let days = Days::Between(date(2027, 2, 8), date(2027, 3, 9));
        let avoid = vec![Avoid { days, from: time(16, 0, 0, 0), to: time(19, 0, 0, 0) }, Avoid::rest_day(5)];
        let kept = Preferences { avoid, gender: Some(Gender::Female), ..wishes };
        assert_eq!(
            serde_json::from_str::<Preferences>(&serde_json::to_string(&kept).unwrap()).unwrap(),
            kept
        );
    }
}
