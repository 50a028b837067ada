//! A relay between two phones that cannot, or do not want to, reach each other: TURN (RFC 8656) over UDP, by rtc's
//! client.
//!
//! A relay is made first; when it has an [`address`](Relay::address), that is what an offer or answer advertises, and
//! the transport is given the relay with [`Transport::relay_through`](super::Transport::relay_through). From then on
//! nothing is sent or taken but through it, so that neither side learns the other's address.
//!
//! Costs 4 bytes a packet once a channel is bound. Only UDP: where that is blocked no call is possible.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::BytesMut;
use nabz_time::Mono;
use rtc::crypto::RTCCryptoProvider;
use rtc::sansio::Protocol;
use rtc::shared::{TransportContext, TransportMessage, TransportProtocol};
use rtc::turn::client::{Client, ClientConfig, Event};

use super::{Transmit, TransportError};

/// A request is repeated this often: rtc doubles shorter ones up to it. A check takes up to 2 s there and back, but the
/// first answers are what everything waits for.
const REPEAT_MS: u64 = 1_600;
/// No relay by then: none.
const PATIENCE: Duration = Duration::from_secs(30);
/// Datagrams that wait for a permission; a flight and the checks beside it.
const MAX_HELD: usize = 8;
/// Peers: what roaming may look at.
const MAX_PEERS: usize = 16;

/// Where the relay is and who we are to it.
#[derive(Clone, PartialEq, Eq)]
pub struct RelayConfig {
    /// The server.
    pub server: SocketAddr,
    /// Short-lived, from the clinic.
    pub username: String,
    /// Its password.
    pub password: String,
}

impl std::fmt::Debug for RelayConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RelayConfig({}, …)", self.server)
    }
}

/// An allocation on a TURN server.
pub struct Relay {
    config: RelayConfig,
    local: SocketAddr,
    base: Instant,
    provider: Arc<dyn RTCCryptoProvider>,
    client: Client,
    began: Mono,
    address: Option<SocketAddr>,
    failed: bool,
    peers: Vec<Peer>,
    received: VecDeque<(SocketAddr, Vec<u8>)>,
}

struct Peer {
    address: SocketAddr,
    permission: Permission,
    held: Vec<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Permission {
    None,
    Asked,
    Given,
}

impl Relay {
    /// Asks `config.server` for an allocation, from the socket bound to `local`.
    pub fn new(
        config: RelayConfig,
        local: SocketAddr,
        base: Instant,
        now: Mono,
    ) -> Result<Self, TransportError> {
        let provider =
            rtc::crypto::default_provider().map_err(|_| TransportError::Library("crypto provider"))?;
        let client = allocate(&config, local, Arc::clone(&provider), instant(base, now))?;
        Ok(Self {
            config,
            local,
            base,
            provider,
            client,
            began: now,
            address: None,
            failed: false,
            peers: Vec::new(),
            received: VecDeque::new(),
        })
    }

    /// The relayed address, which a peer is told in place of ours.
    pub fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// Whether the server refused or did not answer within 30 s.
    pub fn failed(&self) -> bool {
        self.failed
    }

    /// Takes a datagram that arrived at the socket; only the server's count.
    pub fn handle_datagram(&mut self, from: SocketAddr, datagram: &[u8], now: Mono) {
        if from != self.config.server {
            return;
        }
        let message = TransportMessage {
            now: instant(self.base, now),
            transport: TransportContext {
                local_addr: self.local,
                peer_addr: from,
                transport_protocol: TransportProtocol::UDP,
                ecn: None,
            },
            message: BytesMut::from(datagram),
        };
        // What is malformed is dropped like what is lost.
        let _ = self.client.handle_read(message);
        self.follow(now);
    }

    /// The next datagram to send to the server.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        let sent = self.client.poll_write()?;
        Some(Transmit { to: sent.transport.peer_addr, bytes: sent.message.to_vec() })
    }

    /// When [`Self::handle_timeout`] has something to do.
    pub fn poll_timeout(&mut self) -> Option<Mono> {
        if self.failed {
            return None;
        }
        let client = self.client.poll_timeout().map(|at| mono(self.base, at));
        let patience = self.address.is_none().then_some(self.began + PATIENCE);
        client.into_iter().chain(patience).min()
    }

    /// Does what is due.
    pub fn handle_timeout(&mut self, now: Mono) {
        if self.failed {
            return;
        }
        // Its errors are those of refreshing what has run out; then nothing arrives, and the call's vigil decides.
        let _ = self.client.handle_timeout(instant(self.base, now));
        self.follow(now);
        if self.address.is_none() && now >= self.began + PATIENCE {
            self.failed = true;
        }
    }

    /// The socket was bound anew: the server knows us by our address, so all is asked for again.
    pub(super) fn bind_anew(&mut self, now: Mono) {
        let again = allocate(&self.config, self.local, Arc::clone(&self.provider), instant(self.base, now));
        if let Ok(client) = again {
            self.client = client;
            self.began = now;
            self.address = None;
            self.failed = false;
            self.peers.clear();
        }
    }

    /// Sends to a peer, as soon as the server permits it.
    pub(super) fn send(&mut self, to: SocketAddr, bytes: Vec<u8>, now: Mono) {
        if !self.peers.iter().any(|peer| peer.address == to) {
            if self.peers.len() >= MAX_PEERS {
                self.peers.remove(0);
            }
            self.peers.push(Peer { address: to, permission: Permission::None, held: Vec::new() });
        }
        let Some(peer) = self.peers.iter_mut().find(|peer| peer.address == to) else { return };
        if peer.permission == Permission::Given {
            return self.forward(to, &bytes, now);
        }
        if peer.held.len() >= MAX_HELD {
            peer.held.remove(0);
        }
        peer.held.push(bytes);
        self.ask(to, now);
    }

    /// What a peer sent.
    pub(super) fn poll_received(&mut self) -> Option<(SocketAddr, Vec<u8>)> {
        self.received.pop_front()
    }

    fn ask(&mut self, to: SocketAddr, now: Mono) {
        let Some(address) = self.address else { return };
        let Some(peer) = self.peers.iter_mut().find(|peer| peer.address == to) else { return };
        if peer.permission == Permission::None
            && let Ok(mut relay) = self.client.relay(address)
            && relay.create_permission(instant(self.base, now), to).is_ok()
        {
            peer.permission = Permission::Asked;
        }
    }

    fn forward(&mut self, to: SocketAddr, bytes: &[u8], now: Mono) {
        if let Some(address) = self.address
            && let Ok(mut relay) = self.client.relay(address)
        {
            // Refused only without a permission; then the datagram is lost like any other.
            let _ = relay.send_to(instant(self.base, now), bytes, to);
        }
    }

    fn follow(&mut self, now: Mono) {
        while let Some(event) = self.client.poll_event() {
            match event {
                Event::AllocateResponse(_, address) => {
                    self.address = Some(address);
                    let waiting: Vec<_> = self.peers.iter().map(|peer| peer.address).collect();
                    waiting.into_iter().for_each(|peer| self.ask(peer, now));
                }
                Event::AllocateError(..) => self.failed = self.address.is_none(),
                Event::CreatePermissionResponse(_, peer) => self.permitted(peer, now),
                Event::CreatePermissionError(..) | Event::TransactionTimeout(_) => {
                    // It does not say whose; whatever is sent next asks again.
                    let asked = self.peers.iter_mut().filter(|peer| peer.permission == Permission::Asked);
                    asked.for_each(|peer| peer.permission = Permission::None);
                    if self.address.is_none() && now < self.began + PATIENCE {
                        let _ = self.client.allocate(instant(self.base, now));
                    }
                }
                Event::DataIndicationOrChannelData(_, peer, data) => {
                    self.received.push_back((peer, data.to_vec()));
                }
                _ => {}
            }
        }
    }

    fn permitted(&mut self, address: SocketAddr, now: Mono) {
        let Some(peer) = self.peers.iter_mut().find(|peer| peer.address == address) else { return };
        peer.permission = Permission::Given;
        for bytes in std::mem::take(&mut peer.held) {
            self.forward(address, &bytes, now);
        }
    }
}

fn allocate(
    config: &RelayConfig,
    local: SocketAddr,
    provider: Arc<dyn RTCCryptoProvider>,
    now: Instant,
) -> Result<Client, TransportError> {
    let refused = |_| TransportError::Library("turn client");
    let config = ClientConfig {
        turn_serv_addr: config.server.to_string(),
        local_addr: local,
        username: config.username.clone(),
        password: config.password.clone(),
        rto_in_ms: REPEAT_MS,
        ..ClientConfig::default()
    };
    let mut client = Client::new(config, provider).map_err(refused)?;
    client.allocate(now).map_err(refused)?;
    Ok(client)
}

fn instant(base: Instant, at: Mono) -> Instant {
    base + Duration::from_micros(at.micros())
}

fn mono(base: Instant, at: Instant) -> Mono {
    let micros = at.saturating_duration_since(base).as_nanos().div_ceil(1_000);
    Mono::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
}
