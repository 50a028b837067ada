//! What was heard in a call, counted frame by frame.

use std::sync::{Arc, Mutex, PoisonError};

use nabz_call::media::engine::TraceEvent;
use nabz_call::media::jitter::Source;
use nabz_runtime::Observer;

/// Counts the frames a side played.
#[derive(Clone, Debug, Default)]
pub struct Ear(Arc<Mutex<Heard>>);

/// Frames of 20 ms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// As they were spoken.
    pub decoded: u64,
    /// Made up, because the spoken one was not there in time.
    pub concealed: u64,
}

impl Ear {
    /// Watches the media of one side.
    pub fn observer(&self) -> Observer {
        let ear = self.clone();
        Box::new(move |events| {
            let mut heard = ear.0.lock().unwrap_or_else(PoisonError::into_inner);
            for event in events {
                match event {
                    TraceEvent::Played {
                        source: Source::Decoded { .. } | Source::Repaired { .. }, ..
                    } => heard.decoded += 1,
                    TraceEvent::Played { source: Source::Concealed, .. } => heard.concealed += 1,
                    _ => {}
                }
            }
        })
    }

    /// What was heard so far.
    pub fn heard(&self) -> Heard {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Heard {
    /// What was heard since `before`.
    pub fn since(self, before: Self) -> Self {
        Self { decoded: self.decoded - before.decoded, concealed: self.concealed - before.concealed }
    }

    /// Share of frames that were made up.
    pub fn concealment(self) -> f64 {
        self.concealed as f64 / (self.decoded + self.concealed).max(1) as f64
    }
}
