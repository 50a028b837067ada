//! A PIN of the app's own, for phones without a lock.

use std::time::Duration;

use nabz_app::effect::{Counter, CounterName, Effect, Guard, KeyError, KeyRequest, Typed, VaultId};
use nabz_app::screen::{Key, Kind};
use nabz_locale::msg;

use crate::clinic::{CODE, Line};
use crate::phone::{CLINIC_PHONE, Phone};

const SECOND: Duration = Duration::from_secs(1);
const TRIES: CounterName = CounterName { vault: VaultId(1), counter: Counter::Tries };

/// Signed in on a phone without a screen lock.
fn without_a_lock(language: &str) -> Phone {
    let mut phone = Phone::unopened(language, |_| {});
    phone.guard = Guard::Hardware;
    phone.tick();
    phone.press(&format!("language:{language}")).press("agree").type_code(CODE);
    assert_eq!(phone.at(), "lock", "{}", phone.words());
    phone
}

/// At home behind this PIN.
fn with_pin(pin: &str) -> Phone {
    let mut phone = without_a_lock("fa");
    phone.press("set-pin").type_pin(pin).type_pin(pin);
    assert!(phone.says(&msg::pin_is_set()), "{}", phone.words());
    phone.press("back");
    assert_eq!(phone.at(), "home");
    phone
}

#[test]
fn a_phone_without_a_lock_asks_for_a_pin_before_home_and_again_after_a_restart() {
    let mut phone = with_pin("4711");
    phone.restart();
    assert_eq!(phone.at(), "pin");
    phone.type_pin("4712");
    assert!(phone.says(&msg::pin_wrong()), "{}", phone.words());
    phone.type_pin("4711");
    assert_eq!(phone.at(), "home");
}

#[test]
fn a_phone_with_a_lock_of_its_own_asks_for_none_and_can_have_one() {
    let mut phone = Phone::at_home("en");
    phone.press("safety");
    assert!(phone.says(&msg::lock_by_phone()));
    phone.press("set-pin").type_pin("4711").type_pin("4711");
    assert!(phone.says(&msg::lock_by_pin()));
    phone.restart();
    assert_eq!(phone.at(), "pin");
}

#[test]
fn digits_of_every_script_are_the_same_pin() {
    let mut phone = with_pin("۴۷۱۱");
    for typed in ["4711", "٤٧١١", "४७११", " ۴۷11 "] {
        phone.restart();
        assert_eq!(phone.at(), "pin");
        phone.type_pin(typed);
        assert_eq!(phone.at(), "home", "{typed}");
    }
}

#[test]
fn the_keypad_says_each_digit_and_takes_presses_however_fast_they_come() {
    let mut phone = with_pin("4711");
    phone.restart();
    let screen = phone.screen();
    let keypad = screen.blocks.iter().find_map(|block| match &block.kind {
        Kind::Choice { options, .. } if block.key.0 == "keypad" => Some(options),
        _ => None,
    });
    let spoken: Vec<_> = keypad.unwrap().iter().map(|key| key.action.label.spoken.clone()).collect();
    assert_eq!(spoken, ["یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه", "صفر"]);

    // Four fingers in one turn: nobody has seen the screen in between.
    let presses = ["digit:4", "digit:7", "digit:1", "digit:1"].map(|key| phone.tap(key, Vec::new()));
    phone.turn(presses.to_vec());
    assert!(phone.says(&msg::pin_pressed_count(4)), "{}", phone.words());
    phone.press("enter-pin");
    assert_eq!(phone.at(), "home");
}

#[test]
fn what_was_pressed_can_be_started_over() {
    let mut phone = with_pin("4711");
    phone.restart();
    phone.press("digit:9").press("erase");
    for key in ["digit:4", "digit:7", "digit:1", "digit:1"] {
        phone.press(key);
    }
    phone.press("enter-pin");
    assert_eq!(phone.at(), "home");
}

#[test]
fn what_is_no_pin_is_told_and_costs_no_try() {
    let mut phone = with_pin("4711");
    phone.restart();
    let before = phone.counters.get(&TRIES).copied().unwrap_or(0);
    for typed in ["", "123", "1234567890123", "abcd"] {
        phone.type_pin(typed);
        assert!(phone.says(&msg::pin_form_length(4, 12)), "{typed}: {}", phone.words());
    }
    assert_eq!(phone.counters.get(&TRIES).copied().unwrap_or(0), before);
    phone.type_pin("4711");
    assert_eq!(phone.at(), "home");
}

/// A child plays with the phone.
#[test]
fn ten_wrong_pins_lengthen_the_wait_and_wipe_nothing() {
    let mut phone = with_pin("4711");
    phone.press("book").press("see-times").press("slot").press("confirm").restart();
    for wrong in 1..=10 {
        phone.type_pin("0000");
        let until = [0, 0, 0, 0, 30, 60, 120, 240, 480, 960][wrong - 1];
        if until > 0 {
            let at = phone.now.wall + SECOND * until;
            assert!(phone.says(&msg::pin_wait(at)), "{wrong}: {}", phone.words());
            phone.type_pin("4711");
            assert_eq!(phone.at(), "pin", "{wrong}: the right one does not come early");
            phone.wait(SECOND * until);
            assert!(!phone.says(&msg::pin_wait(at)), "{wrong}: {}", phone.words());
        }
    }
    phone.type_pin("4711");
    assert_eq!(phone.at(), "home");
    assert_eq!(phone.clinic.booked, 1);
    assert!(!phone.rows_of("visit").is_empty());
}

#[test]
fn neither_a_restart_nor_the_clock_shortens_the_wait() {
    let mut phone = with_pin("4711");
    phone.restart();
    for _ in 0..6 {
        phone.type_pin("0000").wait(SECOND * 31);
    }
    phone.type_pin("0000");
    // The process ends, another begins, and somebody sets the clock a day ahead.
    phone.now.wall = phone.now.wall + SECOND * 86_400;
    phone.restart();
    phone.type_pin("4711");
    assert_eq!(phone.at(), "pin", "{}", phone.words());
    phone.wait(SECOND * 130).type_pin("4711");
    assert_eq!(phone.at(), "home");
}

#[test]
fn a_try_is_counted_before_it_is_made() {
    let mut phone = with_pin("4711");
    phone.restart();
    let before = phone.counters.get(&TRIES).copied().unwrap_or(0);
    let input = phone.tap("enter-pin", vec![(Key::new("pin"), Typed::new("0000"))]);
    let effects = phone.turn_alone(vec![input]);
    // Ended here, the host has been told already; the key store has not been asked.
    let requests: Vec<_> = effects.iter().filter(|effect| matches!(effect, Effect::Keys(..))).collect();
    let [Effect::Keys(_, KeyRequest::BumpCounter { counter, to })] = requests[..] else {
        panic!("{requests:?}");
    };
    assert_eq!((*counter, *to), (TRIES, before + 1));
}

#[test]
fn a_try_that_cannot_be_counted_is_not_made() {
    let mut phone = with_pin("4711");
    phone.restart();
    phone.keys_refuse = Some(KeyError::Transient);
    phone.type_pin("4711");
    assert!(phone.says(&msg::pin_failed()), "{}", phone.words());
    phone.keys_refuse = None;
    phone.type_pin("4711");
    assert_eq!(phone.at(), "home");
}

#[test]
fn a_pin_is_changed_by_who_knows_it_and_removed() {
    let mut phone = with_pin("4711");
    phone.press("safety").press("change-pin").type_pin("0000");
    assert!(phone.says(&msg::pin_wrong()));
    phone.type_pin("4711").type_pin("2580").type_pin("2581");
    assert!(phone.says(&msg::pin_differs()), "{}", phone.words());
    phone.type_pin("2580").type_pin("2580");
    assert!(phone.says(&msg::pin_is_changed()), "{}", phone.words());
    phone.restart();
    phone.type_pin("4711");
    assert_eq!(phone.at(), "pin");
    phone.type_pin("2580");
    assert_eq!(phone.at(), "home");

    // By now the phone has a lock of its own; without one, the person would be asked for a PIN again.
    phone.guard = Guard::Person;
    phone.restart();
    phone.type_pin("2580").press("safety").press("remove-pin").type_pin("2580");
    assert!(phone.says(&msg::pin_is_removed()), "{}", phone.words());
    phone.restart();
    assert_eq!(phone.at(), "home");
}

#[test]
fn a_dialog_can_be_left() {
    let mut phone = with_pin("4711");
    phone.press("safety").press("change-pin").type_pin("4711").press("back");
    assert_eq!(phone.at(), "safety");
    phone.restart();
    phone.type_pin("4711");
    assert_eq!(phone.at(), "home");
}

/// Who forgets it loses the copy and no unsent work; the clinic's code opens the way back.
#[test]
fn a_forgotten_pin_costs_a_sign_in_and_no_unsent_work() {
    let mut phone = with_pin("4711");
    phone.press("book").press("see-times").press("slot").line(Line::Down).press("confirm").restart();
    phone.press("forgot-pin");
    assert!(phone.says(&msg::pin_forgot_what()));
    phone.press("back");
    assert_eq!(phone.at(), "pin");
    phone.press("forgot-pin").press("renew");
    assert_eq!(phone.at(), "sign-in");
    phone.line(Line::Good).type_code(CODE).wait(SECOND * 60);
    assert_eq!((phone.at().as_str(), phone.clinic.booked), ("lock", 1));
}

#[test]
fn where_policy_allows_it_who_can_use_neither_goes_on_without_and_it_is_said() {
    let mut phone = Phone::unopened("en", |config| config.policy.open_without_lock = true);
    phone.guard = Guard::Software;
    phone.tick();
    phone.press("language:en").press("agree").type_code(CODE);
    assert!(phone.says(&msg::lock_without_means()) && phone.says(&msg::lock_why_broken()));
    phone.press("without-lock");
    assert_eq!(phone.at(), "home");
    phone.restart();
    assert_eq!(phone.at(), "home");
    phone.press("safety");
    assert!(phone.says(&msg::lock_missing()));
}

#[test]
fn where_policy_does_not_allow_it_the_clinic_helps() {
    let phone = without_a_lock("en");
    assert!(phone.action("without-lock").is_none());
    assert!(phone.says(&msg::lock_help(CLINIC_PHONE)));
}

#[test]
fn opening_without_a_lock_is_noted_each_time() {
    let mut phone = Phone::unopened("en", |config| config.policy.open_without_lock = true);
    phone.guard = Guard::Hardware;
    phone.tick();
    phone.press("language:en").press("agree").type_code(CODE).press("without-lock");
    phone.restart().restart();
    let notes = phone.rows_of("notes");
    assert_eq!(notes.len(), 1);
    let noted: Vec<(i64, String)> = serde_json::from_slice(&notes[0]).unwrap();
    let what: Vec<_> = noted.iter().map(|(_, what)| what.as_str()).collect();
    assert_eq!(what, ["WithoutLock", "OpenedWithoutLock", "OpenedWithoutLock"]);
}

#[test]
fn who_was_away_enters_the_pin_again_and_who_was_not_does_not() {
    let mut phone = with_pin("4711");
    phone.suspend().unwrap();
    phone.now = phone.now + SECOND * 59;
    phone.resume().unwrap();
    phone.tick();
    assert_eq!(phone.at(), "home");

    phone.suspend().unwrap();
    phone.now = phone.now + SECOND * 61;
    phone.resume().unwrap();
    assert_ne!(phone.at(), "home", "nothing is seen before the first turn");
    phone.tick();
    assert_eq!(phone.at(), "pin");
    phone.type_pin("4711");
    assert_eq!(phone.at(), "home");
}

#[test]
fn a_call_goes_on_behind_the_pin() {
    let mut phone = Phone::talking("en");
    phone.suspend().unwrap();
    phone.now = phone.now + SECOND * 300;
    phone.resume().unwrap();
    phone.tick();
    assert_eq!(phone.at(), "call");
}

#[test]
fn a_code_of_somebody_else_opens_nothing_of_this_person() {
    let mut phone = Phone::booked("en");
    phone.clinic.expired = true;
    phone.press("done").press("visits");
    assert_eq!(phone.at(), "sign-in");
    phone.clinic.expired = false;
    phone.clinic.patient = "p2";
    phone.type_code(CODE);
    assert!(phone.says(&msg::signin_other_person()), "{}", phone.words());
    phone.clinic.patient = "p1";
    phone.type_code(CODE);
    assert_eq!(phone.at(), "home");
}
