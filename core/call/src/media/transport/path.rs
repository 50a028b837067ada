//! ICE: finds an address at which the peer hears us, by rtc's agent.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::BytesMut;
use nabz_time::Mono;
use rtc::crypto::RTCCryptoProvider;
use rtc::ice::candidate::candidate_host::CandidateHostConfig;
use rtc::ice::candidate::candidate_pair::CandidatePairState;
use rtc::ice::candidate::{Candidate, CandidateConfig};
use rtc::ice::mdns::MulticastDnsMode;
use rtc::ice::{Agent, AgentConfig, Event};
use rtc::sansio::Protocol;
use rtc::shared::{TransportContext, TransportMessage, TransportProtocol};

use super::clock::SlowClock;
use super::identity::Identity;
use super::roaming::Roaming;
use super::stun::{Credentials, Opened};
use super::{Transmit, TransportError};
use crate::media::Description;

/// How often an idle path is checked (RFC 7675 asks for 5 s, at twice the bytes): 208 bytes each way.
const IDLE_CHECK: Duration = Duration::from_secs(10);
/// Addresses of the peer's that are kept: eight it may name, and as many that its checks came from.
const MAX_ADDRESSES: usize = 16;
/// Checks of one pair before it is given up: more than fit in the minute a call may take to connect.
const MAX_CHECKS: u16 = 1_000;

/// Which side nominates (RFC 8445 §6.1.1): the offerer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IceRole {
    /// Nominates.
    Controlling,
    /// Follows.
    Controlled,
}

/// The way to the peer.
pub(super) struct Path {
    agent: Agent,
    clock: SlowClock,
    local: SocketAddr,
    role: IceRole,
    provider: Arc<dyn RTCCryptoProvider>,
    credentials: Option<Credentials>,
    /// Where the peer says that it is.
    described: Vec<SocketAddr>,
    /// Where the peer was last heard from, good until a pair is selected (RFC 8445 §12.1).
    heard_from: Option<SocketAddr>,
    selected: Option<SocketAddr>,
    roaming: Roaming,
    /// The address under which rtc's agent knows a peer that has moved since.
    name: Option<SocketAddr>,
}

/// What a STUN message was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// Anybody's.
    Nothing,
    /// The peer's.
    Peer,
    /// The peer's, which shows that packets go another way than before: it or we have moved.
    Moved,
}

impl Path {
    /// A path from the socket bound to `local`.
    pub(super) fn new(
        local: SocketAddr,
        role: IceRole,
        identity: &Identity,
        provider: Arc<dyn RTCCryptoProvider>,
        base: Instant,
        now: Mono,
    ) -> Result<Self, TransportError> {
        let refused = |_| TransportError::Library("ice agent");
        // rtc's controlled side answers each check with one of its own, so checks of its own would be a third.
        let idle = if role == IceRole::Controlling { SlowClock::told(IDLE_CHECK) } else { Duration::ZERO };
        let config = AgentConfig {
            local_ufrag: identity.ufrag.clone(),
            local_pwd: identity.pwd.clone(),
            multicast_dns_mode: MulticastDnsMode::Disabled,
            // Zero is never: the vigil decides when a peer is gone, for all that arrives and not for checks alone.
            disconnected_timeout: Some(Duration::ZERO),
            failed_timeout: Some(Duration::ZERO),
            keepalive_interval: Some(idle),
            max_binding_requests: Some(MAX_CHECKS),
            is_controlling: role == IceRole::Controlling,
            host_acceptance_min_wait: Some(Duration::ZERO),
            srflx_acceptance_min_wait: Some(Duration::ZERO),
            prflx_acceptance_min_wait: Some(Duration::ZERO),
            relay_acceptance_min_wait: Some(Duration::ZERO),
            ..AgentConfig::default()
        };
        let clock = SlowClock::new(base);
        let agent = Agent::new(clock.instant(now), Arc::new(config), Arc::clone(&provider));
        let mut agent = agent.map_err(refused)?;
        agent.add_local_candidate(host(local)?).map_err(refused)?;
        Ok(Self {
            agent,
            clock,
            local,
            role,
            provider,
            credentials: None,
            described: Vec::new(),
            heard_from: None,
            selected: None,
            roaming: Roaming::default(),
            name: None,
        })
    }

    /// Begins to look for the peer.
    pub(super) fn begin(
        &mut self,
        ours: &Identity,
        peer: &Description,
        now: Mono,
    ) -> Result<(), TransportError> {
        let refused = |_| TransportError::Library("ice checks");
        let (ours, theirs) = ((&*ours.ufrag, &*ours.pwd), (&*peer.ufrag, &*peer.pwd));
        self.credentials = Some(Credentials::new(ours, theirs, Arc::clone(&self.provider)));
        self.described = peer.candidates.iter().copied().filter(can_be_sent_to).collect();
        for candidate in &self.described {
            self.agent.add_remote_candidate(host(*candidate)?).map_err(refused)?;
        }
        let controlling = self.role == IceRole::Controlling;
        self.agent
            .start_connectivity_checks(
                self.clock.instant(now),
                controlling,
                peer.ufrag.clone(),
                peer.pwd.clone(),
            )
            .map_err(refused)
    }

    /// Takes a STUN message.
    pub(super) fn handle_stun(&mut self, from: SocketAddr, message: &[u8], now: Mono) -> Heard {
        let Some(credentials) = &self.credentials else { return Heard::Nothing };
        let Some(opened) = credentials.open(message) else { return Heard::Nothing };
        let current = self.address();
        match opened {
            Opened::Answer { id } => {
                if let Some(news) = self.roaming.answered(id, from, current) {
                    self.name = self.name.or(self.selected).or(self.heard_from);
                    return if news { Heard::Moved } else { Heard::Peer };
                }
            }
            Opened::Request { id, moves } if current.is_some_and(|current| current != from) => {
                let news = self.roaming.is_news(moves);
                // Until ICE has selected an address, its agent learns others by itself; but it forgets none it has.
                let stranger = self.selected.is_some() && !self.knows(from);
                if stranger || news {
                    self.roaming.answer(credentials, id, from);
                    if news || moves == 0 {
                        self.roaming.verify(from, now);
                    }
                    return Heard::Peer;
                }
            }
            Opened::Request { moves, .. } => {
                self.roaming.is_news(moves);
            }
        }
        self.tell_agent(from, message, now);
        Heard::Peer
    }

    /// Media that only the peer can have made came `from` an address.
    pub(super) fn handle_media(&mut self, from: SocketAddr, now: Mono) {
        let elsewhere = self.address().is_some_and(|current| current != from);
        if self.selected.is_some() && elsewhere && (self.roaming.peer().is_some() || !self.knows(from)) {
            self.roaming.verify(from, now);
        }
    }

    /// Our socket was bound anew: tells the peer. One that was never heard is still looked for by ICE.
    pub(super) fn network_changed(&mut self, now: Mono) {
        if let Some(current) = self.address() {
            // Where the peer was once does not lead to it any more.
            let others = self.described.iter().copied().filter(|to| *to != current && self.name != Some(*to));
            self.roaming.announce([current].into_iter().chain(others), now);
        }
    }

    /// Whether `from` is an address the peer named or proved to be its own.
    pub(super) fn knows(&self, from: SocketAddr) -> bool {
        self.roaming.peer() == Some(from)
            || self.agent.get_remote_candidates().iter().any(|candidate| candidate.addr() == from)
    }

    /// Where to send.
    pub(super) fn address(&self) -> Option<SocketAddr> {
        self.roaming.peer().or(self.selected).or(self.heard_from)
    }

    /// The last round trip measured.
    pub(super) fn round_trip(&self) -> Option<Duration> {
        let pairs = self.agent.get_candidate_pairs_stats(self.clock.instant(Mono::ZERO));
        let answered = pairs.iter().filter(|pair| pair.state == CandidatePairState::Succeeded);
        let told = answered.map(|pair| pair.current_round_trip_time).filter(|seconds| *seconds > 0.0);
        told.reduce(f64::min).map(|seconds| SlowClock::meant(Duration::from_secs_f64(seconds)))
    }

    pub(super) fn poll_transmit(&mut self) -> Option<Transmit> {
        if let Some(check) = self.roaming.poll_transmit() {
            return Some(check);
        }
        let sent = self.agent.poll_write()?;
        let to = sent.transport.peer_addr;
        let to = self.roaming.peer().filter(|_| self.name == Some(to)).unwrap_or(to);
        Some(Transmit { to, bytes: sent.message.to_vec() })
    }

    pub(super) fn poll_timeout(&mut self) -> Option<Mono> {
        let agent = self.agent.poll_timeout().map(|at| self.clock.mono(at));
        agent.into_iter().chain(self.roaming.poll_timeout()).min()
    }

    pub(super) fn handle_timeout(&mut self, now: Mono) {
        if let Some(credentials) = &self.credentials {
            self.roaming.handle_timeout(credentials, self.role, now);
        }
        // The agent's only errors here are mDNS's, which is off.
        let _ = self.agent.handle_timeout(self.clock.instant(now));
        self.follow();
    }

    fn tell_agent(&mut self, from: SocketAddr, message: &[u8], now: Mono) {
        if self.agent.get_remote_candidates().len() >= MAX_ADDRESSES && !self.knows(from) {
            return;
        }
        let peer_addr = self.name.filter(|_| self.roaming.peer() == Some(from)).unwrap_or(from);
        let told = self.agent.handle_read(TransportMessage {
            now: self.clock.instant(now),
            transport: TransportContext {
                local_addr: self.local,
                peer_addr,
                transport_protocol: TransportProtocol::UDP,
                ecn: None,
            },
            message: BytesMut::from(message),
        });
        if told.is_ok() && self.knows(from) {
            self.heard_from = Some(from);
        }
        self.follow();
    }

    fn follow(&mut self) {
        while let Some(event) = self.agent.poll_event() {
            if let Event::SelectedCandidatePairChange(_, remote) = event.event {
                self.selected = Some(remote.addr());
            }
        }
    }
}

/// Candidates are what the socket's owner says they are; all are paired alike.
fn host(address: SocketAddr) -> Result<Candidate, TransportError> {
    let base_config = CandidateConfig {
        network: "udp".to_owned(),
        address: address.ip().to_string(),
        port: address.port(),
        component: 1,
        ..CandidateConfig::default()
    };
    CandidateHostConfig { base_config, ..CandidateHostConfig::default() }
        .new_candidate_host()
        .map_err(|_| TransportError::Library("candidate"))
}

/// Whether a datagram to `address` can reach one peer.
fn can_be_sent_to(address: &SocketAddr) -> bool {
    let everyone = match address {
        SocketAddr::V4(v4) => v4.ip().is_broadcast(),
        SocketAddr::V6(_) => false,
    };
    address.port() != 0 && !address.ip().is_unspecified() && !address.ip().is_multicast() && !everyone
}
