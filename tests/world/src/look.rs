//! What is wrong with a screen, as far as rules can see it.

use nabz_app::BENEATH;
use nabz_app::screen::{Action, Block, Kind, Role, Screen};
use nabz_locale::Text;

/// Something no screen may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Nobody can call for help from here.
    NoEmergency,
    /// Nothing to press, and nothing that is waited for.
    DeadEnd,
    /// The key of a message stands where its words should.
    RawKey(String),
    /// A variable was not filled in.
    Placeholder(String),
    /// Nothing at all is said.
    Empty,
    /// Other words than in the person's language.
    OtherLanguage(String),
    /// Digits of another script.
    OtherDigits(String),
}

/// Looks at a screen in a language; `None` while the language is still to be chosen.
pub fn flaws(screen: &Screen, language: Option<&str>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if !screen.emergency.as_ref().is_some_and(|action| action.enabled && action.role == Role::Emergency) {
        flaws.push(Flaw::NoEmergency);
    }
    let leads_on = |action: &&Action| action.enabled && action.role != Role::Emergency;
    let waits = screen.blocks.iter().any(|block| matches!(block.kind, Kind::Progress { .. }));
    // The waiting room and a home without a next step wait for what they say; both can be left or walked on from.
    if !screen.actions().iter().any(leads_on) && !waits {
        flaws.push(Flaw::DeadEnd);
    }
    let names_itself = screen.id == "language";
    // An unreviewed text stands once more beneath, in the clinic's own language.
    let repeats = |block: &&Block| block.key.0.ends_with(BENEATH);
    let beneath: Vec<&Text> =
        screen.blocks.iter().filter(repeats).flat_map(|block| said(&block.kind)).collect();
    for text in texts(screen) {
        flaws.extend(in_words(text));
        if let Some(language) = language.filter(|_| !names_itself && !beneath.contains(&text)) {
            flaws.extend(in_language(text, language));
        }
    }
    flaws
}

fn in_words(text: &Text) -> Option<Flaw> {
    let shown = bare(&text.shown);
    if shown.trim().is_empty() || text.spoken.trim().is_empty() {
        return Some(Flaw::Empty);
    }
    if text.shown.contains('{') || text.shown.contains('}') || text.spoken.contains('{') {
        return Some(Flaw::Placeholder(shown));
    }
    is_key(&shown).then_some(Flaw::RawKey(shown))
}

/// Message ids are words of lower-case ASCII joined by hyphens.
fn is_key(shown: &str) -> bool {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    shown.contains('-') && shown.split('-').all(word) && shown.bytes().any(|b| b.is_ascii_lowercase())
}

fn in_language(text: &Text, language: &str) -> Option<Flaw> {
    if text.language != language {
        return Some(Flaw::OtherLanguage(text.shown.clone()));
    }
    let persian = language == "fa";
    let foreign = |c: char| if persian { c.is_ascii_digit() } else { ('۰'..='۹').contains(&c) };
    outside_codes(&text.shown).chars().any(foreign).then(|| Flaw::OtherDigits(text.shown.clone()))
}

/// The words without direction marks.
fn bare(shown: &str) -> String {
    shown.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')).collect()
}

/// The words without telephone numbers and codes, which stand between LRI and PDI and keep the digits they are dialled
/// with.
fn outside_codes(shown: &str) -> String {
    let mut rest = shown;
    let mut words = String::new();
    while let Some((before, code)) = rest.split_once('\u{2066}') {
        words.push_str(before);
        rest = code.split_once('\u{2069}').map_or("", |(_, after)| after);
    }
    words + rest
}

/// Every text of a screen.
pub fn texts(screen: &Screen) -> Vec<&Text> {
    let inside = screen.blocks.iter().flat_map(|block| said(&block.kind));
    let labels = screen.actions().into_iter().map(|action| &action.label);
    std::iter::once(&screen.title).chain(inside).chain(labels).collect()
}

/// What a block says beside its actions.
fn said(kind: &Kind) -> Vec<&Text> {
    match kind {
        Kind::Heading { text }
        | Kind::Paragraph { text }
        | Kind::Notice { text, .. }
        | Kind::Progress { text, .. } => vec![text],
        Kind::Row { label, value } => vec![label, value],
        Kind::List { rows, .. } => {
            rows.iter().flat_map(|row| std::iter::once(&row.title).chain(&row.detail)).collect()
        }
        Kind::Field { label, error, .. } => std::iter::once(label).chain(error).collect(),
        Kind::Choice { label, .. } | Kind::Live { label } => vec![label],
        Kind::Slots { days } => days.iter().map(|day| &day.day).collect(),
        Kind::Price { lines, own_share } => {
            lines.iter().chain([own_share]).flat_map(|line| [&line.label, &line.amount]).collect()
        }
        Kind::CallStage { who, about, state, .. } => vec![who, about, state],
        Kind::Action { .. } => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use nabz_app::screen::{ActionId, Announce, Key};
    use nabz_locale::Direction;

    use super::*;

    fn text(shown: &str) -> Text {
        Text { shown: shown.into(), spoken: shown.into(), language: "en".into(), direction: Direction::Ltr }
    }

    fn action(role: Role) -> Action {
        Action { id: ActionId("x".into()), label: text("Go"), role, enabled: true, repeatable: false }
    }

    fn sound() -> Screen {
        let paragraph = Kind::Paragraph { text: text("Call \u{2066}115\u{2069} at 10.") };
        Screen {
            revision: 1,
            id: "home".into(),
            title: text("Home"),
            direction: Direction::Ltr,
            blocks: vec![Block { key: Key::new("p"), kind: paragraph }],
            next: Some(action(Role::Normal)),
            back: None,
            emergency: Some(action(Role::Emergency)),
            announce: Announce::Off,
            focus: None,
        }
    }

    #[test]
    fn a_sound_screen_has_no_flaws() {
        assert_eq!(flaws(&sound(), Some("en")), []);
    }

    #[test]
    fn every_flaw_is_seen() {
        let with = |change: &dyn Fn(&mut Screen)| {
            let mut screen = sound();
            change(&mut screen);
            flaws(&screen, Some("en"))
        };
        let title = |shown: &'static str| with(&move |screen| screen.title = text(shown));
        assert_eq!(with(&|screen| screen.emergency = None), [Flaw::NoEmergency]);
        assert_eq!(with(&|screen| screen.emergency.as_mut().unwrap().enabled = false), [Flaw::NoEmergency]);
        assert_eq!(with(&|screen| screen.next = None), [Flaw::DeadEnd]);
        assert_eq!(title("home-title"), [Flaw::RawKey("home-title".into())]);
        assert_eq!(title("Hello {$name}"), [Flaw::Placeholder("Hello {$name}".into())]);
        assert_eq!(title("\u{2068}\u{2069}"), [Flaw::Empty]);
        assert_eq!(title("At ۱۰"), [Flaw::OtherDigits("At ۱۰".into())]);
        let german = |screen: &mut Screen| screen.title.language = "de".into();
        assert_eq!(with(&german), [Flaw::OtherLanguage("Home".into())]);
        assert_eq!(title("Follow-up"), []);
    }

    #[test]
    fn digits_of_a_code_are_its_own() {
        assert_eq!(outside_codes("به \u{2066}115\u{2069} یا \u{2068}۳\u{2069}"), "به  یا \u{2068}۳\u{2069}");
    }
}
