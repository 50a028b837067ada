//! What a call did, frame by frame: from it a visit's report computes who was heard when.

use nabz_time::Mono;

use crate::media::command::Rung;
use crate::media::jitter::Source;

/// Events kept between two drains: a minute of both directions.
const KEPT: usize = 10_000;

/// One thing that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceEvent {
    /// 20 ms were spoken.
    Spoken {
        /// RTP timestamp of the frame's first sample.
        timestamp: u32,
        /// When the frame's last sample was captured.
        at: Mono,
        /// What became of it.
        fate: Fate,
    },
    /// 20 ms were played.
    Played {
        /// When the first sample was handed to the player.
        at: Mono,
        /// What was played.
        source: Source,
        /// RTP time of its first sample, which after a change of length is no frame's; `None` if that was guessed.
        position: Option<u32>,
    },
    /// A packet left.
    Sent {
        /// When.
        at: Mono,
        /// Bytes on the wire, IP and UDP headers included.
        bytes: usize,
        /// How long it is expected to wait in front of the link.
        queue: std::time::Duration,
    },
    /// The rung changed.
    Rung {
        /// When.
        at: Mono,
        /// What is sent on from now on.
        rung: Rung,
    },
}

/// What became of a spoken frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It left on this rung.
    Sent(Rung),
    /// It was not sent: the queue was being drained, or the peer not yet heard.
    Dropped,
}

/// Collects events while somebody looks.
#[derive(Debug, Default)]
pub(super) struct Trace {
    events: Option<Vec<TraceEvent>>,
}

impl Trace {
    pub(super) fn begin(&mut self) {
        self.events.get_or_insert_default();
    }

    pub(super) fn record(&mut self, event: TraceEvent) {
        if let Some(events) = &mut self.events
            && events.len() < KEPT
        {
            events.push(event);
        }
    }

    pub(super) fn drain(&mut self) -> Vec<TraceEvent> {
        self.events.as_mut().map(std::mem::take).unwrap_or_default()
    }
}
