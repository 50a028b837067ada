//! A codec that codes nothing: packets of the true sizes that carry, for each frame, its number and its level.
//!
//! The world simulates thousands of calls with it. A test marks frames with [`mark`] and reads with [`marked`] which
//! one was heard.

use super::{Codec, CodecError, Decoder, Encoder, Frame, MAX_FRAMES, SILENCE, Setting};

/// First byte of a packet: tells it from Opus' own packets in a trace, nothing more.
const TAG: u8 = 0x5e;

/// Bytes kept of a frame: its number (two samples) and its level (one).
const KEPT: usize = 6;

/// The codec of simulated calls.
#[derive(Clone, Copy, Debug, Default)]
pub struct StandIn;

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
        Ok(Box::new(Self))
    }

    fn decoder(&self) -> Result<Box<dyn Decoder>, CodecError> {
        Ok(Box::new(Self))
    }
}

impl Encoder for StandIn {
    fn encode(&mut self, frames: &[Frame], setting: Setting) -> Result<Vec<u8>, CodecError> {
        let size = setting.payload();
        if frames.len() != setting.frames || size < 2 + frames.len() * KEPT {
            return Err(CodecError::Frames);
        }
        let count = u8::try_from(frames.len()).map_err(|_| CodecError::Frames)?;
        let mut packet = vec![TAG, count];
        for sample in frames.iter().flat_map(|frame| &frame[..3]) {
            packet.extend(sample.to_be_bytes());
        }
        packet.resize(size, 0);
        Ok(packet)
    }
}

impl Decoder for StandIn {
    fn frames(&self, packet: &[u8]) -> Option<usize> {
        let [TAG, count, kept @ ..] = packet else { return None };
        let count = usize::from(*count);
        ((1..=MAX_FRAMES).contains(&count) && kept.len() >= count * KEPT).then_some(count)
    }

    fn decode(&mut self, packet: &[u8], frames: &mut Vec<Frame>) -> Result<(), CodecError> {
        let count = self.frames(packet).ok_or(CodecError::Malformed)?;
        let kept = packet.get(2..).unwrap_or_default();
        frames.extend(kept.as_chunks::<KEPT>().0.iter().take(count).map(|&[a, b, c, d, e, f]| {
            let number = u32::from_be_bytes([a, b, c, d]);
            mark(number, i16::from_be_bytes([e, f]))
        }));
        Ok(())
    }

    fn conceal(&mut self) -> Frame {
        SILENCE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Rung;

    #[test]
    fn carries_numbers_and_levels_in_packets_of_the_true_size() {
        let mut codec = StandIn;
        for rung in Rung::ALL {
            let setting = rung.setting();
            let sent: Vec<Frame> = (0..setting.frames as u32).map(|n| mark(70_000 + n, -9)).collect();
            let packet = codec.encode(&sent, setting).unwrap();
            assert_eq!(packet.len(), setting.payload());
            let mut heard = Vec::new();
            codec.decode(&packet, &mut heard).unwrap();
            assert_eq!(heard, sent);
            assert_eq!(marked(&heard[0]), 70_000);
        }
    }

    #[test]
    fn refuses_what_is_not_its_own() {
        for packet in [&[][..], &[TAG], &[TAG, 0], &[TAG, 7], &[TAG, 2, 0, 0], &[0, 1, 0, 0, 0, 0, 0, 0]] {
            assert_eq!(StandIn.frames(packet), None);
            assert_eq!(StandIn.decode(packet, &mut Vec::new()), Err(CodecError::Malformed));
        }
    }
}
