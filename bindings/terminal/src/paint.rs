//! A screen as lines of a terminal, one painter per block kind.
//!
//! Everything that can be pressed or filled has a number; help in an emergency always has 0. Lines carry a [`Style`],
//! colour is put on at the very end and only where a person looks. Isolates are left out: terminals that order mixed
//! directions work paragraph by paragraph anyway, and the others would show them as boxes.

use clap::builder::styling::{AnsiColor, Style as Ansi};
use nabz_app::screen::{Action, ActionId, Block, Key, Kind, ListRow, PriceLine, Role, Screen, Tone};
use nabz_locale::Text;
use textwrap::{Options, core::display_width, wrap};

use crate::ask::Fields;

/// Width lines are wrapped at: what is read comfortably, within the 80 columns of a terminal.
pub const WIDTH: usize = 72;

/// A painted screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Painted {
    /// From top to bottom.
    pub lines: Vec<Line>,
    /// What the numbers mean. 0 is help in an emergency.
    pub numbered: Vec<(u32, Target)>,
}

/// What a number stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Something to press.
    Press(ActionId),
    /// A field to fill.
    Fill(Key),
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its characters.
    pub text: String,
    /// What it is, for colour.
    pub style: Style,
}

/// What a line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Running text.
    #[default]
    Plain,
    /// The title of the screen or a heading in it.
    Heading,
    /// The one next step.
    Next,
    /// It worked.
    Good,
    /// Needs patience or care.
    Warning,
    /// Failed, gives something up, or calls for help.
    Danger,
    /// Cannot be pressed now.
    Faint,
}

impl Painted {
    /// The lines with a line end each; with colours if the reader sees them.
    pub fn render(&self, colour: bool) -> String {
        self.lines.iter().fold(String::new(), |mut out, Line { text, style }| {
            let ansi = if colour { style.ansi() } else { Ansi::new() };
            out.push_str(&format!("{ansi}{text}{ansi:#}\n"));
            out
        })
    }
}

impl Style {
    fn ansi(self) -> Ansi {
        let colour = |colour: AnsiColor| Ansi::new().fg_color(Some(colour.into()));
        match self {
            Self::Plain => Ansi::new(),
            Self::Heading => Ansi::new().bold(),
            Self::Next => colour(AnsiColor::Cyan).bold(),
            Self::Good => colour(AnsiColor::Green),
            Self::Warning => colour(AnsiColor::Yellow),
            Self::Danger => colour(AnsiColor::Red),
            Self::Faint => Ansi::new().dimmed(),
        }
    }
}

/// Whether to colour: somebody looks, and has not asked for none (<https://no-color.org>).
pub fn wants_colour(is_terminal: bool, no_color: Option<&str>) -> bool {
    is_terminal && no_color.is_none_or(str::is_empty)
}

/// The text without isolates.
pub fn plain(text: &Text) -> String {
    text.shown.chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect()
}

/// Paints a screen. `fields` holds what stands in its fields now.
pub fn paint(screen: &Screen, fields: &Fields, width: usize) -> Painted {
    let mut painter = Painter { painted: Painted::default(), fields, width, counted: 0 };
    painter.heading(&screen.title);
    let mut before = None;
    for block in &screen.blocks {
        if !before.is_some_and(|before| belong_together(before, &block.kind)) {
            painter.gap();
        }
        painter.block(block);
        before = Some(&block.kind);
    }
    painter.gap();
    if let Some(next) = &screen.next {
        painter.press("» ", next, Style::Next);
    }
    if let Some(back) = &screen.back {
        painter.press("« ", back, Style::Plain);
    }
    if let Some(emergency) = &screen.emergency {
        painter.numbered(0, "! ", emergency, Style::Danger);
    }
    painter.painted
}

struct Painter<'a> {
    painted: Painted,
    fields: &'a Fields,
    width: usize,
    counted: u32,
}

impl Painter<'_> {
    fn block(&mut self, block: &Block) {
        match &block.kind {
            Kind::Heading { text } => self.heading(text),
            Kind::Paragraph { text } => self.put("", &plain(text), Style::Plain),
            Kind::Notice { tone, text } => self.notice(*tone, text),
            Kind::Row { label, value } => self.pair(label, value),
            Kind::List { rows, first, total } => self.list(rows, *first, *total),
            Kind::Action { action } => self.press("", action, role_style(action.role)),
            Kind::Field { label, secret, error, .. } => {
                self.field(&block.key, label, *secret);
                if let Some(error) = error {
                    self.put("    ✕ ", &plain(error), Style::Danger);
                }
            }
            Kind::Choice { label, options } => {
                self.put("", &plain(label), Style::Plain);
                for option in options {
                    self.press(if option.chosen { "(•) " } else { "( ) " }, &option.action, Style::Plain);
                }
            }
            Kind::Slots { days } => {
                for day in days {
                    self.heading(&day.day);
                    self.times(&day.times);
                }
            }
            Kind::Price { lines, own_share } => {
                lines.iter().for_each(|line| self.price(line, Style::Plain));
                self.price(own_share, Style::Heading);
            }
            Kind::CallStage { who, about, state, line } => {
                self.heading(who);
                self.put("", &plain(about), Style::Plain);
                let bars = line.map_or(String::new(), |line| format!("{} ", meter(line)));
                self.put(&bars, &plain(state), Style::Heading);
            }
            Kind::Progress { text, permille } => {
                let done = permille.map_or(String::new(), |done| format!("{:>3} % ", done / 10));
                self.put(&done, &plain(text), Style::Plain);
            }
            Kind::Live { label } => self.put("", &plain(label), Style::Plain),
        }
    }

    fn heading(&mut self, text: &Text) {
        self.put("", &plain(text), Style::Heading);
    }

    fn notice(&mut self, tone: Tone, text: &Text) {
        let (sign, style) = match tone {
            Tone::Info => ("i  ", Style::Plain),
            Tone::Good => ("✓  ", Style::Good),
            Tone::Warning => ("!  ", Style::Warning),
            Tone::Problem => ("✕  ", Style::Danger),
        };
        self.put(sign, &plain(text), style);
    }

    fn pair(&mut self, label: &Text, value: &Text) {
        self.put("", &format!("{}: {}", plain(label), plain(value)), Style::Plain);
    }

    fn price(&mut self, line: &PriceLine, style: Style) {
        self.put("", &format!("{}: {}", plain(&line.label), plain(&line.amount)), style);
    }

    fn list(&mut self, rows: &[ListRow], first: u32, total: u32) {
        for row in rows {
            let mut words = plain(&row.title);
            if let Some(detail) = &row.detail {
                words = format!("{words} · {}", plain(detail));
            }
            match &row.action {
                Some(action) if action.enabled => {
                    let number = self.count();
                    self.target(number, &action.id);
                    self.put(&sign(number), &words, Style::Plain);
                }
                _ => self.put("  · ", &words, Style::Plain),
            }
        }
        let last = first as usize + rows.len();
        if last < total as usize {
            self.put("", &format!("{}–{last} / {total}", first + 1), Style::Faint);
        }
    }

    fn field(&mut self, key: &Key, label: &Text, secret: bool) {
        let number = self.count();
        self.painted.numbered.push((number, Target::Fill(key.clone())));
        let typed = self.fields.text(key);
        let shown = if secret { "•".repeat(typed.chars().count()) } else { typed.to_owned() };
        let shown = if shown.is_empty() { "…".to_owned() } else { shown };
        self.put(&sign(number), &format!("{}: {shown}", plain(label)), Style::Plain);
    }

    /// Times of a day beside one another, as many as fit in a line.
    fn times(&mut self, times: &[Action]) {
        let cells: Vec<_> = times
            .iter()
            .map(|time| {
                if time.enabled {
                    let number = self.count();
                    self.target(number, &time.id);
                    format!("{}{}", sign(number), plain(&time.label))
                } else {
                    format!("  – {}", plain(&time.label))
                }
            })
            .collect();
        let widest = cells.iter().map(|cell| display_width(cell)).max().unwrap_or(0) + 2;
        for row in cells.chunks((self.width / widest).max(1)) {
            let line = row.iter().fold(String::new(), |line, cell| {
                let room = " ".repeat(widest - display_width(cell));
                line + cell + &room
            });
            self.line(line.trim_end().to_owned(), Style::Plain);
        }
    }

    fn press(&mut self, mark: &str, action: &Action, style: Style) {
        if action.enabled {
            let number = self.count();
            self.numbered(number, mark, action, style);
        } else {
            self.put(&format!("  – {mark}"), &plain(&action.label), Style::Faint);
        }
    }

    fn numbered(&mut self, number: u32, mark: &str, action: &Action, style: Style) {
        self.target(number, &action.id);
        self.put(&format!("{}{mark}", sign(number)), &plain(&action.label), style);
    }

    fn target(&mut self, number: u32, action: &ActionId) {
        self.painted.numbered.push((number, Target::Press(action.clone())));
    }

    fn count(&mut self) -> u32 {
        self.counted += 1;
        self.counted
    }

    /// Words after a sign, wrapped; further lines begin below the first word.
    fn put(&mut self, sign: &str, words: &str, style: Style) {
        let below = " ".repeat(display_width(sign));
        let options = Options::new(self.width).initial_indent(sign).subsequent_indent(&below);
        for line in wrap(words, options) {
            self.line(line.into_owned(), style);
        }
    }

    fn line(&mut self, text: String, style: Style) {
        self.painted.lines.push(Line { text, style });
    }

    fn gap(&mut self) {
        self.line(String::new(), Style::Plain);
    }
}

fn belong_together(above: &Kind, below: &Kind) -> bool {
    matches!(
        (above, below),
        (Kind::Row { .. }, Kind::Row { .. }) | (Kind::Action { .. }, Kind::Action { .. })
    )
}

fn sign(number: u32) -> String {
    format!("{:>3} ", format!("[{number}]"))
}

fn meter(line: u8) -> String {
    let on = usize::from(line.min(4));
    format!("{}{}", "▮".repeat(on), "▯".repeat(4 - on))
}

fn role_style(role: Role) -> Style {
    match role {
        Role::Normal => Style::Plain,
        Role::Destructive | Role::Emergency => Style::Danger,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_only_where_it_is_seen_and_wanted() {
        assert!(wants_colour(true, None));
        assert!(wants_colour(true, Some("")));
        assert!(!wants_colour(true, Some("1")));
        assert!(!wants_colour(false, None));
    }

    #[test]
    fn colour_wraps_a_line_and_leaves_plain_text_alone() {
        let line = |style| Line { text: "x".into(), style };
        let painted = Painted { lines: vec![line(Style::Plain), line(Style::Danger)], numbered: Vec::new() };
        assert_eq!(painted.render(true), "x\n\u{1b}[31mx\u{1b}[0m\n");
        assert_eq!(painted.render(false), "x\nx\n");
    }

    #[test]
    fn isolates_are_left_out() {
        let text = Text { shown: "\u{2068}Ali\u{2069} \u{2066}0912\u{2069}".into(), ..Text::default() };
        assert_eq!(plain(&text), "Ali 0912");
    }
}
