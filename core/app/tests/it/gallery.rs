//! Every screen there is, walked to as a person would: a rule for all of them, and pictures to look at.
//!
//! `cargo test -p nabz-app --test it gallery` leaves `target/ui/index.html`, each screen in every language side by side,
//! and beside it every screen as a page of its own and as data in `screens.json`.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use nabz_app::effect::{Guard, HostReply, KeyError};
use nabz_app::screen::{Action, Live, Role, Screen};
use nabz_call::media::engine::{Advice, Sentence};
use nabz_call::media::practice::{PracticeStage, Verdict};
use nabz_call::media::watch::LineTrouble;
use nabz_call::media::{LineQuality, MediaEnd, MediaEvent, Rung};
use nabz_call::signal::MailboxEvent;
use nabz_locale::{Direction, Text};
use nabz_time::Mono;
use nabz_web::{SeenScreen, contact_sheet, page};
use serde_json::json;

use crate::clinic::{CODE, Line};
use crate::phone::{MORNING, Phone};

const LANGUAGES: [&str; 6] = ["en", "fa", "ar", "am", "hi", "ckb"];

/// Languages whose screens the painters of other shells paint too: one of each direction.
const PAINTED: [&str; 2] = ["en", "fa"];

/// What was seen, in order, each under a name and with what its live blocks showed.
type Seen = Vec<(&'static str, Arc<Screen>, Vec<Live>)>;

/// Looks at a screen, and calls for help from it: that always works, and leads back to where one was.
fn look(seen: &mut Seen, name: &'static str, phone: &mut Phone) {
    let screen = phone.screen();
    if screen.id != "emergency" {
        let help = screen.emergency.as_ref().unwrap_or_else(|| panic!("{name}: no help"));
        assert!(help.enabled && help.repeatable && help.role == Role::Emergency, "{name}");
        phone.press("emergency");
        assert_eq!(phone.at(), "emergency", "{name}");
        phone.press("back");
        assert_eq!(phone.at(), screen.id, "{name}");
    }
    seen.push((name, screen, phone.live()));
}

fn every_screen(language: &str) -> Seen {
    let mut seen = Seen::new();
    shut(&mut seen, language);
    lock(&mut seen, language);
    first_start(&mut seen, language);
    booking(&mut seen, language);
    what_may_go_wrong(&mut seen, language);
    practice(&mut seen, language);
    visit(&mut seen, language);
    weak_line(&mut seen, language);
    after(&mut seen, language);
    past(&mut seen, language);
    help(&mut seen, language);
    seen
}

fn shut(seen: &mut Seen, language: &str) {
    look(seen, "opening", &mut Phone::unopened(language, |_| {}));
    for (name, error) in [
        ("locked", KeyError::AuthRequired),
        ("key-store-failed", KeyError::Transient),
        ("key-gone", KeyError::PermanentlyInvalidated),
        ("key-changed", KeyError::Integrity),
    ] {
        let mut phone = Phone::unopened(language, |_| {});
        phone.keys_refuse = Some(error);
        look(seen, name, phone.tick());
    }
    let mut phone = Phone::unopened(language, |_| {});
    phone.keys_refuse = Some(KeyError::Integrity);
    look(seen, "start-anew", phone.tick().press("start-anew"));
    for (name, error) in [
        ("locked-while-work-goes-on", KeyError::AuthRequired),
        ("failing-while-work-goes-on", KeyError::Transient),
        ("copy-lost", KeyError::PermanentlyInvalidated),
        ("copy-changed", KeyError::Integrity),
    ] {
        let mut phone = Phone::at_home(language);
        phone.clinical_refuses = Some(error);
        look(seen, name, phone.restart());
    }
    let mut phone = Phone::at_home(language);
    phone.suspend().unwrap();
    phone.counters.values_mut().for_each(|at| *at += 9);
    look(seen, "set-back", phone.restart());
}

/// A phone without a lock, and the app's own PIN.
fn lock(seen: &mut Seen, language: &str) {
    let mut phone = Phone::unopened(language, |config| config.policy.open_without_lock = true);
    phone.guard = Guard::Software;
    phone.tick().press(&format!("language:{language}")).press("agree").type_code(CODE);
    look(seen, "lock-or-without", &mut phone);
    look(seen, "safety-without-lock", phone.press("without-lock").press("safety"));

    let mut phone = Phone::unopened(language, |_| {});
    phone.guard = Guard::Hardware;
    phone.tick().press(&format!("language:{language}")).press("agree").type_code(CODE);
    look(seen, "lock", &mut phone);
    look(seen, "pin-new", phone.press("set-pin"));
    look(seen, "pin-again", phone.type_pin("4711"));
    look(seen, "pin-differs", phone.type_pin("4712"));
    look(seen, "safety", phone.type_pin("4711").type_pin("4711"));
    look(seen, "account", phone.press("delete-account"));
    look(seen, "account-not-revoked", phone.line(Line::Down).press("delete-sure"));
    phone.press("back");
    look(seen, "account-ends", phone.press("delete-account").line(Line::Held).press("delete-sure"));
    phone.line(Line::Good);
    look(seen, "account-gone", &mut phone);

    let mut phone = Phone::confirming(language);
    phone.line(Line::Down).press("confirm").press("back").press("safety");
    look(seen, "account-unsent", phone.press("delete-account"));

    let mut phone = Phone::unopened(language, |_| {});
    phone.guard = Guard::Hardware;
    phone.tick().press(&format!("language:{language}")).press("agree").type_code(CODE);
    phone.press("set-pin").type_pin("4711").type_pin("4711");
    look(seen, "pin-change", phone.press("change-pin"));
    look(seen, "pin-remove", phone.press("back").press("remove-pin"));
    look(seen, "pin", phone.restart());
    look(seen, "pin-pressed", phone.press("digit:4").press("digit:7"));
    look(seen, "pin-form", phone.press("enter-pin"));
    look(seen, "pin-wrong", phone.type_pin("0000"));
    look(seen, "pin-wait", {
        for _ in 0..4 {
            phone.type_pin("0000");
        }
        &mut phone
    });
    look(seen, "pin-forgotten", phone.press("forgot-pin"));
}

fn first_start(seen: &mut Seen, language: &str) {
    let mut phone = Phone::new(language);
    look(seen, "language", &mut phone);
    let mut strict = Phone::unopened(language, |config| config.require_clinical_review = true);
    look(seen, "consent-unreviewed", strict.tick().press(&format!("language:{language}")));
    look(seen, "consent", phone.press(&format!("language:{language}")));
    look(seen, "consent-declined", phone.press("not-now"));
    look(seen, "sign-in", phone.press("back").press("agree"));
    look(seen, "sign-in-empty", phone.type_code(""));
    look(seen, "sign-in-shape", phone.type_code("12"));
    look(seen, "sign-in-refused", phone.type_code("111111"));
    look(seen, "sign-in-unreachable", phone.line(Line::Down).type_code(CODE));
    look(seen, "signing-in", phone.line(Line::Held).type_code(CODE));
    look(seen, "home-before-the-doctor-is-known", phone.line(Line::Good));
}

fn booking(seen: &mut Seen, language: &str) {
    let mut phone = Phone::at_home(language);
    look(seen, "home", &mut phone);
    look(seen, "doctor", phone.press("book"));
    look(seen, "slots", phone.press("see-times"));
    look(seen, "price-asked", phone.line(Line::Held).press("slot"));
    look(seen, "confirm", phone.line(Line::Good));
    look(seen, "booking-sending", phone.line(Line::Held).press("confirm"));
    look(seen, "home-sending", phone.press("back"));
    look(seen, "booked", phone.press("book").line(Line::Good));
    look(seen, "home-booked", phone.press("done"));
}

fn what_may_go_wrong(seen: &mut Seen, language: &str) {
    let mut phone = Phone::at_home(language);
    phone.clinic.price = None;
    look(seen, "price-unknown", phone.press("book").press("see-times").press("slot"));
    look(seen, "price-unreachable", phone.line(Line::Down).press("back").press("slot").wait(MINUTE));
    look(seen, "slots-asked", phone.line(Line::Held).press("back").press("back").press("see-times"));
    look(seen, "slots-unreachable", phone.line(Line::Down).wait(MINUTE));
    phone.clinic.slots.clear();
    look(seen, "slots-empty", phone.line(Line::Good).press("try-again"));

    let mut phone = Phone::new(language);
    phone.clinic.doctor = false;
    phone.press(&format!("language:{language}")).press("agree").type_code(CODE).press("book");
    look(seen, "doctor-none", &mut phone);
    look(seen, "doctor-asked", phone.line(Line::Held).press("try-again"));
    look(seen, "doctor-unreachable", phone.line(Line::Down).wait(MINUTE));

    let mut phone = Phone::confirming(language);
    look(seen, "booking-not-sent", phone.line(Line::Down).press("confirm").wait(MINUTE));
    look(seen, "home-not-sent", phone.press("back"));

    let mut phone = Phone::confirming(language);
    look(seen, "booking-unsure", phone.line(Line::Mute).press("confirm").wait(MINUTE));
    look(seen, "home-unsure", phone.press("back"));

    let mut phone = Phone::confirming(language);
    phone.clinic.rival = true;
    look(seen, "booking-taken", phone.press("confirm"));
    look(seen, "slots-next", phone.press("see-times"));
    look(seen, "home-taken", phone.press("back").press("back"));

    let mut phone = Phone::confirming(language);
    phone.clinic.refuses = true;
    look(seen, "booking-refused", phone.press("confirm"));
    look(seen, "home-refused", phone.press("back"));

    let mut phone = Phone::confirming(language);
    phone.clinic.expired = true;
    look(seen, "signed-out", phone.press("confirm"));
}

const MINUTE: Duration = Duration::from_secs(60);

fn visit(seen: &mut Seen, language: &str) {
    let mut phone = Phone::booked(language);
    look(seen, "home-soon", phone.press("done").wait(MINUTE * 230));
    look(seen, "waiting", phone.press("enter-waiting-room"));
    look(seen, "home-now", phone.press("back").wait(MINUTE * 11));
    look(seen, "waiting-without-a-line", {
        phone.press("enter-waiting-room").mailbox(MailboxEvent::Disconnected).wait(MINUTE)
    });
    look(seen, "waiting-late", phone.mailbox(MailboxEvent::Connected { resumed: true }).wait(MINUTE * 6));
    look(seen, "waiting-very-late", phone.wait(MINUTE * 20));
    look(seen, "home-past", phone.press("back").wait(MINUTE * 400));

    let mut phone = Phone::ringing(language);
    look(seen, "ringing", &mut phone);
    look(seen, "declined", phone.press("decline"));
    phone.doctor.begins_another_call();
    look(seen, "missed", phone.doctor_calls().wait(MINUTE));

    let mut phone = Phone::ringing(language);
    look(seen, "connecting", phone.press("answer"));
    look(seen, "connected", phone.media(|call| MediaEvent::Connected { call, after: MINUTE / 60 }));
    for (name, quality) in [
        ("line-good", LineQuality::Good),
        ("line-fair", LineQuality::Fair),
        ("line-weak", LineQuality::Weak),
        ("line-very-weak", LineQuality::Poor),
    ] {
        let (up, down) = (Rung::R3, Rung::R3);
        look(seen, name, phone.media(|call| MediaEvent::Line { call, up, down, quality }));
    }
    look(seen, "muted", phone.press("mute"));
    look(seen, "interrupted", phone.press("unmute").media(|call| MediaEvent::Interrupted { call }));
    look(seen, "restored", phone.media(|call| MediaEvent::Restored { call }));
    look(seen, "lost", phone.media(|call| MediaEvent::Ended { call, end: MediaEnd::Lost }));

    for (name, end) in [
        ("unreachable", MediaEnd::Unreachable),
        ("wrong-peer", MediaEnd::WrongPeer),
        ("too-weak", MediaEnd::TooWeak),
    ] {
        let mut phone = Phone::ringing(language);
        look(seen, name, phone.press("answer").media(|call| MediaEvent::Ended { call, end }));
    }
}

fn practice(seen: &mut Seen, language: &str) {
    let mut phone = Phone::at_home(language);
    look(seen, "practice", phone.press("practise"));
    for (name, stage) in [
        ("practice-connecting", PracticeStage::Connecting),
        ("practice-speak", PracticeStage::Speak),
        ("practice-listen", PracticeStage::Listen),
        ("practice-good", PracticeStage::Done(Verdict::Good)),
        ("practice-weak", PracticeStage::Done(Verdict::Weak)),
        ("practice-too-weak", PracticeStage::Done(Verdict::TooWeak)),
        ("practice-no-relay", PracticeStage::Done(Verdict::NoRelay)),
        ("practice-silent", PracticeStage::Done(Verdict::SilentMicrophone)),
    ] {
        phone.press("begin-practice");
        look(seen, name, phone.practised(stage));
        phone.press("back").press("practise");
    }
}

fn weak_line(seen: &mut Seen, language: &str) {
    let mut phone = Phone::talking(language);
    let (up, down, quality) = (Rung::R4Floor, Rung::R3, LineQuality::Weak);
    phone.media(|call| MediaEvent::Line { call, up, down, quality });
    for (name, trouble) in [
        ("line-loses-what-one-says", LineTrouble::LostThere),
        ("line-loses-the-doctor", LineTrouble::LostHere),
        ("line-narrow", LineTrouble::Narrow),
        ("line-slow", LineTrouble::Slow),
    ] {
        let (advice, trouble) = (Advice::Speak, Some(trouble));
        look(seen, name, phone.media(|call| MediaEvent::Judged { call, advice, trouble }));
    }
    let (advice, trouble) = (Advice::Record, Some(LineTrouble::Slow));
    look(seen, "line-hard-to-talk-on", phone.media(|call| MediaEvent::Judged { call, advice, trouble }));
    look(seen, "loudspeaker", phone.press("loudspeaker"));
    let kept =
        Sentence { began: Mono::ZERO, cut: MINUTE / 60, unfinished: true, frames: vec![[1_000; 320]; 50] };
    phone.media(|call| MediaEvent::Kept { call, sentences: vec![kept] });
    look(seen, "lost-with-words-kept", phone.media(|call| MediaEvent::Ended { call, end: MediaEnd::Lost }));
    phone.host = HostReply::Unsupported;
    look(seen, "clinic-cannot-be-dialled", phone.press("call-clinic"));
}

fn after(seen: &mut Seen, language: &str) {
    let mut phone = Phone::talking(language);
    phone.clinic.order = None;
    look(seen, "after-sending", phone.wait(MINUTE * 6).line(Line::Held).press("hang-up"));
    look(seen, "home-sending-visit", phone.press("done"));
    look(seen, "after-without-follow-up", phone.press("book").line(Line::Good).wait(MINUTE));

    let mut phone = Phone::talking(language);
    look(seen, "after-not-sent", phone.line(Line::Down).press("hang-up").wait(MINUTE));

    let mut phone = Phone::after(language);
    look(seen, "after", &mut phone);
    look(seen, "home-after", phone.press("done"));
}

fn past(seen: &mut Seen, language: &str) {
    let mut phone = Phone::at_home(language);
    look(seen, "visits-asked", phone.line(Line::Held).press("visits"));
    look(seen, "visits-none", phone.line(Line::Good));

    let mut phone = Phone::at_home(language);
    look(seen, "visits-unreachable", phone.line(Line::Down).press("visits").wait(MINUTE));
    let outcomes = ["fulfilled", "cancelled", "noshow", "fulfilled", "pending"];
    phone.clinic.past =
        (1..).zip(outcomes).map(|(week, status)| (MORNING - MINUTE * 10_080 * week, status)).collect();
    look(seen, "visits", phone.line(Line::Good).press("try-again"));
}

fn help(seen: &mut Seen, language: &str) {
    let mut phone = Phone::at_home(language);
    look(seen, "emergency", phone.press("emergency"));
    look(seen, "emergency-dialled", phone.press("dial:0"));
    phone.host = HostReply::Unsupported;
    look(seen, "emergency-cannot-dial", phone.press("dial:0"));

    let mut phone = Phone::unopened(language, |config| config.sandbox = true);
    look(seen, "emergency-practice", phone.tick().press("emergency"));
    look(seen, "emergency-practised", phone.press("dial:0"));
}

#[test]
fn help_is_one_press_away_on_every_screen_and_leads_back() {
    let ids: BTreeSet<String> = every_screen("en").iter().map(|(_, screen, _)| screen.id.clone()).collect();
    let known = [
        "after",
        "anew",
        "booking",
        "call",
        "confirm",
        "consent",
        "doctor",
        "emergency",
        "gone",
        "home",
        "language",
        "leave",
        "lock",
        "opening",
        "pin",
        "pin-forgotten",
        "practice",
        "ringing",
        "safety",
        "sign-in",
        "slots",
        "visits",
        "waiting",
    ];
    assert_eq!(ids.iter().map(String::as_str).collect::<Vec<_>>(), known);
}

/// A way on: a step, a way back, or something under way that is named.
#[test]
fn no_screen_is_a_dead_end_and_each_step_leads_elsewhere() {
    for language in LANGUAGES {
        for (name, screen, _) in every_screen(language) {
            let leads_on = screen.actions().into_iter().any(|action| action.role != Role::Emergency);
            assert!(leads_on || screen.id == "opening", "{language} {name}");
            let keys: BTreeSet<_> = screen.blocks.iter().map(|block| &block.key).collect();
            assert_eq!(keys.len(), screen.blocks.len(), "{language} {name}: two blocks under one key");
            let step = |action: &Option<Action>| action.as_ref().map(|action| action.id.clone());
            assert!(screen.next.is_none() || step(&screen.next) != step(&screen.back), "{language} {name}");
            let rtl = ["fa", "ar", "ckb"].contains(&language);
            assert_eq!(screen.direction, if rtl { Direction::Rtl } else { Direction::Ltr }, "{name}");
            assert_eq!(screen.title.language, language, "{name}");
        }
    }
}

#[test]
fn pictures_to_look_at() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("ui");
    std::fs::create_dir_all(&folder).unwrap();
    let mut seen = LANGUAGES.map(|language| (language, every_screen(language).into_iter()));
    let mut pairs = Vec::new();
    let mut data = Vec::new();
    // The same screen in each language, side by side.
    while let Some(row) = seen
        .iter_mut()
        .map(|(language, screens)| Some((*language, screens.next()?)))
        .collect::<Option<Vec<_>>>()
    {
        for (language, (name, screen, live)) in row {
            std::fs::write(folder.join(format!("{language}-{name}.html")), page(&screen).unwrap()).unwrap();
            if PAINTED.contains(&language) {
                data.push(json!({ "name": name, "language": language, "screen": &*screen, "live": live }));
            }
            pairs.push(SeenScreen { caption: caption(name), screen });
        }
    }
    // For painters of other shells.
    std::fs::write(folder.join("screens.json"), serde_json::to_vec(&data).unwrap()).unwrap();
    std::fs::write(folder.join("index.html"), contact_sheet(&caption("Screens"), &pairs).unwrap()).unwrap();
}

fn caption(words: &str) -> Text {
    Text { shown: words.into(), spoken: words.into(), language: "en".into(), direction: Direction::Ltr }
}
