//! One side of a call on a real socket, through a relay and nothing else.

use std::net::{SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use nabz_call::media::Description;
use nabz_call::media::transport::{
    Relay, RelayConfig, RtpPacket, Transport, TransportConfig, TransportEvent,
};
use nabz_time::{Entropy, Mono};
use ring::rand::{SecureRandom, SystemRandom};

/// A phone that calls or is called.
pub struct Phone {
    socket: UdpSocket,
    began: Instant,
    config: TransportConfig,
    relay: Option<Relay>,
    transport: Option<Transport>,
    /// What happened in the call.
    pub events: Vec<TransportEvent>,
    /// Where datagrams went.
    pub sent_to: Vec<SocketAddr>,
}

struct System;

impl Entropy for System {
    fn fill(&mut self, out: &mut [u8]) {
        SystemRandom::new().fill(out).unwrap();
    }
}

impl Phone {
    /// A phone that asks for a relay.
    pub fn new(relay: RelayConfig) -> Self {
        let (socket, began) = (bind(), Instant::now());
        let local = socket.local_addr().unwrap();
        let relay = Relay::new(relay, local, began, Mono::ZERO).unwrap();
        let config = TransportConfig { local, advertise: None, base: began };
        Self {
            socket,
            began,
            config,
            relay: Some(relay),
            transport: None,
            events: Vec::new(),
            sent_to: Vec::new(),
        }
    }

    /// Whether the relay is there, or refused to be.
    pub fn relayed(&self) -> Option<Result<SocketAddr, ()>> {
        let relay = self.relay.as_ref()?;
        if relay.failed() { Some(Err(())) } else { relay.address().map(Ok) }
    }

    /// Offers a call through the relay.
    pub fn offer(&mut self) -> Description {
        let config = self.advertised();
        let (transport, offer) = Transport::offer(&config, &mut System, self.now()).unwrap();
        self.through(transport);
        offer
    }

    /// Answers one.
    pub fn answer(&mut self, offer: &Description) -> Description {
        let config = self.advertised();
        let (transport, answer) = Transport::answer(&config, offer, &mut System, self.now()).unwrap();
        self.through(transport);
        answer
    }

    /// Takes the answer.
    pub fn accept(&mut self, answer: &Description) {
        let now = self.now();
        self.transport.as_mut().unwrap().accept(answer, now).unwrap();
    }

    /// Says something.
    pub fn say(&mut self, packet: &RtpPacket) {
        self.transport.as_mut().unwrap().send_rtp(packet).unwrap();
    }

    /// The socket is bound anew, as after a change of network.
    pub fn move_away(&mut self) {
        self.socket = bind();
        let now = self.now();
        self.transport.as_mut().unwrap().network_changed(now);
    }

    /// A few milliseconds of its life.
    pub fn step(&mut self) {
        let mut buffer = [0; 2_048];
        let now = self.now();
        if let Some(transport) = &mut self.transport {
            transport.handle_timeout(now);
        } else if let Some(relay) = &mut self.relay {
            relay.handle_timeout(now);
        }
        self.send();
        while let Ok((length, from)) = self.socket.recv_from(&mut buffer) {
            let now = self.now();
            if let Some(transport) = &mut self.transport {
                transport.handle_datagram(from, &buffer[..length], now);
            } else if let Some(relay) = &mut self.relay {
                relay.handle_datagram(from, &buffer[..length], now);
            }
        }
        self.send();
        if let Some(transport) = &mut self.transport {
            self.events.extend(std::iter::from_fn(|| transport.poll_event()));
        }
    }

    fn send(&mut self) {
        loop {
            let next = match (&mut self.transport, &mut self.relay) {
                (Some(transport), _) => transport.poll_transmit(),
                (None, Some(relay)) => relay.poll_transmit(),
                (None, None) => None,
            };
            let Some(transmit) = next else { return };
            self.sent_to.push(transmit.to);
            self.socket.send_to(&transmit.bytes, transmit.to).unwrap();
        }
    }

    fn advertised(&self) -> TransportConfig {
        let relayed = self.relayed().unwrap().unwrap();
        TransportConfig { advertise: Some(relayed), ..self.config }
    }

    fn through(&mut self, mut transport: Transport) {
        transport.relay_through(self.relay.take().unwrap());
        self.transport = Some(transport);
    }

    fn now(&self) -> Mono {
        Mono::from_micros(u64::try_from(self.began.elapsed().as_micros()).unwrap())
    }
}

fn bind() -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(Duration::from_millis(2))).unwrap();
    socket
}
