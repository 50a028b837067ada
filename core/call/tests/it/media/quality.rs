//! What is left of real speech over lines that lose packets in bursts: real Opus through the real jitter buffer.
//!
//! The gate here is by what had to be guessed and by level. `NABZ_QUALITY=DIR NABZ_SEEDS=10 NABZ_CASES=R2,R3 cargo test
//! -p nabz-call --test it quality` writes what was heard to `DIR`, where `tests/quality/call_quality.py DIR` scores it
//! against what was spoken.

use std::fs;
use std::path::PathBuf;

use nabz_call::media::codec::{Codec, Encoder, Frame, Opus, SILENCE, Setting, loudness};
use nabz_call::media::jitter::{JitterBuffer, Source};
use nabz_link::Link;

use super::rival::LowBitrateRedundancy;
use super::*;
use nabz_call::media::Rung;

/// A way to send speech.
#[derive(Clone, Copy)]
struct Case {
    name: &'static str,
    coding: Coding,
    /// Packets before it that a packet takes along.
    copies: usize,
}

#[derive(Clone, Copy)]
enum Coding {
    Ours(Setting),
    /// 24 kbit/s, 60 ms, with libopus' in-band FEC.
    LowBitrateRedundancy,
}

const fn ours(rung: Rung) -> Coding {
    Coding::Ours(rung.setting())
}

/// Narrowband, 120 ms, as sent with a copy on lossy lines.
const fn copied(bitrate: u32) -> Coding {
    Coding::Ours(Setting { bitrate, ..Rung::R4Floor.setting() })
}

const CASES: [Case; 11] = [
    Case { name: "R2", coding: ours(Rung::R2), copies: 0 },
    Case { name: "R3", coding: ours(Rung::R3), copies: 0 },
    Case { name: "6.8k+copy", coding: copied(6_800), copies: 1 },
    Case { name: "8k+copy", coding: copied(8_000), copies: 1 },
    Case { name: "floor+copy", coding: ours(Rung::R4Floor), copies: 1 },
    Case { name: "R4", coding: ours(Rung::R4), copies: 0 },
    Case { name: "R3+copy", coding: ours(Rung::R3), copies: 1 },
    Case { name: "R1", coding: ours(Rung::R1), copies: 0 },
    Case {
        name: "R1+repair",
        coding: Coding::Ours(Setting { repair: true, ..Rung::R1.setting() }),
        copies: 0,
    },
    Case {
        name: "browser",
        coding: Coding::Ours(Setting { frames: 3, ..Rung::R4Floor.setting() }),
        copies: 2,
    },
    Case { name: "rival-24k-lbrr", coding: Coding::LowBitrateRedundancy, copies: 0 },
];

/// A frame as loud as this is speech.
const LOUD: u16 = 500;

/// What the gate looks at.
const GATED: &str = "R2,R3,6.8k+copy,rival-24k-lbrr";

const SPEAKERS: [&str; 3] = ["en-doctor", "en-patient", "fa-doctor"];

fn speech(name: &str) -> Vec<Frame> {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/clinic/speech");
    let path = std::env::var_os("NABZ_SPEECH").map_or(own, PathBuf::from).join(name);
    let wav = fs::read(path.with_extension("wav")).unwrap();
    let samples: Vec<i16> = wav[44..].as_chunks().0.iter().map(|&pair| i16::from_le_bytes(pair)).collect();
    samples.as_chunks().0.to_vec()
}

enum Coder {
    Ours(Box<dyn Encoder>, Setting),
    Rival(LowBitrateRedundancy),
}

impl Coder {
    fn new(coding: Coding) -> Self {
        match coding {
            Coding::Ours(setting) => Self::Ours(Opus::default().encoder().unwrap(), setting),
            Coding::LowBitrateRedundancy => Self::Rival(LowBitrateRedundancy::new()),
        }
    }

    fn encode(&mut self, frames: &[Frame]) -> Vec<u8> {
        match self {
            Self::Ours(encoder, setting) => encoder.encode(frames, *setting).unwrap(),
            Self::Rival(rival) => rival.encode(frames),
        }
    }
}

/// The packets of a case, each with its RTP time and how many milliseconds it lasts.
fn packets(case: Case, speech: &[Frame]) -> Vec<(u32, Vec<u8>)> {
    let mut coder = Coder::new(case.coding);
    let frames = frames(case);
    let starts = (0u32..).step_by(frames * 960);
    starts
        .zip(speech.chunks_exact(frames))
        .map(|(timestamp, frames)| (timestamp, coder.encode(frames)))
        .collect()
}

fn frames(case: Case) -> usize {
    if let Coding::Ours(setting) = case.coding { setting.frames } else { 3 }
}

/// What was heard where it was spoken; frames that were never heard are silence.
struct Heard {
    frames: Vec<Frame>,
    /// Whether a frame came, or was told by another packet.
    known: Vec<bool>,
}

impl Heard {
    /// The share of frames of speech that had to be guessed.
    fn guessed(&self, spoken: &[Frame]) -> f64 {
        let loud = || spoken.iter().zip(&self.known).filter(|(frame, _)| loudness(frame) > LOUD);
        loud().filter(|(_, known)| !**known).count() as f64 / loud().count() as f64
    }

    /// How far the loudness of what was heard is from what was spoken, in decibels, over the frames of speech.
    fn distance(&self, spoken: &[Frame]) -> f64 {
        let level = |frame| f64::from(loudness(frame)) + 20.0;
        let pairs = spoken.iter().zip(&self.frames).filter(|(spoken, _)| loudness(spoken) > LOUD);
        let gaps: Vec<f64> = pairs.map(|(a, b)| 20.0 * (level(b) / level(a)).log10().abs()).collect();
        gaps.iter().sum::<f64>() / gaps.len() as f64
    }
}

/// Sends the packets over a line that loses `loss` of them in bursts of two.
fn hear(case: Case, packets: &[(u32, Vec<u8>)], loss: f64, seed: u64) -> Heard {
    let shape = Shape { rate_bps: 1_000_000, delay: Duration::from_millis(200), loss, burst: 2.0 };
    let mut link = Link::new(Schedule::steady(shape), seed, Mono::ZERO);
    let mut buffer = JitterBuffer::new(Opus::default().decoder().unwrap());
    let frames = frames(case);
    let length = packets.len() * frames;
    let mut heard = Heard { frames: vec![SILENCE; length], known: vec![false; length] };
    let mut cursor = 0;
    // Two seconds beyond the last packet are enough to hear all of it.
    for tick in 0..(packets.len() * frames + 100) as u64 {
        let now = Mono::from_millis(tick * 20);
        if tick % frames as u64 == 0 && (tick as usize / frames) < packets.len() {
            link.send(tick as usize / frames, packets[tick as usize / frames].1.len(), now);
        }
        while let Some(n) = link.receive(now) {
            buffer.insert(packets[n].0, &packets[n].1, now);
            for (timestamp, payload) in &packets[n.saturating_sub(case.copies)..n] {
                buffer.insert_copy(*timestamp, payload, now);
            }
        }
        let (frame, source) = buffer.playout(now);
        if let Source::Decoded { timestamp } | Source::Repaired { timestamp } = source
            && let Some(known) = heard.known.get_mut(timestamp as usize / 960)
        {
            *known = true;
        }
        // After a change of length a frame begins between two of the speaker's.
        cursor = buffer.position().map_or(cursor, |ticks| ticks as usize / 3);
        let places = heard.frames.as_flattened_mut().iter_mut().skip(cursor);
        places.zip(frame).for_each(|(place, sample)| *place = sample);
        cursor += frame.len();
    }
    heard
}

fn write_wav(path: &std::path::Path, frames: &[Frame]) {
    let data: Vec<u8> = frames.as_flattened().iter().flat_map(|sample| sample.to_le_bytes()).collect();
    let mut wav = b"RIFF".to_vec();
    wav.extend((36 + data.len() as u32).to_le_bytes());
    wav.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    wav.extend(16_000u32.to_le_bytes());
    wav.extend(32_000u32.to_le_bytes());
    wav.extend(b"\x02\0\x10\0data");
    wav.extend((data.len() as u32).to_le_bytes());
    wav.extend(data);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, wav).unwrap();
}

#[test]
fn what_travels_along_makes_up_for_a_fifth_lost_in_bursts() {
    let folder = std::env::var_os("NABZ_QUALITY").map(PathBuf::from);
    let number =
        |name: &str, default| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default);
    let (seeds, speakers) = (number("NABZ_SEEDS", 1), if folder.is_some() { 3 } else { 1 });
    let losses = if folder.is_some() { vec![0.0, 0.1, 0.2] } else { vec![0.2] };
    let mut shares = Vec::new();
    let wanted = std::env::var("NABZ_CASES").unwrap_or_else(|_| GATED.into());
    let named = |case: &Case| wanted.split(',').any(|name| name == case.name);
    for case in CASES.into_iter().filter(named) {
        for loss in losses.clone() {
            let (mut runs, mut guessed, mut off) = (0.0, 0.0, 0.0);
            for name in &SPEAKERS[..speakers] {
                let spoken = speech(name);
                let packets = packets(case, &spoken);
                for seed in 0..if loss == 0.0 { 1 } else { seeds } {
                    let heard = hear(case, &packets, loss, seed);
                    runs += 1.0;
                    guessed += heard.guessed(&spoken);
                    off += heard.distance(&spoken);
                    if let Some(folder) = &folder {
                        let file = format!("{}/{:.0}/{name}-{seed}.wav", case.name, loss * 100.0);
                        write_wav(&folder.join(file), &heard.frames);
                        write_wav(&folder.join(format!("spoken/{name}.wav")), &spoken);
                    }
                }
            }
            let (guessed, off) = (guessed / runs, off / runs);
            println!(
                "{} at {:.0} % loss: {:.1} % of speech guessed, level {off:.1} dB off",
                case.name,
                loss * 100.0,
                guessed * 100.0
            );
            shares.push((case.name, loss, guessed, off));
        }
    }
    let of = |name: &str, loss: f64| shares.iter().find(|share| share.0 == name && share.1 == loss).unwrap();
    assert!(of("R3", 0.2).2 > 0.12, "the line does lose packets");
    assert!(of("R2", 0.2).2 < of("R3", 0.2).2 / 2.0);
    assert!(of("6.8k+copy", 0.2).2 < of("R3", 0.2).2 * 0.6);
    assert!(of("rival-24k-lbrr", 0.2).2 < of("R3", 0.2).2 * 0.8, "in-band FEC is used where there is any");
    assert!(of("R2", 0.2).3 < of("R3", 0.2).3 * 0.8, "and it is what was spoken");
}
