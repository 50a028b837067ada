//! P-setup: how often and how soon a call comes to stand on a bad line.

use std::net::SocketAddr;
use std::time::Instant;

use nabz_call::media::MediaEnd;
use nabz_call::media::transport::{Transport, TransportConfig, TransportEvent};
use nabz_link::Link;
use nabz_time::Mono;
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use serde::{Deserialize, Serialize};

use super::meeting::{Road, Seeded};
use super::shape;
use super::stock::{self, Stock};
use crate::outcome::{BenchError, Goal, Row};
use crate::{Plan, rival};

/// Set-ups on each line.
const SEEDS: (u64, u64) = (200, 1_000);
/// A call that does not come to stand says so by then, seconds.
const PATIENCE: f64 = 60.0;

/// One set-up that stood.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Taken {
    /// Until both sides were through.
    pub seconds: f64,
    /// On the wire, caller and called.
    pub bytes: [u64; 2],
}

/// Set-ups over one line: those that stood, and how many there were.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Setups {
    /// In order of seconds.
    pub stood: Vec<Taken>,
    /// All.
    pub tried: u64,
}

impl Setups {
    fn over(
        seeds: u64,
        mut set_up: impl FnMut(u64) -> Result<Option<Taken>, BenchError>,
    ) -> Result<Self, BenchError> {
        let mut stood = Vec::new();
        for seed in 0..seeds {
            stood.extend(set_up(seed)?);
        }
        stood.sort_by(|one: &Taken, other| one.seconds.total_cmp(&other.seconds));
        Ok(Self { stood, tried: seeds })
    }

    fn share(&self) -> f64 {
        self.stood.len() as f64 / self.tried.max(1) as f64
    }

    /// Of all that were tried: one that never stood took for ever, and is shown as the minute it was given.
    fn quantile(&self, share: f64) -> f64 {
        let at = ((self.tried.max(1) - 1) as f64 * share) as usize;
        self.stood.get(at).map_or(PATIENCE, |taken| taken.seconds)
    }

    fn kilobytes(&self) -> f64 {
        let sum: u64 = self.stood.iter().map(|taken| taken.bytes.iter().sum::<u64>()).sum();
        sum as f64 / 2_000.0 / self.stood.len().max(1) as f64
    }
}

/// One line and what is promised on it.
struct Case {
    name: &'static str,
    kbps: u32,
    round_trip_ms: u64,
    loss: f64,
    share: Goal,
    p90: Goal,
}

const CASES: [Case; 4] = [
    Case {
        name: "20 kbit/s, 0.6 s, 20 %",
        kbps: 20,
        round_trip_ms: 600,
        loss: 0.2,
        share: Goal::AtLeast(0.995),
        p90: Goal::AtMost(8.5),
    },
    Case {
        name: "10 kbit/s, 1.5 s, 30 %",
        kbps: 10,
        round_trip_ms: 1_500,
        loss: 0.3,
        share: Goal::AtLeast(0.995),
        p90: Goal::AtMost(18.5),
    },
    Case {
        name: "20 kbit/s, 0.6 s, 0 %",
        kbps: 20,
        round_trip_ms: 600,
        loss: 0.0,
        share: Goal::Told,
        p90: Goal::Told,
    },
    Case {
        name: "10 kbit/s, 1.5 s, 0 %",
        kbps: 10,
        round_trip_ms: 1_500,
        loss: 0.0,
        share: Goal::Told,
        p90: Goal::Told,
    },
];

/// Share, quantiles and bytes on each line.
pub fn run(plan: &Plan) -> Result<Vec<Row>, BenchError> {
    let seeds = if plan.full { SEEDS.1 } else { SEEDS.0 };
    let mut rows = Vec::new();
    for case in &CASES {
        let road = Road::steady(shape(case.kbps, case.round_trip_ms, case.loss));
        let mut hung = 0;
        let ours = Setups::over(seeds, |seed| {
            let call = set_up(&road, seed)?;
            hung += u32::from(call.is_none());
            Ok(call.flatten())
        })?;
        let stock = Setups::over(seeds, |seed| Stock::set_up(&road, seed))?;
        let line =
            [seeds.to_string(), case.kbps.to_string(), case.round_trip_ms.to_string(), case.loss.to_string()];
        let str0m: Setups = rival::run(plan, "str0m", &line)?;
        let mut row = |what: &str, unit, figure: fn(&Setups) -> f64, goal| {
            let rivals = [(stock::NAME, figure(&stock)), ("str0m 0.25", figure(&str0m))];
            rows.push(Row::new(format!("{}: {what}", case.name), unit, figure(&ours), &rivals, goal));
        };
        row("stand", "share", Setups::share, case.share);
        row("median", "s", |setups| setups.quantile(0.5), Goal::Told);
        row("p90", "s", |setups| setups.quantile(0.9), case.p90);
        row("worst", "s", |setups| setups.quantile(1.0), Goal::AtMost(PATIENCE));
        row("bytes each way", "kB", Setups::kilobytes, Goal::Told);
        rows.push(Row::new(format!("{}: hung", case.name), "calls", f64::from(hung), &[], Goal::AtMost(0.0)));
    }
    rows.push(failure()?);
    Ok(rows)
}

/// A call to nobody: when it says so.
fn failure() -> Result<Row, BenchError> {
    let road = Road::steady(shape(20, 600, 0.95));
    let mut pair = Pair::new(&road, 1)?;
    for side in &mut pair.sides {
        side.deaf = true;
    }
    pair.run();
    let said = pair.sides.each_ref().map(|side| side.failed.map_or(f64::INFINITY, Mono::seconds));
    let latest = said.into_iter().fold(0.0, f64::max);
    Ok(Row::new("a peer nobody hears: said after", "s", latest, &[], Goal::AtMost(PATIENCE)))
}

/// Sets one call up. `None`: it hung, neither connected nor ended after a minute.
fn set_up(road: &Road, seed: u64) -> Result<Option<Option<Taken>>, BenchError> {
    let mut pair = Pair::new(road, seed)?;
    pair.run();
    let bytes = pair.sides.each_ref().map(|side| side.link.counts().offered_bytes);
    let stood = pair.connected().then(|| Taken { seconds: pair.now.seconds(), bytes });
    let over = pair.sides.iter().all(|side| side.connected || side.failed.is_some());
    Ok(over.then_some(stood))
}

/// Two transports over two links.
struct Pair {
    sides: [Side; 2],
    now: Mono,
}

struct Side {
    transport: Transport,
    address: SocketAddr,
    link: Link<(SocketAddr, Vec<u8>)>,
    connected: bool,
    failed: Option<Mono>,
    /// Nothing reaches it.
    deaf: bool,
}

impl Pair {
    fn new(road: &Road, seed: u64) -> Result<Self, BenchError> {
        let refused = |_| BenchError::Nothing("a transport was refused");
        #[expect(clippy::disallowed_methods, reason = "any instant will do as the base of rtc's clock")]
        let base = Instant::now();
        let address = |side: u8| SocketAddr::from(([10, 0, 0, side + 1], 4_000));
        let config = |side| TransportConfig { local: address(side), advertise: None, base };
        let mut entropy = Seeded(ChaCha8Rng::seed_from_u64(seed));
        let (mut caller, offer) = Transport::offer(&config(0), &mut entropy, Mono::ZERO).map_err(refused)?;
        let answered = Transport::answer(&config(1), &offer, &mut entropy, Mono::ZERO);
        let (called, answer) = answered.map_err(refused)?;
        caller.accept(&answer, Mono::ZERO).map_err(refused)?;
        let side = |transport, index: u8| {
            let link = road.link(seed, usize::from(index))?;
            let address = address(index);
            Ok::<_, BenchError>(Side {
                transport,
                address,
                link,
                connected: false,
                failed: None,
                deaf: false,
            })
        };
        Ok(Self { sides: [side(caller, 0)?, side(called, 1)?], now: Mono::ZERO })
    }

    fn connected(&self) -> bool {
        self.sides.iter().all(|side| side.connected)
    }

    /// Goes on until both are connected or a second after the minute.
    fn run(&mut self) {
        let end = Mono::from_millis(61_000);
        self.settle();
        while !self.connected() {
            let due = self
                .sides
                .iter_mut()
                .flat_map(|side| [side.transport.poll_timeout(), side.link.poll_timeout()]);
            let next = due.flatten().min().unwrap_or(end).max(self.now);
            if next >= end {
                self.now = end;
                return;
            }
            self.now = next;
            for from in 0..2 {
                while let Some((to, bytes)) = self.sides[from].link.receive(next) {
                    let source = self.sides[from].address;
                    let there = &mut self.sides[1 - from];
                    if to == there.address && !there.deaf {
                        there.transport.handle_datagram(source, &bytes, next);
                    }
                }
            }
            for side in &mut self.sides {
                if side.transport.poll_timeout().is_some_and(|due| due <= next) {
                    side.transport.handle_timeout(next);
                }
            }
            self.settle();
        }
    }

    fn settle(&mut self) {
        let now = self.now;
        for side in &mut self.sides {
            while let Some(sent) = side.transport.poll_transmit() {
                let length = sent.bytes.len();
                side.link.send((sent.to, sent.bytes), length, now);
            }
            while let Some(event) = side.transport.poll_event() {
                match event {
                    TransportEvent::Connected { .. } => side.connected = true,
                    TransportEvent::Failed(MediaEnd::Unreachable) => side.failed = Some(now),
                    _ => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setup_that_never_stood_counts_among_the_slowest() {
        let taken = |seconds| Taken { seconds, bytes: [1_000, 3_000] };
        let setups = Setups { stood: (1..=8).map(|n| taken(f64::from(n))).collect(), tried: 10 };
        assert_eq!((setups.share(), setups.quantile(0.5), setups.quantile(0.9)), (0.8, 5.0, PATIENCE));
        assert_eq!(setups.kilobytes(), 2.0);
    }

    /// The seeded defect: the rival without a guard hangs where ours stands.
    #[test]
    fn the_stock_peer_connection_fails_where_ours_does_not() {
        let road = Road::steady(shape(10, 1_500, 0.3));
        let stood = (0..12).filter(|&seed| Stock::set_up(&road, seed).unwrap().is_some()).count();
        assert!((3..12).contains(&stood), "{stood} of 12");
        assert!((0..12).all(|seed| set_up(&road, seed).unwrap().flatten().is_some()));
    }
}
