//! What each answer of the key store leads to, and a file that is older than it should be.

use std::path::Path;
use std::time::Duration;

use nabz_app::effect::{Counter, CounterName, Effect, GENERATION, KeyAlias, KeyError, VaultId};
use nabz_locale::msg;

use crate::clinic::{CODE, Line};
use crate::phone::Phone;

const AGE: CounterName = CounterName { vault: VaultId(1), counter: Counter::Generation };
const MINUTE: Duration = Duration::from_secs(60);

/// A booking that could not be sent, and then the phone is started while the clinical key is refused.
fn unsent_and_refused(error: KeyError) -> Phone {
    let mut phone = Phone::confirming("en");
    phone.line(Line::Down).press("confirm");
    assert_eq!(phone.clinic.booked, 0);
    phone.clinical_refuses = Some(error);
    phone.restart();
    phone
}

/// The vault's files, byte for byte.
fn copy(from: &Path, to: &Path) {
    std::fs::copy(from.join("vault"), to.join("vault")).unwrap();
}

#[test]
fn unsent_work_goes_out_while_the_person_has_yet_to_unlock() {
    let mut phone = unsent_and_refused(KeyError::AuthRequired);
    assert!(
        phone.says(&msg::vault_locked()) && phone.says(&msg::vault_unsent_goes_on()),
        "{}",
        phone.words()
    );
    phone.line(Line::Good).wait(MINUTE);
    assert_eq!((phone.clinic.booked, phone.at().as_str()), (1, "opening"));

    phone.clinical_refuses = None;
    phone.press("try-again");
    assert_eq!(phone.at(), "home");
}

#[test]
fn nothing_is_read_for_a_person_who_is_not_in() {
    let mut phone = unsent_and_refused(KeyError::AuthRequired);
    phone.wanted.clear();
    phone.line(Line::Good).wait(MINUTE);
    let asked = |phone: &Phone, kind: &str| {
        let is = |effect: &&Effect| matches!(effect, Effect::Http { request, .. } if request.path.starts_with(kind));
        phone.wanted.iter().filter(is).count()
    };
    assert_eq!(asked(&phone, "Patient"), 0);
    phone.clinical_refuses = None;
    phone.press("try-again");
    assert_eq!(asked(&phone, "Patient"), 1);
}

#[test]
fn a_doctor_rings_on_a_phone_whose_person_has_yet_to_unlock() {
    let mut phone = Phone::waiting("en");
    phone.clinical_refuses = Some(KeyError::AuthRequired);
    phone.restart();
    assert_eq!(phone.at(), "opening");
    phone.doctor_calls();
    assert_eq!(phone.at(), "ringing");
    phone.press("decline");
    assert_eq!(phone.at(), "opening");
}

#[test]
fn a_clinical_key_that_fails_for_now_is_asked_for_again_by_itself() {
    let mut phone = unsent_and_refused(KeyError::Transient);
    assert!(phone.says(&msg::vault_unsent_goes_on()));
    phone.clinical_refuses = None;
    phone.wait(Duration::from_secs(1));
    assert_eq!(phone.at(), "home");
}

#[test]
fn an_outbox_key_that_fails_for_now_is_asked_for_again_by_itself() {
    let mut phone = Phone::at_home("en");
    phone.keys_refuse = Some(KeyError::Transient);
    phone.restart();
    assert_eq!(phone.at(), "opening");
    phone.wait(Duration::from_secs(5));
    phone.keys_refuse = None;
    phone.wait(Duration::from_secs(40));
    assert_eq!(phone.at(), "home");
}

/// A new fingerprint destroyed the clinical key: a new one, a new sign-in, and what was not sent is sent after it.
#[test]
fn a_lost_clinical_key_costs_a_sign_in_and_no_unsent_work() {
    for error in [KeyError::PermanentlyInvalidated, KeyError::Integrity] {
        let mut phone = unsent_and_refused(error);
        assert!(
            phone.says(&msg::vault_renew_what()) && phone.says(&msg::vault_unsent_goes_on()),
            "{error:?}"
        );
        if error == KeyError::Integrity {
            // The key itself is well: only what it had wrapped was changed.
            phone.clinical_refuses = None;
        }
        phone.press("renew");
        assert_eq!(phone.at(), "sign-in", "{error:?}: {}", phone.words());
        let destroyed: Vec<_> = phone.destroyed.iter().map(|key| key.alias).collect();
        let expected = if error == KeyError::Integrity { vec![] } else { vec![KeyAlias::Clinical] };
        assert_eq!(destroyed, expected);
        phone.line(Line::Good).type_code(CODE).wait(MINUTE);
        assert_eq!((phone.clinic.booked, phone.at().as_str()), (1, "home"), "{error:?}");
        phone.restart();
        assert_eq!(phone.at(), "home");
    }
}

#[test]
fn a_renewal_that_the_key_store_refuses_can_be_tried_again() {
    let mut phone = unsent_and_refused(KeyError::Integrity);
    phone.press("renew");
    assert!(phone.says(&msg::vault_renew_what()), "{}", phone.words());
    phone.clinical_refuses = None;
    phone.press("renew");
    assert_eq!(phone.at(), "sign-in");
}

#[test]
fn the_generation_is_recorded_at_opening_at_suspension_and_after_each_sync() {
    let mut phone = Phone::new("en");
    let opened = phone.counters[&AGE];
    phone.press("language:en").press("agree");
    assert_eq!(phone.counters[&AGE], opened, "nothing was synced");
    phone.type_code(CODE);
    let synced = phone.counters[&AGE];
    assert!(synced > opened);
    phone.press("change-language").press("language:fa");
    assert_eq!(phone.counters[&AGE], synced);
    phone.suspend().unwrap();
    assert!(phone.counters[&AGE] > synced);
}

#[test]
fn the_clinic_is_told_the_generation_with_every_request_for_records() {
    let mut phone = Phone::at_home("en");
    phone.press("book").press("see-times").press("slot").press("confirm");
    let told: Vec<u64> = phone
        .wanted
        .iter()
        .filter_map(|effect| match effect {
            Effect::Http { door: nabz_app::effect::Door::Records, request, .. } => {
                let header = request.headers.iter().find(|(name, _)| *name == GENERATION);
                Some(header.unwrap_or_else(|| panic!("{request:?}")).1.parse().unwrap())
            }
            _ => None,
        })
        .collect();
    assert!(told.len() > 5 && told.is_sorted() && told.first() < told.last(), "{told:?}");
}

#[test]
fn a_file_that_was_set_back_is_not_opened_and_nothing_is_deleted() {
    let kept = tempfile::tempdir().unwrap();
    let mut phone = Phone::at_home("en");
    phone.restart_after(|folder| copy(folder, kept.path()));
    phone.press("book").press("see-times").press("slot").press("confirm");
    assert_eq!(phone.clinic.booked, 1);
    phone.restart_after(|folder| copy(kept.path(), folder));
    let said =
        msg::value_sentences(msg::vault_set_back(), msg::error_call_clinic(crate::phone::CLINIC_PHONE));
    assert!(phone.says(&said), "{}", phone.words());
    phone.press("try-again");
    assert!(phone.says(&said), "{}", phone.words());

    // Beginning anew keeps the old file, and goes on from the recorded number.
    phone.press("start-anew");
    assert!(phone.says(&msg::vault_anew_kept()));
    phone.press("back").press("start-anew").press("start-anew-sure");
    assert_eq!(phone.at(), "language");
    assert!(phone.folder.path().join("vault.quarantine-1").exists());
    phone.press("language:en").press("agree").type_code(CODE);
    assert_eq!(phone.at(), "home");
    phone.restart();
    assert_eq!(phone.at(), "home", "{}", phone.words());
}

#[test]
fn one_step_behind_after_a_crash_is_no_alarm_and_two_are() {
    for (behind, at) in [(1, "home"), (2, "opening")] {
        let mut phone = Phone::at_home("en");
        phone.suspend().unwrap();
        *phone.counters.get_mut(&AGE).unwrap() += behind;
        phone.restart();
        assert_eq!(phone.at(), at, "{behind}: {}", phone.words());
    }
}

/// The key of unsent work is gone: nothing opens it. The file stays, and the person can begin anew.
#[test]
fn a_lost_outbox_key_leaves_the_file_and_a_way_on() {
    let mut phone = Phone::booked("en");
    phone.keys_refuse = Some(KeyError::PermanentlyInvalidated);
    phone.restart();
    phone.press("start-anew");
    phone.keys_refuse = None;
    phone.press("start-anew-sure");
    assert_eq!(phone.at(), "language");
    let aliases: Vec<_> = phone.destroyed.iter().map(|key| key.alias).collect();
    assert_eq!(aliases, [KeyAlias::Outbox, KeyAlias::Clinical], "keys that wrap nothing any more");
    assert!(phone.folder.path().join("vault.quarantine-1").exists());
}

#[test]
fn beginning_anew_is_offered_only_where_waiting_does_not_help() {
    for (error, offered) in [
        (KeyError::AuthRequired, false),
        (KeyError::Transient, false),
        (KeyError::PermanentlyInvalidated, true),
        (KeyError::Integrity, true),
    ] {
        let mut phone = Phone::at_home("en");
        phone.keys_refuse = Some(error);
        phone.restart();
        assert_eq!(phone.action("start-anew").is_some(), offered, "{error:?}");
    }
}
