//! What the relay saw, ten times a second.

use std::time::Duration;

use nabz_link::{Counts, HEADERS, Link, Shape};
use nabz_time::Mono;

use super::Side;

/// How often a sample is taken.
pub const SAMPLE: Duration = Duration::from_millis(100);

/// Samples kept: an hour of them.
const MOST: usize = 36_000;

/// What one direction did in the time of one sample.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// Bytes that entered the link, IP and UDP headers included.
    pub offered: u64,
    /// Bytes that came out, headers included.
    pub delivered: u64,
    /// Packets lost on the air or dropped before a full queue.
    pub lost: u64,
    /// How long a packet entering at the end would wait for the serialiser.
    pub queued: Duration,
}

/// One tenth of a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its end, since the relay's first packet.
    pub at: Duration,
    /// The link's rate at its end.
    pub rate_bps: u32,
    /// From the patient.
    pub up: Flow,
    /// To the patient.
    pub down: Flow,
}

/// What happened on the link, for a report.
#[derive(Clone, Debug)]
pub struct RelayReport {
    /// When the first packet came: zero of every duration here.
    pub began: Mono,
    /// When each shape of the link begins.
    pub steps: Vec<(Duration, Shape)>,
    /// In order, without gaps.
    pub samples: Vec<Sample>,
    /// Packets from the patient.
    pub up: Counts,
    /// Packets to the patient.
    pub down: Counts,
    /// Packets from addresses that are neither party's.
    pub strangers: u64,
}

impl RelayReport {
    /// What a party offered between two instants, in kbit/s on the wire.
    pub fn offered_kbps(&self, by: Side, from: Duration, to: Duration) -> f64 {
        self.kbps(by, from, to, |flow| flow.offered)
    }

    /// What of a party's came out between two instants, in kbit/s on the wire.
    pub fn delivered_kbps(&self, by: Side, from: Duration, to: Duration) -> f64 {
        self.kbps(by, from, to, |flow| flow.delivered)
    }

    fn kbps(&self, by: Side, from: Duration, to: Duration, bytes: impl Fn(&Flow) -> u64) -> f64 {
        let inside = self.samples.iter().filter(|sample| sample.at > from && sample.at <= to);
        let flows = inside.map(|sample| if by == Side::Patient { &sample.up } else { &sample.down });
        let (count, sum) = flows.fold((0u32, 0u64), |(count, sum), flow| (count + 1, sum + bytes(flow)));
        match count {
            0 => 0.0,
            _ => sum as f64 * 8.0 / 1_000.0 / (f64::from(count) * SAMPLE.as_secs_f64()),
        }
    }
}

/// Takes the samples.
#[derive(Debug)]
pub(super) struct Timeline {
    began: Mono,
    samples: Vec<Sample>,
    up: Gauge,
    down: Gauge,
}

/// One direction between two samples.
#[derive(Debug, Default)]
struct Gauge {
    before: Counts,
    delivered: u64,
}

impl Timeline {
    pub(super) fn new(began: Mono) -> Self {
        Self { began, samples: Vec::new(), up: Gauge::default(), down: Gauge::default() }
    }

    pub(super) fn began(&self) -> Mono {
        self.began
    }

    pub(super) fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// When the next sample is due; none once an hour is kept.
    pub(super) fn next(&self) -> Option<Mono> {
        let nth = u32::try_from(self.samples.len() + 1).ok()?;
        (self.samples.len() < MOST).then(|| self.began + SAMPLE * nth)
    }

    /// Takes every sample due by `now`.
    pub(super) fn advance<P>(&mut self, up: &Link<P>, down: &Link<P>, now: Mono) {
        while let Some(at) = self.next().filter(|at| *at <= now) {
            let sample = Sample {
                at: at.since(self.began),
                rate_bps: up.shape(at).rate_bps,
                up: self.up.read(up, at),
                down: self.down.read(down, at),
            };
            self.samples.push(sample);
        }
    }

    /// A packet came out towards a party.
    pub(super) fn delivered(&mut self, to: Side, payload: usize) {
        let gauge = if to == Side::Doctor { &mut self.up } else { &mut self.down };
        gauge.delivered += (payload + HEADERS) as u64;
    }
}

impl Gauge {
    fn read<P>(&mut self, link: &Link<P>, at: Mono) -> Flow {
        let (counts, before) = (link.counts(), self.before);
        self.before = counts;
        Flow {
            offered: counts.offered_bytes - before.offered_bytes,
            delivered: std::mem::take(&mut self.delivered),
            lost: (counts.lost + counts.overflowed) - (before.lost + before.overflowed),
            queued: link.queued(at),
        }
    }
}
