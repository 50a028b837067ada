//! What a jitter buffer counted.

/// Where a played frame came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Spoken at this RTP time; its packet arrived, or a copy of it in a later one (RED).
    Decoded {
        /// RTP timestamp of the frame's first sample.
        timestamp: u32,
    },
    /// Spoken at this RTP time; its packet is lost, and a later one told coarsely what it held (DRED or in-band FEC).
    Repaired {
        /// RTP timestamp of the frame's first sample.
        timestamp: u32,
    },
    /// Guessed from what was heard before.
    Concealed,
    /// Silence: nothing to guess from.
    Comfort,
}

/// What happened so far. Speech that was lost is sought in this order: a copy, repair, correction, a guess.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JitterCounters {
    /// Frames of speech played, from their packet or a copy of it.
    pub decoded_ms: u64,
    /// Of these, from a copy in a later packet (RED, RFC 2198).
    pub copied_ms: u64,
    /// Played from what a later packet told coarsely (DRED).
    pub repaired_ms: u64,
    /// Played from a later packet's in-band FEC (RFC 6716 §2.1.7).
    pub corrected_ms: u64,
    /// Played without having been received, since the first packet.
    pub concealed_ms: u64,
    /// Received but left out to win back delay.
    pub skipped_ms: u64,
    /// Played longer than spoken, to gain delay for a line that became rougher.
    pub stretched_ms: u64,
    /// Times that nothing was there when a frame was due.
    pub underruns: u64,
    /// Times that the line stood still for long and then delivered at once; not learnt from.
    pub spikes: u64,
    /// Packets that came after their time, or twice.
    pub late: u64,
    /// Packets that could not be read.
    pub malformed: u64,
}
