//! Lock and safety: what guards the records, a PIN with a keypad that can be heard, and who may open without one.

use nabz_locale::{Message, msg};

use super::{View, block};
use crate::effect::Guard;
use crate::lock::{Dialog, Done, PIN_DIGITS, PinProblem, Purpose, Step};
use crate::press::Press;
use crate::screen::{Action, Announce, ChoiceOption, FieldInput, Kind, Role, Screen, Tone};

/// The key of the field that takes a PIN.
pub(crate) const PIN: &str = "pin";

/// The menu of what keeps the records safe.
pub(super) fn safety(view: &View<'_>) -> Screen {
    let lock = &view.state.lock;
    let mut screen = view.blank("safety", &msg::safety_title());
    if let Some(done) = lock.done {
        let said = match done {
            Done::Set => msg::pin_is_set(),
            Done::Changed => msg::pin_is_changed(),
            Done::Removed => msg::pin_is_removed(),
        };
        screen.blocks.push(view.notice("done", Tone::Good, &said));
        screen.announce = Announce::Polite;
    }
    screen.blocks.push(view.heading("lock", &msg::lock_title()));
    if lock.is_missing() {
        screen.blocks.push(view.notice("missing", Tone::Warning, &msg::lock_missing()));
    } else {
        let guarded = if lock.has_pin { msg::lock_by_pin() } else { msg::lock_by_phone() };
        screen.blocks.push(view.paragraph("guarded", &guarded));
    }
    if lock.has_pin {
        screen.blocks.push(view.button("change-pin", &Press::ChangePin, &msg::pin_change()));
        screen.blocks.push(view.button("remove-pin", &Press::RemovePin, &msg::pin_remove()));
    } else {
        screen.blocks.push(view.button("set-pin", &Press::SetPin, &msg::pin_set()));
    }
    screen.blocks.push(view.heading("account", &msg::leave_account()));
    screen.blocks.push(view.button("delete-account", &Press::DeleteAccount, &msg::leave_open()));
    screen.back = Some(view.back());
    screen
}

/// A phone without a lock: a PIN of the app's own, or, where policy allows it, none.
pub(super) fn choose(view: &View<'_>) -> Screen {
    let mut screen = view.blank("lock", &msg::lock_title());
    let why = match view.state.lock.guard {
        Some(Guard::Software) => msg::lock_why_broken(),
        _ => msg::lock_why_none(),
    };
    screen.blocks = vec![view.paragraph("why", &why), view.paragraph("pin", &msg::lock_pin_helps())];
    if view.config.policy.open_without_lock {
        screen.blocks.push(view.notice("without", Tone::Warning, &msg::lock_without_means()));
        screen.blocks.push(view.button("without-lock", &Press::WithoutLock, &msg::lock_without()));
    } else {
        screen.blocks.push(view.paragraph("help", &msg::lock_help(view.clinic_phone())));
    }
    screen.next = Some(view.action(&Press::SetPin, &msg::pin_set()));
    screen
}

/// One PIN: typed in the field with digits of any script, or pressed on keys that are read aloud.
pub(super) fn pin(view: &View<'_>, dialog: &Dialog) -> Screen {
    let mut screen = view.blank("pin", &title(dialog));
    let entering = dialog.purpose == Purpose::Enter;
    screen.blocks.push(view.paragraph("hint", &hint(dialog)));
    if dialog.step == Step::New {
        screen.blocks.push(view.paragraph("rules", &msg::pin_rules_length(4, PIN_DIGITS as i64)));
    }
    let error = dialog.problem.map(said);
    if error.is_some() {
        screen.announce = Announce::Assertive;
    }
    if let Some((_, until)) = view.state.lock.wait.filter(|_| dialog.step == Step::Current) {
        screen.blocks.push(view.notice("wait", Tone::Warning, &msg::pin_wait(until)));
        screen.announce = Announce::Assertive;
    }
    screen.blocks.push(block(
        PIN,
        Kind::Field {
            label: view.text(&msg::pin_field()),
            input: FieldInput::Digits,
            value: String::new(),
            // A field whose PIN was taken is emptied.
            value_revision: dialog.taken,
            language: view.formatter.language().to_owned(),
            secret: true,
            limit: PIN_DIGITS as u32,
            error: error.map(|message| view.text(&message)),
        },
    ));
    screen.blocks.push(keypad(view));
    let count = i64::try_from(dialog.pressed.count()).unwrap_or(0);
    screen.blocks.push(view.row("pressed", &msg::pin_pressed(), &msg::pin_pressed_count(count)));
    if dialog.pressed.count() > 0 {
        screen.blocks.push(view.button("erase", &Press::Erase, &msg::pin_erase()));
    }
    if entering {
        screen.blocks.push(view.button("forgot-pin", &Press::ForgotPin, &msg::pin_forgot()));
        screen.blocks.push(view.paragraph("unsent", &msg::vault_unsent_goes_on()));
    } else {
        screen.back = Some(view.back());
    }
    let enter = view.action(&Press::EnterPin, &msg::common_continue());
    if dialog.busy {
        screen.blocks.push(view.progress("busy", &msg::pin_checking()));
    }
    screen.next = Some(Action { enabled: !dialog.busy, ..enter });
    screen
}

/// Ten keys. Each has its digit in the person's script and its spoken word; a press counts however fast they come.
fn keypad(view: &View<'_>) -> crate::screen::Block {
    let key = |digit: u8| ChoiceOption {
        action: Action {
            repeatable: true,
            ..view.action(&Press::Digit(digit), &msg::pin_key(i64::from(digit)))
        },
        chosen: false,
    };
    let options = (1..=9).chain([0]).map(key).collect();
    block("keypad", Kind::Choice { label: view.text(&msg::pin_keypad()), options })
}

/// The way on for whoever has forgotten their PIN: the clinic has what is behind it.
pub(super) fn forgotten(view: &View<'_>) -> Screen {
    let mut screen = view.blank("pin-forgotten", &msg::pin_forgot());
    screen.blocks = vec![
        view.paragraph("what", &msg::pin_forgot_what()),
        view.paragraph("how", &msg::pin_forgot_how()),
        view.paragraph("unsent", &msg::vault_unsent_goes_on()),
        view.paragraph("call", &msg::error_call_clinic(view.clinic_phone())),
    ];
    let renew = view.action(&Press::Renew, &msg::vault_renew());
    screen.next = Some(Action { role: Role::Destructive, ..renew });
    screen.back = Some(view.back());
    screen
}

fn title(dialog: &Dialog) -> Message {
    match dialog.purpose {
        Purpose::Enter => msg::pin_title(),
        Purpose::Set => msg::pin_set(),
        Purpose::Change => msg::pin_change(),
        Purpose::Remove => msg::pin_remove(),
    }
}

fn hint(dialog: &Dialog) -> Message {
    match dialog.step {
        Step::Current => msg::pin_hint(),
        Step::New => msg::pin_hint_new(),
        Step::Again => msg::pin_hint_again(),
    }
}

fn said(problem: PinProblem) -> Message {
    match problem {
        PinProblem::Form => msg::pin_form_length(4, PIN_DIGITS as i64),
        PinProblem::Wrong => msg::pin_wrong(),
        PinProblem::Differs => msg::pin_differs(),
        PinProblem::Failed => msg::pin_failed(),
    }
}
