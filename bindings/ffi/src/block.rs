//! The blocks of a screen. A shell has one painter for each kind; a new screen changes no shell.

use nabz_app::screen as app;

use crate::screen::Action;
use crate::text::Wording;

/// One block of a screen.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Block {
    /// Stable while the block means the same: keeps focus, scroll and cursor over a repaint.
    pub key: String,
    /// What it is.
    pub kind: BlockKind,
}

/// The block kinds that exist. Three are named otherwise than in the core, where a name would hide a type of Kotlin
/// or of this crate: `Rows` is its List, `Button` its Action, `Entry` its Field.
#[expect(missing_docs, reason = "each case says what its fields hold")]
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum BlockKind {
    /// A heading inside the screen.
    Heading { text: Wording },
    /// Running text.
    Paragraph { text: Wording },
    /// Something to notice now.
    Notice { tone: Tone, text: Wording },
    /// A label with its value.
    Row { label: Wording, value: Wording },
    /// A list of which the first rows are here; further ones come by `window`.
    Rows { total: u32, first: u32, rows: Vec<ListRow> },
    /// A button inside the screen, besides the next step.
    Button { action: Action },
    /// A text field.
    Entry { field: Field },
    /// One of a few; pressing an option chooses it.
    Choice { label: Wording, options: Vec<ChoiceOption> },
    /// Free times, by day.
    Slots { days: Vec<SlotDay> },
    /// A price before anything is confirmed.
    Price { lines: Vec<PriceLine>, own_share: PriceLine },
    /// The stage of a call. `line` is 0 (none) to 4 (good), absent before the call.
    CallStage { who: Wording, about: Wording, state: Wording, line: Option<u32> },
    /// Something under way, in thousandths where that is known.
    Progress { text: Wording, permille: Option<u32> },
    /// A value that changes often; its text comes by `live`.
    Live { label: Wording },
}

/// How serious a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Tone {
    /// Good to know.
    Info,
    /// It worked.
    Good,
    /// Something needs patience or care.
    Warning,
    /// Something failed and says what to do.
    Problem,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ListRow {
    /// Stable name.
    pub key: String,
    /// First line.
    pub title: Wording,
    /// Second line.
    pub detail: Option<Wording>,
    /// What opening it does.
    pub action: Option<Action>,
}

/// A text field.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Field {
    /// What is asked.
    pub label: Wording,
    /// What kind of keyboard it wants.
    pub input: FieldInput,
    /// What the core believes stands in it; empty for a secret.
    pub value: String,
    /// Rises only when the core itself replaces the value; otherwise the shell's own text stands.
    pub value_revision: u32,
    /// BCP 47 tag of what is typed.
    pub language: String,
    /// Whether what is typed is hidden and travels as bytes.
    pub secret: bool,
    /// Most characters it takes.
    pub limit: u32,
    /// What is wrong with it, if anything.
    pub error: Option<Wording>,
}

/// What kind of keyboard a field wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum FieldInput {
    /// Any text.
    Text,
    /// Digits of any script.
    Digits,
    /// A telephone number.
    Phone,
}

/// An option of a choice.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ChoiceOption {
    /// Pressing chooses it.
    pub action: Action,
    /// Whether it is chosen now.
    pub chosen: bool,
}

/// The free times of one day.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SlotDay {
    /// The day in the person's calendar.
    pub day: Wording,
    /// Times of that day.
    pub times: Vec<Action>,
}

/// A line of a price.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PriceLine {
    /// What it is for.
    pub label: Wording,
    /// How much.
    pub amount: Wording,
}

/// A stretch of a list.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Window {
    /// Revision of the screen the rows belong to.
    pub revision: u64,
    /// How many rows there are in all.
    pub total: u32,
    /// Index of the first row here.
    pub first: u32,
    /// The rows, at most 60.
    pub rows: Vec<ListRow>,
}

/// The present value of a live block.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Live {
    /// The block it belongs to.
    pub key: String,
    /// What it shows now.
    pub value: Wording,
    /// How full a meter of it stands, in thousandths; absent where it is no meter.
    pub permille: Option<u32>,
}

impl From<&app::Block> for Block {
    fn from(block: &app::Block) -> Self {
        Self { key: block.key.0.clone(), kind: BlockKind::from(&block.kind) }
    }
}

impl From<&app::Kind> for BlockKind {
    fn from(kind: &app::Kind) -> Self {
        let said = |text: &nabz_locale::Text| Wording::from(text.clone());
        match kind {
            app::Kind::Heading { text } => Self::Heading { text: said(text) },
            app::Kind::Paragraph { text } => Self::Paragraph { text: said(text) },
            app::Kind::Notice { tone, text } => Self::Notice { tone: (*tone).into(), text: said(text) },
            app::Kind::Row { label, value } => Self::Row { label: said(label), value: said(value) },
            app::Kind::List { total, first, rows } => {
                Self::Rows { total: *total, first: *first, rows: rows.iter().map(ListRow::from).collect() }
            }
            app::Kind::Action { action } => Self::Button { action: action.into() },
            app::Kind::Field { label, input, value, value_revision, language, secret, limit, error } => {
                let field = Field {
                    label: said(label),
                    input: (*input).into(),
                    value: value.clone(),
                    value_revision: *value_revision,
                    language: language.clone(),
                    secret: *secret,
                    limit: *limit,
                    error: error.as_ref().map(said),
                };
                Self::Entry { field }
            }
            app::Kind::Choice { label, options } => {
                Self::Choice { label: said(label), options: options.iter().map(ChoiceOption::from).collect() }
            }
            app::Kind::Slots { days } => Self::Slots { days: days.iter().map(SlotDay::from).collect() },
            app::Kind::Price { lines, own_share } => Self::Price {
                lines: lines.iter().map(PriceLine::from).collect(),
                own_share: own_share.into(),
            },
            app::Kind::CallStage { who, about, state, line } => Self::CallStage {
                who: said(who),
                about: said(about),
                state: said(state),
                line: line.map(u32::from),
            },
            app::Kind::Progress { text, permille } => {
                Self::Progress { text: said(text), permille: permille.map(u32::from) }
            }
            app::Kind::Live { label } => Self::Live { label: said(label) },
        }
    }
}

impl From<app::Tone> for Tone {
    fn from(tone: app::Tone) -> Self {
        match tone {
            app::Tone::Info => Self::Info,
            app::Tone::Good => Self::Good,
            app::Tone::Warning => Self::Warning,
            app::Tone::Problem => Self::Problem,
        }
    }
}

impl From<app::FieldInput> for FieldInput {
    fn from(input: app::FieldInput) -> Self {
        match input {
            app::FieldInput::Text => Self::Text,
            app::FieldInput::Digits => Self::Digits,
            app::FieldInput::Phone => Self::Phone,
        }
    }
}

impl From<&app::ListRow> for ListRow {
    fn from(row: &app::ListRow) -> Self {
        Self {
            key: row.key.0.clone(),
            title: row.title.clone().into(),
            detail: row.detail.clone().map(Wording::from),
            action: row.action.as_ref().map(Action::from),
        }
    }
}

impl From<&app::ChoiceOption> for ChoiceOption {
    fn from(option: &app::ChoiceOption) -> Self {
        Self { action: (&option.action).into(), chosen: option.chosen }
    }
}

impl From<&app::SlotDay> for SlotDay {
    fn from(day: &app::SlotDay) -> Self {
        Self { day: day.day.clone().into(), times: day.times.iter().map(Action::from).collect() }
    }
}

impl From<&app::PriceLine> for PriceLine {
    fn from(line: &app::PriceLine) -> Self {
        Self { label: line.label.clone().into(), amount: line.amount.clone().into() }
    }
}

impl From<&app::Window> for Window {
    fn from(window: &app::Window) -> Self {
        Self {
            revision: window.revision,
            total: window.total,
            first: window.first,
            rows: window.rows.iter().map(ListRow::from).collect(),
        }
    }
}

impl From<&app::Live> for Live {
    fn from(live: &app::Live) -> Self {
        Self {
            key: live.key.0.clone(),
            value: live.value.clone().into(),
            permille: live.permille.map(u32::from),
        }
    }
}
