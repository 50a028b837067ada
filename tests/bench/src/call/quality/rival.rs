//! Settings of others, to compare ours with: libopus driven directly.

use nabz_call::media::codec::{FRAME_SAMPLES, Frame};
use opusic_sys as sys;

use crate::outcome::BenchError;

const RATE: i32 = 16_000;
const FAILED: BenchError = BenchError::Nothing("the rival's codec failed");

/// An encoder of others' settings.
pub struct Rival(*mut sys::OpusEncoder);

impl Rival {
    /// 24 kbit/s, wideband, in-band FEC for 20 % declared loss, at a variable rate: at a constant one libopus takes the
    /// room for FEC away from the voice (STOI .82 without any loss). Meant for packets of 60 ms.
    pub fn low_bitrate_redundancy() -> Result<Self, BenchError> {
        Self::new(20)
    }

    /// The same with the loss WebRTC begins a call with: none. Meant for packets of 20 ms.
    pub fn stock() -> Result<Self, BenchError> {
        Self::new(0)
    }

    fn new(declared_loss: i32) -> Result<Self, BenchError> {
        let mut error = 0;
        // SAFETY: `error` outlives the call; the arguments are plain values.
        let state = unsafe { sys::opus_encoder_create(RATE, 1, sys::OPUS_APPLICATION_VOIP, &raw mut error) };
        if state.is_null() {
            return Err(FAILED);
        }
        let rival = Self(state);
        for (request, value) in [
            (sys::OPUS_SET_VBR_REQUEST, 1),
            (sys::OPUS_SET_COMPLEXITY_REQUEST, 9),
            (sys::OPUS_SET_BITRATE_REQUEST, 24_000),
            (sys::OPUS_SET_BANDWIDTH_REQUEST, sys::OPUS_BANDWIDTH_WIDEBAND),
            (sys::OPUS_SET_SIGNAL_REQUEST, sys::OPUS_SIGNAL_VOICE),
            (sys::OPUS_SET_INBAND_FEC_REQUEST, 1),
            (sys::OPUS_SET_PACKET_LOSS_PERC_REQUEST, declared_loss),
        ] {
            // SAFETY: the state is live; every request here takes one `opus_int32` by value.
            if unsafe { sys::opus_encoder_ctl(rival.0, request, value) } != sys::OPUS_OK {
                return Err(FAILED);
            }
        }
        Ok(rival)
    }

    /// A packet of these frames.
    pub fn encode(&mut self, frames: &[Frame]) -> Result<Vec<u8>, BenchError> {
        let pcm = frames.as_flattened();
        let mut packet = vec![0; 600];
        // SAFETY: the state is live; both buffers hold what is announced.
        let length = unsafe {
            sys::opus_encode(self.0, pcm.as_ptr(), pcm.len() as i32, packet.as_mut_ptr(), packet.len() as i32)
        };
        packet.truncate(usize::try_from(length).map_err(|_| FAILED)?);
        Ok(packet)
    }
}

impl Drop for Rival {
    fn drop(&mut self) {
        // SAFETY: created in `new`, not used again.
        unsafe { sys::opus_encoder_destroy(self.0) }
    }
}

/// libopus' decoder as it comes.
pub struct RivalDecoder(*mut sys::OpusDecoder);

impl RivalDecoder {
    /// A fresh one.
    pub fn new() -> Result<Self, BenchError> {
        let mut error = 0;
        // SAFETY: `error` outlives the call; the arguments are plain values.
        let state = unsafe { sys::opus_decoder_create(RATE, 1, &raw mut error) };
        if state.is_null() { Err(FAILED) } else { Ok(Self(state)) }
    }

    /// A packet of 20 ms; without one the frame is guessed.
    pub fn decode(&mut self, packet: Option<&[u8]>) -> Result<Frame, BenchError> {
        let mut frame = [0; FRAME_SAMPLES];
        let (data, length) =
            packet.map_or((std::ptr::null(), 0), |packet| (packet.as_ptr(), packet.len() as i32));
        // SAFETY: the state is live; `data` holds `length` bytes or is null, `frame` as many samples as announced.
        let decoded =
            unsafe { sys::opus_decode(self.0, data, length, frame.as_mut_ptr(), FRAME_SAMPLES as i32, 0) };
        if decoded == FRAME_SAMPLES as i32 { Ok(frame) } else { Err(FAILED) }
    }
}

impl Drop for RivalDecoder {
    fn drop(&mut self) {
        // SAFETY: created in `new`, not used again.
        unsafe { sys::opus_decoder_destroy(self.0) }
    }
}
