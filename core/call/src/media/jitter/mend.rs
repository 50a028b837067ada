//! What fills a hole before packets that are already here: what one of them tells of the speech before it (DRED), the
//! first one's coarse second coding of the frames right before it (in-band FEC), and after that a guess that fades.

use std::collections::VecDeque;

use super::{By, Piece, TICKS};
use crate::media::codec::{Decoder, Frame};

/// A guess is heard in full for 60 ms, then fades and is silence after 240 ms.
const FULL_FRAMES: u32 = 3;
pub(super) const FADED_FRAMES: u32 = 12;

/// How many of the packets after a hole are asked: one in eleven tells nothing, hardly ever two in a row (measured with
/// real Opus at 140 bytes).
const ASKED: usize = 3;

/// Packets read between two frames played at most: each costs some 0.4 ms, and a peer may send thousands a second.
const BUDGET: u32 = 4;

/// Remembers what packets tell, so that each is read once as long as it is the one needed.
#[derive(Debug, Default)]
pub(super) struct Mend {
    /// Media times of packets and how many frames back each tells of.
    known: VecDeque<(i64, usize)>,
    /// The packet that the decoder has read last.
    read: Option<i64>,
    /// Packets read since a frame was played.
    spent: u32,
}

/// How a hole can be mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// The media time from which on.
    pub(super) start: i64,
    /// Of the packet that tells.
    teller: i64,
    by: By,
}

impl Mend {
    /// A frame is being played.
    pub(super) fn play(&mut self) {
        self.spent = 0;
    }

    #[cfg(test)]
    pub(super) fn spent(&self) -> u32 {
        self.spent
    }

    /// How many frames before `time`, when its first sample was spoken, `packet` tells of.
    pub(super) fn reach(&mut self, decoder: &mut dyn Decoder, time: i64, packet: &[u8]) -> usize {
        if let Some(&(_, reach)) = self.known.iter().find(|(known, _)| *known == time) {
            return reach;
        }
        if self.spent >= BUDGET {
            return 0;
        }
        self.spent += 1;
        let reach = decoder.look_back(packet);
        self.read = Some(time);
        self.known.push_back((time, reach));
        if self.known.len() > 2 * ASKED {
            self.known.pop_front();
        }
        reach
    }

    /// How the hole from `next` to the first of `packets` can be mended with one of them.
    pub(super) fn plan<'a>(
        &mut self,
        decoder: &mut dyn Decoder,
        next: i64,
        mut packets: impl Iterator<Item = (i64, &'a [u8])>,
    ) -> Option<Plan> {
        let (end, first) = packets.next()?;
        let mut best = self.told(decoder, next, end, first);
        for (time, packet) in packets.take(ASKED - 1) {
            if best.is_some_and(|plan| plan.start == next) {
                break;
            }
            let told = self.told(decoder, next, time, packet);
            best = told.filter(|told| told.start < best.map_or(end, |best| best.start)).or(best);
        }
        let missing = usize::try_from((end - next) / TICKS).unwrap_or(0);
        let corrected = decoder.correctable(first);
        best.or_else(|| {
            let start = end - corrected as i64 * TICKS;
            (1..=missing).contains(&corrected).then_some(Plan { start, teller: end, by: By::Correction })
        })
    }

    /// Makes at least the first frame of a plan. `packet` is the one that tells.
    pub(super) fn fill(
        &mut self,
        decoder: &mut dyn Decoder,
        plan: Plan,
        packet: &[u8],
        pieces: &mut VecDeque<Piece>,
    ) {
        let Plan { start, teller, by } = plan;
        if by == By::Correction {
            let mut frames = Vec::new();
            decoder.correct(packet, &mut frames);
            let times = (start..).step_by(TICKS as usize);
            return pieces.extend(times.zip(frames).map(|(time, frame)| Piece { time, frame, by }));
        }
        if self.read != Some(teller) {
            decoder.look_back(packet);
            self.read = Some(teller);
        }
        let back = usize::try_from((teller - start) / TICKS).unwrap_or(0);
        match decoder.repair(back) {
            Some(frame) => pieces.push_back(Piece { time: start, frame, by }),
            // It does not, after all; what is left is a guess.
            None => self.known.iter_mut().filter(|known| known.0 == teller).for_each(|known| known.1 = 0),
        }
    }

    fn told(&mut self, decoder: &mut dyn Decoder, next: i64, time: i64, packet: &[u8]) -> Option<Plan> {
        let missing = usize::try_from((time - next) / TICKS).unwrap_or(0);
        let told = self.reach(decoder, time, packet).min(missing);
        let start = time - told as i64 * TICKS;
        (told > 0).then_some(Plan { start, teller: time, by: By::Repair })
    }
}

impl Plan {
    /// Media time of the packet that tells.
    pub(super) fn teller(&self) -> i64 {
        self.teller
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
