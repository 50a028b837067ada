//! How long to wait before the next attempt: full-jitter exponential, as the AWS builders' library describes it
//! ("Exponential Backoff and Jitter"), because a clinic's phones all lose the same line at the same moment.

use std::time::Duration;

use nabz_time::{Entropy, Now, Wall};

/// Upper bound of the first wait.
const FIRST: Duration = Duration::from_secs(2);

/// Upper bound of every wait, a server's `Retry-After` included.
pub(crate) const LONGEST: Duration = Duration::from_secs(15 * 60);

/// A wait drawn evenly up to 2 s, 4 s, 8 s … 15 min, `failures` counting from 0; at least what the server asked for.
pub(crate) fn pause(failures: u32, retry_after: Option<Duration>, entropy: &mut dyn Entropy) -> Duration {
    let doublings = 2u32.checked_pow(failures).unwrap_or(u32::MAX);
    let bound = FIRST.checked_mul(doublings).map_or(LONGEST, |bound| bound.min(LONGEST));
    let drawn = Duration::from_millis(entropy.up_to(u64::try_from(bound.as_millis()).unwrap_or(u64::MAX)));
    drawn.max(retry_after.unwrap_or_default()).min(LONGEST)
}

/// The wait a `Retry-After` asks for: seconds, or a date (RFC 9110 §10.2.3).
pub(crate) fn retry_after(value: &str, now: Now) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    let millis = Wall::from_millis(until.as_millisecond()).millis_since(now.wall);
    Some(Duration::from_millis(u64::try_from(millis).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Most;
    impl Entropy for Most {
        fn fill(&mut self, out: &mut [u8]) {
            out.fill(0);
        }
        fn up_to(&mut self, limit: u64) -> u64 {
            limit
        }
    }

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        let bounds: Vec<u64> = (0..12).map(|failures| pause(failures, None, &mut Most).as_secs()).collect();
        assert_eq!(bounds, [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
        assert_eq!(pause(u32::MAX, None, &mut Most), LONGEST);
    }

    #[test]
    fn a_server_may_ask_for_more_but_not_for_a_day() {
        let now = Now { wall: Wall::from_millis(1_782_000_000_000), ..Now::default() };
        assert_eq!(retry_after("120", now), Some(Duration::from_secs(120)));
        assert_eq!(retry_after("Sun, 21 Jun 2026 00:01:00 GMT", now), Some(Duration::from_secs(60)));
        assert_eq!(retry_after("Sat, 20 Jun 2026 00:00:00 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", now), None);
        assert_eq!(pause(0, retry_after("86400", now), &mut Most), LONGEST);
        assert_eq!(pause(0, retry_after("18446744073709551615", now), &mut Most), LONGEST);
    }
}
