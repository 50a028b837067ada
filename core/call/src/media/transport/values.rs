//! What goes into a transport and what comes out.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

#[cfg(doc)]
use nabz_time::Mono;

use super::Feedback;
use crate::media::MediaEnd;

/// Bytes of audio in a packet at most: the largest that fits every path unfragmented.
pub const MAX_PAYLOAD: usize = 1_150;

/// What a transport has to know of its surroundings.
#[derive(Clone, Copy, Debug)]
pub struct TransportConfig {
    /// The socket's address.
    pub local: SocketAddr,
    /// The address the peer is told instead, where a relay stands in between.
    pub advertise: Option<SocketAddr>,
    /// The machine's instant that is [`Mono::ZERO`]. rtc counts in instants, of which only differences matter.
    pub base: Instant,
}

/// A datagram to send from the transport's socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transmit {
    /// Where to.
    pub to: SocketAddr,
    /// What.
    pub bytes: Vec<u8>,
}

/// A media packet, without what the transport adds (RFC 3550 §5.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RtpPacket {
    /// What the payload is, 0 to 127.
    pub payload_type: u8,
    /// Begins a talk spurt.
    pub marker: bool,
    /// Counts packets, with wraps.
    pub sequence: u16,
    /// When the payload begins, on the payload's clock.
    pub timestamp: u32,
    /// The audio.
    pub payload: Vec<u8>,
}

/// What a transport reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransportEvent {
    /// Media may be sent. The peer is who its description says.
    Connected {
        /// From the moment both descriptions were known here.
        after: Duration,
    },
    /// The peer sent media.
    Rtp(RtpPacket),
    /// The peer says how our media arrives.
    Feedback(Feedback),
    /// The peer, a browser, says how much of our media was lost of late.
    Lost {
        /// In 256ths.
        share: u8,
    },
    /// Packets go another way than before: the peer has moved, or we have, and was found. What is known of the line is
    /// of the old one, and what was under way is lost.
    PathChanged,
    /// Nothing authentic arrived for 12 s.
    Disconnected,
    /// The peer is heard again.
    Restored,
    /// Over. Nothing more follows.
    Failed(MediaEnd),
}
