//! The relay on real sockets: what it delays and by how much.

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use nabz_clinic::http::Clock;
use nabz_clinic::link_name::LinkName;
use nabz_clinic::relay::{Relay, Side};
use nabz_link::HEADERS;

use super::clock;

struct Party {
    socket: UdpSocket,
    relay: SocketAddr,
}

impl Party {
    fn of(relay: SocketAddr) -> Self {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
        Self { socket, relay }
    }

    fn say(&self, bytes: &[u8]) {
        self.socket.send_to(bytes, self.relay).unwrap();
    }

    /// The next payload's first byte, and when it came.
    fn hear(&self, clock: &Clock) -> Option<(u8, Duration)> {
        let mut buffer = [0; 2_048];
        let (_, from) = self.socket.recv_from(&mut buffer).ok()?;
        assert_eq!(from, self.relay);
        Some((buffer[0], Duration::from_micros(clock().mono.micros())))
    }
}

#[test]
fn packets_arrive_when_the_link_says_both_ways() {
    let clock = clock();
    let relay = Relay::start(&LinkName::Good.schedule(), 7, clock.clone()).unwrap();
    let (patient, doctor) = (Party::of(relay.for_patient()), Party::of(relay.for_doctor()));
    // Each is heard once, so that the relay knows where they are.
    patient.say(&[0; 1]);
    doctor.say(&[0; 1]);
    assert_eq!(patient.hear(&clock).unwrap().0, 0);

    // 150 bytes take 20 ms at 60 kbit/s; ten of them at once come out one after the other.
    let began = Duration::from_micros(clock().mono.micros());
    for n in 1..=10 {
        patient.say(&[n; 150 - HEADERS]);
        doctor.say(&[n; 150 - HEADERS]);
    }
    let _greeting = doctor.hear(&clock).unwrap();
    for n in 1..=10 {
        for party in [&patient, &doctor] {
            let (byte, at) = party.hear(&clock).unwrap();
            let (took, due) = ((at - began).as_secs_f64() * 1e3, 100.0 + 20.0 * f64::from(n));
            assert_eq!(byte, n);
            // Never early; the machine that runs the tests may be busy.
            assert!((due - 1.0..due + 60.0).contains(&took), "packet {n} took {took} ms for {due} ms");
        }
    }
    let report = relay.report().unwrap();
    assert_eq!((report.up.delivered, report.down.delivered, report.strangers), (11, 11, 0));
    let offered = report.offered_kbps(Side::Patient, Duration::ZERO, Duration::from_millis(300));
    assert!(offered > 20.0, "{offered}");
}

#[test]
fn a_stranger_is_not_carried_and_a_stopped_relay_is_gone() {
    let clock = clock();
    let relay = Relay::start(&LinkName::Good.schedule(), 7, clock.clone()).unwrap();
    let (patient, doctor) = (Party::of(relay.for_patient()), Party::of(relay.for_doctor()));
    let stranger = Party::of(relay.for_patient());
    assert!(relay.report().is_none());
    patient.say(&[1]);
    doctor.say(&[2]);
    assert_eq!(patient.hear(&clock).unwrap().0, 2);
    stranger.say(&[9; 50]);
    patient.say(&[3]);
    assert_eq!((doctor.hear(&clock).unwrap().0, doctor.hear(&clock).unwrap().0), (1, 3));
    assert_eq!(relay.report().unwrap().strangers, 1);
    let (before, free) = (clock().mono, relay.for_patient());
    drop(relay);
    assert!(clock().mono.since(before) < Duration::from_millis(500));
    assert!(UdpSocket::bind(free).is_ok());
}
