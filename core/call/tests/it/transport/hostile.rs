//! Peers that are not who they should be, and datagrams from anyone.

use std::net::SocketAddr;
use std::time::Duration;

use nabz_call::media::transport::{Transport, TransportConfig, TransportError, TransportEvent};
use nabz_call::media::{Description, MediaEnd, Setup};
use nabz_time::Mono;
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

use super::{CALLED, CALLER, Pair, Seeded, Side, address, config, good, packet};

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
    caller.handle_datagram(address(CALLED), &sent.bytes, now);
    assert_eq!(caller.poll_event(), Some(TransportEvent::Rtp(packet(1))));
    caller.handle_datagram(address(CALLED), &sent.bytes, now);
    caller.handle_datagram(SocketAddr::from(([10, 9, 9, 9], 9)), &sent.bytes, now);
    assert_eq!((caller.poll_event(), caller.poll_transmit()), (None, None));
}

/// Everything both sides send until they are connected and have spoken, in order.
fn recorded() -> Vec<(usize, Vec<u8>)> {
    let mut pair = Pair::new(&good(), 17);
    pair.connect();
    for side in &mut pair.sides {
        side.transport.send_feedback(&[0; 16]).unwrap();
        side.transport.send_rtp(&packet(1)).unwrap();
    }
    pair.run_for(Duration::from_secs(1));
    pair.tape
}

/// One of `tape`, with bytes changed, cut off or added.
fn damaged(tape: &[(usize, Vec<u8>)], rng: &mut ChaCha8Rng) -> (usize, Vec<u8>) {
    let mut draw = |below: usize| rng.next_u32() as usize % below.max(1);
    let (side, mut bytes) = tape[draw(tape.len())].clone();
    for _ in 0..draw(4) {
        let at = draw(bytes.len());
        bytes[at] = draw(256) as u8;
    }
    match draw(4) {
        0 => bytes.truncate(draw(bytes.len())),
        1 => bytes.extend_from_within(draw(bytes.len())..),
        _ => {}
    }
    (side, bytes)
}

#[test]
fn another_calls_datagrams_whole_or_damaged_change_nothing() {
    let tape = recorded();
    let mut rng = ChaCha8Rng::seed_from_u64(18);
    let mut pair = Pair::new(&good(), 19);
    pair.connect();
    for side in &mut pair.sides {
        side.transport.send_feedback(&[0; 16]).unwrap();
    }
    pair.run_for(Duration::from_secs(1));
    let before = pair.sides.each_ref().map(|side| side.link.counts().offered);
    for _ in 0..3_000 {
        let (side, bytes) = damaged(&tape, &mut rng);
        let now = pair.now;
        pair.sides[1 - side].transport.handle_datagram(address(side), &bytes, now);
    }
    for (side, bytes) in &tape {
        let now = pair.now;
        pair.sides[1 - side].transport.handle_datagram(address(*side), bytes, now);
    }
    pair.settle();
    assert_eq!(pair.sides.each_ref().map(|side| side.link.counts().offered), before);
    pair.sides[CALLED].transport.send_rtp(&packet(1)).unwrap();
    pair.run_for(Duration::from_secs(1));
    assert!(pair.sides[CALLER].saw(|event| *event == TransportEvent::Rtp(packet(1))).is_some());
}

#[test]
fn a_handshake_full_of_forgeries_connects_or_ends() {
    let tape = recorded();
    let mut rng = ChaCha8Rng::seed_from_u64(20);
    for seed in 0..20 {
        let mut pair = Pair::new(&good(), 21 + seed);
        for _ in 0..50 {
            for _ in 0..10 {
                let (side, bytes) = damaged(&tape, &mut rng);
                let now = pair.now;
                pair.sides[1 - side].transport.handle_datagram(address(side), &bytes, now);
            }
            pair.run_for(Duration::from_millis(20));
        }
        pair.run_for(Duration::from_secs(61));
        assert!(pair.connected() || pair.sides.iter().any(Side::transport_is_over), "hung");
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

#[test]
fn a_peer_that_changes_its_source_is_not_heard_until_it_changes_back() {
    // Bytes 8 to 11 of RTP, 4 to 7 of RTCP (RFC 3550): the source. STUN and DTLS begin with less than 128.
    let another: fn(&mut [u8]) = |bytes| {
        let at = if matches!(bytes.get(1), Some(192..=223)) { 4 } else { 8 };
        if bytes.first().is_some_and(|first| *first >= 128) {
            bytes.iter_mut().skip(at).take(4).for_each(|byte| *byte ^= 0x55);
        }
    };
    let mut pair = Pair::new(&good(), 39);
    pair.connect();
    let heard = |pair: &mut Pair, sequence: u16| {
        for _ in 0..3 {
            let _ = pair.sides[CALLED].transport.send_rtp(&packet(sequence));
            pair.run_for(Duration::from_secs(1));
        }
        pair.sides[CALLER].saw(|event| *event == TransportEvent::Rtp(packet(sequence))).is_some()
    };
    assert!(heard(&mut pair, 1));
    pair.mangle = Some((CALLED, another));
    assert!(!heard(&mut pair, 2));
    pair.mangle = None;
    assert!(heard(&mut pair, 3));
    assert!(!pair.sides[CALLER].transport_is_over());
}
