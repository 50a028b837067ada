//! Language, consent, sign-in.

use nabz_locale::msg;

use crate::clinic::{CODE, Line};
use crate::phone::{CLINIC_PHONE, MORNING, Phone};

fn signing_in(language: &str) -> Phone {
    let mut phone = Phone::new(language);
    phone.press(&format!("language:{language}")).press("agree");
    phone
}

#[test]
fn the_phones_language_is_offered_first_and_any_other_is_one_press_away() {
    let mut phone = Phone::new("fa");
    assert_eq!(phone.screen().title.language, "fa");
    phone.press("language:en");
    assert_eq!((phone.at().as_str(), phone.screen().title.language.as_str()), ("consent", "en"));
}

#[test]
fn another_language_changes_every_word_at_once_and_keeps_the_place() {
    let mut phone = Phone::booked("fa");
    phone.press("done");
    let start = MORNING + std::time::Duration::from_secs(4 * 3_600);
    assert!(phone.says(&msg::home_booked("دکتر سارا کریمی", start)), "{}", phone.words());
    phone.press("change-language").press("language:en");
    assert_eq!(phone.at(), "home");
    assert!(phone.says(&msg::home_booked("Dr Sara Karimi", start)), "{}", phone.words());
    phone.press("change-language").press("back");
    assert_eq!((phone.at().as_str(), phone.screen().title.language.as_str()), ("home", "en"));
}

#[test]
fn the_language_chosen_is_still_spoken_after_a_restart() {
    let mut phone = Phone::new("fa");
    phone.press("language:en").restart();
    assert_eq!((phone.at().as_str(), phone.screen().title.language.as_str()), ("consent", "en"));
}

#[test]
fn who_does_not_agree_is_told_what_still_works_and_can_think_again() {
    let mut phone = Phone::new("en");
    phone.press("language:en").press("not-now");
    assert!(phone.says(&msg::consent_declined_call(CLINIC_PHONE)));
    phone.press("back");
    assert!(phone.says(&msg::consent_agree()));
    phone.press("agree");
    assert_eq!(phone.at(), "sign-in");
}

#[test]
fn unreviewed_words_of_consent_are_marked_and_stand_in_the_clinics_language_too() {
    // The clinic's first name is English.
    let mut phone = Phone::new("fa");
    phone.press("language:fa");
    let beneath = |phone: &Phone| -> Vec<String> {
        let screen = phone.screen();
        let repeats = screen.blocks.iter().filter(|block| block.key.0.ends_with(nabz_app::BENEATH));
        repeats.map(|block| serde_json::to_value(block).unwrap()["text"]["language"].to_string()).collect()
    };
    assert!(phone.says(&msg::common_mt()));
    assert_eq!(beneath(&phone), ["\"en\""; 5]);
    // Help is marked as well, and never waits.
    phone.press("emergency");
    assert!(phone.says(&msg::common_mt()));
    assert_eq!(beneath(&phone).len(), 2);
    // Who reads the clinic's own language sees each text once.
    let mut phone = Phone::new("en");
    phone.press("language:en");
    assert!(phone.says(&msg::common_mt()));
    assert_eq!(beneath(&phone), [""; 0]);
}

#[test]
fn where_a_clinic_wants_reviewed_words_nobody_agrees_to_others_and_help_stays() {
    let mut phone = Phone::unopened("fa", |config| config.require_clinical_review = true);
    phone.tick().press("language:fa");
    assert!(phone.says(&msg::consent_unreviewed_call(CLINIC_PHONE)), "{}", phone.words());
    assert!(phone.action("agree").is_none());
    phone.press("emergency").press("dial:0");
    assert_eq!(phone.dialled(), ["115"]);
    phone.press("back").press("change-language").press("language:en");
    assert!(phone.action("agree").is_none(), "no language has been reviewed yet");
}

#[test]
fn a_language_that_bends_its_words_asks_how_to_speak_and_one_that_does_not_does_not() {
    for language in ["en", "fa"] {
        assert!(Phone::new(language).action("address:female").is_none());
    }
}

#[test]
fn a_code_counts_in_digits_of_any_script() {
    for code in ["402917", "۴۰۲۹۱۷", "٤٠٢٩١٧", " ۴۰۲٩17 "] {
        let mut phone = signing_in("fa");
        phone.type_code(code);
        assert_eq!(phone.at(), "home", "{code}");
    }
}

#[test]
fn what_is_wrong_with_a_code_stands_at_the_field() {
    for (typed, said) in [
        ("", msg::signin_code_empty()),
        ("   ", msg::signin_code_empty()),
        ("12", msg::signin_code_shape()),
        ("سلام", msg::signin_code_shape()),
        ("1234567890123", msg::signin_code_shape()),
        ("111111", msg::signin_refused()),
    ] {
        let mut phone = signing_in("fa");
        phone.type_code(typed);
        assert!(phone.says(&said), "{typed}: {}", phone.words());
        phone.type_code(CODE);
        assert_eq!(phone.at(), "home", "{typed}");
    }
}

#[test]
fn a_clinic_that_cannot_be_reached_is_told_and_the_same_press_tries_again() {
    let mut phone = signing_in("en");
    for (line, said) in [(Line::Down, msg::error_unreachable()), (Line::Mute, msg::error_no_answer())] {
        phone.line(line).type_code(CODE);
        assert!(phone.says(&said), "{}", phone.words());
    }
    phone.line(Line::Good).type_code(CODE);
    assert_eq!(phone.at(), "home");
}

#[test]
fn signing_in_can_be_left_while_it_is_under_way() {
    let mut phone = signing_in("en");
    phone.line(Line::Held).type_code(CODE);
    assert!(phone.says(&msg::signin_under_way()) && phone.says(&msg::signin_code()));
    assert!(phone.action("sign-in").is_some_and(|action| !action.enabled));
    phone.press("back");
    assert!(phone.says(&msg::signin_hint()));
}

#[test]
fn a_session_that_ran_out_asks_for_a_new_code_and_the_booking_goes_on() {
    let mut phone = Phone::confirming("en");
    phone.clinic.expired = true;
    phone.press("confirm");
    assert!(phone.says(&msg::signin_expired()), "{}", phone.words());
    assert_eq!(phone.clinic.booked, 0);
    phone.clinic.expired = false;
    phone.type_code(CODE);
    assert_eq!(phone.clinic.booked, 1);
    let start = MORNING + std::time::Duration::from_secs(4 * 3_600);
    assert!(phone.says(&msg::home_booked("Dr Sara Karimi", start)), "{}", phone.words());
}
