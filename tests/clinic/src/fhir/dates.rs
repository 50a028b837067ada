//! FHIR dates as the span of milliseconds they mean, and how a search compares them (FHIR R4, search, "date").

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan as _};
use nabz_time::Wall;

/// The first and the last millisecond a date of some precision covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) low: i64,
    pub(super) high: i64,
}

impl Span {
    /// Reads `2026`, `2026-05`, `2026-05-01` (in UTC, the server's zone) or an instant with its offset.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.contains('T') {
            let low = text.parse::<Timestamp>().ok()?.as_millisecond();
            let precise = text.contains('.');
            return Some(Self { low, high: if precise { low } else { low + 999 } });
        }
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let (first, length) = match text.len() {
            4 if plain => (format!("{text}-01-01"), 1.year()),
            7 if plain => (format!("{text}-01"), 1.month()),
            10 if plain => (text.to_owned(), 1.day()),
            _ => return None,
        };
        let first: Date = first.parse().ok()?;
        let next = first.checked_add(length).ok()?;
        Some(Self { low: midnight(first)?, high: midnight(next)? - 1 })
    }
}

fn midnight(date: Date) -> Option<i64> {
    Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

/// The comparison a search value asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compare {
    /// Wholly inside.
    Eq,
    /// Ends at or after the beginning.
    Ge,
    /// Ends after the end.
    Gt,
    /// Begins at or before the end.
    Le,
    /// Begins before the beginning.
    Lt,
}

impl Compare {
    /// Reads the prefix of a search value: `ge2026-05-01`.
    pub(super) fn parse(text: &str) -> Option<(Self, Span)> {
        let digits = text.find(|c: char| c.is_ascii_digit())?;
        let (prefix, date) = text.split_at_checked(digits)?;
        let compare = match prefix {
            "" | "eq" => Self::Eq,
            "ge" => Self::Ge,
            "gt" => Self::Gt,
            "le" => Self::Le,
            "lt" => Self::Lt,
            _ => return None,
        };
        Some((compare, Span::parse(date)?))
    }
}

/// An instant as HAPI writes `meta.lastUpdated`.
pub(super) fn instant(wall: Wall) -> String {
    let at = Timestamp::from_millisecond(wall.millis()).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(TimeZone::fixed(Offset::UTC)).strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

/// An instant as an HTTP header writes it (RFC 9110 §5.6.7).
pub(super) fn http_date(wall: Wall) -> String {
    let at = Timestamp::from_millisecond(wall.millis()).unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_covers_its_precision() {
        for (text, low, high) in [
            ("1970", 0, 365 * 86_400_000 - 1),
            ("1970-01", 0, 31 * 86_400_000 - 1),
            ("1970-01-02", 86_400_000, 2 * 86_400_000 - 1),
            ("1970-01-01T03:30:00+03:30", 0, 999),
            ("1970-01-01T00:00:00.250Z", 250, 250),
        ] {
            assert_eq!(Span::parse(text), Some(Span { low, high }), "{text}");
        }
        for text in ["", "70", "1970-13", "1970-01-01T00:00:00", "1970-01-01T03:30:00 03:30", "۱۹۷۰"] {
            assert_eq!(Span::parse(text), None, "{text}");
        }
    }

    #[test]
    fn writes_instants_as_hapi_and_http_do() {
        let wall = Wall::from_millis(1_782_000_000_250);
        assert_eq!(instant(wall), "2026-06-21T00:00:00.250+00:00");
        assert_eq!(http_date(wall), "Sun, 21 Jun 2026 00:00:00 GMT");
    }
}
