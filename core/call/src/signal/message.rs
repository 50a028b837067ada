//! What two devices tell each other about a call, and its compact form.
//!
//! A message is one CBOR map (RFC 8949) with small integers as keys, in ascending order, definite lengths, shortest
//! forms:
//!
//! ```text
//! message     = { 1: version, 2: call id, 3: from, 4: to, 5: counter, 6: sent, 7: lifetime, 8: kind, ? 9: content }
//! description = { 1: ufrag, 2: pwd, 3: fingerprint, 4: setup, 5: [ * address ‖ port ] }
//! ```
//!
//! `sent` is in milliseconds since 1970, `lifetime` in milliseconds after it. An address is 4 or 16 bytes, its port
//! two more, big-endian. Unknown keys are skipped, so that a later version may add; an unknown kind is refused by name.
//! An offer with two IPv4 candidates takes 165 bytes.
//!
//! Everything here came over a signature that was checked (see [`super::open`]), but a signed message may still be
//! nonsense: every length is bounded and every value checked once, here.

use std::fmt;

use nabz_time::Wall;

use super::body::{self, Body};
use super::cbor::{self, Fields};
use super::ids::{CallId, MailboxName};

/// The version of the format this module writes and reads.
pub const VERSION: u8 = 1;

/// The longest message in bytes. An offer with eight IPv6 candidates takes about 330; the rest is room for texts.
pub const MAX_MESSAGE: usize = 4_096;

/// The longest time a message may stay valid: as long as a broker keeps a session, seven days.
pub const MAX_LIFETIME_MS: i64 = 7 * 24 * 3_600 * 1_000;

/// One message from one device to another.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// The format, [`VERSION`].
    pub version: u8,
    /// The consultation it belongs to.
    pub call: CallId,
    /// Who sent it.
    pub from: MailboxName,
    /// Whom it is for.
    pub to: MailboxName,
    /// Counts the messages from this device's key to this recipient, from 1 without gaps.
    pub counter: u64,
    /// When it was written, by the sender's clock.
    pub sent: Wall,
    /// After this instant nobody needs it any more.
    pub expires: Wall,
    /// What it says.
    pub body: Body,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Message({:?} #{} {:?} → {:?}: {:?})",
            self.call, self.counter, self.from, self.to, self.body
        )
    }
}

/// Why bytes are not a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// More than [`MAX_MESSAGE`] bytes.
    #[error("the message is too large")]
    TooLarge,
    /// Not the CBOR map described above, or something follows it.
    #[error("the message is malformed")]
    Malformed,
    /// Written by a later version.
    #[error("the message has version {0}")]
    Version(u64),
    /// A kind this version does not know.
    #[error("the message has the unknown kind {0}")]
    Kind(u64),
    /// It expires before it was sent, or lives longer than [`MAX_LIFETIME_MS`].
    #[error("the message has an impossible lifetime")]
    Lifetime,
    /// The description of a peer breaks a rule of ICE or DTLS.
    #[error("the description of the peer is out of bounds")]
    Description,
}

mod key {
    pub(super) const VERSION: u64 = 1;
    pub(super) const CALL: u64 = 2;
    pub(super) const FROM: u64 = 3;
    pub(super) const TO: u64 = 4;
    pub(super) const COUNTER: u64 = 5;
    pub(super) const SENT: u64 = 6;
    pub(super) const LIFETIME: u64 = 7;
}

impl Message {
    /// The compact form, refused if [`Message::decode`] would refuse it at the other end.
    pub fn encode(&self) -> Result<Vec<u8>, MessageError> {
        let lifetime = lifetime(self.sent, self.expires)?;
        let sent = u64::try_from(self.sent.millis()).map_err(|_| MessageError::Lifetime)?;
        let (kind, content) = body::encode(&self.body)?;
        let mut map = vec![
            (key::VERSION, self.version.into()),
            (key::CALL, cbor::bytes(&self.call.0)),
            (key::FROM, self.from.as_str().into()),
            (key::TO, self.to.as_str().into()),
            (key::COUNTER, self.counter.into()),
            (key::SENT, sent.into()),
            (key::LIFETIME, lifetime.into()),
            (body::KIND, kind.into()),
        ];
        if let Some(content) = content {
            map.push((body::CONTENT, content));
        }
        let bytes = cbor::write(&cbor::map(map));
        if bytes.len() > MAX_MESSAGE { Err(MessageError::TooLarge) } else { Ok(bytes) }
    }

    /// Reads the compact form.
    pub fn decode(bytes: &[u8]) -> Result<Self, MessageError> {
        if bytes.len() > MAX_MESSAGE {
            return Err(MessageError::TooLarge);
        }
        let mut fields = Fields::read(bytes)?;
        let version = fields.uint(key::VERSION)?;
        if version != u64::from(VERSION) {
            return Err(MessageError::Version(version));
        }
        let sent = i64::try_from(fields.uint(key::SENT)?).map_err(|_| MessageError::Lifetime)?;
        let life = i64::try_from(fields.uint(key::LIFETIME)?).map_err(|_| MessageError::Lifetime)?;
        let sent = Wall::from_millis(sent);
        let expires = Wall::from_millis(sent.millis().checked_add(life).ok_or(MessageError::Lifetime)?);
        lifetime(sent, expires)?;
        Ok(Self {
            version: VERSION,
            call: CallId(fields.array(key::CALL)?),
            from: name(&fields.text(key::FROM)?)?,
            to: name(&fields.text(key::TO)?)?,
            counter: fields.uint(key::COUNTER)?,
            sent,
            expires,
            body: body::decode(&mut fields)?,
        })
    }
}

fn lifetime(sent: Wall, expires: Wall) -> Result<u64, MessageError> {
    let life = expires.millis_since(sent);
    if life > MAX_LIFETIME_MS {
        return Err(MessageError::Lifetime);
    }
    u64::try_from(life).map_err(|_| MessageError::Lifetime)
}

fn name(text: &str) -> Result<MailboxName, MessageError> {
    text.parse().map_err(|_| MessageError::Malformed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::media::{Description, Setup, Stack};
    use crate::signal::HangupReason;
    use crate::signal::testing::{description, message};

    #[test]
    fn a_browsers_description_says_so_and_a_cores_spends_nothing_on_it() {
        let core = description(Setup::ActPass, 1);
        let browser = Description { stack: Stack::Browser, ..core.clone() };
        let [core, browser] = [core, browser].map(|description| {
            let written = message(Body::Offer(description.clone())).encode().unwrap();
            let Body::Offer(read) = Message::decode(&written).unwrap().body else { panic!("no offer") };
            assert!(read == description);
            written.len()
        });
        assert_eq!(browser, core + 2);
    }

    #[test]
    fn an_offer_is_small() {
        let offer = message(Body::Offer(description(Setup::ActPass, 2)));
        let size = offer.encode().unwrap().len();
        println!("an offer with two IPv4 candidates: {size} B of CBOR");
        assert!(size <= 200, "{size}");
    }

    #[test]
    fn every_kind_survives_the_wire() {
        let reasons = (0..8).map(|code| Body::Hangup { reason: HangupReason::from_code(code) });
        let bodies = [
            Body::Offer(description(Setup::ActPass, 8)),
            Body::Answer(description(Setup::Active, 0)),
            Body::Ringing,
            Body::Decline,
            Body::Busy,
        ];
        for body in bodies.into_iter().chain(reasons) {
            let message = message(body);
            assert_eq!(Message::decode(&message.encode().unwrap()), Ok(message));
        }
    }

    #[test]
    fn a_description_out_of_bounds_is_refused_before_it_is_sent() {
        let good = description(Setup::ActPass, 1);
        let bad = [
            Description { ufrag: "abc".into(), ..good.clone() },
            Description { ufrag: "a".repeat(33), ..good.clone() },
            Description { ufrag: "a b\n".into(), ..good.clone() },
            Description { pwd: "a".repeat(21), ..good.clone() },
            Description { pwd: "a".repeat(65), ..good.clone() },
            Description { setup: Setup::Active, ..good.clone() },
            description(Setup::ActPass, 9),
        ];
        for description in bad {
            assert_eq!(message(Body::Offer(description)).encode(), Err(MessageError::Description));
        }
    }

    #[test]
    fn lifetimes_are_bounded() {
        let good = message(Body::Ringing);
        let backwards = Message { expires: good.sent - std::time::Duration::from_millis(1), ..good.clone() };
        let endless = Message { expires: Wall::from_millis(i64::MAX), ..good };
        assert_eq!(backwards.encode(), Err(MessageError::Lifetime));
        assert_eq!(endless.encode(), Err(MessageError::Lifetime));
    }

    #[test]
    fn what_follows_a_message_or_doubles_a_key_is_refused() {
        let mut bytes = message(Body::Ringing).encode().unwrap();
        bytes.push(0);
        assert_eq!(Message::decode(&bytes), Err(MessageError::Malformed));
        let twice = cbor::write(&cbor::map(vec![(1, 1.into()), (1, 1.into())]));
        assert_eq!(Message::decode(&twice), Err(MessageError::Malformed));
        assert_eq!(Message::decode(&vec![0; MAX_MESSAGE + 1]), Err(MessageError::TooLarge));
    }

    #[test]
    fn a_later_version_and_an_unknown_kind_are_named() {
        let later = cbor::write(&cbor::map(vec![(1, 2.into())]));
        assert_eq!(Message::decode(&later), Err(MessageError::Version(2)));
        let bytes = message(Body::Ringing).encode().unwrap();
        let mut map = Fields::read(&bytes).unwrap().into_pairs();
        map.retain(|(key, _)| *key != body::KIND);
        map.push((body::KIND, 99.into()));
        assert_eq!(Message::decode(&cbor::write(&cbor::map(map))), Err(MessageError::Kind(99)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_refused_or_read(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = Message::decode(&bytes);
        }

        #[test]
        fn a_changed_message_is_refused_or_still_in_bounds(at in any::<proptest::sample::Index>(), with in any::<u8>()) {
            let mut bytes = message(Body::Offer(description(Setup::ActPass, 3))).encode().unwrap();
            let at = at.index(bytes.len());
            bytes[at] = with;
            if let Ok(read) = Message::decode(&bytes) {
                prop_assert!(read.encode().is_ok());
            }
        }
    }
}
