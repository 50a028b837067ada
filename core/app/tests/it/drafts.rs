//! A letter between its counter and its signature, and a process that is killed there.

use std::time::Duration;

use nabz_app::effect::Input;
use nabz_call::signal::{Body, MailboxEvent};

use crate::phone::Phone;

fn declines(phone: &Phone) -> usize {
    phone.sent().iter().filter(|body| matches!(body, Body::Decline)).count()
}

/// A phone that declined a call, and whose key store has not yet signed.
fn declined_unsigned() -> Phone {
    let mut phone = Phone::ringing("en");
    phone.signs = false;
    phone.press("decline");
    assert_eq!(declines(&phone), 0);
    phone
}

#[test]
fn a_letter_whose_signature_never_came_is_sent_by_the_next_process_once() {
    let mut phone = declined_unsigned();
    phone.signs = true;
    phone.restart();
    phone.mailbox(MailboxEvent::Connected { resumed: true }).wait(Duration::from_secs(5));
    assert_eq!(declines(&phone), 1);
    phone.restart();
    phone.mailbox(MailboxEvent::Connected { resumed: true }).wait(Duration::from_secs(5));
    assert_eq!(declines(&phone), 0, "the broker has taken it");
}

#[test]
fn a_process_killed_between_signature_and_broker_sends_the_letter_once() {
    let mut phone = declined_unsigned();
    // The signature comes, the turn commits, and the process is killed before the letter leaves.
    let reply = phone.late_signature();
    let effects = phone.turn_alone(vec![Input::Keys(reply.0, Ok(reply.1))]);
    assert!(!effects.is_empty());
    phone.signs = true;
    phone.restart();
    phone.mailbox(MailboxEvent::Connected { resumed: true }).wait(Duration::from_secs(5));
    assert_eq!(declines(&phone), 1);
}

#[test]
fn a_key_store_that_fails_to_sign_is_asked_again() {
    let mut phone = Phone::ringing("en");
    phone.keys_refuse = Some(nabz_app::effect::KeyError::Transient);
    phone.press("decline");
    assert_eq!(declines(&phone), 0);
    phone.keys_refuse = None;
    phone.wait(Duration::from_secs(2));
    assert_eq!(declines(&phone), 1);
}

#[test]
fn a_letter_nobody_needs_any_more_is_forgotten() {
    let mut phone = declined_unsigned();
    phone.wait(Duration::from_secs(3_600));
    phone.signs = true;
    phone.restart();
    phone.mailbox(MailboxEvent::Connected { resumed: true }).wait(Duration::from_secs(5));
    assert_eq!(declines(&phone), 0);
}
