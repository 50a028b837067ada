//! Whether a STUN message comes from the peer, checked before rtc acts on it.
//!
//! rtc-ice 0.21.1 settles a conflict of roles (RFC 8445 §7.3.1.1) before it looks at the sender's password, so one
//! forged datagram can turn the controlling side around. Here only Binding requests and their answers that carry the
//! right MESSAGE-INTEGRITY (RFC 8489 §14.5) get through; everything else is dropped unread.
//!
//! The few messages that [`super::roaming`] exchanges beside rtc's agent are written here, too.

use std::net::SocketAddr;
use std::sync::Arc;

use ring::hmac;
use rtc::crypto::RTCCryptoProvider;
use rtc::ice::attributes::control::{AttrControlled, AttrControlling};
use rtc::ice::attributes::priority::PriorityAttr;
use rtc::ice::attributes::use_candidate::UseCandidateAttr;
use rtc::shared::error::Error;
use rtc::stun::attributes::{ATTR_USERNAME, AttrType};
use rtc::stun::fingerprint::FINGERPRINT;
use rtc::stun::integrity::MessageIntegrity;
use rtc::stun::message::{BINDING_REQUEST as REQUEST, BINDING_SUCCESS as SUCCESS, Message, Setter};
use rtc::stun::textattrs::Username;
use rtc::stun::xoraddr::XorMappedAddress;

use super::path::IceRole;

const HEADER: usize = 20;
const MAGIC_COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const BINDING_REQUEST: u16 = 0x0001;
const BINDING_SUCCESS: u16 = 0x0101;
const USERNAME: u16 = 0x0006;
const MESSAGE_INTEGRITY: u16 = 0x0008;
const INTEGRITY_VALUE: usize = 20;
/// How often the sender's network has changed, four bytes. From the range that whoever does not know it skips (RFC 8489
/// §14), where nothing is registered.
const MOVES: u16 = 0xe0b2;
/// Of a peer-reflexive candidate (RFC 8445 §5.1.2.1), the only kind these checks can discover.
const PRIORITY: u32 = (110 << 24) | (65_535 << 8) | 255;
/// A check of ours takes 88 bytes, Chromium's about 120: more than this is no connectivity check (RFC 8489 §6.1).
const MAX_MESSAGE: usize = 548;

/// Pairs a request with its answer.
pub(super) type TransactionId = [u8; 12];

/// A message that only the peer can have made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opened {
    /// A check.
    Request {
        /// To be answered under it.
        id: TransactionId,
        /// How often the peer's network had changed.
        moves: u32,
    },
    /// An answer to a check of ours.
    Answer {
        /// The check's.
        id: TransactionId,
    },
}

/// What both ends agreed on, to tell the peer's messages from others'.
pub(super) struct Credentials {
    /// USERNAME of a request to us: our fragment, a colon, the peer's (RFC 8445 §7.2.2).
    username: String,
    /// USERNAME of a request of ours.
    username_there: String,
    ours: hmac::Key,
    theirs: hmac::Key,
    pwd: String,
    pwd_there: String,
    provider: Arc<dyn RTCCryptoProvider>,
}

impl Credentials {
    /// From both sides' fragment and password.
    pub(super) fn new(
        ours: (&str, &str),
        theirs: (&str, &str),
        provider: Arc<dyn RTCCryptoProvider>,
    ) -> Self {
        let key = |pwd: &str| hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, pwd.as_bytes());
        Self {
            username: format!("{}:{}", ours.0, theirs.0),
            username_there: format!("{}:{}", theirs.0, ours.0),
            ours: key(ours.1),
            theirs: key(theirs.1),
            pwd: ours.1.to_owned(),
            pwd_there: theirs.1.to_owned(),
            provider,
        }
    }

    /// Reads a request to us or an answer to ours. `None` if anybody else may have made it.
    pub(super) fn open(&self, message: &[u8]) -> Option<Opened> {
        let kind = header(message)?;
        let key = match kind {
            BINDING_REQUEST => &self.ours,
            BINDING_SUCCESS => &self.theirs,
            _ => return None,
        };
        let attributes = Attributes::read(message)?;
        if kind == BINDING_REQUEST && attributes.username? != self.username.as_bytes() {
            return None;
        }
        let (at, value) = attributes.integrity?;
        // The HMAC covers the message up to the attribute, its length field counting the attribute.
        let counted = u16::try_from(at + 4 + INTEGRITY_VALUE - HEADER).ok()?;
        let mut covered = message.get(..at)?.to_vec();
        covered.get_mut(2..4)?.copy_from_slice(&counted.to_be_bytes());
        hmac::verify(key, &covered, value).ok()?;
        let id = message.get(8..HEADER)?.try_into().ok()?;
        Some(match kind {
            BINDING_REQUEST => Opened::Request { id, moves: attributes.moves },
            _ => Opened::Answer { id },
        })
    }

    /// A check of ours. Who controls nominates with it, for a peer that knows no other sign of a move.
    pub(super) fn request(&self, id: TransactionId, role: IceRole, moves: u32) -> Option<Vec<u8>> {
        let mut parts: Vec<Box<dyn Setter + '_>> = vec![
            Box::new(REQUEST),
            Box::new(rtc::stun::message::TransactionId(id)),
            Box::new(Username::new(ATTR_USERNAME, self.username_there.clone())),
            Box::new(PriorityAttr(PRIORITY)),
        ];
        match role {
            IceRole::Controlling => {
                parts.push(Box::new(AttrControlling(0)));
                parts.push(Box::<UseCandidateAttr>::default());
            }
            IceRole::Controlled => parts.push(Box::new(AttrControlled(0))),
        }
        parts.extend([Box::new(Moves(moves)) as _, self.seal(&self.pwd_there), Box::new(FINGERPRINT) as _]);
        self.write(&parts)
    }

    /// The answer to the peer's check that came from `from`.
    pub(super) fn answer(&self, id: TransactionId, from: SocketAddr) -> Option<Vec<u8>> {
        self.write(&[
            Box::new(SUCCESS),
            Box::new(rtc::stun::message::TransactionId(id)),
            Box::new(XorMappedAddress { ip: from.ip(), port: from.port() }),
            self.seal(&self.pwd),
            Box::new(FINGERPRINT),
        ])
    }

    fn seal(&self, pwd: &str) -> Box<dyn Setter + '_> {
        let crypto = self.provider.crypto();
        Box::new(MessageIntegrity::new_short_term_integrity_with_provider(pwd.to_owned(), crypto))
    }

    fn write(&self, parts: &[Box<dyn Setter + '_>]) -> Option<Vec<u8>> {
        let mut message = Message::new();
        message.build(parts).ok()?;
        Some(message.raw)
    }
}

/// The attribute [`MOVES`].
struct Moves(u32);

impl Setter for Moves {
    fn add_to(&self, message: &mut Message) -> Result<(), Error> {
        message.add(AttrType(MOVES), &self.0.to_be_bytes());
        Ok(())
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
    /// Nought where it is not there.
    moves: u32,
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
                MOVES if found.integrity.is_none() => {
                    found.moves = u32::from_be_bytes(value.try_into().ok()?);
                }
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

    const US: (&str, &str) = ("evtj", "VOkJxbRl1RmTxUk/WvJxBt");
    const THEM: (&str, &str) = ("h6vY", "asd88fgpdd777uzjYhagZg");

    fn credentials() -> Credentials {
        Credentials::new(US, THEM, rtc::crypto::default_provider().unwrap())
    }

    fn credentials_there() -> Credentials {
        Credentials::new(THEM, US, rtc::crypto::default_provider().unwrap())
    }

    fn authentic(message: &[u8]) -> bool {
        credentials().open(message).is_some()
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
    fn a_check_and_its_answer_are_read_by_the_other_side_alone() {
        for (role, moves) in [(IceRole::Controlling, 0), (IceRole::Controlled, 7)] {
            let check = credentials().request([1; 12], role, moves).unwrap();
            assert_eq!(credentials_there().open(&check), Some(Opened::Request { id: [1; 12], moves }));
            assert_eq!(credentials().open(&check), None);
            let answer = credentials_there().answer([1; 12], "192.0.2.1:7".parse().unwrap()).unwrap();
            assert_eq!(credentials().open(&answer), Some(Opened::Answer { id: [1; 12] }));
            assert_eq!(credentials_there().open(&answer), None);
        }
    }

    #[test]
    fn moves_count_only_in_four_bytes_and_under_the_seal() {
        let mut check = credentials_there().request([1; 12], IceRole::Controlled, 1).unwrap();
        let at = check.windows(4).position(|bytes| bytes == [0xe0, 0xb2, 0, 4]).unwrap();
        check[at + 7] = 2;
        assert_eq!(credentials().open(&check), None);
        check[at + 3] = 3;
        assert_eq!(credentials().open(&check), None);
    }

    #[test]
    fn takes_the_peers_request_and_no_other() {
        let good = request("evtj:h6vY", "VOkJxbRl1RmTxUk/WvJxBt");
        assert!(authentic(&good));
        assert!(!authentic(&request("evtj:othr", "VOkJxbRl1RmTxUk/WvJxBt")));
        assert!(!authentic(&request("evtj:h6vY", "another password, 22 c")));
        for bit in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            // The padding after USERNAME is covered too: nothing in the message may change.
            assert!(!authentic(&bad), "bit {bit}");
        }
    }

    #[test]
    fn an_attribute_after_the_seal_does_not_break_it() {
        let mut fingerprinted = request("evtj:h6vY", "VOkJxbRl1RmTxUk/WvJxBt");
        fingerprinted.extend([0x80, 0x28, 0, 4, 1, 2, 3, 4]);
        let length = (fingerprinted.len() - HEADER) as u16;
        fingerprinted[2..4].copy_from_slice(&length.to_be_bytes());
        assert!(authentic(&fingerprinted));
    }

    proptest! {
        #[test]
        fn any_bytes_are_refused_without_a_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            prop_assert!(!authentic(&bytes));
            if bytes.len() > HEADER {
                bytes.truncate(bytes.len() / 4 * 4);
                let length = (bytes.len() - HEADER) as u16;
                bytes[..2].copy_from_slice(&BINDING_REQUEST.to_be_bytes());
                bytes[2..4].copy_from_slice(&length.to_be_bytes());
                bytes[4..8].copy_from_slice(&MAGIC_COOKIE);
                prop_assert!(!authentic(&bytes));
            }
        }
    }
}
