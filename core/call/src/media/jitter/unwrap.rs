//! Counters that wrap, unrolled.

/// Unrolls a counter of `BITS` bits into a number that does not wrap: each value is taken as the one nearest to the
/// last (RFC 3550 appendix A.1 does the same for sequence numbers).
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwrapper<const BITS: u32> {
    last: Option<i64>,
}

/// RTP sequence numbers.
pub type Sequence = Unwrapper<16>;

/// RTP timestamps.
pub type Timestamp = Unwrapper<32>;

impl<const BITS: u32> Unwrapper<BITS> {
    /// `value` unrolled; remembered as the last.
    pub fn unwrap(&mut self, value: u32) -> i64 {
        let unrolled = self.peek(value);
        self.last = Some(unrolled);
        unrolled
    }

    /// `value` unrolled, not remembered.
    pub fn peek(&self, value: u32) -> i64 {
        self.last.map_or(i64::from(value), |last| nearest::<BITS>(last, value))
    }
}

/// The number nearest to `to` whose low `BITS` bits are those of `value`.
pub fn nearest<const BITS: u32>(to: i64, value: u32) -> i64 {
    let span = 1i64 << BITS;
    let ahead = i64::from(value).wrapping_sub(to).rem_euclid(span);
    to.saturating_add(if ahead < span / 2 { ahead } else { ahead - span })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_a_counter_across_its_wrap_and_back() {
        let mut sequence = Sequence::default();
        let seen = [65_534, 65_535, 1, 0, 2, 65_533].map(|n| sequence.unwrap(n));
        assert_eq!(seen, [65_534, 65_535, 65_537, 65_536, 65_538, 65_533]);
    }

    #[test]
    fn goes_below_the_first_value() {
        let mut clock = Timestamp::default();
        assert_eq!(clock.unwrap(10), 10);
        assert_eq!(clock.unwrap(u32::MAX), -1);
        assert_eq!(clock.peek(0), 0);
    }
}
