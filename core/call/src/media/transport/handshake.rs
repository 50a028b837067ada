//! DTLS 1.2 by rtc, behind the [`Guard`].

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::BytesMut;
use nabz_time::Mono;
use rtc::crypto::RTCCryptoProvider;
use rtc::dtls::cipher_suite::CipherSuiteId;
use rtc::dtls::config::{ClientAuthType, ConfigBuilder, ExtendedMasterSecretType, HandshakeConfig};
use rtc::dtls::endpoint::{Endpoint, EndpointEvent};
use rtc::dtls::extension::extension_use_srtp::SrtpProtectionProfile;
use rtc::dtls::state::State;
use rtc::shared::TransportProtocol;
use rtc::shared::error::Error;

use super::TransportError;
use super::greeting::{Cookie, KnownCookie};
use super::guard::{Guard, Repeat};
use super::identity::{Identity, fingerprint_of};
use crate::media::{Description, Setup, Stack};

/// rtc's endpoint tells peers apart by address; ours has one peer wherever it moves, so it is given a name.
const PEER: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 65_535);
const US: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
/// rtc's retransmission timer. It runs on a clock of its own, one tick each time the guard wants a fresh flight.
const TICK: Duration = Duration::from_secs(1);
/// How long the server's last flight is repeated unasked if the client keeps silent.
const LAST_WORD: Duration = Duration::from_secs(6);

/// What a datagram led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// Go on.
    Underway,
    /// The peer is who it should be and the keys are there.
    Done,
    /// The peer showed another certificate.
    WrongPeer,
}

/// One handshake.
pub(super) struct Handshake {
    endpoint: Endpoint,
    /// The client's, until it says hello.
    hello: Option<Arc<HandshakeConfig>>,
    client: bool,
    /// Both sides know it: the client says only its second hello.
    cookie: Option<Cookie>,
    guard: Guard,
    base: Instant,
    ticks: u32,
    done: Option<Mono>,
    /// Both sides are through; nothing more is said in DTLS.
    settled: bool,
    out: Vec<Vec<u8>>,
}

impl Handshake {
    /// With the peer of a description, which says who begins.
    pub(super) fn with(
        peer: &Description,
        identity: &Identity,
        provider: Arc<dyn RTCCryptoProvider>,
        base: Instant,
    ) -> Result<Self, TransportError> {
        if peer.setup == Setup::Active {
            let cookie = Cookie::derive(&identity.pwd, &peer.pwd);
            return Self::server(identity, peer.fingerprint, cookie, provider, base);
        }
        let cookie = (peer.stack == Stack::Core).then(|| Cookie::derive(&peer.pwd, &identity.pwd));
        Self::client(identity, peer.fingerprint, cookie, provider, base)
    }

    /// The side that begins. It is given the cookie of a server that knows it as well.
    fn client(
        identity: &Identity,
        peer: [u8; 32],
        cookie: Option<Cookie>,
        provider: Arc<dyn RTCCryptoProvider>,
        base: Instant,
    ) -> Result<Self, TransportError> {
        let config = configure(identity, peer, provider, true)?;
        Ok(Self::over(Endpoint::new(US, TransportProtocol::UDP, None), Some(config), cookie, base))
    }

    /// The side that waits.
    fn server(
        identity: &Identity,
        peer: [u8; 32],
        cookie: Cookie,
        provider: Arc<dyn RTCCryptoProvider>,
        base: Instant,
    ) -> Result<Self, TransportError> {
        let config = configure(identity, peer, KnownCookie::over(provider, cookie), false)?;
        let endpoint = Endpoint::new(US, TransportProtocol::UDP, Some(config));
        Ok(Self::over(endpoint, None, Some(cookie), base))
    }

    fn over(
        endpoint: Endpoint,
        hello: Option<Arc<HandshakeConfig>>,
        cookie: Option<Cookie>,
        base: Instant,
    ) -> Self {
        let client = hello.is_some();
        Self {
            endpoint,
            hello,
            client,
            cookie,
            guard: Guard::new(),
            base,
            ticks: 0,
            done: None,
            settled: false,
            out: Vec::new(),
        }
    }

    /// A way to the peer is known: the client says hello, once.
    pub(super) fn begin(&mut self, now: Mono) {
        if let Some(config) = self.hello.take()
            && self.endpoint.connect(self.instant(), PEER, config, None).is_ok()
        {
            if let Some(cookie) = self.cookie {
                self.hand_over_unsaid(&cookie.question());
            }
            self.send_flight(now);
        }
    }

    /// Gives rtc what the peer need not send; what rtc would have said before stays unsaid.
    fn hand_over_unsaid(&mut self, datagram: &[u8]) {
        self.take_flight();
        // An error shows in what does not follow.
        let _ = self.endpoint.read(self.instant(), PEER, None, BytesMut::from(datagram));
    }

    /// A round trip was measured.
    pub(super) fn set_round_trip(&mut self, round_trip: Duration) {
        self.guard.set_round_trip(round_trip);
    }

    /// Takes a datagram from the peer's address.
    pub(super) fn handle_datagram(&mut self, datagram: &[u8], now: Mono) -> Progress {
        // A client that has not said hello has no association to give the datagram to. One that is settled is left
        // alone: rtc would end it at a close_notify, and then take the next datagram for a new handshake.
        if self.hello.is_some() || self.settled {
            return Progress::Underway;
        }
        if self.guard.asks_again(datagram, now) {
            self.repeat();
        }
        if !self.guard.admits(datagram) {
            return Progress::Underway;
        }
        if !self.client
            && self.guard.last_flight().is_empty()
            && let Some(first) = self.cookie.and_then(|cookie| cookie.first_hello(datagram))
        {
            self.hand_over_unsaid(&first);
            self.take_flight();
        }
        let read = self.endpoint.read(self.instant(), PEER, None, BytesMut::from(datagram));
        self.send_flight(now);
        match read {
            Ok(events) if events.iter().any(|event| matches!(event, EndpointEvent::HandshakeComplete)) => {
                self.finish(now);
                Progress::Done
            }
            Err(Error::ErrNoMatchingCertificateFingerprint) => Progress::WrongPeer,
            // What a peer got wrong ends in silence and the vigil's minute, so that no forged datagram ends a call.
            Ok(_) | Err(_) => Progress::Underway,
        }
    }

    /// The finished handshake's state, to derive keys from.
    pub(super) fn state(&self) -> Option<&State> {
        self.done.and_then(|_| self.endpoint.get_connection_state(PEER))
    }

    /// The peer was heard under the new keys: it has our last flight.
    pub(super) fn settle(&mut self) {
        self.settled = true;
        self.guard.rest();
    }

    /// The next datagram to send.
    pub(super) fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        (!self.out.is_empty()).then(|| self.out.remove(0))
    }

    pub(super) fn poll_timeout(&self) -> Option<Mono> {
        self.guard.poll_timeout()
    }

    pub(super) fn handle_timeout(&mut self, now: Mono) {
        if self.done.is_some_and(|done| now >= done + LAST_WORD) {
            self.guard.fall_silent();
        }
        match self.guard.handle_timeout(now) {
            Some(Repeat::Exact) => self.repeat(),
            Some(Repeat::Fresh) => self.refresh(),
            None => {}
        }
    }

    fn finish(&mut self, now: Mono) {
        self.done = Some(now);
        self.guard.through();
        if self.client {
            // The server spoke last.
            self.settle();
        }
    }

    fn repeat(&mut self) {
        self.out.extend_from_slice(self.guard.last_flight());
    }

    /// Lets rtc's timer run out. Where it has none (the state that dead-locks), the flight goes out as it was.
    fn refresh(&mut self) {
        self.ticks += 1;
        // The only error is a spent budget; the guard asks too seldom for that.
        let _ = self.endpoint.handle_timeout(PEER, self.instant());
        let flight = self.take_flight();
        if !flight.is_empty() {
            self.guard.refreshed(flight);
        }
        self.repeat();
    }

    fn send_flight(&mut self, now: Mono) {
        let flight = self.take_flight();
        if !flight.is_empty() {
            self.out.extend_from_slice(&flight);
            self.guard.flight(flight, now);
        }
    }

    fn take_flight(&mut self) -> Vec<Vec<u8>> {
        std::iter::from_fn(|| self.endpoint.poll_transmit()).map(|sent| sent.message.to_vec()).collect()
    }

    fn instant(&self) -> Instant {
        self.base + TICK * self.ticks
    }
}

fn configure(
    identity: &Identity,
    peer: [u8; 32],
    provider: Arc<dyn RTCCryptoProvider>,
    client: bool,
) -> Result<Arc<HandshakeConfig>, TransportError> {
    ConfigBuilder::default()
        .with_crypto_provider(provider)
        .with_certificates(vec![identity.certificate.clone()])
        .with_cipher_suites(vec![CipherSuiteId::Tls_Ecdhe_Ecdsa_With_Aes_128_Gcm_Sha256])
        .with_srtp_protection_profiles(vec![SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80])
        .with_client_auth(ClientAuthType::RequireAnyClientCert)
        .with_extended_master_secret(ExtendedMasterSecretType::Require)
        .with_flight_interval(TICK)
        // No authority signs these certificates: the fingerprint in the signed description vouches for them.
        .with_insecure_skip_verify(true)
        .with_verify_peer_certificate(Some(Arc::new(move |shown: &[Vec<u8>], _: &[_]| match shown.first() {
            Some(der) if fingerprint_of(der) == peer => Ok(()),
            _ => Err(Error::ErrNoMatchingCertificateFingerprint),
        })))
        .build(client, None)
        .map(Arc::new)
        .map_err(|_| TransportError::Library("dtls configuration"))
}
