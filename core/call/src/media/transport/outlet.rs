//! Where datagrams leave and arrive: straight at the socket, or through a relay and nothing else.

use std::collections::VecDeque;
use std::net::SocketAddr;

use nabz_time::Mono;

use super::{Relay, Transmit};

/// One call's way in and out.
pub(super) struct Outlet {
    relay: Option<Relay>,
    /// The relay has yet to say which address it gives us after a change of network.
    moving: bool,
    /// The last moment told.
    now: Mono,
    queue: VecDeque<Transmit>,
}

impl Outlet {
    /// Straight at the socket.
    pub(super) fn new(now: Mono) -> Self {
        Self { relay: None, moving: false, now, queue: VecDeque::new() }
    }

    /// Through `relay` from now on.
    pub(super) fn relay_through(&mut self, relay: Relay) {
        self.relay = Some(relay);
    }

    pub(super) fn push(&mut self, transmit: Transmit) {
        self.queue.push_back(transmit);
    }

    pub(super) fn poll_transmit(&mut self) -> Option<Transmit> {
        let Some(relay) = &mut self.relay else { return self.queue.pop_front() };
        while let Some(Transmit { to, bytes }) = self.queue.pop_front() {
            relay.send(to, bytes, self.now);
        }
        relay.poll_transmit()
    }

    /// What a datagram at the socket brings from peers, and whether what it says makes the relay's new address known,
    /// which peers have yet to be told.
    pub(super) fn handle_datagram(&mut self, from: SocketAddr, datagram: &[u8], now: Mono) -> Arrived {
        self.now = now;
        let Some(relay) = &mut self.relay else {
            return Arrived { datagrams: vec![(from, datagram.to_vec())], moved: false };
        };
        relay.handle_datagram(from, datagram, now);
        let datagrams = std::iter::from_fn(|| relay.poll_received()).collect();
        let moved = self.moving && relay.address().is_some();
        self.moving &= !moved;
        Arrived { datagrams, moved }
    }

    /// The socket was bound anew. Whether peers can be told at once.
    pub(super) fn network_changed(&mut self, now: Mono) -> bool {
        self.now = now;
        let Some(relay) = &mut self.relay else { return true };
        relay.bind_anew(now);
        self.moving = true;
        false
    }

    pub(super) fn poll_timeout(&mut self) -> Option<Mono> {
        self.relay.as_mut().and_then(Relay::poll_timeout)
    }

    pub(super) fn handle_timeout(&mut self, now: Mono) {
        self.now = now;
        if let Some(relay) = &mut self.relay {
            relay.handle_timeout(now);
        }
    }
}

/// What came out of one datagram.
pub(super) struct Arrived {
    pub(super) datagrams: Vec<(SocketAddr, Vec<u8>)>,
    pub(super) moved: bool,
}
