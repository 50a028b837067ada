//! The person: sees screens, thinks for a moment, presses what they offer. Knows no more than what is painted.

use std::time::Duration;

use nabz_app::effect::Typed;
use nabz_app::screen::{Action, ActionId, Block, Key, Kind, Screen, Tone};
use nabz_clinic::seed::Seeded;
use nabz_time::{Entropy as _, Mono};

use crate::plan::Plan;

/// What the person does after looking.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Presses this, with that typed.
    Press(ActionId, Vec<(Key, Typed)>),
    /// Looks again after a while, or when something changes.
    Wait(Duration),
    /// Presses what stands there as if it had been seen on an earlier screen.
    PressTooLate(ActionId),
    /// Sleeps: until shortly before the visit, or for hours.
    Sleep,
}

/// Whoever holds the phone.
pub trait Hands {
    /// What to do about this screen.
    fn look(&mut self, screen: &Screen, now: Mono) -> Wish;
    /// How long it takes to see, or to move a finger.
    fn moment(&mut self) -> Duration;
    /// Whether the finger comes down twice.
    fn taps_twice(&self) -> bool;
    /// Whether there is nothing left to do.
    fn is_done(&self) -> bool;
    /// What they could not do.
    fn complaint(&self) -> Option<String> {
        None
    }
    /// Whether nothing may go wrong for the moment.
    fn wants_calm(&self) -> bool {
        false
    }
}

/// The person and what they remember.
pub struct Person {
    plan: Plan,
    code: String,
    dice: Seeded,
    /// The screen being looked at, and since when.
    stands: (String, Mono),
    mistyped: bool,
    declined: bool,
    muted: bool,
    /// When the call was first heard.
    heard: Option<Mono>,
    /// The visit is over and was seen to be kept, or there is nothing left to do.
    done: bool,
}

/// What offers the next step gets this long to work by itself.
const PATIENCE: Duration = Duration::from_secs(20);
/// A doctor who was cut off gets this long to ring again.
const RINGS_AGAIN: Duration = Duration::from_secs(240);
/// A screen that only waits is looked at this often.
const GLANCE: Duration = Duration::from_secs(5);
/// The order after a visit is waited for this long.
const ORDER: Duration = Duration::from_secs(60);

impl Person {
    /// The person of a plan, with the code the clinic sent them.
    pub fn new(plan: &Plan, code: String) -> Self {
        Self {
            plan: plan.clone(),
            code,
            dice: Seeded::new(plan.seed ^ 0x9e_4507),
            stands: (String::new(), Mono::ZERO),
            mistyped: false,
            declined: false,
            muted: false,
            heard: None,
            done: false,
        }
    }

    fn choose_language(&self, screen: &Screen) -> Wish {
        let options = screen.blocks.iter().filter_map(|block| match &block.kind {
            Kind::Choice { options, .. } => Some(options),
            _ => None,
        });
        let mine = |action: &&Action| action.label.language == self.plan.language;
        press(options.flatten().map(|option| &option.action).find(mine))
    }

    fn sign_in(&mut self, screen: &Screen) -> Wish {
        let Some(next) = &screen.next else { return Wish::Wait(GLANCE) };
        let wrong = self.plan.mistypes && !std::mem::replace(&mut self.mistyped, true);
        let code = if wrong { "000000".to_owned() } else { self.code.clone() };
        let typed = if self.plan.own_digits { in_persian_digits(&code) } else { code };
        Wish::Press(next.id.clone(), vec![(Key::new("code"), Typed::new(typed))])
    }

    fn home(&self, screen: &Screen) -> Wish {
        match &screen.next {
            Some(next) if !self.done => press(Some(next)),
            Some(_) | None => Wish::Wait(Duration::from_secs(3_600)),
        }
    }

    /// Who has talked already wants no second visit: this one is over.
    fn doctor(&mut self, screen: &Screen) -> Wish {
        if self.heard.is_some() {
            self.done = true;
            return press(screen.back.as_ref());
        }
        go_on(screen)
    }

    fn slots(&mut self, screen: &Screen) -> Wish {
        let times: Vec<&Action> = screen
            .blocks
            .iter()
            .filter_map(|block| match &block.kind {
                Kind::Slots { days } => Some(days.iter().flat_map(|day| &day.times)),
                _ => None,
            })
            .flatten()
            .collect();
        let last = times.len().min(6).saturating_sub(1) as u64;
        let choice = usize::try_from(self.dice.up_to(last)).unwrap_or(0);
        times.get(choice).map_or_else(|| go_on(screen), |time| press(Some(time)))
    }

    fn booking(&mut self, screen: &Screen, stood: Duration) -> Wish {
        match &screen.next {
            Some(next) => press(Some(next)),
            None if stood > PATIENCE * 3 && self.dice.up_to(3) == 0 => press(screen.back.as_ref()),
            None => Wish::Wait(GLANCE),
        }
    }

    fn ringing(&mut self, screen: &Screen) -> Wish {
        if self.plan.declines && !std::mem::replace(&mut self.declined, true) {
            return press(button(screen, "decline"));
        }
        go_on(screen)
    }

    fn call(&mut self, screen: &Screen, now: Mono) -> Wish {
        let line = screen.blocks.iter().find_map(|block| match block.kind {
            Kind::CallStage { line, .. } => line,
            _ => None,
        });
        if line.is_none() {
            return Wish::Wait(GLANCE);
        }
        let heard = *self.heard.get_or_insert(now);
        let patience = if self.plan.doctor_hangs_up { Duration::from_secs(60) } else { Duration::ZERO };
        if now.since(heard) >= self.plan.talk + patience {
            return press(screen.next.as_ref());
        }
        if self.plan.mutes && !self.muted {
            self.muted = true;
            return press(button(screen, "mute"));
        }
        Wish::Wait(Duration::from_secs(2))
    }

    fn after(&mut self, screen: &Screen, stood: Duration) -> Wish {
        let kept = block(screen, "saved")
            .is_some_and(|saved| matches!(saved.kind, Kind::Notice { tone: Tone::Good, .. }));
        let ordered = block(screen, "reminder").is_some();
        if kept && (ordered || stood >= ORDER) {
            self.done = true;
            return press(screen.next.as_ref());
        }
        if !kept && stood >= PATIENCE && self.dice.up_to(9) == 0 {
            return press(screen.next.as_ref());
        }
        Wish::Wait(GLANCE)
    }
}

impl Hands for Person {
    fn look(&mut self, screen: &Screen, now: Mono) -> Wish {
        if self.stands.0 != screen.id {
            self.stands = (screen.id.clone(), now);
        }
        let stood = now.since(self.stands.1);
        match screen.id.as_str() {
            "language" => self.choose_language(screen),
            "consent" | "confirm" | "opening" => go_on(screen),
            "doctor" => self.doctor(screen),
            "sign-in" => self.sign_in(screen),
            "emergency" => press(screen.back.as_ref()),
            "home" => self.home(screen),
            "slots" => self.slots(screen),
            "booking" => self.booking(screen, stood),
            "waiting" if stood >= RINGS_AGAIN => press(screen.next.as_ref()),
            "waiting" => Wish::Wait(GLANCE),
            "ringing" => self.ringing(screen),
            "call" => self.call(screen, now),
            "after" => self.after(screen, stood),
            _ => Wish::Wait(GLANCE),
        }
    }

    fn moment(&mut self) -> Duration {
        Duration::from_millis(300 + self.dice.up_to(1_500))
    }

    fn taps_twice(&self) -> bool {
        self.plan.taps_twice
    }

    fn is_done(&self) -> bool {
        self.done
    }
}

/// The next step, if there is one.
fn go_on(screen: &Screen) -> Wish {
    press(screen.next.as_ref())
}

fn press(action: Option<&Action>) -> Wish {
    action
        .filter(|action| action.enabled)
        .map_or(Wish::Wait(GLANCE), |action| Wish::Press(action.id.clone(), Vec::new()))
}

fn block<'a>(screen: &'a Screen, key: &str) -> Option<&'a Block> {
    screen.blocks.iter().find(|block| block.key.0 == key)
}

fn button<'a>(screen: &'a Screen, key: &str) -> Option<&'a Action> {
    block(screen, key).and_then(|block| match &block.kind {
        Kind::Action { action } => Some(action),
        _ => None,
    })
}

fn in_persian_digits(code: &str) -> String {
    let persian = |c: char| c.to_digit(10).and_then(|digit| char::from_u32('۰' as u32 + digit)).unwrap_or(c);
    code.chars().map(persian).collect()
}
