//! What is added, changed, called off and brought: records by the hundred, edits that meet, large things in pieces.

use std::time::Duration;

use nabz_care::{ParkReason, Refusal, Resource};
use nabz_sync::{
    Edit, HttpReply, HttpRequest, Intent, IntentId, Keep, Method, NetError, OUTBOX, Record, Status,
    SyncEvent, Upload,
};
use nabz_time::Wall;
use nabz_vault::KeyClass;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::clinic::Clinic;
use crate::outbox::{calm, only, pair, response};
use crate::phone::{Phone, at};
use crate::world::Fault;

fn reading(n: u128, bad: bool) -> Intent {
    let code = if bad { "reject-me" } else { "8867-4" };
    let resource = json!({"resourceType": "Observation", "id": Uuid::from_u128(n + 1).to_string(), "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]}, "valueQuantity": {"value": 72}});
    Intent::Record(Record::new(Resource::from_value(resource).unwrap()).unwrap())
}

fn submit(phone: &mut Phone, intents: impl IntoIterator<Item = Intent>) -> Vec<IntentId> {
    intents.into_iter().map(|intent| phone.submit(intent, at(0))).collect()
}

fn entries(request: &HttpRequest) -> usize {
    let bundle: Value = serde_json::from_slice(request.body.as_ref().unwrap()).unwrap();
    bundle["entry"].as_array().map_or(1, Vec::len)
}

#[test]
fn one_bad_record_among_five_hundred_never_stops_the_others() {
    let (clinic, mut phone) = pair();
    let ids = submit(&mut phone, (0..500).map(|n| reading(n, n == 250)));
    let world = calm(clinic, phone);
    for (n, id) in ids.iter().enumerate() {
        let status = world.phones[0].status(*id);
        match n {
            250 => assert_eq!(status, Status::Parked(ParkReason::NotAccepted)),
            _ => assert!(matches!(status, Status::Confirmed { .. }), "{n}: {status:?}"),
        }
    }
    assert_eq!(world.clinic.all("Observation").len(), 499);
    assert!(world.clinic.answered.len() <= 12, "{} requests", world.clinic.answered.len());
}

#[test]
fn a_server_that_knows_no_batches_gets_them_one_by_one() {
    let (mut clinic, mut phone) = pair();
    clinic.refuses_batches = true;
    let ids = submit(&mut phone, (0..60).map(|n| reading(n, n == 7)));
    let world = calm(clinic, phone);
    let confirmed = ids.iter().filter(|id| matches!(world.phones[0].status(**id), Status::Confirmed { .. }));
    assert_eq!(confirmed.count(), 59);
}

#[test]
fn what_does_not_come_through_in_time_is_halved_until_it_does() {
    let (mut clinic, mut phone) = pair();
    submit(&mut phone, (0..100).map(|n| reading(n, false)));
    let (mut millis, mut sizes) = (0, Vec::new());
    while clinic.all("Observation").len() < 100 {
        for (id, request) in phone.requests(at(millis)) {
            let size = entries(&request);
            sizes.push(size);
            let reply = match size {
                0..=12 => HttpReply::Response(clinic.answer(&request)),
                _ => HttpReply::Failed(NetError::NoAnswer),
            };
            phone.reply(id, reply, at(millis));
        }
        millis += 1_000;
        assert!(millis < 3_600_000, "{sizes:?}");
    }
    assert_eq!(sizes[..3], [50, 50, 25], "{sizes:?}");
    assert!(sizes.contains(&12) && sizes.iter().all(|size| *size <= 50));
}

#[test]
fn an_answer_that_does_not_name_every_record_is_none() {
    let (mut clinic, mut phone) = pair();
    submit(&mut phone, (0..3).map(|n| reading(n, false)));
    let (id, request) = only(&mut phone, 0);
    let HttpReply::Response(mut answer) = HttpReply::Response(clinic.answer(&request)) else {
        unreachable!()
    };
    let mut bundle: Value = serde_json::from_slice(&answer.body).unwrap();
    bundle["entry"].as_array_mut().unwrap().pop();
    answer.body = bundle.to_string().into_bytes();
    let events = phone.reply(id, HttpReply::Response(answer), at(1));
    assert!(events.iter().all(|event| matches!(event, SyncEvent::Waiting { .. })), "{events:?}");
    let world = calm(clinic, phone);
    assert_eq!(world.clinic.all("Observation").len(), 3);
}

#[test]
fn only_what_nobody_changes_afterwards_is_a_record() {
    let of = |kind: &str, id: &str| {
        Record::new(Resource::from_value(json!({"resourceType": kind, "id": id})).unwrap())
    };
    assert!(of("Observation", &Uuid::from_u128(7).to_string()).is_ok());
    for (kind, id) in [
        ("Patient", Uuid::from_u128(7).to_string()),
        ("MedicationRequest", Uuid::from_u128(7).to_string()),
        ("Observation", "seven".to_owned()),
        ("Observation", Uuid::from_u128(0xabcdef).to_string().to_uppercase()),
    ] {
        assert!(of(kind, &id).is_err(), "{kind} {id}");
    }
}

/// Found by `proof world`, seed 55: the success after eight failures was set aside.
#[test]
fn a_record_that_succeeds_after_many_failures_is_done() {
    let (mut clinic, mut phone) = pair();
    let id = submit(&mut phone, [reading(1, false)])[0];
    let mut millis = 0;
    for failure in 0..9 {
        let (request, asked) = loop {
            if let Some(next) = phone.requests(at(millis)).pop() {
                break next;
            }
            millis += 1_000;
        };
        let reply = match failure {
            8 => HttpReply::Response(clinic.answer(&asked)),
            _ => response(503, &json!({})),
        };
        phone.reply(request, reply, at(millis));
    }
    assert!(matches!(phone.status(id), Status::Confirmed { .. }), "{:?}", phone.status(id));
}

/// The patient's own resource at the clinic, and a change of it made on the phone.
fn edit(clinic: &mut Clinic, change: impl FnOnce(&mut Value)) -> Intent {
    clinic.put(json!({"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1968-04-09",
        "later": {"kept": [1.5]}}));
    let base = clinic.get("Patient", "p1").unwrap().clone();
    let mut mine = base.clone();
    change(&mut mine);
    let resource = |value| Resource::from_value(value).unwrap();
    Intent::Edit(Box::new(Edit::new(Uuid::from_u128(5), resource(base), resource(mine)).unwrap()))
}

fn born(year: &'static str) -> impl Fn(&mut Value) {
    move |patient: &mut Value| patient["birthDate"] = json!(format!("{year}-04-09"))
}

#[test]
fn a_change_goes_in_one_round_trip_and_merges_with_another_field() {
    let (mut clinic, mut phone) = pair();
    let change = edit(&mut clinic, born("1969"));
    let id = phone.submit(change, at(0));
    let world = calm(clinic.clone(), phone);
    assert_eq!(world.clinic.answered.len(), 1, "one round trip");
    assert_eq!(world.clinic.get("Patient", "p1").unwrap()["birthDate"], "1969-04-09");
    assert!(matches!(world.phones[0].status(id), Status::Confirmed { .. }));

    let (_, mut phone) = pair();
    let change = edit(&mut clinic, born("1970"));
    let id = phone.submit(change, at(0));
    let mut theirs = clinic.get("Patient", "p1").unwrap().clone();
    theirs["active"] = json!(true);
    clinic.put(theirs);
    let world = calm(clinic, phone);
    let patient = world.clinic.get("Patient", "p1").unwrap();
    assert_eq!((&patient["birthDate"], &patient["active"]), (&json!("1970-04-09"), &json!(true)));
    assert_eq!(patient["later"], json!({"kept": [1.5]}), "unknown fields survive");
    assert!(matches!(world.phones[0].status(id), Status::Confirmed { .. }));
}

#[test]
fn a_conflict_keeps_both_until_somebody_decides() {
    for (keep, year) in [(Keep::Mine, "1969"), (Keep::Theirs, "1971")] {
        let (mut clinic, mut phone) = pair();
        let change = edit(&mut clinic, |mine| {
            mine["birthDate"] = json!("1969-04-09");
            mine["gender"] = json!("other");
        });
        let id = phone.submit(change, at(0));
        let mut theirs = clinic.get("Patient", "p1").unwrap().clone();
        theirs["birthDate"] = json!("1971-04-09");
        theirs["active"] = json!(true);
        clinic.put(theirs);
        let mut world = calm(clinic, phone);
        let phone = &mut world.phones[0];
        assert_eq!(phone.status(id), Status::Parked(ParkReason::Conflict));
        phone.kill();
        let conflict = phone.outbox.conflict(id).unwrap();
        assert_eq!(conflict.fields, ["birthDate"]);
        assert_eq!(conflict.mine.value()["birthDate"], "1969-04-09");
        assert_eq!(conflict.theirs.value()["birthDate"], "1971-04-09");
        let mut turn = phone.vault.turn(&mut phone.entropy).unwrap();
        phone.outbox.decide(&mut turn, id, keep).unwrap();
        turn.commit().unwrap();
        world.run(7_200_000, &mut |_, _| Fault::None);
        let patient = world.clinic.get("Patient", "p1").unwrap();
        assert_eq!(patient["birthDate"], format!("{year}-04-09"));
        assert_eq!(patient["active"], true, "the clinic's other change stands either way");
        match keep {
            Keep::Mine => assert!(matches!(world.phones[0].status(id), Status::Confirmed { .. })),
            Keep::Theirs => assert_eq!(world.phones[0].status(id), Status::Refused(Refusal::GaveWay)),
        }
    }
}

#[test]
fn medication_and_allergy_are_never_merged_alone() {
    for kind in ["MedicationRequest", "AllergyIntolerance"] {
        let (mut clinic, mut phone) = pair();
        clinic.put(json!({"resourceType": kind, "id": "m1", "note": "1", "dose": "1"}));
        let base = clinic.get(kind, "m1").unwrap().clone();
        let with = |value: &Value, name: &str| {
            let mut value = value.clone();
            value[name] = json!("2");
            value
        };
        let resource = |value| Resource::from_value(value).unwrap();
        let change =
            Edit::new(Uuid::from_u128(5), resource(base.clone()), resource(with(&base, "note"))).unwrap();
        let id = phone.submit(Intent::Edit(Box::new(change)), at(0));
        clinic.put(with(&base, "dose"));
        let world = calm(clinic, phone);
        assert_eq!(world.phones[0].status(id), Status::Parked(ParkReason::Conflict), "{kind}");
        assert_eq!(world.clinic.get(kind, "m1").unwrap()["note"], "1", "nothing was written");
    }
}

#[test]
fn changes_of_one_thing_go_in_order_and_what_is_set_aside_stops_only_its_own() {
    let (mut clinic, mut phone) = pair();
    let first = edit(&mut clinic, born("1969"));
    let first = phone.submit(first, at(0));
    let reading = phone.submit(reading(1, false), at(0));
    let Intent::Edit(second) = edit(&mut clinic, born("1972")) else { unreachable!() };
    let (base, mine) = (clinic.get("Patient", "p1").unwrap().clone(), second.mine().clone());
    let second = Edit::new(Uuid::from_u128(6), Resource::from_value(base).unwrap(), mine).unwrap();
    let second = phone.submit(Intent::Edit(Box::new(second)), at(0));
    let mut theirs = clinic.get("Patient", "p1").unwrap().clone();
    theirs["birthDate"] = json!("1971-04-09");
    clinic.put(theirs);
    let world = calm(clinic, phone);
    assert_eq!(world.phones[0].status(first), Status::Parked(ParkReason::Conflict));
    assert_eq!(world.phones[0].status(second), Status::Pending, "not before the first");
    assert!(matches!(world.phones[0].status(reading), Status::Confirmed { .. }));
}

#[test]
fn a_large_thing_goes_in_pieces_and_each_piece_once() {
    let (mut clinic, mut phone) = pair();
    let bytes: Vec<u8> = (0..150_000u32).map(|n| (n % 251) as u8).collect();
    let mut blob = phone.vault.new_blob(&mut phone.entropy).unwrap();
    blob.write(&bytes).unwrap();
    let sealed = blob.finish().unwrap();
    let length = sealed.length();
    let mut turn = phone.vault.turn(&mut phone.entropy).unwrap();
    turn.put_blob(KeyClass::Outbox, "note", sealed).unwrap();
    turn.commit().unwrap();
    let upload = Upload {
        uuid: Uuid::from_u128(0xf0_0000),
        blob: "note".into(),
        length,
        content_type: "audio/ogg".into(),
        patient: phone.patient.clone(),
        at: Wall::from_millis(1_795_000_000_000),
        sent: 0,
    };
    let pieces = upload.pieces() as usize;
    let id = phone.submit(Intent::Upload(upload), at(0));
    let (mut millis, mut sent) = (0, 0);
    while !matches!(phone.status(id), Status::Confirmed { .. }) {
        for (id, request) in phone.requests(at(millis)) {
            sent += 1;
            assert_eq!(request.method, Method::Put);
            let answer = clinic.answer(&request);
            match sent % 3 {
                // The answer is lost; the same piece goes again.
                0 => phone.reply(id, HttpReply::Failed(NetError::NoAnswer), at(millis)),
                _ => phone.reply(id, HttpReply::Response(answer), at(millis)),
            };
            if sent % 4 == 0 {
                phone.kill();
            }
        }
        millis += 1_000;
        assert!(millis < 3_600_000);
    }
    assert!(sent <= pieces + 1 + (pieces + 1).div_ceil(2) + 1, "{sent} requests for {pieces} pieces");
    let document = clinic.all("DocumentReference")[0].clone();
    let whole: Vec<u8> = document["content"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|content| {
            let place = content["attachment"]["url"].as_str().unwrap().to_owned();
            let (kind, id) = place.split_once('/').unwrap();
            crate::clinic::unbase64(clinic.get(kind, id).unwrap()["data"].as_str().unwrap())
        })
        .collect();
    assert!(whole == bytes, "the pieces are the whole");
    assert_eq!(clinic.all("Binary").len(), pieces);
    assert_eq!(phone.vault.blob_usage().unwrap().unsent, 0, "what the clinic has may be evicted");
}

#[test]
fn an_outbox_that_was_replaced_is_silent() {
    let (clinic, mut phone) = pair();
    let intent = phone.book(clinic.get("Slot", "s0").unwrap());
    phone.submit(intent, at(0));
    let mut older = nabz_sync::Outbox::load(&phone.vault).unwrap();
    let poll = |outbox: &mut nabz_sync::Outbox, phone: &mut Phone, millis| {
        let mut turn = phone.vault.turn(&mut phone.entropy).unwrap();
        let request = outbox.poll_request(&mut turn, at(millis)).unwrap();
        turn.commit().unwrap();
        request.is_some()
    };
    assert!(poll(&mut older, &mut phone, 0));
    let mut newer = nabz_sync::Outbox::load(&phone.vault).unwrap();
    assert!(poll(&mut newer, &mut phone, 1), "nobody has to be waited for");
    assert!(!poll(&mut older, &mut phone, 600_000), "the older one finds itself replaced");
    let long = Duration::from_secs(600).as_millis() as u64;
    assert!(poll(&mut newer, &mut phone, long), "the newer goes on");
    assert_eq!(phone.vault.list(OUTBOX).unwrap().len(), 1);
}
