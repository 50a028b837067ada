//! A call's way out: a socket, and a place at a relay where the clinic wants one.

use std::net::{Ipv4Addr, SocketAddr, ToSocketAddrs, UdpSocket};
use std::time::Duration;

use nabz_call::media::RelayAccount;
use nabz_call::media::transport::{Relay, RelayConfig, TransportConfig};
use nabz_time::Mono;

use crate::clock::Clock;

/// The largest datagram read; what is longer is cut and fails its check.
const DATAGRAM: usize = 2_048;

/// Datagrams read at one go: a flood does not keep the loop from its frames.
const AT_ONCE: usize = 64;

/// Where a call's socket is bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bind {
    /// To this address.
    At(SocketAddr),
    /// To whatever address the phone has, when the call begins, on its way to this host and port.
    Towards(String),
}

impl Bind {
    fn socket(&self) -> std::io::Result<UdpSocket> {
        match self {
            Self::At(address) => UdpSocket::bind(address),
            Self::Towards(host) => {
                // Connecting a datagram socket sends nothing: the system only chooses the way there.
                let way = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
                way.connect(host)?;
                UdpSocket::bind((way.local_addr()?.ip(), 0))
            }
        }
    }
}

/// A socket, and a place at a relay that is asked for from it.
pub(super) struct Way {
    socket: UdpSocket,
    /// Until the call has it.
    relay: Option<Relay>,
}

impl Way {
    /// Binds a socket, and asks for a place at the relay if there is one.
    pub(super) fn open(bind: &Bind, account: Option<&RelayAccount>, clock: &Clock) -> Option<Self> {
        let socket = bind.socket().ok()?;
        let relay = match account {
            Some(account) => Some(ask(account, socket.local_addr().ok()?, clock)?),
            None => None,
        };
        Some(Self { socket, relay })
    }

    /// Whether the relay has given a place, where one is needed.
    pub(super) fn is_ready(&self) -> bool {
        self.relay.as_ref().is_none_or(|relay| relay.address().is_some())
    }

    /// Whether the relay refused or did not answer.
    pub(super) fn has_failed(&self) -> bool {
        self.relay.as_ref().is_some_and(Relay::failed)
    }

    /// What a transport has to know, and the relay it goes through. `advertise` is what the peer is told where there is
    /// no relay and something else stands in between.
    pub(super) fn settle(
        &mut self,
        advertise: Option<SocketAddr>,
        clock: &Clock,
    ) -> Option<(TransportConfig, Option<Relay>)> {
        let local = self.socket.local_addr().ok()?;
        let relay = self.relay.take();
        let advertise = relay.as_ref().map_or(advertise, Relay::address);
        Some((TransportConfig { local, advertise, base: clock.began() }, relay))
    }

    /// The phone has another network. Where no new socket is to be had the old one may still do.
    pub(super) fn bind_anew(&mut self, bind: &Bind) {
        if let Ok(socket) = bind.socket() {
            self.socket = socket;
        }
    }

    /// While the relay is waited for: what is due there, and what is to be sent.
    pub(super) fn ask_on(&mut self, now: Mono) {
        let Some(relay) = &mut self.relay else { return };
        relay.handle_timeout(now);
        while let Some(transmit) = relay.poll_transmit() {
            self.socket.send_to(&transmit.bytes, transmit.to).ok();
        }
    }

    /// The relay's part of what arrived.
    pub(super) fn hear_relay(&mut self, from: SocketAddr, datagram: &[u8], now: Mono) {
        if let Some(relay) = &mut self.relay {
            relay.handle_datagram(from, datagram, now);
        }
    }

    /// Sends. A datagram the system does not take is lost like any other.
    pub(super) fn send(&self, to: SocketAddr, bytes: &[u8]) {
        let _ = self.socket.send_to(bytes, to);
    }

    /// Waits for a datagram until `nap` has passed, and takes what else has come by then, each with where it is from.
    pub(super) fn receive(&self, nap: Duration) -> Vec<(SocketAddr, Vec<u8>)> {
        let mut taken = Vec::new();
        let mut buffer = [0; DATAGRAM];
        // Zero would mean for ever.
        let nap = nap.max(Duration::from_micros(100));
        if self.socket.set_nonblocking(false).is_err() || self.socket.set_read_timeout(Some(nap)).is_err() {
            return taken;
        }
        while let Ok((length, from)) = self.socket.recv_from(&mut buffer) {
            // A port that is closed at the peer comes back as an error of ours; the engine's own time-outs decide.
            taken.extend(buffer.get(..length).map(|datagram| (from, datagram.to_vec())));
            if taken.len() >= AT_ONCE || self.socket.set_nonblocking(true).is_err() {
                break;
            }
        }
        taken
    }
}

/// Only the configured server is ever asked.
fn ask(account: &RelayAccount, local: SocketAddr, clock: &Clock) -> Option<Relay> {
    let mut known = account.server.to_socket_addrs().ok()?;
    let server = known.find(|server| server.is_ipv4() == local.is_ipv4())?;
    let config =
        RelayConfig { server, username: account.username.clone(), password: account.password.clone() };
    Relay::new(config, local, clock.began(), clock.mono()).ok()
}
