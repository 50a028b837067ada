//! Time and randomness as values.
//!
//! Nothing below `core/runtime` reads a clock or draws a random byte: both come in as arguments, so a phone, a
//! clinic, a doctor and a bad link run together in virtual time and a seed replays byte for byte.
//!
//! Two clocks, never mixed: [`Mono`] orders what happens inside one process and cannot jump; [`Wall`] is the
//! calendar's instant and may be wrong or set by its owner. [`Now`] carries both, read once for a turn.

use std::ops::{Add, Sub};
use std::time::Duration;

/// A monotonic instant: time since the process (or the simulated world) began, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mono(u64);

impl Mono {
    /// The beginning of the process or of the world.
    pub const ZERO: Self = Self(0);

    /// The instant `micros` microseconds after the beginning.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// The instant `millis` milliseconds after the beginning.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis * 1_000)
    }

    /// Microseconds since the beginning.
    pub const fn micros(self) -> u64 {
        self.0
    }

    /// Milliseconds since the beginning, rounded down.
    pub const fn millis(self) -> u64 {
        self.0 / 1_000
    }

    /// Seconds since the beginning.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// Time passed since `earlier`; zero if `earlier` lies ahead.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for Mono {
    type Output = Self;

    fn add(self, after: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(after.as_micros()).unwrap_or(u64::MAX)))
    }
}

impl Sub<Duration> for Mono {
    type Output = Self;

    fn sub(self, before: Duration) -> Self {
        Self(self.0.saturating_sub(u64::try_from(before.as_micros()).unwrap_or(u64::MAX)))
    }
}

/// An instant of the calendar: milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wall(i64);

impl Wall {
    /// The instant `millis` milliseconds after the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// Milliseconds from `earlier` to here; negative if `earlier` lies ahead.
    pub const fn millis_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl Add<Duration> for Wall {
    type Output = Self;

    fn add(self, after: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(after.as_millis()).unwrap_or(i64::MAX)))
    }
}

impl Sub<Duration> for Wall {
    type Output = Self;

    fn sub(self, before: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(before.as_millis()).unwrap_or(i64::MAX)))
    }
}

/// Both clocks, read once at the beginning of a turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// Orders what happens.
    pub mono: Mono,
    /// Says what day it is.
    pub wall: Wall,
}

impl Add<Duration> for Now {
    type Output = Self;

    fn add(self, after: Duration) -> Self {
        Self { mono: self.mono + after, wall: self.wall + after }
    }
}

/// A source of random bytes: the system's on a phone, a seeded stream in the world.
pub trait Entropy: Send {
    /// Fills `out` with random bytes.
    fn fill(&mut self, out: &mut [u8]);

    /// A random (version 4) UUID, RFC 9562 §5.4, in its lower-case text form.
    fn uuid(&mut self) -> String {
        let mut bytes = [0u8; 16];
        self.fill(&mut bytes);
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }

    /// A number drawn evenly from 0 up to and including `limit`.
    fn up_to(&mut self, limit: u64) -> u64 {
        let mut bytes = [0u8; 8];
        self.fill(&mut bytes);
        match limit.checked_add(1) {
            // The bias of the remainder is below 2⁻³² for every limit used here (back-off times in ms).
            Some(span) => u64::from_le_bytes(bytes) % span,
            None => u64::from_le_bytes(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Zeros;
    impl Entropy for Zeros {
        fn fill(&mut self, out: &mut [u8]) {
            out.fill(0);
        }
    }

    #[test]
    fn time_never_wraps() {
        assert_eq!(Mono::ZERO - Duration::from_secs(1), Mono::ZERO);
        assert_eq!(Mono::from_micros(u64::MAX) + Duration::from_secs(1), Mono::from_micros(u64::MAX));
        assert_eq!(Wall::from_millis(i64::MIN) - Duration::from_secs(1), Wall::from_millis(i64::MIN));
        assert_eq!(Wall::from_millis(-1).seconds(), -1);
    }

    #[test]
    fn uuid_carries_version_and_variant() {
        assert_eq!(Zeros.uuid(), "00000000-0000-4000-8000-000000000000");
    }
}
