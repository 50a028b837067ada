//! What the outbox promises, each in a situation of its own.

use nabz_care::{ParkReason, Refusal};
use nabz_sync::{
    APPOINTMENT, HttpReply, HttpRequest, HttpResponse, IntentId, Method, NetError, OUTBOX, RequestId, Status,
    SyncEvent, Visited,
};
use serde_json::{Value, json};

use crate::clinic::Clinic;
use crate::phone::{Phone, at};
use crate::world::{Fault, World};

pub(crate) fn pair() -> (Clinic, Phone) {
    (Clinic::with_slots(3), Phone::new("p1", 1))
}

pub(crate) fn book(clinic: &Clinic, phone: &mut Phone, slot: &str) -> IntentId {
    let intent = phone.book(clinic.get("Slot", slot).unwrap());
    phone.submit(intent, at(0))
}

pub(crate) fn response(status: u16, body: &Value) -> HttpReply {
    HttpReply::Response(HttpResponse { status, headers: Vec::new(), body: body.to_string().into_bytes() })
}

/// The one request that may go now.
pub(crate) fn only(phone: &mut Phone, millis: u64) -> (RequestId, HttpRequest) {
    let mut requests = phone.requests(at(millis));
    assert_eq!(requests.len(), 1);
    requests.remove(0)
}

/// Lets phone and clinic talk for an hour without faults.
pub(crate) fn calm(clinic: Clinic, phone: Phone) -> World {
    let mut world = World::new(clinic, vec![phone], 1);
    world.run(3_600_000, &mut |_, _| Fault::None);
    world
}

#[test]
fn nothing_is_kept_and_nothing_leaves_without_a_commit() {
    let (clinic, mut phone) = pair();
    let intent = phone.book(clinic.get("Slot", "s0").unwrap());
    let mut turn = phone.vault.turn(&mut phone.entropy).unwrap();
    phone.outbox.submit(&mut turn, intent, at(0)).unwrap();
    drop(turn);
    phone.outbox.reload(&phone.vault).unwrap();
    assert_eq!(phone.outbox.progress().count(), 0);
}

#[test]
fn a_second_tap_is_the_same_booking() {
    let (clinic, mut phone) = pair();
    let intent = phone.book(clinic.get("Slot", "s0").unwrap());
    let first = phone.submit(intent.clone(), at(0));
    assert_eq!(phone.submit(intent, at(1)), first);
    assert_eq!(phone.vault.list(OUTBOX).unwrap().len(), 1);
    only(&mut phone, 2);
    assert!(phone.requests(at(3)).is_empty(), "one request at a time");
}

#[test]
fn killed_after_sending_it_looks_before_it_sends_again() {
    let (mut clinic, mut phone) = pair();
    let booking = book(&clinic, &mut phone, "s0");
    let (old, request) = only(&mut phone, 0);
    assert_eq!(request.method, Method::Post);
    clinic.answer(&request);
    phone.kill();
    assert_eq!(phone.status(booking), Status::Sending { attempts: 1 });
    let (_, request) = only(&mut phone, 0);
    assert_eq!(request.method, Method::Get);
    assert!(request.path.starts_with("Appointment?identifier="), "{}", request.path);
    let unknown = RequestId(old.0 + 1_000);
    assert!(phone.reply(unknown, HttpReply::Failed(NetError::NoAnswer), at(0)).is_empty(), "not ours");
    let world = calm(clinic, phone);
    assert_eq!(world.clinic.all("Appointment").len(), 1);
    assert!(matches!(world.phones[0].status(booking), Status::Confirmed { .. }));
}

#[test]
fn a_reloaded_outbox_never_takes_the_reply_to_an_older_request() {
    let (mut clinic, mut phone) = pair();
    book(&clinic, &mut phone, "s0");
    let (old, request) = only(&mut phone, 0);
    phone.outbox.reload(&phone.vault).unwrap();
    let (new, _) = only(&mut phone, 0);
    assert_ne!(old, new);
    let answer = clinic.answer(&request);
    assert!(phone.reply(old, HttpReply::Response(answer), at(1)).is_empty());
}

#[test]
fn it_is_booked_only_when_read_back_and_then_kept() {
    let (mut clinic, mut phone) = pair();
    let booking = book(&clinic, &mut phone, "s0");
    let (id, request) = only(&mut phone, 0);
    let answer = clinic.answer(&request);
    assert!(phone.reply(id, HttpReply::Response(answer), at(1)).is_empty());
    assert_eq!(phone.status(booking), Status::Sending { attempts: 1 });
    phone.kill();
    let (id, request) = only(&mut phone, 2);
    let answer = clinic.answer(&request);
    let events = phone.reply(id, HttpReply::Response(answer), at(3));
    let [SyncEvent::Booked { appointment, .. }] = events.as_slice() else { panic!("{events:?}") };
    let kept = phone.vault.get(APPOINTMENT, appointment.id.as_str()).unwrap().unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&kept.bytes).unwrap()["status"], "booked");
    assert_eq!(phone.outbox.poll_timeout(), None);
}

#[test]
fn two_bookings_of_one_slot_go_one_after_the_other() {
    let (clinic, mut phone) = pair();
    let first = book(&clinic, &mut phone, "s0");
    let second = book(&clinic, &mut phone, "s0");
    let other = book(&clinic, &mut phone, "s1");
    assert_eq!(phone.requests(at(0)).len(), 2, "the first, and the one of another slot");
    phone.kill();
    let world = calm(clinic, phone);
    assert!(matches!(world.phones[0].status(first), Status::Confirmed { .. }));
    assert_eq!(world.phones[0].status(second), Status::Refused(Refusal::SlotTaken));
    assert!(matches!(world.phones[0].status(other), Status::Confirmed { .. }));
}

#[test]
fn one_poisonous_intent_among_a_hundred_stops_none() {
    let (clinic, mut phone) = pair();
    let consents: Vec<IntentId> = (0..100)
        .map(|_| {
            let consent = phone.consent();
            phone.submit(consent, at(0))
        })
        .collect();
    let poison = format!("Consent/{}", consents[40].0);
    let mut world = World::new(clinic, vec![phone], 1);
    world.run(3_600_000, &mut |_, request| match request.path == poison {
        true => Fault::Refused(422),
        false => Fault::None,
    });
    for (index, consent) in consents.iter().enumerate() {
        match world.phones[0].status(*consent) {
            Status::Confirmed { .. } if index != 40 => {}
            Status::Parked(ParkReason::NotAccepted) if index == 40 => {}
            other => panic!("{index}: {other:?}"),
        }
    }
}

#[test]
fn a_server_that_fails_on_one_thing_only_has_it_set_aside() {
    let (clinic, mut phone) = pair();
    let booking = book(&clinic, &mut phone, "s0");
    let mut world = World::new(clinic, vec![phone], 1);
    world.run(2 * 3_600_000, &mut |_, request| match request.method {
        Method::Post => Fault::Refused(500),
        _ => Fault::None,
    });
    assert_eq!(world.phones[0].status(booking), Status::Parked(ParkReason::ServerFault));
}

#[test]
fn a_server_that_is_down_for_a_night_wears_nothing_out() {
    let (clinic, mut phone) = pair();
    let booking = book(&clinic, &mut phone, "s0");
    let mut world = World::new(clinic, vec![phone], 1);
    world.run(10 * 3_600_000, &mut |_, _| Fault::Refused(503));
    let tried = world.phones[0].events.len();
    assert!((40..250).contains(&tried), "about every 7.5 minutes, not {tried} times");
    world.run(11 * 3_600_000, &mut |_, _| Fault::None);
    assert!(matches!(world.phones[0].status(booking), Status::Confirmed { .. }));
}

#[test]
fn a_visit_waits_for_its_booking_and_falls_with_it() {
    let (mut clinic, mut phone) = pair();
    let booking = book(&clinic, &mut phone, "s0");
    let visit = phone.visit(Visited::Booking(booking));
    let visit = phone.submit(visit, at(0));
    assert_eq!(phone.requests(at(0)).len(), 1);
    phone.kill();
    let mut taken = clinic.get("Slot", "s0").unwrap().clone();
    taken["status"] = json!("busy");
    clinic.put(taken);
    let world = calm(clinic, phone);
    assert_eq!(world.phones[0].status(booking), Status::Refused(Refusal::SlotTaken));
    assert_eq!(world.phones[0].status(visit), Status::Refused(Refusal::NeverBooked));
    let mut phone = world.phones.into_iter().next().unwrap();
    let late = phone.visit(Visited::Booking(booking));
    let late = phone.submit(late, at(0));
    assert_eq!(phone.status(late), Status::Refused(Refusal::NeverBooked));
}

/// A world in which slot 0 is booked, and the visit's intent.
fn booked() -> (World, IntentId, String) {
    let (clinic, mut phone) = pair();
    let booking = book(&clinic, &mut phone, "s0");
    let mut world = calm(clinic, phone);
    let id = world.clinic.all("Appointment")[0]["id"].as_str().unwrap().to_owned();
    let visit = world.phones[0].visit(Visited::Booking(booking));
    let visit = world.phones[0].submit(visit, at(world.millis));
    (world, visit, id)
}

#[test]
fn what_a_doctor_added_to_the_encounter_is_not_overwritten_by_a_repetition() {
    let (mut world, visit, _) = booked();
    let from = world.millis;
    world.run(from + 20_000, &mut |_, request| match request.method {
        Method::Post => Fault::LostReply,
        _ => Fault::None,
    });
    let mut encounter = world.clinic.all("Encounter")[0].clone();
    encounter["reasonCode"] = json!([{"text": "added by the doctor"}]);
    world.clinic.put(encounter);
    world.run(from + 3_600_000, &mut |_, _| Fault::None);
    assert!(matches!(world.phones[0].status(visit), Status::Confirmed { .. }));
    assert_eq!(world.clinic.all("Encounter")[0]["reasonCode"][0]["text"], "added by the doctor");
}

#[test]
fn a_visit_somebody_else_recorded_is_not_recorded_twice() {
    let (mut world, visit, id) = booked();
    let reference = json!([{"reference": format!("Appointment/{id}")}]);
    world.clinic.put(
        json!({"resourceType": "Encounter", "id": "theirs", "status": "finished", "appointment": reference}),
    );
    let mut appointment = world.clinic.get("Appointment", &id).unwrap().clone();
    appointment["status"] = json!("fulfilled");
    world.clinic.put(appointment);
    let until = world.millis + 3_600_000;
    world.run(until, &mut |_, _| Fault::None);
    assert!(matches!(world.phones[0].status(visit), Status::Confirmed { .. }));
    assert_eq!(world.clinic.all("Encounter").len(), 1);
}

#[test]
fn an_appointment_that_changed_meanwhile_is_read_again_and_keeps_the_change() {
    let (mut world, visit, id) = booked();
    let from = world.millis;
    let mut posts = 0;
    world.run(from + 1_000, &mut |_, request| {
        posts += u32::from(request.method == Method::Post);
        if posts == 1 { Fault::Late } else { Fault::None }
    });
    let mut appointment = world.clinic.get("Appointment", &id).unwrap().clone();
    appointment["comment"] = json!("bring your readings");
    world.clinic.put(appointment);
    world.run(from + 3_600_000, &mut |_, _| Fault::None);
    assert!(matches!(world.phones[0].status(visit), Status::Confirmed { .. }));
    let appointment = world.clinic.get("Appointment", &id).unwrap();
    assert_eq!(
        (&appointment["status"], &appointment["comment"]),
        (&json!("fulfilled"), &json!("bring your readings"))
    );
}

#[test]
fn signing_in_again_frees_what_waited_for_it() {
    let (clinic, mut phone) = pair();
    let booking = book(&clinic, &mut phone, "s0");
    let mut world = World::new(clinic, vec![phone], 1);
    world.run(60_000, &mut |_, _| Fault::Refused(401));
    let phone = &mut world.phones[0];
    assert_eq!(phone.status(booking), Status::Parked(ParkReason::SignIn));
    let mut turn = phone.vault.turn(&mut phone.entropy).unwrap();
    phone.outbox.signed_in(&mut turn).unwrap();
    turn.commit().unwrap();
    world.run(120_000, &mut |_, _| Fault::None);
    assert!(matches!(world.phones[0].status(booking), Status::Confirmed { .. }));
}

#[test]
fn what_is_given_up_is_gone_and_what_is_open_stays() {
    let (clinic, mut phone) = pair();
    let booking = book(&clinic, &mut phone, "s0");
    for (status, left) in [(0, 1), (400, 0)] {
        if status != 0 {
            let (id, _) = only(&mut phone, 0);
            phone.reply(id, response(status, &json!({})), at(0));
            let (id, _) = only(&mut phone, 0);
            phone.reply(id, response(200, &json!({"resourceType": "Bundle", "type": "searchset"})), at(0));
        }
        let mut turn = phone.vault.turn(&mut phone.entropy).unwrap();
        phone.outbox.discard(&mut turn, booking).unwrap();
        turn.commit().unwrap();
        assert_eq!(phone.vault.list(OUTBOX).unwrap().len(), left);
    }
}

#[test]
fn a_row_of_another_app_version_stays_where_it_is() {
    let (clinic, mut phone) = pair();
    book(&clinic, &mut phone, "s0");
    let mut turn = phone.vault.turn(&mut phone.entropy).unwrap();
    turn.put(OUTBOX, "newer", br#"{"intent":{"refer":{}},"state":"open"}"#).unwrap();
    turn.commit().unwrap();
    phone.kill();
    assert_eq!((phone.outbox.unreadable(), phone.outbox.progress().count()), (1, 1));
    assert!(phone.vault.get(OUTBOX, "newer").unwrap().is_some());
}

#[test]
fn nothing_prints_what_a_patient_did() {
    let (mut clinic, mut phone) = (Clinic::with_slots(1), Phone::new("secret-patient", 1));
    book(&clinic, &mut phone, "s0");
    let (id, request) = only(&mut phone, 0);
    let shown = format!("{request:?} {:?} {:?}", phone.outbox, phone.outbox.progress().collect::<Vec<_>>());
    let answer = HttpReply::Response(clinic.answer(&request));
    let shown = format!("{shown} {answer:?} {:?}", phone.reply(id, answer.clone(), at(1)));
    let (id, request) = only(&mut phone, 2);
    let answer = HttpReply::Response(clinic.answer(&request));
    let shown = format!("{shown} {request:?} {:?}", phone.reply(id, answer, at(3)));
    assert!(!shown.contains("secret") && !shown.contains("ground floor"), "{shown}");
}
