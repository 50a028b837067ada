//! What is fed from outside, one function a parser: for `tests/fuzz`, and replayed over its corpus by a test here.
//!
//! Built for tests and under `cfg(fuzzing)` only.

use std::cell::RefCell;

use nabz_time::Mono;

use crate::media::codec::{Codec, Decoder, Opus, SILENCE, StandIn};
use crate::media::engine::{Begin, MediaPacket, Pipeline};
use crate::media::ladder::Report;
use crate::media::red;
use crate::media::transport::fuzzing as transport;
use crate::signal::Message;

/// A parser fed with any bytes.
pub type Target = fn(&[u8]);

/// Every target by name; `tests/fuzz/corpus` has a folder for each.
pub const TARGETS: &[(&str, Target)] = &[
    ("stun", transport::stun),
    ("stun_sealed", transport::stun_sealed),
    ("dtls", transport::dtls),
    ("rtp", transport::rtp),
    ("rtcp", transport::rtcp),
    ("turn", transport::turn),
    ("report", report),
    ("red", speech_with_copies),
    ("speech", speech),
    ("media", media),
    ("message", message),
];

/// Runs the target of a name.
///
/// # Panics
///
/// If there is none of that name, or if the parser does, which is what is looked for.
pub fn run(name: &str, bytes: &[u8]) {
    match TARGETS.iter().find(|(known, _)| *known == name) {
        Some((_, target)) => target(bytes),
        None => std::process::abort(),
    }
}

/// A report about a direction of the call; what is read is written as it was.
fn report(bytes: &[u8]) {
    if let Some(report) = Report::read(bytes) {
        let again = Report::read(&report.write());
        assert!(again == Some(report), "a report changes when it is written");
    }
}

/// Speech with copies of earlier speech; what is read is written as it was.
fn speech_with_copies(bytes: &[u8]) {
    const OPUS: u8 = 111;
    if let Ok(read) = red::read(bytes, OPUS) {
        let written = red::write(&read, OPUS).unwrap_or_default();
        assert!(red::read(&written, OPUS) == Ok(read), "copies change when they are written");
    }
}

/// Speech of a peer: decoded, and asked what it tells of the speech before it. One decoder hears all of it, as in a call.
fn speech(bytes: &[u8]) {
    thread_local!(static DECODER: RefCell<Option<Box<dyn Decoder>>> = const { RefCell::new(None) });
    DECODER.with_borrow_mut(|decoder| {
        if decoder.is_none() {
            *decoder = Opus::default().decoder().ok();
        }
        let Some(decoder) = decoder else { return };
        let told = decoder.look_back(bytes);
        assert!(told <= 50, "a packet tells of a second at most");
        for back in (1..=told).rev().take(2) {
            let _ = decoder.repair(back);
        }
        let mut frames = Vec::new();
        decoder.correct(bytes, &mut frames);
        let announced = decoder.frames(bytes);
        if decoder.decode(bytes, &mut frames).is_ok() {
            assert!(announced.is_some() && frames.len() <= 12, "more frames than a packet holds");
        }
        let _ = decoder.conceal();
    });
}

/// A peer's media and reports in any order, at any time, between frames spoken and heard.
fn media(bytes: &[u8]) {
    let Ok(mut pipeline) = Pipeline::new(&StandIn, Begin::default(), Mono::ZERO) else { return };
    pipeline.open(Mono::ZERO);
    let (mut millis, mut rest) = (0, bytes);
    while let Some((&[kind, a, b, c, d, length], after)) = rest.split_first_chunk() {
        let (payload, after) = after.split_at(usize::from(length).min(after.len()));
        rest = after;
        millis += u64::from(kind >> 3) * 5;
        let now = Mono::from_millis(millis);
        if kind % 4 == 3 {
            pipeline.handle_report(payload, now);
        } else {
            let (sequence, timestamp) = (u16::from_be_bytes([a, b]), u32::from_be_bytes([c, d, a, b]));
            let (payload, red) = (payload.to_vec(), kind % 4 == 2);
            pipeline.handle_media(&MediaPacket { sequence, timestamp, marker: false, red, payload }, now);
        }
        pipeline.capture(&SILENCE, now);
        pipeline.playout(now);
        pipeline.handle_timeout(now);
        let mut sent = 0;
        while pipeline.poll_transmit().is_some() {
            sent += 1;
        }
        assert!(sent <= 4, "{sent} packets for a frame");
    }
}

/// A signalling message; what is read is written in bounds.
fn message(bytes: &[u8]) {
    if let Ok(message) = Message::decode(bytes) {
        let written = message.encode();
        assert!(written.is_ok(), "a message that was read cannot be written");
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::panic::catch_unwind;
    use std::path::PathBuf;

    use super::*;

    fn corpus(name: &str) -> Vec<Vec<u8>> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/corpus").join(name);
        let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        files.map(|file| fs::read(file.unwrap().path()).unwrap()).collect()
    }

    fn whole_and_cut(inputs: &[Vec<u8>]) -> Vec<Vec<u8>> {
        inputs.iter().flat_map(|bytes| (0..=bytes.len()).map(|at| bytes[..at].to_vec())).collect()
    }

    /// How many inputs make a target panic.
    fn failures(target: Target, inputs: &[Vec<u8>]) -> usize {
        inputs.iter().filter(|bytes| catch_unwind(|| target(bytes)).is_err()).count()
    }

    #[test]
    fn the_corpus_is_borne_whole_and_cut() {
        for (name, target) in TARGETS {
            let inputs = corpus(name);
            assert!(inputs.len() >= 3, "{name} has a corpus of {}", inputs.len());
            assert_eq!(failures(*target, &whole_and_cut(&inputs)), 0, "{name}");
        }
    }

    /// The seeded defect: a parser that trusts a length.
    #[test]
    fn a_parser_that_trusts_a_length_is_found() {
        let trusting: Target = |bytes| {
            let length = bytes.get(3).map_or(0, |length| usize::from(*length));
            assert!(bytes.is_empty() || bytes.len() >= length, "beyond the end");
        };
        assert!(failures(trusting, &whole_and_cut(&corpus("stun"))) > 0);
    }

    /// Whichever room the target belongs to.
    #[test]
    fn the_corpus_has_no_folder_without_a_target() {
        let fuzz = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz");
        let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
        for entry in fs::read_dir(fuzz.join("corpus")).unwrap() {
            let name = entry.unwrap().file_name();
            let named = format!("name = \"{}\"", name.to_str().unwrap());
            assert!(manifest.lines().any(|line| line == named), "{named}");
        }
    }
}
