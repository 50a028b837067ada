//! Opus through libopus 1.6 (`opusic-sys`): the only unsafe code of this crate.
//!
//! VOIP, constant rate, complexity 9 (110 times real time on one core, measured), no in-band FEC (never sent at our
//! rates, see `docs/decisions/0004-brake-and-ladder.md`) and no DTX. The decoder runs at complexity 7, which turns on
//! deep concealment and NoLACE where libopus has their weights.

use std::ffi::c_int;
use std::ptr::{NonNull, null};

use opusic_sys as sys;

use super::{
    Bandwidth, Codec, CodecError, Decoder, Encoder, FRAME_SAMPLES, Frame, MAX_FRAMES, SILENCE, Setting,
};

const RATE: i32 = 16_000;
const ENCODER_COMPLEXITY: i32 = 9;
const DECODER_COMPLEXITY: i32 = 7;

/// The codec of real calls (RFC 6716).
#[derive(Clone, Copy, Debug, Default)]
pub struct Opus;

impl Codec for Opus {
    fn encoder(&self) -> Result<Box<dyn Encoder>, CodecError> {
        Ok(Box::new(OpusEncoder::new()?))
    }

    fn decoder(&self) -> Result<Box<dyn Decoder>, CodecError> {
        Ok(Box::new(OpusDecoder::new()?))
    }
}

/// Owns one libopus encoder.
struct OpusEncoder {
    state: NonNull<sys::OpusEncoder>,
    setting: Option<Setting>,
}

// SAFETY: libopus keeps no thread-local or global mutable state; an encoder may move between threads as long as it is
// used by one at a time, which `&mut self` ensures.
unsafe impl Send for OpusEncoder {}

impl OpusEncoder {
    fn new() -> Result<Self, CodecError> {
        let mut error: c_int = sys::OPUS_OK;
        // SAFETY: `error` outlives the call; the arguments are plain values.
        let state = unsafe { sys::opus_encoder_create(RATE, 1, sys::OPUS_APPLICATION_VOIP, &raw mut error) };
        let state = NonNull::new(state).ok_or(CodecError::Setup(error))?;
        let mut encoder = Self { state, setting: None };
        encoder.control(sys::OPUS_SET_VBR_REQUEST, 0)?;
        encoder.control(sys::OPUS_SET_COMPLEXITY_REQUEST, ENCODER_COMPLEXITY)?;
        encoder.control(sys::OPUS_SET_SIGNAL_REQUEST, sys::OPUS_SIGNAL_VOICE)?;
        Ok(encoder)
    }

    fn control(&mut self, request: c_int, value: i32) -> Result<(), CodecError> {
        // SAFETY: the state is live; every request passed here takes one `opus_int32` by value.
        let rc = unsafe { sys::opus_encoder_ctl(self.state.as_ptr(), request, value) };
        if rc == sys::OPUS_OK { Ok(()) } else { Err(CodecError::Setup(rc)) }
    }

    fn apply(&mut self, setting: Setting) -> Result<(), CodecError> {
        if self.setting == Some(setting) {
            return Ok(());
        }
        let bandwidth = match setting.bandwidth {
            Bandwidth::Narrow => sys::OPUS_BANDWIDTH_NARROWBAND,
            Bandwidth::Wide => sys::OPUS_BANDWIDTH_WIDEBAND,
        };
        let bitrate = i32::try_from(setting.bitrate).map_err(|_| CodecError::Frames)?;
        self.control(sys::OPUS_SET_BITRATE_REQUEST, bitrate)?;
        self.control(sys::OPUS_SET_BANDWIDTH_REQUEST, bandwidth)?;
        self.setting = Some(setting);
        Ok(())
    }
}

impl Encoder for OpusEncoder {
    fn encode(&mut self, frames: &[Frame], setting: Setting) -> Result<Vec<u8>, CodecError> {
        if frames.len() != setting.frames || !(1..=MAX_FRAMES).contains(&frames.len()) {
            return Err(CodecError::Frames);
        }
        self.apply(setting)?;
        let pcm = frames.as_flattened();
        let mut packet = vec![0; setting.payload()];
        // SAFETY: `pcm` holds as many samples as are announced (mono), `packet` as many writable bytes; at most 1,920
        // samples and a few hundred bytes, so neither cast can wrap.
        let written = unsafe {
            sys::opus_encode(
                self.state.as_ptr(),
                pcm.as_ptr(),
                pcm.len() as c_int,
                packet.as_mut_ptr(),
                packet.len() as i32,
            )
        };
        let written = usize::try_from(written).map_err(|_| CodecError::Coding(written))?;
        packet.truncate(written);
        Ok(packet)
    }
}

impl Drop for OpusEncoder {
    fn drop(&mut self) {
        // SAFETY: the state came from `opus_encoder_create` and is not used again.
        unsafe { sys::opus_encoder_destroy(self.state.as_ptr()) }
    }
}

/// Owns one libopus decoder.
struct OpusDecoder(NonNull<sys::OpusDecoder>);

// SAFETY: as for the encoder.
unsafe impl Send for OpusDecoder {}

impl OpusDecoder {
    fn new() -> Result<Self, CodecError> {
        let mut error: c_int = sys::OPUS_OK;
        // SAFETY: `error` outlives the call; the arguments are plain values.
        let state = unsafe { sys::opus_decoder_create(RATE, 1, &raw mut error) };
        let decoder = Self(NonNull::new(state).ok_or(CodecError::Setup(error))?);
        // SAFETY: the state is live; the request takes one `opus_int32` by value.
        let rc = unsafe {
            sys::opus_decoder_ctl(state, sys::OPUS_SET_COMPLEXITY_REQUEST, DECODER_COMPLEXITY as c_int)
        };
        if rc == sys::OPUS_OK { Ok(decoder) } else { Err(CodecError::Setup(rc)) }
    }
}

impl Decoder for OpusDecoder {
    fn frames(&self, packet: &[u8]) -> Option<usize> {
        let length = i32::try_from(packet.len()).ok().filter(|&n| n > 0)?;
        // SAFETY: `packet` holds `length` readable bytes; the function only reads.
        let samples = unsafe { sys::opus_packet_get_nb_samples(packet.as_ptr(), length, RATE) };
        let samples = usize::try_from(samples).ok()?;
        let frames = samples / FRAME_SAMPLES;
        (samples % FRAME_SAMPLES == 0 && (1..=MAX_FRAMES).contains(&frames)).then_some(frames)
    }

    fn decode(&mut self, packet: &[u8], frames: &mut Vec<Frame>) -> Result<(), CodecError> {
        let count = self.frames(packet).ok_or(CodecError::Malformed)?;
        let mut pcm = [SILENCE; MAX_FRAMES];
        // SAFETY: `packet` is live and its length fits (checked by `frames`); `pcm` has room for the longest packet.
        let samples = unsafe {
            sys::opus_decode(
                self.0.as_ptr(),
                packet.as_ptr(),
                packet.len() as i32,
                pcm.as_mut_ptr().cast(),
                (MAX_FRAMES * FRAME_SAMPLES) as c_int,
                0,
            )
        };
        if samples < 0 {
            return Err(CodecError::Coding(samples));
        }
        frames.extend(pcm.into_iter().take(count));
        Ok(())
    }

    fn conceal(&mut self) -> Frame {
        let mut frame = SILENCE;
        // SAFETY: a null packet of length 0 asks libopus for concealment; `frame` has room for the samples asked for.
        let samples = unsafe {
            sys::opus_decode(self.0.as_ptr(), null(), 0, frame.as_mut_ptr(), FRAME_SAMPLES as c_int, 0)
        };
        if samples < 0 { SILENCE } else { frame }
    }
}

impl Drop for OpusDecoder {
    fn drop(&mut self) {
        // SAFETY: the state came from `opus_decoder_create` and is not used again.
        unsafe { sys::opus_decoder_destroy(self.0.as_ptr()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Rung;
    use crate::media::codec::loudness;

    /// A voice-like signal: harmonics of 140 Hz that swell and fade three times a second.
    fn voice(frames: usize) -> Vec<Frame> {
        let sample = |n: usize| {
            let t = n as f64 / f64::from(RATE);
            let swell = (t * 3.0 * std::f64::consts::TAU).sin().abs();
            let tone: f64 =
                (1..9).map(|h| (f64::from(h) * 140.0 * t * std::f64::consts::TAU).sin() / f64::from(h)).sum();
            (tone * swell * 6_000.0) as i16
        };
        (0..frames).map(|f| std::array::from_fn(|n| sample(f * FRAME_SAMPLES + n))).collect()
    }

    #[test]
    fn every_rung_has_its_exact_size_and_is_heard() {
        let speech = voice(120);
        for rung in Rung::ALL {
            let setting = rung.setting();
            let mut encoder = Opus.encoder().unwrap();
            let mut decoder = Opus.decoder().unwrap();
            let mut heard = Vec::new();
            for chunk in speech.chunks_exact(setting.frames) {
                let packet = encoder.encode(chunk, setting).unwrap();
                assert_eq!(packet.len(), setting.payload(), "{rung:?}");
                assert_eq!(decoder.frames(&packet), Some(setting.frames), "{rung:?}");
                decoder.decode(&packet, &mut heard).unwrap();
            }
            assert_eq!(heard.len(), speech.len(), "{rung:?}");
            let level =
                |frames: &[Frame]| frames.iter().map(|f| f64::from(loudness(f)).powi(2)).sum::<f64>().sqrt();
            let kept = level(&heard) / level(&speech);
            assert!((0.6..1.4).contains(&kept), "{rung:?} keeps {kept:.2} of the level");
        }
    }

    #[test]
    fn rungs_may_change_in_mid_stream() {
        let speech = voice(240);
        let mut encoder = Opus.encoder().unwrap();
        let mut decoder = Opus.decoder().unwrap();
        let mut heard = Vec::new();
        for (chunk, rung) in speech.chunks_exact(6).zip(Rung::ALL.into_iter().cycle()) {
            let setting = rung.setting();
            for part in chunk.chunks_exact(setting.frames) {
                let packet = encoder.encode(part, setting).unwrap();
                assert_eq!(packet.len(), setting.payload());
                decoder.decode(&packet, &mut heard).unwrap();
            }
        }
        assert_eq!(heard.len(), speech.len());
    }

    #[test]
    fn holes_are_filled_with_something_that_fades() {
        let mut encoder = Opus.encoder().unwrap();
        let mut decoder = Opus.decoder().unwrap();
        let mut heard = Vec::new();
        for chunk in voice(60).chunks_exact(3) {
            let packet = encoder.encode(chunk, Rung::R3.setting()).unwrap();
            decoder.decode(&packet, &mut heard).unwrap();
        }
        let first = loudness(&decoder.conceal());
        let last = (0..100).map(|_| loudness(&decoder.conceal())).last().unwrap();
        assert!(first > 200, "{first}");
        assert!(last < first / 4, "{last} of {first}");
    }

    #[test]
    fn nonsense_is_refused() {
        let mut decoder = Opus.decoder().unwrap();
        let mut frames = Vec::new();
        assert_eq!(decoder.frames(&[]), None);
        assert_eq!(decoder.decode(&[], &mut frames), Err(CodecError::Malformed));
        for length in [1, 2, 7, 90, 1_400] {
            for first in 0..=255u8 {
                let mut packet = vec![0xa5; length];
                packet[0] = first;
                let before = frames.len();
                if decoder.decode(&packet, &mut frames).is_ok() {
                    assert!((1..=MAX_FRAMES).contains(&(frames.len() - before)));
                }
                frames.truncate(64);
            }
        }
        let setting = Rung::R3.setting();
        assert_eq!(Opus.encoder().unwrap().encode(&[SILENCE], setting), Err(CodecError::Frames));
    }
}
