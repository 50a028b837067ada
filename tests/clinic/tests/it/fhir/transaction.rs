//! Bookings and other transactions.

use serde_json::json;

use super::*;

#[test]
fn a_booking_takes_the_slot_and_makes_the_appointment() {
    let mut clinic = Clinic::open();
    let slot = clinic.free_slot();
    let answer = clinic.send(clinic.booking(&slot, "a"));
    let entries = answer.json()["entry"].clone();
    assert_eq!((answer.status, text(&answer.json()["type"])), (200, "transaction-response"));
    assert_eq!(
        (text(&entries[0]["response"]["status"]), text(&entries[0]["response"]["etag"])),
        ("200 OK", "2")
    );
    assert_eq!(
        (text(&entries[1]["response"]["status"]), text(&entries[1]["response"]["etag"])),
        ("201 Created", "1")
    );
    let slot = clinic.send(get(format!("Slot/{}", text(&slot["id"])))).json();
    assert_eq!(slot["status"], "busy");
    let found = clinic.send(get("Appointment?identifier=urn:ietf:rfc:3986|a")).json();
    assert_eq!(found["total"], 1);
}

#[test]
fn a_stale_slot_refuses_the_whole() {
    let mut clinic = Clinic::open();
    let slot = clinic.free_slot();
    clinic.send(clinic.booking(&slot, "a"));
    let late = clinic.send(clinic.booking(&slot, "b"));
    assert_eq!((late.status, text(&late.json()["resourceType"])), (409, "OperationOutcome"));
    assert_eq!(clinic.appointments(), 1);
}

#[test]
fn a_replay_of_a_booking_that_won_is_409_and_the_appointment_is_found() {
    let mut clinic = Clinic::open();
    let slot = clinic.free_slot();
    clinic.send(clinic.booking(&slot, "a"));
    for pause in [0, 5, 60_000] {
        clinic.wait(pause);
        assert_eq!(clinic.send(clinic.booking(&slot, "a")).status, 409, "after {pause} ms");
    }
    assert_eq!(clinic.send(get("Appointment?identifier=a")).json()["total"], 1);
}

#[test]
fn twenty_racing_bookings_make_one() {
    let mut clinic = Clinic::open();
    for round in 0..5 {
        let slot = clinic.free_slot();
        let statuses: Vec<u16> =
            (0..20).map(|n| clinic.send(clinic.booking(&slot, &format!("{round}-{n}"))).status).collect();
        assert_eq!(statuses.iter().filter(|s| **s == 200).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|s| **s == 409).count(), 19, "{statuses:?}");
        assert_eq!(clinic.appointments(), round + 1);
    }
}

#[test]
fn nothing_of_a_refused_transaction_stays_whatever_entry_fails() {
    let good = |clinic: &Clinic, n: usize| {
        json!({
            "resource": clinic.appointment(&format!("good-{n}")),
            "request": { "method": "POST", "url": "Appointment" },
        })
    };
    let mut clinic = Clinic::open();
    let mut dangling = clinic.appointment("x");
    dangling["slot"] = json!([{ "reference": "urn:uuid:nobody" }]);
    let bad = [
        json!({ "resource": dangling, "request": { "method": "POST", "url": "Appointment" } }),
        json!({ "resource": { "resourceType": "Schedule" }, "request": { "method": "POST", "url": "Schedule" } }),
        json!({ "request": { "method": "GET", "url": "Appointment/nobody" } }),
        json!({ "request": { "method": "PATCH", "url": "Appointment/x" } }),
        json!({ "resource": 7, "request": { "method": "POST", "url": "Appointment" } }),
        json!(7),
    ];
    for (n, bad) in bad.into_iter().enumerate() {
        for at in 0..3 {
            let mut entries: Vec<Value> = (0..2).map(|n| good(&clinic, n)).collect();
            entries.insert(at, bad.clone());
            let bundle = json!({ "resourceType": "Bundle", "type": "transaction", "entry": entries });
            let answer = clinic.send(post("").json(&bundle));
            assert!((400..=409).contains(&answer.status), "case {n} at {at}: {}", answer.status);
            assert_eq!(clinic.appointments(), 0, "case {n} at {at}");
        }
    }
}

#[test]
fn entries_refer_to_each_other_by_full_url() {
    let mut clinic = Clinic::open();
    let encounter = json!({
        "resourceType": "Encounter", "id": "e1", "status": "finished", "class": { "code": "VR" },
        "subject": { "reference": clinic.patient },
        "appointment": [{ "reference": "urn:uuid:a" }],
    });
    let bundle = json!({ "resourceType": "Bundle", "type": "transaction", "entry": [
        { "resource": encounter, "request": { "method": "PUT", "url": "Encounter/e1" } },
        { "fullUrl": "urn:uuid:a", "resource": clinic.appointment("a"),
          "request": { "method": "POST", "url": "Appointment", "ifNoneExist": "identifier=a" } },
    ]});
    assert_eq!(clinic.doctor(post("").json(&bundle)).status, 200);
    let appointment =
        clinic.send(get("Appointment?identifier=a")).json()["entry"][0]["resource"]["id"].clone();
    let wanted = format!("Appointment/{}", text(&appointment));
    let encounter = clinic.send(get(format!("Encounter?appointment={wanted}"))).json();
    assert_eq!(encounter["entry"][0]["resource"]["appointment"][0]["reference"], wanted);

    // Replayed later, the appointment is found and the encounter says the same: nothing new.
    clinic.wait(1_000);
    let again = clinic.doctor(post("").json(&bundle)).json();
    let etags: Vec<_> =
        again["entry"].as_array().unwrap().iter().map(|e| text(&e["response"]["etag"])).collect();
    assert_eq!((etags, clinic.appointments()), (vec!["1", "1"], 1));
}

#[test]
fn two_entries_may_not_write_the_same_resource() {
    let mut clinic = Clinic::open();
    let mut body = clinic.appointment("a");
    body["id"] = "x".into();
    let entry = json!({ "resource": body, "request": { "method": "PUT", "url": "Appointment/x" } });
    let bundle = json!({ "resourceType": "Bundle", "type": "transaction", "entry": [entry, entry] });
    assert_eq!(clinic.send(post("").json(&bundle)).status, 400);
}
