//! The broker and the mailboxes of two devices, over pipes in memory that are cut at any byte.

mod world;

use std::collections::BTreeSet;
use std::time::Duration;

use nabz_call::signal::MailboxEvent;
use proptest::prelude::*;

use world::World;

const PATIENT: usize = 0;
const DOCTOR: usize = 1;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn a_message_arrives_once_and_its_sender_hears_that_it_was_taken() {
    let mut world = World::of(&["patient", "doctor"]);
    world.settle();
    assert_eq!(world.devices[PATIENT].events, [MailboxEvent::Connected { resumed: false }]);
    world.publish(DOCTOR, 5, "patient", b"ring", 45);
    world.settle();
    assert_eq!(world.devices[PATIENT].messages(), [b"ring"]);
    assert!(world.devices[DOCTOR].events.contains(&MailboxEvent::Taken { id: 5 }));
    world.pass(seconds(3_600));
    assert_eq!(world.devices[PATIENT].messages().len(), 1);
    assert!(!world.devices[PATIENT].events.contains(&MailboxEvent::Disconnected), "keep-alive holds");
}

#[test]
fn a_message_waits_for_a_mailbox_that_is_away() {
    let mut world = World::of(&["patient", "doctor"]);
    world.settle();
    world.cut(PATIENT);
    world.publish(DOCTOR, 1, "patient", b"ring", 45);
    world.pass(seconds(2));
    assert_eq!(world.devices[PATIENT].messages(), [b"ring"]);
    assert!(world.devices[PATIENT].events.contains(&MailboxEvent::Connected { resumed: true }));
}

#[test]
fn a_message_that_expired_in_the_broker_is_not_delivered() {
    let mut world = World::of(&["patient", "doctor"]);
    world.settle();
    let now = world.now;
    world.devices[PATIENT].mailbox.disconnect(now);
    world.settle();
    world.publish(DOCTOR, 1, "patient", b"ring", 45);
    world.publish(DOCTOR, 2, "patient", b"text", 3_600);
    world.pass(seconds(46));
    let now = world.now;
    world.devices[PATIENT].mailbox.connect(now);
    world.settle();
    assert_eq!(world.devices[PATIENT].messages(), [b"text"]);
}

#[test]
fn a_message_that_expired_before_it_was_sent_is_refused() {
    let mut world = World::of(&["patient", "doctor"]);
    world.network = false;
    world.publish(DOCTOR, 1, "patient", b"ring", 45);
    world.pass(seconds(44));
    assert_eq!(world.devices[DOCTOR].events, []);
    world.pass(seconds(1));
    assert_eq!(world.devices[DOCTOR].events, [MailboxEvent::Refused { id: 1 }]);
}

#[test]
fn nobody_there_is_told_to_the_sender() {
    let mut world = World::of(&["patient", "doctor"]);
    world.settle();
    world.publish(DOCTOR, 1, "stranger", b"ring", 45);
    world.settle();
    assert!(world.devices[DOCTOR].events.contains(&MailboxEvent::Refused { id: 1 }));
}

#[test]
fn a_message_the_app_did_not_keep_is_delivered_again() {
    let mut world = World::of(&["patient", "doctor"]);
    world.settle();
    world.devices[PATIENT].acknowledges = false;
    world.publish(DOCTOR, 1, "patient", b"ring", 45);
    world.settle();
    world.cut(PATIENT);
    world.pass(seconds(2));
    assert_eq!(world.devices[PATIENT].messages(), [b"ring", b"ring"]);
    world.devices[PATIENT].acknowledges = true;
    world.cut(PATIENT);
    world.pass(seconds(2));
    world.cut(PATIENT);
    world.pass(seconds(2));
    assert_eq!(world.devices[PATIENT].messages().len(), 3, "acknowledged, so never again");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Cuts at any byte, on either side, any number of times: everything arrives, in the order it was sent.
    #[test]
    fn nothing_is_lost_over_a_line_that_falls_at_any_byte(
        rounds in proptest::collection::vec((1usize..40, 0usize..8, any::<bool>(), any::<bool>()), 1..60),
    ) {
        let mut world = World::of(&["patient", "doctor"]);
        world.settle();
        let mut sent = Vec::new();
        for (chunk, steps, patient_falls, doctor_falls) in rounds {
            let id = sent.len() as u64;
            let bytes = format!("message {id}").into_bytes();
            world.publish(DOCTOR, id, "patient", &bytes, 86_400);
            sent.push(bytes);
            for _ in 0..steps {
                world.step(chunk);
            }
            if patient_falls {
                world.cut(PATIENT);
            }
            if doctor_falls {
                world.cut(DOCTOR);
            }
        }
        world.pass(seconds(300));
        let mut seen = BTreeSet::new();
        let first_arrivals: Vec<_> =
            world.devices[PATIENT].messages().into_iter().filter(|bytes| seen.insert(bytes.clone())).collect();
        prop_assert_eq!(first_arrivals, sent.clone());
        let taken = world.devices[DOCTOR].events.iter();
        let taken = taken.filter(|event| matches!(event, MailboxEvent::Taken { .. })).count();
        prop_assert_eq!(taken, sent.len());
    }
}
