//! A call whose addresses change: it goes with them, and with nobody else.

use std::net::SocketAddr;
use std::time::Duration;

use nabz_call::media::MediaEnd;
use nabz_call::media::transport::TransportEvent;
use nabz_link::Schedule;
use nabz_time::Mono;

use super::{CALLED, CALLER, Pair, address, good, packet, shape};

fn elsewhere(host: u8) -> SocketAddr {
    SocketAddr::from(([198, 51, 100, host], 1_024))
}

/// Says something each way and tells who was heard, within two seconds.
fn talk(pair: &mut Pair, sequence: u16) -> [bool; 2] {
    for side in &mut pair.sides {
        side.transport.send_rtp(&packet(sequence)).unwrap();
    }
    pair.run_for(Duration::from_secs(2));
    let heard = TransportEvent::Rtp(packet(sequence));
    [CALLED, CALLER].map(|listener| pair.sides[listener].saw(|event| *event == heard).is_some())
}

fn path_changed(pair: &Pair, side: usize) -> Option<Mono> {
    pair.sides[side].saw(|event| *event == TransportEvent::PathChanged)
}

#[test]
fn whoever_gets_a_new_address_is_followed_within_two_round_trips() {
    for moved in [CALLER, CALLED] {
        let mut pair = Pair::new(&Schedule::steady(shape(30_000, 0.3, 0.0)), 30);
        pair.connect();
        pair.run_for(Duration::from_secs(8));
        for (n, host) in [(1, 7), (2, 8)] {
            pair.sides[moved].address = elsewhere(host);
            let now = pair.now;
            pair.sides[moved].events.clear();
            pair.sides[1 - moved].events.clear();
            pair.sides[moved].transport.network_changed(now);
            assert_eq!(talk(&mut pair, n), if moved == CALLER { [true, false] } else { [false, true] });
            for side in [CALLER, CALLED] {
                let took = path_changed(&pair, side).unwrap().since(now);
                assert!(took <= Duration::from_millis(600), "side {side} after {took:?}");
            }
            assert_eq!(talk(&mut pair, 10 + n), [true, true]);
        }
        // Checks go on at the new address: an idle call stays connected.
        pair.run_for(Duration::from_secs(40));
        assert!(pair.sides.iter().all(|s| s.saw(|e| *e == TransportEvent::Disconnected).is_none()));
    }
}

#[test]
fn a_mapping_that_changes_unnoticed_is_followed_by_what_is_sent() {
    for moved in [CALLER, CALLED] {
        let mut pair = Pair::new(&good(), 31);
        pair.connect();
        pair.run_for(Duration::from_secs(2));
        for (n, from) in [(1, elsewhere(7)), (2, elsewhere(9)), (3, address(moved))] {
            pair.sides[moved].address = from;
            talk(&mut pair, n);
            assert_eq!(talk(&mut pair, 10 + n), [true, true], "{moved} {n}");
        }
    }
}

#[test]
fn a_move_told_into_the_dark_is_told_again() {
    let mut pair = Pair::new(&good(), 32);
    pair.connect();
    let now = pair.now;
    pair.blackout = now..now + Duration::from_secs(20);
    pair.sides[CALLED].address = elsewhere(7);
    pair.sides[CALLED].transport.network_changed(now);
    pair.run_for(Duration::from_secs(21));
    assert_eq!(talk(&mut pair, 1), [true, true]);
}

#[test]
fn a_move_while_ice_still_looks_for_the_peer_connects() {
    for moved in [CALLER, CALLED] {
        for millis in (50..1_200).step_by(50) {
            let mut pair = Pair::new(&good(), 33);
            pair.run_for(Duration::from_millis(millis));
            pair.sides[moved].address = elsewhere(7);
            let now = pair.now;
            pair.sides[moved].transport.network_changed(now);
            pair.connect();
            talk(&mut pair, 1);
            assert_eq!(talk(&mut pair, 2), [true, true], "{moved} after {millis} ms");
        }
    }
}

#[test]
fn nobody_is_followed_who_cannot_answer_for_the_peer() {
    let mut pair = Pair::new(&good(), 34);
    pair.connect();
    pair.sides[CALLED].address = elsewhere(7);
    let now = pair.now;
    let recorded = pair.tape.len();
    pair.sides[CALLED].transport.network_changed(now);
    pair.run_for(Duration::from_secs(3));
    assert_eq!(talk(&mut pair, 1), [true, true]);
    let tape: Vec<_> = pair.tape[recorded..].iter().filter(|(side, _)| *side == CALLED).cloned().collect();
    assert!(tape.len() >= 2, "an announcement and what was said");
    // Everything the called sent, and one packet that has not arrived yet, from an address of the attacker's.
    pair.sides[CALLED].transport.send_rtp(&packet(2)).unwrap();
    let fresh = pair.sides[CALLED].transport.poll_transmit().unwrap();
    let now = pair.now;
    for (_, bytes) in &tape {
        pair.sides[CALLER].transport.handle_datagram(elsewhere(66), bytes, now);
    }
    pair.sides[CALLER].transport.handle_datagram(elsewhere(66), &fresh.bytes, now);
    let mut diverted = 0;
    for n in 0..60u16 {
        pair.sides[CALLER].transport.send_rtp(&packet(100 + n)).unwrap();
        let side = &mut pair.sides[CALLER];
        let mut kept = Vec::new();
        while let Some(transmit) = side.transport.poll_transmit() {
            // Checks and their answers only, never media.
            assert!(transmit.to != elsewhere(66) || transmit.bytes[0] < 4);
            diverted += usize::from(transmit.to == elsewhere(66));
            kept.push(transmit);
        }
        assert!(kept.iter().any(|transmit| transmit.to == elsewhere(7)));
        pair.run_for(Duration::from_millis(500));
    }
    assert!(diverted <= 30, "{diverted} packets to an attacker");
    assert_eq!(talk(&mut pair, 200), [true, true]);
}

fn lost(pair: &Pair) -> bool {
    let lost = |side: &super::Side| {
        matches!(side.events.last(), Some((_, TransportEvent::Failed(MediaEnd::Lost))))
            && side.saw(|event| *event == TransportEvent::Disconnected).is_some()
    };
    pair.sides.iter().all(lost)
}

#[test]
fn a_nat_that_asks_who_was_sent_something_keeps_the_mover_out_and_both_are_told() {
    for moved in [CALLER, CALLED] {
        let mut pair = Pair::new(&good(), 35);
        pair.filtered = Some(1 - moved);
        pair.connect();
        assert_eq!(talk(&mut pair, 1), [true, true], "within the same addresses it is no hindrance");
        pair.sides[moved].address = elsewhere(7);
        let now = pair.now;
        pair.sides[moved].transport.network_changed(now);
        pair.run_for(Duration::from_secs(75));
        assert!(lost(&pair), "{moved}: {:?}", pair.sides[moved].events.last());
    }
}

#[test]
fn a_nat_is_no_hindrance_to_who_moves_behind_it() {
    for moved in [CALLER, CALLED] {
        let mut pair = Pair::new(&good(), 36);
        pair.filtered = Some(moved);
        pair.connect();
        pair.sides[moved].address = elsewhere(7);
        let now = pair.now;
        pair.sides[moved].transport.network_changed(now);
        pair.run_for(Duration::from_secs(3));
        assert_eq!(talk(&mut pair, 1), [true, true], "{moved}");
    }
}

#[test]
fn both_moving_at_once_lose_each_other_and_are_told() {
    let mut pair = Pair::new(&good(), 37);
    pair.connect();
    let now = pair.now;
    for side in [CALLER, CALLED] {
        pair.sides[side].address = elsewhere(7 + side as u8);
        pair.sides[side].transport.network_changed(now);
    }
    pair.run_for(Duration::from_secs(75));
    assert!(lost(&pair));
}

#[test]
fn both_moving_one_after_the_other_are_followed() {
    let mut pair = Pair::new(&good(), 38);
    pair.connect();
    for side in [CALLER, CALLED] {
        pair.sides[side].address = elsewhere(7 + side as u8);
        let now = pair.now;
        pair.sides[side].transport.network_changed(now);
        pair.run_for(Duration::from_secs(1));
    }
    talk(&mut pair, 1);
    assert_eq!(talk(&mut pair, 2), [true, true]);
}
