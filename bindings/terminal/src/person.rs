//! A patient who uses the app as a person would: looks at the screen, presses what is offered.

use std::time::Duration;

use nabz_app::effect::Typed;
use nabz_app::screen::{ActionId, Key, Kind, Screen, Tone};

/// What the patient does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Press this, with these fields filled.
    Press(ActionId, Vec<(Key, Typed)>),
    /// Wait for the screen to change.
    Wait,
    /// Wait until the visit is about to begin.
    WaitForVisit,
    /// Talk, then press this.
    Talk(ActionId),
    /// The visit is over and recorded.
    Done,
    /// Nothing more can be done.
    GiveUp,
}

/// Who the patient is.
#[derive(Clone, Debug)]
pub struct Person {
    /// The language they choose.
    pub language: String,
    /// The code the clinic gave them.
    pub code: String,
}

/// How long a person listens to the ringing before answering.
pub const ANSWERS_AFTER: Duration = Duration::from_millis(1_200);

impl Person {
    /// What a person does in front of this screen.
    pub fn look(&self, screen: &Screen) -> Wish {
        let fresh =
            matches!(screen.id.as_str(), "sign-in" | "opening" | "home" | "doctor" | "slots" | "confirm");
        if fresh && under_way(screen) {
            return Wish::Wait;
        }
        match screen.id.as_str() {
            "language" => Wish::Press(ActionId(format!("language:{}", self.language)), Vec::new()),
            "sign-in" => next(screen, vec![(Key::new("code"), Typed::new(self.code.clone()))]),
            "slots" => match first_time(screen) {
                Some(time) => Wish::Press(time, Vec::new()),
                None => next(screen, Vec::new()),
            },
            "booking" if told(screen, Tone::Good) => match &screen.next {
                Some(next) if next.id.0 == "enter-waiting-room" => Wish::Press(next.id.clone(), Vec::new()),
                _ => Wish::WaitForVisit,
            },
            "booking" if told(screen, Tone::Problem) => Wish::GiveUp,
            "booking" => match &screen.next {
                Some(_) if told(screen, Tone::Warning) => next(screen, Vec::new()),
                _ => Wish::Wait,
            },
            "waiting" => match &screen.next {
                Some(_) if told(screen, Tone::Warning) => Wish::GiveUp,
                _ => Wish::Wait,
            },
            "call" => screen.next.as_ref().map_or(Wish::Wait, |hang_up| Wish::Talk(hang_up.id.clone())),
            "after" if told(screen, Tone::Good) && is_there(screen, "reminder") => Wish::Done,
            "after" => Wish::Wait,
            "emergency" => {
                screen.back.as_ref().map_or(Wish::Wait, |back| Wish::Press(back.id.clone(), Vec::new()))
            }
            _ => next(screen, Vec::new()),
        }
    }
}

fn next(screen: &Screen, values: Vec<(Key, Typed)>) -> Wish {
    screen.next.as_ref().map_or(Wish::Wait, |next| Wish::Press(next.id.clone(), values))
}

fn first_time(screen: &Screen) -> Option<ActionId> {
    screen.blocks.iter().find_map(|block| match &block.kind {
        Kind::Slots { days } => Some(days.first()?.times.first()?.id.clone()),
        _ => None,
    })
}

fn under_way(screen: &Screen) -> bool {
    screen.blocks.iter().any(|block| matches!(block.kind, Kind::Progress { .. }))
}

fn told(screen: &Screen, wanted: Tone) -> bool {
    screen.blocks.iter().any(|block| matches!(block.kind, Kind::Notice { tone, .. } if tone == wanted))
}

fn is_there(screen: &Screen, key: &str) -> bool {
    screen.blocks.iter().any(|block| block.key.0 == key)
}
