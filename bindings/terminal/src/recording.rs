//! What the two sides of a sandbox call say and hear, and what became of every frame. Only the sandbox records.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nabz_call::media::engine::{Fate, TraceEvent};
use nabz_call::media::jitter::Source;
use nabz_clinic::speech::Speech;
use nabz_runtime::{Audio, FRAME, Observer};
use nabz_time::Mono;

use crate::report::trace::{
    CallTrace, CapturedFrame, FRAME as FRAME_TIME, PlayedFrame, RungChange, SentPacket, Way,
};

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
        if let TraceEvent::Played { at, source } = *event
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

/// For every frame played, the place of the frame it carried among those captured: what `heard.json` holds.
pub fn carried(way: &Way) -> Vec<Option<u64>> {
    let first = way.captured.first().map_or(0, |frame| frame.number);
    way.played.iter().map(|frame| frame.source.and_then(|number| number.checked_sub(first))).collect()
}
