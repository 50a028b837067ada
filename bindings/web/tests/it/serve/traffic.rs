//! What travels when all is well.

use std::time::{Duration, Instant};

use nabz_app::effect::Typed;
use nabz_app::screen::{Block, Key, Kind, Live, Screen};
use nabz_locale::Text;
use serde_json::{Value, json};

use super::house::{House, PAGE, ROWS};
use crate::samples::{self, Language};

fn screen(revision: u64, blocks: Vec<Block>) -> Screen {
    let base = samples::all(Language::English).remove(0);
    Screen { revision, blocks, ..base }
}

fn text(shown: &str) -> Text {
    Text { shown: shown.into(), spoken: shown.into(), language: "en".into(), ..Text::default() }
}

#[test]
fn a_page_gets_its_words_and_the_screen_and_then_every_newer_screen() {
    let house = House::new();
    let mut page = house.socket(&house.open(), PAGE).unwrap();
    let words = page.next();
    assert_eq!(words["words"]["line"].as_array().map(Vec::len), Some(5));
    let first = page.next();
    let now = serde_json::to_value(&*nabz_web::serve::Source::screen(&*house.shown)).unwrap();
    assert_eq!(first, json!({ "kind": "screen", "screen": now }));
    house.shown.show(screen(2, Vec::new()));
    assert_eq!(page.next()["screen"]["revision"], 2);
}

#[test]
fn words_follow_the_language() {
    let house = House::new();
    let mut page = house.page();
    house.shown.speak("fa");
    house.shown.show(screen(2, Vec::new()));
    let words = page.next();
    assert_eq!((&words["kind"], &words["words"]["lost"]["direction"]), (&json!("words"), &json!("rtl")));
    assert_eq!(page.next()["kind"], "screen");
    house.shown.show(screen(3, Vec::new()));
    assert_eq!(page.next()["kind"], "screen", "words come once");
}

#[test]
fn a_press_arrives_as_it_was_made_and_a_full_core_is_told() {
    let house = House::new();
    let mut page = house.page();
    page.say(r#"{"kind":"press","revision":1,"action":"sign-in","values":[["code","۴۷۱۱"]]}"#);
    page.say(r#"{"kind":"window","key":"gone","first":0,"count":1}"#);
    assert_eq!(page.next(), json!({ "kind": "window", "key": "gone", "window": null }));
    let presses = std::mem::take(&mut *house.shown.presses.lock().unwrap());
    let [(revision, action, values)] = &presses[..] else { panic!("{presses:?}") };
    assert_eq!((*revision, action.0.as_str()), (1, "sign-in"));
    assert_eq!(*values, [(Key::new("code"), Typed::new("۴۷۱۱"))]);

    *house.shown.takes.lock().unwrap() = false;
    page.say(r#"{"kind":"press","revision":1,"action":"sign-in","values":[]}"#);
    assert_eq!(page.next(), json!({ "kind": "busy" }));
}

#[test]
fn rows_come_by_windows() {
    let house = House::new();
    let mut page = house.page();
    page.say(r#"{"kind":"window","key":"visits","first":4980,"count":60}"#);
    let answer = page.next();
    assert_eq!((&answer["key"], &answer["window"]["total"]), (&json!("visits"), &json!(ROWS)));
    let rows = answer["window"]["rows"].as_array().unwrap();
    assert_eq!((rows.len(), &rows[19]["key"]), (20, &json!("visit-4999")));
}

#[test]
fn live_values_come_ten_times_a_second_while_they_are_on_the_screen_and_only_when_they_change() {
    let house = House::new();
    let mut page = house.page();
    let live =
        |permille| vec![Live { key: Key::new("voice"), value: text("heard"), permille: Some(permille) }];
    let block = Block { key: Key::new("voice"), kind: Kind::Live { label: text("Voice") } };
    *house.shown.live.lock().unwrap() = live(1);
    house.shown.show(screen(2, vec![block]));
    assert_eq!(page.next()["kind"], "screen");
    assert_eq!(page.next(), json!({ "kind": "live", "values": live(1) }));

    let began = Instant::now();
    let mut heard: Vec<Value> = Vec::new();
    while began.elapsed() < Duration::from_secs(2) {
        *house.shown.live.lock().unwrap() = live(100 + u16::try_from(heard.len()).unwrap());
        heard.push(page.next());
    }
    assert!(heard.iter().all(|message| message["kind"] == "live"));
    assert!((10..=22).contains(&heard.len()), "{} in 2 s", heard.len());

    // Unchanged values are not told again, and none are without a live block.
    house.shown.show(screen(3, Vec::new()));
    while page.next()["kind"] != "screen" {}
    *house.shown.live.lock().unwrap() = live(7);
    std::thread::sleep(Duration::from_millis(350));
    house.shown.show(screen(4, Vec::new()));
    assert_eq!(page.next()["screen"]["revision"], 4);
}

#[test]
fn a_slow_reader_gets_the_latest_screen_and_no_queue() {
    let house = House::new();
    let mut page = house.page();
    let long = "x".repeat(100_000);
    let last = 2_000;
    for revision in 2..=last {
        let kind = Kind::Paragraph { text: text(&long) };
        house.shown.show(screen(revision, vec![Block { key: Key::new("p"), kind }]));
        if revision % 20 == 0 {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    let mut got = 0_u64;
    while page.next()["screen"]["revision"] != last {
        got += 1;
    }
    assert!(got < last / 4, "{got} of {last} screens of 100 kB waited for a reader that did not read");
}
