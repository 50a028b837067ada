//! What a turn promises: an old press does nothing, a double press does one thing, nothing leaves before the commit.

use nabz_app::effect::{Effect, Fate, Input, Typed};
use nabz_app::screen::{ActionId, Key};
use nabz_locale::msg;

use crate::clinic::Line;
use crate::phone::Phone;

#[test]
fn a_press_on_a_screen_that_is_gone_does_nothing() {
    let mut phone = Phone::confirming("en");
    let confirm = phone.tap("confirm", Vec::new());
    phone.press("back").press("slot");
    let before = phone.screen();
    assert!(phone.turn_alone(vec![confirm]).is_empty());
    assert_eq!(phone.screen(), before);
    assert_eq!(phone.clinic.booked, 0);
}

#[test]
fn a_repeatable_press_counts_on_an_older_screen() {
    let mut phone = Phone::confirming("en");
    let help = phone.tap("emergency", Vec::new());
    phone.press("back");
    phone.turn(vec![help]);
    assert_eq!(phone.at(), "emergency");
}

#[test]
fn what_the_core_never_offered_does_nothing() {
    let mut phone = Phone::at_home("en");
    let before = phone.screen();
    for id in ["confirm", "hang-up", "slot:s0", "dial:0", "language:xx", "", "wipe"] {
        let (revision, action) = (before.revision, ActionId(id.into()));
        phone.turn(vec![Input::Act { revision, action, values: vec![(Key::new("code"), Typed::new("1"))] }]);
        assert_eq!(phone.screen(), before, "{id}");
    }
}

#[test]
fn two_taps_on_confirm_book_once() {
    for in_one_turn in [true, false] {
        let mut phone = Phone::confirming("en");
        let tap = phone.tap("confirm", Vec::new());
        if in_one_turn {
            phone.turn(vec![tap.clone(), tap]);
        } else {
            phone.turn(vec![tap.clone()]).turn(vec![tap]);
        }
        assert_eq!(phone.clinic.booked, 1);
        assert_eq!(phone.at(), "booking");
    }
}

#[test]
fn the_second_of_two_presses_in_a_turn_is_not_a_press_on_what_nobody_has_seen() {
    let mut phone = Phone::at_home("en");
    let book = phone.tap("book", Vec::new());
    let (revision, action) = (phone.screen().revision, ActionId("see-times".into()));
    phone.turn(vec![book, Input::Act { revision, action, values: Vec::new() }]);
    assert_eq!(phone.at(), "doctor");
}

/// Runs itself again as a process whose files may not grow beyond 320 kB, and which fills them.
#[cfg(unix)]
#[test]
fn nothing_leaves_a_turn_whose_commit_failed_and_the_screen_says_why() {
    const HERE: &str = "NABZ_TEST_ON_A_FULL_PHONE";
    if std::env::var_os(HERE).is_some() {
        return on_a_full_phone();
    }
    let name = "turns::nothing_leaves_a_turn_whose_commit_failed_and_the_screen_says_why";
    let limited = std::process::Command::new("sh")
        .args(["-c", r#"trap "" XFSZ; ulimit -f 640; exec "$0" --exact "$1" --nocapture"#])
        .arg(std::env::current_exe().unwrap())
        .arg(name)
        .env(HERE, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&limited.stdout);
    assert!(limited.status.success() && said.contains("1 passed"), "{said}");
}

#[cfg(unix)]
fn on_a_full_phone() {
    let told = |phone: &Phone| {
        let sentences = [msg::error_phone_full(), msg::vault_failed()].map(|said| phone.sentence(&said));
        sentences.iter().any(|sentence| phone.words().contains(sentence))
    };
    let mut phone = Phone::at_home("en");
    for language in ["language:fa", "language:en"].into_iter().cycle().take(2_000) {
        if phone.at() == "home" {
            phone.press("change-language").press(language);
        }
    }
    assert!(told(&phone) && phone.action("emergency").is_some(), "{}", phone.words());

    phone.press("try-again").press("book").press("see-times").press("slot");
    let confirm = phone.tap("confirm", Vec::new());
    let effects = phone.turn_alone(vec![confirm]);
    assert!(effects.is_empty(), "{effects:?}");
    assert!(told(&phone), "{}", phone.words());

    phone.press("try-again");
    assert_eq!((phone.at().as_str(), phone.clinic.booked), ("home", 0));
}

#[test]
fn a_booking_is_in_the_vault_before_its_first_byte_leaves() {
    let mut phone = Phone::confirming("en");
    let confirm = phone.tap("confirm", Vec::new());
    let effects = phone.turn_alone(vec![confirm]);
    let write = effects.iter().find(|effect| effect.fate() == Fate::Durable);
    assert!(matches!(write, Some(Effect::Http { .. })), "{effects:?}");
    // The process dies with the effects in its hand.
    phone.restart();
    assert_eq!(phone.clinic.booked, 1);
}

#[test]
fn an_open_booking_is_asked_for_again_after_every_restart_and_stands_once() {
    let mut phone = Phone::confirming("en");
    phone.line(Line::Mute).press("confirm");
    for _ in 0..5 {
        phone.restart();
    }
    assert_eq!(phone.clinic.booked, 1);
    phone.line(Line::Good).wait(std::time::Duration::from_secs(600));
    assert_eq!(phone.clinic.booked, 1);
    assert!(!phone.reminders().is_empty());
}

#[test]
fn replies_nobody_waits_for_change_nothing() {
    let mut phone = Phone::at_home("en");
    let before = phone.screen();
    let id = nabz_app::effect::EffectId(999_999);
    let reply = nabz_sync::HttpReply::Failed(nabz_sync::NetError::NoAnswer);
    let keys = nabz_app::effect::KeyError::Transient;
    let host = nabz_app::effect::HostReply::Unsupported;
    phone.turn(vec![Input::Http(id, reply), Input::Keys(id, Err(keys)), Input::Host(id, host), Input::Tick]);
    assert_eq!(phone.screen(), before);
}
