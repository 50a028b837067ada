//! What must hold when a schedule is over.

use std::collections::BTreeMap;

use nabz_clinic::fhir::{Fhir, Method, Request};
use nabz_sync::{IntentId, ParkReason, Refusal, Status};
use nabz_time::Now;
use serde_json::Value;

use super::phone::{Phone, READINGS};

/// What is wrong.
pub(super) fn flaws(fhir: &mut Fhir, doctor: &str, phones: &[Phone], now: Now) -> Vec<String> {
    let mut flaws = Vec::new();
    let appointments = all(fhir, doctor, "Appointment", now);
    let booked: Vec<&Value> = appointments.iter().filter(|found| found["status"] == "booked").collect();
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    for found in &booked {
        *taken.entry(found["slot"][0]["reference"].to_string()).or_default() += 1;
    }
    flaws.extend(
        taken.into_values().filter(|times| *times > 1).map(|times| format!("a slot is booked {times} times")),
    );
    let mut expected = 0;
    let mut winners = 0;
    for phone in phones {
        let open = phone.open();
        if open > 0 {
            flaws.push(format!("{open} intents are still open"));
        }
        winners += usize::from(phone.contested.is_some_and(|id| confirmed(phone, id)));
        for id in [phone.contested, phone.own].into_iter().flatten() {
            match phone.status(id) {
                Status::Confirmed { .. } => expected += 1,
                Status::Refused(Refusal::SlotTaken) if phone.contested == Some(id) => {}
                other => flaws.push(format!("a booking is {other:?}")),
            }
        }
        if let Some((new, cancelled)) = &phone.moved
            && !(confirmed(phone, *new) && confirmed(phone, *cancelled))
        {
            flaws.push(format!("a move is {:?}, {:?}", phone.status(*new), phone.status(*cancelled)));
        }
        flaws.extend(of_writes(fhir, doctor, phone, now));
    }
    if winners != 1 {
        flaws.push(format!("{winners} phones hold the slot all of them wanted"));
    }
    // A move books one and calls one off.
    if booked.len() != expected {
        flaws.push(format!("{} appointments for {expected} visits", booked.len()));
    }
    flaws
}

/// Readings and changes: each once.
fn of_writes(fhir: &mut Fhir, doctor: &str, phone: &Phone, now: Now) -> Vec<String> {
    let mut flaws = Vec::new();
    let found = all(fhir, doctor, &format!("Observation?patient=Patient/{}", phone.patient), now);
    if found.len() != READINGS - 1 {
        flaws.push(format!("{} of {} readings", found.len(), READINGS - 1));
    }
    let again = found.iter().filter(|found| found["meta"]["versionId"] != "1").count();
    if again > 0 {
        flaws.push(format!("{again} readings were written again"));
    }
    for (n, id) in phone.readings.iter().enumerate() {
        let as_it_should = match phone.status(*id) {
            Status::Confirmed { .. } => !Phone::is_bad(n),
            Status::Parked(ParkReason::NotAccepted) => Phone::is_bad(n),
            _ => false,
        };
        if !as_it_should {
            flaws.push(format!("reading {n} is {:?}", phone.status(*id)));
        }
    }
    if let Some(edit) = phone.edit {
        let patient = all(fhir, doctor, &format!("Patient?_id={}", phone.patient), now);
        let changed = patient.first().is_some_and(|patient| patient["birthDate"] == "1970-01-01");
        if !changed || !confirmed(phone, edit) {
            flaws.push(format!("a change is {:?}", phone.status(edit)));
        }
    }
    flaws
}

fn confirmed(phone: &Phone, id: IntentId) -> bool {
    matches!(phone.status(id), Status::Confirmed { .. })
}

fn all(fhir: &mut Fhir, token: &str, search: &str, now: Now) -> Vec<Value> {
    let sign = if search.contains('?') { '&' } else { '?' };
    let mut path = format!("{search}{sign}_count=50");
    let mut found = Vec::new();
    loop {
        let page = fhir.handle(&Request::new(Method::Get, path).bearer(token.to_owned()), now).json();
        found.extend(page["entry"].as_array().into_iter().flatten().map(|entry| entry["resource"].clone()));
        let next = page["link"].as_array().into_iter().flatten().find(|link| link["relation"] == "next");
        match next.and_then(|link| link["url"].as_str()?.split_once("/fhir")) {
            Some((_, rest)) => path = rest.trim_start_matches('/').to_owned(),
            None => return found,
        }
    }
}
