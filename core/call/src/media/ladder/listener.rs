//! The receiving side of the ladder: listens to what arrives and writes reports.

use std::time::Duration;

use nabz_time::Mono;

use super::arrivals::{Arrival, Arrivals, Fall};
use super::report::{REPORT_ON_WIRE, Report, Stamp};
use super::rung::OVERHEAD;
use crate::media::codec::FRAME_TICKS;
use crate::media::jitter::nearest;

/// Reports on a quiet line: 70 bytes each, 0.28 kbit/s.
const EVERY: Duration = Duration::from_secs(2);
const EVERY_IN_A_STALL: Duration = Duration::from_secs(1);
/// At the beginning the line is to be measured soon.
const EVERY_AT_FIRST: Duration = Duration::from_millis(600);
const AT_FIRST: u32 = 4;
/// And while the peer tries whether its line bears more, which it says once.
const PROBED: Duration = Duration::from_secs(4);
/// Reports about a growing queue are no closer than this.
const APART: Duration = Duration::from_millis(400);
/// A queue that grew this much since the last report is news.
const NEWS: Duration = Duration::from_millis(100);
/// A sequence that jumps this far, or a media clock that jumps this far ahead of the time that passed, or back at all, is
/// a new stream: no queue is longer, and a packet sent later was not spoken a second before.
const CLOCK_AHEAD: i64 = 6 * 48_000;
const CLOCK_BACK: i64 = 48_000;
const SEQUENCE_JUMP: i64 = 3_000;
/// An echo that says more is of a wrapped clock or a lie.
const LONGEST_ROUND_TRIP: Duration = Duration::from_secs(20);

/// Listens to one direction: what the peer sends.
#[derive(Debug, Default)]
pub struct Listener {
    arrivals: Arrivals,
    /// The newest packet's end on the peer's media clock, and its sequence number, unrolled.
    newest: Option<(i64, i64)>,
    newest_at: Option<Mono>,
    /// The peer's clock by its reports alone, before its first media packet says all of it.
    early: i64,
    received: u16,
    /// The queue the newest packet met.
    queue: Duration,
    /// The peer's last report: its stamp and when it came.
    report: Option<(Stamp, Mono)>,
    peer_silent: bool,
    /// A peer that is silent waits to hear whether it still must be.
    asked: bool,
    /// When the peer last said that it tries out its line.
    probing: Option<Mono>,
    heard: Option<Mono>,
    reported: Option<Mono>,
    reported_queue: Duration,
    reports: u32,
}

impl Listener {
    /// A media packet of `frames` frames and `payload` bytes arrived.
    pub fn handle_media(&mut self, sequence: u16, timestamp: u32, frames: usize, payload: usize, now: Mono) {
        self.heard = Some(now);
        self.peer_silent = false;
        self.received = self.received.wrapping_add(1);
        let length = frames as i64 * i64::from(FRAME_TICKS);
        let (mut follows, mut end) = (false, i64::from(timestamp) + length);
        let mut sequence = i64::from(sequence);
        if let Some((last_end, last)) = self.newest {
            sequence = nearest::<16>(last, sequence as u32);
            end = nearest::<32>(last_end, timestamp) + length;
            let spacing = end - last_end;
            let passed = self.newest_at.map_or(0, |at| to_ticks(now.since(at)));
            let jumped = spacing - passed > CLOCK_AHEAD || (sequence > last && spacing < -CLOCK_BACK);
            if (sequence - last).abs() > SEQUENCE_JUMP || jumped {
                self.arrivals = Arrivals::default();
            } else if sequence <= last {
                return;
            } else {
                follows = sequence == last + 1;
            }
        } else {
            self.arrivals.restart_clock();
        }
        self.newest = Some((end, sequence));
        self.newest_at = Some(now);
        let bytes = payload + OVERHEAD;
        self.arrivals.observe(Arrival { sent: to_micros(end), at: now, bytes, follows });
        self.queue = self.arrivals.queue();
    }

    /// A report arrived. `clock` is our own media clock. Returns the time there and back.
    pub fn handle_report(&mut self, report: &Report, clock: Stamp, now: Mono) -> Option<Duration> {
        self.heard = Some(now);
        self.report = Some((report.sent, now));
        self.peer_silent = report.silent;
        self.asked = report.silent;
        if report.probing {
            self.probing = Some(now);
        }
        let clock_before = self.newest.map_or(self.early, |(end, _)| end);
        self.early = nearest::<{ Stamp::BITS }>(clock_before, report.sent.timestamp());
        let sent = to_micros(self.early);
        self.arrivals.observe(Arrival { sent, at: now, bytes: REPORT_ON_WIRE, follows: true });
        let (echo, held) = report.echo?;
        let round_trip = clock.since(echo).checked_sub(held)?;
        (round_trip < LONGEST_ROUND_TRIP).then_some(round_trip)
    }

    /// The way in fell.
    pub fn fall(&self) -> Option<Fall> {
        self.arrivals.fall()
    }

    /// What the way in carries, bits a second, if measured.
    pub fn capacity(&self, now: Mono) -> Option<u32> {
        self.arrivals.capacity(now)
    }

    /// When anything last arrived.
    pub fn heard(&self) -> Option<Mono> {
        self.heard
    }

    /// The same, unless the peer said that it is silent: since when something should have arrived.
    pub fn expecting(&self) -> Option<Mono> {
        self.heard.filter(|_| !self.peer_silent)
    }

    /// Whether a report should leave now. While nothing arrives they are more frequent, to find out when that ends.
    pub fn report_due(&self, stalled: bool, now: Mono) -> bool {
        let Some(reported) = self.reported else { return true };
        let every = if self.asked || self.queue >= self.reported_queue + NEWS {
            APART
        } else if self.reports < AT_FIRST || self.probing.is_some_and(|at| now.since(at) < PROBED) {
            EVERY_AT_FIRST
        } else if stalled {
            EVERY_IN_A_STALL
        } else {
            EVERY
        };
        now.since(reported) >= every
    }

    /// The report that leaves now, at `clock` on our own media clock.
    pub fn report(&mut self, clock: Stamp, silent: bool, concealed: u8, now: Mono) -> Report {
        self.reported = Some(now);
        self.asked = false;
        self.reported_queue = self.queue;
        self.reports = self.reports.saturating_add(1);
        Report {
            silent,
            repairs: false,
            probing: false,
            concealed,
            heard: self.newest.map(|(_, sequence)| sequence as u16),
            queue: self.queue,
            capacity: self.capacity(now),
            at_most: self.arrivals.ceiling(now),
            sent: clock,
            echo: self.report.map(|(stamp, at)| (stamp, now.since(at))),
            received: self.received,
        }
    }
}

fn to_ticks(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX).saturating_mul(48) / 1_000
}

fn to_micros(ticks: i64) -> i64 {
    ticks.saturating_mul(1_000) / 48
}
