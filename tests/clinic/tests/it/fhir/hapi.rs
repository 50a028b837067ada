//! Single interactions: the rows of HAPI's table that are not about transactions.

use serde_json::json;

use super::*;

const ID: &str = "00000000-0000-4000-8000-000000000001";

fn named(clinic: &Clinic, id: &str) -> Value {
    let mut body = clinic.appointment("a");
    body["id"] = id.into();
    body
}

#[test]
fn says_what_it_can_do() {
    let mut clinic = Clinic::open();
    let answer = clinic.fhir.handle(&get("metadata"), clinic.now);
    let rest = &answer.json()["rest"][0];
    assert_eq!(answer.status, 200);
    assert_eq!(rest["interaction"][0]["code"], "transaction");
    assert!(rest["resource"].as_array().unwrap().iter().any(|r| r["type"] == "Slot"));
}

#[test]
fn put_with_a_client_uuid_creates() {
    let mut clinic = Clinic::open();
    let answer = clinic.send(put(format!("Appointment/{ID}")).json(&named(&clinic, ID)));
    assert_eq!((answer.status, answer.header("etag")), (201, Some("W/\"1\"")));
    let location = format!("https://127.0.0.1:8080/fhir/Appointment/{ID}/_history/1");
    assert_eq!(answer.header("location"), Some(location.as_str()));
    let read = clinic.send(get(format!("Appointment/{ID}")));
    assert_eq!((read.status, read.header("etag")), (200, Some("W/\"1\"")));
    assert_eq!(read.json()["meta"]["lastUpdated"], "2026-11-25T06:30:01.000+00:00");
}

#[test]
fn if_match_good_updates_and_stale_is_409() {
    let mut clinic = Clinic::open();
    let path = format!("Appointment/{ID}");
    clinic.send(put(&path).json(&named(&clinic, ID)));
    let mut changed = named(&clinic, ID);
    changed["status"] = "cancelled".into();
    let good = clinic.send(put(&path).with("if-match", "W/\"1\"").json(&changed));
    assert_eq!((good.status, good.header("etag")), (200, Some("W/\"2\"")));
    for tag in ["W/\"1\"", "W/\"3\"", "1"] {
        let stale = clinic.send(put(&path).with("if-match", tag).json(&named(&clinic, ID)));
        assert_eq!(stale.status, 409, "{tag}");
        assert_eq!(stale.json()["issue"][0]["code"], "conflict");
    }
    assert_eq!(clinic.send(put(&path).with("if-match", "soon").json(&changed)).status, 400);
}

#[test]
fn if_match_on_a_missing_id_creates_and_if_none_match_star_is_ignored() {
    let mut clinic = Clinic::open();
    let path = format!("Appointment/{ID}");
    let made = clinic.send(put(&path).with("if-match", "W/\"1\"").json(&named(&clinic, ID)));
    assert_eq!(made.status, 201);
    let again = clinic.send(put(&path).with("if-none-match", "*").json(&named(&clinic, ID)));
    assert_eq!(again.status, 200);
}

#[test]
fn an_identical_body_makes_no_version() {
    let mut clinic = Clinic::open();
    let path = format!("Appointment/{ID}");
    clinic.send(put(&path).json(&named(&clinic, ID)));
    let mut read = clinic.send(get(&path)).json();
    let same = clinic.send(put(&path).json(&read));
    assert_eq!((same.status, same.header("etag")), (200, Some("W/\"1\"")));
    read["comment"] = "other".into();
    assert_eq!(clinic.send(put(&path).json(&read)).header("etag"), Some("W/\"2\""));
}

#[test]
fn if_none_exist_creates_finds_or_refuses() {
    let mut clinic = Clinic::open();
    let body = clinic.appointment("a");
    let create = || post("Appointment").with("if-none-exist", "identifier=urn:ietf:rfc:3986|a").json(&body);
    let first = clinic.send(create());
    clinic.wait(100);
    let second = clinic.send(create());
    assert_eq!((first.status, second.status), (201, 200));
    assert_eq!(first.json()["id"], second.json()["id"]);
    clinic.send(post("Appointment").json(&body));
    let third = clinic.send(create());
    assert_eq!((third.status, text(&third.json()["issue"][0]["code"])), (412, "multiple-matches"));
}

#[test]
fn parallel_conditional_creates_make_one_and_lose_with_409() {
    let mut clinic = Clinic::open();
    let body = clinic.appointment("a");
    let create = || post("Appointment").with("if-none-exist", "identifier=urn:ietf:rfc:3986|a").json(&body);
    let mut statuses = Vec::new();
    for _ in 0..20 {
        statuses.push(clinic.send(create()).status);
        clinic.wait(3);
    }
    let count = |status| statuses.iter().filter(|s| **s == status).count();
    assert_eq!((count(201), count(200) + count(409)), (1, 19));
    assert!((14..=19).contains(&count(409)), "{statuses:?}");
    assert_eq!(clinic.appointments(), 1);
}

#[test]
fn deleted_is_gone_and_comes_back_as_version_three() {
    let mut clinic = Clinic::open();
    let path = format!("Appointment/{ID}");
    clinic.send(put(&path).json(&named(&clinic, ID)));
    assert_eq!(clinic.send(delete(&path).with("if-match", "W/\"9\"")).status, 200);
    assert_eq!(clinic.send(get(&path)).status, 410);
    assert_eq!(clinic.send(delete(&path)).status, 200);
    assert_eq!(clinic.appointments(), 0);
    let back = clinic.send(put(&path).json(&named(&clinic, ID)));
    assert_eq!((back.status, back.header("etag")), (201, Some("W/\"3\"")));
    let first = clinic.send(get(format!("{path}/_history/1")));
    assert_eq!((first.status, text(&first.json()["meta"]["versionId"])), (200, "1"));
    assert_eq!(clinic.send(get(format!("{path}/_history/2"))).status, 404);
}

#[test]
fn what_others_refer_to_is_not_deleted() {
    let mut clinic = Clinic::open();
    clinic.send(put(format!("Appointment/{ID}")).json(&named(&clinic, ID)));
    let encounter = json!({
        "resourceType": "Encounter", "status": "finished", "class": { "code": "VR" },
        "subject": { "reference": clinic.patient },
        "appointment": [{ "reference": format!("Appointment/{ID}") }],
    });
    assert_eq!(clinic.doctor(post("Encounter").json(&encounter)).status, 201);
    assert_eq!(clinic.send(delete(format!("Appointment/{ID}"))).status, 409);
}

#[test]
fn bad_json_is_400_unknown_elements_drop_and_dangling_references_are_400() {
    let mut clinic = Clinic::open();
    let mut bad = post("Appointment");
    bad.body = b"{\"resourceType\":".to_vec();
    let refused = clinic.send(bad);
    assert_eq!((refused.status, text(&refused.json()["resourceType"])), (400, "OperationOutcome"));

    let mut odd = clinic.appointment("a");
    odd["shoeSize"] = 43.into();
    let taken = clinic.send(post("Appointment").json(&odd));
    assert_eq!(taken.status, 201);
    assert!(taken.json().get("shoeSize").is_none());

    for reference in ["Slot/nowhere", "Slot?identifier=x", "http://elsewhere/fhir/Slot/1", "urn:uuid:1", ""] {
        let mut dangling = clinic.appointment("b");
        dangling["slot"] = json!([{ "reference": reference }]);
        assert_eq!(clinic.send(post("Appointment").json(&dangling)).status, 400, "{reference}");
    }
    assert_eq!(clinic.appointments(), 1);
}

#[test]
fn refuses_what_is_not_fhir() {
    let mut clinic = Clinic::open();
    let mut unknown_code = clinic.appointment("a");
    unknown_code["status"] = "maybe".into();
    let mut bad_date = clinic.appointment("a");
    bad_date["start"] = "tomorrow".into();
    let cases = [
        (post("Appointment").json(&unknown_code), 400),
        (post("Appointment").json(&bad_date), 400),
        (post("Appointment").json(&json!({ "resourceType": "Slot" })), 400),
        (post("Appointment").json(&json!([])), 400),
        (put("Appointment/x").json(&clinic.appointment("a")), 400),
        (put("Appointment/x_y").json(&named(&clinic, "x_y")), 400),
        (get("Appointment/x"), 404),
        (get("Rocket/x"), 404),
        (get("Rocket"), 404),
        (put("Appointment").json(&clinic.appointment("a")), 405),
        (get("Appointment/x/y"), 405),
    ];
    for (request, status) in cases {
        let shown = format!("{request:?}");
        assert_eq!(clinic.send(request).status, status, "{shown}");
    }
}

#[test]
fn prefer_minimal_returns_no_body() {
    let mut clinic = Clinic::open();
    let body = clinic.appointment("a");
    let answer = clinic.send(post("Appointment").with("prefer", "return=minimal").json(&body));
    assert_eq!((answer.status, answer.body.len(), answer.header("etag")), (201, 0, Some("W/\"1\"")));
}

#[test]
fn a_known_version_is_not_sent_again() {
    let mut clinic = Clinic::open();
    let path = clinic.patient.clone();
    let answer = clinic.send(get(path).with("if-none-match", "W/\"1\""));
    assert_eq!((answer.status, answer.body.len()), (304, 0));
}
