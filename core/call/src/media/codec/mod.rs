//! Speech codecs behind one pair of traits: 16 kHz mono frames of 20 ms in, constant-size packets of 20 to 120 ms out.
//!
//! [`Opus`] is what people hear. [`StandIn`] makes packets of the same sizes and costs nothing, so that a world of
//! thousands of calls runs in seconds and a test can say which frame was heard.
//!
//! Packets are constant in size because sizes that follow the voice leak what is said (RFC 6562); at 6 kbit/s and
//! 60 ms that costs 0.8 kbit/s (measured).

mod opus;
mod stand_in;

use std::time::Duration;

pub use opus::{Opus, Weights, WeightsError};
pub use stand_in::{StandIn, mark, marked};

/// Samples in a frame: 20 ms at 16 kHz.
pub const FRAME_SAMPLES: usize = 320;

/// How long a frame lasts.
pub const FRAME: Duration = Duration::from_millis(20);

/// Ticks of the RTP clock in a frame; for Opus it always runs at 48 kHz (RFC 7587 §4.1).
pub const FRAME_TICKS: u32 = 960;

/// Frames in the longest packet: 120 ms (RFC 6716 §2.1.4).
pub const MAX_FRAMES: usize = 6;

/// 20 ms of speech.
pub type Frame = [i16; FRAME_SAMPLES];

/// A frame of silence.
pub const SILENCE: Frame = [0; FRAME_SAMPLES];

/// How a packet is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// What part of the voice is kept.
    pub bandwidth: Bandwidth,
    /// Bits a second, without headers.
    pub bitrate: u32,
    /// Frames of 20 ms in a packet, 1 to [`MAX_FRAMES`].
    pub frames: usize,
    /// Whether a part of the packet tells again, coarsely, what was said before it, for a listener who lost that
    /// (DRED). The packet stays as large: the voice gets less. Ignored by an encoder that cannot
    /// ([`Encoder::repairs`]).
    pub repair: bool,
}

impl Setting {
    /// Bytes of a packet; every packet of a setting has this size.
    pub const fn payload(self) -> usize {
        self.bitrate as usize * self.frames * 20 / 8_000
    }
}

/// Audio bandwidth (RFC 6716 §2.1.3). Set explicitly: left alone, libopus drops to narrowband at 10 kbit/s as soon as
/// loss is declared, and to mediumband to make room for FEC (measured).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bandwidth {
    /// Up to 4 kHz.
    Narrow,
    /// Up to 8 kHz.
    Wide,
}

/// Makes the two halves of a codec.
pub trait Codec {
    /// A fresh encoder.
    fn encoder(&self) -> Result<Box<dyn Encoder>, CodecError>;
    /// A fresh decoder.
    fn decoder(&self) -> Result<Box<dyn Decoder>, CodecError>;
}

/// Turns frames into a packet.
pub trait Encoder: Send {
    /// Codes `frames` (exactly `setting.frames` of them) into a packet of `setting.payload()` bytes.
    fn encode(&mut self, frames: &[Frame], setting: Setting) -> Result<Vec<u8>, CodecError>;
    /// Whether [`Setting::repair`] does anything here.
    fn repairs(&self) -> bool;
}

/// Turns packets into frames, and fills holes.
pub trait Decoder: Send {
    /// How many frames of 20 ms a packet holds; `None` if it is no packet of this codec or not a whole number.
    fn frames(&self, packet: &[u8]) -> Option<usize>;
    /// Appends the frames of a packet to `frames`.
    fn decode(&mut self, packet: &[u8], frames: &mut Vec<Frame>) -> Result<(), CodecError>;
    /// What most likely was said in a frame that is missing.
    fn conceal(&mut self) -> Frame;
    /// Reads what `packet` tells of the speech before it. Returns how many frames back from its first sample that
    /// reaches; 0 if it tells nothing. Costs some 0.4 ms where it does; keep the answer for [`Self::repair`].
    fn look_back(&mut self, packet: &[u8]) -> usize;
    /// The missing frame that begins `back` frames before the packet last given to [`Self::look_back`], made from what
    /// that tells. `None` if it reaches less far. Asked in order of time, in place of [`Self::conceal`].
    fn repair(&mut self, back: usize) -> Option<Frame>;
    /// How many of the frames right before `packet` it carries in a coarse second coding (in-band FEC, RFC 6716
    /// §2.1.7). Our own encoder makes none; a browser's may.
    fn correctable(&self, packet: &[u8]) -> usize;
    /// Appends these frames to `frames`. To be called in place of concealment at exactly the first of them.
    fn correct(&mut self, packet: &[u8], frames: &mut Vec<Frame>);
    /// Whether [`Self::look_back`] can ever read anything here.
    fn repairs(&self) -> bool;
}

/// Why a codec refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// The codec could not be set up; its own number.
    #[error("the codec could not be set up ({0})")]
    Setup(i32),
    /// Not as many frames as the setting says, or a setting outside the codec's range.
    #[error("frames and setting do not fit")]
    Frames,
    /// Coding failed; the codec's own number.
    #[error("coding failed ({0})")]
    Coding(i32),
    /// Not a packet of this codec.
    #[error("not a packet of this codec")]
    Malformed,
}

/// How loud a frame is: root mean square, 0 to 32,767.
pub fn loudness(frame: &Frame) -> u16 {
    let energy: u64 = frame.iter().map(|&s| u64::from(s.unsigned_abs()).pow(2)).sum();
    u16::try_from((energy / FRAME_SAMPLES as u64).isqrt()).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loudness_of_extremes() {
        assert_eq!(loudness(&SILENCE), 0);
        assert_eq!(loudness(&[1_000; FRAME_SAMPLES]), 1_000);
        assert_eq!(loudness(&[i16::MIN; FRAME_SAMPLES]), 32_768);
    }

    #[test]
    fn sizes_are_those_of_the_wire_budget() {
        let setting = Setting { bandwidth: Bandwidth::Narrow, bitrate: 6_000, frames: 6, repair: false };
        assert_eq!(setting.payload(), 90);
    }
}
