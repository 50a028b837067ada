//! Searches and their pages.

use super::*;

fn ids(bundle: &Value) -> Vec<String> {
    let entries = bundle["entry"].as_array().cloned().unwrap_or_default();
    entries.iter().map(|entry| text(&entry["resource"]["id"]).to_owned()).collect()
}

fn next(bundle: &Value) -> Option<String> {
    let links = bundle["link"].as_array().unwrap();
    let link = links.iter().find(|link| link["relation"] == "next")?;
    Some(text(&link["url"]).strip_prefix("https://127.0.0.1:8080/fhir").unwrap().to_owned())
}

/// Follows every `next` link.
fn pages(clinic: &mut Clinic, path: &str) -> Vec<Vec<String>> {
    let mut bundle = clinic.send(get(path)).json();
    let mut pages = vec![ids(&bundle)];
    while let Some(path) = next(&bundle) {
        bundle = clinic.send(get(path)).json();
        pages.push(ids(&bundle));
    }
    pages
}

#[test]
fn finds_by_every_parameter_the_client_uses() {
    let mut clinic = Clinic::open();
    let slot = clinic.free_slot();
    clinic.send(clinic.booking(&slot, "a"));
    let (patient, doctor) = (clinic.patient.clone(), clinic.doctor.clone());
    let id = patient.split_once('/').unwrap().1.to_owned();
    let schedule = text(&slot["schedule"]["reference"]).to_owned();
    for (path, total) in [
        (format!("Patient?_id={id}"), 1),
        ("Patient?identifier=nobody".to_owned(), 0),
        (format!("PractitionerRole?practitioner={doctor}"), 1),
        (format!("Schedule?actor={doctor}"), 1),
        (format!("Schedule?actor=https://127.0.0.1:8080/fhir/{doctor}"), 1),
        (format!("Slot?schedule={schedule}&status=busy-tentative"), 0),
        (format!("Appointment?patient={patient}&status=booked"), 1),
        (format!("Appointment?patient={id}&status=arrived,booked"), 1),
        (format!("Appointment?patient={id}&status=cancelled"), 0),
        ("Appointment?identifier=urn:ietf:rfc:3986%7Ca".to_owned(), 1),
        ("Appointment?identifier=urn:other|a".to_owned(), 0),
        (format!("Coverage?beneficiary={patient}"), 1),
        (format!("ServiceRequest?patient={patient}&status=active"), 0),
        ("ChargeItemDefinition?url=urn:nabz:sandbox:charge:remote-visit".to_owned(), 1),
        ("Appointment?_lastUpdated=ge2026-11-25T06:30:00Z".to_owned(), 1),
        ("Appointment?_lastUpdated=ge2026-11-25T06:30:02Z".to_owned(), 0),
    ] {
        let bundle = clinic.send(get(&path)).json();
        assert_eq!(bundle["total"], total, "{path}");
        assert_eq!(bundle.get("entry").is_some(), total > 0, "{path}");
    }
}

#[test]
fn slots_of_one_morning_by_two_bounds() {
    let mut clinic = Clinic::open();
    let path = "Slot?start=ge2026-11-26T08:00:00%2B03:30&start=lt2026-11-26T10:00:00%2B03:30&_count=50";
    let bundle = clinic.send(get(path)).json();
    assert_eq!(bundle["total"], 8);
    let free = clinic.send(get(format!("{path}&status=free"))).json()["total"].as_u64().unwrap();
    let busy = clinic.send(get(format!("{path}&status=busy"))).json()["total"].as_u64().unwrap();
    assert_eq!(free + busy, 8);
}

#[test]
fn pages_are_distinct_and_complete_and_ten_long_unless_asked_otherwise() {
    let mut clinic = Clinic::open();
    for (path, longest, count) in [("Slot", 10, 8), ("Slot?_count=50", 50, 2), ("Slot?_count=1000", 50, 2)] {
        let pages = pages(&mut clinic, path);
        assert_eq!((pages.len(), pages[0].len()), (count, longest), "{path}");
        let all: std::collections::BTreeSet<_> = pages.concat().into_iter().collect();
        assert_eq!(all.len(), 80, "{path}");
    }
    assert!(clinic.send(get("Slot")).json().get("total").is_none());
}

#[test]
fn what_is_written_while_paging_is_not_seen() {
    let mut clinic = Clinic::open();
    for n in 0..12 {
        clinic.send(post("Appointment").json(&clinic.appointment(&n.to_string())));
    }
    let first = clinic.send(get("Appointment")).json();
    clinic.send(post("Appointment").json(&clinic.appointment("late")));
    let second = clinic.send(get(next(&first).unwrap())).json();
    assert_eq!((ids(&first).len(), ids(&second).len(), next(&second)), (10, 2, None));
}

#[test]
fn pages_expire_and_belong_to_who_asked() {
    let mut clinic = Clinic::open();
    let link = next(&clinic.send(get("Slot")).json()).unwrap();
    assert_eq!(clinic.doctor(get(&link)).status, 410);
    for _ in 0..64 {
        clinic.send(get("Slot"));
    }
    assert_eq!(clinic.send(get(&link)).status, 410);
}

#[test]
fn refuses_what_it_does_not_know() {
    let mut clinic = Clinic::open();
    for path in [
        "Slot?colour=red",
        "Slot?status:not=free",
        "Slot?start=soon",
        // An offset's plus sign that was not escaped is a blank.
        "Slot?start=ge2026-11-26T08:00:00+03:30",
        "Slot?_count=0",
        "Slot?_count=-1",
        "Slot?status=",
        "Schedule?actor=*",
    ] {
        assert_eq!(clinic.send(get(path)).status, 400, "{path}");
    }
    let many = "a,".repeat(3_000);
    assert_eq!(clinic.send(get(format!("Slot?identifier={many}a"))).status, 400);
    assert_eq!(clinic.send(get(format!("Slot?identifier={}", "a".repeat(9_000)))).status, 400);
}
