//! What the two sides of a sandbox call say and hear, and what became of every frame. Only the sandbox records.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nabz_call::media::codec::FRAME_TICKS;
use nabz_call::media::engine::{Fate, TraceEvent};
use nabz_call::media::jitter::Source;
use nabz_clinic::speech::Speech;
use nabz_runtime::{Audio, FRAME, Observer};
use nabz_time::Mono;

use crate::report::trace::{
    CallTrace, CapturedFrame, FRAME as FRAME_TIME, PlayedFrame, RungChange, SentPacket, Way,
};

/// Ticks of the RTP clock (48 kHz) in a sample.
const TICKS_A_SAMPLE: u32 = 3;

/// One side of the call: a recorded voice for a microphone, and an ear that keeps what it hears.
#[derive(Clone)]
pub struct Side(Arc<Mutex<Kept>>);

struct Kept {
    speech: Speech,
    /// Frames the microphone gave, with their instants.
    spoken: Vec<(Mono, [i16; FRAME])>,
    /// Frames the ear was given.
    heard: Vec<(Mono, [i16; FRAME])>,
    trace: Vec<TraceEvent>,
}

/// The sounds of one side, from the moment the link began.
pub struct Sounds {
    /// What was spoken here.
    pub spoken: Vec<i16>,
    /// What was heard here.
    pub heard: Vec<i16>,
}

impl Side {
    /// A side that speaks these words over and over.
    pub fn new(speech: Speech) -> Self {
        Self(Arc::new(Mutex::new(Kept { speech, spoken: Vec::new(), heard: Vec::new(), trace: Vec::new() })))
    }

    /// Its microphone and ear.
    pub fn audio(&self) -> Box<dyn Audio> {
        Box::new(self.clone())
    }

    /// Who watches its media.
    pub fn observer(&self) -> Observer {
        let side = self.clone();
        Box::new(move |events| side.kept().trace.extend(events))
    }

    /// Its sounds since `began`.
    pub fn sounds(&self, began: Mono) -> Sounds {
        let kept = self.kept();
        let since = |frames: &[(Mono, [i16; FRAME])]| {
            frames.iter().filter(|(at, _)| *at >= began).flat_map(|(_, frame)| *frame).collect()
        };
        Sounds { spoken: since(&kept.spoken), heard: since(&kept.heard) }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Audio for Side {
    fn capture(&mut self, at: Mono, frame: &mut [i16; FRAME]) {
        let mut kept = self.kept();
        *frame = kept.speech.frame(kept.spoken.len() as u64);
        kept.spoken.push((at, *frame));
    }

    fn playback(&mut self, at: Mono, frame: &[i16; FRAME]) {
        self.kept().heard.push((at, *frame));
    }
}

/// What became of every frame of a call between two sides, from `began` to `ended`.
pub fn trace(patient: &Side, doctor: &Side, began: Mono, ended: Mono) -> CallTrace {
    let (patient, doctor) = (patient.kept(), doctor.kept());
    let direction = |speaker: &Kept, listener: &Kept| {
        way(&speaker.trace, &listener.trace, |number| speaker.speech.spoken(number), (began, ended))
    };
    CallTrace { began, ended, up: direction(&patient, &doctor), down: direction(&doctor, &patient) }
}

/// One direction between two instants: what its `speaker` said and sent, what its `listener` played. `speech` says
/// whether somebody speaks in the frame of a number.
pub fn way(
    speaker: &[TraceEvent],
    listener: &[TraceEvent],
    speech: impl Fn(u64) -> bool,
    (began, ended): (Mono, Mono),
) -> Way {
    let during = |at: Mono| (began..=ended).contains(&at);
    let mut way = Way::default();
    let mut numbers = BTreeMap::new();
    let mut number = 0;
    for event in speaker {
        match *event {
            TraceEvent::Spoken { timestamp, at, fate } => {
                if during(at) {
                    numbers.insert(timestamp, number);
                    let (speech, sent) = (speech(number), matches!(fate, Fate::Sent(_)));
                    // The first rung is no change: what the first frame left on says it.
                    if let (Fate::Sent(rung), true) = (fate, way.rungs.is_empty()) {
                        way.rungs.push(RungChange { at, rung: rung.into() });
                    }
                    way.captured.push(CapturedFrame { number, spoken: at - FRAME_TIME, speech, sent });
                }
                number += 1;
            }
            TraceEvent::Sent { at, bytes, .. } if during(at) => {
                way.sent.push(SentPacket { at, bytes: u32::try_from(bytes).unwrap_or(u32::MAX) });
            }
            TraceEvent::Rung { at, rung } if at <= ended => {
                way.rungs.push(RungChange { at: at.max(began), rung: rung.into() });
            }
            TraceEvent::Sent { .. } | TraceEvent::Rung { .. } | TraceEvent::Played { .. } => {}
        }
    }
    for event in listener {
        if let TraceEvent::Played { at, source, .. } = *event
            && during(at)
        {
            let source = match source {
                Source::Decoded { timestamp } | Source::Repaired { timestamp } => {
                    numbers.get(&timestamp).copied()
                }
                Source::Concealed | Source::Comfort => None,
            };
            way.played.push(PlayedFrame { played: at, source });
        }
    }
    way
}

/// Of both directions, up first: for every frame played, where its first sample lies among those captured. What
/// `heard.json` holds.
pub fn places(patient: &Side, doctor: &Side, during: (Mono, Mono)) -> [Vec<Option<u64>>; 2] {
    let (patient, doctor) = (patient.kept(), doctor.kept());
    [places_of(&patient.trace, &doctor.trace, during), places_of(&doctor.trace, &patient.trace, during)]
}

/// The same of one direction. A frame whose first sample was guessed lies where the frame that most of it is from does.
pub fn places_of(
    speaker: &[TraceEvent],
    listener: &[TraceEvent],
    (began, ended): (Mono, Mono),
) -> Vec<Option<u64>> {
    let during = |at: Mono| (began..=ended).contains(&at);
    let spoken = speaker.iter().filter_map(|event| match *event {
        TraceEvent::Spoken { timestamp, at, .. } if during(at) => Some(timestamp),
        _ => None,
    });
    let starts: BTreeMap<u32, u64> = spoken.zip((0u64..).step_by(FRAME)).collect();
    let place = |ticks: u32| {
        let (&frame, &sample) = starts.range(..=ticks).next_back()?;
        (ticks - frame < FRAME_TICKS).then(|| sample + u64::from((ticks - frame) / TICKS_A_SAMPLE))
    };
    let played = listener.iter().filter_map(|event| match *event {
        TraceEvent::Played { at, source, position } if during(at) => Some((source, position)),
        _ => None,
    });
    let of_source = |source| match source {
        Source::Decoded { timestamp } | Source::Repaired { timestamp } => Some(timestamp),
        Source::Concealed | Source::Comfort => None,
    };
    played
        .map(|(source, position)| of_source(source).and_then(|frame| place(position.unwrap_or(frame))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_heard_lies_where_it_was_spoken_to_the_sample() {
        let at = Mono::from_millis;
        let spoken = |n: u32| TraceEvent::Spoken {
            timestamp: 4_800 + n * FRAME_TICKS,
            at: at(u64::from(n) * 20 + 20),
            fate: Fate::Dropped,
        };
        let played = |n, position| TraceEvent::Played {
            at: at(500),
            source: Source::Decoded { timestamp: 4_800 + n * FRAME_TICKS },
            position,
        };
        let guessed = TraceEvent::Played { at: at(500), source: Source::Concealed, position: None };
        let speaker: Vec<_> = (0..4).map(spoken).collect();
        let listener = [
            played(0, Some(4_800)),
            played(2, Some(4_800 + 960 + 300)),
            played(3, None),
            guessed,
            played(9, None),
        ];
        let places = places_of(&speaker, &listener, (at(0), at(1_000)));
        assert_eq!(places, [Some(0), Some(320 + 100), Some(960), None, None]);
    }
}
