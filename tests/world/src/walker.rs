//! A walker: presses anything that can be pressed, in any order, types nonsense, sleeps, and now and then wants to go
//! home. From wherever they stand, home has to be in reach.

use std::time::Duration;

use nabz_app::effect::Typed;
use nabz_app::screen::{Action, Key, Kind, Screen};
use nabz_clinic::seed::Seeded;
use nabz_time::{Entropy as _, Mono};

use crate::person::{Hands, Wish};

/// The field that takes a PIN.
const PIN: &str = "pin";
/// So many actions, then home once.
const STROLL: u32 = 40;
/// Home is in reach of so many presses, and of so much patience.
const PRESSES: u32 = 40;
const PATIENCE: Duration = Duration::from_secs(20 * 60);

/// The walker.
pub struct Walker {
    code: String,
    dice: Seeded,
    left: u32,
    stroll: u32,
    /// Since when the walker wants home, and how often they pressed since.
    homewards: Option<(Mono, u32)>,
    lost: Option<String>,
}

impl Walker {
    /// A walker of so many actions, who knows the code of a patient.
    pub fn new(seed: u64, actions: u32, code: String) -> Self {
        Self { code, dice: Seeded::new(seed), left: actions, stroll: STROLL, homewards: None, lost: None }
    }

    fn stroll(&mut self, screen: &Screen) -> Wish {
        let actions = screen.actions();
        let choice = usize::try_from(self.dice.up_to(actions.len().max(1) as u64 - 1)).unwrap_or(0);
        match (self.dice.up_to(99), actions.get(choice)) {
            (0..=2, _) => Wish::Sleep,
            (3..=7, _) | (_, None) => Wish::Wait(Duration::from_millis(self.dice.up_to(60_000))),
            (8..=12, Some(action)) => Wish::PressTooLate(action.id.clone()),
            (13..=30, Some(_)) => screen.next.as_ref().map_or(Wish::Wait(Duration::from_secs(1)), |next| {
                Wish::Press(next.id.clone(), self.typed(screen))
            }),
            (_, Some(action)) => Wish::Press(action.id.clone(), self.typed(screen)),
        }
    }

    /// The code, something like it, or nonsense, for every field.
    fn typed(&mut self, screen: &Screen) -> Vec<(Key, Typed)> {
        let fields = screen.blocks.iter().filter(|block| matches!(block.kind, Kind::Field { .. }));
        let keys: Vec<Key> = fields.map(|block| block.key.clone()).collect();
        let typed = |key: Key| {
            // A walker has one PIN, as people have, and types it or nothing like one.
            let word = if key.0 == PIN && self.dice.up_to(2) > 0 { self.code.clone() } else { self.word() };
            let other = key.0 == PIN && word.starts_with('۱');
            (key, Typed::new(if other { String::new() } else { word }))
        };
        keys.into_iter().map(typed).collect()
    }

    fn word(&mut self) -> String {
        match self.dice.up_to(5) {
            0..=2 => self.code.clone(),
            3 => "۱۲۳۴۵۶".to_owned(),
            4 => String::new(),
            _ => "\u{202e}{$x} <b>\0 home-title".repeat(usize::try_from(self.dice.up_to(30)).unwrap_or(1)),
        }
    }

    /// One step towards home, as anybody would take it.
    fn homewards(&mut self, screen: &Screen) -> Wish {
        let on = |action: Option<&Action>| {
            action.filter(|action| action.enabled).map(|action| Wish::Press(action.id.clone(), Vec::new()))
        };
        let button = |key: &str| {
            screen.blocks.iter().find_map(|block| match &block.kind {
                Kind::Action { action } if block.key.0 == key => Some(action),
                _ => None,
            })
        };
        let wish = match screen.id.as_str() {
            "sign-in" => screen.next.as_ref().map(|next| {
                Wish::Press(next.id.clone(), vec![(Key::new("code"), Typed::new(self.code.clone()))])
            }),
            // On the way in there is no way back, out of a dialog there is.
            "pin" if screen.back.is_none() => screen.next.as_ref().filter(|next| next.enabled).map(|next| {
                Wish::Press(next.id.clone(), vec![(Key::new(PIN), Typed::new(self.code.clone()))])
            }),
            "language" | "consent" | "opening" | "call" | "gone" => on(screen.next.as_ref()),
            "ringing" => on(button("decline")),
            "lock" => on(button("without-lock")),
            _ => on(screen.back.as_ref()).or_else(|| on(screen.next.as_ref())),
        };
        wish.unwrap_or(Wish::Wait(Duration::from_secs(5)))
    }
}

impl Hands for Walker {
    fn look(&mut self, screen: &Screen, now: Mono) -> Wish {
        let Some((since, presses)) = &mut self.homewards else {
            if self.stroll == 0 {
                self.homewards = Some((now, 0));
                return Wish::Wait(Duration::from_millis(1));
            }
            self.stroll -= 1;
            self.left = self.left.saturating_sub(1);
            return self.stroll(screen);
        };
        if screen.id == "home" {
            (self.homewards, self.stroll) = (None, STROLL);
            return Wish::Wait(Duration::from_millis(1));
        }
        if *presses >= PRESSES || now.since(*since) >= PATIENCE {
            let lost = format!("no way home from {} after {presses} presses", screen.id);
            self.lost.get_or_insert(lost);
            self.left = 0;
        }
        *presses += 1;
        self.homewards(screen)
    }

    fn moment(&mut self) -> Duration {
        Duration::from_millis(20 + self.dice.up_to(1_500))
    }

    fn taps_twice(&self) -> bool {
        self.left.is_multiple_of(7)
    }

    fn is_done(&self) -> bool {
        self.left == 0 && (self.homewards.is_none() || self.lost.is_some())
    }

    fn complaint(&self) -> Option<String> {
        self.lost.clone()
    }

    fn wants_calm(&self) -> bool {
        self.homewards.is_some()
    }
}

#[cfg(test)]
mod tests {
    use nabz_app::screen::{ActionId, Announce, Role};
    use nabz_locale::{Direction, Text};

    use super::*;

    /// A screen whose only way leads to itself.
    fn cage() -> Screen {
        let text = Text {
            shown: "Round".into(),
            spoken: "Round".into(),
            language: "en".into(),
            direction: Direction::Ltr,
        };
        let next = Action {
            id: ActionId("round".into()),
            label: text.clone(),
            role: Role::Normal,
            enabled: true,
            repeatable: false,
        };
        Screen {
            revision: 1,
            id: "cage".into(),
            title: text,
            direction: Direction::Ltr,
            blocks: Vec::new(),
            next: Some(next),
            back: None,
            emergency: None,
            announce: Announce::Off,
            focus: None,
        }
    }

    #[test]
    fn a_screen_without_a_way_home_is_seen() {
        let mut walker = Walker::new(1, 100, "1234".into());
        for at in 0..1_000 {
            walker.look(&cage(), Mono::from_millis(at));
        }
        assert_eq!(walker.complaint().unwrap(), "no way home from cage after 40 presses");
        assert!(walker.is_done());
    }

    #[test]
    fn patience_ends_where_nothing_can_be_pressed() {
        let mut walker = Walker::new(1, 100, "1234".into());
        let cell = Screen { next: None, ..cage() };
        for at in 0..1_000 {
            walker.look(&cell, Mono::from_millis(at * 60_000));
        }
        assert!(walker.complaint().unwrap().starts_with("no way home from cage"));
    }
}
