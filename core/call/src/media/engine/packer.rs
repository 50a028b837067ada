//! Frames to packets: coded, numbered, with copies of the packets before where these are to travel along.

use std::collections::VecDeque;

use super::values::{MediaPacket, OPUS};
use crate::media::codec::{CodecError, Encoder, Frame};
use crate::media::ladder::Mode;
use crate::media::red::{self, Copy, MAX_COPIES, Red};

/// Makes packets of one direction.
pub(super) struct Packer {
    encoder: Box<dyn Encoder>,
    sequence: u16,
    after_silence: bool,
    /// The last packets since the last silence, newest last: when they began, and their speech.
    before: VecDeque<(u32, Vec<u8>)>,
}

impl Packer {
    /// The first packet gets the number `sequence`.
    pub(super) fn new(encoder: Box<dyn Encoder>, sequence: u16) -> Self {
        Self { encoder, sequence, after_silence: true, before: VecDeque::new() }
    }

    /// Something was not sent. What was said before it has another distance from what follows than its frames have, so
    /// the next packet tells nothing of it.
    pub(super) fn fall_silent(&mut self) {
        self.after_silence = true;
        self.before.clear();
    }

    /// The packet of `speech`, which begins at `timestamp`, with `copies` of those before it as far as there are.
    pub(super) fn pack(
        &mut self,
        timestamp: u32,
        speech: &[Frame],
        mode: Mode,
        copies: usize,
    ) -> Result<MediaPacket, CodecError> {
        let mut setting = mode.setting;
        setting.repair &= !self.after_silence;
        let speech = self.encoder.encode(speech, setting)?;
        let with_copies = self.take_along(copies, timestamp, &speech);
        let red = with_copies.is_some();
        let payload = with_copies.unwrap_or_else(|| speech.clone());
        self.before.push_back((timestamp, speech));
        self.before.drain(..self.before.len().saturating_sub(MAX_COPIES));
        let (sequence, marker) = (self.sequence, self.after_silence);
        self.sequence = sequence.wrapping_add(1);
        self.after_silence = false;
        Ok(MediaPacket { sequence, timestamp, marker, red, payload })
    }

    fn take_along(&self, copies: usize, timestamp: u32, speech: &[u8]) -> Option<Vec<u8>> {
        let latest = self.before.iter().skip(self.before.len().saturating_sub(copies));
        let copies: Vec<Copy<'_>> = latest
            .map(|(began, payload)| Copy { earlier: timestamp.wrapping_sub(*began), payload })
            .collect();
        if copies.is_empty() {
            return None;
        }
        red::write(&Red { copies, primary: speech }, OPUS).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Rung;
    use crate::media::codec::{Codec, FRAME_TICKS, SILENCE, StandIn};

    #[test]
    fn copies_travel_along_but_not_across_a_silence() {
        let mut packer = Packer::new(StandIn.encoder().unwrap(), 65_535);
        let mode = Mode { rung: Rung::R3, setting: Rung::R3.setting(), copies: 2 };
        let mut pack = |n: u32, silent: bool| {
            if silent {
                packer.fall_silent();
            }
            let packet = packer.pack(n * 3 * FRAME_TICKS, &[SILENCE; 3], mode, 2).unwrap();
            let copies = match packet.red {
                true => {
                    red::read(&packet.payload, OPUS).unwrap().copies.iter().map(|copy| copy.earlier).collect()
                }
                false => Vec::new(),
            };
            (packet.sequence, packet.marker, copies)
        };
        assert_eq!(pack(0, false), (65_535, true, vec![]));
        assert_eq!(pack(1, false), (0, false, vec![2_880]));
        assert_eq!(pack(2, false), (1, false, vec![5_760, 2_880]));
        assert_eq!(pack(9, true), (2, true, vec![]));
    }
}
