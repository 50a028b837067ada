//! Booking by operations, where the clinic speaks such a dialect: IHE ITI Scheduling or Medplum's. The slots are the
//! ones plain clients see; what an operation answers is as unkind as its specification allows.
//!
//! - IHE refuses under 200: with an Appointment `cancelled` where somebody else has the time, with an OperationOutcome
//!   where the time is not known. A booking that is sent again is refused like anybody's.
//! - Medplum drops the client's identifier, gives no ids to proposals, and answers 409 to a race and 400 later.

use std::time::Duration;

use nabz_care::BookingDialect;
use nabz_time::Mono;
use serde_json::{Value, json};

use super::access::{Identity, Who};
use super::kinds::Kind;
use super::outcome::{self, Refusal};
use super::store::{self, Stored};
use super::unit::{RACE, Unit};

/// How long a hold keeps others away.
pub(super) const HOLD: Duration = Duration::from_secs(5 * 60);

/// Proposals in one answer.
const MOST: usize = 200;

const SERVICE_TYPE: &str = "https://medplum.com/fhir/service-type-reference";

/// A time kept for somebody.
#[derive(Clone, Debug)]
pub(super) struct Hold {
    pub(super) slot: String,
    pub(super) patient: String,
    pub(super) until: Mono,
}

/// The operations a CapabilityStatement names for Appointment.
pub(super) fn operations(dialect: BookingDialect) -> Value {
    let named = |names: &[&str], base: &str| {
        let one = |name: &&str| json!({ "name": name, "definition": format!("{base}{name}") });
        names.iter().map(one).collect::<Value>()
    };
    match dialect {
        BookingDialect::Plain => json!([]),
        BookingDialect::Ihe => named(
            &["find", "hold", "book"],
            "https://profiles.ihe.net/ITI/Scheduling/OperationDefinition/appointment-",
        ),
        BookingDialect::Medplum => {
            named(&["find", "book"], "https://medplum.com/fhir/OperationDefinition/Appointment-")
        }
    }
}

/// `$find` of IHE: the free slots of a practitioner.
pub(super) fn find_ihe(unit: &Unit<'_>, parameters: &Value) -> Result<Value, Refusal> {
    let (start, end) =
        (text(parameters, "start", "valueDateTime")?, text(parameters, "end", "valueDateTime")?);
    let doctor = parameter(parameters, "practitioner")
        .and_then(|parameter| parameter.pointer("/valueReference/reference")?.as_str())
        .ok_or_else(|| Refusal::malformed("$find takes a practitioner"))?;
    let schedules = search(unit, "Schedule", &format!("actor={doctor}"))?;
    let schedules: Vec<String> = schedules.iter().map(|found| format!("Schedule/{}", found.id)).collect();
    if schedules.is_empty() {
        return Ok(searchset(Vec::new()));
    }
    let slots = free(unit, &schedules.join(","), start, end)?;
    let proposal = |slot: Stored| {
        let mut proposal = proposed(&slot, doctor);
        proposal["id"] = format!("prop-{}", slot.id).into();
        proposal["slot"] = json!([{ "reference": format!("Slot/{}", slot.id) }]);
        proposal
    };
    Ok(searchset(slots.into_iter().map(proposal).collect()))
}

/// `$find` of Medplum: the free slots of a schedule.
pub(super) fn find_medplum(unit: &Unit<'_>, query: &str) -> Result<Value, Refusal> {
    let value = |name: &str| {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    let needed =
        |name: &'static str| value(name).ok_or_else(|| Refusal::malformed(format!("$find takes {name}")));
    let (start, end, schedule) = (needed("start")?, needed("end")?, needed("schedule")?);
    let service = needed("service-type-reference")?;
    let id = schedule.strip_prefix("Schedule/").unwrap_or(&schedule);
    let stored = unit.read(kind("Schedule")?, id)?;
    let doctor =
        stored.body.pointer("/actor/0/reference").and_then(Value::as_str).unwrap_or_default().to_owned();
    let proposal = |slot: Stored| {
        let mut proposal = proposed(&slot, &doctor);
        let extension = json!([{ "url": SERVICE_TYPE, "valueReference": { "reference": service } }]);
        proposal["serviceType"] = json!([{ "extension": extension }]);
        proposal
    };
    let slots = free(unit, &format!("Schedule/{id}"), &start, &end)?;
    Ok(searchset(slots.into_iter().map(proposal).collect()))
}

/// `$hold` of IHE: a free time becomes tentative.
pub(super) fn hold(unit: &mut Unit<'_>, parameters: &Value) -> Result<(Value, Option<Hold>), Refusal> {
    let reference = parameter(parameters, "appointment-reference")
        .and_then(|parameter| parameter.pointer("/valueReference/reference")?.as_str())
        .ok_or_else(|| Refusal::malformed("$hold takes an appointment-reference"))?;
    let Some(id) = reference.strip_prefix("Appointment/prop-") else { return Ok((unknown(), None)) };
    let Some(slot) = store::find(unit.at, kind("Slot")?, id)? else { return Ok((unknown(), None)) };
    if slot.body["status"] != "free" {
        return Ok((unknown(), None));
    }
    let patient = person(unit);
    let slot = set_slot(unit, &slot, "busy-tentative")?;
    let mut pending = proposed(&slot, "");
    pending["status"] = "pending".into();
    pending["id"] = format!("prop-{id}").into();
    pending["meta"] = json!({ "versionId": "1" });
    let hold = Hold { slot: id.to_owned(), patient, until: unit.now.mono + HOLD };
    Ok((searchset(vec![pending]), Some(hold)))
}

/// `$book` of IHE: makes an appointment or calls one off. Returns the slot whose hold is used up.
pub(super) fn book_ihe(
    unit: &mut Unit<'_>,
    parameters: &Value,
    holds: &[Hold],
) -> Result<(Value, Option<String>), Refusal> {
    let appointment = parameter(parameters, "appointment-resource")
        .and_then(|parameter| parameter.get("resource"))
        .ok_or_else(|| Refusal::malformed("$book takes an appointment-resource"))?;
    match appointment["status"].as_str() {
        Some("cancelled") => call_off(unit, appointment).map(|answer| (answer, None)),
        Some("pending") => {
            let named = appointment.pointer("/slot/0/reference").and_then(Value::as_str);
            let id = named.and_then(|named| named.strip_prefix("Slot/")).unwrap_or_default().to_owned();
            let Some(slot) = store::find(unit.at, kind("Slot")?, &id)? else { return Ok((unknown(), None)) };
            let me = person(unit);
            let held = holds.iter().any(|hold| hold.slot == id && hold.patient == me);
            let status = slot.body["status"].as_str().unwrap_or_default();
            if status != "free" && !(status == "busy-tentative" && held) {
                let mut refused = appointment.clone();
                refused["status"] = "cancelled".into();
                refused["id"] = unit.new_id().into();
                refused["meta"] = json!({ "versionId": "1" });
                return Ok((searchset(vec![refused]), None));
            }
            let booked = make(unit, appointment.clone(), &slot)?;
            Ok((searchset(vec![booked.body]), Some(id)))
        }
        _ => Err(Refusal::malformed("$book takes an appointment that is pending or cancelled")),
    }
}

/// `$book` of Medplum.
pub(super) fn book_medplum(unit: &mut Unit<'_>, parameters: &Value, raced: bool) -> Result<Value, Refusal> {
    let appointment = parameter(parameters, "appointment")
        .and_then(|parameter| parameter.get("resource"))
        .ok_or_else(|| Refusal::malformed("$book takes an appointment"))?;
    let service = appointment.pointer("/serviceType/0/extension/0/valueReference/reference");
    if appointment["status"] != "proposed" || service.is_none() || appointment.get("slot").is_some() {
        return Err(Refusal::malformed("an appointment as $find proposed it is needed"));
    }
    let inside = appointment.pointer("/contained/0").filter(|slot| slot["status"] == "busy");
    let schedule = inside.and_then(|slot| slot.pointer("/schedule/reference")?.as_str());
    let schedule = schedule.ok_or_else(|| Refusal::malformed("no busy Slot is contained"))?;
    let (start, end) = (appointment["start"].as_str(), appointment["end"].as_str());
    let (Some(start), Some(end)) = (start, end) else { return Err(Refusal::malformed("no start or end")) };
    let Some(slot) = free(unit, schedule, start, end)?.into_iter().next() else {
        return Err(match raced {
            true => Refusal::Conflict("could not serialize access".to_owned()),
            false => Refusal::malformed("Requested time slot is not available"),
        });
    };
    let mut wanted = appointment.clone();
    if let Some(object) = wanted.as_object_mut() {
        object.remove("contained");
        object.remove("identifier");
    }
    wanted["slot"] = json!([{ "reference": format!("Slot/{}", slot.id) }]);
    let booked = make(unit, wanted, &slot)?;
    let busy = store::find(unit.at, kind("Slot")?, &slot.id)?.map(|slot| slot.body);
    let entries = [Some(booked.body), busy].into_iter().flatten().map(|body| json!({ "resource": body }));
    Ok(
        json!({ "resourceType": "Bundle", "type": "transaction-response", "entry": entries.collect::<Value>() }),
    )
}

/// Times whose hold has run out are free again.
pub(super) fn release(unit: &mut Unit<'_>, holds: &[Hold]) -> Result<(), Refusal> {
    for hold in holds {
        let slot = store::find(unit.at, kind("Slot")?, &hold.slot)?;
        if let Some(slot) = slot.filter(|slot| slot.body["status"] == "busy-tentative") {
            set_slot(unit, &slot, "free")?;
        }
    }
    Ok(())
}

/// Whether a slot was taken so lately that a booking of it counts as a race.
pub(super) fn is_race(taken: Option<Mono>, now: Mono) -> bool {
    taken.is_some_and(|taken| now.since(taken) < RACE)
}

fn call_off(unit: &mut Unit<'_>, appointment: &Value) -> Result<Value, Refusal> {
    let id = appointment["id"].as_str().unwrap_or_default();
    let stored = unit.read(kind("Appointment")?, id)?;
    let mut body = stored.body.clone();
    body["status"] = "cancelled".into();
    let cancelled = unit.update(kind("Appointment")?, id, body, None)?;
    for slot in stored.body["slot"].as_array().into_iter().flatten() {
        let id = slot["reference"].as_str().and_then(|named| named.strip_prefix("Slot/")).unwrap_or_default();
        if let Some(slot) =
            store::find(unit.at, kind("Slot")?, id)?.filter(|slot| slot.body["status"] == "busy")
        {
            set_slot(unit, &slot, "free")?;
        }
    }
    Ok(searchset(vec![cancelled.stored.body]))
}

/// The appointment booked and its slot busy; the person has to be in it.
fn make(unit: &mut Unit<'_>, mut appointment: Value, slot: &Stored) -> Result<Stored, Refusal> {
    let me = person(unit);
    let mine = appointment["participant"].as_array().into_iter().flatten();
    if !mine.into_iter().any(|one| one.pointer("/actor/reference").and_then(Value::as_str) == Some(&me)) {
        return Err(Refusal::NotAllowed);
    }
    appointment["status"] = "booked".into();
    let kind = kind("Appointment")?;
    let body = super::body::resource(appointment, kind, &unit.base)?;
    let id = unit.new_id();
    let made = unit.create(kind, &id, body)?;
    set_slot(unit, slot, "busy")?;
    Ok(made.stored)
}

fn set_slot(unit: &mut Unit<'_>, slot: &Stored, status: &str) -> Result<Stored, Refusal> {
    let mut body = slot.body.clone();
    body["status"] = status.into();
    store::put(unit.at, kind("Slot")?, &slot.id, body, unit.now.wall)
}

fn proposed(slot: &Stored, doctor: &str) -> Value {
    let inside = json!({
        "resourceType": "Slot", "status": "busy", "schedule": slot.body["schedule"],
        "start": slot.body["start"], "end": slot.body["end"],
    });
    let mut proposal = json!({
        "resourceType": "Appointment", "status": "proposed", "start": slot.body["start"], "end": slot.body["end"],
        "contained": [inside],
    });
    if !doctor.is_empty() {
        proposal["participant"] = json!([{ "actor": { "reference": doctor }, "status": "needs-action" }]);
    }
    proposal
}

fn free(unit: &Unit<'_>, schedules: &str, start: &str, end: &str) -> Result<Vec<Stored>, Refusal> {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("schedule", schedules), ("status", "free")])
        .extend_pairs([("start", format!("ge{start}")), ("start", format!("lt{end}"))])
        .finish();
    search(unit, "Slot", &query)
}

fn search(unit: &Unit<'_>, name: &str, query: &str) -> Result<Vec<Stored>, Refusal> {
    let kind = kind(name)?;
    let found = super::search::Query::parse(kind, query)?.run(unit.at, &Who::Clinic, kind)?;
    let stored = found.into_iter().take(MOST).filter_map(|seq| store::nth(unit.at, seq).transpose());
    stored.map(|found| found.map(|(_, stored)| stored)).collect()
}

fn person(unit: &Unit<'_>) -> String {
    match &unit.who {
        Who::Person(person @ (Identity::Patient(_) | Identity::Practitioner(_))) => person.reference(),
        Who::Clinic => String::new(),
    }
}

fn kind(name: &str) -> Result<&'static Kind, Refusal> {
    Kind::of(name).ok_or(Refusal::WrongMethod)
}

fn searchset(resources: Vec<Value>) -> Value {
    let entries: Vec<Value> = resources.into_iter().map(|resource| json!({ "resource": resource })).collect();
    json!({ "resourceType": "Bundle", "type": "searchset", "entry": entries })
}

fn unknown() -> Value {
    searchset(vec![outcome::outcome("fatal", "not-found", "this time is not available")])
}

fn parameter<'a>(parameters: &'a Value, name: &str) -> Option<&'a Value> {
    parameters.get("parameter")?.as_array()?.iter().find(|parameter| parameter["name"] == name)
}

fn text<'a>(parameters: &'a Value, name: &str, form: &str) -> Result<&'a str, Refusal> {
    let found = parameter(parameters, name).and_then(|parameter| parameter.get(form)?.as_str());
    found.ok_or_else(|| Refusal::malformed(format!("the operation takes {name}")))
}
