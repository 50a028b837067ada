//! Pulls against pages a server might send: by need, nothing twice, nothing lost to a kill, and whatever is bad left out
//! with its reason.

use nabz_care::Id;
use nabz_sync::{Feed, HttpReply, HttpResponse, NetError, Oddity, Pull, PullEvent, RequestId, kind_of};
use nabz_time::Wall;
use serde_json::{Value, json};

use crate::phone::{Phone, at};

const BASE: &str = "http://clinic.invalid/fhir/";

fn feeds() -> Vec<Feed> {
    let patient = Id::try_from("p1").unwrap();
    ["Appointment", "Observation"].into_iter().map(|kind| Feed::of_patient(kind, &patient).unwrap()).collect()
}

struct Puller {
    phone: Phone,
    pull: Pull,
    millis: u64,
}

impl Puller {
    fn new() -> Self {
        let phone = Phone::new("p1", 3);
        let pull = Pull::load(BASE, feeds(), &phone.vault).unwrap();
        Self { phone, pull, millis: 0 }
    }

    fn begin(&mut self) {
        self.pull.begin(at(self.millis));
    }

    /// The request that is due, waiting for it if need be.
    fn ask(&mut self) -> Option<(RequestId, String)> {
        let due = self.pull.poll_timeout()?;
        self.millis = self.millis.max(due.millis());
        let (id, request) = self.pull.poll_request(at(self.millis))?;
        Some((id, request.path))
    }

    fn reply(&mut self, id: RequestId, reply: HttpReply) -> Vec<PullEvent> {
        let mut turn = self.phone.vault.turn(&mut self.phone.entropy).unwrap();
        let events =
            self.pull.handle_reply(&mut turn, id, reply, at(self.millis), &mut self.phone.entropy).unwrap();
        turn.commit().unwrap();
        events
    }

    /// One page as the answer to the request that is due; the request's path and what came of it.
    fn page(&mut self, page: Value) -> (String, Vec<PullEvent>) {
        let (id, path) = self.ask().expect("a request is due");
        (path, self.reply(id, answer(200, &page)))
    }

    /// The round to its end, every further page empty.
    fn finish(&mut self) -> Vec<String> {
        let mut paths = Vec::new();
        while let Some((id, path)) = self.ask() {
            let kind = if path.contains("_history") { "history" } else { "searchset" };
            self.reply(id, answer(200, &json!({"resourceType": "Bundle", "type": kind})));
            paths.push(path);
        }
        paths
    }

    fn kept(&self, kind: &str) -> Vec<String> {
        self.phone.vault.ids(kind_of(kind).unwrap().kind()).unwrap()
    }

    /// The process is killed; another continues.
    fn kill(&mut self) {
        self.pull = Pull::load(BASE, feeds(), &self.phone.vault).unwrap();
    }
}

fn answer(status: u16, body: &Value) -> HttpReply {
    HttpReply::Response(HttpResponse { status, headers: Vec::new(), body: body.to_string().into_bytes() })
}

fn visit(id: &str, version: u32, second: u32) -> Value {
    json!({"resourceType": "Appointment", "id": id, "status": "booked",
        "meta": {"versionId": version.to_string(), "lastUpdated": format!("2026-11-20T08:00:{second:02}Z")}})
}

fn page(found: impl IntoIterator<Item = Value>, next: Option<&str>) -> Value {
    let entries: Vec<Value> = found.into_iter().map(|resource| json!({"resource": resource})).collect();
    let links: Vec<Value> = next.map(|next| json!({"relation": "next", "url": next})).into_iter().collect();
    json!({"resourceType": "Bundle", "type": "searchset", "entry": entries, "link": links})
}

#[test]
fn a_round_looks_back_two_minutes_behind_the_newest_change() {
    let mut puller = Puller::new();
    puller.begin();
    let (path, _) = puller.page(page([visit("a", 1, 10), visit("b", 1, 30)], None));
    assert_eq!(path, "Appointment?patient=Patient%2Fp1&_count=50", "the first round asks for all");
    puller.finish();
    puller.begin();
    let (path, events) = puller.page(page([visit("a", 1, 10), visit("b", 2, 59)], None));
    assert!(path.contains("_lastUpdated=ge2026-11-20T07%3A58%3A30Z"), "{path}");
    let [PullEvent::Stored { changed, .. }, ..] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(changed.len(), 1, "what is known by id and version changes nothing");
    let paths = puller.finish();
    assert!(paths[0].starts_with("Appointment/_history?_since="), "deletions are asked for: {paths:?}");
}

#[test]
fn a_page_is_stored_with_the_place_after_it_and_a_kill_loses_neither() {
    let mut puller = Puller::new();
    puller.begin();
    let next = format!("{BASE}?_getpages=7&_getpagesoffset=50");
    puller.page(page([visit("a", 1, 10)], Some(&next)));
    puller.kill();
    assert_eq!(puller.kept("Appointment"), ["a"]);
    let (path, _) = puller.page(page([visit("b", 1, 30)], None));
    assert_eq!(path, "?_getpages=7&_getpagesoffset=50", "on with the page that was not stored");
    assert_eq!(puller.kept("Appointment"), ["a", "b"]);
    puller.finish();
    assert_eq!(puller.pull.progress().permille(), 1_000);
}

#[test]
fn a_page_whose_turn_was_not_committed_is_asked_for_again() {
    let mut puller = Puller::new();
    puller.begin();
    let (id, first) = puller.ask().unwrap();
    let mut turn = puller.phone.vault.turn(&mut puller.phone.entropy).unwrap();
    let reply = answer(200, &page([visit("a", 1, 10)], None));
    puller.pull.handle_reply(&mut turn, id, reply, at(0), &mut puller.phone.entropy).unwrap();
    drop(turn);
    puller.kill();
    assert!(puller.kept("Appointment").is_empty());
    puller.begin();
    assert_eq!(puller.ask().unwrap().1, first);
}

#[test]
fn a_place_the_server_forgot_begins_the_search_anew() {
    let mut puller = Puller::new();
    puller.begin();
    let next = format!("{BASE}?_getpages=7");
    puller.page(page([visit("a", 1, 10)], Some(&next)));
    let (id, _) = puller.ask().unwrap();
    puller.reply(id, answer(410, &json!({"resourceType": "OperationOutcome"})));
    let (path, _) = puller.page(page([visit("a", 1, 10), visit("b", 1, 30)], None));
    assert!(path.starts_with("Appointment?patient="), "{path}");
    assert_eq!(puller.kept("Appointment"), ["a", "b"]);
}

fn history(entries: Value) -> Value {
    json!({"resourceType": "Bundle", "type": "history", "meta": {"lastUpdated": "2026-11-20T09:00:00Z"}, "entry": entries})
}

fn tombstone(id: &str, version: u32) -> Value {
    json!({"request": {"method": "DELETE", "url": format!("Appointment/{id}/_history/{version}")}})
}

#[test]
fn what_was_deleted_goes_and_what_was_made_anew_stays() {
    let mut puller = Puller::new();
    puller.begin();
    puller.page(page(["a", "b", "c"].map(|id| visit(id, 1, 10)), None));
    puller.finish();
    puller.begin();
    puller.page(page([visit("c", 3, 40)], None));
    let again = json!({"resource": visit("b", 3, 40), "request": {"method": "PUT", "url": "Appointment/b"}});
    let (path, _) = puller
        .page(history(json!([again, tombstone("b", 2), tombstone("a", 2), tombstone("c", 2),
        tombstone("stranger", 2), {"request": {"method": "DELETE", "url": "../x"}}, 7])));
    assert!(path.starts_with("Appointment/_history?_since="), "{path}");
    assert_eq!(puller.kept("Appointment"), ["b", "c"]);
    puller.finish();
    puller.begin();
    puller.page(page([], None));
    let (path, _) = puller.page(history(json!([])));
    assert!(path.contains("_since=2026-11-20T08%3A58%3A00Z"), "deletions have a cursor of their own: {path}");
}

#[test]
fn a_server_without_a_history_is_up_to_date_all_the_same() {
    let mut puller = Puller::new();
    puller.begin();
    puller.page(page([visit("a", 1, 10)], None));
    puller.finish();
    puller.begin();
    puller.page(page([], None));
    let (id, path) = puller.ask().unwrap();
    assert!(path.contains("_history"));
    let events = puller.reply(id, answer(403, &json!({"resourceType": "OperationOutcome"})));
    assert_eq!(events, [PullEvent::SignIn], "403 wants a sign-in");
    let mut puller = Puller::new();
    puller.begin();
    puller.page(page([visit("a", 1, 10)], None));
    puller.finish();
    puller.begin();
    puller.page(page([], None));
    let (id, _) = puller.ask().unwrap();
    let events = puller.reply(id, answer(405, &json!({"resourceType": "OperationOutcome"})));
    assert!(events.contains(&PullEvent::UpToDate { feed: "appointment" }), "{events:?}");
    assert_eq!(puller.kept("Appointment"), ["a"]);
}

#[test]
fn bad_records_are_left_out_with_their_reason_and_the_rest_goes_on() {
    let with = |change: &dyn Fn(&mut Value)| {
        let mut value = visit("bad", 1, 10);
        change(&mut value);
        value
    };
    let mut cyclic = visit("cyclic", 1, 10);
    cyclic["basedOn"] = json!([{"reference": "Appointment/cyclic"}]);
    let deep = (0..100).fold(json!(1), |inside, _| json!([inside]));
    let cases: Vec<(Value, Option<Oddity>)> = vec![
        (with(&|it| it["id"] = json!(null)), Some(Oddity::NoId)),
        (with(&|it| it["id"] = json!("../../etc")), Some(Oddity::NoId)),
        (with(&|it| it["meta"] = json!({})), Some(Oddity::NoVersion)),
        (with(&|it| it["meta"]["versionId"] = json!(7)), Some(Oddity::NoVersion)),
        (with(&|it| it["resourceType"] = json!("Rocket")), Some(Oddity::OtherType)),
        (with(&|it| it["resourceType"] = json!(["Appointment"])), Some(Oddity::NoResource)),
        (json!("resource"), Some(Oddity::NoResource)),
        (visit("good", 2, 20), Some(Oddity::Twice)),
        (cyclic, None),
        (with(&|it| it["start"] = json!("9999-12-31T23:59:59Z")), None),
        (with(&|it| it["start"] = json!("0000-01-01T00:00:00Z")), None),
        (with(&|it| it["meta"]["lastUpdated"] = json!("9999-12-31T23:59:59Z")), None),
        (with(&|it| it["meta"]["lastUpdated"] = json!("0000-01-01T00:00:00Z")), None),
        (with(&|it| it["deep"] = deep.clone()), None),
        (with(&|it| it["status"] = json!("of-a-later-fhir")), None),
        (with(&|it| it["comment"] = json!("x".repeat(3_000_000))), Some(Oddity::TooLarge)),
    ];
    for (bad, oddity) in cases {
        let shown = bad.to_string().chars().take(120).collect::<String>();
        let mut puller = Puller::new();
        puller.begin();
        puller.page(page([visit("good", 1, 10), bad, visit("last", 1, 11)], None));
        let kept = puller.kept("Appointment");
        assert!(kept.contains(&"good".to_owned()) && kept.contains(&"last".to_owned()), "{shown}");
        assert_eq!(kept.len(), if oddity.is_some() { 2 } else { 3 }, "{shown}");
        let progress = puller.pull.progress();
        assert_eq!(
            progress.feeds[0].oddities.keys().copied().collect::<Vec<_>>(),
            oddity.into_iter().collect::<Vec<_>>()
        );
        let paths = puller.finish();
        assert!(paths.iter().any(|path| path.starts_with("Observation")), "the next feed: {shown}");
        // Whatever date it bore: the next round asks for what changes from now on.
        puller.begin();
        let (_, path) = puller.ask().unwrap();
        assert!(path.contains("_lastUpdated=ge2026-11-20"), "{shown}: {path}");
    }
}

#[test]
fn bodies_that_are_no_page_end_the_feed_and_not_the_round() {
    let nested = "[".repeat(100_000);
    let bodies: Vec<HttpReply> = vec![
        HttpReply::Failed(NetError::TooLarge),
        HttpReply::Failed(NetError::NoAnswer),
        HttpReply::Response(HttpResponse {
            status: 200,
            headers: Vec::new(),
            body: b"<html>Hotel</html>".to_vec(),
        }),
        HttpReply::Response(HttpResponse { status: 200, headers: Vec::new(), body: nested.into_bytes() }),
        answer(200, &json!({"resourceType": "Bundle", "type": "history"})),
        answer(200, &visit("a", 1, 10)),
        answer(503, &json!({})),
    ];
    for bad in bodies {
        let mut puller = Puller::new();
        puller.begin();
        let mut tried = 0;
        loop {
            let (id, path) = puller.ask().unwrap();
            if path.starts_with("Observation") {
                puller.reply(id, answer(200, &page([], None)));
                break;
            }
            tried += 1;
            puller.reply(id, bad.clone());
            assert!(tried < 10, "{bad:?}");
        }
        assert!(puller.pull.progress().feeds[0].failed && !puller.pull.is_running(), "{bad:?}");
    }
}

#[test]
fn a_page_that_does_not_come_through_is_asked_for_smaller() {
    let mut puller = Puller::new();
    puller.begin();
    let mut counts = Vec::new();
    for _ in 0..3 {
        let (id, path) = puller.ask().unwrap();
        counts.push(path.split("_count=").nth(1).unwrap().to_owned());
        puller.reply(id, HttpReply::Failed(NetError::NoAnswer));
    }
    assert_eq!(counts, ["50", "25", "12"]);
}

#[test]
fn without_a_line_nothing_is_given_up_and_pages_that_never_end_are_left() {
    let mut puller = Puller::new();
    puller.begin();
    for _ in 0..20 {
        let (id, path) = puller.ask().unwrap();
        assert!(path.starts_with("Appointment"), "no other feed would fare better");
        puller.reply(id, HttpReply::Failed(NetError::Unreachable));
    }
    let next = format!("{BASE}?_getpages=7");
    puller.page(page([visit("a", 1, 10)], Some(&next)));
    let (_, events) = puller.page(page([visit("a", 1, 10)], Some(&next)));
    assert!(events.contains(&PullEvent::Failed { feed: "appointment" }), "{events:?}");
    assert_eq!(puller.pull.progress().feeds[0].oddities[&Oddity::Endless], 1);
    assert_eq!(puller.pull.progress().as_of("appointment"), None, "cut short is not up to date");
}

#[test]
fn a_next_page_that_is_not_this_clinics_is_not_followed_and_leaves_the_feed_open() {
    for elsewhere in ["https://clinic.invalid/fhir?_getpages=7", "http://other.invalid/fhir?_getpages=7"] {
        let mut puller = Puller::new();
        puller.begin();
        let (_, events) = puller.page(page([visit("a", 1, 10)], Some(elsewhere)));
        assert!(events.contains(&PullEvent::Failed { feed: "appointment" }), "{events:?}");
        assert_eq!(puller.kept("Appointment"), ["a"], "what came is kept");
        assert_eq!(puller.pull.progress().feeds[0].oddities[&Oddity::Elsewhere], 1);
        assert_eq!(puller.pull.progress().as_of("appointment"), None);
        puller.finish();
        puller.begin();
        let (_, path) = puller.ask().unwrap();
        assert!(!path.contains("_lastUpdated"), "the next round asks for all again: {path}");
    }
}

#[test]
fn versions_that_go_backwards_do_not_replace_newer_ones() {
    let mut puller = Puller::new();
    puller.begin();
    puller.page(page([visit("a", 5, 10)], None));
    puller.finish();
    puller.begin();
    let mut older = visit("a", 4, 59);
    older["status"] = json!("cancelled");
    puller.page(page([older], None));
    assert_eq!(puller.pull.progress().feeds[0].oddities[&Oddity::Older], 1);
    let record = puller.phone.vault.get(kind_of("Appointment").unwrap().kind(), "a").unwrap().unwrap();
    assert!(String::from_utf8(record.bytes).unwrap().contains("booked"));
}

#[test]
fn today_comes_before_last_year() {
    let patient = Id::try_from("p1").unwrap();
    let day = (Wall::from_millis(1_795_552_200_000), Wall::from_millis(1_795_638_600_000));
    let feeds = Feed::by_need(&patient, day);
    let mut phone = Phone::new("p1", 3);
    let mut pull = Pull::load(BASE, feeds, &phone.vault).unwrap();
    pull.begin(at(0));
    let (id, request) = pull.poll_request(at(0)).unwrap();
    assert_eq!(
        request.path,
        "Appointment?patient=Patient%2Fp1&date=ge2026-11-24T20%3A30%3A00Z&date=lt2026-11-25T20%3A30%3A00Z&_count=50"
    );
    let mut turn = phone.vault.turn(&mut phone.entropy).unwrap();
    pull.handle_reply(&mut turn, id, answer(200, &page([], None)), at(0), &mut phone.entropy).unwrap();
    turn.commit().unwrap();
    assert!(pull.progress().as_of("today").is_some(), "as of when, feed by feed");
    assert_eq!(pull.progress().as_of("observation"), None);
}
