//! Frames to packets.

use std::ffi::c_int;
use std::ptr::NonNull;

use opusic_sys as sys;

use super::RATE;
use super::weights::{self, Weights};
use crate::media::codec::{Bandwidth, CodecError, Encoder, Frame, MAX_FRAMES, Setting};

const COMPLEXITY: i32 = 9;
/// What repair may reach back at most, in units of 10 ms; what fits into the packet decides.
const REACH: i32 = 100;
/// The loss declared to libopus, in percent: it divides the packet between voice and repair. More changes nothing; with
/// 20 a packet of 140 bytes tells the one before it again in 56 of 100 cases, with 25 in 91 (measured, libopus 1.6.1).
/// In-band FEC stays off, for with it repair would begin at 20 kbit/s instead of 12.
const DECLARED_LOSS: i32 = 25;

/// Owns one libopus encoder.
pub(super) struct OpusEncoder {
    state: NonNull<sys::OpusEncoder>,
    setting: Option<Setting>,
    repairs: bool,
    /// Whatever the encoder points to.
    _weights: Option<Weights>,
}

// SAFETY: libopus keeps no thread-local or global mutable state; an encoder may move between threads as long as it is
// used by one at a time, which `&mut self` ensures.
unsafe impl Send for OpusEncoder {}

impl OpusEncoder {
    pub(super) fn new(weights: Option<&Weights>) -> Result<Self, CodecError> {
        let mut error: c_int = sys::OPUS_OK;
        // SAFETY: `error` outlives the call; the arguments are plain values.
        let state = unsafe { sys::opus_encoder_create(RATE, 1, sys::OPUS_APPLICATION_VOIP, &raw mut error) };
        let state = NonNull::new(state).ok_or(CodecError::Setup(error))?;
        let mut encoder = Self { state, setting: None, repairs: *weights::LINKED, _weights: None };
        encoder.control(sys::OPUS_SET_VBR_REQUEST, 0)?;
        encoder.control(sys::OPUS_SET_COMPLEXITY_REQUEST, COMPLEXITY)?;
        encoder.control(sys::OPUS_SET_SIGNAL_REQUEST, sys::OPUS_SIGNAL_VOICE)?;
        encoder.control(sys::OPUS_SET_INBAND_FEC_REQUEST, 0)?;
        if let Some(weights) = weights.filter(|_| !encoder.repairs) {
            encoder.load(weights)?;
        }
        Ok(encoder)
    }

    fn load(&mut self, weights: &Weights) -> Result<(), CodecError> {
        let (bytes, length) = weights.as_raw();
        // SAFETY: the state is live; `bytes` holds `length` aligned bytes whose content is libopus' own (its digest was
        // checked), and `_weights` keeps them for as long as the state may read them.
        let rc = unsafe {
            sys::opus_encoder_ctl(self.state.as_ptr(), sys::OPUS_SET_DNN_BLOB_REQUEST, bytes, length)
        };
        if rc != sys::OPUS_OK {
            return Err(CodecError::Setup(rc));
        }
        self._weights = Some(weights.clone());
        self.repairs = true;
        Ok(())
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
        // Without weights libopus would still take the room for repair away from the voice.
        let repair = setting.repair && self.repairs;
        self.control(sys::OPUS_SET_BITRATE_REQUEST, bitrate)?;
        self.control(sys::OPUS_SET_BANDWIDTH_REQUEST, bandwidth)?;
        self.control(sys::OPUS_SET_PACKET_LOSS_PERC_REQUEST, if repair { DECLARED_LOSS } else { 0 })?;
        if self.repairs {
            self.control(sys::OPUS_SET_DRED_DURATION_REQUEST, if repair { REACH } else { 0 })?;
        }
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

    fn repairs(&self) -> bool {
        self.repairs
    }
}

impl Drop for OpusEncoder {
    fn drop(&mut self) {
        // SAFETY: the state came from `opus_encoder_create` and is not used again.
        unsafe { sys::opus_encoder_destroy(self.state.as_ptr()) }
    }
}
