//! A weak line in a call: in words, with its reason and the way on; what was not heard is kept; and the line is left to
//! the call.

use std::time::Duration;

use nabz_app::effect::{Effect, HostReply, HostRequest};
use nabz_call::media::engine::{Advice, Sentence};
use nabz_call::media::watch::LineTrouble;
use nabz_call::media::{LineQuality, MediaCommand, MediaEnd, MediaEvent, RelayAccount, Rung};
use nabz_locale::msg;
use nabz_time::Mono;

use crate::clinic::Line;
use crate::phone::{CLINIC_PHONE, Phone};

const DOCTOR: &str = "Dr Sara Karimi";

fn judged(phone: &mut Phone, advice: Advice, trouble: Option<LineTrouble>) {
    phone.media(|call| MediaEvent::Judged { call, advice, trouble });
}

fn on_rungs(phone: &mut Phone, up: Rung, down: Rung) {
    phone.media(|call| MediaEvent::Line { call, up, down, quality: LineQuality::Weak });
}

/// A tone of half a second that nobody heard.
fn sentence(level: i16) -> Sentence {
    let frames = vec![[level; 320]; 25];
    Sentence { began: Mono::from_millis(7), cut: Duration::from_millis(500), unfinished: true, frames }
}

fn requests(phone: &Phone) -> usize {
    phone.wanted.iter().filter(|effect| matches!(effect, Effect::Http { .. })).count()
}

#[test]
fn why_a_line_is_weak_and_the_way_on_are_told_in_words() {
    let mut phone = Phone::talking("en");
    for (trouble, said) in [
        (LineTrouble::LostThere, msg::call_trouble_lost_there()),
        (LineTrouble::LostHere, msg::call_trouble_lost_here(DOCTOR)),
        (LineTrouble::Narrow, msg::call_trouble_narrow()),
        (LineTrouble::Slow, msg::call_trouble_slow()),
    ] {
        judged(&mut phone, Advice::Speak, Some(trouble));
        assert!(phone.says(&said), "{}", phone.words());
        assert!(!phone.says(&msg::call_advice_record(CLINIC_PHONE)));
    }
    judged(&mut phone, Advice::Record, None);
    assert!(phone.says(&msg::call_advice_record(CLINIC_PHONE)), "{}", phone.words());
    assert!(!phone.says(&msg::call_trouble_slow()));
}

#[test]
fn the_loudspeaker_lets_one_speak_at_a_time_and_the_ear_both() {
    let mut phone = Phone::talking("en");
    phone.press("loudspeaker");
    assert!(phone.says(&msg::call_one_at_a_time()) && !phone.says(&msg::call_keep_sound()));
    phone.press("earpiece");
    assert!(phone.says(&msg::call_keep_sound()), "{}", phone.words());
    let told: Vec<(bool, bool)> = phone
        .wanted
        .windows(2)
        .filter_map(|two| match two {
            [
                Effect::Media(MediaCommand::Loudspeaker { on, .. }),
                Effect::Host(_, HostRequest::Loudspeaker { on: host }),
            ] => Some((*on, *host)),
            _ => None,
        })
        .collect();
    assert_eq!(told, [(true, true), (false, false)]);
}

#[test]
fn what_was_not_heard_is_kept_until_the_visit_ends_and_said_so() {
    let mut phone = Phone::talking("en");
    phone.media(|call| MediaEvent::Kept { call, sentences: vec![sentence(100), sentence(200)] });
    phone.media(|call| MediaEvent::Ended { call, end: MediaEnd::Lost });
    assert!(phone.says(&msg::call_kept()), "{}", phone.words());
    let files = |phone: &Phone| {
        std::fs::read_dir(phone.folder.path().join("vault-blobs")).map_or(0, |files| files.count())
    };
    assert_eq!(files(&phone), 2);
    phone.restart();
    phone.media(|call| MediaEvent::Kept { call, sentences: vec![sentence(300)] });
    assert_eq!(files(&phone), 3, "those from before the restart are known");
    phone.doctor.begins_another_call();
    phone.doctor_calls().press("answer");
    phone.media(|call| MediaEvent::Connected { call, after: Duration::from_secs(1) });
    phone.press("hang-up");
    assert_eq!((phone.at().as_str(), files(&phone)), ("after", 0));
}

#[test]
fn no_sentence_of_a_visit_holds_more_than_the_last_dozen() {
    let mut phone = Phone::talking("en");
    for _ in 0..20 {
        phone.media(|call| MediaEvent::Kept { call, sentences: vec![sentence(1)] });
    }
    let blobs = std::fs::read_dir(phone.folder.path().join("vault-blobs")).unwrap().count();
    assert_eq!(blobs, 12);
}

#[test]
fn a_line_given_up_leaves_the_clinics_telephone() {
    for end in [MediaEnd::TooWeak, MediaEnd::Lost] {
        let mut phone = Phone::talking("en");
        phone.media(|call| MediaEvent::Ended { call, end });
        assert!(!phone.says(&msg::call_kept()), "nothing was cut");
        phone.press("call-clinic");
        assert_eq!(phone.dialled(), [CLINIC_PHONE]);
        assert!(!phone.says(&msg::call_clinic_cannot(CLINIC_PHONE)));
        phone.host = HostReply::Unsupported;
        phone.press("call-clinic");
        assert!(phone.says(&msg::call_clinic_cannot(CLINIC_PHONE)), "{}", phone.words());
    }
}

#[test]
fn what_screens_ask_waits_while_a_call_is_below_r3() {
    let mut phone = Phone::waiting("en");
    phone.press("back").line(Line::Down).press("visits");
    phone.doctor_calls().press("answer");
    phone.media(|call| MediaEvent::Connected { call, after: Duration::from_secs(1) });
    on_rungs(&mut phone, Rung::R1, Rung::R4);
    phone.line(Line::Good);
    let before = requests(&phone);
    phone.wait(Duration::from_secs(120));
    assert_eq!(requests(&phone), before, "one direction below R3 is enough");
    phone.media(|call| MediaEvent::Interrupted { call }).wait(Duration::from_secs(30));
    assert_eq!(requests(&phone), before);
    phone.media(|call| MediaEvent::Restored { call });
    on_rungs(&mut phone, Rung::R3, Rung::R1);
    assert!(requests(&phone) > before, "and asked once the line bears it");
}

#[test]
fn a_clinics_relay_is_named_before_each_call_and_its_password_nowhere() {
    let relay = RelayAccount {
        server: "turn.clinic.invalid:3478".into(),
        username: "1764030000:patient-1".into(),
        password: "short-lived".into(),
    };
    let mut phone = Phone::ringing_with("en", |config| config.relay = Some(relay.clone()));
    phone.press("answer");
    let media: Vec<_> = phone
        .wanted
        .iter()
        .filter_map(|effect| match effect {
            Effect::Media(command) => Some(command.clone()),
            _ => None,
        })
        .collect();
    let [MediaCommand::Route { relay: Some(told) }, MediaCommand::Answer { .. }] = media.as_slice() else {
        panic!("{media:?}")
    };
    assert_eq!(*told, relay);
    assert!(!format!("{media:?}").contains("short-lived"));
}
