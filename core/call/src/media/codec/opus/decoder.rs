//! Packets to frames, and what to play where one is missing.

use std::ffi::c_int;
use std::ptr::{NonNull, null};

use opusic_sys as sys;

use super::RATE;
use super::weights::{self, Weights};
use crate::media::codec::{CodecError, Decoder, FRAME_SAMPLES, Frame, MAX_FRAMES, SILENCE};

const COMPLEXITY: c_int = 7;
/// The most that is read of a packet's repair, in samples: one second, all that libopus writes.
const LONGEST: i32 = RATE;

/// Owns one libopus decoder and what it needs to look back.
pub(super) struct OpusDecoder {
    state: NonNull<sys::OpusDecoder>,
    dred: Dred,
    /// How many frames the packet last read reaches back.
    reach: usize,
    repairs: bool,
    /// Whatever the decoders point to.
    _weights: Option<Weights>,
}

// SAFETY: libopus keeps no thread-local or global mutable state; a decoder may move between threads as long as it is
// used by one at a time, which `&mut self` ensures.
unsafe impl Send for OpusDecoder {}

impl OpusDecoder {
    pub(super) fn new(weights: Option<&Weights>) -> Result<Self, CodecError> {
        let mut error: c_int = sys::OPUS_OK;
        let dred = Dred::new()?;
        // SAFETY: `error` outlives the call; the arguments are plain values.
        let state = unsafe { sys::opus_decoder_create(RATE, 1, &raw mut error) };
        let state = NonNull::new(state).ok_or(CodecError::Setup(error))?;
        let repairs = *weights::LINKED;
        let mut decoder = Self { state, dred, reach: 0, repairs, _weights: None };
        // SAFETY: the state is live; the request takes one `opus_int32` by value.
        checked(unsafe {
            sys::opus_decoder_ctl(state.as_ptr(), sys::OPUS_SET_COMPLEXITY_REQUEST, COMPLEXITY)
        })?;
        if let Some(weights) = weights.filter(|_| !repairs) {
            decoder.load(weights)?;
        }
        Ok(decoder)
    }

    fn load(&mut self, weights: &Weights) -> Result<(), CodecError> {
        let (bytes, length) = weights.as_raw();
        let request = sys::OPUS_SET_DNN_BLOB_REQUEST;
        // SAFETY: both states are live; `bytes` holds `length` aligned bytes whose content is libopus' own (its digest
        // was checked), and `_weights` keeps them for as long as the states may read them.
        unsafe {
            checked(sys::opus_decoder_ctl(self.state.as_ptr(), request, bytes, length))?;
            checked(sys::opus_dred_decoder_ctl(self.dred.decoder.as_ptr(), request, bytes, length))?;
        }
        self._weights = Some(weights.clone());
        self.repairs = true;
        Ok(())
    }

    /// Decodes into `pcm`; `packet` is empty for concealment. Returns how many samples that made.
    fn decode_into(&mut self, packet: &[u8], pcm: &mut [i16], fec: bool) -> Result<usize, CodecError> {
        let data = if packet.is_empty() { null() } else { packet.as_ptr() };
        let length = i32::try_from(packet.len()).map_err(|_| CodecError::Malformed)?;
        let room = c_int::try_from(pcm.len()).map_err(|_| CodecError::Frames)?;
        // SAFETY: `data` is null with length 0 or holds `length` readable bytes; `pcm` has room for as many samples as
        // are announced (mono).
        let samples = unsafe {
            sys::opus_decode(self.state.as_ptr(), data, length, pcm.as_mut_ptr(), room, c_int::from(fec))
        };
        usize::try_from(samples).map_err(|_| CodecError::Coding(samples))
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
        self.decode_into(packet, pcm.as_flattened_mut(), false)?;
        frames.extend(pcm.into_iter().take(count));
        Ok(())
    }

    fn conceal(&mut self) -> Frame {
        let mut frame = SILENCE;
        if self.decode_into(&[], &mut frame, false).is_err() {
            return SILENCE;
        }
        frame
    }

    fn look_back(&mut self, packet: &[u8]) -> usize {
        self.reach = if self.frames(packet).is_some() { self.dred.parse(packet) } else { 0 };
        self.reach
    }

    fn repair(&mut self, back: usize) -> Option<Frame> {
        let back = Some(back).filter(|back| (1..=self.reach).contains(back))?;
        let offset = i32::try_from(back * FRAME_SAMPLES).ok()?;
        let mut frame = SILENCE;
        // SAFETY: both states are live, and the second was filled by `parse`, for `reach` is not 0; `frame` has room
        // for the samples asked for.
        let samples = unsafe {
            sys::opus_decoder_dred_decode(
                self.state.as_ptr(),
                self.dred.parsed.as_ptr(),
                offset,
                frame.as_mut_ptr(),
                FRAME_SAMPLES as c_int,
            )
        };
        (samples > 0).then_some(frame)
    }

    fn correctable(&self, packet: &[u8]) -> usize {
        let Ok(length) = i32::try_from(packet.len()) else { return 0 };
        if self.frames(packet).is_none() {
            return 0;
        }
        // SAFETY: `packet` holds `length` readable bytes, at least one (`frames` saw to that); both functions only read.
        let (carries, samples) = unsafe {
            let carries = sys::opus_packet_has_lbrr(packet.as_ptr(), length);
            (carries, sys::opus_packet_get_samples_per_frame(packet.as_ptr(), RATE))
        };
        let frames = usize::try_from(samples).unwrap_or(0) / FRAME_SAMPLES;
        if carries == 1 { frames.min(MAX_FRAMES) } else { 0 }
    }

    fn correct(&mut self, packet: &[u8], frames: &mut Vec<Frame>) {
        let count = self.correctable(packet);
        let mut pcm = [SILENCE; MAX_FRAMES];
        if let Some(room) = pcm.get_mut(..count).filter(|room| !room.is_empty())
            && self.decode_into(packet, room.as_flattened_mut(), true).is_ok()
        {
            frames.extend(pcm.into_iter().take(count));
        }
    }

    fn repairs(&self) -> bool {
        self.repairs
    }
}

impl Drop for OpusDecoder {
    fn drop(&mut self) {
        // SAFETY: the state came from `opus_decoder_create` and is not used again.
        unsafe { sys::opus_decoder_destroy(self.state.as_ptr()) }
    }
}

/// Owns the reader of DRED and what it read last.
pub(super) struct Dred {
    decoder: NonNull<sys::OpusDREDDecoder>,
    parsed: NonNull<sys::OpusDRED>,
}

impl Dred {
    pub(super) fn new() -> Result<Self, CodecError> {
        let mut error: c_int = sys::OPUS_OK;
        // SAFETY: `error` outlives the call.
        let decoder = unsafe { sys::opus_dred_decoder_create(&raw mut error) };
        let decoder = NonNull::new(decoder).ok_or(CodecError::Setup(error))?;
        // SAFETY: as above.
        let Some(parsed) = NonNull::new(unsafe { sys::opus_dred_alloc(&raw mut error) }) else {
            // SAFETY: it was just created and is not used again.
            unsafe { sys::opus_dred_decoder_destroy(decoder.as_ptr()) };
            return Err(CodecError::Setup(error));
        };
        Ok(Self { decoder, parsed })
    }

    /// Reads a packet; how many frames it reaches back.
    fn parse(&mut self, packet: &[u8]) -> usize {
        usize::try_from(self.parse_raw(packet)).unwrap_or(0) / FRAME_SAMPLES
    }

    /// The same in samples, or libopus' error.
    pub(super) fn parse_raw(&mut self, packet: &[u8]) -> c_int {
        let Ok(length) = i32::try_from(packet.len()) else { return sys::OPUS_BAD_ARG };
        let mut end = 0;
        // SAFETY: both states are live; `packet` holds `length` readable bytes; `end` outlives the call.
        unsafe {
            sys::opus_dred_parse(
                self.decoder.as_ptr(),
                self.parsed.as_ptr(),
                packet.as_ptr(),
                length,
                LONGEST,
                RATE,
                &raw mut end,
                0,
            )
        }
    }
}

impl Drop for Dred {
    fn drop(&mut self) {
        // SAFETY: both came from their constructors and are not used again.
        unsafe {
            sys::opus_dred_decoder_destroy(self.decoder.as_ptr());
            sys::opus_dred_free(self.parsed.as_ptr());
        }
    }
}

fn checked(rc: c_int) -> Result<(), CodecError> {
    if rc == sys::OPUS_OK { Ok(()) } else { Err(CodecError::Setup(rc)) }
}
