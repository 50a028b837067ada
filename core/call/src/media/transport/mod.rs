//! The way a call's media travels: ICE finds the peer, DTLS proves it, SRTP carries the packets.
//!
//! ```text
//! offer() ──Description──► answer()
//!    ▲                        │
//!    └─accept()◄──Description─┘       both then: handle_datagram, handle_timeout; poll_transmit, poll_event
//! ```
//!
//! The parts are those of `rtc`, webrtc-rs's sans-IO core, driven one by one (`docs/decisions/0001`): its ICE agent in
//! [`path`], its DTLS endpoint behind a [`guard`] in [`handshake`], its SRTP contexts in [`protection`]. No SDP is
//! made or read: the two sides of a [`Description`](super::Description) are all that differs between two calls.
//!
//! What arrives is sorted by its first byte; STUN must carry the right password and DTLS come from an address the peer
//! named or proved, before rtc sees it. When an address changes the call goes with it ([`roaming`]).
//! All of it can be sent through a [`Relay`] and nothing else.

mod clock;
mod demux;
mod error;
mod feedback;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod greeting;
mod guard;
mod handshake;
mod identity;
mod opening;
mod outlet;
mod path;
mod protection;
mod reception;
mod record;
mod relay;
mod roaming;
mod stun;
mod values;
mod vigil;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use nabz_time::Mono;
use rtc::crypto::RTCCryptoProvider;

pub use self::error::{TransportError, TransportErrorKind};
pub use self::feedback::Feedback;
pub use self::protection::FEEDBACK_ON_THE_WIRE;
pub use self::relay::{Relay, RelayConfig};
pub use self::values::{MAX_PAYLOAD, RtpPacket, Transmit, TransportConfig, TransportEvent};

use self::demux::Kind;
use self::handshake::{Handshake, Progress};
use self::identity::Identity;
use self::outlet::Outlet;
use self::path::{Heard, Path};
use self::protection::{Opened, Protection};
use self::vigil::Vigil;
use super::MediaEnd;

/// One call's transport.
pub struct Transport {
    config: TransportConfig,
    provider: Arc<dyn RTCCryptoProvider>,
    identity: Identity,
    path: Path,
    handshake: Option<Handshake>,
    /// None of a browser's.
    peer_ssrc: Option<u32>,
    protection: Option<Protection>,
    media_heard: bool,
    vigil: Vigil,
    outlet: Outlet,
    events: VecDeque<TransportEvent>,
}

impl Transport {
    /// Sends and takes nothing but through `relay` from now on. Its address is what the configuration advertises.
    pub fn relay_through(&mut self, relay: Relay) {
        self.outlet.relay_through(relay);
    }

    /// Takes a datagram that arrived at the socket.
    pub fn handle_datagram(&mut self, from: SocketAddr, datagram: &[u8], now: Mono) {
        let arrived = self.outlet.handle_datagram(from, datagram, now);
        for (from, datagram) in arrived.datagrams {
            self.take(from, &datagram, now);
        }
        if arrived.moved {
            self.tell_of_move(now);
        }
    }

    /// Sends a media packet.
    pub fn send_rtp(&mut self, packet: &RtpPacket) -> Result<(), TransportError> {
        if packet.payload.len() > MAX_PAYLOAD {
            return Err(TransportError::TooLarge);
        }
        self.send(|keys| keys.seal_rtp(packet))
    }

    /// Tells the peer how its media arrives. Once every 5 s at least, or a silent call counts as interrupted.
    pub fn send_feedback(&mut self, feedback: &Feedback) -> Result<(), TransportError> {
        self.send(|keys| keys.seal_feedback(feedback))
    }

    /// The phone has another network, and the socket was bound anew: the peer is told from there, without a message
    /// through a broker, and [`TransportEvent::PathChanged`] follows. `TransportConfig::local` stays a mere name.
    pub fn network_changed(&mut self, now: Mono) {
        if !self.vigil.ended() && self.outlet.network_changed(now) {
            self.tell_of_move(now);
        }
    }

    /// The next datagram to send.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        self.outlet.poll_transmit()
    }

    /// The next report.
    pub fn poll_event(&mut self) -> Option<TransportEvent> {
        self.events.pop_front()
    }

    /// When [`Self::handle_timeout`] has something to do.
    pub fn poll_timeout(&mut self) -> Option<Mono> {
        if self.vigil.ended() {
            return None;
        }
        let handshake = self.handshake.as_ref().and_then(Handshake::poll_timeout);
        let due =
            [self.path.poll_timeout(), handshake, self.vigil.poll_timeout(), self.outlet.poll_timeout()];
        due.into_iter().flatten().min()
    }

    /// Does what is due.
    pub fn handle_timeout(&mut self, now: Mono) {
        if self.vigil.ended() {
            return;
        }
        self.outlet.handle_timeout(now);
        self.events.extend(self.vigil.handle_timeout(now));
        self.path.handle_timeout(now);
        if let Some(handshake) = &mut self.handshake {
            handshake.handle_timeout(now);
        }
        self.collect();
    }

    /// Whether media or a report of the peer's has arrived: it can hear us, and a backlog cannot keep it from
    /// finishing its handshake. The side that answered sends first; the other does well to hold its media until then.
    pub fn media_heard(&self) -> bool {
        self.media_heard
    }

    /// The last round trip a connectivity check measured.
    pub fn round_trip(&self) -> Option<Duration> {
        self.path.round_trip()
    }

    fn take(&mut self, from: SocketAddr, datagram: &[u8], now: Mono) {
        if self.vigil.ended() {
            return;
        }
        match demux::classify(datagram) {
            Some(Kind::Stun) => self.handle_stun(from, datagram, now),
            Some(Kind::Dtls) if self.path.knows(from) => self.handle_dtls(datagram, now),
            // Sealed, and of one known source: it may come from anywhere, since the peer may have moved.
            Some(Kind::Srtp) => {
                let opened = self.protection.as_mut().and_then(|keys| keys.open_rtp(datagram));
                self.handle_media(opened, from, now);
            }
            Some(Kind::Srtcp) => {
                let opened = self.protection.as_mut().and_then(|keys| keys.open_rtcp(datagram));
                self.handle_media(opened, from, now);
            }
            _ => {}
        }
        self.collect();
    }

    fn tell_of_move(&mut self, now: Mono) {
        self.path.network_changed(now);
        self.path.handle_timeout(now);
        self.collect();
    }

    fn handle_stun(&mut self, from: SocketAddr, message: &[u8], now: Mono) {
        match self.path.handle_stun(from, message, now) {
            Heard::Nothing => return,
            Heard::Peer => {}
            Heard::Moved => self.events.push_back(TransportEvent::PathChanged),
        }
        self.events.extend(self.vigil.hear(now));
        if let Some(handshake) = &mut self.handshake
            && self.path.address().is_some()
        {
            if let Some(round_trip) = self.path.round_trip() {
                handshake.set_round_trip(round_trip);
            }
            handshake.begin(now);
        }
    }

    fn handle_dtls(&mut self, datagram: &[u8], now: Mono) {
        let Some(handshake) = &mut self.handshake else { return };
        match handshake.handle_datagram(datagram, now) {
            Progress::Underway => {}
            Progress::Done => self.secure(now),
            Progress::WrongPeer => self.events.extend(self.vigil.end(MediaEnd::WrongPeer)),
        }
    }

    fn secure(&mut self, now: Mono) {
        let ssrcs = (identity::ssrc_of(&self.identity.fingerprint), self.peer_ssrc);
        let state = self.handshake.as_ref().and_then(Handshake::state);
        let keys = state.and_then(|state| Protection::derive(state, &self.provider, ssrcs).ok());
        let event = match keys {
            Some(keys) => {
                self.protection = Some(keys);
                self.vigil.connect(now)
            }
            None => self.vigil.end(MediaEnd::Unreachable),
        };
        self.events.extend(event);
    }

    fn handle_media(&mut self, opened: Option<Opened>, from: SocketAddr, now: Mono) {
        let Some(opened) = opened else { return };
        self.path.handle_media(from, now);
        self.events.extend(self.vigil.hear(now));
        if !self.media_heard {
            self.media_heard = true;
            if let Some(handshake) = &mut self.handshake {
                handshake.settle();
            }
        }
        match opened {
            Opened::Rtp(packet) => self.events.push_back(TransportEvent::Rtp(packet)),
            Opened::Feedback(feedback) => self.events.push_back(TransportEvent::Feedback(feedback)),
            Opened::Lost(share) => self.events.push_back(TransportEvent::Lost { share }),
            Opened::Other => {}
        }
    }

    fn send(
        &mut self,
        seal: impl FnOnce(&mut Protection) -> Result<Vec<u8>, TransportError>,
    ) -> Result<(), TransportError> {
        let (Some(keys), Some(to), false) = (&mut self.protection, self.path.address(), self.vigil.ended())
        else {
            return Err(TransportError::NotConnected);
        };
        self.outlet.push(Transmit { to, bytes: seal(keys)? });
        Ok(())
    }

    /// Moves what the parts want to send into one queue.
    fn collect(&mut self) {
        while let Some(check) = self.path.poll_transmit() {
            self.outlet.push(check);
        }
        let (Some(handshake), Some(to)) = (&mut self.handshake, self.path.address()) else { return };
        while let Some(bytes) = handshake.poll_transmit() {
            self.outlet.push(Transmit { to, bytes });
        }
    }
}
