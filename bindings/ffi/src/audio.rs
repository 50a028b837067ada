//! Microphone and loudspeaker of a call.

use std::collections::VecDeque;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use nabz_runtime::FRAME;
use nabz_time::Mono;

use crate::error::{AudioError, Problem};

/// The phone's sound, as a shell lends it.
#[uniffi::export(foreign)]
pub trait Audio: Send + Sync {
    /// A call begins: open microphone and loudspeaker, and move frames through `port` until `end`.
    fn begin(&self, port: Arc<AudioPort>) -> Result<(), AudioError>;

    /// The call has ended: close both.
    fn end(&self) -> Result<(), AudioError>;
}

/// Bytes of one frame: 20 ms of 16 kHz mono, 16-bit little-endian.
const FRAME_BYTES: usize = FRAME * 2;

/// Frames that may wait each way: 100 ms. What is older is dropped, as a sound card would.
const WAITING: usize = 5;

/// Through which a shell's audio threads move frames. Never waits for the core.
#[derive(Debug, Default, uniffi::Object)]
pub struct AudioPort {
    spoken: Mutex<Frames>,
    heard: Mutex<Frames>,
}

#[uniffi::export]
impl AudioPort {
    /// Hands over what the microphone heard: 16 kHz mono, 16-bit little-endian, any whole number of samples up to
    /// 100 ms. What is more, and half a sample at the end, is dropped.
    pub fn capture(&self, pcm: &[u8]) {
        lock(&self.spoken).push(pcm);
    }

    /// The next 20 ms for the loudspeaker (640 bytes); silence where nothing has come.
    pub fn playback(&self) -> Vec<u8> {
        let mut frame = vec![0; FRAME_BYTES];
        lock(&self.heard).pull(&mut frame);
        frame
    }
}

impl AudioPort {
    fn spoken(&self, frame: &mut [i16; FRAME]) {
        let mut bytes = [0; FRAME_BYTES];
        lock(&self.spoken).pull(&mut bytes);
        for (sample, pair) in frame.iter_mut().zip(bytes.as_chunks::<2>().0) {
            *sample = i16::from_le_bytes(*pair);
        }
    }

    fn play(&self, frame: &[i16; FRAME]) {
        let bytes: Vec<u8> = frame.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        lock(&self.heard).push(&bytes);
    }
}

/// Samples on their way, oldest first, at most [`WAITING`] frames of them.
#[derive(Debug, Default)]
struct Frames(VecDeque<u8>);

impl Frames {
    fn push(&mut self, pcm: &[u8]) {
        let room = WAITING * FRAME_BYTES;
        let whole = pcm.get(..pcm.len().min(room) & !1).unwrap_or_default();
        let excess = (self.0.len() + whole.len()).saturating_sub(room);
        self.0.drain(..excess.min(self.0.len()));
        self.0.extend(whole);
    }

    fn pull(&mut self, frame: &mut [u8]) {
        let ready = self.0.len().min(frame.len());
        for (place, byte) in frame.iter_mut().zip(self.0.drain(..ready)) {
            *place = byte;
        }
    }
}

fn lock(frames: &Mutex<Frames>) -> std::sync::MutexGuard<'_, Frames> {
    frames.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lends one call after the other to the shell's audio.
pub(crate) struct AudioShim {
    /// To the thread that calls the shell: opening a microphone takes longer than a frame may wait.
    wishes: Sender<Wish>,
    port: Option<Arc<AudioPort>>,
}

enum Wish {
    Begin(Arc<AudioPort>),
    End,
}

impl AudioShim {
    pub(crate) fn new(host: Arc<dyn Audio>) -> Result<Self, Problem> {
        let (wishes, waiting) = channel();
        let listen = move || {
            for wish in waiting {
                obey(host.as_ref(), wish);
            }
        };
        let thread = std::thread::Builder::new().name("nabz-audio".to_owned());
        thread.spawn(listen).map_err(|_| Problem::Resources)?;
        Ok(Self { wishes, port: None })
    }
}

fn obey(host: &dyn Audio, wish: Wish) {
    let (what, done) = match wish {
        Wish::Begin(port) => ("begin", host.begin(port)),
        Wish::End => ("end", host.end()),
    };
    if let Err(error) = done {
        log::error!("the shell's audio did not {what}: {error}");
    }
}

impl nabz_runtime::Audio for AudioShim {
    fn begin(&mut self) {
        let port = Arc::new(AudioPort::default());
        self.port = Some(port.clone());
        // The thread lives as long as this end of its queue.
        let _ = self.wishes.send(Wish::Begin(port));
    }

    fn end(&mut self) {
        if self.port.take().is_some() {
            let _ = self.wishes.send(Wish::End);
        }
    }

    fn capture(&mut self, _: Mono, frame: &mut [i16; FRAME]) {
        if let Some(port) = &self.port {
            port.spoken(frame);
        }
    }

    fn playback(&mut self, _: Mono, frame: &[i16; FRAME]) {
        if let Some(port) = &self.port {
            port.play(frame);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spoken_comes_out_in_order_and_silence_after_it() {
        let port = AudioPort::default();
        port.capture(&[1, 0, 2, 0]);
        let mut frame = [9; FRAME];
        port.spoken(&mut frame);
        assert_eq!(frame[..2], [1, 2]);
        // What nobody spoke is silence.
        assert!(frame[2..].iter().all(|sample| *sample == 0));
    }

    #[test]
    fn a_flood_keeps_the_latest_hundred_milliseconds() {
        let port = AudioPort::default();
        for frame in 0..50_u8 {
            port.capture(&[frame; FRAME_BYTES]);
        }
        port.capture(&[77; 100 * FRAME_BYTES + 1]);
        let mut frame = [0; FRAME];
        for _ in 0..WAITING {
            port.spoken(&mut frame);
            assert_eq!(frame, [i16::from_le_bytes([77, 77]); FRAME]);
        }
        port.spoken(&mut frame);
        assert_eq!(frame, [0; FRAME]);
    }

    #[test]
    fn what_is_heard_is_played_once() {
        let port = AudioPort::default();
        port.play(&[258; FRAME]);
        assert_eq!(port.playback(), [2, 1].repeat(FRAME));
        assert_eq!(port.playback(), vec![0; FRAME_BYTES]);
    }
}
