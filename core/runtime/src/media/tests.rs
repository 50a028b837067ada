//! Real threads on real sockets.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use nabz_call::media::Description;
use nabz_call::media::jitter::Source;
use nabz_call::media::practice::{PracticeStage, Verdict};
use nabz_call::signal::CallId;
use nabz_time::Mono;

use super::*;
use crate::ports::FRAME;

const CALL: CallId = CallId([7; 16]);
const PATIENCE: Duration = Duration::from_secs(20);

/// A microphone that hums.
struct Hum;

impl Audio for Hum {
    fn capture(&mut self, _: Mono, frame: &mut [i16; FRAME]) {
        *frame = std::array::from_fn(|n| ((n % 40) as i16 - 20) * 300);
    }

    fn playback(&mut self, _: Mono, _: &[i16; FRAME]) {}
}

struct Side {
    thread: MediaThread,
    events: Receiver<MediaEvent>,
    /// Frames played that were spoken, and others.
    heard: Arc<Mutex<[usize; 2]>>,
}

impl Side {
    fn new(clock: &Arc<Clock>) -> Self {
        let heard = Arc::new(Mutex::new([0; 2]));
        let counted = heard.clone();
        let observer: Observer = Box::new(move |events| {
            for event in events {
                if let TraceEvent::Played { source, .. } = event {
                    let spoken = matches!(source, Source::Decoded { .. });
                    counted.lock().unwrap()[usize::from(!spoken)] += 1;
                }
            }
        });
        let bind = Bind::At("127.0.0.1:0".parse().unwrap());
        let setup = MediaSetup { bind, advertise: None, audio: Box::new(Hum), observer: Some(observer) };
        let (tell, events) = channel();
        let thread = MediaThread::start(setup, clock.clone(), move |event| {
            let _ = tell.send(event);
        });
        Self { thread: thread.unwrap(), events, heard }
    }

    fn described(&self) -> Description {
        loop {
            if let MediaEvent::Described { local, .. } = self.events.recv_timeout(PATIENCE).unwrap() {
                return local;
            }
        }
    }

    fn connected(&self) {
        while !matches!(self.events.recv_timeout(PATIENCE).unwrap(), MediaEvent::Connected { .. }) {}
    }

    /// Frames played so far: spoken ones, and others.
    fn played(&self) -> [usize; 2] {
        *self.heard.lock().unwrap()
    }

    /// Waits until so many more frames were heard.
    fn hears(&self, frames: usize) {
        let heard = || self.played()[0];
        let (before, mut naps) = (heard(), 0);
        while heard() < before + frames {
            assert!(naps < 1_000, "heard {} of {frames}", heard() - before);
            naps += 1;
            #[expect(clippy::disallowed_methods, reason = "real threads on real sockets")]
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn a_call_goes_on_over_a_socket_bound_anew() {
    let clock = Arc::new(Clock::new());
    let [caller, called] = [Side::new(&clock), Side::new(&clock)];
    caller.thread.command(MediaCommand::Offer { call: CALL });
    called.thread.command(MediaCommand::Answer { call: CALL, remote: caller.described() });
    caller.thread.command(MediaCommand::Accept { call: CALL, remote: called.described() });
    for side in [&caller, &called] {
        side.connected();
    }
    for moved in [&caller, &called, &caller] {
        caller.hears(50);
        called.hears(50);
        moved.thread.network_changed();
    }
    caller.hears(100);
    called.hears(100);
    caller.thread.stop();
    called.thread.stop();
}

/// A microphone that says something loud, or nothing.
struct Voice(i16);

impl Audio for Voice {
    fn capture(&mut self, _: Mono, frame: &mut [i16; FRAME]) {
        *frame = std::array::from_fn(|n| ((n % 40) as i16 - 20) * self.0);
    }

    fn playback(&mut self, _: Mono, _: &[i16; FRAME]) {}
}

/// Practises over loopback, and says how it went.
fn practise(voice: i16, relay: Option<nabz_call::media::RelayAccount>) -> Vec<PracticeStage> {
    let bind = Bind::At("127.0.0.1:0".parse().unwrap());
    let setup = MediaSetup { bind, advertise: None, audio: Box::new(Voice(voice)), observer: None };
    let (tell, events) = channel();
    let hear = move |event| {
        let _ = tell.send(event);
    };
    let thread = MediaThread::start(setup, Arc::new(Clock::new()), hear).unwrap();
    thread.command(MediaCommand::Route { relay });
    thread.command(MediaCommand::Practise { call: CALL, mirror: None });
    let mut stages = Vec::new();
    while !matches!(stages.last(), Some(PracticeStage::Done(_))) {
        let MediaEvent::Practice { stage, .. } = events.recv_timeout(PATIENCE * 2).unwrap() else {
            panic!("practice says nothing else")
        };
        stages.push(stage);
    }
    thread.stop();
    stages
}

#[test]
fn a_practice_call_on_a_good_line_is_good() {
    let good = PracticeStage::Done(Verdict::Good);
    let whole = [PracticeStage::Connecting, PracticeStage::Speak, PracticeStage::Listen, good];
    assert_eq!(practise(300, None), whole);
}

#[test]
fn a_dead_microphone_and_a_relay_that_does_not_answer_are_named() {
    let silent = PracticeStage::Done(Verdict::SilentMicrophone);
    assert_eq!(practise(0, None), [PracticeStage::Connecting, PracticeStage::Speak, silent]);
    // A port that nobody listens at.
    let gone = std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (username, password) = ("somebody".to_owned(), "something".to_owned());
    let relay = nabz_call::media::RelayAccount { server: gone.to_string(), username, password };
    assert_eq!(practise(300, Some(relay)), [PracticeStage::Done(Verdict::NoRelay)]);
}

/// Datagrams of every kind the transport sorts by, none of them of anybody.
fn garbage(n: u32) -> Vec<u8> {
    let first = [0, 22, 128, 64, 255, 20][n as usize % 6];
    let length = [1, 12, 20, 60, 150, 1_400][(n / 6) as usize % 6];
    let mut bytes: Vec<u8> =
        (0..length).map(|at| (n.wrapping_mul(2_654_435_761) >> (at % 24)) as u8).collect();
    bytes[0] = first;
    if first == 0 && length >= 20 {
        // A STUN request by its cookie.
        bytes[..8].copy_from_slice(&[0, 1, 0, (length - 20) as u8 & !3, 0x21, 0x12, 0xa4, 0x42]);
    }
    bytes
}

#[test]
fn ten_thousand_packets_of_garbage_a_second_do_not_disturb_a_call() {
    const SECONDS: u32 = 5;
    let clock = Arc::new(Clock::new());
    let [caller, called] = [Side::new(&clock), Side::new(&clock)];
    caller.thread.command(MediaCommand::Offer { call: CALL });
    let offer = caller.described();
    let target = offer.candidates[0];
    called.thread.command(MediaCommand::Answer { call: CALL, remote: offer });
    caller.thread.command(MediaCommand::Accept { call: CALL, remote: called.described() });
    for side in [&caller, &called] {
        side.connected();
        side.hears(100);
    }
    let flood = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let (began, before) = (clock.mono(), caller.played());
    let mut sent = 0;
    while clock.mono().since(began) < Duration::from_secs(SECONDS.into()) {
        let due = clock.mono().since(began).as_millis() as u32 * 10;
        while sent < due {
            flood.send_to(&garbage(sent), target).unwrap();
            sent += 1;
        }
        #[expect(clippy::disallowed_methods, reason = "real threads on real sockets")]
        std::thread::sleep(Duration::from_millis(1));
    }
    let [decoded, other] = [0, 1].map(|n| caller.played()[n] - before[n]);
    println!("{sent} packets of garbage in {SECONDS} s: {other} of {} frames filled in", decoded + other);
    assert!(sent >= 9_500 * SECONDS, "{sent}: the machine was too busy to flood");
    assert!(decoded + other >= 45 * SECONDS as usize, "the media thread was held up");
    assert!(other * 100 <= decoded + other, "{other} of {}", decoded + other);
    // And it lives.
    caller.hears(50);
    called.hears(50);
    caller.thread.stop();
    called.thread.stop();
}
