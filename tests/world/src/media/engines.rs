//! The real engines of both parties, with a codec that codes nothing, over one bad link.
//!
//! Every call opens a socket of its own, as the runtime does. Microphone and loudspeaker run by one clock of 20 ms.

use std::net::SocketAddr;
use std::time::Instant;

use nabz_call::media::codec::{FRAME, StandIn, mark};
use nabz_call::media::engine::Engine;
use nabz_call::media::transport::TransportConfig;
use nabz_call::media::{MediaCommand, MediaEnd, MediaEvent};
use nabz_clinic::link_name::LinkName;
use nabz_clinic::seed::Seeded;
use nabz_link::Link;
use nabz_time::Mono;

use super::Media;
use crate::post::Party;
use crate::trace::Trace;

/// Loud enough to be speech.
const LEVEL: i16 = 2_000;

/// A datagram with where it comes from and goes to.
struct Datagram {
    from: SocketAddr,
    to: SocketAddr,
    bytes: Vec<u8>,
}

/// The media of both parties.
pub struct Engines {
    sides: [Side; 2],
    /// From the phone, and from the doctor; they begin with the first packet.
    links: Option<[Link<Datagram>; 2]>,
    link: LinkName,
    seed: u64,
    /// What `rtc` counts its instants from.
    base: Instant,
    dice: Seeded,
    events: Vec<(Party, MediaEvent)>,
}

#[derive(Default)]
struct Side {
    engine: Option<Engine>,
    /// Sockets opened so far.
    sockets: u16,
    next_frame: Mono,
    frames: u32,
}

impl Engines {
    /// Engines over this link, its losses by seed.
    pub fn new(seed: u64, link: LinkName) -> Self {
        // No instant is read from it: rtc's own are this one and so many virtual microseconds.
        #[allow(clippy::disallowed_methods)]
        let base = Instant::now();
        let dice = Seeded::new(seed);
        Self { sides: Default::default(), links: None, link, seed, base, dice, events: Vec::new() }
    }

    fn begin(&mut self, party: Party, command: &MediaCommand, now: Mono) {
        let side = &mut self.sides[party as usize];
        side.sockets += 1;
        let config =
            TransportConfig { local: address(party, side.sockets), advertise: None, base: self.base };
        let engine = match command {
            MediaCommand::Answer { call, remote } => {
                Engine::answer(*call, remote, &config, &StandIn, &mut self.dice, now)
            }
            MediaCommand::Offer { call } => Engine::offer(*call, &config, &StandIn, &mut self.dice, now),
            _ => return,
        };
        side.next_frame = now + FRAME;
        match (engine, command) {
            (Ok(engine), _) => side.engine = Some(engine),
            (Err(_), MediaCommand::Offer { call } | MediaCommand::Answer { call, .. }) => {
                let end = MediaEnd::Unreachable;
                self.events.push((party, MediaEvent::Ended { call: *call, end }));
            }
            (Err(_), _) => {}
        }
    }

    /// Microphone and loudspeaker of a side, and what its engine has to do.
    fn step(&mut self, party: Party, now: Mono) {
        let side = &mut self.sides[party as usize];
        let Some(engine) = &mut side.engine else { return };
        if side.next_frame <= now {
            side.next_frame = side.next_frame + FRAME;
            side.frames += 1;
            engine.capture(&mark(side.frames, LEVEL), now);
            engine.playout(now);
        }
        if engine.poll_timeout().is_some_and(|due| due <= now) {
            engine.handle_timeout(now);
        }
        let mut ended = false;
        while let Some(event) = engine.poll_event() {
            ended |= matches!(event, MediaEvent::Ended { .. });
            self.events.push((party, event));
        }
        if ended {
            side.engine = None;
        }
    }

    /// What an engine sends enters the link, if anything is carried.
    fn send(&mut self, party: Party, now: Mono, carried: bool, trace: &mut Trace) {
        let side = &mut self.sides[party as usize];
        let Some(engine) = &mut side.engine else { return };
        let from = address(party, side.sockets);
        while let Some(packet) = engine.poll_transmit() {
            let label = if party == Party::Phone { "phone → doctor" } else { "doctor → phone" };
            trace.record(now, label, &packet.bytes);
            if carried {
                let links = self.links.get_or_insert_with(|| {
                    [1, 2].map(|n| Link::new(self.link.schedule(), self.seed ^ n, now))
                });
                let size = packet.bytes.len();
                let datagram = Datagram { from, to: packet.to, bytes: packet.bytes };
                links[party as usize].send(datagram, size, now);
            }
        }
    }

    /// What comes out of the link reaches the socket it was sent to, if that is still open.
    fn receive(&mut self, party: Party, now: Mono, carried: bool) {
        let Some(links) = &mut self.links else { return };
        let side = &mut self.sides[party as usize];
        let here = address(party, side.sockets);
        while let Some(datagram) = links[1 - party as usize].receive(now) {
            if let Some(engine) = side.engine.as_mut().filter(|_| carried && datagram.to == here) {
                engine.handle_datagram(datagram.from, &datagram.bytes, now);
            }
        }
    }
}

impl Media for Engines {
    fn command(&mut self, party: Party, command: MediaCommand, now: Mono) {
        let engine = &mut self.sides[party as usize].engine;
        match &command {
            MediaCommand::Offer { .. } | MediaCommand::Answer { .. } => self.begin(party, &command, now),
            MediaCommand::Accept { call, remote } => {
                let refused = engine
                    .as_mut()
                    .filter(|engine| engine.call() == *call)
                    .is_some_and(|engine| engine.accept(remote, now).is_err());
                if refused {
                    let end = MediaEnd::Unreachable;
                    self.events.push((party, MediaEvent::Ended { call: *call, end }));
                }
            }
            MediaCommand::Mute { call, muted } => {
                if let Some(engine) = engine.as_mut().filter(|engine| engine.call() == *call) {
                    engine.mute(*muted);
                }
            }
            MediaCommand::Loudspeaker { call, on } => {
                if let Some(engine) = engine.as_mut().filter(|engine| engine.call() == *call) {
                    engine.half_duplex(*on);
                }
            }
            MediaCommand::Stop { call } => {
                engine.take_if(|engine| engine.call() == *call);
            }
            // Nobody practises over these links: the app says after a while that no line was reached.
            MediaCommand::Route { .. } | MediaCommand::Practise { .. } => {}
        }
    }

    fn forget(&mut self, party: Party) {
        self.sides[party as usize].engine = None;
    }

    fn poll_timeout(&mut self) -> Option<Mono> {
        if !self.events.is_empty() {
            return Some(Mono::ZERO);
        }
        let links = self.links.iter().flatten().filter_map(Link::poll_timeout).min();
        let sides = self.sides.iter_mut().filter_map(|side| {
            let engine = side.engine.as_mut()?;
            Some(engine.poll_timeout().map_or(side.next_frame, |due| due.min(side.next_frame)))
        });
        sides.chain(links).min()
    }

    fn handle_timeout(&mut self, now: Mono, carried: bool, trace: &mut Trace) -> Vec<(Party, MediaEvent)> {
        for party in [Party::Phone, Party::Doctor] {
            self.receive(party, now, carried);
            self.step(party, now);
            self.send(party, now, carried, trace);
        }
        std::mem::take(&mut self.events)
    }
}

/// A party's n-th socket.
fn address(party: Party, n: u16) -> SocketAddr {
    let host = if party == Party::Phone { [10, 0, 0, 1] } else { [10, 0, 0, 2] };
    SocketAddr::from((host, 40_000 + n))
}
