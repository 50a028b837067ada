//! "Delete my account".

use std::time::Duration;

use nabz_app::effect::{KeyAlias, KeyError};
use nabz_locale::msg;

use crate::clinic::{CODE, Line};
use crate::phone::{CLINIC_PHONE, Phone};

fn asked(mut phone: Phone) -> Phone {
    phone.press("safety").press("delete-account");
    assert_eq!(phone.at(), "leave");
    phone
}

/// Everything of a vault's that lies in the folder.
fn files(phone: &Phone) -> Vec<String> {
    let entries = std::fs::read_dir(phone.folder.path()).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn destroyed(phone: &Phone) -> Vec<KeyAlias> {
    phone.destroyed.iter().map(|key| key.alias).collect()
}

#[test]
fn the_sign_in_ends_the_keys_are_destroyed_and_no_file_is_left() {
    let mut phone = asked(Phone::at_home("en"));
    assert!(phone.says(&msg::leave_goes_keys()) && phone.says(&msg::leave_stays_why()));
    phone.press("delete-sure");
    assert!(phone.says(&msg::leave_gone()), "{}", phone.words());
    assert_eq!(phone.clinic.revoked, ["token=token"]);
    assert_eq!(destroyed(&phone), [KeyAlias::Clinical, KeyAlias::Outbox]);
    assert_eq!(files(&phone), [""; 0]);

    phone.press("done");
    assert_eq!(phone.at(), "language");
    phone.press("language:en").press("agree").type_code(CODE);
    assert_eq!(phone.at(), "home");
    phone.restart();
    assert_eq!(phone.at(), "home", "{}", phone.words());
}

#[test]
fn what_was_not_sent_is_named_first_and_can_be_sent() {
    let mut phone = Phone::confirming("en");
    phone.line(Line::Down).press("confirm").press("back");
    let mut phone = asked(phone);
    assert!(
        phone.says(&msg::leave_unsent()) && phone.says(&msg::leave_unsent_booking()),
        "{}",
        phone.words()
    );
    assert_eq!(phone.screen().next.as_ref().unwrap().id.0, "send-first");
    phone.line(Line::Good).press("send-first").wait(Duration::from_secs(30));
    assert_eq!(phone.clinic.booked, 1);
    assert!(!phone.says(&msg::leave_unsent()), "{}", phone.words());
    assert_eq!(phone.screen().next.as_ref().unwrap().id.0, "delete-sure");
}

#[test]
fn what_was_not_sent_can_be_given_up_by_a_press_of_its_own() {
    let mut phone = Phone::confirming("en");
    phone.line(Line::Down).press("confirm").press("back");
    let mut phone = asked(phone);
    phone.line(Line::Mute).press("delete-sure");
    assert_eq!(phone.at(), "leave");
    phone.press("delete-anyway");
    assert_eq!(phone.at(), "gone");
}

#[test]
fn a_clinic_that_cannot_be_told_leaves_the_choice_to_the_person() {
    let mut phone = asked(Phone::at_home("en"));
    phone.line(Line::Down).press("delete-sure");
    assert!(phone.says(&msg::leave_not_revoked(CLINIC_PHONE)), "{}", phone.words());
    assert_eq!(destroyed(&phone), []);
    phone.press("back");
    assert_eq!(phone.at(), "safety");
    phone.press("delete-account").press("delete-sure");
    phone.line(Line::Good).press("delete-sure");
    assert_eq!(phone.at(), "gone");
}

#[test]
fn a_key_store_that_cannot_destroy_now_is_asked_again() {
    let mut phone = asked(Phone::at_home("en"));
    phone.keys_refuse = Some(KeyError::Transient);
    phone.press("delete-sure");
    assert!(phone.says(&msg::leave_failed()), "{}", phone.words());
    assert!(!files(&phone).is_empty());
    phone.keys_refuse = None;
    phone.press("delete-sure");
    assert_eq!(phone.at(), "gone");
}

#[test]
fn how_long_the_clinic_keeps_what_is_said_where_it_is_known() {
    let mut phone = Phone::unopened("en", |config| config.policy.keeps_years = Some(10));
    phone.tick();
    phone.press("language:en").press("agree").type_code(CODE);
    let phone = asked(phone);
    assert!(phone.says(&msg::leave_stays_years("Sample Clinic", 10)), "{}", phone.words());
}
