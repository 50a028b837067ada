//! What fills a hole before a packet that is already here: what that packet tells of the speech before it (DRED), its
//! coarse second coding of the frames right before it (in-band FEC), and after that a guess that fades.

use std::collections::VecDeque;

use super::{By, Piece, TICKS};
use crate::media::codec::{Decoder, Frame};

/// A guess is heard in full for 60 ms, then fades and is silence after 240 ms.
const FULL_FRAMES: u32 = 3;
pub(super) const FADED_FRAMES: u32 = 12;

/// Remembers what the packet after the hole tells, so that it is read once.
#[derive(Debug, Default)]
pub(super) struct Mend {
    /// Media time of a packet and how many frames back it tells of.
    looked: Option<(i64, usize)>,
}

impl Mend {
    /// How many frames before `time`, when its first sample was spoken, `packet` tells of.
    pub(super) fn reach(&mut self, decoder: &mut dyn Decoder, time: i64, packet: &[u8]) -> usize {
        match self.looked {
            Some((looked, reach)) if looked == time => reach,
            _ => {
                let reach = decoder.look_back(packet);
                self.looked = Some((time, reach));
                reach
            }
        }
    }

    /// The media time from which on the hole from `next` to `time` can be mended with `packet`, which begins at `time`.
    pub(super) fn start(
        &mut self,
        decoder: &mut dyn Decoder,
        next: i64,
        time: i64,
        packet: &[u8],
    ) -> Option<i64> {
        let missing = usize::try_from((time - next) / TICKS).unwrap_or(0);
        let reach = self.reach(decoder, time, packet).min(missing);
        let corrected = decoder.correctable(packet);
        let told = match reach {
            0 if (1..=missing).contains(&corrected) => corrected,
            reach => reach,
        };
        (told > 0).then(|| time - told as i64 * TICKS)
    }

    /// Makes at least the frame of `start`, a time that [`Self::start`] gave.
    pub(super) fn fill(
        &mut self,
        decoder: &mut dyn Decoder,
        start: i64,
        time: i64,
        packet: &[u8],
        pieces: &mut VecDeque<Piece>,
    ) {
        let back = usize::try_from((time - start) / TICKS).unwrap_or(0);
        if self.reach(decoder, time, packet) >= back {
            match decoder.repair(back) {
                Some(frame) => pieces.push_back(Piece { time: start, frame, by: By::Repair }),
                // It does not, after all; what is left is a guess.
                None => self.looked = Some((time, 0)),
            }
            return;
        }
        let mut frames = Vec::new();
        decoder.correct(packet, &mut frames);
        let times = (start..).step_by(TICKS as usize);
        pieces.extend(times.zip(frames).map(|(time, frame)| Piece { time, frame, by: By::Correction }));
    }
}

/// Makes the `n`-th guess in a row as quiet as it is old.
pub(super) fn fade(frame: &mut Frame, n: u32) {
    let whole = FADED_FRAMES - FULL_FRAMES;
    let left = FADED_FRAMES.saturating_sub(n).min(whole);
    for sample in frame {
        *sample = (i64::from(*sample) * i64::from(left) / i64::from(whole)) as i16;
    }
}
