//! How good the line is, measured: for the meter of four bars, for a sentence, and to know when to give up.

use std::collections::VecDeque;
use std::time::Duration;

use nabz_time::Mono;

use crate::media::command::{LineQuality, Rung};
use crate::media::jitter::Source;

/// Concealment is counted over five seconds.
const WINDOW: usize = 250;
/// Nothing arrived for this long.
const NOTHING: Duration = Duration::from_secs(3);
/// More than this share concealed and words are lost, in 255ths: 10 %.
const POOR: u8 = 26;
/// More than this, for long, and nothing is understood: 35 %. Measured: at 30 % burst loss without repair STOI is
/// still .77 with wideband at 12 kbit/s.
const HOPELESS: u8 = 89;
/// Less than this, bits a second, for long, and no rung fits: the floor costs 9,333.
const HOPELESS_CAPACITY: u32 = 9_500;
/// For how long a line is hopeless before the call says so. After a fall from a good link, sentences are lost for
/// about three seconds.
const GIVE_UP: Duration = Duration::from_secs(20);
/// A line is hopeful again after this long without such a sign.
const HOPE: Duration = Duration::from_secs(3);

/// Watches one call's line.
#[derive(Debug, Default)]
pub(super) struct Line {
    played: VecDeque<bool>,
    concealed: usize,
    /// The first and the last moment of a hopeless spell.
    hopeless: Option<(Mono, Mono)>,
}

/// What the line is judged by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signs {
    /// What we send on and what the peer sends on.
    pub(super) rungs: (Rung, Rung),
    /// When the peer was last heard.
    pub(super) heard: Option<Mono>,
    /// What the peer had to conceal, in 255ths.
    pub(super) concealed_there: u8,
    /// The lesser of what both directions carry, bits a second.
    pub(super) capacity: Option<u32>,
}

impl Signs {
    fn nothing(&self, now: Mono) -> bool {
        self.heard.is_none_or(|at| now.since(at) >= NOTHING)
    }
}

impl Line {
    /// A frame was played. What is played before anybody was heard says nothing of the line.
    pub(super) fn played(&mut self, source: Source) {
        let concealed = !matches!(source, Source::Decoded { .. } | Source::Repaired { .. });
        if concealed && self.played.is_empty() {
            return;
        }
        self.played.push_back(concealed);
        self.concealed += usize::from(concealed);
        if self.played.len() > WINDOW {
            self.concealed -= usize::from(self.played.pop_front() == Some(true));
        }
    }

    /// The share of the last five seconds concealed here, in 255ths.
    pub(super) fn concealed(&self) -> u8 {
        u8::try_from(self.concealed * 255 / WINDOW).unwrap_or(u8::MAX)
    }

    /// The worse of both directions.
    pub(super) fn quality(&self, signs: &Signs, now: Mono) -> LineQuality {
        if signs.nothing(now) {
            return LineQuality::None;
        }
        if self.concealed().max(signs.concealed_there) > POOR {
            return LineQuality::Poor;
        }
        match signs.rungs.0.max(signs.rungs.1) {
            Rung::R1 | Rung::R2 => LineQuality::Good,
            Rung::R3 | Rung::R4 => LineQuality::Fair,
            Rung::R4Floor => LineQuality::Weak,
        }
    }

    /// Whether the line carried too little for any call, for long. Asked at least once a second.
    pub(super) fn hopeless(&mut self, signs: &Signs, now: Mono) -> bool {
        let weak = self.concealed().max(signs.concealed_there) > HOPELESS
            || signs.capacity.is_some_and(|capacity| capacity < HOPELESS_CAPACITY);
        // A line that is gone may come back whole; how long to wait for it is the transport's to say.
        let spell = self.hopeless.filter(|&(_, last)| now.since(last) < HOPE);
        self.hopeless = match (weak && !signs.nothing(now), spell) {
            (true, spell) => Some((spell.map_or(now, |(first, _)| first), now)),
            (false, spell) => spell,
        };
        self.hopeless.is_some_and(|(first, last)| last.since(first) >= GIVE_UP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(capacity: u32) -> Signs {
        let heard = Some(Mono::from_millis(100_000));
        Signs { rungs: (Rung::R3, Rung::R1), heard, concealed_there: 0, capacity: Some(capacity) }
    }

    #[test]
    fn a_call_does_not_begin_as_a_very_weak_one() {
        let mut line = Line::default();
        for _ in 0..WINDOW {
            line.played(Source::Comfort);
        }
        assert_eq!(line.concealed(), 0);
        line.played(Source::Decoded { timestamp: 0 });
        line.played(Source::Concealed);
        assert!(line.concealed() <= POOR);
    }

    #[test]
    fn the_worse_direction_counts() {
        let now = Mono::from_millis(100_000);
        let mut line = Line::default();
        assert_eq!(line.quality(&signs(20_000), now), LineQuality::Fair);
        assert_eq!(line.quality(&Signs { concealed_there: 30, ..signs(20_000) }, now), LineQuality::Poor);
        assert_eq!(line.quality(&signs(20_000), now + NOTHING), LineQuality::None);
        for n in 0..WINDOW * 2 {
            line.played(if n % 4 == 0 { Source::Concealed } else { Source::Decoded { timestamp: 0 } });
        }
        assert_eq!(line.concealed(), 63);
        assert_eq!(line.quality(&signs(20_000), now), LineQuality::Poor);
    }

    #[test]
    fn gives_up_only_after_long() {
        let mut line = Line::default();
        let at = |seconds: u64| Mono::from_millis(seconds * 1_000);
        let heard = |seconds, capacity| Signs { heard: Some(at(seconds)), ..signs(capacity) };
        assert!((0..20).all(|now| !line.hopeless(&heard(now, 8_000), at(now))));
        assert!((20..24).all(|now| !line.hopeless(&heard(now, 12_000), at(now))));
        assert!((24..44).all(|now| !line.hopeless(&heard(now, 8_000 + 4_000 * (now as u32 % 2)), at(now))));
        assert!(line.hopeless(&heard(44, 8_000), at(44)));
    }
}
