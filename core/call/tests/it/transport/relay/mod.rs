//! Calls through a relay only: both sides behind a TURN server, on weak lines to it.

mod server;

use std::net::SocketAddr;
use std::time::Duration;

use nabz_call::media::transport::{Relay, RelayConfig, Transmit, Transport, TransportConfig, TransportEvent};
use nabz_link::{Link, Schedule, Shape};
use nabz_time::Mono;
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;

use self::server::{Server, USER};
use super::{CALLED, CALLER, Seeded, config, packet, shape};

type Carried = (SocketAddr, SocketAddr, Vec<u8>);

fn turn() -> SocketAddr {
    SocketAddr::from(([203, 0, 113, 1], 3_478))
}

fn account(password: &str) -> RelayConfig {
    RelayConfig { server: turn(), username: USER.0.to_owned(), password: password.to_owned() }
}

/// Who sends and takes datagrams on one side: a relay alone at first, then a transport through it.
enum Socket {
    Relay(Box<Relay>),
    Transport(Box<Transport>),
}

struct Side {
    socket: Option<Socket>,
    address: SocketAddr,
    /// To the server and from it.
    links: [Link<Carried>; 2],
    events: Vec<(Mono, TransportEvent)>,
    /// To anybody but the server.
    direct: usize,
}

/// Two people and a relay.
struct Clinic {
    now: Mono,
    server: Server,
    sides: [Side; 2],
}

impl Clinic {
    fn new(line: Shape, seed: u64, password: &str) -> Self {
        let side = |index: usize| {
            let relay = Relay::new(account(password), config(index).local, config(index).base, Mono::ZERO);
            let link =
                |n: u64| Link::new(Schedule::steady(line), seed * 4 + index as u64 * 2 + n, Mono::ZERO);
            Side {
                socket: Some(Socket::Relay(Box::new(relay.unwrap()))),
                address: config(index).local,
                links: [link(0), link(1)],
                events: Vec::new(),
                direct: 0,
            }
        };
        Self { now: Mono::ZERO, server: Server::new(turn()), sides: [side(CALLER), side(CALLED)] }
    }

    fn run_until(&mut self, end: Mono, done: impl Fn(&Self) -> bool) {
        self.settle();
        while !done(self) {
            let due = self.sides.iter_mut().flat_map(|side| {
                let links = side.links.each_ref().map(Link::poll_timeout);
                [side.poll_timeout(), links[0], links[1]]
            });
            let next = due.flatten().min().unwrap_or(end).max(self.now);
            if next >= end {
                self.now = end;
                return;
            }
            self.now = next;
            for index in [CALLER, CALLED] {
                while let Some((from, to, bytes)) = self.sides[index].links[0].receive(next) {
                    self.at_server(from, to, &bytes);
                }
                let side = &mut self.sides[index];
                while let Some((from, to, bytes)) = side.links[1].receive(next) {
                    if to == side.address {
                        side.handle_datagram(from, &bytes, next);
                    }
                }
                side.handle_timeout(next);
            }
            self.settle();
        }
    }

    /// Carries a datagram on: out to whom it is for, or from one allocation to another in the server itself.
    fn at_server(&mut self, from: SocketAddr, to: SocketAddr, bytes: &[u8]) {
        for (from, to, bytes) in self.server.handle(from, to, bytes) {
            if to.ip() == turn().ip() {
                self.at_server(from, to, &bytes);
                continue;
            }
            let now = self.now;
            for side in self.sides.iter_mut().filter(|side| side.address == to) {
                let length = bytes.len();
                side.links[1].send((from, to, bytes.clone()), length, now);
            }
        }
    }

    fn settle(&mut self) {
        let now = self.now;
        for side in &mut self.sides {
            while let Some(Transmit { to, bytes }) = side.poll_transmit() {
                side.direct += usize::from(to != turn());
                let length = bytes.len();
                side.links[0].send((side.address, to, bytes), length, now);
            }
            if let Some(Socket::Transport(transport)) = &mut side.socket {
                side.events.extend(std::iter::from_fn(|| transport.poll_event()).map(|event| (now, event)));
            }
        }
    }

    /// Waits for both relayed addresses, then begins a call between them.
    fn call(&mut self) {
        self.run_until(Mono::from_millis(30_000), |clinic| {
            clinic.sides.iter().all(|s| s.relayed().is_some())
        });
        let mut entropy = Seeded(ChaCha8Rng::seed_from_u64(1));
        let at = self.sides.each_ref().map(|side| side.relayed().expect("no relay"));
        let config = |index| TransportConfig { advertise: Some(at[index]), ..config(index) };
        let (mut caller, offer) = Transport::offer(&config(CALLER), &mut entropy, self.now).unwrap();
        let (called, answer) = Transport::answer(&config(CALLED), &offer, &mut entropy, self.now).unwrap();
        caller.accept(&answer, self.now).unwrap();
        for (side, mut transport) in self.sides.iter_mut().zip([caller, called]) {
            let Some(Socket::Relay(relay)) = side.socket.take() else { panic!("called twice") };
            transport.relay_through(*relay);
            side.socket = Some(Socket::Transport(Box::new(transport)));
        }
        self.run_until(Mono::from_millis(95_000), Self::connected);
        assert!(self.connected(), "not connected");
    }

    fn connected(&self) -> bool {
        let connected =
            |(_, event): &(Mono, TransportEvent)| matches!(event, TransportEvent::Connected { .. });
        self.sides.iter().all(|side| side.events.iter().any(connected))
    }

    fn talk(&mut self, sequence: u16) -> [bool; 2] {
        for side in &mut self.sides {
            let Some(Socket::Transport(transport)) = &mut side.socket else { panic!("no call") };
            transport.send_rtp(&packet(sequence)).unwrap();
        }
        self.run_until(self.now + Duration::from_secs(3), |_| false);
        let heard = TransportEvent::Rtp(packet(sequence));
        self.sides.each_ref().map(|side| side.events.iter().any(|(_, event)| *event == heard))
    }
}

impl Side {
    fn relayed(&self) -> Option<SocketAddr> {
        match self.socket.as_ref()? {
            Socket::Relay(relay) => relay.address(),
            Socket::Transport(_) => None,
        }
    }

    fn poll_timeout(&mut self) -> Option<Mono> {
        match self.socket.as_mut()? {
            Socket::Relay(relay) => relay.poll_timeout(),
            Socket::Transport(transport) => transport.poll_timeout(),
        }
    }

    fn handle_timeout(&mut self, now: Mono) {
        match self.socket.as_mut() {
            Some(Socket::Relay(relay)) => relay.handle_timeout(now),
            Some(Socket::Transport(transport)) => transport.handle_timeout(now),
            None => {}
        }
    }

    fn handle_datagram(&mut self, from: SocketAddr, bytes: &[u8], now: Mono) {
        match self.socket.as_mut() {
            Some(Socket::Relay(relay)) => relay.handle_datagram(from, bytes, now),
            Some(Socket::Transport(transport)) => transport.handle_datagram(from, bytes, now),
            None => {}
        }
    }

    fn poll_transmit(&mut self) -> Option<Transmit> {
        match self.socket.as_mut()? {
            Socket::Relay(relay) => relay.poll_transmit(),
            Socket::Transport(transport) => transport.poll_transmit(),
        }
    }
}

#[test]
fn a_call_through_a_relay_reaches_nobody_else() {
    let mut clinic = Clinic::new(shape(30_000, 0.2, 0.0), 1, USER.1);
    clinic.call();
    println!("through a relay: connected at {:.2} s", clinic.now.seconds());
    assert!(clinic.now < Mono::from_millis(5_000), "{:?}", clinic.now);
    assert_eq!(clinic.talk(1), [true, true]);
    assert_eq!(clinic.sides.each_ref().map(|side| side.direct), [0, 0]);
    assert_eq!(clinic.server.unpermitted, 0);
}

#[test]
fn a_packet_costs_four_bytes_more_through_a_relay() {
    let mut clinic = Clinic::new(shape(30_000, 0.2, 0.0), 2, USER.1);
    clinic.call();
    assert_eq!(clinic.talk(1), [true, true]);
    let Some(Socket::Transport(transport)) = &mut clinic.sides[CALLER].socket else { panic!("no call") };
    transport.send_rtp(&packet(2)).unwrap();
    let sent = transport.poll_transmit().unwrap();
    assert_eq!(sent.bytes.len(), packet(2).payload.len() + 12 + 10 + 4);
}

#[test]
fn a_call_through_a_relay_stands_on_bad_lines() {
    for (line, name) in
        [(shape(20_000, 0.6, 0.2), "20k, 0.6 s, 20 %"), (shape(12_000, 0.6, 0.0), "12k, 0.6 s")]
    {
        let mut took: Vec<f64> = (0..20)
            .map(|seed| {
                let mut clinic = Clinic::new(line, seed, USER.1);
                clinic.call();
                clinic.now.seconds()
            })
            .collect();
        took.sort_by(f64::total_cmp);
        println!("through a relay, {name} each: median {:.1} s, worst {:.1} s", took[10], took[19]);
        assert!(took[19] < 60.0, "{name}: {took:?}");
    }
}

#[test]
fn a_wrong_password_is_refused_and_said_so() {
    let mut clinic = Clinic::new(shape(30_000, 0.2, 0.0), 3, "another");
    clinic.run_until(Mono::from_millis(40_000), |_| false);
    for side in &clinic.sides {
        let Some(Socket::Relay(relay)) = &side.socket else { panic!("a relay") };
        assert!(relay.failed() && relay.address().is_none());
    }
    assert!(clinic.server.refused >= 4);
}

#[test]
fn a_relay_that_does_not_answer_is_given_up_after_thirty_seconds() {
    let mut relay =
        Relay::new(account(USER.1), config(CALLER).local, config(CALLER).base, Mono::ZERO).unwrap();
    let mut sent = 0;
    while let Some(due) = relay.poll_timeout().filter(|due| *due <= Mono::from_millis(60_000)) {
        assert!(!relay.failed());
        relay.handle_timeout(due);
        sent += std::iter::from_fn(|| relay.poll_transmit()).count();
    }
    assert!(relay.failed() && (10..=25).contains(&sent), "{sent}");
}

#[test]
fn a_new_address_takes_a_new_allocation_and_the_call_goes_on() {
    for moved in [CALLER, CALLED] {
        let mut clinic = Clinic::new(shape(30_000, 0.2, 0.0), 4, USER.1);
        clinic.call();
        assert_eq!(clinic.talk(1), [true, true]);
        let side = &mut clinic.sides[moved];
        side.address = SocketAddr::from(([198, 51, 100, 7], 1_024));
        let now = clinic.now;
        if let Some(Socket::Transport(transport)) = &mut side.socket {
            transport.network_changed(now);
        }
        clinic.talk(2);
        assert_eq!(clinic.talk(3), [true, true], "side {moved}");
        let changed = |side: &Side| side.events.iter().any(|(_, e)| *e == TransportEvent::PathChanged);
        assert!(clinic.sides.iter().all(changed));
        assert_eq!(clinic.sides.each_ref().map(|side| side.direct), [0, 0]);
    }
}

#[test]
fn what_does_not_come_from_the_relay_is_not_taken() {
    let mut clinic = Clinic::new(shape(30_000, 0.2, 0.0), 5, USER.1);
    clinic.call();
    let Some(Socket::Transport(called)) = &mut clinic.sides[CALLED].socket else { panic!("no call") };
    called.send_rtp(&packet(9)).unwrap();
    let sent = called.poll_transmit().unwrap();
    let now = clinic.now;
    let Some(Socket::Transport(caller)) = &mut clinic.sides[CALLER].socket else { panic!("no call") };
    // The very packet, straight from the peer.
    caller.handle_datagram(SocketAddr::from(([10, 0, 0, 2], 4_000)), &sent.bytes[4..], now);
    assert_eq!((caller.poll_event(), caller.poll_transmit()), (None, None));
}
