//! Two transports over two seeded links.

mod call;
mod hostile;
mod relay;
mod roaming;
mod setup;

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::ops::Range;
use std::time::{Duration, Instant};

use nabz_call::media::Description;
use nabz_call::media::transport::{RtpPacket, Transport, TransportConfig, TransportEvent};
use nabz_link::{Link, Schedule, Shape};
use nabz_time::{Entropy, Mono};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

struct Seeded(ChaCha8Rng);

impl Entropy for Seeded {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill_bytes(out);
    }
}

/// The caller, the called, and the line between them.
struct Pair {
    now: Mono,
    sides: [Side; 2],
    /// While it lasts nothing comes through.
    blackout: Range<Mono>,
    /// A side behind a NAT that lets in only from hosts it was sent something for.
    filtered: Option<usize>,
    /// Done to what a side sends, on its way.
    mangle: Option<(usize, Mangle)>,
    /// All that was sent, and by whom.
    tape: Vec<(usize, Vec<u8>)>,
}

struct Side {
    transport: Transport,
    address: SocketAddr,
    /// Towards the other side.
    link: Link<Sent>,
    /// Hosts it has sent to.
    known: BTreeSet<IpAddr>,
    events: Vec<(Mono, TransportEvent)>,
}

/// A datagram under way.
struct Sent {
    from: SocketAddr,
    to: SocketAddr,
    bytes: Vec<u8>,
}

type Mangle = fn(&mut [u8]);

const CALLER: usize = 0;
const CALLED: usize = 1;

fn shape(rate_bps: u32, round_trip: f64, loss: f64) -> Shape {
    Shape { rate_bps, delay: Duration::from_secs_f64(round_trip / 2.0), loss, burst: 1.5 }
}

fn good() -> Schedule {
    Schedule::steady(shape(60_000, 0.2, 0.0))
}

fn address(side: usize) -> SocketAddr {
    SocketAddr::from(([10, 0, 0, side as u8 + 1], 4_000))
}

fn config(side: usize) -> TransportConfig {
    #[allow(clippy::disallowed_methods, reason = "any instant will do as the base of rtc's clock")]
    let base = Instant::now();
    TransportConfig { local: address(side), advertise: None, base }
}

impl Pair {
    fn new(schedule: &Schedule, seed: u64) -> Self {
        Self::introduced(schedule, seed, |_| {})
    }

    /// A pair whose answer is `changed` on its way to the caller.
    fn introduced(schedule: &Schedule, seed: u64, changed: impl FnOnce(&mut Description)) -> Self {
        let mut entropy = Seeded(ChaCha8Rng::seed_from_u64(seed));
        let now = Mono::ZERO;
        let (mut caller, offer) = Transport::offer(&config(CALLER), &mut entropy, now).unwrap();
        let (called, mut answer) = Transport::answer(&config(CALLED), &offer, &mut entropy, now).unwrap();
        changed(&mut answer);
        caller.accept(&answer, now).unwrap();
        Self::of([caller, called], schedule, seed)
    }

    fn of([caller, called]: [Transport; 2], schedule: &Schedule, seed: u64) -> Self {
        let now = Mono::ZERO;
        let side = |transport, index: usize| Side {
            transport,
            address: address(index),
            link: Link::new(schedule.clone(), seed * 2 + index as u64, now),
            known: BTreeSet::new(),
            events: Vec::new(),
        };
        Self {
            now,
            sides: [side(caller, CALLER), side(called, CALLED)],
            blackout: Mono::ZERO..Mono::ZERO,
            filtered: None,
            mangle: None,
            tape: Vec::new(),
        }
    }

    fn run_until(&mut self, end: Mono, done: impl Fn(&Self) -> bool) {
        self.settle();
        while !done(self) {
            let due = self
                .sides
                .iter_mut()
                .flat_map(|side| [side.transport.poll_timeout(), side.link.poll_timeout()]);
            let next = due.flatten().min().unwrap_or(end).max(self.now);
            if next >= end {
                self.now = end;
                break;
            }
            self.now = next;
            self.deliver();
            for side in &mut self.sides {
                if side.transport.poll_timeout().is_some_and(|due| due <= next) {
                    side.transport.handle_timeout(next);
                }
            }
            self.settle();
        }
    }

    fn run_for(&mut self, time: Duration) {
        self.run_until(self.now + time, |_| false);
    }

    fn deliver(&mut self) {
        for from in [CALLER, CALLED] {
            while let Some(sent) = self.sides[from].link.receive(self.now) {
                let there = &mut self.sides[1 - from];
                let let_in = self.filtered != Some(1 - from) || there.known.contains(&sent.from.ip());
                if sent.to == there.address && let_in && !self.blackout.contains(&self.now) {
                    there.transport.handle_datagram(sent.from, &sent.bytes, self.now);
                }
            }
        }
    }

    fn settle(&mut self) {
        let now = self.now;
        for (index, side) in self.sides.iter_mut().enumerate() {
            while let Some(mut transmit) = side.transport.poll_transmit() {
                side.known.insert(transmit.to.ip());
                if let Some((_, mangle)) = self.mangle.filter(|(mangled, _)| *mangled == index) {
                    mangle(&mut transmit.bytes);
                }
                let length = transmit.bytes.len();
                self.tape.push((index, transmit.bytes.clone()));
                let sent = Sent { from: side.address, to: transmit.to, bytes: transmit.bytes };
                side.link.send(sent, length, now);
            }
            side.events.extend(std::iter::from_fn(|| side.transport.poll_event()).map(|event| (now, event)));
        }
    }

    fn connected(&self) -> bool {
        self.sides.iter().all(Side::connected)
    }

    fn connect(&mut self) -> Mono {
        self.run_until(Mono::from_millis(61_000), Self::connected);
        assert!(self.connected(), "not connected");
        self.now
    }
}

impl Side {
    fn connected(&self) -> bool {
        self.saw(|event| matches!(event, TransportEvent::Connected { .. })).is_some()
    }

    fn transport_is_over(&self) -> bool {
        let last = self.events.last();
        matches!(last, Some((_, TransportEvent::Failed(_))))
    }

    fn saw(&self, what: impl Fn(&TransportEvent) -> bool) -> Option<Mono> {
        self.events.iter().find(|(_, event)| what(event)).map(|(at, _)| *at)
    }
}

/// The media thread owns it.
const _: fn() = || {
    fn sent_to_a_thread<T: Send>() {}
    sent_to_a_thread::<Transport>();
};

fn packet(sequence: u16) -> RtpPacket {
    let payload = vec![sequence as u8; 90];
    RtpPacket {
        payload_type: 111,
        marker: sequence == 0,
        sequence,
        timestamp: u32::from(sequence) * 5_760,
        payload,
    }
}
