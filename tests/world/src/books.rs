//! The clinic's books at the end: what has to be there once, and nothing twice.

use std::collections::BTreeMap;

use nabz_clinic::fhir::Identity;
use nabz_time::Now;
use serde_json::Value;

use crate::clinic::Clinic;

/// What is wrong with the books after a visit.
pub fn flaws(clinic: &mut Clinic, now: Now) -> Vec<String> {
    let Identity::Patient(patient) = clinic.patient.identity.clone() else { return Vec::new() };
    let of_patient = format!("patient=Patient/{patient}");
    let appointments = clinic.search("Appointment", &of_patient, now);
    let encounters = clinic.search("Encounter", &of_patient, now);
    let consents = clinic.search("Consent", &of_patient, now);
    let orders = clinic.search("ServiceRequest", &of_patient, now);
    let slots = clinic.search("Slot", "status=busy", now);

    let mut flaws = Vec::new();
    let mut once = |what: &str, found: usize| {
        if found != 1 {
            flaws.push(format!("{found} {what}"));
        }
    };
    once("Appointments", appointments.len());
    once("Encounters", encounters.len());
    once("Consents", consents.len());
    if orders.len() > 1 {
        flaws.push(format!("{} ServiceRequests", orders.len()));
    }
    flaws.extend(older(clinic));
    flaws.extend(slots_taken_twice(&appointments));
    for appointment in &appointments {
        flaws.extend(of_appointment(clinic, appointment, &slots, now));
    }
    for encounter in &encounters {
        if encounter["status"] != "finished" {
            flaws.push(format!("an Encounter is {}", encounter["status"]));
        }
    }
    flaws
}

/// What is there twice after a walk, of which nothing else is known.
pub fn doubled(clinic: &mut Clinic, now: Now) -> Vec<String> {
    let Identity::Patient(patient) = clinic.patient.identity.clone() else { return Vec::new() };
    let of_patient = format!("patient=Patient/{patient}");
    let mut flaws = slots_taken_twice(&clinic.search("Appointment", &of_patient, now));
    flaws.extend(older(clinic));
    let mut visits: BTreeMap<String, u32> = BTreeMap::new();
    for encounter in clinic.search("Encounter", &of_patient, now) {
        let of = encounter["appointment"][0]["reference"].as_str().unwrap_or_default().to_owned();
        *visits.entry(of).or_default() += 1;
    }
    let twice = visits.into_values().filter(|times| *times > 1);
    flaws.extend(twice.map(|times| format!("an Appointment has {times} Encounters")));
    flaws
}

/// The phone's file grows younger only where somebody sets it back.
fn older(clinic: &Clinic) -> Option<String> {
    let requests = clinic.set_back();
    (requests > 0).then(|| format!("{requests} requests from a file that was set back"))
}

/// Booked first, fulfilled now, its slot busy.
fn of_appointment(clinic: &mut Clinic, appointment: &Value, slots: &[Value], now: Now) -> Vec<String> {
    let mut flaws = Vec::new();
    let id = appointment["id"].as_str().unwrap_or_default();
    if appointment["status"] != "fulfilled" {
        flaws.push(format!("an Appointment is {}", appointment["status"]));
    }
    let first = clinic.version(&format!("Appointment/{id}"), 1, now);
    if first["status"] != "booked" {
        flaws.push(format!("an Appointment began as {}", first["status"]));
    }
    for slot in slots_of(appointment) {
        if !slots.iter().any(|busy| busy["id"] == slot.trim_start_matches("Slot/")) {
            flaws.push("the slot of an Appointment is not busy".to_owned());
        }
    }
    flaws
}

fn slots_taken_twice(appointments: &[Value]) -> Vec<String> {
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    for slot in appointments.iter().flat_map(slots_of) {
        *taken.entry(slot).or_default() += 1;
    }
    let twice = taken.into_values().filter(|times| *times > 1);
    twice.map(|times| format!("a slot has {times} Appointments")).collect()
}

fn slots_of(appointment: &Value) -> Vec<String> {
    let slots = appointment["slot"].as_array().into_iter().flatten();
    slots.filter_map(|slot| slot["reference"].as_str().map(str::to_owned)).collect()
}
