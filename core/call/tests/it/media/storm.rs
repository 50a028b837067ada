//! Peers and strangers that mean harm: how much a call beside them is disturbed.

use nabz_call::media::codec::{StandIn, mark};
use nabz_call::media::engine::{Begin, Packet, Pipeline};
use nabz_call::media::jitter::JitterCounters;
use nabz_call::media::ladder::{Report, Stamp};

use super::*;

/// Two pipelines on a good line, 100 ms each way. What one sends may be changed on the way to the other.
struct Duet {
    sides: [Pipeline; 2],
    flying: [Vec<(u64, Packet)>; 2],
    now: u64,
    frames: u32,
}

impl Duet {
    fn new() -> Self {
        let side = |n: u32| {
            let begin = Begin { sequence: 65_000, timestamp: u32::MAX - 960 * n };
            let mut pipeline = Pipeline::new(&StandIn, begin, Mono::ZERO).unwrap();
            pipeline.open(Mono::ZERO);
            pipeline
        };
        Self { sides: [side(100), side(200)], flying: [Vec::new(), Vec::new()], now: 0, frames: 0 }
    }

    /// Goes on for so many milliseconds; `meddle` sees and changes what side 1 sends to side 0.
    fn run(&mut self, millis: u64, mut meddle: impl FnMut(u64, &mut Packet) -> bool) {
        for _ in 0..millis {
            self.now += 1;
            let now = Mono::from_millis(self.now);
            for from in 0..2 {
                while self.flying[from].first().is_some_and(|(at, _)| *at <= self.now) {
                    match self.flying[from].remove(0).1 {
                        Packet::Media(packet) => self.sides[1 - from].handle_media(&packet, now),
                        Packet::Report(bytes) => self.sides[1 - from].handle_report(&bytes, now),
                    }
                }
            }
            for (side, flying) in self.sides.iter_mut().zip(&mut self.flying) {
                if self.now % 20 == 5 {
                    self.frames += 1;
                    side.capture(&mark(self.frames, 3_000), now);
                    side.playout(now);
                }
                if side.poll_timeout().is_some_and(|at| at <= now) {
                    side.handle_timeout(now);
                }
                while let Some(packet) = side.poll_transmit() {
                    flying.push((self.now + 100, packet));
                }
            }
            self.flying[1].retain_mut(|(at, packet)| *at != self.now + 100 || meddle(self.now, packet));
        }
    }

    fn counters(&self) -> JitterCounters {
        self.sides[0].counters()
    }

    /// The share concealed over the next so many milliseconds, if nothing more is changed.
    fn concealed_over(&mut self, millis: u64) -> f64 {
        let before = self.counters().concealed_ms;
        self.run(millis, |_, _| true);
        (self.counters().concealed_ms - before) as f64 / millis as f64
    }
}

#[test]
fn the_gate_can_fail() {
    let mut duet = Duet::new();
    duet.run(5_000, |_, _| true);
    let mut n = 0;
    let before = duet.counters().concealed_ms;
    duet.run(10_000, |_, packet| {
        n += 1;
        matches!(packet, Packet::Report(_)) || n % 20 != 0
    });
    assert!(duet.counters().concealed_ms - before > 100, "a packet in twenty lost is more than one percent");
}

#[test]
fn one_byte_and_fourteen_hundred_are_borne() {
    for length in [1usize, 2, 1_400] {
        let mut duet = Duet::new();
        duet.run(5_000, |_, _| true);
        duet.run(3_000, |_, packet| {
            if let Packet::Media(packet) = packet {
                packet.payload.resize(length, 0xff);
                packet.red = length == 1_400;
            }
            true
        });
        duet.run(2_000, |_, _| true);
        let concealed = duet.concealed_over(5_000);
        assert!(concealed <= 0.01, "{length}: {concealed}");
    }
}

#[test]
fn a_stream_that_jumps_is_followed() {
    let jumps: [(u16, u32); 6] = [
        (30_000, 0),
        (0, 0x5000_0000),
        (40_000, 0x8000_0000),
        (1, 48_000 * 30),
        (65_535, u32::MAX - 48_000 * 30),
        (7, 7),
    ];
    for (sequence, timestamp) in jumps {
        let mut duet = Duet::new();
        duet.run(5_000, |_, _| true);
        let mut jump = move |_: u64, packet: &mut Packet| {
            match packet {
                Packet::Media(packet) => {
                    packet.sequence = packet.sequence.wrapping_add(sequence);
                    packet.timestamp = packet.timestamp.wrapping_add(timestamp);
                }
                // Its reports have the same clock.
                Packet::Report(bytes) => {
                    let report = Report::read(bytes).unwrap();
                    let sent = Stamp(report.sent.0.wrapping_add(Stamp::of(timestamp).0));
                    *bytes = Report { sent, ..report }.write();
                }
            }
            true
        };
        duet.run(4_000, &mut jump);
        let before = duet.counters().concealed_ms;
        duet.run(5_000, jump);
        let concealed = duet.counters().concealed_ms - before;
        assert!(concealed <= 60, "{sequence} {timestamp}: {concealed} ms of 5,000");
        duet.run(4_000, |_, _| true);
        assert!(duet.concealed_over(5_000) <= 0.01, "{sequence} {timestamp}: and back");
    }
}

#[test]
fn lies_in_reports_cost_the_liars_hearing_only_while_they_last() {
    let lies: [fn(&mut Report); 6] = [
        |report| report.queue = Duration::from_secs(60),
        |report| report.capacity = Some(100),
        |report| report.heard = report.heard.map(|heard| heard.wrapping_add(20_000)),
        |report| report.received = report.received.wrapping_mul(31_337),
        |report| report.echo = report.echo.map(|(stamp, _)| (stamp, Duration::ZERO)),
        |report| (report.concealed, report.probing, report.silent) = (255, true, true),
    ];
    for (n, lie) in lies.into_iter().enumerate() {
        let mut duet = Duet::new();
        duet.run(5_000, |_, _| true);
        let before = duet.counters().concealed_ms;
        duet.run(8_000, |_, packet| {
            if let Packet::Report(bytes) = packet {
                let mut report = Report::read(bytes).unwrap();
                lie(&mut report);
                *bytes = report.write();
            }
            true
        });
        let concealed = duet.counters().concealed_ms - before;
        assert!(concealed <= 80, "lie {n} disturbs what the liar says: {concealed} ms of 8,000");
        duet.run(12_000, |_, _| true);
        let there = duet.sides[1].counters().concealed_ms;
        duet.run(5_000, |_, _| true);
        let there = duet.sides[1].counters().concealed_ms - there;
        assert!(there <= 50, "lie {n}: the liar is still not spoken to, {there} ms of 5,000");
    }
}

#[test]
fn a_microphone_that_was_away_leaves_a_pause_and_no_muddle() {
    let mut duet = Duet::new();
    duet.run(5_000, |_, _| true);
    for away in [130, 1_000, 20_000, 90_000] {
        // The phone slept: nobody's code ran, what was under way is there.
        duet.now += away;
        duet.run(4_000, |_, _| true);
        assert!(duet.concealed_over(4_000) <= 0.01, "after {away} ms");
    }
}
