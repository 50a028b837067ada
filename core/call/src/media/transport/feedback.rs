//! What a receiver tells the sender about the line: twelve bytes in an RTCP APP packet (RFC 3550 §6.7) named "NABZ".
//!
//! The engine needs the queue's delay and the received rate, which a receiver report (RFC 3550 §6.4.2) has no field
//! for; RFC 8888 would carry them packet by packet at 44 bytes a second. An APP packet alone (reduced size, RFC 5506)
//! is 24 bytes, 38 as SRTCP, 66 on the wire: 0.11 kbit/s every 5 s, 0.26 every 2 s.

use std::time::Duration;

/// Bytes of the packet before SRTCP adds its index and tag (14).
pub(super) const LENGTH: usize = 24;
const VERSION: u8 = 2 << 6;
const APPLICATION_DEFINED: u8 = 204;
const NAME: [u8; 4] = *b"NABZ";

/// How a sender's packets arrived, told back to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Feedback {
    /// Highest RTP sequence number received, with the wraps counted above bit 16 (RFC 3550 §6.4.1).
    pub highest: u32,
    /// Packets received since the call began. Expected less received is lost.
    pub received: u32,
    /// How much longer the last packets were under way than the fastest ones: the queue in front of the link.
    /// Milliseconds on the wire, at most 65.5 s.
    pub queue: Duration,
    /// Rate received, bits a second with IP and UDP headers. Hundreds on the wire, at most 6.5 Mbit/s.
    pub rate_bps: u32,
}

impl Feedback {
    /// The APP packet from `ssrc`.
    pub(super) fn write(&self, ssrc: u32) -> [u8; LENGTH] {
        let queue = u16::try_from(self.queue.as_millis()).unwrap_or(u16::MAX);
        let rate = u16::try_from(self.rate_bps / 100).unwrap_or(u16::MAX);
        let mut packet = [0; LENGTH];
        let fields: [&[u8]; 8] = [
            &[VERSION, APPLICATION_DEFINED],
            &((LENGTH / 4 - 1) as u16).to_be_bytes(),
            &ssrc.to_be_bytes(),
            &NAME,
            &self.highest.to_be_bytes(),
            &self.received.to_be_bytes(),
            &queue.to_be_bytes(),
            &rate.to_be_bytes(),
        ];
        for (byte, value) in packet.iter_mut().zip(fields.into_iter().flatten()) {
            *byte = *value;
        }
        packet
    }

    /// Reads a packet [`Self::write`] made.
    pub(super) fn read(packet: &[u8]) -> Option<Self> {
        let packet: &[u8; LENGTH] = packet.try_into().ok()?;
        let [VERSION, APPLICATION_DEFINED, 0, 5, _, _, _, _, rest @ ..] = packet else { return None };
        let [b'N', b'A', b'B', b'Z', h0, h1, h2, h3, r0, r1, r2, r3, q0, q1, b0, b1] = *rest else {
            return None;
        };
        Some(Self {
            highest: u32::from_be_bytes([h0, h1, h2, h3]),
            received: u32::from_be_bytes([r0, r1, r2, r3]),
            queue: Duration::from_millis(u16::from_be_bytes([q0, q1]).into()),
            rate_bps: u32::from(u16::from_be_bytes([b0, b1])) * 100,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn is_an_app_packet_as_rfc_3550_frames_it() {
        let feedback = Feedback {
            highest: 0x1_0002,
            received: 3,
            queue: Duration::from_millis(1_200),
            rate_bps: 12_345,
        };
        let packet = feedback.write(0xdead_beef);
        assert_eq!(packet[..12], [0x80, 204, 0, 5, 0xde, 0xad, 0xbe, 0xef, b'N', b'A', b'B', b'Z']);
        assert_eq!(Feedback::read(&packet), Some(Feedback { rate_bps: 12_300, ..feedback }));
    }

    #[test]
    fn large_values_saturate() {
        let queue = Duration::from_secs(100);
        let read = Feedback::read(&Feedback { queue, rate_bps: u32::MAX, ..Feedback::default() }.write(1));
        assert_eq!(read.map(|f| (f.queue.as_millis(), f.rate_bps)), Some((65_535, 6_553_500)));
    }

    proptest! {
        #[test]
        fn other_packets_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            prop_assert_eq!(Feedback::read(&bytes), None);
        }
    }
}
