//! What the rules say of one reading.

use std::cmp::Ordering;

use jiff::civil::Date;

use super::pack::{Pack, Person, Rule, Severity, Side};
use crate::reading::{Kind, Quantity, Values};

/// Where the app runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// For patients: only what was reviewed judges.
    Care,
    /// The sandbox or a demonstration, which say so on every screen.
    Practice,
}

/// What the rules say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict<'p> {
    /// The gravest rule that fired.
    Flagged(&'p Rule),
    /// None of the warning signs that are checked. Not that all is well.
    NoneOfThese,
    /// No rule ran, and why: it is to be said.
    Unjudged(Unjudged),
}

/// Why no rule ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unjudged {
    /// There is no pack, or none for what was measured.
    NoRules,
    /// The pack is not for this age, for pregnancy, or nobody knows.
    OtherPerson,
    /// The place lies higher than the thresholds for oxygen hold, or nobody knows how high.
    OtherAltitude,
    /// The pack has expired.
    Expired,
    /// Nobody has reviewed it.
    Unreviewed,
}

/// Judges one reading by one pack. `off` are the ids of rules that configuration has switched off.
pub fn judge<'p>(
    pack: &'p Pack,
    values: &Values,
    person: Person,
    today: Date,
    setting: Setting,
    off: &[String],
) -> Verdict<'p> {
    if let Some(why) = unjudged(pack, values, person, today, setting) {
        return Verdict::Unjudged(why);
    }
    let measured = measured(values);
    let about = |rule: &&Rule| measured.iter().any(|(kind, _)| *kind == rule.kind);
    let mut rules = pack.rules.iter().filter(|rule| !off.contains(&rule.id)).filter(about).peekable();
    if rules.peek().is_none() {
        return Verdict::Unjudged(Unjudged::NoRules);
    }
    let fires = |rule: &&Rule| measured.iter().any(|(kind, value)| *kind == rule.kind && rule.fires(*value));
    rules.filter(fires).max_by_key(|rule| rule.severity).map_or(Verdict::NoneOfThese, Verdict::Flagged)
}

/// The meaning whose question comes first: the one that would be gravest. `None` while none of them is a flag of
/// urgency, so that the order in which the person is asked stays the ordinary one.
pub fn question_first(meanings: &[Values], judge: impl Fn(&Values) -> Option<Severity>) -> Option<&Values> {
    let graded = meanings.iter().filter_map(|values| Some((judge(values)?, values)));
    let gravest =
        graded.filter(|(severity, _)| *severity >= Severity::Urgent).max_by_key(|(severity, _)| *severity);
    gravest.map(|(_, values)| values)
}

impl Verdict<'_> {
    /// How grave, if a rule fired.
    pub fn severity(&self) -> Option<Severity> {
        match self {
            Self::Flagged(rule) => Some(rule.severity),
            Self::NoneOfThese | Self::Unjudged(_) => None,
        }
    }
}

impl Rule {
    fn fires(&self, value: Quantity) -> bool {
        let Some(order) = value.compare(self.bound) else { return false };
        match self.side {
            Side::AtLeast => order != Ordering::Less,
            Side::AtMost => order != Ordering::Greater,
            Side::Above => order == Ordering::Greater,
            Side::Below => order == Ordering::Less,
        }
    }
}

fn unjudged(pack: &Pack, values: &Values, person: Person, today: Date, setting: Setting) -> Option<Unjudged> {
    let oxygen = matches!(values, Values::One(Kind::Spo2, _));
    let low = person.altitude.is_some_and(|altitude| altitude <= pack.population.to_altitude);
    match () {
        () if !pack.population.holds(person) => Some(Unjudged::OtherPerson),
        () if oxygen && !low => Some(Unjudged::OtherAltitude),
        () if today > pack.expires => Some(Unjudged::Expired),
        () if setting == Setting::Care && pack.review.is_none() => Some(Unjudged::Unreviewed),
        () => None,
    }
}

/// What was measured, each by itself.
fn measured(values: &Values) -> Vec<(Kind, Quantity)> {
    match *values {
        Values::One(kind, value) => vec![(kind, value)],
        Values::Pressure { systolic, diastolic } => {
            vec![(Kind::Systolic, systolic), (Kind::Diastolic, diastolic)]
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::flags::{PackError, meanings, pressure_meanings};
    use crate::reading::{Decimal, Unit};

    /// Thresholds for the tests, of no guideline.
    fn pack() -> Pack {
        let rule = |id: &str, loinc: &str, side: &str, bound: &str, unit: &str, severity: &str| {
            serde_json::json!({"id": id, "loinc": loinc, "side": side, "bound": bound, "unit": unit,
                "severity": severity, "source": {"guideline": "none", "year": 2026, "section": "test"}})
        };
        let rules = [
            rule("sys-watch", "8480-6", "at-least", "140", "mm[Hg]", "watch"),
            rule("sys-urgent", "8480-6", "at-least", "180", "mm[Hg]", "urgent"),
            rule("sys-low", "8480-6", "below", "90", "mm[Hg]", "urgent"),
            rule("dia-urgent", "8462-4", "at-least", "120", "mm[Hg]", "urgent"),
            rule("glucose-low", "15074-8", "below", "3.0", "mmol/L", "emergency"),
            rule("glucose-lowish", "2339-0", "below", "70", "mg/dL", "urgent"),
            rule("glucose-high", "15074-8", "at-least", "18", "mmol/L", "urgent"),
            rule("oxygen", "2708-6", "below", "90", "%", "emergency"),
        ];
        let pack = serde_json::json!({"id": "test", "review": null, "expires": "2026-12-31", "rules": rules,
            "population": {"from-age": 18, "to-age": null, "pregnant": false, "to-altitude": 2500}});
        Pack::parse(pack.to_string().as_bytes()).unwrap()
    }

    const ADULT: Person = Person { age: Some(60), pregnant: Some(false), altitude: Some(1_200) };

    fn one(kind: Kind, value: &str, unit: Unit) -> Values {
        Values::One(kind, Quantity::new(Decimal::parse(value).unwrap(), unit).unwrap())
    }

    fn severity(pack: &Pack, values: &Values) -> Option<Severity> {
        judge(pack, values, ADULT, date(2026, 11, 25), Setting::Practice, &[]).severity()
    }

    #[test]
    fn the_gravest_rule_speaks_across_units() {
        let pack = pack();
        let judged = |kind, value, unit| severity(&pack, &one(kind, value, unit));
        assert_eq!(judged(Kind::Glucose, "2.9", Unit::MmolPerL), Some(Severity::Emergency));
        assert_eq!(judged(Kind::Glucose, "54", Unit::MgPerDl), Some(Severity::Emergency));
        assert_eq!(judged(Kind::Glucose, "55", Unit::MgPerDl), Some(Severity::Urgent));
        assert_eq!(judged(Kind::Glucose, "5.6", Unit::MmolPerL), None);
        let pressures = pressure_meanings(Decimal::whole(24), Decimal::whole(16), Some(Unit::KPa));
        assert_eq!(severity(&pack, &pressures[0]), Some(Severity::Urgent));
    }

    #[test]
    fn no_rule_fired_is_never_all_well() {
        let pack = pack();
        let fine = one(Kind::Glucose, "5.6", Unit::MmolPerL);
        let verdict = judge(&pack, &fine, ADULT, date(2026, 11, 25), Setting::Practice, &[]);
        assert_eq!(verdict, Verdict::NoneOfThese);
    }

    #[test]
    fn rules_that_do_not_hold_do_not_judge() {
        let low = one(Kind::Glucose, "2.0", Unit::MmolPerL);
        let today = date(2026, 11, 25);
        let mut pack = pack();
        let why = |pack: &Pack, values: &Values, person, today, setting| match judge(
            pack,
            values,
            person,
            today,
            setting,
            &[],
        ) {
            Verdict::Unjudged(why) => why,
            other => panic!("{other:?}"),
        };
        assert_eq!(why(&pack, &low, ADULT, today, Setting::Care), Unjudged::Unreviewed);
        assert_eq!(why(&pack, &low, ADULT, date(2027, 1, 1), Setting::Practice), Unjudged::Expired);
        for person in [
            Person { age: Some(17), ..ADULT },
            Person { age: None, ..ADULT },
            Person { pregnant: Some(true), ..ADULT },
            Person { pregnant: None, ..ADULT },
        ] {
            assert_eq!(why(&pack, &low, person, today, Setting::Practice), Unjudged::OtherPerson);
        }
        let oxygen = one(Kind::Spo2, "88", Unit::Percent);
        for altitude in [None, Some(3_000)] {
            let high = Person { altitude, ..ADULT };
            assert_eq!(why(&pack, &oxygen, high, today, Setting::Practice), Unjudged::OtherAltitude);
        }
        let weight = one(Kind::Weight, "80", Unit::Kg);
        assert_eq!(why(&pack, &weight, ADULT, today, Setting::Practice), Unjudged::NoRules);
        pack.review = Some(crate::flags::Review { reviewer: "…".to_owned(), on: date(2026, 1, 1) });
        let judged = judge(&pack, &low, ADULT, today, Setting::Care, &[]);
        assert_eq!(judged.severity(), Some(Severity::Emergency));
        let off = ["glucose-low".to_owned(), "glucose-lowish".to_owned()];
        assert_eq!(judge(&pack, &low, ADULT, today, Setting::Care, &off), Verdict::NoneOfThese);
    }

    #[test]
    fn the_graver_meaning_is_asked_first() {
        let pack = pack();
        let first = |meanings: &[Values]| question_first(meanings, |values| severity(&pack, values)).copied();
        let fifty_six = meanings(Kind::Glucose, Decimal::whole(56), None);
        assert_eq!(first(&fifty_six), Some(one(Kind::Glucose, "56", Unit::MgPerDl)));
        let turned = pressure_meanings(Decimal::whole(80), Decimal::whole(120), Some(Unit::MmHg));
        assert_eq!(first(&turned), Some(turned[0]), "80 over 120 is the graver one");
        assert_eq!(
            first(&meanings(Kind::Glucose, Decimal::parse("100").unwrap(), Some(Unit::MgPerDl))),
            None
        );
    }

    #[test]
    fn a_pack_is_whole_or_refused() {
        let good = serde_json::json!({"id": "p", "review": null, "expires": "2026-12-31", "rules": [],
            "population": {"from-age": 18, "to-age": null, "pregnant": false, "to-altitude": 2500}});
        assert!(Pack::parse(good.to_string().as_bytes()).is_ok());
        let rule = serde_json::json!({"id": "a", "loinc": "8480-6", "side": "at-least", "bound": "180",
            "unit": "mm[Hg]", "severity": "urgent", "source": {"guideline": "g", "year": 2026, "section": "s"}});
        let with = |field: &str, value: serde_json::Value| {
            let (mut pack, mut changed) = (good.clone(), rule.clone());
            changed[field] = value;
            pack["rules"] = serde_json::json!([rule, changed]);
            Pack::parse(pack.to_string().as_bytes())
        };
        assert!(with("id", "b".into()).is_ok());
        assert_eq!(with("id", "a".into()), Err(PackError::Twice));
        for (field, value) in [
            ("unit", "kg"),
            ("bound", "high"),
            ("bound", "1800"),
            ("loinc", "1-1"),
            ("side", "near"),
            ("severity", "mild"),
        ] {
            assert_eq!(with(field, value.into()), Err(PackError::Malformed), "{field}");
        }
        assert_eq!(with("extra", 1.into()), Err(PackError::Malformed));
        assert_eq!(Pack::parse(&vec![b' '; 300_000]), Err(PackError::TooLarge));
    }

    /// Whether severity never falls from the middle of the target outwards, once something was flagged.
    fn never_milder(judge: impl Fn(i64) -> Option<Severity>, middle: i64, step: i64) -> bool {
        let severities: Vec<_> = (0..160).map(|n| judge(middle + step * n)).collect();
        let flagged = severities.iter().position(Option::is_some).unwrap_or(severities.len());
        severities.iter().skip(flagged).is_sorted()
    }

    fn glucose(tenths: i64) -> Option<Values> {
        Some(Values::One(Kind::Glucose, Quantity::new(Decimal::new(tenths, 1)?, Unit::MmolPerL)?))
    }

    proptest! {
        #[test]
        fn further_out_is_never_milder(middle in 40_i64..170, step in prop::sample::select(vec![-1_i64, 1])) {
            let pack = pack();
            let judged = |tenths| glucose(tenths).and_then(|values| severity(&pack, &values));
            prop_assert!(never_milder(judged, middle, step));
        }
    }

    /// The seeded defect: a rule with two ends, as a range would be.
    #[test]
    fn a_rule_with_two_ends_is_found() {
        let ranged = |tenths: i64| (180..=250).contains(&tenths).then_some(Severity::Urgent);
        assert!(!never_milder(ranged, 100, 1));
    }
}
