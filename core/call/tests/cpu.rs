//! What one side of a call costs a processor and how much memory it takes, with real Opus, beside the weights.
//!
//! `cargo test -p nabz-call --test cpu -- --nocapture`. Time is the thread's own on a processor, so that a busy machine
//! changes little. Linux only: it reads `/proc`.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::fs;
use std::time::Duration;

use nabz_call::media::Rung;
use nabz_call::media::codec::{Frame, Opus};
use nabz_call::media::engine::{Begin, Packet, Pipeline};
use nabz_time::Mono;

/// Seconds of conversation.
const SECONDS: u64 = 60;
/// One packet in so many is lost.
const LOST: u64 = 10;

fn speech() -> Vec<Frame> {
    let wav =
        fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/clinic/speech/en-doctor.wav")).unwrap();
    let samples: Vec<i16> = wav[44..].as_chunks().0.iter().map(|&pair| i16::from_le_bytes(pair)).collect();
    samples.as_chunks().0.to_vec()
}

/// Time this thread has spent on a processor.
fn spent() -> Duration {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(stat.split(' ').next().unwrap().parse().unwrap())
}

/// Bytes of memory that this process alone holds: neither code nor weights.
fn held() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("RssAnon")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1_024
}

#[test]
fn one_side_of_a_call_runs_forty_times_faster_than_it_is_spoken() {
    let speech = speech();
    let before = held();
    let side = || {
        let mut pipeline = Pipeline::new(&Opus::default(), Begin::default(), Mono::ZERO).unwrap();
        pipeline.open(Mono::ZERO);
        pipeline
    };
    let mut sides = [side(), side()];
    let mut flying: [Vec<(u64, Packet)>; 2] = [Vec::new(), Vec::new()];
    let (began, mut sent) = (spent(), 0);
    for now in (0..SECONDS * 1_000).step_by(5) {
        let at = Mono::from_millis(now);
        for from in 0..2 {
            while flying[from].first().is_some_and(|(lands, _)| *lands <= now) {
                match flying[from].remove(0).1 {
                    Packet::Media(packet) => sides[1 - from].handle_media(&packet, at),
                    Packet::Report(bytes) => sides[1 - from].handle_report(&bytes, at),
                }
            }
        }
        for (side, flying) in sides.iter_mut().zip(&mut flying) {
            if now % 20 == 0 {
                side.capture(&speech[(now / 20) as usize % speech.len()], at);
                side.playout(at);
            }
            side.handle_timeout(at);
            while let Some(packet) = side.poll_transmit() {
                sent += 1;
                if sent % LOST != 0 {
                    // Reports close behind packets measure 60 kbit/s.
                    flying.push((now + if matches!(packet, Packet::Media(_)) { 100 } else { 110 }, packet));
                }
            }
        }
    }
    let cost = (spent() - began) / 2;
    let memory = held().saturating_sub(before) / 2;
    let counters = sides[0].counters();
    let times = SECONDS as f64 / cost.as_secs_f64();
    println!(
        "{times:.0} times real time, {:.1} MB beside the weights, on {:?}, {} ms repaired",
        memory as f64 / 1e6,
        sides[0].rung(),
        counters.repaired_ms
    );
    assert!(counters.repaired_ms > 1_000, "repair is part of the measurement: {counters:?}");
    assert!(sides[0].rung() <= Rung::R2);
    assert!(times >= 40.0, "{times}");
    assert!(memory <= 12_000_000, "{memory}");
}
