//! A practice call with oneself, through the clinic's relay there and back: needs no visit, and tells nobody.

use std::time::Duration;

use nabz_call::media::MediaCommand;
use nabz_call::media::practice::{PracticeStage, Verdict};
use nabz_call::signal::CallId;
use nabz_time::Mono;

use crate::desk::{Desk, Turning};
use crate::effect::Effect;
use crate::press::Press;
use crate::state::{Place, Practising};

/// It ends by itself within this: 45 s to connect, five to speak, twice as long to listen.
const LONGEST: Duration = Duration::from_secs(90);

impl Desk {
    pub(crate) fn press_practice(&mut self, press: &Press, turning: &mut Turning<'_, '_>) {
        match press {
            Press::Practise => {
                self.state.place = Place::Practice;
                self.state.practice = None;
            }
            Press::BeginPractice => {
                self.stop_practice(turning);
                let call = CallId::generate(turning.entropy);
                let stage = PracticeStage::Connecting;
                let until = Some(turning.now.mono + LONGEST);
                self.state.practice = Some(Practising { call, stage, until });
                self.route(turning);
                let mirror = self.config.mirror;
                turning.effects.push(Effect::Media(MediaCommand::Practise { call, mirror }));
            }
            _ => {}
        }
    }

    /// The media says how it goes.
    pub(crate) fn practice_said(&mut self, call: CallId, stage: PracticeStage) {
        if let Some(practice) = self.state.practice.as_mut().filter(|practice| practice.call == call) {
            practice.stage = stage;
            if matches!(stage, PracticeStage::Done(_)) {
                practice.until = None;
            }
        }
    }

    /// Whoever walks away, or is called, practises no more.
    pub(crate) fn proceed_practice(&mut self, turning: &mut Turning<'_, '_>) {
        if self.state.place != Place::Practice || self.state.call.is_some() {
            self.stop_practice(turning);
        }
        // Should the media have nothing to say, that is an answer too.
        if let Some(practice) = &mut self.state.practice
            && practice.until.is_some_and(|until| until <= turning.now.mono)
        {
            (practice.stage, practice.until) = (PracticeStage::Done(Verdict::NoRelay), None);
        }
    }

    /// When an unfinished one counts as failed.
    pub(crate) fn practice_timeout(&self) -> Option<Mono> {
        self.state.practice.as_ref().and_then(|practice| practice.until)
    }

    /// Through which relay calls go, told before each.
    pub(crate) fn route(&self, turning: &mut Turning<'_, '_>) {
        if let Some(relay) = &self.config.relay {
            turning.effects.push(Effect::Media(MediaCommand::Route { relay: Some(relay.clone()) }));
        }
    }

    fn stop_practice(&mut self, turning: &mut Turning<'_, '_>) {
        if let Some(practice) = self.state.practice.take()
            && practice.until.is_some()
        {
            turning.effects.push(Effect::Media(MediaCommand::Stop { call: practice.call }));
        }
    }
}
