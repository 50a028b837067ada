//! Whole engines: ICE, DTLS, SRTP, codec, buffer and ladder over two links.

use std::net::SocketAddr;
use std::time::Instant;

use nabz_call::media::codec::{Codec, Opus, StandIn, loudness};
use nabz_call::media::engine::Engine;
use nabz_call::media::transport::TransportConfig;
use nabz_call::media::{MediaEnd, MediaEvent, Rung};
use nabz_call::signal::CallId;
use nabz_link::Link;
use nabz_time::{Entropy, Mono};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

use super::record::{Heard, Record, Speaker, worse};
use super::*;

const CALL: CallId = CallId([7; 16]);

struct Seeded(ChaCha8Rng);

impl Entropy for Seeded {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill_bytes(out);
    }
}

struct Side {
    engine: Engine,
    address: SocketAddr,
    link: Link<Vec<u8>>,
    speaker: Speaker,
    record: Record,
    events: Vec<(Mono, MediaEvent)>,
    loudest: u16,
}

/// A caller and a called one.
struct Meeting {
    sides: [Side; 2],
    now: u64,
}

fn address(side: usize) -> SocketAddr {
    SocketAddr::from(([10, 0, 0, side as u8 + 1], 4_000))
}

impl Meeting {
    fn new(schedule: &Schedule, codec: &dyn Codec, seed: u64) -> Self {
        #[allow(clippy::disallowed_methods, reason = "any instant will do as the base of rtc's clock")]
        let base = Instant::now();
        let config = |side| TransportConfig { local: address(side), advertise: None, base };
        let mut entropy = Seeded(ChaCha8Rng::seed_from_u64(seed));
        let now = Mono::ZERO;
        let mut caller = Engine::offer(CALL, &config(0), codec, &mut entropy, now).unwrap();
        let Some(MediaEvent::Described { local: offer, .. }) = caller.poll_event() else {
            panic!("no offer")
        };
        let mut called = Engine::answer(CALL, &offer, &config(1), codec, &mut entropy, now).unwrap();
        let Some(MediaEvent::Described { local: answer, .. }) = called.poll_event() else {
            panic!("no answer")
        };
        caller.accept(&answer, now).unwrap();
        let mut index = 0;
        let sides = [caller, called].map(|mut engine| {
            engine.begin_trace();
            index += 1;
            Side {
                engine,
                address: address(index - 1),
                link: Link::new(schedule.clone(), seed * 2 + index as u64, now),
                speaker: Speaker::new(seed + index as u64),
                record: Record::default(),
                events: Vec::new(),
                loudest: 0,
            }
        });
        Self { sides, now: 0 }
    }

    fn run(&mut self, until: u64) {
        while self.now < until {
            self.now += 1;
            let now = Mono::from_millis(self.now);
            for from in 0..2 {
                let source = self.sides[from].address;
                while let Some(lands) = self.sides[from].link.poll_timeout()
                    && let Some(bytes) = self.sides[from].link.receive(now)
                {
                    let at = lands.max(Mono::from_millis(self.now - 1));
                    self.sides[1 - from].engine.handle_datagram(source, &bytes, at);
                }
            }
            for (n, side) in self.sides.iter_mut().enumerate() {
                let tick = (self.now + 7 * n as u64) % 20;
                if tick == 3 {
                    side.engine.capture(&side.speaker.speak(), now);
                }
                if tick == 11 {
                    side.loudest = side.loudest.max(loudness(&side.engine.playout(now)));
                }
                if side.engine.poll_timeout().is_some_and(|at| at <= now) {
                    side.engine.handle_timeout(now);
                }
                while let Some(sent) = side.engine.poll_transmit() {
                    let length = sent.bytes.len();
                    side.link.send(sent.bytes, length, now);
                }
                side.record.note(side.engine.drain_trace());
                side.events.extend(std::iter::from_fn(|| side.engine.poll_event()).map(|event| (now, event)));
            }
        }
    }

    fn worst(&self, seconds: std::ops::Range<u64>) -> Heard {
        let [one, other] = &self.sides;
        worse([one.record.heard_by(&other.record, &seconds), other.record.heard_by(&one.record, &seconds)])
    }

    fn connected(&self) -> Option<f64> {
        let at = self.sides.each_ref().map(|side| {
            let mut events = side.events.iter();
            events
                .find(|(_, event)| matches!(event, MediaEvent::Connected { .. }))
                .map(|(at, _)| at.seconds())
        });
        Some(at[0]?.max(at[1]?))
    }
}

#[test]
fn the_default_link_with_everything_real_but_the_codec() {
    for seed in 0..3 {
        let mut call = Meeting::new(&default_link(), &StandIn, seed);
        call.run(157_000);
        let (connected, fallen, after) = (call.connected(), call.worst(25..105), call.worst(107..155));
        println!("engines, default link, seed {seed}: connected at {connected:?} s; {fallen:?}; {after:?}");
        assert!(fallen.under_1s >= 0.94, "seed {seed}: {fallen:?}");
        assert!(after.under_1s >= 0.98, "seed {seed}: {after:?}");
        for side in &call.sides {
            let used = side.record.rungs(&(0..155));
            assert_eq!(used, [Rung::R3, Rung::R1, Rung::R4Floor, Rung::R3, Rung::R1], "seed {seed}");
        }
    }
}

#[test]
fn set_up_leaves_no_backlog_on_a_weak_link() {
    for kbps in [12, 16] {
        for seed in 0..4 {
            let mut call = Meeting::new(&Schedule::steady(shape(kbps, 600, 0.0)), &StandIn, seed);
            call.run(92_000);
            let connected = call.connected().unwrap();
            let heard = call.worst(connected.ceil() as u64..90);
            println!("engines, {kbps}k, seed {seed}: connected at {connected} s; {heard:?}");
            assert!(heard.under_1s >= 0.99, "{kbps}k seed {seed}: {heard:?}");
        }
    }
}

#[test]
fn opus_is_heard_over_a_line_that_loses() {
    let mut call = Meeting::new(&Schedule::steady(shape(20, 600, 0.1)), &Opus::default(), 1);
    call.run(20_000);
    for side in &call.sides {
        assert!(side.loudest > 300, "{}", side.loudest);
    }
    assert!(call.worst(10..18).under_1s > 0.7, "{:?}", call.worst(10..18));
}

#[test]
fn mute_sends_silence() {
    let mut call = Meeting::new(&Schedule::steady(shape(60, 200, 0.0)), &StandIn, 1);
    call.sides[0].engine.mute(true);
    call.run(6_000);
    assert_eq!(call.sides[1].loudest, 0);
    assert!(call.sides[0].loudest > 1_000);
    assert!(call.sides[0].engine.levels().loudspeaker > 0);
}

#[test]
fn a_line_too_weak_ends_in_a_word_and_silence() {
    let worst = stretches(&[(15, shape(20, 600, 0.1)), (60, shape(8, 2_000, 0.3))]);
    let mut call = Meeting::new(&worst, &StandIn, 3);
    call.run(70_000);
    let ended = MediaEvent::Ended { call: CALL, end: MediaEnd::TooWeak };
    assert!(call.sides.iter().any(|side| side.events.iter().any(|(_, event)| *event == ended)));
    for side in &mut call.sides {
        assert!(side.engine.poll_timeout().is_none() || side.events.iter().all(|(_, event)| *event != ended));
    }
}

#[test]
fn a_flood_of_garbage_disturbs_by_a_hundredth_at_most() {
    // Ten thousand datagrams a second for five seconds: noise, STUN, DTLS, SRTP and SRTCP by their first byte, from the
    // peer's address and from a stranger's.
    let schedule = Schedule::steady(shape(40, 200, 0.0));
    let mut call = Meeting::new(&schedule, &StandIn, 2);
    let mut noise = Seeded(ChaCha8Rng::seed_from_u64(9));
    call.run(5_000);
    let before = call.sides[0].engine.pipeline().counters();
    for at in 5_001..10_001 {
        call.run(at);
        let now = Mono::from_millis(at);
        for n in 0..10 {
            let mut datagram = vec![0; 2 + noise.up_to(1_398) as usize];
            noise.fill(&mut datagram);
            match n % 5 {
                1 => datagram[0] = 0,
                2 => datagram[0] = 22,
                3 => datagram[..2].copy_from_slice(&[0x80, 111]),
                4 => datagram[..2].copy_from_slice(&[0x80, 204]),
                _ => {}
            }
            call.sides[0].engine.handle_datagram(address(1 + 8 * (n % 2)), &datagram, now);
        }
    }
    let after = call.sides[0].engine.pipeline().counters();
    assert!(after.concealed_ms - before.concealed_ms <= 50, "{before:?} {after:?}");
    assert_eq!(after.malformed, 0);
    let heard = call.worst(3..9);
    assert!(heard.under_1s > 0.99, "{heard:?}");
}
