//! How loud it is, for a meter.

use crate::media::codec::{Frame, loudness};

/// Loudness of both directions, 0 (below −60 dB of full scale) to 100 (full scale).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// What the microphone hears, muted or not.
    pub microphone: u8,
    /// What is played.
    pub loudspeaker: u8,
}

/// The level of one frame, on the scale of [`Levels`].
pub(super) fn level(frame: &Frame) -> u8 {
    let share = f32::from(loudness(frame)) / f32::from(i16::MAX);
    let decibels = 20.0 * share.max(0.001).log10();
    ((decibels + 60.0) / 0.6).clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::codec::{FRAME_SAMPLES, SILENCE};

    #[test]
    fn spans_sixty_decibels() {
        assert_eq!(level(&SILENCE), 0);
        assert_eq!(level(&[i16::MIN; FRAME_SAMPLES]), 100);
        assert_eq!(level(&[1_040; FRAME_SAMPLES]), 50);
    }
}
