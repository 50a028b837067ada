//! A practice call over the person's own line: everything crosses it up, and down again.

use std::net::SocketAddr;
use std::time::Instant;

use nabz_call::media::MediaEvent;
use nabz_call::media::codec::{FRAME, SILENCE, StandIn, mark};
use nabz_call::media::practice::{Half, Practice, PracticeStage, Verdict};
use nabz_call::media::transport::TransportConfig;
use nabz_call::signal::CallId;
use nabz_link::{Link, Shape};
use nabz_time::{Entropy, Mono};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

use super::*;

struct Seeded(ChaCha8Rng);

impl Entropy for Seeded {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill_bytes(out);
    }
}

fn address(half: Half) -> SocketAddr {
    SocketAddr::from(([10, 0, 0, half as u8 + 1], 4_000))
}

/// What one practice call said, and how many frames of speech came back to the ear.
struct Said {
    stages: Vec<(f64, PracticeStage)>,
    came_back: usize,
}

/// Practises over a line; `speaks` is whether the microphone works, `reached` whether anything is carried.
fn practise(line: Shape, seed: u64, speaks: bool, reached: bool) -> Said {
    #[allow(clippy::disallowed_methods, reason = "any instant will do as the base of rtc's clock")]
    let base = Instant::now();
    let config = |half| TransportConfig { local: address(half), advertise: None, base };
    let configs = [&config(Half::Near), &config(Half::Far)];
    let entropy = &mut Seeded(ChaCha8Rng::seed_from_u64(seed));
    let mut practice = Practice::new(CallId([9; 16]), configs, None, &StandIn, entropy, Mono::ZERO).unwrap();
    let mut up = Link::new(Schedule::steady(line), seed * 2, Mono::ZERO);
    let mut down = Link::new(Schedule::steady(line), seed * 2 + 1, Mono::ZERO);
    let mut said = Said { stages: Vec::new(), came_back: 0 };
    for millis in 0..100_000 {
        let now = Mono::from_millis(millis);
        while let Some((half, sent)) = practice.poll_transmit() {
            let length = sent.bytes.len();
            up.send((address(half), sent.to, sent.bytes), length, now);
        }
        while let Some((from, to, bytes)) = up.receive(now) {
            if reached {
                let length = bytes.len();
                down.send((from, to, bytes), length, now);
            }
        }
        while let Some((from, to, bytes)) = down.receive(now) {
            let half = if to == address(Half::Near) { Half::Near } else { Half::Far };
            practice.handle_datagram(half, from, &bytes, now);
        }
        if practice.poll_timeout().is_some_and(|due| due <= now) {
            practice.handle_timeout(now);
        }
        if millis % FRAME.as_millis() as u64 == 0 {
            let n = 1 + (millis / 20) as u32;
            practice.capture(&if speaks { mark(n, 3_000) } else { SILENCE }, now);
            said.came_back += usize::from(practice.playout(now) != SILENCE);
        }
        while let Some(event) = practice.poll_event() {
            let MediaEvent::Practice { stage, .. } = event else { panic!("{event:?}") };
            said.stages.push((now.seconds(), stage));
        }
        if practice.is_over() {
            return said;
        }
    }
    panic!("never over: {:?}", said.stages)
}

fn verdict(said: &Said) -> Verdict {
    match said.stages.last() {
        Some((_, PracticeStage::Done(verdict))) => *verdict,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_verdict_follows_the_line() {
    for (kbps, round_trip, loss, may_be) in [
        (60, 100, 0.0, &[Verdict::Good][..]),
        (24, 300, 0.05, &[Verdict::Good, Verdict::Weak]),
        (12, 600, 0.0, &[Verdict::Weak]),
        (20, 600, 0.3, &[Verdict::Weak, Verdict::TooWeak]),
        (60, 300, 0.6, &[Verdict::TooWeak, Verdict::NoRelay]),
    ] {
        for seed in 0..5 {
            let said = practise(shape(kbps, round_trip, loss), seed, true, true);
            println!(
                "practice, {kbps} kbit/s, {round_trip} ms, {loss}: {:?}, {} frames came back",
                said.stages, said.came_back
            );
            assert!(may_be.contains(&verdict(&said)), "{kbps} kbit/s, seed {seed}: {:?}", said.stages);
            if verdict(&said) == Verdict::Good {
                assert!(said.came_back > 200, "{} of 250 frames", said.came_back);
            }
        }
    }
}

#[test]
fn a_dead_microphone_is_not_the_lines_fault() {
    let said = practise(shape(60, 100, 0.0), 1, false, true);
    assert_eq!(verdict(&said), Verdict::SilentMicrophone);
}

#[test]
fn a_line_to_nowhere_is_said_within_a_minute() {
    let said = practise(shape(60, 100, 0.0), 1, true, false);
    assert_eq!(verdict(&said), Verdict::NoRelay);
    assert!(said.stages.last().unwrap().0 <= 60.0);
}
