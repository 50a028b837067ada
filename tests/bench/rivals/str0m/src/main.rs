//! Sets calls up with str0m on the links the product is measured on, and prints one line of JSON.
//!
//! `rival-str0m SEEDS KBIT ROUND_TRIP_MS LOSS`. Both sides take what suits a slow line best of what str0m lets one
//! choose: a first STUN time-out of one second, and DTLS 1.3 where both speak it.

use std::env;
use std::error::Error;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use nabz_link::{Link, Schedule, Shape};
use nabz_time::Mono;
use serde_json::json;
use str0m::config::{DtlsVersion, Fingerprint};
use str0m::ice::IceCreds;
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, Input, Output, Rtc, RtcConfig};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [seeds, kbps, round_trip_ms, loss] = args.as_slice() else {
        return Err("rival-str0m SEEDS KBIT ROUND_TRIP_MS LOSS".into());
    };
    let (tried, kbps, millis): (u64, u32, u64) = (seeds.parse()?, kbps.parse()?, round_trip_ms.parse()?);
    let delay = Duration::from_millis(millis / 2);
    let shape = Shape { rate_bps: kbps * 1_000, delay, loss: loss.parse()?, burst: 1.5 };
    let mut stood = Vec::new();
    for seed in 0..tried {
        let mut pair = Pair::new(shape, seed)?;
        if pair.connect() {
            stood.push((
                pair.now.seconds(),
                pair.sides.each_ref().map(|side| side.link.counts().offered_bytes),
            ));
        }
    }
    stood.sort_by(|one, other| one.0.total_cmp(&other.0));
    let stood: Vec<_> =
        stood.iter().map(|(seconds, bytes)| json!({ "seconds": seconds, "bytes": bytes })).collect();
    println!("{}", json!({ "stood": stood, "tried": tried }));
    Ok(())
}

struct Pair {
    sides: [Side; 2],
    base: Instant,
    now: Mono,
}

struct Side {
    rtc: Rtc,
    address: SocketAddr,
    link: Link<(SocketAddr, Vec<u8>)>,
    due: Instant,
    connected: bool,
    failed: bool,
}

impl Pair {
    fn new(shape: Shape, seed: u64) -> Result<Self, Box<dyn Error>> {
        let base = Instant::now();
        let mut sides = [Side::new(shape, seed, 0, base)?, Side::new(shape, seed, 1, base)?];
        let known = sides.each_mut().map(|(side, creds)| {
            (side.address, creds.clone(), side.rtc.direct_api().local_dtls_fingerprint().to_string())
        });
        let [one, other] = known;
        let [(mut caller, _), (mut called, _)] = sides;
        caller.meet(other, true, false)?;
        called.meet(one, false, true)?;
        for side in [&mut caller, &mut called] {
            side.rtc.handle_input(Input::Timeout(base))?;
        }
        Ok(Self { sides: [caller, called], base, now: Mono::ZERO })
    }

    fn connect(&mut self) -> bool {
        let end = Mono::from_millis(61_000);
        self.settle();
        while !self.sides.iter().all(|side| side.connected) && !self.sides.iter().any(|side| side.failed) {
            let base = self.base;
            let due =
                self.sides.iter().flat_map(|side| [Some(mono(base, side.due)), side.link.poll_timeout()]);
            let next = due.flatten().min().unwrap_or(end).max(self.now + Duration::from_micros(1));
            if next >= end {
                return false;
            }
            self.now = next;
            self.step();
            self.settle();
        }
        self.sides.iter().all(|side| side.connected)
    }

    fn step(&mut self) {
        let instant = self.base + Duration::from_micros(self.now.micros());
        for from in 0..2 {
            while let Some((to, bytes)) = self.sides[from].link.receive(self.now) {
                let source = self.sides[from].address;
                let there = &mut self.sides[1 - from];
                if to == there.address
                    && let Ok(receive) = Receive::new(Protocol::Udp, source, there.address, &bytes)
                {
                    there.failed |= there.rtc.handle_input(Input::Receive(instant, receive)).is_err();
                }
            }
        }
        for side in &mut self.sides {
            if side.due <= instant {
                side.failed |= side.rtc.handle_input(Input::Timeout(instant)).is_err();
            }
        }
    }

    fn settle(&mut self) {
        let far = self.base + Duration::from_secs(3_600);
        for side in &mut self.sides {
            loop {
                match side.rtc.poll_output() {
                    Ok(Output::Transmit(sent)) => {
                        let bytes = sent.contents.to_vec();
                        let length = bytes.len();
                        side.link.send((sent.destination, bytes), length, self.now);
                    }
                    Ok(Output::Event(Event::Connected)) => side.connected = true,
                    Ok(Output::Event(_)) => {}
                    Ok(Output::Timeout(at)) => {
                        side.due = at;
                        break;
                    }
                    Err(_) => {
                        side.failed = true;
                        side.due = far;
                        break;
                    }
                }
            }
        }
    }
}

impl Side {
    fn new(shape: Shape, seed: u64, index: u8, base: Instant) -> Result<(Self, IceCreds), Box<dyn Error>> {
        let address = SocketAddr::from(([10, 0, 0, index + 1], 4_000));
        let creds = IceCreds::new();
        let mut config =
            RtcConfig::new().set_local_ice_credentials(creds.clone()).set_dtls_version(DtlsVersion::Auto);
        config.set_initial_stun_rto(Duration::from_secs(1));
        let mut rtc = config.build(base);
        rtc.add_local_candidate(Candidate::host(address, "udp")?);
        let link = Link::new(Schedule::steady(shape), seed * 2 + u64::from(index), Mono::ZERO);
        Ok((Self { rtc, address, link, due: base, connected: false, failed: false }, creds))
    }

    fn meet(
        &mut self,
        (address, creds, fingerprint): (SocketAddr, IceCreds, String),
        controlling: bool,
        client: bool,
    ) -> Result<(), Box<dyn Error>> {
        self.rtc.add_remote_candidate(Candidate::host(address, "udp")?);
        let fingerprint: Fingerprint = fingerprint.parse().map_err(|_| "fingerprint")?;
        let mut api = self.rtc.direct_api();
        api.set_ice_controlling(controlling);
        api.set_remote_ice_credentials(creds);
        api.set_remote_fingerprint(fingerprint);
        api.start_dtls(client)?;
        Ok(())
    }
}

fn mono(base: Instant, at: Instant) -> Mono {
    let micros = at.saturating_duration_since(base).as_nanos().div_ceil(1_000);
    Mono::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
}
