//! A whole report of a made-up visit. It stays in `target/tmp/report/<test>-<language>` to be looked at.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use nabz_clinic::link_name::LinkName;
use nabz_locale::{Formatter, Settings};
use nabz_terminal::report::model::{Booking, Bytes, Outcome, Seen, Visit};
use nabz_terminal::report::summary::summary;
use nabz_terminal::report::trace::{
    CallTrace, CapturedFrame, FRAME, PlayedFrame, Rung, RungChange, SentPacket, Way,
};
use nabz_terminal::report::{leave, measure};
use nabz_terminal::wav;
use nabz_time::Mono;
use serde_json::Value;

use crate::samples::{self, Language};

fn words(tag: &str) -> Formatter {
    Formatter::new(&Settings { languages: vec![tag.into()], ..Settings::default() }).unwrap()
}

/// 150 s of talk: late for five seconds after the fall, then well; `lag` tells the two directions apart.
fn way(lag: f64) -> Way {
    let changes = [(0, Rung::R1), (26, Rung::R4Floor), (60, Rung::R4), (107, Rung::R3), (125, Rung::R1)];
    let mut way = Way {
        rungs: changes.map(|(s, rung)| RungChange { at: Mono::from_millis(s * 1_000), rung }).into(),
        ..Way::default()
    };
    for number in 0..7_500u64 {
        let spoken = Mono::ZERO + FRAME * number as u32;
        let second = spoken.seconds();
        let falls = (25.0..30.0).contains(&second);
        let lost = falls && number % 4 == 0;
        let delay = if falls { 1.4 } else { 0.25 + lag + 0.1 * (second / 7.0).sin() };
        let played = spoken + Duration::from_secs_f64(delay);
        way.captured.push(CapturedFrame { number, spoken, speech: number % 500 < 400, sent: !lost });
        way.played.push(PlayedFrame { played, source: (!lost).then_some(number) });
        if number % 3 == 0 {
            let slow = (26.0..107.0).contains(&second);
            way.sent.push(SentPacket { at: spoken, bytes: if slow { 80 } else { 250 } });
        }
    }
    way
}

fn visit(language: Language, trace: &CallTrace, tag: &str) -> Visit {
    let link = LinkName::Default;
    let seen = samples::all(language).into_iter().enumerate();
    Visit {
        seed: 7,
        language: tag.into(),
        link: link.name().into(),
        outcome: Outcome::Completed,
        booking: Booking { status: "booked".into(), attempts: 1 },
        call: measure::call(trace, Some(Duration::from_millis(1_830))),
        stretches: measure::stretches(trace, &link.stretches()),
        bytes: Bytes { signalling_up: 1_204, signalling_down: 1_377, sync_up: 8_120, sync_down: 31_904 },
        screens: seen.map(|(n, screen)| Seen { at_s: n as f64 * 2.5, screen: Arc::new(screen) }).collect(),
    }
}

fn report(test: &str, tag: &str, language: Language) -> (PathBuf, Vec<String>) {
    let trace =
        CallTrace { began: Mono::ZERO, ended: Mono::from_millis(150_000), up: way(0.0), down: way(0.15) };
    let visit = visit(language, &trace, tag);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("report/{test}-{tag}"));
    leave(&folder, &visit, &trace, &LinkName::Default.stretches(), &words(tag)).unwrap();
    for side in ["heard-by-doctor.wav", "heard-by-patient.wav"] {
        wav::write(&folder.join(side), &[0; 16_000]).unwrap();
    }
    let summary = summary(&visit, &folder, &words(tag));
    (folder, summary)
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn json_has_the_names_scripts_read() {
    let (folder, _) = report("json", "en", Language::English);
    let json: Value = serde_json::from_slice(&std::fs::read(folder.join("visit.json")).unwrap()).unwrap();
    let top = ["booking", "bytes", "call", "language", "link", "outcome", "screens", "seed", "stretches"];
    assert_eq!(keys(&json), top);
    assert_eq!(json["outcome"], "completed");
    assert_eq!(keys(&json["booking"]), ["attempts", "status"]);
    assert_eq!(
        keys(&json["call"]),
        ["concealed_ms_down", "concealed_ms_up", "connected", "rungs", "setup_s"]
    );
    assert_eq!(json["call"]["rungs"], serde_json::json!(["R1", "R4-floor", "R4", "R3", "R1"]));
    assert_eq!(keys(&json["bytes"]), ["signalling_down", "signalling_up", "sync_down", "sync_up"]);
    let stretch = [
        "from_s",
        "kbps",
        "loss",
        "offered_kbps_down",
        "offered_kbps_up",
        "rtt_s",
        "rung_down",
        "rung_up",
        "steady_under_1s_down",
        "steady_under_1s_up",
        "to_s",
        "under_1s_down",
        "under_1s_up",
    ];
    assert_eq!(keys(&json["stretches"][1]), stretch);
    assert_eq!(json["stretches"][1]["steady_under_1s_up"], 1.0);
    assert_eq!(json["screens"][0]["id"], "home");
    assert_eq!(json["screens"][1]["at_s"], 2.5);
}

#[test]
fn a_page_asks_for_nothing_but_the_sounds_beside_it() {
    for (tag, language) in [("en", Language::English), ("fa", Language::Persian)] {
        let (folder, _) = report("page", tag, language);
        let page = std::fs::read_to_string(folder.join("visit.html")).unwrap();
        assert!(page.contains(&format!("<html lang=\"{tag}\"")));
        assert_eq!(page.matches("<svg").count(), 4);
        assert_eq!(page.matches("<figure>").count(), 6);
        let asked: Vec<_> = page.match_indices(" src=\"").map(|(at, _)| &page[at + 6..at + 15]).collect();
        assert_eq!(asked, ["heard-by-", "heard-by-"]);
        for never in ["https://", "@import", "url(", "{$", "{ $"] {
            assert!(!page.contains(never), "{never}");
        }
    }
}

#[test]
fn the_summary_is_short_and_in_the_visit_s_language() {
    let (folder, english) = report("summary", "en", Language::English);
    assert_eq!(english.len(), 5);
    assert_eq!(english[0], "The visit was completed: booked, held and recorded.");
    assert!(english[2].starts_with("At 12 kbit/s, heard in under 1 s: 9"), "{}", english[2]);
    assert!(english[4].ends_with(&folder.join("visit.html").display().to_string()), "{}", english[4]);
    let (_, persian) = report("summary", "fa", Language::Persian);
    assert!(persian[2].contains("۱۲ کیلوبیت"), "{}", persian[2]);
}
