//! What a practice call says of the line, from what was measured in it.

use std::time::Duration;

use crate::media::command::LineQuality;
use crate::media::jitter::JitterCounters;

/// What came of a practice call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// One will be heard well.
    Good,
    /// One will be heard; calls will be short of breath: thin, slow, or with gaps.
    Weak,
    /// Words would be lost.
    TooWeak,
    /// The relay was not reached.
    NoRelay,
    /// The microphone gave nothing.
    SilentMicrophone,
}

/// From this level on ([`Levels`](crate::media::engine::Levels)) somebody speaks: −42 dB of full scale.
const HEARD: u8 = 30;
/// Fewer such frames than this are a door, not a voice: 0.3 s.
const LEAST: u32 = 15;
/// More than this share of what was played had to be filled in, and words are lost; more than that, and there are gaps.
/// Each word crosses the person's own line twice here and once in a call, so these are more generous than a call's.
const LOSES_WORDS: f64 = 0.35;
const HAS_GAPS: f64 = 0.12;
/// Twice what a call bears: at two seconds there and back people fall into each other's words (ITU-T G.114 allows 0.4 s
/// one way).
const SLOW: Duration = Duration::from_secs(4);

/// What was noticed on the way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ear {
    loud: u32,
    broke: bool,
}

impl Ear {
    /// A frame was spoken at this level.
    pub(super) fn spoken(&mut self, level: u8) {
        self.loud += u32::from(level >= HEARD);
    }

    /// The line was gone for a while.
    pub(super) fn broke(&mut self) {
        self.broke = true;
    }

    /// Whether the microphone heard somebody.
    pub(super) fn heard_somebody(&self) -> bool {
        self.loud >= LEAST
    }
}

/// How one direction was heard.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) quality: LineQuality,
    /// Share of what was played that had to be filled in.
    pub(super) concealed: f64,
}

/// Judges a call that came to its end, by the way out and the way back.
pub(super) fn judge(ear: &Ear, ways: [Way; 2], round_trip: Option<Duration>) -> Verdict {
    let [out, back] = ways;
    let (concealed, quality) = (out.concealed.max(back.concealed), out.quality.min(back.quality));
    let slow = round_trip.is_some_and(|time| time >= SLOW);
    if ear.broke || concealed > LOSES_WORDS || quality == LineQuality::None {
        Verdict::TooWeak
    } else if slow || concealed > HAS_GAPS || quality <= LineQuality::Weak {
        Verdict::Weak
    } else {
        Verdict::Good
    }
}

/// The share filled in between two counts; all of it where nothing was heard.
pub(super) fn concealed(began: &JitterCounters, now: &JitterCounters) -> f64 {
    let played = |counted: &JitterCounters| counted.decoded_ms + counted.repaired_ms + counted.corrected_ms;
    let (heard, made_up) = (played(now) - played(began), now.concealed_ms - began.concealed_ms);
    if heard == 0 { 1.0 } else { made_up as f64 / (heard + made_up) as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: Way = Way { quality: LineQuality::Good, concealed: 0.01 };
    const FAST: Option<Duration> = Some(Duration::from_millis(300));

    fn gaps(concealed: f64) -> Way {
        Way { concealed, ..WHOLE }
    }

    fn of(quality: LineQuality) -> Way {
        Way { quality, ..WHOLE }
    }

    #[test]
    fn the_verdict_follows_from_what_was_measured() {
        let quiet = Ear::default();
        assert_eq!(judge(&quiet, [WHOLE, WHOLE], FAST), Verdict::Good);
        assert_eq!(judge(&quiet, [WHOLE, gaps(0.15)], FAST), Verdict::Weak);
        assert_eq!(judge(&quiet, [gaps(0.4), WHOLE], FAST), Verdict::TooWeak);
        assert_eq!(judge(&quiet, [WHOLE, WHOLE], Some(Duration::from_millis(4_400))), Verdict::Weak);
        assert_eq!(judge(&quiet, [of(LineQuality::Weak), WHOLE], FAST), Verdict::Weak);
        assert_eq!(judge(&quiet, [WHOLE, of(LineQuality::None)], FAST), Verdict::TooWeak);
        assert_eq!(judge(&Ear { broke: true, ..quiet }, [WHOLE, WHOLE], FAST), Verdict::TooWeak);
    }

    #[test]
    fn what_was_counted_before_does_not_count() {
        let began = JitterCounters { decoded_ms: 1_000, concealed_ms: 9_000, ..JitterCounters::default() };
        let now = JitterCounters { decoded_ms: 4_600, repaired_ms: 300, concealed_ms: 9_100, ..began };
        assert!((concealed(&began, &now) - 100.0 / 4_000.0).abs() < 1e-9);
        assert_eq!(concealed(&now, &now), 1.0);
    }

    #[test]
    fn a_door_is_not_a_voice() {
        let mut ear = Ear::default();
        (0..LEAST - 1).for_each(|_| ear.spoken(90));
        (0..500).for_each(|_| ear.spoken(HEARD - 1));
        assert!(!ear.heard_somebody());
        ear.spoken(HEARD);
        assert!(ear.heard_somebody());
    }
}
