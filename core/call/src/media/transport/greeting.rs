//! One round trip less in a DTLS handshake: the cookie is known to both sides beforehand.
//!
//! A DTLS server asks for its cookie back (RFC 6347 §4.2.1), so that nobody makes it answer to a stranger's address.
//! Under ICE that is proved already, and others ask for none; rtc-dtls 0.21.1 cannot be told. So both sides derive the
//! cookie from the two ICE passwords. The client answers itself the question for it and says only its second hello; the
//! server derives the first hello from that, and its rtc draws the cookie that is expected. Both transcripts agree,
//! because neither the first hello nor the question for the cookie belongs to one.
//!
//! A client of another kind says its first hello, and gets its question as ever. Only the client has to know that the
//! server is one of ours.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ring::hmac;
use rtc::crypto::{CryptoError, RTCCrypto, RTCCryptoProvider, RTCRandom};

/// rtc's cookies have this length.
const COOKIE: usize = 20;
const LABEL: &[u8] = b"nabz dtls cookie";

const RECORD_HEADER: usize = 13;
const MESSAGE_HEADER: usize = 12;
const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
const HELLO_VERIFY_REQUEST: u8 = 3;
/// DTLS 1.2.
const VERSION: [u8; 2] = [0xfe, 0xfd];
/// Version and random before the session id of a hello (RFC 5246 §7.4.1.2).
const BEFORE_SESSION: usize = 2 + 32;

/// A cookie both sides know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cookie([u8; COOKIE]);

impl Cookie {
    /// From the ICE passwords of both sides, the DTLS server's first.
    pub(super) fn derive(server: &str, client: &str) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, server.as_bytes());
        let tag = hmac::sign(&key, &[LABEL, client.as_bytes()].concat());
        let mut cookie = [0; COOKIE];
        for (byte, value) in cookie.iter_mut().zip(tag.as_ref()) {
            *byte = *value;
        }
        Self(cookie)
    }

    /// The server's question for it, which a client of ours puts to itself.
    pub(super) fn question(&self) -> Vec<u8> {
        let body = [&VERSION[..], &[COOKIE as u8], &self.0].concat();
        datagram(HELLO_VERIFY_REQUEST, 0, &body)
    }

    /// The first hello of a client that says its second, with this cookie, at once. `None` for anything else.
    pub(super) fn first_hello(&self, second: &[u8]) -> Option<Vec<u8>> {
        let (before, cookie, after) = second_hello(second)?;
        (cookie == self.0).then(|| datagram(CLIENT_HELLO, 0, &[before, &[0], after].concat()))
    }
}

/// What stands before the cookie of a second hello, the cookie, and what follows.
fn second_hello(second: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (record, rest) = second.split_at_checked(RECORD_HEADER)?;
    let (message, body) = rest.split_at_checked(MESSAGE_HEADER)?;
    let [kind, _, _, epoch @ ..] = record else { return None };
    let in_the_clear = *kind == HANDSHAKE && epoch.starts_with(&[0, 0]);
    let length = u32::try_from(body.len()).ok()?.to_be_bytes();
    // A whole hello, alone in its record and its datagram, with message_seq 1 (RFC 6347 §4.2.2).
    let expected = [&[CLIENT_HELLO], &length[1..], &[0, 1, 0, 0, 0], &length[1..]].concat();
    if !in_the_clear || message != expected {
        return None;
    }
    let session = usize::from(*body.get(BEFORE_SESSION)?);
    let at = BEFORE_SESSION + 1 + session;
    let cookie = usize::from(*body.get(at)?);
    Some((body.get(..at)?, body.get(at + 1..at + 1 + cookie)?, body.get(at + 1 + cookie..)?))
}

/// One message in one record, the first of its sender.
fn datagram(kind: u8, sequence: u16, body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u32).to_be_bytes();
    let record = ((MESSAGE_HEADER + body.len()) as u16).to_be_bytes();
    [
        &[HANDSHAKE],
        &VERSION[..],
        &[0; 8],
        &record,
        &[kind],
        &length[1..],
        &sequence.to_be_bytes(),
        &[0; 3],
        &length[1..],
        body,
    ]
    .concat()
}

/// rtc's provider of cryptography, but for the first cookie that is drawn from it.
pub(super) struct KnownCookie {
    provider: Arc<dyn RTCCryptoProvider>,
    cookie: Cookie,
    drawn: AtomicBool,
}

impl KnownCookie {
    /// For one handshake as a server.
    pub(super) fn over(provider: Arc<dyn RTCCryptoProvider>, cookie: Cookie) -> Arc<dyn RTCCryptoProvider> {
        Arc::new(Self { provider, cookie, drawn: AtomicBool::new(false) })
    }
}

impl RTCCryptoProvider for KnownCookie {
    fn name(&self) -> &'static str {
        self.provider.name()
    }

    fn crypto(&self) -> &dyn RTCCrypto {
        self.provider.crypto()
    }

    fn random(&self) -> &dyn RTCRandom {
        self
    }
}

impl RTCRandom for KnownCookie {
    /// The cookie is the first thing a server draws, and the only one of its length. Were that to change, every
    /// handshake would fail, and no randomness be lost: only the first draw of the length is replaced.
    fn fill(&self, output: &mut [u8]) -> Result<(), CryptoError> {
        if output.len() == COOKIE && !self.drawn.swap(true, Ordering::Relaxed) {
            output.copy_from_slice(&self.cookie.0);
            return Ok(());
        }
        self.provider.random().fill(output)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COOKIE_OF_TESTS: Cookie = Cookie([5; COOKIE]);

    fn first_hello(second: &[u8]) -> Option<Vec<u8>> {
        COOKIE_OF_TESTS.first_hello(second)
    }

    /// A second hello with a session id of `session` bytes and a cookie.
    fn hello(session: u8, cookie: &[u8]) -> Vec<u8> {
        let mut body = VERSION.to_vec();
        body.extend([7; 32]);
        body.push(session);
        body.extend(vec![9; usize::from(session)]);
        body.push(cookie.len() as u8);
        body.extend(cookie);
        body.extend([0, 2, 0xc0, 0x2b, 1, 0]);
        datagram(CLIENT_HELLO, 1, &body)
    }

    #[test]
    fn the_first_hello_is_the_second_without_its_cookie() {
        for session in [0, 32] {
            let first = first_hello(&hello(session, &[5; COOKIE])).unwrap();
            let mut expected = hello(session, &[]);
            // message_seq 0
            expected[RECORD_HEADER + 5] = 0;
            assert_eq!(first, expected);
        }
    }

    #[test]
    fn nothing_else_is_taken_for_a_second_hello() {
        let good = hello(0, &[5; COOKIE]);
        assert!(first_hello(&good).is_some());
        assert_eq!(first_hello(&hello(0, &[])), None, "no cookie");
        assert_eq!(first_hello(&hello(0, &[6; COOKIE])), None, "another cookie");
        for (at, what) in
            [(0, "record"), (3, "epoch"), (13, "kind"), (18, "sequence"), (21, "offset"), (24, "length")]
        {
            let mut bad = good.clone();
            bad[at] ^= 1;
            assert_eq!(first_hello(&bad), None, "{what}");
        }
        for length in 0..good.len() {
            assert_eq!(first_hello(&good[..length]), None);
        }
        assert_eq!(first_hello(&[good.clone(), good].concat()), None);
    }

    #[test]
    fn both_sides_derive_the_same_and_the_parts_matter() {
        assert_eq!(Cookie::derive("one", "other"), Cookie::derive("one", "other"));
        assert_ne!(Cookie::derive("one", "other"), Cookie::derive("other", "one"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_borne(mut bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = first_hello(&bytes);
            if let Some(head) = bytes.get_mut(..RECORD_HEADER) {
                head.copy_from_slice(&hello(0, &[1])[..RECORD_HEADER]);
                let _ = first_hello(&bytes);
            }
        }
    }
}
