//! What a datagram is, by its first byte (RFC 7983), before anything parses it.

/// The largest datagram looked at: an Ethernet frame's worth. What WebRTC sends is below 1,250 bytes.
pub(super) const MAX_DATAGRAM: usize = 1_500;

/// What shares a call's socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A connectivity check or its answer.
    Stun,
    /// A handshake record.
    Dtls,
    /// A protected media packet.
    Srtp,
    /// A protected report.
    Srtcp,
}

/// Says what `datagram` is, `None` if it belongs to nothing we speak.
pub(super) fn classify(datagram: &[u8]) -> Option<Kind> {
    if datagram.len() > MAX_DATAGRAM {
        return None;
    }
    match (datagram.first()?, datagram.get(1)?) {
        (0..=3, _) => Some(Kind::Stun),
        (20..=63, _) => Some(Kind::Dtls),
        // RFC 5761 §4: on a shared port these packet types are RTCP's.
        (128..=191, 192..=223) => Some(Kind::Srtcp),
        (128..=191, _) => Some(Kind::Srtp),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_part_as_rfc_7983_says() {
        assert_eq!(classify(&[0, 1]), Some(Kind::Stun));
        assert_eq!(classify(&[22, 254]), Some(Kind::Dtls));
        assert_eq!(classify(&[128, 111]), Some(Kind::Srtp));
        assert_eq!(classify(&[128, 111 | 0x80]), Some(Kind::Srtp));
        assert_eq!(classify(&[128, 204]), Some(Kind::Srtcp));
        assert_eq!(classify(&[64, 0]), None);
        assert_eq!(classify(&[200, 0]), None);
    }

    #[test]
    fn nothing_and_too_much_is_nothing() {
        assert_eq!(classify(&[]), None);
        assert_eq!(classify(&[22]), None);
        assert_eq!(classify(&[22; MAX_DATAGRAM + 1]), None);
    }
}
