//! Help in an emergency: from every screen, never dialled unseen.

use nabz_app::effect::{HostReply, KeyError};
use nabz_locale::msg;

use crate::phone::{AMBULANCE, CLINIC_PHONE, Phone};

#[test]
fn the_number_stands_on_the_screen_before_it_is_dialled() {
    let mut phone = Phone::at_home("en");
    phone.press("emergency");
    assert!(phone.says(&msg::emergency_call(AMBULANCE)) && phone.says(&msg::emergency_call(CLINIC_PHONE)));
    assert!(phone.dialled().is_empty());
    phone.press("dial:0");
    assert_eq!(phone.dialled(), [AMBULANCE]);
    assert!(phone.says(&msg::emergency_opening()));
    phone.press("back");
    assert_eq!(phone.at(), "home");
}

#[test]
fn a_device_that_cannot_dial_says_which_number_to_call_from_another() {
    let mut phone = Phone::at_home("en");
    phone.host = HostReply::Unsupported;
    phone.press("emergency").press("dial:1");
    assert!(phone.says(&msg::emergency_cannot_dial(CLINIC_PHONE)), "{}", phone.words());
    phone.press("dial:0");
    assert!(phone.says(&msg::emergency_cannot_dial(AMBULANCE)), "{}", phone.words());
}

#[test]
fn in_the_sandbox_nothing_is_dialled_and_the_screen_says_so() {
    let mut phone = Phone::unopened("en", |config| config.sandbox = true);
    phone.tick().press("emergency");
    assert!(phone.says(&msg::emergency_practice()));
    for number in ["dial:0", "dial:1"] {
        phone.press(number);
    }
    assert!(phone.says(&msg::emergency_practised(CLINIC_PHONE)), "{}", phone.words());
    assert!(phone.dialled().is_empty());
}

#[test]
fn where_no_number_is_configured_the_clinic_itself_is_called() {
    let mut phone = Phone::unopened("en", |config| config.emergency.clear());
    phone.tick().press("emergency").press("dial:0");
    assert_eq!(phone.dialled(), [CLINIC_PHONE]);
}

#[test]
fn help_works_while_the_records_are_shut() {
    let mut phone = Phone::unopened("en", |_| {});
    phone.keys_refuse = Some(KeyError::PermanentlyInvalidated);
    phone.host = HostReply::Failed;
    phone.tick().press("emergency").press("dial:0");
    assert_eq!(phone.dialled(), [AMBULANCE]);
    assert!(phone.says(&msg::emergency_cannot_dial(AMBULANCE)), "{}", phone.words());
    phone.press("back");
    assert!(phone.action("try-again").is_some());
}

#[test]
fn help_asked_for_while_the_records_open_stays_on_the_screen() {
    let mut phone = Phone::unopened("en", |_| {});
    let help = phone.tap("emergency", Vec::new());
    phone.turn(vec![help]);
    phone.tick();
    assert_eq!(phone.at(), "emergency");
    phone.press("back");
    assert_eq!(phone.at(), "language");
}
