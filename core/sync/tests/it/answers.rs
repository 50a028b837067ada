//! What the clinic's answers make of a booking.

use std::time::Duration;

use nabz_care::{ParkReason, Refusal};
use nabz_sync::{Delay, HttpReply, HttpResponse, Status, SyncEvent};
use serde_json::{Value, json};

use crate::outbox::{book, calm, only, pair, response};
use crate::phone::at;

/// What a look-up that finds this appointment makes of a booking.
fn looked_up(change: impl FnOnce(&mut Value)) -> Status {
    let (mut clinic, mut phone) = pair();
    let booking = book(&clinic, &mut phone, "s0");
    let (id, request) = only(&mut phone, 0);
    let answer = clinic.answer(&request);
    phone.reply(id, HttpReply::Response(answer), at(1));
    let mut appointment = clinic.all("Appointment")[0].clone();
    change(&mut appointment);
    let (id, _) = only(&mut phone, 2);
    let page = json!({"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": appointment}]});
    phone.reply(id, response(200, &page), at(3));
    phone.status(booking)
}

#[test]
fn what_is_read_back_has_to_be_what_was_confirmed() {
    let sending = Status::Sending { attempts: 1 };
    assert!(matches!(looked_up(|_| {}), Status::Confirmed { .. }));
    assert!(matches!(looked_up(|it| it["unknown"] = json!([1])), Status::Confirmed { .. }));
    assert_eq!(looked_up(|it| it["status"] = json!("cancelled")), Status::Refused(Refusal::CalledOff));
    assert_eq!(looked_up(|it| it["status"] = json!("pending")), sending, "the clinic has to agree first");
    assert_eq!(looked_up(|it| it["status"] = json!("teleported")), sending);
    assert_eq!(
        looked_up(|it| it["start"] = json!("2026-11-21T10:00:00Z")),
        Status::Parked(ParkReason::Different)
    );
    assert_eq!(looked_up(|it| it["slot"] = json!([])), Status::Parked(ParkReason::Different));
    assert_eq!(looked_up(|it| it["participant"] = json!([])), Status::Parked(ParkReason::Different));
    assert_eq!(
        looked_up(|it| it["identifier"] = json!([])),
        sending,
        "a server that searched for something else"
    );
    assert_eq!(looked_up(|it| it["start"] = json!(7)), sending);
}

#[test]
fn every_entry_of_the_answer_counts() {
    let entry = |status: &str| json!({"response": {"status": status}});
    let cases = [
        (json!([entry("200 OK"), entry("201 Created")]), None, "Appointment?"),
        (json!([entry("412"), entry("412")]), None, "Slot/"),
        (json!([entry("412"), entry("201")]), Some(ParkReason::Contradiction), ""),
        (json!([entry("200")]), None, "Appointment?"),
        (json!([]), None, "Appointment?"),
        (json!("none"), None, "Appointment?"),
    ];
    for (entries, parked, next) in cases {
        let (clinic, mut phone) = pair();
        let booking = book(&clinic, &mut phone, "s0");
        let (id, _) = only(&mut phone, 0);
        let bundle = json!({"resourceType": "Bundle", "type": "transaction-response", "entry": entries});
        phone.reply(id, response(200, &bundle), at(1));
        match parked {
            Some(reason) => assert_eq!(phone.status(booking), Status::Parked(reason)),
            None => assert!(only(&mut phone, 60_000).1.path.starts_with(next), "{entries}"),
        }
    }
}

type Change = fn(&mut Value);

#[test]
fn a_slot_that_moved_or_vanished_needs_a_new_yes() {
    let moved = |slot: &mut Value| slot["start"] = json!("2026-11-21T11:05:00Z");
    let edited = |slot: &mut Value| slot["comment"] = json!("first floor");
    let cases: [(Change, Option<Refusal>); 2] = [(moved, Some(Refusal::SlotWithdrawn)), (edited, None)];
    for (change, refusal) in cases {
        let (mut clinic, mut phone) = pair();
        let booking = book(&clinic, &mut phone, "s0");
        let mut slot = clinic.get("Slot", "s0").unwrap().clone();
        change(&mut slot);
        clinic.put(slot);
        let world = calm(clinic, phone);
        match refusal {
            Some(refusal) => assert_eq!(world.phones[0].status(booking), Status::Refused(refusal)),
            None => {
                assert!(matches!(world.phones[0].status(booking), Status::Confirmed { .. }));
                assert_eq!(world.clinic.get("Slot", "s0").unwrap()["comment"], "first floor");
            }
        }
    }
}

#[test]
fn a_server_says_when_to_come_back_and_is_believed_up_to_a_quarter_of_an_hour() {
    for (asked, least, most) in [("60", 60, 60), ("86400", 900, 900), ("nonsense", 0, 2)] {
        let (clinic, mut phone) = pair();
        book(&clinic, &mut phone, "s0");
        let (id, _) = only(&mut phone, 0);
        let headers = vec![("retry-after".to_owned(), asked.to_owned())];
        let reply = HttpReply::Response(HttpResponse { status: 503, headers, body: Vec::new() });
        let events = phone.reply(id, reply, at(0));
        let [SyncEvent::Waiting { delay: Delay::ServerBusy, pause, .. }] = events.as_slice() else {
            panic!("{events:?}")
        };
        assert!(
            (Duration::from_secs(least)..=Duration::from_secs(most)).contains(pause),
            "{asked}: {pause:?}"
        );
    }
}
