//! A codec that codes nothing: packets of the true sizes that carry, for each frame, its number and its level; with
//! [`Setting::repair`] also those of the frames before, as far as they fit.
//!
//! The world simulates thousands of calls with it. A test marks frames with [`mark`] and reads with [`marked`] which
//! one was heard.

use std::collections::VecDeque;

use super::{Codec, CodecError, Decoder, Encoder, Frame, MAX_FRAMES, SILENCE, Setting};

/// First byte of a packet: tells it from Opus' own packets in a trace, nothing more.
const TAG: u8 = 0x5e;

/// Bytes kept of a frame: its number (two samples) and its level (one).
const KEPT: usize = 6;

/// Tag, frames, frames before.
const HEAD: usize = 3;

/// Frames that repair reaches back at most: 360 ms, what real Opus fits into its packets at 18 kbit/s (measured).
const REACH: usize = 18;

/// The codec of simulated calls.
#[derive(Clone, Copy, Debug, Default)]
pub struct StandIn;

/// Remembers what a packet may tell again.
#[derive(Debug, Default)]
struct StandInEncoder {
    before: VecDeque<[u8; KEPT]>,
}

/// Remembers what a packet told again, oldest first.
#[derive(Debug, Default)]
struct StandInDecoder {
    before: Vec<Frame>,
}

/// A frame with the number `n` and the constant level `level`.
pub fn mark(n: u32, level: i16) -> Frame {
    let mut frame = [level; super::FRAME_SAMPLES];
    frame[0] = (n >> 16) as i16;
    frame[1] = n as i16;
    frame
}

/// The number a frame was marked with.
pub fn marked(frame: &Frame) -> u32 {
    u32::from(frame[0] as u16) << 16 | u32::from(frame[1] as u16)
}

impl Codec for StandIn {
    fn encoder(&self) -> Result<Box<dyn Encoder>, CodecError> {
        Ok(Box::new(StandInEncoder::default()))
    }

    fn decoder(&self) -> Result<Box<dyn Decoder>, CodecError> {
        Ok(Box::new(StandInDecoder::default()))
    }
}

impl Encoder for StandInEncoder {
    fn encode(&mut self, frames: &[Frame], setting: Setting) -> Result<Vec<u8>, CodecError> {
        let size = setting.payload();
        let own = HEAD + frames.len() * KEPT;
        if frames.len() != setting.frames || size < own {
            return Err(CodecError::Frames);
        }
        if !setting.repair {
            self.before.clear();
        }
        let fitting = if setting.repair { (size - own) / KEPT } else { 0 };
        let told = fitting.min(REACH).min(self.before.len());
        let count = |n: usize| u8::try_from(n).map_err(|_| CodecError::Frames);
        let mut packet = vec![TAG, count(frames.len())?, count(told)?];
        packet.extend(self.before.iter().skip(self.before.len() - told).flatten());
        for frame in frames {
            let kept = keep(frame);
            packet.extend(kept);
            self.before.push_back(kept);
        }
        self.before.drain(..self.before.len().saturating_sub(REACH));
        packet.resize(size, 0);
        Ok(packet)
    }

    fn repairs(&self) -> bool {
        true
    }
}

impl Decoder for StandInDecoder {
    fn frames(&self, packet: &[u8]) -> Option<usize> {
        read(packet).map(|(_, own)| own.len())
    }

    fn decode(&mut self, packet: &[u8], frames: &mut Vec<Frame>) -> Result<(), CodecError> {
        let (_, own) = read(packet).ok_or(CodecError::Malformed)?;
        frames.extend(own.iter().map(made));
        Ok(())
    }

    fn conceal(&mut self) -> Frame {
        SILENCE
    }

    fn look_back(&mut self, packet: &[u8]) -> usize {
        self.before = read(packet).map(|(before, _)| before.iter().map(made).collect()).unwrap_or_default();
        self.before.len()
    }

    fn repair(&mut self, back: usize) -> Option<Frame> {
        let index = self.before.len().checked_sub(back)?;
        self.before.get(index).copied()
    }

    fn correctable(&self, _packet: &[u8]) -> usize {
        0
    }

    fn correct(&mut self, _packet: &[u8], _frames: &mut Vec<Frame>) {}

    fn repairs(&self) -> bool {
        true
    }
}

type Kept = [u8; KEPT];

/// The frames told again and the packet's own.
fn read(packet: &[u8]) -> Option<(&[Kept], &[Kept])> {
    let [TAG, count, told, kept @ ..] = packet else { return None };
    let (count, told) = (usize::from(*count), usize::from(*told));
    let (before, own) = kept.as_chunks::<KEPT>().0.split_at_checked(told)?;
    let own = own.get(..count)?;
    (told <= REACH && (1..=MAX_FRAMES).contains(&count)).then_some((before, own))
}

fn keep(frame: &Frame) -> Kept {
    let [first, second, level, ..] = *frame;
    let ([a, b], [c, d], [e, f]) = (first.to_be_bytes(), second.to_be_bytes(), level.to_be_bytes());
    [a, b, c, d, e, f]
}

fn made(&[a, b, c, d, e, f]: &Kept) -> Frame {
    mark(u32::from_be_bytes([a, b, c, d]), i16::from_be_bytes([e, f]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Rung;

    #[test]
    fn carries_numbers_and_levels_in_packets_of_the_true_size() {
        for rung in Rung::ALL {
            let (mut encoder, mut decoder) = (StandIn.encoder().unwrap(), StandIn.decoder().unwrap());
            let setting = rung.setting();
            let sent: Vec<Frame> = (0..setting.frames as u32).map(|n| mark(70_000 + n, -9)).collect();
            let packet = encoder.encode(&sent, setting).unwrap();
            assert_eq!(packet.len(), setting.payload());
            let mut heard = Vec::new();
            decoder.decode(&packet, &mut heard).unwrap();
            assert_eq!(heard, sent);
            assert_eq!(marked(&heard[0]), 70_000);
        }
    }

    #[test]
    fn tells_again_what_was_said_before() {
        let (mut encoder, mut decoder) = (StandIn.encoder().unwrap(), StandIn.decoder().unwrap());
        let setting = Rung::R2.setting();
        let mut packet = Vec::new();
        for first in (0..30).step_by(3) {
            let frames: Vec<Frame> = (first..first + 3).map(|n| mark(n, 5)).collect();
            packet = encoder.encode(&frames, setting).unwrap();
        }
        assert_eq!(decoder.look_back(&packet), REACH);
        assert_eq!(decoder.repair(1), Some(mark(26, 5)));
        assert_eq!(decoder.repair(REACH), Some(mark(27 - REACH as u32, 5)));
        assert_eq!(decoder.repair(REACH + 1), None);
        assert_eq!(decoder.look_back(&[TAG, 1, 0, 0, 0, 0, 0, 0, 0]), 0);
        assert_eq!(decoder.repair(1), None);
    }

    #[test]
    fn refuses_what_is_not_its_own() {
        let mut decoder = StandIn.decoder().unwrap();
        let wrong =
            [&[][..], &[TAG], &[TAG, 0, 0], &[TAG, 7, 0], &[TAG, 2, 0, 0, 0], &[TAG, 1, 255, 0], &[0; 9]];
        for packet in wrong {
            assert_eq!(decoder.frames(packet), None);
            assert_eq!(decoder.decode(packet, &mut Vec::new()), Err(CodecError::Malformed));
        }
    }
}
