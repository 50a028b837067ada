//! Which sentence to keep when the line fails: the one that is being spoken, whole, from its first word on.
//!
//! A sentence begins after a pause and ends with the next. While it is spoken its frames are held, and what became of
//! them. One that was cut is offered to whoever can carry it another way (a voice note under the same call).

use std::collections::VecDeque;
use std::time::Duration;

use nabz_time::Mono;

use crate::media::codec::{FRAME, Frame, loudness};

/// A pause this long ends a sentence: shorter ones are breaths.
const PAUSE: usize = 40;
/// Kept before the first loud frame, for soft beginnings.
const BEFORE: usize = 10;
/// A sentence is no longer than this: half a minute is 23 kB as a voice note.
const LONGEST: usize = 1_500;
/// Cut by less than this, it is understood: two syllables.
const UNDERSTOOD: usize = 20;
/// Shorter than this it is a cough.
const SHORTEST: usize = 15;
/// This much louder than the room is speech; and this loud in any room.
const OVER_THE_ROOM: u32 = 3;
const LOUD: u32 = 250;

/// Something said that the peer did not hear whole.
#[derive(Clone, PartialEq, Eq)]
pub struct Sentence {
    /// When its first frame was complete.
    pub began: Mono,
    /// The frames that were not sent, or sent into silence.
    pub cut: Duration,
    /// Whether it was still being spoken.
    pub unfinished: bool,
    /// All of it, 16 kHz mono, 20 ms each.
    pub frames: Vec<Frame>,
}

impl std::fmt::Debug for Sentence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sentence({} frames, …)", self.frames.len())
    }
}

/// Holds the sentence being spoken.
#[derive(Debug, Default)]
pub(super) struct SentenceKeeper {
    frames: VecDeque<(Mono, Frame)>,
    speaking: bool,
    /// Quiet frames at the end.
    quiet: usize,
    cut: usize,
    /// How loud the room is, slowly.
    room: u32,
    kept: Option<Sentence>,
}

impl SentenceKeeper {
    /// A frame was captured.
    pub(super) fn hear(&mut self, frame: &Frame, now: Mono) {
        let loud = u32::from(loudness(frame));
        let speech = loud > LOUD.max(self.room * OVER_THE_ROOM);
        let (room, share) = (self.room.max(1), if loud < self.room { 8 } else { 256 });
        self.room = (room * (share - 1) + loud).div_ceil(share);
        self.frames.push_back((now, *frame));
        self.speaking |= speech;
        self.quiet = if speech { 0 } else { self.quiet + 1 };
        if !self.speaking {
            self.cut = 0;
            self.frames.drain(..self.frames.len().saturating_sub(BEFORE));
        } else if self.quiet >= PAUSE || self.frames.len() >= LONGEST {
            self.end(false);
        }
    }

    /// So many of the last frames will not be heard.
    pub(super) fn lost(&mut self, frames: usize) {
        if self.speaking {
            self.cut += frames;
        }
    }

    /// The line is given up or gone since `heard`: what was said after that was not heard either.
    pub(super) fn hand_over(&mut self, heard: Option<Mono>) -> Option<Sentence> {
        if self.speaking {
            let unheard = |&&(at, _): &&(Mono, Frame)| heard.is_none_or(|heard| at > heard);
            self.cut = self.cut.max(self.frames.iter().filter(unheard).count());
            self.end(true);
        }
        self.kept.take()
    }

    /// A sentence that was cut, once it is over.
    pub(super) fn take(&mut self) -> Option<Sentence> {
        self.kept.take()
    }

    fn end(&mut self, unfinished: bool) {
        let frames: Vec<(Mono, Frame)> = self.frames.drain(..).collect();
        let cut = std::mem::take(&mut self.cut).min(frames.len());
        let quiet = std::mem::take(&mut self.quiet);
        self.speaking = false;
        let spoken = frames.len().saturating_sub(quiet);
        let Some(&(began, _)) = frames.first() else { return };
        if cut >= UNDERSTOOD && spoken >= SHORTEST {
            let cut = FRAME * u32::try_from(cut).unwrap_or(u32::MAX);
            // The pause that ended it is no part of it.
            let frames = frames.into_iter().take(spoken + BEFORE).map(|(_, frame)| frame).collect();
            self.kept = Some(Sentence { began, cut, unfinished, frames });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::codec::{FRAME_SAMPLES, SILENCE};

    const SPEECH: Frame = [3_000; FRAME_SAMPLES];

    /// Speaks or is silent for so many frames from `from` (frames) on.
    fn say(keeper: &mut SentenceKeeper, from: u64, frames: u64, what: &Frame) {
        (from..from + frames).for_each(|n| keeper.hear(what, Mono::from_millis(n * 20)));
    }

    #[test]
    fn a_sentence_that_was_cut_is_kept_whole() {
        let mut keeper = SentenceKeeper::default();
        say(&mut keeper, 0, 50, &SILENCE);
        say(&mut keeper, 50, 60, &SPEECH);
        keeper.lost(30);
        say(&mut keeper, 110, 20, &SILENCE);
        say(&mut keeper, 130, 40, &SPEECH);
        assert_eq!(keeper.take(), None, "it is still being spoken");
        say(&mut keeper, 170, 60, &SILENCE);
        let sentence = keeper.take().unwrap();
        assert_eq!(sentence.cut, Duration::from_millis(600));
        assert!(!sentence.unfinished);
        // From a moment before its first word, breath included, to a moment after its last.
        assert_eq!(sentence.frames.iter().filter(|frame| **frame == SPEECH).count(), 100);
        assert!((120..=141).contains(&sentence.frames.len()), "{}", sentence.frames.len());
        assert_eq!(keeper.take(), None);
    }

    #[test]
    fn what_was_heard_is_not_kept() {
        let mut keeper = SentenceKeeper::default();
        say(&mut keeper, 0, 100, &SPEECH);
        keeper.lost(UNDERSTOOD - 1);
        say(&mut keeper, 100, 60, &SILENCE);
        assert_eq!(keeper.take(), None);
        keeper.lost(500);
        say(&mut keeper, 160, 100, &SPEECH);
        say(&mut keeper, 260, 60, &SILENCE);
        assert_eq!(keeper.take(), None, "a pause that was not sent cuts no sentence");
    }

    #[test]
    fn a_line_that_is_gone_hands_over_what_was_said_since() {
        let mut keeper = SentenceKeeper::default();
        say(&mut keeper, 0, 20, &SILENCE);
        say(&mut keeper, 20, 100, &SPEECH);
        let sentence = keeper.hand_over(Some(Mono::from_millis(80 * 20))).unwrap();
        assert!(sentence.unfinished);
        assert_eq!(sentence.cut, Duration::from_millis(39 * 20));
        assert_eq!(sentence.frames.iter().filter(|frame| **frame == SPEECH).count(), 100);
        assert_eq!(keeper.hand_over(None), None);
    }

    #[test]
    fn memory_is_bounded_and_a_loud_room_is_not_a_sentence_for_ever() {
        let mut keeper = SentenceKeeper::default();
        let room: Frame = [400; FRAME_SAMPLES];
        for n in 0..20_000 {
            keeper.hear(&room, Mono::from_millis(n * 20));
            assert!(keeper.frames.len() <= LONGEST);
        }
        assert!(!keeper.speaking, "the room has become the measure");
    }
}
