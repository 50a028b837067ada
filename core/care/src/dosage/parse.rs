//! From a Dosage element to its parts. Every field is either understood or refuses the whole.

use serde_json::{Map, Value};

use super::amount::{Amount, DoseUnit, Span};
use super::timing::{Day, Event, Frequency, Length, PeriodUnit, Repeat, TimeOfDay};
use super::{AsNeeded, Dosage, Limit, Route, Unsaid};
use crate::field;
use crate::reading::Decimal;

const SNOMED: &str = "http://snomed.info/sct";
const TIMING_CODES: &str = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation";
const UCUM: &str = "http://unitsofmeasure.org";

/// Longest list of events, times or days.
const LIST_LIMIT: usize = 24;

/// Longest number of doses, minutes of offset and the like.
const COUNT_LIMIT: u32 = 100_000;

/// Fields of Dosage that are parts of what is said, and those that add nothing a patient acts by.
const DOSAGE: &[&str] = &[
    "id",
    "sequence",
    "text",
    "additionalInstruction",
    "patientInstruction",
    "timing",
    "asNeededBoolean",
    "asNeededCodeableConcept",
    "route",
    "doseAndRate",
    "maxDosePerPeriod",
    "maxDosePerAdministration",
];

const REPEAT: &[&str] = &[
    "id",
    "boundsDuration",
    "boundsRange",
    "count",
    "frequency",
    "frequencyMax",
    "period",
    "periodMax",
    "periodUnit",
    "dayOfWeek",
    "timeOfDay",
    "when",
    "offset",
];

impl Dosage {
    /// Reads an element of `MedicationRequest.dosageInstruction`.
    pub fn view(dosage: &Value) -> Result<Self, Unsaid> {
        let dosage = only(dosage, DOSAGE, "dosage")?;
        let as_needed = as_needed(dosage)?;
        let repeat = dosage.get("timing").map(repeat).transpose()?;
        if repeat.is_none() && as_needed == AsNeeded::No {
            // How often is not said: that is no instruction.
            return Err(Unsaid("timing"));
        }
        Ok(Self {
            sequence: dosage.get("sequence").map(|value| count(value, "sequence")).transpose()?,
            dose: dose(dosage)?,
            route: dosage.get("route").map(route).transpose()?,
            repeat,
            as_needed,
            limits: limits(dosage)?,
            notes: notes(dosage)?,
        })
    }

    /// What the prescriber wrote in words, to be shown where the parts cannot be said.
    pub fn verbatim(dosage: &Value) -> Option<String> {
        field::written(dosage.get("text")?.as_str()?)
    }
}

/// An object with none but these fields: what stands in an unknown one could change what is to be taken.
fn only<'v>(value: &'v Value, known: &[&str], name: &'static str) -> Result<&'v Map<String, Value>, Unsaid> {
    let object = value.as_object().ok_or(Unsaid(name))?;
    let understood = object.keys().all(|field| known.contains(&field.as_str()));
    if understood { Ok(object) } else { Err(Unsaid(name)) }
}

fn as_needed(dosage: &Map<String, Value>) -> Result<AsNeeded, Unsaid> {
    match (dosage.get("asNeededBoolean"), dosage.get("asNeededCodeableConcept")) {
        (None | Some(Value::Bool(false)), None) => Ok(AsNeeded::No),
        (Some(Value::Bool(true)), None) => Ok(AsNeeded::Yes),
        (None, Some(concept)) => concept_text(concept).map(AsNeeded::For).ok_or(Unsaid("asNeeded")),
        _ => Err(Unsaid("asNeeded")),
    }
}

/// What a concept says in words.
fn concept_text(concept: &Value) -> Option<String> {
    let display = || field::list(concept, "coding").find_map(|coding| coding.get("display")?.as_str());
    field::written(concept.get("text").and_then(Value::as_str).or_else(display)?)
}

fn notes(dosage: &Map<String, Value>) -> Result<Vec<String>, Unsaid> {
    let additional = dosage.get("additionalInstruction").and_then(Value::as_array).into_iter().flatten();
    let additional = additional.map(|concept| concept_text(concept).ok_or(Unsaid("additionalInstruction")));
    let own = dosage
        .get("patientInstruction")
        .map(|text| text.as_str().and_then(field::written).ok_or(Unsaid("patientInstruction")));
    let notes: Vec<String> = additional.chain(own).collect::<Result<_, _>>()?;
    if notes.len() > LIST_LIMIT { Err(Unsaid("additionalInstruction")) } else { Ok(notes) }
}

fn route(concept: &Value) -> Result<Route, Unsaid> {
    let codes = field::list(concept, "coding")
        .filter(|coding| coding.get("system").and_then(Value::as_str) == Some(SNOMED))
        .filter_map(|coding| coding.get("code")?.as_str());
    codes.filter_map(Route::of_snomed).next().ok_or(Unsaid("route"))
}

fn dose(dosage: &Map<String, Value>) -> Result<Amount, Unsaid> {
    const NAME: &str = "doseAndRate";
    let [one] = dosage.get(NAME).and_then(Value::as_array).ok_or(Unsaid(NAME))?.as_slice() else {
        return Err(Unsaid(NAME));
    };
    // A rate is for an infusion: nothing a patient sets.
    let dose = only(one, &["id", "type", "doseQuantity", "doseRange"], NAME)?;
    match (dose.get("doseQuantity"), dose.get("doseRange")) {
        (Some(quantity), None) => {
            let (value, unit) = quantity_of(quantity, NAME)?;
            Ok(Amount { value: Span::Exactly(value), unit })
        }
        (None, Some(range)) => {
            let range = only(range, &["id", "low", "high"], NAME)?;
            let end = |name| range.get(name).ok_or(Unsaid(NAME)).and_then(|end| quantity_of(end, NAME));
            let ((low, unit), (high, other)) = (end("low")?, end("high")?);
            if unit != other {
                return Err(Unsaid(NAME));
            }
            Ok(Amount { value: between(low, Some(high), NAME)?, unit })
        }
        _ => Err(Unsaid(NAME)),
    }
}

fn quantity_of(quantity: &Value, name: &'static str) -> Result<(Decimal, DoseUnit), Unsaid> {
    let quantity = only(quantity, &["id", "value", "unit", "system", "code"], name)?;
    let text = |field| quantity.get(field).and_then(Value::as_str);
    let unit = text("system").zip(text("code")).and_then(|(system, code)| DoseUnit::of_code(system, code));
    Ok((positive(quantity.get("value"), name)?, unit.ok_or(Unsaid(name))?))
}

fn limits(dosage: &Map<String, Value>) -> Result<Vec<Limit>, Unsaid> {
    let mut limits = Vec::new();
    if let Some(ratio) = dosage.get("maxDosePerPeriod") {
        const NAME: &str = "maxDosePerPeriod";
        let ratio = only(ratio, &["id", "numerator", "denominator"], NAME)?;
        let (value, unit) = quantity_of(ratio.get("numerator").ok_or(Unsaid(NAME))?, NAME)?;
        let (period, per) = time_of(ratio.get("denominator").ok_or(Unsaid(NAME))?, NAME)?;
        limits.push(Limit::PerPeriod { amount: Span::Exactly(value), unit, period, per });
    }
    if let Some(most) = dosage.get("maxDosePerAdministration") {
        let (value, unit) = quantity_of(most, "maxDosePerAdministration")?;
        limits.push(Limit::AtOnce { amount: Span::Exactly(value), unit });
    }
    Ok(limits)
}

/// A length of time in UCUM.
fn time_of(quantity: &Value, name: &'static str) -> Result<(Decimal, PeriodUnit), Unsaid> {
    let quantity = only(quantity, &["id", "value", "unit", "system", "code"], name)?;
    let ucum = quantity.get("system").and_then(Value::as_str) == Some(UCUM);
    let unit = quantity.get("code").and_then(Value::as_str).filter(|_| ucum).and_then(PeriodUnit::of_code);
    Ok((positive(quantity.get("value"), name)?, unit.ok_or(Unsaid(name))?))
}

fn repeat(timing: &Value) -> Result<Repeat, Unsaid> {
    // Fixed instants (`event`) are a schedule of the clinic's, not an instruction.
    let timing = only(timing, &["id", "repeat", "code"], "timing")?;
    let nothing = Value::Object(Map::new());
    let written = only(timing.get("repeat").unwrap_or(&nothing), REPEAT, "timing.repeat")?;
    let (coded, named) = timing.get("code").map(coded).transpose()?.unwrap_or_default();
    let mut events = all(written, "when", Event::of_code)?;
    // A code beside the structure says the same again, or nobody knows which one holds.
    let frequency = match (frequency(written)?, coded) {
        (Some(written), Some(coded)) if written != coded => return Err(Unsaid("timing.code")),
        (written, coded) => written.or(coded),
    };
    if let Some(named) = named.filter(|named| !events.contains(named)) {
        if !events.is_empty() {
            return Err(Unsaid("timing.code"));
        }
        events.push(named);
    }
    let repeat = Repeat {
        frequency,
        events,
        offset: written.get("offset").map(|value| count(value, "offset")).transpose()?,
        times: all(written, "timeOfDay", time_of_day)?,
        days: all(written, "dayOfWeek", Day::of_code)?,
        bounds: bounds(written)?,
        count: written.get("count").map(|value| count(value, "count")).transpose()?,
    };
    coherent(repeat)
}

/// Refuses what contradicts itself or says nothing.
fn coherent(repeat: Repeat) -> Result<Repeat, Unsaid> {
    let clocked = matches!(
        repeat.frequency,
        Some(Frequency::Every { unit: PeriodUnit::Minute | PeriodUnit::Hour, .. })
    );
    let fixed = !repeat.events.is_empty() || !repeat.times.is_empty();
    let said = repeat.frequency.is_some() || fixed || !repeat.days.is_empty();
    match () {
        () if !said => Err(Unsaid("timing")),
        // FHIR tim-9 and tim-10: an offset belongs to an event, and events exclude times of the clock.
        () if repeat.offset.is_some() && repeat.events.is_empty() => Err(Unsaid("offset")),
        () if !repeat.events.is_empty() && !repeat.times.is_empty() => Err(Unsaid("timeOfDay")),
        // "Every 8 hours" is by the clock; tied to meals it would be something else.
        () if clocked && fixed => Err(Unsaid("when")),
        () => Ok(repeat),
    }
}

fn coded(concept: &Value) -> Result<(Option<Frequency>, Option<Event>), Unsaid> {
    let codings = field::list(concept, "coding");
    let codes = codings
        .filter(|coding| coding.get("system").and_then(Value::as_str) == Some(TIMING_CODES))
        .filter_map(|coding| coding.get("code")?.as_str());
    codes.filter_map(Frequency::of_code).next().ok_or(Unsaid("timing.code"))
}

fn frequency(repeat: &Map<String, Value>) -> Result<Option<Frequency>, Unsaid> {
    const NAME: &str = "frequency";
    let number = |field| repeat.get(field).map(|value| positive(Some(value), NAME)).transpose();
    let times = [number(NAME)?, number("frequencyMax")?];
    let period = [number("period")?, number("periodMax")?];
    let unit = repeat
        .get("periodUnit")
        .map(|unit| unit.as_str().and_then(PeriodUnit::of_code).ok_or(Unsaid("periodUnit")));
    let Some(unit) = unit.transpose()? else {
        let silent = times.iter().chain(&period).all(Option::is_none);
        return if silent { Ok(None) } else { Err(Unsaid("periodUnit")) };
    };
    let [first, last] = period;
    let first = first.ok_or(Unsaid("period"))?;
    let times = between(times[0].unwrap_or(Decimal::whole(1)), times[1], NAME)?;
    let once = times == Span::Exactly(Decimal::whole(1));
    match last {
        // Once in every so many hours, or in more than one day, is an interval; three times in one day is not.
        None if once
            && (first != Decimal::whole(1) || matches!(unit, PeriodUnit::Minute | PeriodUnit::Hour)) =>
        {
            Ok(Some(Frequency::Every { interval: Span::Exactly(first), unit }))
        }
        None => Ok(Some(Frequency::Times { times, period: first, unit })),
        Some(last) if once => {
            Ok(Some(Frequency::Every { interval: between(first, Some(last), "period")?, unit }))
        }
        Some(_) => Err(Unsaid("periodMax")),
    }
}

fn bounds(repeat: &Map<String, Value>) -> Result<Option<Length>, Unsaid> {
    const NAME: &str = "bounds";
    match (repeat.get("boundsDuration"), repeat.get("boundsRange")) {
        (None, None) => Ok(None),
        (Some(duration), None) => {
            let (value, unit) = time_of(duration, NAME)?;
            Ok(Some(Length { value: Span::Exactly(value), unit }))
        }
        (None, Some(range)) => {
            let range = only(range, &["id", "low", "high"], NAME)?;
            let end = |name| range.get(name).ok_or(Unsaid(NAME)).and_then(|end| time_of(end, NAME));
            let ((low, unit), (high, other)) = (end("low")?, end("high")?);
            if unit != other {
                return Err(Unsaid(NAME));
            }
            Ok(Some(Length { value: between(low, Some(high), NAME)?, unit }))
        }
        _ => Err(Unsaid(NAME)),
    }
}

/// A list of codes, each understood and each once.
fn all<T: PartialEq>(
    object: &Map<String, Value>,
    name: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, Unsaid> {
    let Some(list) = object.get(name) else { return Ok(Vec::new()) };
    let list = list.as_array().filter(|list| list.len() <= LIST_LIMIT).ok_or(Unsaid(name))?;
    let mut items = Vec::with_capacity(list.len());
    for item in list {
        let item = item.as_str().and_then(&read).filter(|item| !items.contains(item)).ok_or(Unsaid(name))?;
        items.push(item);
    }
    Ok(items)
}

/// FHIR's time: `14:30:00`. Seconds other than none are no time for a dose.
fn time_of_day(text: &str) -> Option<TimeOfDay> {
    let mut parts = text.split(':');
    let mut part = |limit: u8| {
        let digits =
            parts.next().filter(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        digits.parse::<u8>().ok().filter(|value| *value < limit)
    };
    let (hour, minute, second) = (part(24)?, part(60)?, part(60)?);
    (second == 0 && parts.next().is_none()).then_some(TimeOfDay { hour, minute })
}

fn positive(value: Option<&Value>, name: &'static str) -> Result<Decimal, Unsaid> {
    let number = value.and_then(Value::as_number).ok_or(Unsaid(name))?;
    Decimal::parse(&number.to_string())
        .filter(|value| *value > Decimal::ZERO)
        .map(Decimal::plain)
        .ok_or(Unsaid(name))
}

fn between(low: Decimal, high: Option<Decimal>, name: &'static str) -> Result<Span, Unsaid> {
    match high {
        None => Ok(Span::Exactly(low)),
        Some(high) if high == low => Ok(Span::Exactly(low)),
        Some(high) if high > low => Ok(Span::Between(low, high)),
        Some(_) => Err(Unsaid(name)),
    }
}

fn count(value: &Value, name: &'static str) -> Result<u32, Unsaid> {
    let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
    number.filter(|number| (1..=COUNT_LIMIT).contains(number)).ok_or(Unsaid(name))
}
