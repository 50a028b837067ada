//! Whether a STUN message comes from the peer, checked before rtc acts on it.
//!
//! rtc-ice 0.21.1 settles a conflict of roles (RFC 8445 §7.3.1.1) before it looks at the sender's password, so one
//! forged datagram can turn the controlling side around. Here only Binding requests and their answers that carry the
//! right MESSAGE-INTEGRITY (RFC 8489 §14.5) get through; everything else is dropped unread.

use ring::hmac;

const HEADER: usize = 20;
const MAGIC_COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const BINDING_REQUEST: u16 = 0x0001;
const BINDING_SUCCESS: u16 = 0x0101;
const USERNAME: u16 = 0x0006;
const MESSAGE_INTEGRITY: u16 = 0x0008;
const INTEGRITY_VALUE: usize = 20;
/// A check of ours takes 88 bytes, Chromium's about 120: more than this is no connectivity check (RFC 8489 §6.1).
const MAX_MESSAGE: usize = 548;

/// What both ends agreed on, to tell the peer's messages from others'.
pub(super) struct Credentials {
    /// USERNAME of a request to us: our fragment, a colon, the peer's (RFC 8445 §7.2.2).
    username: String,
    ours: hmac::Key,
    theirs: hmac::Key,
}

impl Credentials {
    /// From both sides' fragment and password.
    pub(super) fn new(ours: (&str, &str), theirs: (&str, &str)) -> Self {
        let key = |pwd: &str| hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, pwd.as_bytes());
        Self { username: format!("{}:{}", ours.0, theirs.0), ours: key(ours.1), theirs: key(theirs.1) }
    }

    /// Whether `message` is a request to us or an answer to ours that only the peer can have made.
    pub(super) fn authentic(&self, message: &[u8]) -> bool {
        self.check(message).is_some()
    }

    fn check(&self, message: &[u8]) -> Option<()> {
        let key = match header(message)? {
            BINDING_REQUEST => &self.ours,
            BINDING_SUCCESS => &self.theirs,
            _ => return None,
        };
        let attributes = Attributes::read(message)?;
        if header(message) == Some(BINDING_REQUEST) && attributes.username? != self.username.as_bytes() {
            return None;
        }
        let (at, value) = attributes.integrity?;
        // The HMAC covers the message up to the attribute, its length field counting the attribute.
        let counted = u16::try_from(at + 4 + INTEGRITY_VALUE - HEADER).ok()?;
        let mut covered = message.get(..at)?.to_vec();
        covered.get_mut(2..4)?.copy_from_slice(&counted.to_be_bytes());
        hmac::verify(key, &covered, value).ok()
    }
}

/// Class and method of a well-framed message.
fn header(message: &[u8]) -> Option<u16> {
    let length = usize::from(word(message, 2)?);
    let framed = message.len() == HEADER + length && length.is_multiple_of(4) && message.len() <= MAX_MESSAGE;
    (framed && message.get(4..8)? == MAGIC_COOKIE).then_some(word(message, 0)?)
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// The attributes looked at; the first of a kind counts.
#[derive(Default)]
struct Attributes<'a> {
    username: Option<&'a [u8]>,
    /// Where it begins and its value.
    integrity: Option<(usize, &'a [u8])>,
}

impl<'a> Attributes<'a> {
    fn read(message: &'a [u8]) -> Option<Self> {
        let mut found = Self::default();
        let mut at = HEADER;
        while at < message.len() {
            let length = usize::from(word(message, at + 2)?);
            let value = message.get(at + 4..at + 4 + length)?;
            match word(message, at)? {
                USERNAME if found.integrity.is_none() => found.username = found.username.or(Some(value)),
                MESSAGE_INTEGRITY if length == INTEGRITY_VALUE => {
                    found.integrity = found.integrity.or(Some((at, value)));
                }
                MESSAGE_INTEGRITY => return None,
                _ => {}
            }
            at += 4 + length.next_multiple_of(4);
        }
        (at == message.len()).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn credentials() -> Credentials {
        Credentials::new(("evtj", "VOkJxbRl1RmTxUk/WvJxBt"), ("h6vY", "asd88fgpdd777uzjYhagZg"))
    }

    /// A Binding request as RFC 8445 §7.2.2 shapes it, sealed with `pwd`.
    fn request(username: &str, pwd: &str) -> Vec<u8> {
        let mut message = vec![0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42];
        message.extend([7; 12]);
        message.extend([0, 6, 0, username.len() as u8]);
        message.extend(username.bytes());
        message.resize(message.len().next_multiple_of(4), 0);
        let length = (message.len() + 24 - HEADER) as u16;
        message[2..4].copy_from_slice(&length.to_be_bytes());
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, pwd.as_bytes());
        let tag = hmac::sign(&key, &message);
        message.extend([0, 8, 0, 20]);
        message.extend(tag.as_ref());
        message
    }

    #[test]
    fn takes_the_peers_request_and_no_other() {
        let good = request("evtj:h6vY", "VOkJxbRl1RmTxUk/WvJxBt");
        assert!(credentials().authentic(&good));
        assert!(!credentials().authentic(&request("evtj:othr", "VOkJxbRl1RmTxUk/WvJxBt")));
        assert!(!credentials().authentic(&request("evtj:h6vY", "another password, 22 c")));
        for bit in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            // The padding after USERNAME is covered too: nothing in the message may change.
            assert!(!credentials().authentic(&bad), "bit {bit}");
        }
    }

    #[test]
    fn an_attribute_after_the_seal_does_not_break_it() {
        let mut fingerprinted = request("evtj:h6vY", "VOkJxbRl1RmTxUk/WvJxBt");
        fingerprinted.extend([0x80, 0x28, 0, 4, 1, 2, 3, 4]);
        let length = (fingerprinted.len() - HEADER) as u16;
        fingerprinted[2..4].copy_from_slice(&length.to_be_bytes());
        assert!(credentials().authentic(&fingerprinted));
    }

    proptest! {
        #[test]
        fn any_bytes_are_refused_without_a_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            prop_assert!(!credentials().authentic(&bytes));
            if bytes.len() > HEADER {
                bytes.truncate(bytes.len() / 4 * 4);
                let length = (bytes.len() - HEADER) as u16;
                bytes[..2].copy_from_slice(&BINDING_REQUEST.to_be_bytes());
                bytes[2..4].copy_from_slice(&length.to_be_bytes());
                bytes[4..8].copy_from_slice(&MAGIC_COOKIE);
                prop_assert!(!credentials().authentic(&bytes));
            }
        }
    }
}
