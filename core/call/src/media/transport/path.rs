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
use super::stun::Credentials;
use super::{Transmit, TransportError};
use crate::media::Description;

/// How often an idle path is checked (RFC 7675 asks for 5 s, at twice the bytes): 208 bytes each way.
const IDLE_CHECK: Duration = Duration::from_secs(10);
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
    credentials: Option<Credentials>,
    /// Where the peer was first heard from, good until a pair is selected (RFC 8445 §12.1).
    heard_from: Option<SocketAddr>,
    selected: Option<SocketAddr>,
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
        let mut agent = Agent::new(clock.instant(now), Arc::new(config), provider).map_err(refused)?;
        agent.add_local_candidate(host(local)?).map_err(refused)?;
        Ok(Self { agent, clock, local, role, credentials: None, heard_from: None, selected: None })
    }

    /// Begins to look for the peer.
    pub(super) fn begin(
        &mut self,
        ours: &Identity,
        peer: &Description,
        now: Mono,
    ) -> Result<(), TransportError> {
        let refused = |_| TransportError::Library("ice checks");
        self.credentials = Some(Credentials::new((&ours.ufrag, &ours.pwd), (&peer.ufrag, &peer.pwd)));
        for candidate in peer.candidates.iter().filter(|to| can_be_sent_to(to)) {
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

    /// Takes a STUN message. Says whether the peer made it.
    pub(super) fn handle_stun(&mut self, from: SocketAddr, message: &[u8], now: Mono) -> bool {
        if !self.credentials.as_ref().is_some_and(|credentials| credentials.authentic(message)) {
            return false;
        }
        let told = self.agent.handle_read(TransportMessage {
            now: self.clock.instant(now),
            transport: TransportContext {
                local_addr: self.local,
                peer_addr: from,
                transport_protocol: TransportProtocol::UDP,
                ecn: None,
            },
            message: BytesMut::from(message),
        });
        if told.is_ok() && self.knows(from) {
            self.heard_from = self.heard_from.or(Some(from));
        }
        self.follow();
        true
    }

    /// Whether `from` is an address the peer named or proved to be its own.
    pub(super) fn knows(&self, from: SocketAddr) -> bool {
        self.agent.get_remote_candidates().iter().any(|candidate| candidate.addr() == from)
    }

    /// Where to send.
    pub(super) fn address(&self) -> Option<SocketAddr> {
        self.selected.or(self.heard_from)
    }

    /// The last round trip measured.
    pub(super) fn round_trip(&self) -> Option<Duration> {
        let pairs = self.agent.get_candidate_pairs_stats(self.clock.instant(Mono::ZERO));
        let answered = pairs.iter().filter(|pair| pair.state == CandidatePairState::Succeeded);
        let told = answered.map(|pair| pair.current_round_trip_time).filter(|seconds| *seconds > 0.0);
        told.reduce(f64::min).map(|seconds| SlowClock::meant(Duration::from_secs_f64(seconds)))
    }

    pub(super) fn poll_transmit(&mut self) -> Option<Transmit> {
        let sent = self.agent.poll_write()?;
        Some(Transmit { to: sent.transport.peer_addr, bytes: sent.message.to_vec() })
    }

    pub(super) fn poll_timeout(&mut self) -> Option<Mono> {
        self.agent.poll_timeout().map(|at| self.clock.mono(at))
    }

    pub(super) fn handle_timeout(&mut self, now: Mono) {
        // The agent's only errors here are mDNS's, which is off.
        let _ = self.agent.handle_timeout(self.clock.instant(now));
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
