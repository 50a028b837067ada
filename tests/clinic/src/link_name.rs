//! The links a visit can be played over, by name.

use std::time::Duration;

use nabz_link::{Schedule, Shape};

/// A link, both directions alike. Its stretches count from the first packet of the call's media (see
/// [`crate::relay`]), so setting up the call already happens on the first of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkName {
    /// 25 s [`Good`](Self::Good), 80 s [`Slow`](Self::Slow), then good again.
    #[default]
    Default,
    /// 60 kbit/s, 0.2 s round trip, no loss.
    Good,
    /// 12 kbit/s, 0.6 s round trip, no loss.
    Slow,
    /// 20 kbit/s, 0.6 s round trip, 10 % loss in bursts: 2G.
    Edge,
    /// 30 s of [`Edge`](Self::Edge), then 8 kbit/s, 2 s, 30 % loss: too little for any call.
    Worst,
}

/// No such link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a link is one of default, good, 12k, 2g, worst")]
pub struct NoSuchLink;

/// Packets lost in a row, on average, where packets are lost.
const BURST: f64 = 2.0;

/// A call on a link that does not change: long enough for the ladder to settle and climb.
const STEADY: Duration = Duration::from_secs(90);

impl LinkName {
    /// Every link.
    pub const ALL: [Self; 5] = [Self::Default, Self::Good, Self::Slow, Self::Edge, Self::Worst];

    /// As it is typed and reported.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Good => "good",
            Self::Slow => "12k",
            Self::Edge => "2g",
            Self::Worst => "worst",
        }
    }

    /// What holds first and for how long, and so on. A call of a visit lasts as long as all of them; in a longer one
    /// the last shape holds for good.
    pub fn stretches(self) -> Vec<(Duration, Shape)> {
        let seconds = Duration::from_secs;
        let good = shape(60_000, 100, 0.0);
        let slow = shape(12_000, 300, 0.0);
        let edge = shape(20_000, 300, 0.1);
        let worst = shape(8_000, 1_000, 0.3);
        match self {
            Self::Default => vec![(seconds(25), good), (seconds(80), slow), (seconds(50), good)],
            Self::Good => vec![(STEADY, good)],
            Self::Slow => vec![(STEADY, slow)],
            Self::Edge => vec![(STEADY, edge)],
            Self::Worst => vec![(seconds(30), edge), (seconds(60), worst)],
        }
    }

    /// The same as a schedule for one direction.
    pub fn schedule(self) -> Schedule {
        let stretches = self.stretches();
        let first = Schedule::steady(stretches.first().map_or(shape(60_000, 100, 0.0), |(_, shape)| *shape));
        Schedule::stretches(&stretches).unwrap_or(first)
    }
}

impl std::str::FromStr for LinkName {
    type Err = NoSuchLink;

    fn from_str(name: &str) -> Result<Self, NoSuchLink> {
        Self::ALL.into_iter().find(|link| link.name() == name).ok_or(NoSuchLink)
    }
}

const fn shape(rate_bps: u32, one_way_ms: u64, loss: f64) -> Shape {
    Shape { rate_bps, delay: Duration::from_millis(one_way_ms), loss, burst: BURST }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for link in LinkName::ALL {
            assert_eq!(link.name().parse(), Ok(link));
        }
        assert_eq!("3g".parse::<LinkName>(), Err(NoSuchLink));
    }

    #[test]
    fn the_default_falls_and_recovers() {
        let schedule = LinkName::Default.schedule();
        let rate = |second| schedule.at(Duration::from_secs(second)).rate_bps;
        assert_eq!(
            [rate(0), rate(24), rate(25), rate(104), rate(105), rate(500)].map(|r| r / 1_000),
            [60, 60, 12, 12, 60, 60]
        );
        assert_eq!(LinkName::Worst.schedule().at(Duration::from_secs(31)).rate_bps, 8_000);
    }
}
