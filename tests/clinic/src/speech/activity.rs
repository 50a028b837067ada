//! Which frames hold speech, by their energy.
//!
//! A frame is spoken if its level lies at most 30 dB below the loud frames of the recording (their 95th percentile)
//! and above -60 dBFS. Pauses between words of a careful recording lie 40 dB and more below its vowels, weak fricatives
//! 20 to 30 dB; the measure needs no model and is the same at every run.

use super::FRAME;

const BELOW_LOUD_DB: f64 = 30.0;
const FLOOR_DBFS: f64 = -60.0;

/// Whether somebody speaks, for each frame.
pub(super) fn spoken(frames: &[[i16; FRAME]]) -> Vec<bool> {
    let levels: Vec<f64> = frames.iter().map(level).collect();
    let mut heard: Vec<f64> = levels.iter().copied().filter(|level| *level > FLOOR_DBFS).collect();
    heard.sort_by(f64::total_cmp);
    let loud = heard.get(heard.len() * 95 / 100).copied().unwrap_or(0.0);
    let threshold = (loud - BELOW_LOUD_DB).max(FLOOR_DBFS);
    levels.into_iter().map(|level| level > threshold).collect()
}

/// The frame's level in dB below a full-scale square wave.
fn level(frame: &[i16; FRAME]) -> f64 {
    let energy: f64 = frame.iter().map(|sample| (f64::from(*sample) / 32_768.0).powi(2)).sum();
    10.0 * (energy / FRAME as f64).log10()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(dbfs: f64) -> [i16; FRAME] {
        [(32_768.0 * 10f64.powf(dbfs / 20.0)) as i16; FRAME]
    }

    #[test]
    fn speech_is_what_lies_within_thirty_decibels_of_the_loudest() {
        let frames = [tone(-20.0), tone(-45.0), tone(-55.0), tone(-90.0), [0; FRAME]];
        assert_eq!(spoken(&frames), [true, true, false, false, false]);
    }

    #[test]
    fn nobody_speaks_in_silence_or_nothing() {
        assert_eq!(spoken(&[[0; FRAME], [1; FRAME]]), [false, false]);
        assert!(spoken(&[]).is_empty());
    }
}
