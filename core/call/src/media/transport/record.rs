//! The parts of a DTLS 1.2 datagram that travel in the clear (RFC 6347 §4.1, §4.2.2).

const RECORD_HEADER: usize = 13;
const FRAGMENT_HEADER: usize = 12;
const HANDSHAKE: u8 = 22;
const CHANGE_CIPHER_SPEC: u8 = 20;
/// A flight of five messages with a chain of certificates fits many times over; our own largest is 0.4 kB.
const MAX_MESSAGE: u32 = 16_384;
/// The highest message_seq of a full handshake with client certificate is 7.
const MAX_SEQUENCE: u16 = 31;
/// Records or fragments in one datagram: a whole flight has 6.
const MAX_PARTS: usize = 16;

/// The first ClientHello's msg_type (RFC 5246 §7.4).
const CLIENT_HELLO: u8 = 1;

/// One fragment of a handshake message, without its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fragment {
    kind: u8,
    /// Number of the message in the handshake.
    pub(super) sequence: u16,
    offset: u32,
    length: u32,
}

impl Fragment {
    /// Whether it belongs to the ClientHello without a cookie.
    pub(super) fn is_first_hello(self) -> bool {
        self.kind == CLIENT_HELLO && self.sequence == 0
    }
}

/// What a datagram carries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Datagram {
    /// The handshake fragments in the clear.
    pub(super) fragments: Vec<Fragment>,
    /// Whether it has a record under the new keys.
    pub(super) sealed: bool,
}

impl Datagram {
    /// Reads a whole datagram. `None` if any of it is malformed or has no business in a handshake: an alert or data
    /// in the clear can only be forged or useless, and rtc would end the handshake at a forged `close_notify`.
    pub(super) fn parse(mut bytes: &[u8]) -> Option<Self> {
        let mut read = Self::default();
        for _ in 0..MAX_PARTS {
            let (header, rest) = bytes.split_at_checked(RECORD_HEADER)?;
            let [kind, major, _, epoch @ ..] = header else { return None };
            let epoch = u16::from_be_bytes([*epoch.first()?, *epoch.get(1)?]);
            let length = usize::from(u16::from_be_bytes([*header.get(11)?, *header.get(12)?]));
            let (body, rest) = rest.split_at_checked(length)?;
            match (*major, epoch, *kind) {
                (0xfe, 0, HANDSHAKE) => read.take_fragments(body)?,
                (0xfe, 0, CHANGE_CIPHER_SPEC) if body == [1] => {}
                (0xfe, 1, 20..=23) => read.sealed = true,
                _ => return None,
            }
            if rest.is_empty() {
                return Some(read);
            }
            bytes = rest;
        }
        None
    }

    fn take_fragments(&mut self, mut body: &[u8]) -> Option<()> {
        while !body.is_empty() {
            let (header, rest) = body.split_at_checked(FRAGMENT_HEADER)?;
            let fragment = Fragment {
                kind: *header.first()?,
                sequence: u16::from_be_bytes([*header.get(4)?, *header.get(5)?]),
                offset: number(header.get(6..9)?),
                length: number(header.get(9..12)?),
            };
            let whole = number(header.get(1..4)?);
            let fits = fragment.offset + fragment.length <= whole && whole <= MAX_MESSAGE;
            if !fits || fragment.sequence > MAX_SEQUENCE || self.fragments.len() == MAX_PARTS {
                return None;
            }
            self.fragments.push(fragment);
            body = rest.get(fragment.length as usize..)?;
        }
        Some(())
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// Builds datagrams for tests of this folder.
#[cfg(test)]
pub(super) mod testing {
    use super::*;

    pub(crate) fn record(kind: u8, epoch: u16, number: u8, body: &[u8]) -> Vec<u8> {
        let mut record = vec![kind, 0xfe, 0xfd];
        record.extend(epoch.to_be_bytes());
        record.extend([0, 0, 0, 0, 0, number]);
        record.extend((body.len() as u16).to_be_bytes());
        record.extend(body);
        record
    }

    /// A handshake record with one unfragmented message of `length` bytes.
    pub(crate) fn message(kind: u8, sequence: u16, length: u8, number: u8) -> Vec<u8> {
        let mut body = vec![kind, 0, 0, length];
        body.extend(sequence.to_be_bytes());
        body.extend([0, 0, 0, 0, 0, length]);
        body.resize(body.len() + usize::from(length), 0xaa);
        record(HANDSHAKE, 0, number, &body)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::testing::{message, record};
    use super::*;

    #[test]
    fn reads_the_fragments_of_a_flight_in_one_datagram() {
        let mut flight = message(11, 1, 100, 0);
        flight.extend(message(16, 2, 30, 1));
        flight.extend(record(CHANGE_CIPHER_SPEC, 0, 2, &[1]));
        flight.extend(record(HANDSHAKE, 1, 0, &[0; 40]));
        let read = Datagram::parse(&flight).unwrap();
        let sequences: Vec<_> = read.fragments.iter().map(|f| (f.sequence, f.length)).collect();
        assert_eq!(sequences, [(1, 100), (2, 30)]);
        assert!(read.sealed);
    }

    #[test]
    fn refuses_what_has_no_business_in_a_handshake() {
        let close_notify = record(21, 0, 0, &[1, 0]);
        let data = record(23, 0, 0, b"plain");
        let from_epoch_two = record(HANDSHAKE, 2, 0, &[0; 40]);
        let overlong = record(HANDSHAKE, 0, 0, &[11, 0, 0, 5, 0, 1, 0, 0, 4, 0, 0, 2, 1, 1]);
        let late_message = message(11, MAX_SEQUENCE + 1, 4, 0);
        let many = record(CHANGE_CIPHER_SPEC, 0, 0, &[1]).repeat(MAX_PARTS + 1);
        for bad in [close_notify, data, from_epoch_two, overlong, late_message, many, vec![]] {
            assert_eq!(Datagram::parse(&bad), None, "{bad:?}");
        }
        let good = message(1, 0, 60, 0);
        for cut in 0..good.len() {
            assert_eq!(Datagram::parse(&good[..cut]), None);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..1500)) {
            if let Some(read) = Datagram::parse(&bytes) {
                prop_assert!(read.fragments.len() <= MAX_PARTS);
            }
        }

        #[test]
        fn any_handshake_body_is_read_without_a_panic(body in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Some(read) = Datagram::parse(&record(HANDSHAKE, 0, 0, &body)) {
                prop_assert!(read.fragments.iter().all(|f| f.sequence <= MAX_SEQUENCE));
            }
        }
    }
}
