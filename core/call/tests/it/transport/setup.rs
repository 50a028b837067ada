//! How a call comes to stand, on good lines and bad.

use std::net::SocketAddr;
use std::time::Duration;

use nabz_call::media::Stack;
use nabz_call::media::transport::{Transport, TransportConfig, TransportEvent};
use nabz_link::{Schedule, Shape};
use nabz_time::Mono;
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;

use super::{CALLED, CALLER, Pair, Seeded, config, good, packet, shape};

/// Measured set-ups and their shares: `SETUPS=1000 cargo test -p nabz-call --test it setup -- --nocapture`.
const SETUPS: &str = "SETUPS";

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
    let seeds = std::env::var(SETUPS).ok().and_then(|n| n.parse().ok()).unwrap_or(100);
    let lines = [
        ("60k, 0.2 s,  0 %", shape(60_000, 0.2, 0.0), 2.0),
        ("20k, 0.6 s,  0 %", shape(20_000, 0.6, 0.0), 2.8),
        ("20k, 0.6 s, 10 %", shape(20_000, 0.6, 0.1), 6.0),
        ("20k, 0.6 s, 20 %", shape(20_000, 0.6, 0.2), 7.0),
        ("20k, 0.6 s, 30 %", shape(20_000, 0.6, 0.3), 9.0),
        ("10k, 1.5 s,  0 %", shape(10_000, 1.5, 0.0), 6.5),
        ("10k, 1.5 s, 20 %", shape(10_000, 1.5, 0.2), 12.0),
        ("10k, 1.5 s, 30 %", shape(10_000, 1.5, 0.3), 14.0),
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
fn a_caller_that_speaks_at_once_does_not_keep_the_called_from_connecting() {
    for seed in 0..30 {
        let mut pair = Pair::new(&Schedule::steady(shape(10_000, 1.5, 0.3)), seed);
        pair.run_until(Mono::from_millis(61_000), |pair| pair.sides[CALLER].connected());
        for sequence in 0..200 {
            pair.sides[CALLER].transport.send_rtp(&packet(sequence)).unwrap();
            pair.run_for(Duration::from_millis(120));
        }
        assert!(pair.connected(), "seed {seed}");
    }
}

#[test]
fn connects_on_a_good_line_within_two_seconds() {
    let mut pair = Pair::new(&good(), 1);
    assert!(pair.connect() < Mono::from_millis(2_000));
    assert!(pair.sides[CALLER].transport.round_trip().is_some_and(|rtt| rtt < Duration::from_millis(400)));
}

#[test]
fn a_peer_of_another_kind_is_asked_for_a_cookie_one_round_trip_longer() {
    let took = |stack| {
        let mut entropy = Seeded(ChaCha8Rng::seed_from_u64(4));
        let (mut caller, mut offer) = Transport::offer(&config(CALLER), &mut entropy, Mono::ZERO).unwrap();
        assert_eq!(offer.stack, Stack::Core);
        offer.stack = stack;
        let (called, answer) = Transport::answer(&config(CALLED), &offer, &mut entropy, Mono::ZERO).unwrap();
        caller.accept(&answer, Mono::ZERO).unwrap();
        Pair::of([caller, called], &good(), 4).connect()
    };
    let (core, browser) = (took(Stack::Core), took(Stack::Browser));
    assert!((0.2..0.3).contains(&browser.since(core).as_secs_f64()), "{core:?} {browser:?}");
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
fn a_relays_address_stands_for_ones_own() {
    let relayed = |side: usize| SocketAddr::from(([192, 0, 2, side as u8 + 1], 9_000));
    let behind = |side: usize| TransportConfig { advertise: Some(relayed(side)), ..config(side) };
    let mut entropy = Seeded(ChaCha8Rng::seed_from_u64(15));
    let (mut caller, offer) = Transport::offer(&behind(CALLER), &mut entropy, Mono::ZERO).unwrap();
    let (called, answer) = Transport::answer(&behind(CALLED), &offer, &mut entropy, Mono::ZERO).unwrap();
    assert_eq!((&offer.candidates, &answer.candidates), (&vec![relayed(CALLER)], &vec![relayed(CALLED)]));
    caller.accept(&answer, Mono::ZERO).unwrap();
    let mut pair = Pair::of([caller, called], &good(), 15);
    for side in [CALLER, CALLED] {
        pair.sides[side].address = relayed(side);
    }
    assert!(pair.connect() < Mono::from_millis(2_000));
}

#[test]
fn an_address_nobody_named_is_learnt_from_its_checks() {
    for hidden in [CALLER, CALLED] {
        let mut pair = Pair::new(&good(), 16);
        pair.sides[hidden].address = SocketAddr::from(([198, 51, 100, 7], 1_024));
        assert!(pair.connect() < Mono::from_millis(3_000));
        for from in [CALLER, CALLED] {
            pair.sides[from].transport.send_rtp(&packet(7)).unwrap();
            pair.run_for(Duration::from_secs(1));
            assert!(pair.sides[1 - from].saw(|event| *event == TransportEvent::Rtp(packet(7))).is_some());
        }
    }
}
