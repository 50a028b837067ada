//! A screen is data: what a shell paints, with nothing left to decide.
//!
//! Every text is finished ([`Text`]). A block's [`Key`] stays the same while the block means the same, so a repaint
//! keeps focus, scroll and cursor. An [`Action`] belongs to the revision of the screen it stands on: pressed on an
//! older one it does nothing, unless it is repeatable.

use nabz_locale::{Direction, Text};
use serde::Serialize;

/// A stable name of a block or field, the same from paint to paint while it means the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Key(pub String);

impl Key {
    /// A key from its name.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }
}

/// The opaque name of an action. Shells hand it back as it came.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct ActionId(pub String);

/// What a press would do to the person, so that shells paint it accordingly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// An ordinary step.
    #[default]
    Normal,
    /// Ends or gives up something.
    Destructive,
    /// Calls for help.
    Emergency,
}

/// Something a person can press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Action {
    /// Handed back to `act`.
    pub id: ActionId,
    /// What stands on it.
    pub label: Text,
    /// How it is painted.
    pub role: Role,
    /// Whether a press has an effect now.
    pub enabled: bool,
    /// Whether a press on an older revision still counts (volume, scroll, mute; never a booking).
    pub repeatable: bool,
}

/// How loudly a change of the screen is announced by a screen reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Announce {
    /// Not at all.
    #[default]
    Off,
    /// After what is being said.
    Polite,
    /// At once.
    Assertive,
}

/// One whole screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Screen {
    /// Rises with every change; never repeats while the process lives.
    pub revision: u64,
    /// Which screen this is (`home`, `slots`, `call`…), for tests and reports, not for people.
    pub id: String,
    /// The heading of the whole screen.
    pub title: Text,
    /// Layout direction of the screen.
    pub direction: Direction,
    /// From top to bottom.
    pub blocks: Vec<Block>,
    /// The one next step, if there is one.
    pub next: Option<Action>,
    /// The way back. A screen has `next` or `back` or waits for something it names.
    pub back: Option<Action>,
    /// Help in an emergency; stands beside `next` on every screen of a patient.
    pub emergency: Option<Action>,
    /// How the change to this screen is announced.
    pub announce: Announce,
    /// Which block takes the focus when this screen appears.
    pub focus: Option<Key>,
}

/// One block of a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Block {
    /// Stable name.
    pub key: Key,
    /// What it is.
    #[serde(flatten)]
    pub kind: Kind,
}

/// The block kinds that exist. A shell has one painter for each; a new screen changes no shell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// A heading inside the screen.
    Heading {
        /// Its words.
        text: Text,
    },
    /// Running text.
    Paragraph {
        /// Its words.
        text: Text,
    },
    /// Something to notice now.
    Notice {
        /// How serious it is.
        tone: Tone,
        /// Its words.
        text: Text,
    },
    /// A label with its value: "Doctor — Dr Sara Karimi".
    Row {
        /// What it is.
        label: Text,
        /// What it holds.
        value: Text,
    },
    /// A list of things to open, at most 60 rows in a screen.
    List {
        /// How many there are in all.
        total: u32,
        /// Index of the first row shown.
        first: u32,
        /// The rows shown.
        rows: Vec<ListRow>,
    },
    /// A button inside the screen, besides `next`.
    Action {
        /// What it does.
        action: Action,
    },
    /// A text field.
    Field {
        /// What is asked.
        label: Text,
        /// What kind of keyboard it wants.
        input: FieldInput,
        /// What the core believes stands in it.
        value: String,
        /// Changes only when the core itself replaces the value; otherwise the shell's text stands.
        value_revision: u32,
        /// Language of what is typed.
        language: String,
        /// Whether what is typed is hidden and travels as bytes.
        secret: bool,
        /// Most characters it takes.
        limit: u32,
        /// What is wrong with it, if anything.
        error: Option<Text>,
    },
    /// One of a few.
    Choice {
        /// What is asked.
        label: Text,
        /// The options; pressing one chooses it.
        options: Vec<ChoiceOption>,
    },
    /// Free times, by day.
    Slots {
        /// Days in order.
        days: Vec<SlotDay>,
    },
    /// A price, what an insurer pays and what is left, before anything is confirmed.
    Price {
        /// Lines from the first to the last but one.
        lines: Vec<PriceLine>,
        /// What the person pays.
        own_share: PriceLine,
    },
    /// The stage of a call.
    CallStage {
        /// Who is at the other end.
        who: Text,
        /// What is known of them: role, clinic, how verified.
        about: Text,
        /// What happens now, in words.
        state: Text,
        /// How good the line is, 0 (none) to 4 (good); absent before the call.
        line: Option<u8>,
    },
    /// Something under way.
    Progress {
        /// What is under way.
        text: Text,
        /// Thousandths done, if known.
        permille: Option<u16>,
    },
    /// A value that changes often and lives outside turns: a meter, a clock. Its text comes by `live()`.
    Live {
        /// What it shows.
        label: Text,
    },
}

/// How serious a notice is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Good to know.
    #[default]
    Info,
    /// It worked.
    Good,
    /// Something needs patience or care.
    Warning,
    /// Something failed and says what to do.
    Problem,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListRow {
    /// Stable name.
    pub key: Key,
    /// First line.
    pub title: Text,
    /// Second line.
    pub detail: Option<Text>,
    /// What opening it does.
    pub action: Option<Action>,
}

/// An option of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChoiceOption {
    /// Pressing chooses it.
    pub action: Action,
    /// Whether it is chosen now.
    pub chosen: bool,
}

/// The free times of one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SlotDay {
    /// The day in the person's calendar.
    pub day: Text,
    /// Times of that day.
    pub times: Vec<Action>,
}

/// A line of a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PriceLine {
    /// What it is for.
    pub label: Text,
    /// How much.
    pub amount: Text,
}

/// What kind of keyboard a field wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldInput {
    /// Any text.
    #[default]
    Text,
    /// Digits of any script.
    Digits,
    /// A telephone number.
    Phone,
}

/// A live value: no turn, no commit, at most ten a second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Live {
    /// The block it belongs to.
    pub key: Key,
    /// What it shows now.
    pub value: Text,
    /// How full a meter of it stands, in thousandths; absent where it is no meter.
    pub permille: Option<u16>,
}

/// Most rows of a list in one screen or window.
pub const ROWS: usize = 60;

/// A stretch of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Window {
    /// Revision of the screen the rows belong to.
    pub revision: u64,
    /// How many rows there are in all.
    pub total: u32,
    /// Index of the first row here.
    pub first: u32,
    /// The rows, at most [`ROWS`].
    pub rows: Vec<ListRow>,
}

impl Screen {
    /// Everything on this screen that can be pressed, from top to bottom, then next, back and emergency.
    pub fn actions(&self) -> Vec<&Action> {
        let inside = self.blocks.iter().flat_map(|block| block.kind.actions());
        inside.chain(&self.next).chain(&self.back).chain(&self.emergency).collect()
    }
}

impl Kind {
    fn actions(&self) -> Vec<&Action> {
        match self {
            Self::Action { action } => vec![action],
            Self::List { rows, .. } => rows.iter().filter_map(|row| row.action.as_ref()).collect(),
            Self::Choice { options, .. } => options.iter().map(|option| &option.action).collect(),
            Self::Slots { days } => days.iter().flat_map(|day| &day.times).collect(),
            Self::Heading { .. }
            | Self::Paragraph { .. }
            | Self::Notice { .. }
            | Self::Row { .. }
            | Self::Field { .. }
            | Self::Price { .. }
            | Self::CallStage { .. }
            | Self::Progress { .. }
            | Self::Live { .. } => Vec::new(),
        }
    }
}
