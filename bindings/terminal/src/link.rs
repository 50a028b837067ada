//! The links a visit can be played on.

use std::time::Duration;

use clap::ValueEnum;
use nabz_link::Shape;

/// A link by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LinkName {
    /// 25 s good, 80 s at 12 kbit/s, 50 s good
    Default,
    /// 60 kbit/s, 0.2 s round trip, no loss
    Good,
    /// 12 kbit/s, 0.6 s, no loss
    #[value(name = "12k")]
    Slow,
    /// 20 kbit/s, 0.6 s, 10 % lost in bursts
    #[value(name = "2g")]
    Edge,
    /// 30 s of 2g, then 8 kbit/s, 2 s, 30 % lost: too little for any call
    Worst,
}

/// What the link is like for how long, counted from the beginning of the call.
pub type Stretches = Vec<(Duration, Shape)>;

/// Length of a call on a link that does not change: long enough for the ladder to settle and climb.
const STEADY: Duration = Duration::from_secs(90);

/// Mean number of packets lost in a row. What calls were measured with on such links (reference link E2).
const BURST: f64 = 2.0;

impl LinkName {
    /// The name as it is typed, and as it stands in `visit.json`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Good => "good",
            Self::Slow => "12k",
            Self::Edge => "2g",
            Self::Worst => "worst",
        }
    }

    /// What the link is like, one direction; both directions are alike.
    pub fn stretches(self) -> Stretches {
        let good = shape(60_000, 200, 0.0);
        let slow = shape(12_000, 600, 0.0);
        let edge = shape(20_000, 600, 0.1);
        let seconds = Duration::from_secs;
        match self {
            Self::Default => vec![(seconds(25), good), (seconds(80), slow), (seconds(50), good)],
            Self::Good => vec![(STEADY, good)],
            Self::Slow => vec![(STEADY, slow)],
            Self::Edge => vec![(STEADY, edge)],
            Self::Worst => vec![(seconds(30), edge), (seconds(60), shape(8_000, 2_000, 0.3))],
        }
    }
}

fn shape(rate_bps: u32, round_trip_ms: u64, loss: f64) -> Shape {
    let burst = if loss > 0.0 { BURST } else { 1.0 };
    Shape { rate_bps, delay: Duration::from_millis(round_trip_ms / 2), loss, burst }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_is_typed() {
        for link in LinkName::value_variants() {
            assert_eq!(link.to_possible_value().unwrap().get_name(), link.name());
        }
    }

    #[test]
    fn the_default_falls_to_twelve_kilobits_and_recovers() {
        let rates: Vec<_> = LinkName::Default
            .stretches()
            .iter()
            .map(|(lasts, shape)| (lasts.as_secs(), shape.rate_bps))
            .collect();
        assert_eq!(rates, [(25, 60_000), (80, 12_000), (50, 60_000)]);
    }
}
