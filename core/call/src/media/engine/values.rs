//! What goes into a pipeline and what comes out.

use crate::media::command::{LineQuality, Rung};
use crate::media::ladder::REPORT;

/// The payload type of Opus, as browsers number it.
pub(super) const OPUS: u8 = 111;
/// And of speech with copies of earlier speech (RED, RFC 2198).
pub(super) const RED: u8 = 63;

/// Something to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packet {
    /// Speech.
    Media(MediaPacket),
    /// A report about what the peer sends.
    Report([u8; REPORT]),
}

/// A packet of speech, without what a transport adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaPacket {
    /// Counts packets.
    pub sequence: u16,
    /// When the first sample was spoken, 48 kHz.
    pub timestamp: u32,
    /// The first packet after a silence.
    pub marker: bool,
    /// Whether the payload holds copies of earlier packets, too (RED, RFC 2198).
    pub red: bool,
    /// Coded speech.
    pub payload: Vec<u8>,
}

/// What a pipeline reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PipelineEvent {
    /// A rung or the quality of the line changed.
    Line {
        /// What we send on.
        up: Rung,
        /// What the peer sends on.
        down: Rung,
        /// The worse of both directions.
        quality: LineQuality,
    },
    /// The line carries too little for any call.
    TooWeak,
}

/// Where a pipeline's counters begin. Random in a real call (RFC 3550 §5.1).
#[derive(Clone, Copy, Debug, Default)]
pub struct Begin {
    /// First sequence number.
    pub sequence: u16,
    /// First timestamp.
    pub timestamp: u32,
}
