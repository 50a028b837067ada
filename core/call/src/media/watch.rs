//! Watches one call's engine for the app: what ails the line, in terms a sentence can be made of, and what was said and
//! not heard when the line is given up.

use std::collections::VecDeque;
use std::time::Duration;

use nabz_time::Mono;

use super::codec::FRAME;
use super::command::{LineQuality, MediaEvent};
use super::engine::{Advice, Engine, Measured, Sentence};

/// What makes a line weak, as measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineTrouble {
    /// The peer misses parts of what is said here.
    LostThere,
    /// Parts of what the peer says are missed here.
    LostHere,
    /// It carries little.
    Narrow,
    /// It takes long.
    Slow,
}

/// Below this, bits a second, speech is narrowed: wideband at its cheapest (R3) needs 19,000 with its head-room.
const NARROW: u32 = 19_000;
/// A packet there and back for so long: half of it is more than ITU-T G.114 allows one way (0.4 s) beside what is
/// buffered.
const SLOW: Duration = Duration::from_millis(1_200);
/// Told once it has been so for this long, and no longer once it has not been so for that long: a sentence that comes and
/// goes while one talks is worse than none.
const APPEARS: Duration = Duration::from_secs(2);
const PASSES: Duration = Duration::from_secs(6);
/// A sentence that was cut is kept for this long: a line is given up after 60 s without a sound, and what was cut before
/// has been said again since.
const KEPT: Duration = Duration::from_secs(90);
/// And no more of them than this, the latest: 1.9 MB.
const LONGEST: Duration = Duration::from_secs(60);

/// Watches one call.
#[derive(Debug, Default)]
pub struct Watch {
    told: (Advice, Option<LineTrouble>),
    seen: Option<LineTrouble>,
    since: Mono,
    interrupted: bool,
    unheard: VecDeque<(Mono, Sentence)>,
}

impl Watch {
    /// Looks at the engine, at least once a second. What has changed is an event.
    pub fn look(&mut self, engine: &mut Engine, now: Mono) -> Option<MediaEvent> {
        self.keep(engine.take_sentence(), now);
        let call = engine.call();
        let measured = engine.pipeline().measured(now);
        let heard = engine.pipeline().heard().is_some();
        let trouble = trouble(&measured).filter(|_| heard && !self.interrupted);
        let (advice, trouble) = self.judge(engine.advice(), trouble, now)?;
        Some(MediaEvent::Judged { call, advice, trouble })
    }

    /// An event of the engine's passes. What comes before it.
    pub fn pass(&mut self, event: &MediaEvent, engine: &mut Engine, now: Mono) -> Option<MediaEvent> {
        match event {
            MediaEvent::Interrupted { .. } => self.interrupted = true,
            MediaEvent::Restored { .. } => self.interrupted = false,
            MediaEvent::Ended { .. } => return self.hand_over(engine, now),
            _ => {}
        }
        None
    }

    /// Somebody hung up. While the line was being waited for, what was said meanwhile is handed over.
    pub fn stop(&mut self, engine: &mut Engine, now: Mono) -> Option<MediaEvent> {
        engine.stop();
        self.interrupted.then(|| self.hand_over(engine, now)).flatten()
    }

    fn hand_over(&mut self, engine: &mut Engine, now: Mono) -> Option<MediaEvent> {
        self.keep(engine.take_sentence(), now);
        let sentences: Vec<Sentence> = self.unheard.drain(..).map(|(_, sentence)| sentence).collect();
        (!sentences.is_empty()).then(|| MediaEvent::Kept { call: engine.call(), sentences })
    }

    fn keep(&mut self, sentence: Option<Sentence>, now: Mono) {
        self.unheard.extend(sentence.map(|sentence| (now, sentence)));
        let length = |kept: &VecDeque<(Mono, Sentence)>| -> Duration {
            kept.iter().map(|(_, sentence)| FRAME * sentence.frames.len() as u32).sum()
        };
        while self.unheard.front().is_some_and(|(ended, _)| now.since(*ended) >= KEPT)
            || (self.unheard.len() > 1 && length(&self.unheard) > LONGEST)
        {
            self.unheard.pop_front();
        }
    }

    fn judge(
        &mut self,
        advice: Advice,
        trouble: Option<LineTrouble>,
        now: Mono,
    ) -> Option<(Advice, Option<LineTrouble>)> {
        if trouble != self.seen {
            (self.seen, self.since) = (trouble, now);
        }
        let settles = if trouble.is_some() { APPEARS } else { PASSES };
        let shown = if now.since(self.since) >= settles { trouble } else { self.told.1 };
        let judged = (advice, shown);
        (std::mem::replace(&mut self.told, judged) != judged).then_some(judged)
    }
}

/// What ails a line, the worst first.
fn trouble(measured: &Measured) -> Option<LineTrouble> {
    let least = [measured.capacity_up, measured.capacity_down].into_iter().flatten().min();
    if measured.up == LineQuality::Poor {
        Some(LineTrouble::LostThere)
    } else if measured.down == LineQuality::Poor {
        Some(LineTrouble::LostHere)
    } else if least.is_some_and(|capacity| capacity < NARROW) {
        Some(LineTrouble::Narrow)
    } else if measured.round_trip.is_some_and(|time| time >= SLOW) {
        Some(LineTrouble::Slow)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::codec::SILENCE;

    const GOOD: Measured = Measured {
        up: LineQuality::Good,
        down: LineQuality::Good,
        loss_up: None,
        capacity_up: Some(60_000),
        capacity_down: Some(60_000),
        round_trip: Some(Duration::from_millis(100)),
    };

    fn at(seconds: u64) -> Mono {
        Mono::from_millis(seconds * 1_000)
    }

    fn sentence(began: u64, seconds: usize) -> Sentence {
        let frames = vec![SILENCE; seconds * 50];
        Sentence { began: at(began), cut: Duration::from_secs(1), unfinished: false, frames }
    }

    #[test]
    fn the_worst_of_what_was_measured_is_named() {
        assert_eq!(trouble(&GOOD), None);
        let slow = Measured { round_trip: Some(Duration::from_secs(2)), ..GOOD };
        assert_eq!(trouble(&slow), Some(LineTrouble::Slow));
        let narrow = Measured { capacity_down: Some(12_000), ..slow };
        assert_eq!(trouble(&narrow), Some(LineTrouble::Narrow));
        let lossy = Measured { down: LineQuality::Poor, ..narrow };
        assert_eq!(trouble(&lossy), Some(LineTrouble::LostHere));
        assert_eq!(trouble(&Measured { up: LineQuality::Poor, ..lossy }), Some(LineTrouble::LostThere));
    }

    #[test]
    fn what_ails_a_line_is_told_when_it_lasts_and_does_not_flicker() {
        let mut watch = Watch::default();
        let narrow = Some(LineTrouble::Narrow);
        assert_eq!(watch.judge(Advice::Speak, narrow, at(10)), None);
        assert_eq!(watch.judge(Advice::Speak, None, at(11)), None);
        assert_eq!(watch.judge(Advice::Speak, narrow, at(12)), None);
        assert_eq!(watch.judge(Advice::Speak, narrow, at(14)), Some((Advice::Speak, narrow)));
        assert_eq!(watch.judge(Advice::Speak, None, at(15)), None);
        assert_eq!(watch.judge(Advice::Speak, None, at(20)), None);
        assert_eq!(watch.judge(Advice::Record, None, at(20)), Some((Advice::Record, narrow)));
        assert_eq!(watch.judge(Advice::Record, None, at(21)), Some((Advice::Record, None)));
    }

    #[test]
    fn sentences_are_kept_for_a_while_and_no_more_of_them_than_a_minute() {
        let mut watch = Watch::default();
        let began = |watch: &Watch| watch.unheard.iter().map(|(_, s)| s.began).collect::<Vec<_>>();
        watch.keep(Some(sentence(1, 4)), at(5));
        watch.keep(Some(sentence(60, 4)), at(64));
        assert_eq!(began(&watch), [at(1), at(60)]);
        watch.keep(None, at(95));
        assert_eq!(began(&watch), [at(60)]);
        for n in 0..9 {
            watch.keep(Some(sentence(100 + n, 10)), at(100 + n));
        }
        assert_eq!(began(&watch), (103..109).map(at).collect::<Vec<_>>());
    }
}
