//! Calls through coturn and nothing else.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper that fails fails its test")]
#![allow(clippy::disallowed_methods, reason = "a real server runs by the machine's clock")]

use std::time::{Duration, Instant};

use nabz_call::media::transport::{RelayConfig, RtpPacket, TransportEvent};
use nabz_peers::coturn::{Coturn, USER};
use nabz_peers::phone::Phone;

fn account(server: &Coturn, password: &str) -> RelayConfig {
    RelayConfig { server: server.address(), username: Coturn::user(), password: password.to_owned() }
}

fn packet(sequence: u16) -> RtpPacket {
    RtpPacket { payload_type: 111, marker: false, sequence, timestamp: 0, payload: vec![sequence as u8; 90] }
}

/// Both live on until something holds.
fn until(phones: &mut [Phone; 2], what: &str, holds: impl Fn(&[Phone; 2]) -> bool) {
    let began = Instant::now();
    while !holds(phones) {
        assert!(began.elapsed() < Duration::from_secs(20), "not within 20 s: {what}");
        phones.iter_mut().for_each(Phone::step);
    }
}

fn heard(phone: &Phone, sequence: u16) -> bool {
    phone.events.contains(&TransportEvent::Rtp(packet(sequence)))
}

#[test]
fn a_call_through_coturn_reaches_nobody_else_and_survives_a_new_address() {
    let server = Coturn::start();
    let mut phones = [Phone::new(account(&server, USER.1)), Phone::new(account(&server, USER.1))];
    until(&mut phones, "relayed", |phones| phones.iter().all(|phone| phone.relayed().is_some()));
    let offer = phones[0].offer();
    let answer = phones[1].answer(&offer);
    phones[0].accept(&answer);
    let connected = |event: &TransportEvent| matches!(event, TransportEvent::Connected { .. });
    until(&mut phones, "connected", |phones| phones.iter().all(|phone| phone.events.iter().any(connected)));
    for (sequence, moved) in [(1, 0), (2, 1), (3, 0)] {
        phones.iter_mut().for_each(|phone| phone.say(&packet(sequence)));
        until(&mut phones, "heard", |phones| phones.iter().all(|phone| heard(phone, sequence)));
        phones
            .iter_mut()
            .for_each(|phone| phone.events.retain(|event| *event != TransportEvent::PathChanged));
        phones[moved].move_away();
        until(&mut phones, "moved", |phones| {
            phones.iter().all(|phone| phone.events.contains(&TransportEvent::PathChanged))
        });
    }
    phones.iter_mut().for_each(|phone| phone.say(&packet(9)));
    until(&mut phones, "heard at last", |phones| phones.iter().all(|phone| heard(phone, 9)));
    for phone in &phones {
        assert!(phone.sent_to.len() > 20 && phone.sent_to.iter().all(|to| *to == server.address()));
    }
}

#[test]
fn coturn_refuses_a_wrong_password_and_that_is_said() {
    let server = Coturn::start();
    let mut phones = [Phone::new(account(&server, "another")), Phone::new(account(&server, USER.1))];
    until(&mut phones, "an answer", |phones| phones.iter().all(|phone| phone.relayed().is_some()));
    assert_eq!(phones[0].relayed(), Some(Err(())));
    assert!(phones[1].relayed().unwrap().is_ok());
}
