//! The key store and the vault, before anything else can be shown.

use nabz_app::effect::{Effect, KeyAlias, KeyError, KeyRequest};
use nabz_locale::{Message, msg};

use crate::phone::{CLINIC_PHONE, Phone};

/// A way on stands on the screen, and it leads into the app once the trouble is over.
fn goes_on_after(mut phone: Phone) {
    phone.keys_refuse = None;
    phone.press("try-again");
    assert_eq!(phone.at(), "language");
}

fn refused(error: KeyError) -> Phone {
    let mut phone = Phone::unopened("en", |_| {});
    phone.keys_refuse = Some(error);
    phone.tick();
    phone
}

fn and_the_number(said: Message) -> Message {
    msg::value_sentences(said, msg::error_call_clinic(CLINIC_PHONE))
}

#[test]
fn the_first_start_has_fresh_keys_wrapped_and_a_later_one_has_them_unwrapped() {
    let asked = |phone: &Phone| -> Vec<(bool, KeyAlias)> {
        let requests = phone.wanted.iter().filter_map(|effect| match effect {
            Effect::Keys(_, KeyRequest::Wrap { key, .. }) => Some((true, key.alias)),
            Effect::Keys(_, KeyRequest::Unwrap { key, .. }) => Some((false, key.alias)),
            _ => None,
        });
        requests.collect()
    };
    let mut phone = Phone::unopened("en", |_| {});
    assert!(phone.says(&msg::vault_opening()));
    phone.tick();
    assert_eq!(asked(&phone), [(true, KeyAlias::Outbox), (true, KeyAlias::Clinical)]);
    assert_eq!(phone.at(), "language");

    phone.restart();
    assert_eq!(asked(&phone), [(false, KeyAlias::Outbox), (false, KeyAlias::Clinical)]);
    assert_eq!(phone.at(), "language");
}

#[test]
fn a_locked_phone_asks_to_be_unlocked() {
    let phone = refused(KeyError::AuthRequired);
    assert!(phone.says(&msg::vault_locked()) && phone.says(&msg::vault_unlock()));
    goes_on_after(phone);
}

#[test]
fn a_key_store_that_fails_for_now_is_asked_again() {
    let phone = refused(KeyError::Transient);
    assert!(phone.says(&and_the_number(msg::vault_transient())));
    goes_on_after(phone);
}

#[test]
fn a_key_that_is_gone_for_good_is_told_with_the_number_of_the_clinic() {
    let phone = refused(KeyError::PermanentlyInvalidated);
    assert!(phone.says(&and_the_number(msg::vault_invalidated())));
    goes_on_after(phone);
}

#[test]
fn a_wrapped_key_that_was_changed_is_told_and_nothing_is_wiped() {
    let mut phone = Phone::at_home("en");
    phone.keys_refuse = Some(KeyError::Integrity);
    phone.restart();
    assert!(phone.says(&and_the_number(msg::vault_changed())));
    phone.keys_refuse = None;
    phone.press("try-again");
    assert_eq!(phone.at(), "home");
}

#[test]
fn a_key_store_that_answers_something_else_is_asked_again() {
    let mut phone = Phone::unopened("en", |_| {});
    let effects = phone.turn_alone(vec![nabz_app::effect::Input::Tick]);
    let Some(Effect::Keys(id, _)) = effects.first() else { panic!("{effects:?}") };
    let confused = nabz_app::effect::KeyReply::Signature(vec![0; 64]);
    phone.turn(vec![nabz_app::effect::Input::Keys(*id, Ok(confused))]);
    assert!(phone.says(&and_the_number(msg::vault_transient())));
    goes_on_after(phone);
}

#[test]
fn rows_that_were_changed_on_the_disk_are_not_believed() {
    let mut phone = Phone::booked("en");
    phone.restart_after(|folder| {
        let file = folder.join("vault");
        let mut bytes = std::fs::read(&file).unwrap();
        // The first page is SQLite's own.
        bytes.iter_mut().skip(4_096).step_by(256).for_each(|byte| *byte ^= 1);
        std::fs::write(&file, bytes).unwrap();
    });
    assert_eq!(phone.at(), "opening");
    let words = phone.words();
    let known = [msg::vault_changed(), msg::vault_failed()];
    assert!(known.into_iter().any(|said| phone.says(&and_the_number(said))), "{words}");
    phone.press("try-again");
    assert_eq!(phone.at(), "opening");
}
