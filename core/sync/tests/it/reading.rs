//! The reader's questions, to a clinic that answers well and to one that does not.

use nabz_care::{Id, Resource};
use nabz_sync::{
    Answer, Delay, HttpReply, HttpResponse, NetError, Query, QueryError, QueryId, Reader, RequestId,
};
use nabz_time::Wall;
use serde_json::{Value, json};

use crate::clinic::Clinic;
use crate::phone::{Seeded, at};

type Answered = (QueryId, Result<Answer, QueryError>);

fn id(text: &str) -> Id {
    Id::try_from(text).unwrap()
}

fn reader() -> Reader {
    Reader::new("http://clinic.example/fhir").unwrap()
}

fn wall(text: &str) -> Wall {
    nabz_care::read_instant(text).unwrap()
}

/// Asks until there is an answer; `reply` makes each reply of its request's path.
fn ask(
    query: Query,
    reply: &mut dyn FnMut(&nabz_sync::HttpRequest) -> HttpReply,
) -> (Result<Answer, QueryError>, usize) {
    let (mut reader, mut entropy) = (reader(), Seeded::new(1));
    let query = reader.start(query);
    for requests in 1..100 {
        let now = at(reader.poll_timeout().unwrap().millis() + 1);
        let (request, http) = reader.poll_request(now).unwrap();
        let reply = reply(&http);
        if let Some((answered, answer)) = reader.handle_reply(request, reply, now, &mut entropy) {
            assert_eq!((answered, reader.poll_timeout()), (query, None));
            return (answer, requests);
        }
    }
    panic!("no answer in a hundred requests");
}

fn of(mut clinic: Clinic, query: Query) -> (Result<Answer, QueryError>, usize) {
    ask(query, &mut |request| HttpReply::Response(clinic.answer(request)))
}

fn ok(body: &Value) -> HttpReply {
    HttpReply::Response(HttpResponse {
        status: 200,
        headers: Vec::new(),
        body: body.to_string().into_bytes(),
    })
}

fn page(entries: &[Value], next: Option<&str>) -> Value {
    let entries: Vec<Value> = entries.iter().map(|resource| json!({"resource": resource})).collect();
    let links: Vec<Value> = next.map(|url| json!({"relation": "next", "url": url})).into_iter().collect();
    json!({"resourceType": "Bundle", "type": "searchset", "entry": entries, "link": links})
}

fn slots_query() -> Query {
    let (from, to) = (wall("2026-11-21T11:15:00Z"), wall("2026-11-21T12:00:00Z"));
    Query::FreeSlots { practitioner: id("d1"), from, to }
}

#[test]
fn the_family_doctor_is_found_directly_and_by_role() {
    for (reference, requests) in [("Practitioner/d1", 2), ("PractitionerRole/r1", 3)] {
        let mut clinic = Clinic::default();
        let doctors = json!([{"reference": "Organization/o1"}, {"reference": reference}]);
        clinic.put(json!({"resourceType": "Patient", "id": "p1", "generalPractitioner": doctors}));
        clinic.put(json!({"resourceType": "PractitionerRole", "id": "r1", "practitioner": {"reference": "Practitioner/d1"}}));
        clinic
            .put(json!({"resourceType": "Practitioner", "id": "d1", "name": [{"text": "دکتر سارا کریمی"}]}));
        let (answer, sent) = of(clinic, Query::FamilyDoctor { patient: id("p1") });
        let Ok(Answer::FamilyDoctor(Some(doctor))) = answer else { panic!("{answer:?}") };
        assert_eq!((doctor.practitioner.name.as_str(), sent), ("دکتر سارا کریمی", requests));
    }
}

#[test]
fn nobody_registered_is_an_answer_and_nobody_there_is_an_error() {
    let mut clinic = Clinic::default();
    clinic.put(json!({"resourceType": "Patient", "id": "p1"}));
    let (answer, _) = of(clinic.clone(), Query::FamilyDoctor { patient: id("p1") });
    assert_eq!(answer, Ok(Answer::FamilyDoctor(None)));
    let (answer, _) = of(clinic, Query::FamilyDoctor { patient: id("p2") });
    assert_eq!(answer, Err(QueryError::NotFound));
}

#[test]
fn free_slots_are_those_asked_for_in_order() {
    let mut clinic = Clinic::with_slots(8);
    let mut busy = clinic.get("Slot", "s2").unwrap().clone();
    busy["status"] = json!("busy");
    clinic.put(busy);
    let (answer, requests) = of(clinic, slots_query());
    let Ok(Answer::FreeSlots(slots)) = answer else { panic!("{answer:?}") };
    let ids: Vec<&str> = slots.items.iter().map(|slot| slot.id.as_str()).collect();
    assert_eq!((ids, slots.complete, requests), (vec!["s1", "s3"], true, 2));
    let (answer, _) = of(Clinic::default(), slots_query());
    assert!(matches!(answer, Ok(Answer::FreeSlots(slots)) if slots.items.is_empty()));
}

#[test]
fn pages_are_followed_below_the_base_and_not_for_ever() {
    let clinic = Clinic::with_slots(8);
    let slot = |name: &str| clinic.get("Slot", name).unwrap().clone();
    let schedules = page(&[json!({"resourceType": "Schedule", "id": "c1"})], None);
    let cases = [
        ("http://clinic.example/fhir?_getpages=2", true, 3, vec!["s1", "s2"]),
        ("http://elsewhere.example/fhir?_getpages=2", false, 2, vec!["s1"]),
        ("/admin?page=2", false, 2, vec!["s1"]),
    ];
    for (next, complete, expected, ids) in cases {
        let (answer, requests) = ask(slots_query(), &mut |request| match request.path.split('?').next() {
            Some("Schedule") => ok(&schedules),
            // Overlapping pages, a broken slot, one of another status, one of another type.
            Some("Slot") => {
                ok(&page(&[slot("s1"), json!({"resourceType": "Slot", "id": "x"}), json!(7)], Some(next)))
            }
            Some("") => ok(&page(&[slot("s2"), slot("s1"), slot("s5")], None)),
            other => panic!("{other:?}"),
        });
        let Ok(Answer::FreeSlots(slots)) = answer else { panic!("{answer:?}") };
        let seen: Vec<&str> = slots.items.iter().map(|slot| slot.id.as_str()).collect();
        assert_eq!((seen, slots.complete, requests), (ids, complete, expected), "{next}");
    }
    let (answer, requests) = ask(slots_query(), &mut |request| match request.path.starts_with("Schedule") {
        true => ok(&schedules),
        false => ok(&page(&[slot("s1")], Some("Slot?again"))),
    });
    assert!(matches!(answer, Ok(Answer::FreeSlots(slots)) if !slots.complete && slots.items.len() == 1));
    assert_eq!(requests, 11, "the schedules and ten pages");
}

#[test]
fn a_price_is_stated_once_or_not_at_all() {
    let definition = |id: &str, base: u32, context: Option<&str>| {
        let mut value = json!({"resourceType": "ChargeItemDefinition", "id": id, "status": "active", "propertyGroup": [
            {"priceComponent": [{"type": "base", "amount": {"value": base, "currency": "IRR"}}]}]});
        if let Some(reference) = context {
            value["useContext"] = json!([{"valueReference": {"reference": reference}}]);
        }
        value
    };
    let price = |definitions: &[Value]| {
        let mut clinic = Clinic::default();
        definitions.iter().for_each(|definition| {
            clinic.put(definition.clone());
        });
        match of(clinic, Query::Price { practitioner: id("d1") }) {
            (Ok(Answer::Price(price)), _) => price.map(|price| price.total.minor),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(price(&[]), None);
    assert_eq!(price(&[definition("a", 10, None)]), Some(10));
    assert_eq!(price(&[definition("a", 10, None), definition("b", 20, None)]), None, "which of them?");
    assert_eq!(price(&[definition("a", 10, None), definition("b", 20, Some("Practitioner/d1"))]), Some(20));
    assert_eq!(price(&[definition("a", 10, None), definition("b", 20, Some("Practitioner/d2"))]), Some(10));
}

#[test]
fn a_follow_up_belongs_to_its_visit() {
    let order = |id: &str, when: &str, link: Value| {
        let mut value = json!({"resourceType": "ServiceRequest", "id": id, "status": "active", "intent": "order",
            "subject": {"reference": "Patient/p1"}, "occurrenceDateTime": when});
        value.as_object_mut().unwrap().extend(link.as_object().unwrap().clone());
        value
    };
    let follow_up = |orders: &[Value]| {
        let mut clinic = Clinic::default();
        let appointment = json!([{"reference": "Appointment/a1"}]);
        clinic.put(json!({"resourceType": "Encounter", "id": "e1", "status": "finished", "appointment": appointment}));
        orders.iter().for_each(|order| {
            clinic.put(order.clone());
        });
        match of(clinic, Query::FollowUp { patient: id("p1"), appointment: id("a1") }) {
            (Ok(Answer::FollowUp(order)), _) => order.map(|order| order.id.to_string()),
            other => panic!("{other:?}"),
        }
    };
    let by_visit = json!({"encounter": {"reference": "Encounter/e1"}});
    let by_appointment = json!({"supportingInfo": [{"reference": "Appointment/a1"}]});
    let other = json!({"encounter": {"reference": "Encounter/e2"}});
    assert_eq!(follow_up(&[]), None);
    assert_eq!(follow_up(&[order("o1", "2026-12-01", other.clone())]), None);
    assert_eq!(follow_up(&[order("o1", "2026-12-01", json!({}))]), None);
    let two = [order("o1", "2026-12-20", by_visit.clone()), order("o2", "2026-12-05T10:00:00Z", by_visit)];
    assert_eq!(follow_up(&two).as_deref(), Some("o2"), "the earlier of two");
    let either = [order("o1", "2026-12-20", by_appointment), order("o2", "2026-12-05", other)];
    assert_eq!(follow_up(&either).as_deref(), Some("o1"));
}

#[test]
fn appointments_come_in_order_and_with_those_called_off() {
    let mut clinic = Clinic::default();
    for (name, start, status) in
        [("b", "2026-12-02", "booked"), ("a", "2026-12-01", "cancelled"), ("old", "2025-01-01", "fulfilled")]
    {
        let participant = json!([{"actor": {"reference": "Patient/p1"}}]);
        let (start, end) = (format!("{start}T10:00:00Z"), format!("{start}T10:15:00Z"));
        clinic.put(
            json!({"resourceType": "Appointment", "id": name, "status": status, "start": start, "end": end,
            "participant": participant}),
        );
    }
    let (answer, _) =
        of(clinic, Query::Appointments { patient: id("p1"), from: wall("2026-11-01T00:00:00Z") });
    let Ok(Answer::Appointments(list)) = answer else { panic!("{answer:?}") };
    let ids: Vec<&str> = list.items.iter().map(|appointment| appointment.id.as_str()).collect();
    assert_eq!(ids, ["a", "b"]);
}

#[test]
fn four_tries_and_then_a_reason() {
    let portal = || {
        let body = b"<html>Welcome to the hotel</html>".to_vec();
        HttpReply::Response(HttpResponse { status: 200, headers: Vec::new(), body })
    };
    let failed = |status| HttpReply::Response(HttpResponse { status, headers: Vec::new(), body: Vec::new() });
    let cases: [(&dyn Fn() -> HttpReply, QueryError, usize); 7] = [
        (&|| HttpReply::Failed(NetError::Unreachable), QueryError::NoAnswer(Delay::NoConnection), 4),
        (&|| HttpReply::Failed(NetError::NoAnswer), QueryError::NoAnswer(Delay::NoAnswer), 4),
        (&portal, QueryError::NoAnswer(Delay::NotUnderstood), 4),
        (&|| failed(503), QueryError::NoAnswer(Delay::ServerBusy), 4),
        (
            &|| ok(&json!({"resourceType": "Bundle", "type": "history"})),
            QueryError::NoAnswer(Delay::NotUnderstood),
            4,
        ),
        (&|| failed(403), QueryError::SignIn, 1),
        (&|| failed(400), QueryError::NotAccepted, 1),
    ];
    for (reply, expected, tries) in cases {
        assert_eq!(ask(slots_query(), &mut |_| reply()), (Err(expected), tries));
    }
}

#[test]
fn silence_is_an_answer_as_soon_as_it_is_one() {
    let asked = |silent_ms: u64, reply: HttpReply| {
        let (mut reader, mut entropy) = (reader(), Seeded::new(1));
        reader.start(slots_query());
        let (request, _) = reader.poll_request(at(1)).unwrap();
        reader.handle_reply(request, reply, at(1 + silent_ms), &mut entropy).map(|(_, answer)| answer)
    };
    let silent = || HttpReply::Failed(NetError::NoAnswer);
    assert_eq!(asked(30_000, silent()), Some(Err(QueryError::NoAnswer(Delay::NoAnswer))));
    assert_eq!(asked(1_000, silent()), None, "a line that broke is tried again");
    let later = |seconds: &str| {
        let headers = vec![("retry-after".to_owned(), seconds.to_owned())];
        HttpReply::Response(HttpResponse { status: 503, headers, body: Vec::new() })
    };
    assert_eq!(asked(100, later("120")), Some(Err(QueryError::NoAnswer(Delay::ServerBusy))));
    assert_eq!(asked(100, later("5")), None);
}

#[test]
fn the_latest_question_wins() {
    let (mut reader, mut entropy) = (reader(), Seeded::new(1));
    let mut clinic = Clinic::default();
    clinic.put(json!({"resourceType": "Patient", "id": "p1"}));
    let mut answer = |request: &nabz_sync::HttpRequest| HttpReply::Response(clinic.answer(request));
    let older = reader.start(Query::FamilyDoctor { patient: id("p2") });
    let (late, late_request) = reader.poll_request(at(0)).unwrap();
    let newer = reader.start(Query::FamilyDoctor { patient: id("p1") });
    let other = reader.start(slots_query());
    let (request, http) = reader.poll_request(at(0)).unwrap();
    assert!(older != newer && newer != other && late != request);
    let mut reply = |id: RequestId, reply: HttpReply| -> Option<Answered> {
        reader.handle_reply(id, reply, at(1), &mut entropy)
    };
    assert_eq!(reply(late, answer(&late_request)), None, "nobody asks that any more");
    assert_eq!(reply(RequestId(2), answer(&late_request)), None, "an outbox's number");
    let answered = reply(request, answer(&http));
    assert_eq!(answered, Some((newer, Ok(Answer::FamilyDoctor(None)))));
    reader.cancel(other);
    assert!(reader.poll_request(at(9)).is_none());
}

#[test]
fn a_resource_of_another_shape_is_asked_for_again() {
    let odd =
        Resource::from_value(json!({"resourceType": "Practitioner", "id": "d1", "name": "Sara"})).unwrap();
    let (answer, tries) = ask(
        Query::FamilyDoctor { patient: id("p1") },
        &mut |request| match &request.path[..] {
            "Patient/p1" => ok(
                &json!({"resourceType": "Patient", "id": "p1", "generalPractitioner": [{"reference": "Practitioner/d1"}]}),
            ),
            _ => ok(odd.value()),
        },
    );
    assert_eq!((answer, tries), (Err(QueryError::NoAnswer(Delay::NotUnderstood)), 5));
}
