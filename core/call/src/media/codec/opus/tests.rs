//! What libopus makes of our settings, and what it bears.

use super::{Opus, RATE, Weights, WeightsError};
use crate::media::Rung;
use crate::media::codec::{
    Codec, CodecError, Decoder, FRAME_SAMPLES, Frame, MAX_FRAMES, SILENCE, Setting, loudness,
};

/// Opus as the build has it; with the asset `NABZ_WEIGHTS` where the build has no weights of its own.
fn opus() -> Opus {
    std::env::var_os("NABZ_WEIGHTS")
        .map_or_else(Opus::default, |path| Opus::with(Weights::new(&std::fs::read(path).unwrap()).unwrap()))
}

/// A voice-like signal: harmonics of 140 Hz that swell and fade three times a second.
fn voice(frames: usize) -> Vec<Frame> {
    let sample = |n: usize| {
        let t = n as f64 / f64::from(RATE);
        let swell = (t * 3.0 * std::f64::consts::TAU).sin().abs();
        let tone: f64 =
            (1..9).map(|h| (f64::from(h) * 140.0 * t * std::f64::consts::TAU).sin() / f64::from(h)).sum();
        (tone * swell * 6_000.0) as i16
    };
    (0..frames).map(|f| std::array::from_fn(|n| sample(f * FRAME_SAMPLES + n))).collect()
}

#[test]
fn every_rung_has_its_exact_size_and_is_heard() {
    let speech = voice(120);
    for rung in Rung::ALL {
        let setting = rung.setting();
        let mut encoder = opus().encoder().unwrap();
        let mut decoder = opus().decoder().unwrap();
        let mut heard = Vec::new();
        for chunk in speech.chunks_exact(setting.frames) {
            let packet = encoder.encode(chunk, setting).unwrap();
            assert_eq!(packet.len(), setting.payload(), "{rung:?}");
            assert_eq!(decoder.frames(&packet), Some(setting.frames), "{rung:?}");
            decoder.decode(&packet, &mut heard).unwrap();
        }
        assert_eq!(heard.len(), speech.len(), "{rung:?}");
        let level =
            |frames: &[Frame]| frames.iter().map(|f| f64::from(loudness(f)).powi(2)).sum::<f64>().sqrt();
        let kept = level(&heard) / level(&speech);
        assert!((0.6..1.4).contains(&kept), "{rung:?} keeps {kept:.2} of the level");
    }
}

#[test]
fn rungs_may_change_in_mid_stream() {
    let speech = voice(240);
    let mut encoder = opus().encoder().unwrap();
    let mut decoder = opus().decoder().unwrap();
    let mut heard = Vec::new();
    for (chunk, rung) in speech.chunks_exact(6).zip(Rung::ALL.into_iter().cycle()) {
        let setting = rung.setting();
        for part in chunk.chunks_exact(setting.frames) {
            let packet = encoder.encode(part, setting).unwrap();
            assert_eq!(packet.len(), setting.payload());
            decoder.decode(&packet, &mut heard).unwrap();
        }
    }
    assert_eq!(heard.len(), speech.len());
}

#[test]
fn holes_are_filled_with_something_that_fades() {
    let mut encoder = opus().encoder().unwrap();
    let mut decoder = opus().decoder().unwrap();
    let mut heard = Vec::new();
    for chunk in voice(60).chunks_exact(3) {
        let packet = encoder.encode(chunk, Rung::R3.setting()).unwrap();
        decoder.decode(&packet, &mut heard).unwrap();
    }
    let first = loudness(&decoder.conceal());
    let last = (0..100).map(|_| loudness(&decoder.conceal())).last().unwrap();
    assert!(first > 200, "{first}");
    assert!(last < first / 4, "{last} of {first}");
}

#[test]
fn nonsense_is_refused() {
    let mut decoder = opus().decoder().unwrap();
    let mut frames = Vec::new();
    assert_eq!(decoder.frames(&[]), None);
    assert_eq!(decoder.decode(&[], &mut frames), Err(CodecError::Malformed));
    for length in [1, 2, 7, 90, 1_400] {
        for first in 0..=255u8 {
            let mut packet = vec![0xa5; length];
            packet[0] = first;
            let before = frames.len();
            if decoder.decode(&packet, &mut frames).is_ok() {
                assert!((1..=MAX_FRAMES).contains(&(frames.len() - before)));
            }
            frames.truncate(64);
        }
    }
    let setting = Rung::R3.setting();
    assert_eq!(opus().encoder().unwrap().encode(&[SILENCE], setting), Err(CodecError::Frames));
}

/// Real speech, for what a vocoder does to a synthetic tone says little. 16 kHz mono behind a header of 44 bytes.
fn speech() -> Vec<Frame> {
    let wav = include_bytes!("../../../../../../tests/clinic/speech/en-doctor.wav");
    let samples = wav[44..].as_chunks().0.iter().map(|&pair| i16::from_le_bytes(pair));
    let samples: Vec<i16> = samples.take(FRAME_SAMPLES * 900).collect();
    samples.as_chunks().0.to_vec()
}

/// Mean difference of loudness in decibels over the frames that are loud.
fn distance(spoken: &[Frame], heard: &[Frame]) -> f64 {
    let pairs = spoken.iter().zip(heard).map(|(a, b)| (f64::from(loudness(a)), f64::from(loudness(b))));
    let gaps: Vec<f64> = pairs
        .filter(|&(a, _)| a > 500.0)
        .map(|(a, b)| 20.0 * ((b + 20.0) / (a + 20.0)).log10().abs())
        .collect();
    gaps.iter().sum::<f64>() / gaps.len().max(1) as f64
}

/// Codes speech, loses `lost` of every ten packets in a row, and fills the hole frame by frame with `fill`. Returns
/// what was spoken in the holes and what filled them.
fn mended(
    setting: Setting,
    lost: usize,
    fill: fn(&mut dyn Decoder, usize, usize) -> Frame,
) -> (Vec<Frame>, Vec<Frame>) {
    let speech = speech();
    let mut encoder = opus().encoder().unwrap();
    let mut decoder = opus().decoder().unwrap();
    let (mut spoken, mut filled, mut played) = (Vec::new(), Vec::new(), Vec::new());
    let mut hole: Vec<Frame> = Vec::new();
    for (n, chunk) in speech.chunks_exact(setting.frames).enumerate() {
        let packet = encoder.encode(chunk, setting).unwrap();
        assert_eq!(packet.len(), setting.payload());
        if n > 20 && n % 10 < lost {
            hole.extend(chunk);
            continue;
        }
        let reach = decoder.look_back(&packet);
        for back in (1..=hole.len()).rev() {
            filled.push(fill(decoder.as_mut(), reach, back));
        }
        spoken.append(&mut hole);
        decoder.decode(&packet, &mut played).unwrap();
        played.clear();
    }
    (spoken, filled)
}

#[test]
fn a_burst_is_told_again_by_the_next_packet() {
    let setting = Rung::R2.setting();
    let repair = |decoder: &mut dyn Decoder, reach: usize, back: usize| {
        decoder.repair(back).or_else(|| (back > reach).then(|| decoder.conceal())).unwrap()
    };
    for lost in [1, 2, 4] {
        let (spoken, repaired) = mended(setting, lost, repair);
        let (_, guessed) = mended(setting, lost, |decoder, _, _| decoder.conceal());
        // The trap of asking always for the frame one step back: heard, but the wrong one.
        let (_, near) = mended(setting, lost, |decoder, _, _| decoder.repair(1).unwrap_or(SILENCE));
        let of = |heard: &[Frame]| distance(&spoken, heard);
        let (repaired, guessed, near) = (of(&repaired), of(&guessed), of(&near));
        println!(
            "{lost} packets lost: repaired {repaired:.1} dB off, guessed {guessed:.1}, one step back {near:.1}"
        );
        assert!(repaired < guessed * 0.75, "{lost}: {repaired} {guessed}");
        assert!(repaired < near * 0.8, "{lost}: {repaired} {near}");
    }
}

/// How many frames back each packet reaches that follows one with speech in it.
fn reaches(setting: Setting) -> Vec<usize> {
    let speech = speech();
    let mut encoder = opus().encoder().unwrap();
    let mut decoder = opus().decoder().unwrap();
    let mut spoken = false;
    let mut reaches = Vec::new();
    for chunk in speech.chunks_exact(setting.frames) {
        let packet = encoder.encode(chunk, setting).unwrap();
        if spoken {
            reaches.push(decoder.look_back(&packet));
        }
        spoken = chunk.iter().all(|frame| loudness(frame) > 500);
    }
    reaches
}

#[test]
fn repair_takes_the_room_it_is_given() {
    let share = |bitrate: u32, frames: usize| {
        let reaches = reaches(Setting { bitrate, repair: true, ..Rung::R3.setting() });
        reaches.iter().filter(|&&reach| reach >= frames).count() as f64 / reaches.len() as f64
    };
    for bitrate in [14_000, 16_000, 18_000, 18_667, 20_000] {
        let shares = [3, 6, 12].map(|frames| share(bitrate, frames));
        println!("{bitrate} bit/s: share that tells one, two, four packets again: {shares:.2?}");
    }
    assert!(share(18_667, 3) > 0.85);
    assert!(share(14_000, 3) < 0.1, "libopus keeps the first 12 kbit/s for the voice");
    assert!(reaches(Setting { repair: false, ..Rung::R2.setting() }).iter().all(|&reach| reach == 0));
}

#[test]
fn what_is_not_a_packet_of_ours_reaches_nowhere() {
    let mut decoder = opus().decoder().unwrap();
    for length in [0, 1, 2, 7, 90, 1_400] {
        for first in 0..=255u8 {
            let mut packet = vec![0x41; length];
            packet.iter_mut().take(1).for_each(|byte| *byte = first);
            let reach = decoder.look_back(&packet);
            assert!(reach <= 60, "{reach}");
            assert_eq!(decoder.repair(reach + 1), None);
            for back in [1, reach / 2, reach] {
                assert_eq!(decoder.repair(back).is_some(), (1..=reach).contains(&back));
            }
            let mut frames = Vec::new();
            assert!(decoder.correctable(&packet) <= MAX_FRAMES);
            decoder.correct(&packet, &mut frames);
            assert!(frames.len() <= MAX_FRAMES);
        }
    }
}

#[test]
fn a_file_that_is_not_the_weights_is_refused() {
    assert_eq!(Weights::new(b"DNNw").err(), Some(WeightsError));
}
