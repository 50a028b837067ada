//! Two transports over two seeded links.

use std::net::SocketAddr;
use std::ops::Range;
use std::time::{Duration, Instant};

use nabz_call::media::transport::{
    FEEDBACK_ON_THE_WIRE, Feedback, MAX_PAYLOAD, RtpPacket, Transport, TransportConfig, TransportError,
    TransportEvent,
};
use nabz_call::media::{Description, MediaEnd, Setup};
use nabz_link::{HEADERS, Link, Schedule, Shape};
use nabz_time::{Entropy, Mono};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// Measured set-ups and their shares: `SETUPS=1000 cargo test -p nabz-call --test it setup -- --nocapture`.
const SETUPS: &str = "SETUPS";

struct Seeded(ChaCha8Rng);

impl Entropy for Seeded {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill_bytes(out);
    }
}

/// The caller, the called, and the line between them.
struct Pair {
    now: Mono,
    sides: [Side; 2],
    /// While it lasts nothing comes through.
    blackout: Range<Mono>,
}

struct Side {
    transport: Transport,
    address: SocketAddr,
    /// Towards the other side.
    link: Link<(SocketAddr, Vec<u8>)>,
    events: Vec<(Mono, TransportEvent)>,
}

const CALLER: usize = 0;
const CALLED: usize = 1;

fn shape(rate_bps: u32, round_trip: f64, loss: f64) -> Shape {
    Shape { rate_bps, delay: Duration::from_secs_f64(round_trip / 2.0), loss, burst: 1.5 }
}

fn good() -> Schedule {
    Schedule::steady(shape(60_000, 0.2, 0.0))
}

fn address(side: usize) -> SocketAddr {
    SocketAddr::from(([10, 0, 0, side as u8 + 1], 4_000))
}

fn config(side: usize) -> TransportConfig {
    #[allow(clippy::disallowed_methods, reason = "any instant will do as the base of rtc's clock")]
    let base = Instant::now();
    TransportConfig { local: address(side), advertise: None, base }
}

impl Pair {
    fn new(schedule: &Schedule, seed: u64) -> Self {
        Self::introduced(schedule, seed, |_| {})
    }

    /// A pair whose answer is `changed` on its way to the caller.
    fn introduced(schedule: &Schedule, seed: u64, changed: impl FnOnce(&mut Description)) -> Self {
        let mut entropy = Seeded(ChaCha8Rng::seed_from_u64(seed));
        let now = Mono::ZERO;
        let (mut caller, offer) = Transport::offer(&config(CALLER), &mut entropy, now).unwrap();
        let (called, mut answer) = Transport::answer(&config(CALLED), &offer, &mut entropy, now).unwrap();
        changed(&mut answer);
        caller.accept(&answer, now).unwrap();
        Self::of([caller, called], schedule, seed)
    }

    fn of([caller, called]: [Transport; 2], schedule: &Schedule, seed: u64) -> Self {
        let now = Mono::ZERO;
        let side = |transport, index: usize| Side {
            transport,
            address: address(index),
            link: Link::new(schedule.clone(), seed * 2 + index as u64, now),
            events: Vec::new(),
        };
        Self { now, sides: [side(caller, CALLER), side(called, CALLED)], blackout: Mono::ZERO..Mono::ZERO }
    }

    fn run_until(&mut self, end: Mono, done: impl Fn(&Self) -> bool) {
        self.settle();
        while !done(self) {
            let due = self
                .sides
                .iter_mut()
                .flat_map(|side| [side.transport.poll_timeout(), side.link.poll_timeout()]);
            let next = due.flatten().min().unwrap_or(end).max(self.now);
            if next >= end {
                self.now = end;
                break;
            }
            self.now = next;
            self.deliver();
            for side in &mut self.sides {
                if side.transport.poll_timeout().is_some_and(|due| due <= next) {
                    side.transport.handle_timeout(next);
                }
            }
            self.settle();
        }
    }

    fn run_for(&mut self, time: Duration) {
        self.run_until(self.now + time, |_| false);
    }

    fn deliver(&mut self) {
        for from in [CALLER, CALLED] {
            while let Some((source, bytes)) = self.sides[from].link.receive(self.now) {
                if self.blackout.contains(&self.now) {
                    continue;
                }
                self.sides[1 - from].transport.handle_datagram(source, &bytes, self.now);
            }
        }
    }

    fn settle(&mut self) {
        let now = self.now;
        for side in &mut self.sides {
            while let Some(sent) = side.transport.poll_transmit() {
                let length = sent.bytes.len();
                side.link.send((side.address, sent.bytes), length, now);
            }
            side.events.extend(std::iter::from_fn(|| side.transport.poll_event()).map(|event| (now, event)));
        }
    }

    fn connected(&self) -> bool {
        self.sides.iter().all(Side::connected)
    }

    fn connect(&mut self) -> Mono {
        self.run_until(Mono::from_millis(61_000), Self::connected);
        assert!(self.connected(), "not connected");
        self.now
    }
}

impl Side {
    fn connected(&self) -> bool {
        self.saw(|event| matches!(event, TransportEvent::Connected { .. })).is_some()
    }

    fn transport_is_over(&self) -> bool {
        let last = self.events.last();
        matches!(last, Some((_, TransportEvent::Failed(_))))
    }

    fn saw(&self, what: impl Fn(&TransportEvent) -> bool) -> Option<Mono> {
        self.events.iter().find(|(_, event)| what(event)).map(|(at, _)| *at)
    }
}

fn packet(sequence: u16) -> RtpPacket {
    let payload = vec![sequence as u8; 90];
    RtpPacket {
        payload_type: 111,
        marker: sequence == 0,
        sequence,
        timestamp: u32::from(sequence) * 5_760,
        payload,
    }
}

/// How many of `seeds` connect, and after how many seconds, sorted.
fn setups(shape: Shape, seeds: u64) -> Vec<f64> {
    let mut took: Vec<f64> = (0..seeds)
        .filter_map(|seed| {
            let mut pair = Pair::new(&Schedule::steady(shape), seed);
            pair.run_until(Mono::from_millis(61_000), Pair::connected);
            pair.connected().then_some(pair.now.seconds())
        })
        .collect();
    took.sort_by(f64::total_cmp);
    took
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * share) as usize]
}

#[test]
fn setup_stands_on_bad_lines() {
    let seeds = std::env::var(SETUPS).ok().and_then(|n| n.parse().ok()).unwrap_or(20);
    let lines = [
        ("60k, 0.2 s,  0 %", shape(60_000, 0.2, 0.0), 2.0),
        ("20k, 0.6 s,  0 %", shape(20_000, 0.6, 0.0), 4.0),
        ("20k, 0.6 s, 10 %", shape(20_000, 0.6, 0.1), 8.5),
        ("20k, 0.6 s, 20 %", shape(20_000, 0.6, 0.2), 8.5),
        ("20k, 0.6 s, 30 %", shape(20_000, 0.6, 0.3), 12.0),
        ("10k, 1.5 s,  0 %", shape(10_000, 1.5, 0.0), 9.0),
        ("10k, 1.5 s, 20 %", shape(10_000, 1.5, 0.2), 18.5),
        ("10k, 1.5 s, 30 %", shape(10_000, 1.5, 0.3), 18.5),
    ];
    for (line, shape, p90) in lines {
        let took = setups(shape, seeds);
        println!(
            "{line}: {} of {seeds}, median {:.1} s, p90 {:.1} s, worst {:.1} s",
            took.len(),
            quantile(&took, 0.5),
            quantile(&took, 0.9),
            quantile(&took, 1.0)
        );
        assert_eq!(took.len() as u64, seeds, "{line}");
        assert!(quantile(&took, 0.9) <= p90, "{line}");
    }
}

#[test]
fn connects_on_a_good_line_within_two_seconds() {
    let mut pair = Pair::new(&good(), 1);
    assert!(pair.connect() < Mono::from_millis(2_000));
    assert!(pair.sides[CALLER].transport.round_trip().is_some_and(|rtt| rtt < Duration::from_millis(400)));
}

#[test]
fn an_answer_taken_late_connects_as_well() {
    let mut entropy = Seeded(ChaCha8Rng::seed_from_u64(5));
    let (caller, offer) = Transport::offer(&config(CALLER), &mut entropy, Mono::ZERO).unwrap();
    let (called, answer) = Transport::answer(&config(CALLED), &offer, &mut entropy, Mono::ZERO).unwrap();
    let mut pair = Pair::of([caller, called], &good(), 5);
    pair.run_for(Duration::from_secs(20));
    assert!(!pair.sides[CALLED].connected());
    let now = pair.now;
    pair.sides[CALLER].transport.accept(&answer, now).unwrap();
    assert!(pair.connect().since(now) < Duration::from_secs(2));
}

#[test]
fn media_and_reports_travel_both_ways() {
    let mut pair = Pair::new(&good(), 2);
    pair.connect();
    let report: Feedback = [9; 16];
    for from in [CALLER, CALLED] {
        assert!(!pair.sides[1 - from].transport.media_heard());
        for sequence in [0, 1, u16::MAX] {
            pair.sides[from].transport.send_rtp(&packet(sequence)).unwrap();
        }
        pair.sides[from].transport.send_feedback(&report).unwrap();
        pair.run_for(Duration::from_secs(1));
        let heard = &pair.sides[1 - from];
        for sequence in [0, 1, u16::MAX] {
            let expected = TransportEvent::Rtp(packet(sequence));
            assert!(heard.saw(|event| *event == expected).is_some());
        }
        assert!(heard.saw(|event| *event == TransportEvent::Feedback(report)).is_some());
        assert!(heard.transport.media_heard());
    }
}

#[test]
fn a_media_packet_costs_fifty_bytes_and_a_report_seventy() {
    let mut pair = Pair::new(&good(), 2);
    pair.connect();
    let transport = &mut pair.sides[CALLER].transport;
    transport.send_rtp(&packet(1)).unwrap();
    assert_eq!(transport.poll_transmit().unwrap().bytes.len() + HEADERS, packet(1).payload.len() + 50);
    transport.send_feedback(&Feedback::default()).unwrap();
    assert_eq!(transport.poll_transmit().unwrap().bytes.len() + HEADERS, FEEDBACK_ON_THE_WIRE);
    assert_eq!(FEEDBACK_ON_THE_WIRE, 70);
    let large = RtpPacket { payload: vec![0; MAX_PAYLOAD + 1], ..packet(1) };
    assert_eq!(transport.send_rtp(&large), Err(TransportError::TooLarge));
}

#[test]
fn control_traffic_of_a_silent_call_stays_below_half_a_kilobit() {
    let mut pair = Pair::new(&good(), 3);
    pair.connect();
    pair.run_for(Duration::from_secs(20));
    let before = pair.sides.each_ref().map(|side| side.link.counts().offered_bytes);
    for _ in 0..100 {
        for side in &mut pair.sides {
            side.transport.send_feedback(&Feedback::default()).unwrap();
        }
        pair.run_for(Duration::from_secs(2));
    }
    for (side, before) in pair.sides.iter().zip(before) {
        let kbps = (side.link.counts().offered_bytes - before) as f64 * 8.0 / 200.0 / 1_000.0;
        println!("{kbps:.3} kbit/s with a report every 2 s");
        assert!((0.30..0.55).contains(&kbps), "{kbps}");
        assert!(side.saw(|event| *event == TransportEvent::Disconnected).is_none());
    }
}

#[test]
fn another_certificate_than_the_described_one_is_the_wrong_peer() {
    for seed in 0..3 {
        let mut pair = Pair::introduced(&good(), seed, |answer| answer.fingerprint[31] ^= 1);
        pair.run_for(Duration::from_secs(70));
        let [caller, called] = &pair.sides;
        assert!(!caller.connected());
        assert!(caller.saw(|event| *event == TransportEvent::Failed(MediaEnd::WrongPeer)).is_some());
        assert!(caller.transport_is_over() && called.transport_is_over());
    }
}

#[test]
fn the_answering_side_checks_the_certificate_too() {
    let mut entropy = Seeded(ChaCha8Rng::seed_from_u64(6));
    let (mut caller, mut offer) = Transport::offer(&config(CALLER), &mut entropy, Mono::ZERO).unwrap();
    offer.fingerprint[0] ^= 0x80;
    let (called, answer) = Transport::answer(&config(CALLED), &offer, &mut entropy, Mono::ZERO).unwrap();
    caller.accept(&answer, Mono::ZERO).unwrap();
    let mut pair = Pair::of([caller, called], &good(), 6);
    pair.run_for(Duration::from_secs(70));
    assert!(pair.sides.iter().all(|side| !side.connected()));
    assert!(pair.sides[CALLED].saw(|event| *event == TransportEvent::Failed(MediaEnd::WrongPeer)).is_some());
}

#[test]
fn random_datagrams_before_and_during_a_call_change_nothing() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let mut stray = |pair: &mut Pair, count: usize| {
        for n in 0..count {
            let mut bytes = vec![0; (rng.next_u32() % 1_501) as usize];
            rng.fill_bytes(&mut bytes);
            let to = n % 2;
            // As often from the peer's own address, where a relay forwards what it gets.
            let from = if n % 4 < 2 { address(1 - to) } else { SocketAddr::from(([192, 0, 2, 1], n as u16)) };
            let now = pair.now;
            pair.sides[to].transport.handle_datagram(from, &bytes, now);
        }
    };
    let mut disturbed = Pair::new(&good(), 8);
    stray(&mut disturbed, 500);
    disturbed.run_for(Duration::from_millis(500));
    stray(&mut disturbed, 500);
    disturbed.connect();
    let mut quiet = Pair::new(&good(), 8);
    quiet.connect();
    // A signature is 70 to 72 bytes long, so two set-ups differ by a fraction of a millisecond.
    assert!(disturbed.now.since(quiet.now) < Duration::from_millis(2));
    let mut counts = Vec::new();
    for (pair, strays) in [(&mut disturbed, 20), (&mut quiet, 0)] {
        for sequence in 0..50 {
            pair.sides[CALLED].transport.send_rtp(&packet(sequence)).unwrap();
            stray(pair, strays);
            pair.run_for(Duration::from_millis(120));
        }
        pair.run_for(Duration::from_secs(1));
        counts.push((
            pair.sides[CALLER].events.len(),
            pair.sides.each_ref().map(|side| side.link.counts().offered),
        ));
    }
    assert_eq!(counts[0], counts[1]);
}

#[test]
fn damaged_and_replayed_packets_of_the_call_change_nothing() {
    let mut pair = Pair::new(&good(), 9);
    pair.connect();
    pair.sides[CALLED].transport.send_rtp(&packet(1)).unwrap();
    let sent = pair.sides[CALLED].transport.poll_transmit().unwrap();
    let (now, caller) = (pair.now, &mut pair.sides[CALLER].transport);
    for bit in 0..sent.bytes.len() * 8 {
        let mut damaged = sent.bytes.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        caller.handle_datagram(address(CALLED), &damaged, now);
        assert_eq!(caller.poll_event(), None, "bit {bit}");
    }
    caller.handle_datagram(SocketAddr::from(([10, 9, 9, 9], 9)), &sent.bytes, now);
    assert_eq!(caller.poll_event(), None);
    caller.handle_datagram(address(CALLED), &sent.bytes, now);
    assert_eq!(caller.poll_event(), Some(TransportEvent::Rtp(packet(1))));
    caller.handle_datagram(address(CALLED), &sent.bytes, now);
    assert_eq!(caller.poll_event(), None);
}

#[test]
fn a_blackout_interrupts_and_heals() {
    let mut pair = Pair::new(&good(), 10);
    pair.blackout = Mono::from_millis(30_000)..Mono::from_millis(50_000);
    pair.connect();
    for sequence in 0..600 {
        for side in &mut pair.sides {
            side.transport.send_rtp(&packet(sequence)).unwrap();
        }
        pair.run_for(Duration::from_millis(120));
    }
    for side in &pair.sides {
        let dark = side.saw(|event| *event == TransportEvent::Disconnected).unwrap();
        let light = side.saw(|event| *event == TransportEvent::Restored).unwrap();
        assert!((41.9..42.3).contains(&dark.seconds()), "{dark:?}");
        assert!((50.0..50.5).contains(&light.seconds()), "{light:?}");
    }
}

#[test]
fn a_line_that_stays_dark_is_lost_after_a_minute() {
    let mut pair = Pair::new(&good(), 11);
    pair.blackout = Mono::from_millis(10_000)..Mono::from_millis(600_000);
    pair.connect();
    pair.run_for(Duration::from_secs(120));
    for side in &pair.sides {
        let lost = side.saw(|event| *event == TransportEvent::Failed(MediaEnd::Lost)).unwrap();
        assert!((60.0..71.0).contains(&lost.seconds()), "{lost:?}");
        assert!(side.transport_is_over());
    }
}

#[test]
fn a_peer_nobody_hears_is_unreachable_after_a_minute() {
    let mut pair = Pair::new(&good(), 12);
    pair.blackout = Mono::ZERO..Mono::from_millis(600_000);
    pair.run_for(Duration::from_secs(120));
    for side in &pair.sides {
        let failed = side.saw(|event| *event == TransportEvent::Failed(MediaEnd::Unreachable)).unwrap();
        assert_eq!(failed, Mono::from_millis(60_000));
        assert!(side.transport_is_over());
    }
}

#[test]
fn descriptions_out_of_bounds_and_wrong_parts_are_refused() {
    let mut entropy = Seeded(ChaCha8Rng::seed_from_u64(13));
    let (mut caller, offer) = Transport::offer(&config(CALLER), &mut entropy, Mono::ZERO).unwrap();
    assert_eq!(caller.accept(&offer, Mono::ZERO), Err(TransportError::BadDescription("setup")));
    let refused = |bad: Description| {
        let mut entropy = Seeded(ChaCha8Rng::seed_from_u64(14));
        Transport::answer(&config(CALLED), &bad, &mut entropy, Mono::ZERO).err()
    };
    assert_eq!(
        refused(Description { setup: Setup::Active, ..offer.clone() }),
        Some(TransportError::BadDescription("setup"))
    );
    assert_eq!(
        refused(Description { ufrag: "x".repeat(33), ..offer.clone() }),
        Some(TransportError::BadDescription("ufrag"))
    );
    assert_eq!(
        refused(Description { pwd: String::new(), ..offer.clone() }),
        Some(TransportError::BadDescription("pwd"))
    );
    assert_eq!(
        refused(Description { candidates: vec![address(CALLER); 9], ..offer }),
        Some(TransportError::BadDescription("candidates"))
    );
    assert_eq!(caller.send_rtp(&packet(0)), Err(TransportError::NotConnected));
    let unbound = TransportConfig { local: SocketAddr::from(([0, 0, 0, 0], 4_000)), ..config(CALLER) };
    assert_eq!(Transport::offer(&unbound, &mut entropy, Mono::ZERO).err(), Some(TransportError::NoAddress));
}
