//! What the two people of a visit say: recordings, looped, in frames of 20 ms at 16 kHz.

mod activity;
mod resample;
mod wav;

use std::path::Path;

pub use wav::SpeechError;

/// Samples a second.
pub const RATE: u32 = 16_000;

/// Samples in a frame of 20 ms.
pub const FRAME: usize = 320;

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The patient.
    Patient,
    /// The doctor.
    Doctor,
}

/// A recording at 16 kHz, mono, a whole number of frames long.
#[derive(Clone, PartialEq, Eq)]
pub struct Speech {
    frames: Vec<[i16; FRAME]>,
    spoken: Vec<bool>,
}

impl Speech {
    /// Reads any WAV of 8 to 48 kHz, mono or stereo, 16, 24 or 32 bits whole numbers or 32 bits floating point, at
    /// most ten minutes long and not silent.
    pub fn load(path: &Path) -> Result<Self, SpeechError> {
        Self::parse(&wav::read_file(path)?)
    }

    /// The repository's dialogue: Persian for Persian, English for every other language. The two roles of a language
    /// are equally long and take turns.
    pub fn bundled(language: &str, role: Role) -> Result<Self, SpeechError> {
        let persian = language.split('-').next() == Some("fa");
        Self::parse(match (persian, role) {
            (true, Role::Patient) => include_bytes!("../../speech/fa-patient.wav"),
            (true, Role::Doctor) => include_bytes!("../../speech/fa-doctor.wav"),
            (false, Role::Patient) => include_bytes!("../../speech/en-patient.wav"),
            (false, Role::Doctor) => include_bytes!("../../speech/en-doctor.wav"),
        })
    }

    /// Reads the bytes of such a file.
    pub fn parse(bytes: &[u8]) -> Result<Self, SpeechError> {
        let sound = wav::parse(bytes)?;
        let samples = resample::to_16k(&sound.samples, sound.rate)?;
        let frames: Vec<_> = samples.chunks(FRAME).map(frame).collect();
        let spoken = activity::spoken(&frames);
        if !spoken.contains(&true) {
            return Err(SpeechError::Silent);
        }
        Ok(Self { frames, spoken })
    }

    /// The frame that begins `n` × 20 ms after the start, over and over.
    pub fn frame(&self, n: u64) -> [i16; FRAME] {
        self.looped(n).and_then(|at| self.frames.get(at)).copied().unwrap_or([0; FRAME])
    }

    /// Whether somebody speaks in that frame.
    pub fn spoken(&self, n: u64) -> bool {
        self.looped(n).and_then(|at| self.spoken.get(at)).copied().unwrap_or(false)
    }

    /// Frames until it begins again.
    pub fn length(&self) -> usize {
        self.frames.len()
    }

    fn looped(&self, n: u64) -> Option<usize> {
        usize::try_from(n.checked_rem(self.frames.len() as u64)?).ok()
    }
}

impl std::fmt::Debug for Speech {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Speech({} frames)", self.frames.len())
    }
}

/// One frame, the last one filled up with silence.
fn frame(samples: &[f32]) -> [i16; FRAME] {
    let mut frame = [0; FRAME];
    for (out, sample) in frame.iter_mut().zip(samples) {
        // `as` saturates, so a resampler's overshoot is clipped.
        *out = (sample * 32_768.0).round() as i16;
    }
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_dialogues_take_turns_and_loop() {
        for language in ["fa", "en"] {
            let patient = Speech::bundled(language, Role::Patient).unwrap();
            let doctor = Speech::bundled(language, Role::Doctor).unwrap();
            let length = patient.length() as u64;
            assert_eq!(patient.length(), doctor.length(), "{language}");
            assert!((1_000..1_300).contains(&length), "{language}: {length} frames");
            assert_eq!(patient.frame(7), patient.frame(7 + 6 * length));
            let share =
                |of: &dyn Fn(u64) -> bool| (0..length).filter(|n| of(*n)).count() as f64 / length as f64;
            let both = share(&|n| patient.spoken(n) && doctor.spoken(n));
            for (who, speech) in [("patient", &patient), ("doctor", &doctor)] {
                let spoken = share(&|n| speech.spoken(n));
                assert!((0.25..0.55).contains(&spoken), "{language} {who}: {spoken}");
                let loudest = (0..length).flat_map(|n| speech.frame(n)).map(i16::unsigned_abs).max();
                assert!(loudest > Some(16_000), "{language} {who}: {loudest:?}");
            }
            assert!(both < 0.01, "{language}: {both} spoken at once");
        }
    }

    #[test]
    fn any_language_has_somebody_speaking() {
        let english = Speech::bundled("en", Role::Doctor).unwrap();
        assert!(Speech::bundled("ps", Role::Doctor).unwrap() == english);
        assert!(Speech::bundled("fa-AF", Role::Doctor).unwrap() != english);
    }
}
