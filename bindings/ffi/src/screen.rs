//! One whole screen, the way it crosses to a shell: one call, nothing left to decide.

use nabz_app::screen as app;

use crate::block::Block;
use crate::text::{Direction, Wording};

/// One whole screen.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Screen {
    /// Rises with every change. Handed back with what was pressed.
    pub revision: u64,
    /// Which screen this is (`home`, `slots`, `call`…), for tests and for keeping scroll places; not for people.
    pub id: String,
    /// The heading of the whole screen.
    pub title: Wording,
    /// Layout direction of the screen.
    pub direction: Direction,
    /// From top to bottom.
    pub blocks: Vec<Block>,
    /// The one next step, if there is one.
    pub next: Option<Action>,
    /// The way back. The phone's own back gesture presses it.
    pub back: Option<Action>,
    /// Help in an emergency: always in reach, never scrolled away.
    pub emergency: Option<Action>,
    /// How a screen reader announces the change to this screen.
    pub announce: Announce,
    /// Key of the block that takes the focus when this screen appears.
    pub focus: Option<String>,
}

/// Something a person can press.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Action {
    /// Opaque; handed back to `act` as it came.
    pub id: String,
    /// What stands on it.
    pub label: Wording,
    /// How it is painted.
    pub role: ActionRole,
    /// Whether a press has an effect now.
    pub enabled: bool,
    /// Whether a press on an older revision still counts.
    pub repeatable: bool,
}

/// What a press does to the person, so that shells paint it accordingly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ActionRole {
    /// An ordinary step.
    Normal,
    /// Ends or gives up something.
    Destructive,
    /// Calls for help.
    Emergency,
}

/// How loudly a change of the screen is announced by a screen reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Announce {
    /// Not at all.
    Off,
    /// After what is being said.
    Polite,
    /// At once.
    Assertive,
}

impl From<&app::Screen> for Screen {
    fn from(screen: &app::Screen) -> Self {
        Self {
            revision: screen.revision,
            id: screen.id.clone(),
            title: screen.title.clone().into(),
            direction: screen.direction.into(),
            blocks: screen.blocks.iter().map(Block::from).collect(),
            next: screen.next.as_ref().map(Action::from),
            back: screen.back.as_ref().map(Action::from),
            emergency: screen.emergency.as_ref().map(Action::from),
            announce: screen.announce.into(),
            focus: screen.focus.as_ref().map(|key| key.0.clone()),
        }
    }
}

impl From<&app::Action> for Action {
    fn from(action: &app::Action) -> Self {
        Self {
            id: action.id.0.clone(),
            label: action.label.clone().into(),
            role: action.role.into(),
            enabled: action.enabled,
            repeatable: action.repeatable,
        }
    }
}

impl From<app::Role> for ActionRole {
    fn from(role: app::Role) -> Self {
        match role {
            app::Role::Normal => Self::Normal,
            app::Role::Destructive => Self::Destructive,
            app::Role::Emergency => Self::Emergency,
        }
    }
}

impl From<app::Announce> for Announce {
    fn from(announce: app::Announce) -> Self {
        match announce {
            app::Announce::Off => Self::Off,
            app::Announce::Polite => Self::Polite,
            app::Announce::Assertive => Self::Assertive,
        }
    }
}
