//! The transport's parsers, each fed with any bytes. Built for tests and under `cfg(fuzzing)` only.

#![allow(clippy::unwrap_used, reason = "what fails here fails a fuzzer or a test")]

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use bytes::Bytes;
use nabz_time::{Entropy, Mono};
use rtc::crypto::RTCCryptoProvider;

use super::greeting::Cookie;
use super::guard::Guard;
use super::identity::Identity;
use super::path::{IceRole, Path};
use super::protection;
use super::record::Datagram;
use super::stun::Credentials;
use super::{Relay, RelayConfig, demux, feedback};
use crate::media::{Description, Setup, Stack};

const US: (&str, &str) = ("evtj", "VOkJxbRl1RmTxUk/WvJxBt");
const THEM: (&str, &str) = ("h6vY", "asd88fgpdd777uzjYhagZg");
/// Of the largest datagram that is looked at.
const MOST: usize = 1_500;

/// A message of anybody's: sorted, framed, and checked against the passwords.
pub fn stun(bytes: &[u8]) {
    let _ = demux::classify(bytes);
    let credentials = Credentials::new(US, THEM, provider());
    assert!(credentials.open(bytes).is_none(), "nobody knows the password");
}

/// A peer's own message of any content: its first byte says whether a request or an answer, the rest are attributes.
/// They are sealed here, so that rtc's agent reads them.
pub fn stun_sealed(bytes: &[u8]) {
    let Some((kind, attributes)) = bytes.split_first() else { return };
    let attributes = &attributes[..attributes.len().min(500) / 4 * 4];
    let request = kind.is_multiple_of(2);
    let message = sealed(request, attributes);
    let mut path = path();
    path.handle_stun(peer(1), &message, Mono::from_millis(10));
    path.handle_stun(peer(2), &message, Mono::from_millis(20));
    path.handle_timeout(Mono::from_millis(600));
    let mut sent = 0;
    while path.poll_transmit().is_some() {
        sent += 1;
    }
    assert!(sent < 20, "two messages are answered by {sent}");
}

/// A handshake datagram, as the guard sees it before rtc does.
pub fn dtls(bytes: &[u8]) {
    let mut guard = Guard::new();
    let read = Datagram::parse(bytes).is_some();
    assert!(!guard.admits(bytes) || read, "what cannot be read is admitted");
    guard.through();
    let _ = guard.asks_again(bytes, Mono::from_millis(1_000));
    if let Some(first) = Cookie::derive(US.1, THEM.1).first_hello(bytes) {
        assert!(Datagram::parse(&first).is_some() && first.len() < bytes.len());
    }
}

/// A peer's own media packet of any content, as it is once opened.
pub fn rtp(bytes: &[u8]) {
    let _ = protection::read_rtp(Bytes::copy_from_slice(&bytes[..bytes.len().min(MOST)]));
}

/// A peer's own report of any content, as it is once opened.
pub fn rtcp(bytes: &[u8]) {
    if let Some(feedback) = feedback::read(bytes) {
        assert!(feedback::read(&feedback::write(&feedback, 7)) == Some(feedback));
    }
}

/// A datagram from the relay's address.
pub fn turn(bytes: &[u8]) {
    let config = RelayConfig { server: peer(9), username: "user".into(), password: "password".into() };
    let mut relay = Relay::new(config, peer(0), base(), Mono::ZERO).unwrap();
    let request = relay.poll_transmit().unwrap().bytes;
    let mut message = bytes[..bytes.len().min(MOST)].to_vec();
    // An answer counts only under the id of a request.
    if let (Some(id), Some(asked)) = (message.get_mut(8..20), request.get(8..20)) {
        id.copy_from_slice(asked);
    }
    relay.send(peer(1), vec![1; 20], Mono::from_millis(5));
    relay.handle_datagram(peer(9), &message, Mono::from_millis(10));
    relay.handle_datagram(peer(9), bytes, Mono::from_millis(20));
    relay.handle_timeout(Mono::from_millis(5_000));
    let sent = std::iter::from_fn(|| relay.poll_transmit()).count();
    assert!(sent < 20, "two datagrams are answered by {sent}");
    while relay.poll_received().is_some() {}
}

/// A message under the passwords with these attributes.
fn sealed(request: bool, attributes: &[u8]) -> Vec<u8> {
    let kind: u16 = if request { 0x0001 } else { 0x0101 };
    let name = format!("{}:{}", US.0, THEM.0);
    let mut message = [&kind.to_be_bytes()[..], &[0, 0, 0x21, 0x12, 0xa4, 0x42], &[7; 12]].concat();
    if request {
        message.extend([0, 6, 0, name.len() as u8]);
        message.extend(name.bytes());
        message.resize(message.len().next_multiple_of(4), 0);
    }
    message.extend(attributes);
    let length = (message.len() + 24 - 20) as u16;
    message[2..4].copy_from_slice(&length.to_be_bytes());
    let pwd = if request { US.1 } else { THEM.1 };
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, pwd.as_bytes());
    let tag = ring::hmac::sign(&key, &message);
    message.extend([0, 8, 0, 20]);
    message.extend(tag.as_ref());
    message
}

/// A path that looks for its peer.
fn path() -> Path {
    let ours = identity();
    let mut path = Path::new(peer(0), IceRole::Controlled, ours, provider(), base(), Mono::ZERO).unwrap();
    let description = Description {
        ufrag: THEM.0.to_owned(),
        pwd: THEM.1.to_owned(),
        fingerprint: [7; 32],
        setup: Setup::ActPass,
        stack: Stack::Core,
        candidates: vec![peer(1)],
    };
    path.begin(ours, &description, Mono::ZERO).unwrap();
    path
}

/// Made once: a certificate takes longer than all that is fuzzed.
fn identity() -> &'static Identity {
    struct Zeros;
    impl Entropy for Zeros {
        fn fill(&mut self, out: &mut [u8]) {
            out.fill(0);
        }
    }
    static IDENTITY: OnceLock<Identity> = OnceLock::new();
    IDENTITY.get_or_init(|| {
        let mut identity = Identity::generate(provider().as_ref(), &mut Zeros).unwrap();
        (identity.ufrag, identity.pwd) = (US.0.to_owned(), US.1.to_owned());
        identity
    })
}

fn provider() -> Arc<dyn RTCCryptoProvider> {
    static PROVIDER: OnceLock<Arc<dyn RTCCryptoProvider>> = OnceLock::new();
    Arc::clone(PROVIDER.get_or_init(|| rtc::crypto::default_provider().unwrap()))
}

#[allow(clippy::disallowed_methods, reason = "any instant will do as the base of rtc's clock")]
fn base() -> Instant {
    static BASE: OnceLock<Instant> = OnceLock::new();
    *BASE.get_or_init(Instant::now)
}

fn peer(host: u8) -> SocketAddr {
    SocketAddr::from(([192, 0, 2, host], 4_000))
}
