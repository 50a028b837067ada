//! What a receiver tells the sender about the line: sixteen bytes in an RTCP APP packet (RFC 3550 §6.7) named "NABZ".
//!
//! The ladder needs the queue's delay and the line's capacity, which a receiver report (RFC 3550 §6.4.2) has no field
//! for; RFC 8888 would carry them packet by packet at 44 bytes a second. An APP packet alone (reduced size, RFC 5506)
//! is 28 bytes, 42 as SRTCP, 70 on the wire: 0.28 kbit/s every 2 s.

/// A report as its receiver reads it; the transport does not.
pub type Feedback = [u8; 16];

/// Bytes of the packet before SRTCP adds its index and tag (14).
pub(super) const LENGTH: usize = 12 + size_of::<Feedback>();
const VERSION: u8 = 2 << 6;
const APPLICATION_DEFINED: u8 = 204;
const NAME: [u8; 4] = *b"NABZ";

/// The APP packet from `ssrc`.
pub(super) fn write(feedback: &Feedback, ssrc: u32) -> [u8; LENGTH] {
    let mut packet = [0; LENGTH];
    let fields: [&[u8]; 5] = [
        &[VERSION, APPLICATION_DEFINED],
        &((LENGTH / 4 - 1) as u16).to_be_bytes(),
        &ssrc.to_be_bytes(),
        &NAME,
        feedback,
    ];
    for (byte, value) in packet.iter_mut().zip(fields.into_iter().flatten()) {
        *byte = *value;
    }
    packet
}

/// Reads a packet [`write`] made.
pub(super) fn read(packet: &[u8]) -> Option<Feedback> {
    let packet: &[u8; LENGTH] = packet.try_into().ok()?;
    let [VERSION, APPLICATION_DEFINED, 0, 6, _, _, _, _, b'N', b'A', b'B', b'Z', feedback @ ..] = *packet
    else {
        return None;
    };
    Some(feedback)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn is_an_app_packet_as_rfc_3550_frames_it() {
        let packet = write(&[7; 16], 0xdead_beef);
        assert_eq!(packet[..12], [0x80, 204, 0, 6, 0xde, 0xad, 0xbe, 0xef, b'N', b'A', b'B', b'Z']);
        assert_eq!(read(&packet), Some([7; 16]));
    }

    proptest! {
        #[test]
        fn other_packets_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            prop_assert_eq!(read(&bytes), None);
        }
    }
}
