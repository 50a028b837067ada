//! Packets in the order of their media time, and what has been here of late.

use std::collections::{BTreeMap, VecDeque};

use nabz_time::Mono;

use super::unwrap::Timestamp;
use super::{MS, TICKS, ticks};

/// Packets held at most: ten seconds of the longest, five of 40 ms.
pub(super) const MAX_PACKETS: usize = 128;
/// A packet this far from where the clock should be begins a new stream.
const RESTART: i64 = 10_000 * MS;
/// The farthest that a copy lies back: three packets of 120 ms (the offset in RFC 2198 ends at 341 ms).
const FARTHEST_COPY: i64 = 360 * MS;
/// Holes longer than this, in frames, are no loss but a silence.
const LONGEST_HOLE: i64 = 50;
/// Arrivals remembered, to tell a copy that is needed from one that is not.
const REMEMBERED: usize = 32;

/// The packets that wait for their time.
#[derive(Debug, Default)]
pub(super) struct Store {
    clock: Timestamp,
    /// The newest packet: its media time, its end, and when it came.
    newest: Option<(i64, i64, Mono)>,
    waiting: BTreeMap<i64, Taken>,
    /// Media times of the last packets that came, as themselves or as a copy.
    recent: VecDeque<i64>,
}

/// A packet.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) payload: Vec<u8>,
    /// It came as a copy in a later one.
    pub(super) copy: bool,
}

impl Store {
    /// Media time of a packet, unrolled. `Err` with it if the clock jumped: a new stream begins, the store is empty.
    pub(super) fn place(&mut self, timestamp: u32, now: Mono) -> Result<i64, i64> {
        let time = self.clock.peek(timestamp);
        if let Some((newest, _, at)) = self.newest {
            let expected = newest + ticks(now) - ticks(at);
            if (time - expected).abs() > RESTART && (time - newest).abs() > RESTART {
                *self = Self::default();
                return Err(self.clock.unwrap(timestamp));
            }
        }
        Ok(self.clock.unwrap(timestamp))
    }

    /// Media time of a copy; `None` where no copy can lie.
    pub(super) fn place_copy(&self, timestamp: u32) -> Option<i64> {
        let (newest, ..) = self.newest?;
        let time = self.clock.peek(timestamp);
        (newest - FARTHEST_COPY..=newest).contains(&time).then_some(time)
    }

    /// Whether the packet of `time` has been here.
    pub(super) fn knows(&self, time: i64) -> bool {
        self.recent.contains(&time)
    }

    /// The packet of `time` has been here.
    pub(super) fn remember(&mut self, time: i64) {
        self.recent.push_back(time);
        if self.recent.len() > REMEMBERED {
            self.recent.pop_front();
        }
    }

    /// The packet of `time` came at `now`.
    pub(super) fn arrived(&mut self, time: i64, frames: usize, now: Mono) {
        self.remember(time);
        if self.newest.is_none_or(|(newest, ..)| time > newest) {
            self.newest = Some((time, time + frames as i64 * TICKS, now));
        }
    }

    /// How many frames are missing between the newest packet and a newer one of `time`.
    pub(super) fn hole_before(&self, time: i64) -> Option<usize> {
        let (_, end, _) = self.newest?;
        let frames = (time - end) / TICKS;
        usize::try_from(frames).ok().filter(|_| (1..=LONGEST_HOLE).contains(&frames))
    }

    /// Keeps a packet. False if it is there already, or in the way of one that is.
    pub(super) fn insert(&mut self, time: i64, frames: usize, payload: &[u8], copy: bool) -> bool {
        let end = time + frames as i64 * TICKS;
        match self.waiting.get(&time) {
            Some(there) if copy || !there.copy => return false,
            _ if copy && self.waiting.range(time..end).next().is_some() => return false,
            _ => {}
        }
        self.waiting.insert(time, Taken { payload: payload.to_vec(), copy });
        if self.waiting.len() > MAX_PACKETS {
            self.waiting.pop_first();
        }
        true
    }

    /// The oldest packet.
    pub(super) fn first(&self) -> Option<(i64, &[u8])> {
        self.waiting.first_key_value().map(|(&time, taken)| (time, taken.payload.as_slice()))
    }

    /// The packets from the oldest on.
    pub(super) fn packets(&self) -> impl Iterator<Item = (i64, &[u8])> {
        self.waiting.iter().map(|(&time, taken)| (time, taken.payload.as_slice()))
    }

    /// The packet of `time`.
    pub(super) fn get(&self, time: i64) -> Option<&[u8]> {
        self.waiting.get(&time).map(|taken| taken.payload.as_slice())
    }

    /// Takes the oldest packet.
    pub(super) fn take_first(&mut self) -> Option<Taken> {
        self.waiting.pop_first().map(|(_, taken)| taken)
    }

    /// Packets that wait.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }
}
