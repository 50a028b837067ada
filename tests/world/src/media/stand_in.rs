//! Media without a packet: answers the app and the doctor as a call's media would, after delays by seed.
//!
//! Two legs find each other when each holds the other's description, as ICE does. A leg whose peer fell silent is
//! interrupted after three seconds and gives up after a minute, as the engine does.

use std::net::SocketAddr;
use std::time::Duration;

use nabz_call::media::codec::{FRAME, mark};
use nabz_call::media::engine::{Advice, Sentence};
use nabz_call::media::practice::{PracticeStage, Verdict};
use nabz_call::media::watch::LineTrouble;
use nabz_call::media::{Description, LineQuality, MediaCommand, MediaEnd, MediaEvent, Rung, Setup, Stack};
use nabz_call::signal::CallId;
use nabz_clinic::seed::Seeded;
use nabz_time::{Entropy as _, Mono};

use super::Media;
use crate::post::Party;
use crate::trace::Trace;

/// How often a leg looks around.
const TICK: Duration = Duration::from_millis(500);
/// A path is found after so long.
const FINDING: Duration = Duration::from_millis(1_500);
/// And not after this long.
const GIVE_UP: Duration = Duration::from_secs(30);
/// Silence for this long is an interruption.
const SILENCE: Duration = Duration::from_secs(3);
/// And for this long the end.
const LOST: Duration = Duration::from_secs(60);

/// The media of both parties.
pub struct StandIn {
    legs: [Option<Leg>; 2],
    dice: Seeded,
    /// Nobody ever hears anybody: a defect put in on purpose.
    deaf: bool,
}

struct Leg {
    call: CallId,
    local: Description,
    remote: Option<Description>,
    stage: Stage,
    next: Mono,
    began: Mono,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The description is being made.
    Describing,
    /// Waits for the peer's answer.
    Described,
    /// Practises; so many stages were told.
    Practising(usize),
    /// Looks for a path; how long both descriptions have matched.
    Finding { matched: Option<Mono> },
    /// Connected; when the peer was heard last.
    Connected { heard: Mono, interrupted: bool },
}

impl StandIn {
    /// Media whose delays follow a seed.
    pub fn new(seed: u64, deaf: bool) -> Self {
        Self { legs: [None, None], dice: Seeded::new(seed), deaf }
    }

    fn hear_each_other(&self) -> bool {
        let [Some(one), Some(other)] = &self.legs else { return false };
        one.remote.as_ref() == Some(&other.local) && other.remote.as_ref() == Some(&one.local)
    }
}

impl Media for StandIn {
    fn command(&mut self, party: Party, command: MediaCommand, now: Mono) {
        let leg = &mut self.legs[party as usize];
        match command {
            MediaCommand::Offer { call } => *leg = Some(begin(&mut self.dice, call, None, now)),
            MediaCommand::Answer { call, remote } => {
                *leg = Some(begin(&mut self.dice, call, Some(remote), now));
            }
            MediaCommand::Accept { call, remote } => {
                if let Some(leg) = leg.as_mut().filter(|leg| leg.call == call && leg.remote.is_none()) {
                    leg.remote = Some(remote);
                    leg.stage = Stage::Finding { matched: None };
                    leg.next = now;
                }
            }
            MediaCommand::Stop { call } => {
                leg.take_if(|leg| leg.call == call);
            }
            MediaCommand::Practise { call, .. } => {
                // One practises alone: the leg's own description stands for the other half's.
                let alone = Leg { stage: Stage::Practising(0), ..begin(&mut self.dice, call, None, now) };
                *leg = Some(alone);
            }
            MediaCommand::Mute { .. } | MediaCommand::Loudspeaker { .. } | MediaCommand::Route { .. } => {}
        }
    }

    fn forget(&mut self, party: Party) {
        self.legs[party as usize] = None;
    }

    fn poll_timeout(&mut self) -> Option<Mono> {
        self.legs.iter().flatten().filter(|leg| leg.stage != Stage::Described).map(|leg| leg.next).min()
    }

    fn handle_timeout(&mut self, now: Mono, carried: bool, _trace: &mut Trace) -> Vec<(Party, MediaEvent)> {
        let mut events = Vec::new();
        for party in [Party::Phone, Party::Doctor] {
            let heard = carried && !self.deaf && self.hear_each_other();
            let Some(leg) = &mut self.legs[party as usize] else { continue };
            if leg.next > now {
                continue;
            }
            let over = leg.step(heard, now, &mut self.dice, &mut |event| events.push((party, event)));
            if over {
                self.legs[party as usize] = None;
            }
        }
        events
    }
}

fn begin(dice: &mut Seeded, call: CallId, remote: Option<Description>, now: Mono) -> Leg {
    let setup = if remote.is_some() { Setup::Active } else { Setup::ActPass };
    let mut fingerprint = [0; 32];
    dice.fill(&mut fingerprint);
    let local = Description {
        ufrag: dice.uuid()[..8].to_owned(),
        pwd: dice.uuid().replace('-', ""),
        fingerprint,
        setup,
        stack: Stack::Core,
        candidates: vec![SocketAddr::from(([10, 0, 0, 1], 40_000))],
    };
    let next = now + Duration::from_millis(5 + dice.up_to(40));
    Leg { call, local, remote, stage: Stage::Describing, next, began: now }
}

impl Leg {
    /// One look around; true if the leg is over.
    fn step(&mut self, heard: bool, now: Mono, dice: &mut Seeded, tell: &mut impl FnMut(MediaEvent)) -> bool {
        let call = self.call;
        self.next = now + TICK;
        match self.stage {
            Stage::Describing => {
                tell(MediaEvent::Described { call, local: self.local.clone() });
                let answers = self.remote.is_some();
                self.stage = if answers { Stage::Finding { matched: None } } else { Stage::Described };
            }
            Stage::Described => {}
            Stage::Practising(told) => {
                let stage = match told {
                    0 => PracticeStage::Connecting,
                    1 => PracticeStage::Speak,
                    2 => PracticeStage::Listen,
                    _ => PracticeStage::Done(any_verdict(dice)),
                };
                tell(MediaEvent::Practice { call, stage });
                self.stage = Stage::Practising(told + 1);
                self.next = now + TICK * 10;
                return matches!(stage, PracticeStage::Done(_));
            }
            Stage::Finding { .. } if now.since(self.began) >= GIVE_UP => {
                tell(MediaEvent::Ended { call, end: MediaEnd::Unreachable });
                return true;
            }
            Stage::Finding { matched } => {
                let since = heard.then(|| matched.unwrap_or(now));
                self.stage = Stage::Finding { matched: since };
                if since.is_some_and(|since| now.since(since) >= FINDING) {
                    self.stage = Stage::Connected { heard: now, interrupted: false };
                    tell(MediaEvent::Connected { call, after: now.since(self.began) });
                    tell(line(call, Rung::R3, LineQuality::Fair));
                }
            }
            Stage::Connected { heard: last, interrupted } => {
                let last = if heard { now } else { last };
                let silent = now.since(last);
                if silent >= LOST {
                    tell(MediaEvent::Kept { call, sentences: vec![cut_sentence(now)] });
                    tell(MediaEvent::Ended { call, end: MediaEnd::Lost });
                    return true;
                }
                let silent = silent >= SILENCE;
                if silent != interrupted {
                    tell(if silent {
                        MediaEvent::Interrupted { call }
                    } else {
                        MediaEvent::Restored { call }
                    });
                }
                self.stage = Stage::Connected { heard: last, interrupted: silent };
                if !silent && dice.up_to(19) == 0 {
                    tell(any_line(call, dice));
                    tell(any_judgement(call, dice));
                }
            }
        }
        false
    }
}

fn any_line(call: CallId, dice: &mut Seeded) -> MediaEvent {
    match dice.up_to(3) {
        0 => line(call, Rung::R1, LineQuality::Good),
        1 => line(call, Rung::R3, LineQuality::Fair),
        2 => line(call, Rung::R4, LineQuality::Fair),
        _ => line(call, Rung::R4Floor, LineQuality::Weak),
    }
}

fn any_judgement(call: CallId, dice: &mut Seeded) -> MediaEvent {
    let advice = if dice.up_to(3) == 0 { Advice::Record } else { Advice::Speak };
    let trouble = match dice.up_to(5) {
        0 => Some(LineTrouble::LostThere),
        1 => Some(LineTrouble::LostHere),
        2 => Some(LineTrouble::Narrow),
        3 => Some(LineTrouble::Slow),
        _ => None,
    };
    MediaEvent::Judged { call, advice, trouble }
}

fn any_verdict(dice: &mut Seeded) -> Verdict {
    match dice.up_to(4) {
        0 => Verdict::Good,
        1 => Verdict::Weak,
        2 => Verdict::TooWeak,
        3 => Verdict::NoRelay,
        _ => Verdict::SilentMicrophone,
    }
}

/// Half a second that nobody heard.
fn cut_sentence(now: Mono) -> Sentence {
    let frames = vec![mark(1, 2_000); 25];
    Sentence { began: now, cut: FRAME * 25, unfinished: true, frames }
}

const fn line(call: CallId, rung: Rung, quality: LineQuality) -> MediaEvent {
    MediaEvent::Line { call, up: rung, down: rung, quality }
}
