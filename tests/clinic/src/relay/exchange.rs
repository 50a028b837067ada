//! The relay without sockets: two links, two addresses learned, a timeline kept.

use std::net::SocketAddr;

use nabz_link::{Link, Schedule};
use nabz_time::Mono;

use super::timeline::{RelayReport, Timeline};

/// A party of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The patient; packets from here go up.
    Patient,
    /// The doctor; packets from here go down.
    Doctor,
}

/// A packet that has crossed the link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// To whom.
    pub to: Side,
    /// Where they were heard first.
    pub address: SocketAddr,
    /// The bytes as they were sent.
    pub payload: Vec<u8>,
}

/// The relay's state.
#[derive(Debug)]
pub struct Exchange {
    schedule: Schedule,
    seed: u64,
    patient: Option<SocketAddr>,
    doctor: Option<SocketAddr>,
    strangers: u64,
    running: Option<Running>,
}

/// What exists from the first packet on.
#[derive(Debug)]
struct Running {
    up: Link<Vec<u8>>,
    down: Link<Vec<u8>>,
    timeline: Timeline,
}

impl Exchange {
    /// An exchange over a link alike in both directions.
    pub fn new(schedule: &Schedule, seed: u64) -> Self {
        Self { schedule: schedule.clone(), seed, patient: None, doctor: None, strangers: 0, running: None }
    }

    /// Takes a packet from a party. The first one names the party's address, and so does every ICE check: each call
    /// has a socket of its own. Others from elsewhere are dropped.
    pub fn handle_packet(&mut self, from: Side, address: SocketAddr, payload: &[u8], now: Mono) {
        let known = match from {
            Side::Patient => &mut self.patient,
            Side::Doctor => &mut self.doctor,
        };
        if known.is_none() || is_ice_check(payload) {
            *known = Some(address);
        }
        if *known != Some(address) {
            self.strangers += 1;
            return;
        }
        let running = self.running.get_or_insert_with(|| Running::begin(&self.schedule, self.seed, now));
        running.timeline.advance(&running.up, &running.down, now);
        match from {
            Side::Patient => running.up.send(payload.to_vec(), payload.len(), now),
            Side::Doctor => running.down.send(payload.to_vec(), payload.len(), now),
        }
    }

    /// The next packet that has crossed by `now`. One for a party not heard yet is dropped, as a NAT would.
    pub fn poll_transmit(&mut self, now: Mono) -> Option<Outgoing> {
        let running = self.running.as_mut()?;
        loop {
            let (to, address, payload) = match running.up.receive(now) {
                Some(payload) => (Side::Doctor, self.doctor, payload),
                None => (Side::Patient, self.patient, running.down.receive(now)?),
            };
            running.timeline.delivered(to, payload.len());
            if let Some(address) = address {
                return Some(Outgoing { to, address, payload });
            }
        }
    }

    /// When something is due: a packet out of the link, or a sample.
    pub fn poll_timeout(&self) -> Option<Mono> {
        let running = self.running.as_ref()?;
        let packets = running.up.poll_timeout().into_iter().chain(running.down.poll_timeout());
        packets.chain(running.timeline.next()).min()
    }

    /// Takes the samples that are due.
    pub fn handle_timeout(&mut self, now: Mono) {
        if let Some(running) = &mut self.running {
            running.timeline.advance(&running.up, &running.down, now);
        }
    }

    /// Where a party is, once it was heard.
    pub fn address_of(&self, side: Side) -> Option<SocketAddr> {
        match side {
            Side::Patient => self.patient,
            Side::Doctor => self.doctor,
        }
    }

    /// What happened so far; `None` before the first packet.
    pub fn report(&self) -> Option<RelayReport> {
        let running = self.running.as_ref()?;
        Some(RelayReport {
            began: running.timeline.began(),
            steps: self.schedule.steps().to_vec(),
            samples: running.timeline.samples().to_vec(),
            up: running.up.counts(),
            down: running.down.counts(),
            strangers: self.strangers,
        })
    }
}

impl Running {
    fn begin(schedule: &Schedule, seed: u64, now: Mono) -> Self {
        // Two directions lose different packets: the second seed is the first one's complement.
        let (up, down) = (Link::new(schedule.clone(), seed, now), Link::new(schedule.clone(), !seed, now));
        Self { up, down, timeline: Timeline::new(now) }
    }
}

/// A STUN message (RFC 8489 §5): two bits of zero, and the magic cookie after type and length.
fn is_ice_check(payload: &[u8]) -> bool {
    payload.first().is_some_and(|first| first >> 6 == 0)
        && payload.get(4..8) == Some(&[0x21, 0x12, 0xa4, 0x42])
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use nabz_link::{HEADERS, Shape};

    use super::*;
    use crate::link_name::LinkName;

    fn address(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    /// Plays until `until`, and says when which payload came out where.
    fn play(exchange: &mut Exchange, until: Mono) -> Vec<(u64, Side, u8)> {
        let mut heard = Vec::new();
        while let Some(now) = exchange.poll_timeout().filter(|at| *at <= until) {
            exchange.handle_timeout(now);
            while let Some(out) = exchange.poll_transmit(now) {
                heard.push((now.millis(), out.to, out.payload[0]));
            }
        }
        heard
    }

    #[test]
    fn carries_both_ways_at_the_links_rate_and_delay() {
        let shape = Shape { rate_bps: 8_000, delay: Duration::from_millis(300), loss: 0.0, burst: 1.0 };
        let mut exchange = Exchange::new(&Schedule::steady(shape), 1);
        let start = Mono::from_millis(5_000);
        let hundred = |byte| [byte; 100 - HEADERS];
        exchange.handle_packet(Side::Doctor, address(2), &hundred(0), start);
        exchange.handle_packet(Side::Patient, address(1), &hundred(1), start);
        exchange.handle_packet(Side::Patient, address(1), &hundred(2), start);
        // 100 bytes take 100 ms at 8 kbit/s.
        let heard = play(&mut exchange, Mono::from_millis(6_000));
        let [patient, doctor] = [Side::Patient, Side::Doctor];
        assert_eq!(heard, [(5_400, doctor, 1), (5_400, patient, 0), (5_500, doctor, 2)]);
    }

    #[test]
    fn nobody_is_sent_to_before_they_were_heard_and_strangers_stay_outside() {
        let mut exchange = Exchange::new(&LinkName::Good.schedule(), 1);
        assert!(exchange.poll_timeout().is_none());
        exchange.handle_packet(Side::Patient, address(1), &[1], Mono::ZERO);
        assert_eq!(play(&mut exchange, Mono::from_millis(500)), []);
        exchange.handle_packet(Side::Patient, address(9), &[2], Mono::from_millis(500));
        exchange.handle_packet(Side::Doctor, address(2), &[3], Mono::from_millis(500));
        let heard = play(&mut exchange, Mono::from_millis(1_000));
        assert_eq!(heard.iter().map(|(_, to, byte)| (*to, *byte)).collect::<Vec<_>>(), [(Side::Patient, 3)]);
        assert_eq!(exchange.report().unwrap().strangers, 1);
    }

    #[test]
    fn a_second_call_comes_from_another_socket() {
        let mut exchange = Exchange::new(&LinkName::Good.schedule(), 1);
        exchange.handle_packet(Side::Patient, address(1), &[1], Mono::ZERO);
        exchange.handle_packet(Side::Patient, address(9), &[2], Mono::ZERO);
        assert_eq!(exchange.address_of(Side::Patient), Some(address(1)));
        let check = [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42];
        exchange.handle_packet(Side::Patient, address(9), &check, Mono::ZERO);
        assert_eq!(exchange.address_of(Side::Patient), Some(address(9)));
        assert_eq!(exchange.report().unwrap().strangers, 1);
    }

    #[test]
    fn reports_what_was_offered_and_delivered_in_each_stretch() {
        let mut exchange = Exchange::new(&LinkName::Default.schedule(), 1);
        exchange.handle_packet(Side::Doctor, address(2), &[0], Mono::ZERO);
        // 120 bytes every 40 ms: 24 kbit/s, twice what the second stretch carries.
        for n in 0..1_500 {
            let now = Mono::from_millis(n * 40);
            play(&mut exchange, now);
            exchange.handle_packet(Side::Patient, address(1), &[1; 120 - HEADERS], now);
        }
        play(&mut exchange, Mono::from_millis(60_000));
        let report = exchange.report().unwrap();
        let seconds = Duration::from_secs;
        let close = |is: f64, should: f64| assert!((is - should).abs() < 0.3, "{is} for {should}");
        close(report.offered_kbps(Side::Patient, seconds(5), seconds(25)), 24.0);
        close(report.offered_kbps(Side::Patient, seconds(30), seconds(60)), 24.0);
        close(report.delivered_kbps(Side::Patient, seconds(5), seconds(25)), 24.0);
        close(report.delivered_kbps(Side::Patient, seconds(35), seconds(60)), 12.0);
        let last = report.samples.last().unwrap();
        assert_eq!((last.at, last.rate_bps), (seconds(60), 12_000));
        assert!(last.up.queued > Duration::from_millis(3_800), "{:?}", last.up.queued);
        assert!(report.up.overflowed > 0 && report.up.lost == 0);
    }
}
