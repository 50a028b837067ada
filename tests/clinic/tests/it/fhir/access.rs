//! Who may see and change what.

use serde_json::json;

use super::*;

const OTHER: &str = "other";

/// A clinic with a second patient, who has an appointment.
fn with_another() -> Clinic {
    let mut clinic = Clinic::open();
    let doctor = clinic.doctor.clone();
    let resources = [
        json!({ "resourceType": "Patient", "id": OTHER }),
        json!({ "resourceType": "Practitioner", "id": OTHER }),
        json!({
            "resourceType": "Appointment", "id": "theirs", "status": "booked",
            "identifier": [{ "value": "theirs" }],
            "participant": [{ "actor": { "reference": "Patient/other" } }, { "actor": { "reference": "Practitioner/other" } }],
        }),
        json!({
            "resourceType": "Appointment", "id": "seen", "status": "booked",
            "participant": [{ "actor": { "reference": "Patient/other" } }, { "actor": { "reference": doctor } }],
        }),
    ];
    clinic.fhir.load(&resources, clinic.now).unwrap();
    clinic.wait(1_000);
    clinic
}

#[test]
fn without_a_token_nothing_but_metadata() {
    let mut clinic = Clinic::open();
    for token in [None, Some("guessed"), Some("")] {
        for request in [get("Slot"), get("metadata/"), post("").json(&json!({}))] {
            let expected = if request.path.starts_with("metadata") { 200 } else { 401 };
            let request = Request { bearer: token.map(str::to_owned), ..request };
            let answer = clinic.fhir.handle(&request, clinic.now);
            assert_eq!(answer.status, expected);
            assert_eq!(answer.header("www-authenticate").is_some(), expected == 401);
        }
    }
}

#[test]
fn a_code_signs_in_as_its_owner_and_a_wrong_one_does_not() {
    let mut clinic = Clinic::open();
    let population = Population::new(7, clinic.now.wall).unwrap();
    let good = post("auth/token").json(&json!({ "code": population.patient.code }));
    let answer = clinic.fhir.handle(&good, clinic.now).json();
    assert_eq!(format!("Patient/{}", text(&answer["patient"])), clinic.patient);
    assert_eq!(answer["token_type"], "Bearer");
    for (body, error) in [
        (json!({ "code": "no" }), "invalid_grant"),
        (json!({ "code": 7 }), "invalid_request"),
        (json!([]), "invalid_request"),
    ] {
        let answer = clinic.fhir.handle(&post("auth/token").json(&body), clinic.now);
        assert_eq!((answer.status, text(&answer.json()["error"])), (400, error));
    }
}

#[test]
fn a_patient_sees_and_writes_only_their_own() {
    let mut clinic = with_another();
    let theirs = clinic.doctor(get("Appointment/seen")).json();
    let forged = json!({
        "resourceType": "Appointment", "status": "booked",
        "participant": [{ "actor": { "reference": "Patient/other" } }],
    });
    let mut both = clinic.appointment("both");
    both["participant"][1]["actor"]["reference"] = "Patient/other".into();
    for request in [
        get("Patient/other"),
        get("Appointment/theirs"),
        get("Appointment?patient=other"),
        get("Appointment?patient=Patient/other"),
        put("Appointment/seen").json(&theirs),
        post("Appointment").json(&forged),
        post("Appointment").json(&both),
        post("Appointment").with("if-none-exist", "identifier=theirs").json(&clinic.appointment("x")),
        delete("Appointment/theirs"),
        put("Practitioner/other")
            .json(&json!({ "resourceType": "Practitioner", "id": OTHER, "active": false })),
        post("ServiceRequest")
            .json(&json!({ "resourceType": "ServiceRequest", "subject": { "reference": clinic.patient } })),
    ] {
        let shown = format!("{request:?}");
        assert_eq!(clinic.send(request).status, 403, "{shown}");
    }
    assert_eq!(clinic.send(get("Appointment")).json()["total"], 0);
    assert_eq!(clinic.send(get("Patient")).json()["total"], 1);
    assert_eq!(clinic.send(get("Practitioner/other")).status, 200);
}

#[test]
fn a_patient_changes_of_a_slot_only_its_status_and_frees_only_their_own() {
    let mut clinic = Clinic::open();
    let slot = clinic.free_slot();
    let path = format!("Slot/{}", text(&slot["id"]));
    let with = |status: &str| {
        let mut slot = slot.clone();
        slot["status"] = status.into();
        put(&path).json(&slot)
    };
    let mut moved = slot.clone();
    moved["start"] = "2030-01-01T00:00:00Z".into();
    assert_eq!(clinic.send(put(&path).json(&moved)).status, 403);
    assert_eq!(clinic.send(delete(&path)).status, 403);
    assert_eq!(clinic.send(with("busy")).status, 200);
    assert_eq!(clinic.send(with("free")).status, 403);
    let mut appointment = clinic.appointment("a");
    appointment["slot"] = json!([{ "reference": path }]);
    clinic.send(post("Appointment").json(&appointment));
    assert_eq!(clinic.send(with("free")).status, 200);
}

#[test]
fn a_doctor_sees_their_patients_and_whom_they_meet() {
    let mut clinic = with_another();
    let own = clinic.patient.clone();
    assert_eq!(clinic.doctor(get(&own)).status, 200);
    assert_eq!(clinic.doctor(get(format!("Coverage?patient={own}"))).json()["total"], 1);
    assert_eq!(clinic.doctor(get("Patient/other")).status, 200);
    assert_eq!(clinic.doctor(get("Patient")).json()["total"], 2);
    let order = json!({
        "resourceType": "ServiceRequest", "status": "active", "intent": "order",
        "subject": { "reference": own }, "occurrenceDateTime": "2026-12-24",
    });
    assert_eq!(clinic.doctor(post("ServiceRequest").json(&order)).status, 201);
    assert_eq!(clinic.send(get("ServiceRequest?status=active")).json()["total"], 1);
    assert_eq!(
        clinic.doctor(post("Organization").json(&json!({ "resourceType": "Organization" }))).status,
        403
    );
}

#[test]
fn a_store_on_disk_keeps_people_signed_in() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("clinic.db"));
    let now = Now::default();
    let population = Population::new(7, Wall::from_millis(1_795_588_200_000)).unwrap();
    let mut fhir = Fhir::open(&place, Box::new(Seeded::new(1))).unwrap();
    population.move_in(&mut fhir, now).unwrap();
    let sign_in = post("auth/token").json(&json!({ "code": population.patient.code }));
    let token = text(&fhir.handle(&sign_in, now).json()["access_token"]).to_owned();
    drop(fhir);
    let mut fhir = Fhir::open(&place, Box::new(Seeded::new(2))).unwrap();
    let answer = fhir.handle(&get(population.patient.identity.reference()).bearer(token), now);
    assert_eq!((answer.status, answer.header("etag")), (200, Some("W/\"1\"")));
}
