//! Opus through libopus 1.6 (`opusic-sys`): the only unsafe code of this crate.
//!
//! VOIP, constant rate, complexity 9 (110 times real time on one core, measured), no in-band FEC (never sent at our
//! rates, see `docs/decisions/0004-brake-and-ladder.md`) and no DTX. The decoder runs at complexity 7, which turns on
//! deep concealment and NoLACE where libopus has their weights.

mod decoder;
mod encoder;
mod weights;

pub use weights::{Weights, WeightsError};

use super::{Codec, CodecError, Decoder, Encoder};
use decoder::OpusDecoder;
use encoder::OpusEncoder;

/// Samples a second, of every encoder and decoder here.
const RATE: i32 = 16_000;

/// The codec of real calls (RFC 6716), with the repair of speech that was linked in.
///
/// A build whose `CFLAGS` hold `-DUSE_WEIGHTS_FILE` links none; there [`Self::with`] brings it. Without, holes are
/// filled as libopus always did and [`Setting::repair`](super::Setting::repair) does nothing: the call works.
#[derive(Clone, Debug, Default)]
pub struct Opus {
    weights: Option<Weights>,
}

impl Opus {
    /// Opus with repair from an asset. In a build that has the weights linked in, the asset is not used.
    pub fn with(weights: Weights) -> Self {
        Self { weights: Some(weights) }
    }
}

impl Codec for Opus {
    fn encoder(&self) -> Result<Box<dyn Encoder>, CodecError> {
        Ok(Box::new(OpusEncoder::new(self.weights.as_ref())?))
    }

    fn decoder(&self) -> Result<Box<dyn Decoder>, CodecError> {
        Ok(Box::new(OpusDecoder::new(self.weights.as_ref())?))
    }
}

#[cfg(test)]
mod tests;
