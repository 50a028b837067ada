//! WAV files become samples between -1 and 1, mono.

use std::io::{self, Read as _};
use std::path::Path;

use hound::{SampleFormat, WavReader};

/// Largest file read: ten minutes of stereo at 48 kHz in 24 bits are 173 MB, in 16 bits 115 MB.
const FILE_LIMIT: u64 = 192 * 1024 * 1024;

/// Longest recording, in seconds.
const LONGEST: u32 = 600;

/// Why a recording cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SpeechError {
    /// The file cannot be read.
    #[error("the recording cannot be read: {0}")]
    File(#[from] io::Error),
    /// The file is larger than 192 MB or the recording longer than ten minutes.
    #[error("the recording is longer than ten minutes")]
    TooLong,
    /// It is no WAV, or a broken one.
    #[error("the recording is not a WAV file that can be read")]
    NotWav,
    /// It is a WAV of a kind that is not read.
    #[error("a recording has 8 to 48 kHz, one or two channels, and 16, 24 or 32 bits a sample")]
    Unsupported,
    /// Nobody speaks in it.
    #[error("nobody speaks in the recording")]
    Silent,
}

/// A recording at its own rate.
pub(super) struct Sound {
    pub(super) rate: u32,
    pub(super) samples: Vec<f32>,
}

/// The bytes of a file that is not too large.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, SpeechError> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(FILE_LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > FILE_LIMIT { Err(SpeechError::TooLong) } else { Ok(bytes) }
}

/// Reads the samples, two channels averaged.
pub(super) fn parse(bytes: &[u8]) -> Result<Sound, SpeechError> {
    let mut reader = WavReader::new(bytes).map_err(|_| SpeechError::NotWav)?;
    let spec = reader.spec();
    let known = matches!(
        (spec.sample_format, spec.bits_per_sample),
        (SampleFormat::Int, 16 | 24 | 32) | (SampleFormat::Float, 32)
    );
    if !known || !(8_000..=48_000).contains(&spec.sample_rate) || !(1..=2).contains(&spec.channels) {
        return Err(SpeechError::Unsupported);
    }
    if reader.duration() / spec.sample_rate >= LONGEST {
        return Err(SpeechError::TooLong);
    }
    let samples: Result<Vec<f32>, hound::Error> = match spec.sample_format {
        SampleFormat::Float => reader.samples::<f32>().map(|sample| sample.map(finite)).collect(),
        SampleFormat::Int => {
            let full = 2f32.powi(i32::from(spec.bits_per_sample) - 1);
            reader.samples::<i32>().map(|sample| sample.map(|whole| whole as f32 / full)).collect()
        }
    };
    let samples = samples.map_err(|_| SpeechError::NotWav)?;
    let channels = usize::from(spec.channels);
    let mono = samples.chunks_exact(channels).map(|both| both.iter().sum::<f32>() / channels as f32);
    Ok(Sound { rate: spec.sample_rate, samples: mono.collect() })
}

/// A float file can hold anything.
fn finite(sample: f32) -> f32 {
    if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use hound::{WavSpec, WavWriter};
    use proptest::prelude::*;

    use super::*;
    use crate::speech::Speech;

    const SECOND: u32 = 16_000;

    /// A file of so many samples a channel, each at a quarter of full scale.
    fn file(channels: u16, rate: u32, bits: u16, format: SampleFormat, samples: u32) -> Vec<u8> {
        let spec = WavSpec { channels, sample_rate: rate, bits_per_sample: bits, sample_format: format };
        let mut bytes = Cursor::new(Vec::new());
        let mut writer = WavWriter::new(&mut bytes, spec).unwrap();
        for _ in 0..samples * u32::from(channels) {
            match format {
                SampleFormat::Float => writer.write_sample(0.25f32).unwrap(),
                SampleFormat::Int => writer.write_sample(1i32 << (bits - 3)).unwrap(),
            }
        }
        writer.finalize().unwrap();
        bytes.into_inner()
    }

    #[test]
    fn reads_every_kind_of_file_alike() {
        use SampleFormat::{Float, Int};
        for (channels, rate, bits, format) in [
            (1, 8_000, 16, Int),
            (2, 16_000, 16, Int),
            (1, 44_100, 24, Int),
            (2, 48_000, 32, Int),
            (2, 22_050, 32, Float),
        ] {
            let speech = Speech::parse(&file(channels, rate, bits, format, rate)).unwrap();
            assert_eq!(speech.length(), 50, "{rate}");
            let sample = f32::from(speech.frame(25)[100]) / 32_768.0;
            assert!((sample - 0.25).abs() < 0.005, "{channels} × {rate} at {bits} bits: {sample}");
        }
    }

    #[test]
    fn says_why_a_file_is_not_read() {
        use SampleFormat::Int;
        let cut = file(1, SECOND, 16, Int, SECOND);
        let silent = [&cut[..44], &[0; 32_000][..]].concat();
        for (bytes, reason) in [
            (file(1, SECOND, 8, Int, 100), "Unsupported"),
            (file(1, 96_000, 16, Int, 100), "Unsupported"),
            (file(3, SECOND, 16, Int, 100), "Unsupported"),
            (file(1, SECOND, 16, Int, 600 * SECOND), "TooLong"),
            (file(1, SECOND, 16, Int, 0), "Silent"),
            (silent, "Silent"),
            (cut[..1_001].to_vec(), "NotWav"),
            (cut[..20].to_vec(), "NotWav"),
            (Vec::new(), "NotWav"),
        ] {
            assert_eq!(format!("{:?}", Speech::parse(&bytes).unwrap_err()), reason);
        }
        assert!(matches!(Speech::load(Path::new("/nowhere.wav")), Err(SpeechError::File(_))));
    }

    proptest! {
        #[test]
        fn any_header_is_read_or_refused(
            at in 0usize..60,
            bytes in prop::collection::vec(any::<u8>(), 1..12),
        ) {
            let mut wav = file(1, 8_000, 16, SampleFormat::Int, 400);
            for (place, byte) in wav.iter_mut().skip(at).zip(bytes) {
                *place = byte;
            }
            let _ = Speech::parse(&wav);
        }
    }
}
