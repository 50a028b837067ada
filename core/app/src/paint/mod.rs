//! From state to a screen: a pure view, one file per area.

mod booking;
mod call;
mod door;
mod emergency;
mod home;
mod leave;
mod lock;
mod practice;
mod start;
mod visits;

pub(crate) use self::call::RESTORED;
pub(crate) use self::lock::PIN;
pub(crate) use self::start::CODE;
pub(crate) use self::visits::{VISITS, rows as visit_rows};

use nabz_locale::{Formatter, Message, Person, Review, Text, msg};
use nabz_time::Now;

use crate::config::Config;
use crate::press::Press;
use crate::records::Visit;
use crate::screen::{Action, Announce, Block, Key, Kind, Role, Screen, Tone};
use crate::state::{Gate, Place, State, Trouble};

/// Ends the key of a block that says the one above it in the clinic's own language.
pub const BENEATH: &str = "-in-the-clinics-language";

/// Everything a screen is made of.
pub(crate) struct View<'a> {
    pub config: &'a Config,
    pub state: &'a State,
    pub formatter: &'a Formatter,
    /// The clinic's own language.
    pub clinic_words: &'a Formatter,
    pub now: Now,
}

/// Paints the one screen that is due. Its revision is left at 0; the app gives it one if it differs from the last.
pub(crate) fn paint(view: &View<'_>) -> Screen {
    let state = view.state;
    let mut screen = if state.help.is_some() {
        emergency::screen(view)
    } else if state.call.is_some() && state.gate.works() {
        // Whoever is in a call can always hang up, and a doctor rings as anybody does on a locked phone: a new sign-in
        // and the way in can wait.
        call::call(view)
    } else if state.gate != Gate::Open {
        door::screen(view)
    } else if state.profile.language.is_none() || state.place == Place::Language {
        start::language(view)
    } else if state.profile.consent.is_none() {
        start::consent(view)
    } else if state.profile.session.is_none() {
        start::sign_in(view)
    } else if let Some(dialog) = state.lock.dialog.as_ref().filter(|_| state.place == Place::Pin) {
        lock::pin(view, dialog)
    } else if state.lock.is_missing() && !state.profile.without_lock {
        lock::choose(view)
    } else {
        match state.place {
            Place::Home | Place::Language => home::home(view),
            Place::Doctor => home::doctor(view),
            Place::Slots => booking::slots(view),
            Place::Confirm => booking::confirm(view),
            Place::Booking => booking::booking(view),
            Place::Waiting => call::waiting(view),
            Place::After => call::after(view),
            Place::Visits => visits::visits(view),
            Place::Practice => practice::practice(view),
            Place::Leave => leave::leave(view),
            Place::Safety | Place::Pin => lock::safety(view),
        }
    };
    if state.help.is_none() {
        screen.emergency = Some(view.emergency_action());
    }
    screen
}

impl View<'_> {
    fn text(&self, message: &Message) -> Text {
        self.formatter.text(message)
    }

    /// An action that can be pressed.
    fn action(&self, press: &Press, label: &Message) -> Action {
        Action {
            id: press.id(),
            label: self.text(label),
            role: Role::Normal,
            enabled: true,
            repeatable: false,
        }
    }

    fn emergency_action(&self) -> Action {
        Action {
            role: Role::Emergency,
            repeatable: true,
            ..self.action(&Press::Emergency, &msg::emergency_action())
        }
    }

    fn back(&self) -> Action {
        self.action(&Press::Back, &msg::common_back())
    }

    fn try_again(&self) -> Action {
        self.action(&Press::TryAgain, &msg::common_try_again())
    }

    /// The doctor of a visit, in the person's language.
    fn doctor_of(&self, visit: &Visit) -> Person {
        visit.doctor_in(self.formatter.language())
    }

    /// The clinic's name in the person's language.
    fn clinic(&self) -> String {
        self.config.clinic.name_in(self.formatter.language()).to_owned()
    }

    fn clinic_phone(&self) -> String {
        self.config.clinic.phone.clone()
    }

    /// An empty screen with its title.
    fn blank(&self, id: &str, title: &Message) -> Screen {
        Screen {
            revision: 0,
            id: id.to_owned(),
            title: self.text(title),
            direction: self.formatter.direction(),
            blocks: Vec::new(),
            next: None,
            back: None,
            emergency: None,
            announce: Announce::Off,
            focus: None,
        }
    }

    fn paragraph(&self, key: &str, message: &Message) -> Block {
        block(key, Kind::Paragraph { text: self.text(message) })
    }

    /// A text in which a wrong word may harm somebody. Unreviewed, it never stands alone: the same in the clinic's own
    /// language follows, for whoever helps to read it.
    fn critical(&self, key: &str, message: &Message) -> Vec<Block> {
        let mut blocks = vec![self.paragraph(key, message)];
        if self.formatter.review(message) == Review::Mt
            && self.clinic_words.language() != self.formatter.language()
        {
            let text = self.clinic_words.text(message);
            blocks.push(block(&format!("{key}{BENEATH}"), Kind::Paragraph { text }));
        }
        blocks
    }

    /// Says of a screen's critical texts that nobody has reviewed them, if so.
    fn mark(&self, messages: &[&Message]) -> Option<Block> {
        let unreviewed = messages.iter().any(|message| self.formatter.review(message) == Review::Mt);
        unreviewed.then(|| self.notice("mt", Tone::Info, &msg::common_mt()))
    }

    fn heading(&self, key: &str, message: &Message) -> Block {
        block(key, Kind::Heading { text: self.text(message) })
    }

    fn notice(&self, key: &str, tone: Tone, message: &Message) -> Block {
        block(key, Kind::Notice { tone, text: self.text(message) })
    }

    fn row(&self, key: &str, label: &Message, value: &Message) -> Block {
        block(key, Kind::Row { label: self.text(label), value: self.text(value) })
    }

    fn progress(&self, key: &str, message: &Message) -> Block {
        block(key, Kind::Progress { text: self.text(message), permille: None })
    }

    fn button(&self, key: &str, press: &Press, label: &Message) -> Block {
        block(key, Kind::Action { action: self.action(press, label) })
    }

    fn trouble(&self, trouble: Trouble) -> Block {
        self.notice("trouble", Tone::Problem, &trouble_message(trouble))
    }
}

fn block(key: &str, kind: Kind) -> Block {
    Block { key: Key::new(key), kind }
}

fn trouble_message(trouble: Trouble) -> Message {
    match trouble {
        Trouble::Unreachable => msg::error_unreachable(),
        Trouble::NoAnswer => msg::error_no_answer(),
        Trouble::NotUnderstood => msg::error_not_understood(),
        Trouble::NotTrusted => msg::error_not_trusted(),
        Trouble::TooLarge => msg::error_too_large(),
        Trouble::Refused => msg::error_refused(),
        Trouble::NotFound => msg::error_not_found(),
        Trouble::Clinic => msg::error_clinic_trouble(),
    }
}
