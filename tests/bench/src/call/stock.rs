//! webrtc-rs's own peer connection as it comes: a rival that is linked beside the product.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::BytesMut;
use nabz_link::Link;
use nabz_time::Mono;
use rtc::peer_connection::configuration::RTCConfigurationBuilder;
use rtc::peer_connection::configuration::media_engine::MediaEngine;
use rtc::peer_connection::configuration::setting_engine::SettingEngineBuilder;
use rtc::peer_connection::event::RTCPeerConnectionEvent;
use rtc::peer_connection::state::{RTCIceConnectionState, RTCPeerConnectionState};
use rtc::peer_connection::transport::{CandidateConfig, CandidateHostConfig, RTCDtlsRole, RTCIceCandidate};
use rtc::peer_connection::{RTCPeerConnection, RTCPeerConnectionBuilder};
use rtc::rtp_transceiver::rtp_sender::RtpCodecKind;
use rtc::sansio::Protocol;
use rtc::shared::error::Error;
use rtc::shared::{TaggedBytesMut, TransportContext, TransportProtocol};

use super::meeting::Road;
use super::setup::Taken;
use crate::outcome::BenchError;

/// Its name in tables.
pub const NAME: &str = "stock rtc 0.21";

/// Two peer connections over two links.
pub struct Stock {
    sides: [Side; 2],
    base: Instant,
    now: Mono,
}

struct Side {
    connection: RTCPeerConnection,
    address: SocketAddr,
    link: Link<(SocketAddr, Vec<u8>)>,
    connected: bool,
    /// ICE has a pair.
    paired: bool,
}

impl Stock {
    /// Sets up one call. Its ICE is given the patience for slow lines that a careful user would give it; its DTLS
    /// cannot be.
    pub fn set_up(road: &Road, seed: u64) -> Result<Option<Taken>, BenchError> {
        let mut pair = Self::new(road, seed, true)?;
        Ok(pair.connect().then(|| Taken { seconds: pair.now.seconds(), bytes: pair.bytes() }))
    }

    /// What it sends in an idle call with its own timers, kbit/s, the worse direction.
    pub fn idle_kbps(road: &Road, seconds: u64) -> Result<f64, BenchError> {
        let mut pair = Self::new(road, 1, false)?;
        if !pair.connect() {
            return Err(BenchError::Nothing("the rival never connected"));
        }
        let settled = pair.now + Duration::from_secs(5);
        pair.run(settled, |_| false);
        let before = pair.bytes();
        pair.run(settled + Duration::from_secs(seconds), |_| false);
        let spent = pair.bytes().into_iter().zip(before).map(|(after, before)| after - before);
        Ok(spent.max().unwrap_or(0) as f64 * 8.0 / 1_000.0 / seconds as f64)
    }

    /// What it does after `away` without a network and with a new address: an ICE restart, its offer and answer sent
    /// over the same links. It is given a broker that is connected again at once. Seconds from the moment the network
    /// is back until both ends have a pair again, `None` if they never do.
    pub fn restart(road: &Road, seed: u64, away: Duration) -> Result<Option<f64>, BenchError> {
        let mut pair = Self::new(road, seed, true)?;
        if !pair.connect() {
            return Err(BenchError::Nothing("the rival never connected"));
        }
        pair.now = pair.now + away;
        let back = pair.now;
        let restarted = pair.renegotiate();
        restarted.map_err(|_| BenchError::Nothing("the rival refused to restart"))?;
        pair.run(back + Duration::from_secs(60), |pair| pair.sides.iter().all(|side| side.paired));
        let paired = pair.sides.iter().all(|side| side.paired);
        Ok(paired.then(|| pair.now.since(back).as_secs_f64()))
    }

    fn renegotiate(&mut self) -> Result<(), Error> {
        for side in &mut self.sides {
            // What was under way is lost.
            while side.link.receive(self.now).is_some() {}
            side.paired = false;
        }
        let now = self.instant();
        let caller = &mut self.sides[0];
        caller.address = SocketAddr::from(([10, 0, 1, 1], 4_000));
        let moved = candidate(caller.address)?.to_json()?;
        caller.connection.add_local_candidate(moved.clone())?;
        caller.connection.restart_ice();
        let offer = caller.connection.create_offer(None)?;
        caller.connection.set_local_description(now, offer.clone())?;
        let now = self.wait_for(offer.sdp.len());
        let called = &mut self.sides[1];
        let stayed = candidate(called.address)?.to_json()?;
        called.connection.set_remote_description(now, offer)?;
        called.connection.add_remote_candidate(moved)?;
        let answer = called.connection.create_answer(None)?;
        called.connection.set_local_description(now, answer.clone())?;
        let now = self.wait_for(answer.sdp.len());
        let caller = &mut self.sides[0];
        caller.connection.set_remote_description(now, answer)?;
        caller.connection.add_remote_candidate(stayed)
    }

    /// Until a description of so many bytes has arrived at the other side, uncompressed and in one piece.
    fn wait_for(&mut self, bytes: usize) -> Instant {
        let shape = self.sides[0].link.shape(self.now);
        let takes = bytes as f64 * 8.0 / f64::from(shape.rate_bps.max(1));
        self.run(self.now + shape.delay + Duration::from_secs_f64(takes), |_| false);
        self.instant()
    }

    fn new(road: &Road, seed: u64, patient: bool) -> Result<Self, BenchError> {
        #[expect(clippy::disallowed_methods, reason = "any instant will do as the base of rtc's clock")]
        let base = Instant::now();
        Self::negotiated(road, seed, patient, base).map_err(|error| match error {
            Refused::Rtc => BenchError::Nothing("the rival refused its configuration"),
            Refused::Bench(error) => error,
        })
    }

    fn negotiated(road: &Road, seed: u64, patient: bool, base: Instant) -> Result<Self, Refused> {
        let mut caller = Side::new(road, seed, 0, patient, base)?;
        let mut called = Side::new(road, seed, 1, patient, base)?;
        let offer = caller.connection.create_offer(None)?;
        caller.connection.set_local_description(base, offer.clone())?;
        called.connection.set_remote_description(base, offer)?;
        let answer = called.connection.create_answer(None)?;
        called.connection.set_local_description(base, answer.clone())?;
        caller.connection.set_remote_description(base, answer)?;
        let candidates = [candidate(caller.address)?, candidate(called.address)?];
        let [one, other] = candidates;
        caller.connection.add_remote_candidate(other.to_json()?)?;
        called.connection.add_remote_candidate(one.to_json()?)?;
        Ok(Self { sides: [caller, called], base, now: Mono::ZERO })
    }

    fn connect(&mut self) -> bool {
        self.run(Mono::from_millis(61_000), Self::connected);
        self.connected()
    }

    fn connected(&self) -> bool {
        self.sides.iter().all(|side| side.connected)
    }

    fn bytes(&self) -> [u64; 2] {
        self.sides.each_ref().map(|side| side.link.counts().offered_bytes)
    }

    fn run(&mut self, end: Mono, done: impl Fn(&Self) -> bool) {
        self.settle();
        while !done(self) {
            let base = self.base;
            let due = self.sides.iter_mut().flat_map(|side| {
                let timer = side.connection.poll_timeout().map(|at| mono(base, at));
                [timer, side.link.poll_timeout()]
            });
            // A timer of the past would hold the clock.
            let least = self.now + Duration::from_millis(1);
            let next = due.flatten().min().unwrap_or(end).max(least);
            if next >= end {
                self.now = end;
                return;
            }
            self.now = next;
            self.deliver();
            let instant = self.instant();
            for side in &mut self.sides {
                // What it cannot do any more it only says here; the minute decides.
                let _ = side.connection.handle_timeout(instant);
            }
            self.settle();
        }
    }

    fn deliver(&mut self) {
        let instant = self.instant();
        for from in 0..2 {
            while let Some((to, bytes)) = self.sides[from].link.receive(self.now) {
                let peer_addr = self.sides[from].address;
                let there = &mut self.sides[1 - from];
                if to == there.address {
                    let transport = TransportContext {
                        local_addr: there.address,
                        peer_addr,
                        transport_protocol: TransportProtocol::UDP,
                        ecn: None,
                    };
                    let message = BytesMut::from(&bytes[..]);
                    let _ = there.connection.handle_read(TaggedBytesMut { now: instant, transport, message });
                }
            }
        }
    }

    fn settle(&mut self) {
        let now = self.now;
        for side in &mut self.sides {
            while let Some(sent) = side.connection.poll_write() {
                let length = sent.message.len();
                side.link.send((sent.transport.peer_addr, sent.message.to_vec()), length, now);
            }
            while let Some(event) = side.connection.poll_event() {
                match event {
                    RTCPeerConnectionEvent::OnConnectionStateChangeEvent(state) => {
                        side.connected |= state == RTCPeerConnectionState::Connected;
                    }
                    RTCPeerConnectionEvent::OnIceConnectionStateChangeEvent(state) => {
                        side.paired = state == RTCIceConnectionState::Connected;
                    }
                    _ => {}
                }
            }
            while side.connection.poll_read().is_some() {}
        }
    }

    fn instant(&self) -> Instant {
        self.base + Duration::from_micros(self.now.micros())
    }
}

impl Side {
    fn new(road: &Road, seed: u64, index: usize, patient: bool, base: Instant) -> Result<Self, Refused> {
        let mut media = MediaEngine::default();
        media.register_default_codecs()?;
        let mut setting = SettingEngineBuilder::new().with_answering_dtls_role(RTCDtlsRole::Client);
        if patient {
            let minute = Some(Duration::from_secs(60));
            setting = setting
                .with_ice_timeouts(minute, minute, Some(Duration::from_secs(10)))
                .with_ice_connection_attempts(Some(Duration::from_millis(500)), Some(1_000));
        }
        let mut connection = RTCPeerConnectionBuilder::new()
            .with_configuration(RTCConfigurationBuilder::new().build())
            .with_setting_engine(setting.build())
            .with_media_engine(media)
            .build(base)?;
        let address = SocketAddr::from(([10, 0, 0, index as u8 + 1], 4_000));
        connection.add_local_candidate(candidate(address)?.to_json()?)?;
        if index == 0 {
            connection.add_transceiver_from_kind(RtpCodecKind::Audio, None)?;
        }
        Ok(Self { connection, address, link: road.link(seed, index)?, connected: false, paired: false })
    }
}

fn candidate(address: SocketAddr) -> Result<RTCIceCandidate, Error> {
    let base_config = CandidateConfig {
        network: "udp".to_owned(),
        address: address.ip().to_string(),
        port: address.port(),
        component: 1,
        ..CandidateConfig::default()
    };
    let host = CandidateHostConfig { base_config, ..CandidateHostConfig::default() }.new_candidate_host()?;
    Ok(RTCIceCandidate::from(&host))
}

fn mono(base: Instant, at: Instant) -> Mono {
    let micros = at.saturating_duration_since(base).as_nanos().div_ceil(1_000);
    Mono::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
}

enum Refused {
    Rtc,
    Bench(BenchError),
}

impl From<Error> for Refused {
    fn from(_: Error) -> Self {
        Self::Rtc
    }
}

impl From<BenchError> for Refused {
    fn from(error: BenchError) -> Self {
        Self::Bench(error)
    }
}
