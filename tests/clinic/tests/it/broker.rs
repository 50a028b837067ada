//! The broker and the mailboxes of two devices, over pipes in memory that are cut at any byte.

mod raw;
mod world;

use std::collections::BTreeSet;
use std::time::Duration;

use mqtt_protocol_core::mqtt::packet::v5_0::{Disconnect, Publish};
use mqtt_protocol_core::mqtt::packet::{GenericPacketTrait, Packet, Qos};
use mqtt_protocol_core::mqtt::result_code::{
    ConnectReasonCode, DisconnectReasonCode, PubackReasonCode, SubackReasonCode,
};
use nabz_call::signal::{MAX_ENVELOPE, Mailbox, MailboxError, MailboxEvent, Token, Will};
use nabz_clinic::broker::{MAX_HELD, serve};
use nabz_time::Mono;
use proptest::prelude::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use raw::{MESSAGE, Raw, connect, publish, subscribe};
use world::{World, broker, config, name, password};

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

#[test]
fn killed_between_login_and_subscription_still_receives() {
    let mut world = World::of(&["patient", "doctor"]);
    // The broker has made the session; the line falls before the patient hears of it and subscribes.
    world.step(usize::MAX);
    world.cut(PATIENT);
    world.pass(seconds(2));
    world.publish(DOCTOR, 1, "patient", b"ring", 45);
    world.settle();
    assert!(world.devices[PATIENT].events.contains(&MailboxEvent::Connected { resumed: true }));
    assert_eq!(world.devices[PATIENT].messages(), [b"ring"]);
}

#[test]
fn a_will_is_said_when_the_line_falls_and_not_when_it_comes_back_or_after_a_farewell() {
    let mut patient = config("patient");
    patient.will = Some(Will { to: name("doctor"), bytes: b"gone".to_vec(), delay: seconds(30) });
    let mut world = World::new(vec![patient, config("doctor")]);
    world.settle();
    world.cut(PATIENT);
    world.pass(seconds(60));
    assert_eq!(world.devices[DOCTOR].messages(), [] as [&[u8]; 0], "back within the delay");
    world.cut(PATIENT);
    world.network = false;
    world.pass(seconds(29));
    assert_eq!(world.devices[DOCTOR].messages(), [] as [&[u8]; 0]);
    world.pass(seconds(2));
    assert_eq!(world.devices[DOCTOR].messages(), [b"gone"]);
    world.network = true;
    world.pass(seconds(120));
    let now = world.now;
    world.devices[PATIENT].mailbox.disconnect(now);
    world.pass(seconds(120));
    assert_eq!(world.devices[DOCTOR].messages(), [b"gone"], "once, and not after a farewell");
}

#[test]
fn a_silent_client_is_given_up_after_one_and_a_half_keep_alives() {
    let mut patient = config("patient");
    patient.will = Some(Will { to: name("doctor"), bytes: b"gone".to_vec(), delay: Duration::ZERO });
    let mut world = World::new(vec![patient, config("doctor")]);
    world.settle();
    world.devices[PATIENT].dead = true;
    world.pass(seconds(89));
    assert_eq!(world.devices[DOCTOR].messages(), [] as [&[u8]; 0]);
    world.pass(seconds(2));
    assert_eq!(world.devices[DOCTOR].messages(), [b"gone"]);
}

#[test]
fn a_silent_broker_is_given_up_after_a_ping_without_answer() {
    let mut world = World::of(&["patient"]);
    world.settle();
    world.devices[PATIENT].deaf = true;
    world.pass(seconds(79));
    assert!(!world.devices[PATIENT].events.contains(&MailboxEvent::Disconnected));
    world.pass(seconds(2));
    assert!(world.devices[PATIENT].events.contains(&MailboxEvent::Disconnected));
}

#[test]
fn a_second_login_takes_over_and_the_first_does_not_fight_for_it() {
    let mut world = World::of(&["patient", "patient", "doctor"]);
    world.settle();
    world.publish(2, 1, "patient", b"ring", 45);
    world.settle();
    let received: Vec<_> = world.devices[..2].iter().map(|device| device.messages().len()).collect();
    assert_eq!(received.iter().sum::<usize>(), 1, "one client id, one session");
    let logins = |world: &World| {
        let connected = |event: &&MailboxEvent| matches!(event, MailboxEvent::Connected { .. });
        world.devices[..2].iter().flat_map(|device| &device.events).filter(connected).count()
    };
    world.pass(seconds(600));
    assert!(logins(&world) < 40, "{} logins in ten minutes", logins(&world));
}

#[test]
fn a_wrong_password_is_refused_and_tried_again_with_patience() {
    let mut wrong = config("patient");
    wrong.token = Token::new("guess".into());
    let mut world = World::new(vec![wrong]);
    world.pass(seconds(600));
    assert_eq!(world.devices[PATIENT].events, []);
    assert!((2..60).contains(&world.dials()), "{} dials in ten minutes", world.dials());
}

#[test]
fn credentials_are_checked_and_say_nothing_of_who_exists() {
    let mut broker = broker();
    let reason = |broker: &mut _, conn, packet: Packet| {
        let mut client = Raw::open(broker, conn, Mono::ZERO);
        match &client.say(broker, &packet, Mono::ZERO)[..] {
            [Packet::V5_0Connack(answer)] => {
                assert_eq!(client.closed, answer.reason_code() != ConnectReasonCode::Success);
                answer.reason_code()
            }
            other => panic!("{other:?}"),
        }
    };
    let wrong = ConnectReasonCode::BadUserNameOrPassword;
    assert_eq!(reason(&mut broker, 1, connect("patient", "guess")), wrong);
    assert_eq!(reason(&mut broker, 2, connect("#", &password("#"))), wrong);
    assert_eq!(reason(&mut broker, 3, connect("", "")), wrong);
    assert_eq!(reason(&mut broker, 4, connect("patient", &password("patient"))), ConnectReasonCode::Success);
}

#[test]
fn a_client_reads_its_own_mailbox_only() {
    let mut broker = broker();
    let mut client = Raw::login(&mut broker, 1, "patient", Mono::ZERO);
    let filters = ["nabz/doctor/in", "nabz/+/in", "#", "$share/g/nabz/patient/in", "nabz/patient/out"];
    for filter in filters {
        match &client.say(&mut broker, &subscribe(filter, Qos::AtLeastOnce), Mono::ZERO)[..] {
            [Packet::V5_0Suback(answer)] => {
                assert_eq!(answer.reason_codes(), [SubackReasonCode::NotAuthorized], "{filter}");
            }
            other => panic!("{filter}: {other:?}"),
        }
    }
    match &client.say(&mut broker, &subscribe("nabz/patient/in", Qos::ExactlyOnce), Mono::ZERO)[..] {
        [Packet::V5_0Suback(answer)] => assert_eq!(answer.reason_codes(), [SubackReasonCode::GrantedQos1]),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_client_writes_to_mailboxes_only() {
    let mut broker = broker();
    let mut client = Raw::login(&mut broker, 1, "patient", Mono::ZERO);
    for (topic, expected) in [
        ("nabz/doctor", PubackReasonCode::NotAuthorized),
        ("$SYS/broker", PubackReasonCode::NotAuthorized),
        ("nabz/a/b/in", PubackReasonCode::NotAuthorized),
        ("nabz/doctor/in", PubackReasonCode::NoMatchingSubscribers),
    ] {
        match &client.say(&mut broker, &publish(topic, b"x"), Mono::ZERO)[..] {
            [Packet::V5_0Puback(answer)] => assert_eq!(answer.reason_code(), Some(expected), "{topic}"),
            other => panic!("{topic}: {other:?}"),
        }
    }
    assert!(!client.closed);
}

#[test]
fn what_this_broker_does_not_do_is_said() {
    let retained = Publish::builder().topic_name("nabz/doctor/in").unwrap().retain(true).payload(b"x");
    let exactly_once = Publish::builder().topic_name("nabz/doctor/in").unwrap().qos(Qos::ExactlyOnce);
    let exactly_once = exactly_once.packet_id(MESSAGE).payload(b"x");
    for (packet, expected) in [
        (retained.build().unwrap(), DisconnectReasonCode::RetainNotSupported),
        (exactly_once.build().unwrap(), DisconnectReasonCode::QosNotSupported),
    ] {
        let mut broker = broker();
        let mut client = Raw::login(&mut broker, 1, "patient", Mono::ZERO);
        match &client.say(&mut broker, &packet.into(), Mono::ZERO)[..] {
            [Packet::V5_0Disconnect(answer)] => assert_eq!(answer.reason_code(), Some(expected)),
            other => panic!("{other:?}"),
        }
        assert!(client.closed);
    }
}

#[test]
fn a_mailbox_that_is_full_refuses_and_forgets_what_expired() {
    let mut world = World::of(&["patient", "doctor"]);
    world.settle();
    let now = world.now;
    world.devices[PATIENT].mailbox.disconnect(now);
    world.settle();
    for id in 0..=MAX_HELD as u64 {
        world.publish(DOCTOR, id, "patient", b"ring", 45);
        world.settle();
    }
    let refused = MailboxEvent::Refused { id: MAX_HELD as u64 };
    assert_eq!(world.devices[DOCTOR].events.last(), Some(&refused));
    world.pass(seconds(60));
    world.publish(DOCTOR, 999, "patient", b"ring", 45);
    world.settle();
    assert_eq!(world.devices[DOCTOR].events.last(), Some(&MailboxEvent::Taken { id: 999 }));
}

#[test]
fn a_mailbox_bounds_what_it_takes_for_sending() {
    let mut mailbox = Mailbox::new(config("doctor"));
    let mut publish = |id, size| mailbox.publish(id, &name("patient"), vec![0; size], 45, Mono::ZERO);
    assert_eq!(publish(0, MAX_ENVELOPE + 1), Err(MailboxError::TooLarge));
    let taken = (0..100).take_while(|id| publish(*id, MAX_ENVELOPE).is_ok()).count();
    assert_eq!(taken, 64);
    assert_eq!(publish(3, 1), Ok(()), "it waits already");
    assert_eq!(publish(64, 1), Err(MailboxError::Full));
}

#[test]
fn many_messages_wait_for_acknowledgements_sixteen_at_a_time() {
    let mut world = World::of(&["patient", "doctor"]);
    world.settle();
    world.devices[PATIENT].acknowledges = false;
    for id in 0..40 {
        world.publish(DOCTOR, id, "patient", &[id as u8], 600);
    }
    world.settle();
    assert_eq!(world.devices[PATIENT].messages().len(), 16);
    world.devices[PATIENT].acknowledges = true;
    world.cut(PATIENT);
    world.pass(seconds(5));
    let last: Vec<_> = world.devices[PATIENT].messages().into_iter().skip(16).collect();
    assert_eq!(last, (0..40).map(|id| vec![id]).collect::<Vec<_>>());
}

#[test]
fn a_session_ends_when_its_client_stays_away() {
    let mut world = World::of(&["patient", "doctor"]);
    world.settle();
    let now = world.now;
    world.devices[PATIENT].mailbox.disconnect(now);
    world.pass(seconds(7 * 24 * 3_600 + 1));
    world.publish(DOCTOR, 1, "patient", b"ring", 45);
    world.settle();
    assert_eq!(world.devices[DOCTOR].events.last(), Some(&MailboxEvent::Refused { id: 1 }));
    let now = world.now;
    world.devices[PATIENT].mailbox.connect(now);
    world.settle();
    assert_eq!(world.devices[PATIENT].events.last(), Some(&MailboxEvent::Connected { resumed: false }));
}

#[test]
fn nonsense_costs_its_own_connection_only() {
    let nonsense: [&[u8]; 6] = [
        b"GET / HTTP/1.1\r\n\r\n",
        &[0x10, 0xff, 0xff, 0xff, 0x7f],
        &[0x00, 0x00],
        &[0xc0, 0x00],
        &publish("nabz/patient/in", b"before login").to_continuous_buffer(),
        &Packet::from(Disconnect::builder().build().unwrap()).to_continuous_buffer(),
    ];
    let mut world = World::of(&["patient", "doctor"]);
    world.settle();
    for (at, bytes) in nonsense.into_iter().enumerate() {
        let mut client = Raw::open(&mut world.broker, 1_000 + at as u64, world.now);
        client.say_bytes(&mut world.broker, bytes, world.now);
        assert!(client.closed, "{bytes:?}");
    }
    let mut silent = Raw::open(&mut world.broker, 2_000, world.now);
    world.publish(DOCTOR, 1, "patient", b"ring", 45);
    world.settle();
    assert_eq!(world.devices[PATIENT].messages(), [b"ring"]);
    let later = world.now + seconds(21);
    world.broker.handle_timeout(later);
    silent.hear(&mut world.broker);
    assert!(silent.closed, "who says nothing is not waited for");
}

/// The bytes of one offer on its way, as MQTT packets without TLS, TCP and IP.
#[test]
fn carrying_an_envelope_costs_little_more_than_its_bytes() {
    let mut world = World::of(&["p-7f3a", "d-clinic"]);
    world.settle();
    let before = world.bytes_up(DOCTOR);
    world.publish(DOCTOR, 1, "p-7f3a", &[0; 600], 45);
    world.settle();
    let cost = world.bytes_up(DOCTOR) - before - 600;
    println!("an envelope of 600 B takes {cost} B more as a packet");
    assert!(cost <= 32, "{cost}");
    let before = world.bytes_up(PATIENT);
    world.cut(PATIENT);
    world.pass(seconds(2));
    println!("a login with session and subscription kept takes {} B", world.bytes_up(PATIENT) - before);
    assert!(world.bytes_up(PATIENT) - before <= 80);
}

#[tokio::test]
async fn the_same_broker_serves_sockets() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(serve(listener, broker()));
    let mut patient = Socket::open(address, "patient").await;
    let mut doctor = Socket::open(address, "doctor").await;
    patient.until(|event| matches!(event, MailboxEvent::Connected { .. })).await;
    doctor.until(|event| matches!(event, MailboxEvent::Connected { .. })).await;
    let mut noise = TcpStream::connect(address).await.unwrap();
    noise.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    assert_eq!(noise.read(&mut [0; 16]).await.unwrap_or(0), 0, "closed");
    doctor.mailbox.publish(1, &name("patient"), b"ring".to_vec(), 45, Mono::ZERO).unwrap();
    doctor.until(|event| *event == MailboxEvent::Taken { id: 1 }).await;
    patient.until(|event| matches!(event, MailboxEvent::Message { bytes, .. } if bytes == b"ring")).await;
    serving.abort();
}

struct Socket {
    mailbox: Mailbox,
    stream: TcpStream,
}

impl Socket {
    async fn open(address: std::net::SocketAddr, mailbox: &str) -> Self {
        let mut mailbox = Mailbox::new(config(mailbox));
        mailbox.connect(Mono::ZERO);
        assert!(mailbox.poll_connect(Mono::ZERO));
        mailbox.connected(Mono::ZERO);
        Self { mailbox, stream: TcpStream::connect(address).await.unwrap() }
    }

    async fn until(&mut self, wanted: impl Fn(&MailboxEvent) -> bool) {
        let mut buffer = [0; 512];
        loop {
            while let Some(bytes) = self.mailbox.poll_transmit() {
                self.stream.write_all(&bytes).await.unwrap();
            }
            while let Some(event) = self.mailbox.poll_event() {
                if wanted(&event) {
                    return;
                }
            }
            let count = self.stream.read(&mut buffer).await.unwrap();
            assert_ne!(count, 0);
            self.mailbox.handle_bytes(&buffer[..count], Mono::ZERO);
        }
    }
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

    #[test]
    fn any_bytes_after_login_neither_stop_the_broker_nor_reach_anybody(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        kind in 0u8..16,
    ) {
        let mut world = World::of(&["patient", "doctor"]);
        world.settle();
        let mut client = Raw::login(&mut world.broker, 1_000, "nurse", world.now);
        let mut packet = vec![kind << 4 | 2, bytes.len() as u8 & 0x7f];
        packet.extend(bytes);
        client.say_bytes(&mut world.broker, &packet, world.now);
        world.publish(DOCTOR, 1, "patient", b"ring", 45);
        world.settle();
        prop_assert_eq!(world.devices[PATIENT].messages(), [b"ring"]);
    }

    #[test]
    fn any_bytes_from_a_broker_do_not_stop_a_mailbox(
        packets in proptest::collection::vec((0u8..=255, proptest::collection::vec(any::<u8>(), 0..100)), 1..6),
        logged_in in any::<bool>(),
    ) {
        let mut mailbox = Mailbox::new(config("patient"));
        mailbox.connect(Mono::ZERO);
        mailbox.poll_connect(Mono::ZERO);
        mailbox.connected(Mono::ZERO);
        mailbox.publish(1, &name("doctor"), b"hello".to_vec(), 45, Mono::ZERO).unwrap();
        if logged_in {
            mailbox.handle_bytes(&[0x20, 3, 0, 0, 0], Mono::ZERO);
        }
        for (first, bytes) in packets {
            let mut packet = vec![first, bytes.len() as u8];
            packet.extend(bytes);
            mailbox.handle_bytes(&packet, Mono::ZERO);
        }
        while mailbox.poll_transmit().is_some() {}
        while mailbox.poll_event().is_some() {}
    }
}
