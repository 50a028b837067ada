//! Dosages as servers send them.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn whole(number: i64) -> Span {
    Span::Exactly(Decimal::whole(number))
}

/// One tablet by mouth, with this timing.
fn tablet(timing: Value) -> Value {
    json!({"timing": timing, "route": {"coding": [{"system": "http://snomed.info/sct", "code": "26643006"}]},
        "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tablet",
            "system": "http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm", "code": "TAB"}}]})
}

fn code(code: &str) -> Value {
    json!({"code": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation", "code": code}]}})
}

fn repeat(timing: Value) -> Result<Repeat, Unsaid> {
    Dosage::view(&tablet(timing)).map(|dosage| dosage.repeat.unwrap())
}

fn refused(dosage: &Value) -> &'static str {
    match Dosage::view(dosage) {
        Err(Unsaid(part)) => part,
        Ok(dosage) => panic!("{dosage:?}"),
    }
}

const CODES: [&str; 16] = [
    "QD", "BID", "TID", "QID", "AM", "PM", "BED", "QOD", "Q1H", "Q2H", "Q3H", "Q4H", "Q6H", "Q8H", "WK", "MO",
];

#[test]
fn every_code_keeps_its_meaning() {
    let meanings: Vec<_> = CODES.iter().map(|name| repeat(code(name)).unwrap()).collect();
    for (n, meaning) in meanings.iter().enumerate() {
        assert!(meanings[n + 1..].iter().all(|other| other != meaning), "{}", CODES[n]);
    }
    let thrice = repeat(code("TID")).unwrap().frequency;
    let times = Frequency::Times { times: whole(3), period: Decimal::whole(1), unit: PeriodUnit::Day };
    assert_eq!(thrice, Some(times));
    let eight_hourly = repeat(code("Q8H")).unwrap().frequency;
    assert_eq!(eight_hourly, Some(Frequency::Every { interval: whole(8), unit: PeriodUnit::Hour }));
    assert_eq!(repeat(code("BED")).unwrap().events, [Event::BeforeSleep]);
    assert_eq!(refused(&tablet(code("Q5H"))), "timing.code");
}

#[test]
fn structure_and_code_agree_or_nobody_speaks() {
    let daily = |frequency: u8| json!({"repeat": {"frequency": frequency, "period": 1, "periodUnit": "d"}});
    assert_eq!(repeat(daily(3)).unwrap(), repeat(code("TID")).unwrap());
    let both = |frequency: u8, name: &str| {
        let mut timing = daily(frequency);
        timing["code"] = code(name)["code"].clone();
        timing
    };
    assert_eq!(repeat(both(3, "TID")).unwrap(), repeat(code("TID")).unwrap());
    assert_eq!(refused(&tablet(both(2, "TID"))), "timing.code");
    let eight = json!({"repeat": {"frequency": 1, "period": 8, "periodUnit": "h"}});
    assert_eq!(repeat(eight).unwrap(), repeat(code("Q8H")).unwrap());
}

#[test]
fn all_parts_of_a_rich_dosage() {
    let dosage = json!({
        "sequence": 2, "text": "as discussed",
        "timing": {"repeat": {"boundsDuration": {"value": 10, "system": "http://unitsofmeasure.org", "code": "d"},
            "frequency": 1, "frequencyMax": 2, "period": 1, "periodUnit": "d", "when": ["PCM", "PCV"], "offset": 30,
            "dayOfWeek": ["mon", "thu"]}},
        "asNeededCodeableConcept": {"text": "pain"},
        "doseAndRate": [{"doseRange": {
            "low": {"value": 0.5, "system": "http://unitsofmeasure.org", "code": "mg"},
            "high": {"value": 1.50, "system": "http://unitsofmeasure.org", "code": "mg"}}}],
        "maxDosePerPeriod": {"numerator": {"value": 4, "system": "http://unitsofmeasure.org", "code": "mg"},
            "denominator": {"value": 24, "system": "http://unitsofmeasure.org", "code": "h"}},
        "additionalInstruction": [{"text": "with water"}], "patientInstruction": "stop if it itches"});
    let read = Dosage::view(&dosage).unwrap();
    let decimal = |text| Decimal::parse(text).unwrap();
    assert_eq!(
        read.dose,
        Amount { value: Span::Between(decimal("0.5"), decimal("1.5")), unit: DoseUnit::Milligram }
    );
    assert_eq!(read.as_needed, AsNeeded::For("pain".to_owned()));
    assert_eq!(read.notes, ["with water", "stop if it itches"]);
    assert_eq!(
        read.limits,
        [Limit::PerPeriod {
            amount: whole(4),
            unit: DoseUnit::Milligram,
            period: Decimal::whole(24),
            per: PeriodUnit::Hour,
        }]
    );
    let repeat = read.repeat.unwrap();
    assert_eq!((repeat.events, repeat.offset), (vec![Event::AfterBreakfast, Event::AfterDinner], Some(30)));
    assert_eq!(repeat.days, [Day::Monday, Day::Thursday]);
    assert_eq!(repeat.bounds, Some(Length { value: whole(10), unit: PeriodUnit::Day }));
    assert_eq!(Dosage::verbatim(&dosage).as_deref(), Some("as discussed"));
}

#[test]
fn one_thing_not_understood_silences_the_whole() {
    let good = tablet(code("BID"));
    assert!(Dosage::view(&good).is_ok());
    for (pointer, value, part) in [
        ("/site", json!({"text": "left arm"}), "dosage"),
        ("/modifierExtension", json!([{"url": "x"}]), "dosage"),
        ("/timing/repeat", json!({"duration": 1, "durationUnit": "h"}), "timing.repeat"),
        ("/timing/event", json!(["2026-11-25T10:00:00Z"]), "timing"),
        ("/route/coding/0/code", json!("1"), "route"),
        ("/doseAndRate/0/rateQuantity", json!({"value": 1}), "doseAndRate"),
        ("/doseAndRate/0/doseQuantity/comparator", json!("<"), "doseAndRate"),
        ("/doseAndRate/0/doseQuantity/code", json!("SPRAY"), "doseAndRate"),
        ("/doseAndRate/0/doseQuantity/value", json!(0), "doseAndRate"),
        ("/doseAndRate/0/doseQuantity/value", json!(-1), "doseAndRate"),
        ("/doseAndRate/0/doseQuantity/value", json!("1"), "doseAndRate"),
        ("/asNeededBoolean", json!("true"), "asNeeded"),
        ("/maxDosePerPeriod", json!({"numerator": {"value": 1}}), "maxDosePerPeriod"),
        ("/additionalInstruction", json!([{}]), "additionalInstruction"),
    ] {
        let mut changed = good.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        changed.pointer_mut(parent).unwrap()[name] = value;
        assert_eq!(refused(&changed), part, "{pointer}");
    }
    let mut often = good.clone();
    often.as_object_mut().unwrap().remove("timing");
    assert_eq!(refused(&often), "timing");
    often["asNeededBoolean"] = json!(true);
    assert_eq!(Dosage::view(&often).unwrap().repeat, None);
}

#[test]
fn impossible_timings_are_refused() {
    for (repeat, part) in [
        (json!({"frequency": 0, "period": 1, "periodUnit": "d"}), "frequency"),
        (json!({"frequency": 3, "frequencyMax": 2, "period": 1, "periodUnit": "d"}), "frequency"),
        (json!({"frequency": 3, "period": 1, "periodUnit": "s"}), "periodUnit"),
        (json!({"frequency": 3, "period": 1}), "periodUnit"),
        (json!({"frequency": 3, "periodUnit": "d"}), "period"),
        (json!({"frequency": 1, "period": 8, "periodUnit": "h", "when": ["CM"]}), "when"),
        (json!({"when": ["BRUNCH"]}), "when"),
        (json!({"when": ["CM", "CM"]}), "when"),
        (json!({"when": ["CM"], "timeOfDay": ["08:00:00"]}), "timeOfDay"),
        (json!({"timeOfDay": ["25:00:00"]}), "timeOfDay"),
        (json!({"timeOfDay": ["8:00:00"]}), "timeOfDay"),
        (json!({"timeOfDay": ["08:00:30"]}), "timeOfDay"),
        (json!({"dayOfWeek": ["someday"]}), "dayOfWeek"),
        (json!({"offset": 30}), "timing"),
        (json!({"frequency": 1, "period": 1, "periodUnit": "d", "offset": 30}), "offset"),
        (json!({"frequency": 1, "period": 1, "periodUnit": "d", "count": 0}), "count"),
        (json!({}), "timing"),
    ] {
        assert_eq!(refused(&tablet(json!({"repeat": repeat.clone()}))), part, "{repeat}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let words = prop::sample::select(vec!["d", "h", "TID", "CM", "mg", "08:00:00", "mon", "x"]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0_i64..5).prop_map(Value::from),
        words.prop_map(Value::from)
    ];
    let names = prop::sample::select(vec![
        "timing",
        "repeat",
        "code",
        "coding",
        "frequency",
        "period",
        "periodUnit",
        "when",
        "doseAndRate",
        "doseQuantity",
        "value",
        "system",
        "route",
        "timeOfDay",
        "boundsRange",
        "low",
        "high",
    ]);
    leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(names.clone().prop_map(str::to_owned), inner, 0..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect()))
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_an_answer(value in any_json()) {
        let _ = Dosage::view(&value);
        let _ = Dosage::view(&tablet(value));
    }
}
