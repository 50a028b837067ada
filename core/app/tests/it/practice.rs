//! A practice call: from home, without a visit, to a verdict in words.

use std::time::Duration;

use nabz_app::effect::{Effect, Input};
use nabz_call::media::practice::{PracticeStage, Verdict};
use nabz_call::media::{MediaCommand, MediaEvent};
use nabz_call::signal::CallId;
use nabz_locale::msg;

use crate::phone::{CLINIC_PHONE, Phone};

fn begun(phone: &Phone) -> Option<CallId> {
    phone.wanted.iter().rev().find_map(|effect| match effect {
        Effect::Media(MediaCommand::Practise { call, .. }) => Some(*call),
        _ => None,
    })
}

fn stopped(phone: &Phone, practice: CallId) -> bool {
    let stop =
        |effect: &Effect| matches!(effect, Effect::Media(MediaCommand::Stop { call }) if *call == practice);
    phone.wanted.iter().any(stop)
}

fn practising(language: &str) -> (Phone, CallId) {
    let mut phone = Phone::at_home(language);
    phone.press("practise").press("begin-practice");
    let call = begun(&phone).unwrap();
    (phone, call)
}

fn goes(phone: &mut Phone, call: CallId, stage: PracticeStage) {
    phone.turn(vec![Input::Media(MediaEvent::Practice { call, stage })]);
}

#[test]
fn one_practises_without_a_visit_and_hears_what_to_do() {
    let (mut phone, call) = practising("en");
    assert!(phone.says(&msg::practice_connecting()), "{}", phone.words());
    goes(&mut phone, call, PracticeStage::Speak);
    assert!(phone.says(&msg::practice_speak()));
    assert_eq!(phone.live().len(), 1, "whether the phone hears one");
    goes(&mut phone, call, PracticeStage::Listen);
    assert!(phone.says(&msg::practice_listen()) && phone.live().is_empty());
    for (verdict, said, advice) in [
        (Verdict::Good, msg::practice_good(), msg::practice_good_advice()),
        (Verdict::Weak, msg::practice_weak(), msg::practice_weak_advice()),
        (Verdict::TooWeak, msg::practice_too_weak(), msg::practice_too_weak_advice(CLINIC_PHONE)),
        (Verdict::NoRelay, msg::practice_no_relay(), msg::practice_no_relay_advice(CLINIC_PHONE)),
        (Verdict::SilentMicrophone, msg::practice_silent(), msg::practice_silent_advice()),
    ] {
        goes(&mut phone, call, PracticeStage::Done(verdict));
        assert!(phone.says(&said) && phone.says(&advice), "{}", phone.words());
    }
    phone.press("begin-practice");
    assert_ne!(begun(&phone), Some(call));
    assert!(!stopped(&phone, call), "what is over needs no stop");
}

#[test]
fn whoever_walks_away_practises_no_more() {
    let (mut phone, call) = practising("en");
    goes(&mut phone, call, PracticeStage::Speak);
    phone.press("back");
    assert_eq!(phone.at(), "home");
    assert!(stopped(&phone, call));
}

#[test]
fn a_ringing_doctor_ends_it() {
    let mut phone = Phone::waiting("en");
    phone.press("back").press("practise").press("begin-practice");
    let call = begun(&phone).unwrap();
    phone.doctor_calls();
    assert_eq!(phone.at(), "ringing");
    assert!(stopped(&phone, call));
}

#[test]
fn media_that_says_nothing_is_an_answer_too() {
    let (mut phone, _) = practising("en");
    phone.wait(Duration::from_secs(89));
    assert!(phone.says(&msg::practice_connecting()));
    phone.wait(Duration::from_secs(1));
    assert!(phone.says(&msg::practice_no_relay()), "{}", phone.words());
}

#[test]
fn without_a_line_to_practise_over_nobody_is_invited() {
    let mut phone = Phone::unopened("en", |config| config.mirror = None);
    phone.tick().press("language:en").press("agree").type_code(crate::clinic::CODE);
    assert_eq!(phone.at(), "home");
    assert!(phone.action("practise").is_none());
}
