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
/// Less than this, bits a second, and no rung fits: the floor costs 9,333. Where words are missing as well a voice note does
/// better. It gives up no call: jitter and loss make a line of 10 kbit/s look so for half a minute while nine words of ten
/// are heard.
const NARROW: u32 = 9_500;
/// For how long a line is hopeless before the call says so. After a fall from a good link, sentences are lost for
/// about three seconds.
const GIVE_UP: Duration = Duration::from_secs(20);
/// More than this share concealed, a packet there and back for so long, and a voice note does better: 25 %; two seconds,
/// at which people fall into each other's words (ITU-T G.114 allows 0.4 s one way).
const STRUGGLING: u8 = 64;
const STRUGGLING_ROUND_TRIP: Duration = Duration::from_secs(2);
/// For how long, before that is advised.
const ADVISE: Duration = Duration::from_secs(10);
/// A line is hopeful again after this long without such a sign.
const HOPE: Duration = Duration::from_secs(3);

/// Watches one call's line.
#[derive(Debug, Default)]
pub(super) struct Line {
    played: VecDeque<bool>,
    concealed: usize,
    hopeless: Spell,
    struggling: Spell,
}

/// The first and the last moment of a bad spell.
#[derive(Debug, Default)]
struct Spell(Option<(Mono, Mono)>);

impl Spell {
    /// Whether it is bad at `now`. Returns for how long it has been.
    fn observe(&mut self, bad: bool, now: Mono) -> Duration {
        let known = self.0.filter(|&(_, last)| now.since(last) < HOPE);
        self.0 = if bad { Some((known.map_or(now, |(first, _)| first), now)) } else { known };
        self.0.map_or(Duration::ZERO, |(first, last)| last.since(first))
    }
}

/// What to do about a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Advice {
    /// It carries a conversation.
    #[default]
    Speak,
    /// It has carried less than a conversation for ten seconds: a voice note under the same call would be understood
    /// (R5).
    Record,
    /// It has carried too little for any call for twenty seconds: write, or call back by telephone (R6).
    GiveUp,
}

/// What is known of a line, each way: measured, not guessed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// How the peer hears us.
    pub up: LineQuality,
    /// How we hear the peer.
    pub down: LineQuality,
    /// Share of what we sent that was lost on its way, 0 to 1.
    pub loss_up: Option<f64>,
    /// What the way out carries, bits a second.
    pub capacity_up: Option<u32>,
    /// What the way in carries, bits a second.
    pub capacity_down: Option<u32>,
    /// The least time there and back of the last reports.
    pub round_trip: Option<Duration>,
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
    /// The least time there and back of late.
    pub(super) round_trip: Option<Duration>,
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
        let [up, down] = self.qualities(signs, now);
        up.min(down)
    }

    /// How the peer hears us, and we the peer.
    pub(super) fn qualities(&self, signs: &Signs, now: Mono) -> [LineQuality; 2] {
        let (up, down) = signs.rungs;
        let ways = [(up, signs.concealed_there), (down, self.concealed())];
        ways.map(|(rung, concealed)| Self::way(rung, concealed, signs.nothing(now)))
    }

    fn way(rung: Rung, concealed: u8, nothing: bool) -> LineQuality {
        if nothing {
            return LineQuality::None;
        }
        if concealed > POOR {
            return LineQuality::Poor;
        }
        match rung {
            Rung::R1 | Rung::R2 => LineQuality::Good,
            Rung::R3 | Rung::R4 => LineQuality::Fair,
            Rung::R4Floor => LineQuality::Weak,
        }
    }

    /// What to do about the line. Asked at least once a second.
    pub(super) fn advise(&mut self, signs: &Signs, now: Mono) -> Advice {
        // A line that is gone may come back whole; how long to wait for it is the transport's to say.
        let there = !signs.nothing(now);
        let concealed = self.concealed().max(signs.concealed_there);
        let narrow = signs.capacity.is_some_and(|capacity| capacity < NARROW);
        let slow = signs.round_trip.is_some_and(|time| time >= STRUGGLING_ROUND_TRIP);
        let struggling = slow || concealed > if narrow { POOR } else { STRUGGLING };
        let hopeless = self.hopeless.observe(there && concealed > HOPELESS, now);
        let struggling = self.struggling.observe(there && struggling, now);
        if hopeless >= GIVE_UP {
            Advice::GiveUp
        } else if struggling >= ADVISE {
            Advice::Record
        } else {
            Advice::Speak
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(capacity: u32) -> Signs {
        let heard = Some(Mono::from_millis(100_000));
        Signs {
            rungs: (Rung::R3, Rung::R1),
            heard,
            concealed_there: 0,
            capacity: Some(capacity),
            round_trip: None,
        }
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
        let heard =
            |seconds, concealed_there| Signs { heard: Some(at(seconds)), concealed_there, ..signs(20_000) };
        let mut given_up = |now, there| line.advise(&heard(now, there), at(now)) == Advice::GiveUp;
        assert!((0..20).all(|now| !given_up(now, 100)));
        assert!((20..24).all(|now| !given_up(now, 20)));
        assert!((24..44).all(|now| !given_up(now, if now % 2 == 0 { 100 } else { 20 })));
        assert!(given_up(44, 100));
    }

    #[test]
    fn a_narrow_line_over_which_words_come_through_is_kept() {
        let mut line = Line::default();
        let at = |seconds: u64| Mono::from_millis(seconds * 1_000);
        let mut advise = |now, concealed_there| {
            line.advise(&Signs { heard: Some(at(now)), concealed_there, ..signs(8_000) }, at(now))
        };
        assert!((0..100).all(|now| advise(now, 20) == Advice::Speak));
        assert!((110..160).all(|now| advise(now, 40) != Advice::GiveUp));
        assert_eq!(advise(160, 40), Advice::Record);
    }

    #[test]
    fn a_voice_note_is_advised_before_giving_up_and_no_longer_once_the_line_holds() {
        let mut line = Line::default();
        let at = |seconds: u64| Mono::from_millis(seconds * 1_000);
        let mut advise = |now, round_trip| {
            let round_trip = Some(Duration::from_millis(round_trip));
            line.advise(&Signs { heard: Some(at(now)), round_trip, ..signs(20_000) }, at(now))
        };
        assert!((0..10).all(|now| advise(now, 2_500) == Advice::Speak));
        assert!((10..60).all(|now| advise(now, 2_500) == Advice::Record));
        assert_eq!(advise(70, 600), Advice::Speak);
    }

    #[test]
    fn each_way_has_its_own_quality() {
        let now = Mono::from_millis(100_000);
        let signs = Signs { rungs: (Rung::R4Floor, Rung::R1), concealed_there: 0, ..signs(60_000) };
        let line = Line::default();
        assert_eq!(line.qualities(&signs, now), [LineQuality::Weak, LineQuality::Good]);
        let lossy = Signs { concealed_there: 60, ..signs };
        assert_eq!(line.qualities(&lossy, now), [LineQuality::Poor, LineQuality::Good]);
    }
}
