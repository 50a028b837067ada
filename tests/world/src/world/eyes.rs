//! What the person sees, and what is wrong with it; what they press.

use std::time::Duration;

use nabz_app::effect::{Input, Typed};
use nabz_app::screen::{Action, ActionId, Key, Screen};

use nabz_time::Entropy as _;

use super::{Event, World};
use crate::SetUp;
use crate::look;
use crate::person::Wish;

/// A second tap of a shaking finger.
const AGAIN: Duration = Duration::from_millis(120);

/// Around a visit nobody sleeps.
const WAITING_ROOM: Duration = Duration::from_secs(15 * 60);

/// What the person is about to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hand {
    /// The finger is on its way.
    pressing: bool,
    /// Names the next look; an earlier one that is still queued counts no more.
    token: u64,
}

impl World {
    /// After a turn: what stands on the screen is checked, and the person notices a change.
    pub(super) fn see(&mut self) {
        let Some(screen) = self.phone.screen() else { return };
        if let Some(before) = &self.screen {
            if before.revision == screen.revision {
                if *before != screen {
                    self.flaws
                        .push(format!("the screen {} changed under revision {}", screen.id, screen.revision));
                }
                return;
            }
            if screen.revision < before.revision {
                self.flaws.push(format!("revision {} came after {}", screen.revision, before.revision));
            }
        }
        self.check(&screen);
        let painted = serde_json::to_vec(screen.as_ref()).unwrap_or_default();
        self.trace.record(self.now, "screen", &painted);
        if self.seen.last() != Some(&screen.id) {
            self.seen.push(screen.id.clone());
        }
        self.screen = Some(screen);
        if !self.hand.pressing {
            self.look_after_a_moment();
        }
    }

    fn check(&mut self, screen: &Screen) {
        let language = match screen.id.as_str() {
            "language" => None,
            // Before the vault is open nobody knows what was chosen, and a walker may choose anything.
            _ if self.plan.walk.is_some() => Some(screen.title.language.as_str()),
            "opening" => Some(screen.title.language.as_str()),
            _ => Some(self.plan.language),
        };
        for flaw in look::flaws(screen, language) {
            let flaw = format!("screen {}: {flaw:?}", screen.id);
            if !self.flaws.contains(&flaw) {
                self.flaws.push(flaw);
            }
        }
    }

    fn look_after_a_moment(&mut self) {
        let moment = self.person.moment();
        self.look_after(moment);
    }

    fn look_after(&mut self, after: Duration) {
        self.hand.token += 1;
        self.later(after, Event::Glance(self.hand.token));
    }

    pub(super) fn glance(&mut self, token: u64) -> Result<(), SetUp> {
        let Some(screen) = self.screen.clone().filter(|_| token == self.hand.token) else { return Ok(()) };
        let wish = self.person.look(&screen, self.now);
        if self.person.wants_calm() {
            self.fall = None;
        }
        match wish {
            Wish::Wait(after) => self.look_after(after),
            Wish::Sleep => {
                let sleep = self.sleep();
                self.look_after(sleep);
            }
            Wish::PressTooLate(action) => {
                self.press_too_late(&screen, action)?;
                self.look_after_a_moment();
            }
            Wish::Press(action, values) => {
                self.hand.pressing = true;
                let moment = self.person.moment();
                self.later(moment, Event::Press { revision: screen.revision, action, values });
            }
        }
        if self.person.is_done() && self.done_at.is_none() {
            self.done_at = Some(self.now);
        }
        Ok(())
    }

    /// Until shortly before or after the visit, if one is booked and still ahead; else for hours.
    fn sleep(&mut self) -> Duration {
        let around = Duration::from_secs(self.dice.up_to(1_200));
        match self.visit_at.filter(|visit| *visit > self.now + WAITING_ROOM) {
            Some(visit) => (visit.since(self.now) + Duration::from_secs(300)).saturating_sub(around),
            None => around * 10,
        }
    }

    /// A press on an earlier screen does nothing, unless it may be repeated.
    fn press_too_late(&mut self, screen: &Screen, action: ActionId) -> Result<(), SetUp> {
        let repeatable = |known: &&Action| known.id == action && known.repeatable;
        if screen.actions().iter().any(repeatable) {
            return Ok(());
        }
        self.turn_phone(vec![Input::Tick])?;
        let Some(before) = self.screen.clone() else { return Ok(()) };
        let revision = before.revision.saturating_sub(1);
        self.turn_phone(vec![Input::Act { revision, action: action.clone(), values: Vec::new() }])?;
        if self.screen.as_ref().is_some_and(|after| *after != before) {
            self.flaws.push(format!("{} on an old screen changed {}", action.0, before.id));
        }
        Ok(())
    }

    /// The finger comes down on what was seen a moment ago, whatever stands there now.
    pub(super) fn press(
        &mut self,
        revision: u64,
        action: ActionId,
        values: Vec<(Key, Typed)>,
    ) -> Result<(), SetUp> {
        if self.hand.pressing && self.person.taps_twice() {
            let again = Event::Press { revision, action: action.clone(), values: values.clone() };
            self.later(AGAIN, again);
        }
        self.hand.pressing = false;
        self.trace.record(self.now, "finger", action.0.as_bytes());
        if action.0 == "confirm" {
            self.remember_vault()?;
        }
        self.turn_phone(vec![Input::Act { revision, action, values }])?;
        self.look_after_a_moment();
        Ok(())
    }
}
