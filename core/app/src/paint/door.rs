//! While what the phone keeps is being opened, and when it cannot be.

use nabz_locale::{Message, msg};
use nabz_vault::ErrorKind;

use super::{View, leave, lock};
use crate::effect::KeyError;
use crate::press::Press;
use crate::screen::{Action, Announce, Role, Screen, Tone};
use crate::state::{Gate, Latch};

pub(super) fn screen(view: &View<'_>) -> Screen {
    match view.state.gate {
        _ if view.state.anew => anew(view),
        Gate::Opening | Gate::Open | Gate::Latched(Latch::Opening) => opening(view),
        Gate::Keys(KeyError::AuthRequired) => locked(view),
        Gate::Keys(KeyError::Transient) => problem(view, msg::vault_transient()),
        Gate::Keys(KeyError::PermanentlyInvalidated) => problem(view, msg::vault_invalidated()),
        Gate::Keys(KeyError::Integrity) => problem(view, msg::vault_changed()),
        Gate::Gone => leave::gone(view),
        Gate::SetBack => problem(view, msg::vault_set_back()),
        Gate::Vault(kind) => problem(view, refused(kind)),
        Gate::Latched(Latch::Locked) => goes_on(view, locked(view)),
        Gate::Latched(Latch::Failing) => goes_on(view, problem(view, msg::vault_transient())),
        Gate::Latched(Latch::Forgotten) => lock::forgotten(view),
        Gate::Latched(Latch::Pin) => match &view.state.lock.dialog {
            Some(dialog) => lock::pin(view, dialog),
            None => opening(view),
        },
        Gate::Latched(Latch::Lost(error)) => lost(view, error),
    }
}

fn opening(view: &View<'_>) -> Screen {
    let mut screen = view.blank("opening", &msg::vault_title());
    screen.blocks.push(view.progress("opening", &msg::vault_opening()));
    screen
}

fn locked(view: &View<'_>) -> Screen {
    let mut screen = view.blank("opening", &msg::vault_title());
    screen.blocks.push(view.paragraph("problem", &msg::vault_locked()));
    screen.next = Some(view.action(&Press::TryAgain, &msg::vault_unlock()));
    screen
}

fn refused(kind: ErrorKind) -> Message {
    match kind {
        ErrorKind::WrongKey | ErrorKind::Tampered => msg::vault_changed(),
        ErrorKind::Newer => msg::vault_newer(),
        ErrorKind::Full => msg::error_phone_full(),
        _ => msg::vault_failed(),
    }
}

fn problem(view: &View<'_>, problem: Message) -> Screen {
    let mut screen = view.blank("opening", &msg::vault_title());
    let said = msg::value_sentences(problem, msg::error_call_clinic(view.clinic_phone()));
    screen.blocks.push(view.notice("problem", Tone::Problem, &said));
    screen.next = Some(view.try_again());
    if view.state.gate.is_hopeless() {
        screen.blocks.push(view.button("start-anew", &Press::StartAnew, &msg::vault_anew()));
    }
    screen.announce = Announce::Assertive;
    screen
}

/// The clinical key is gone: what the clinic has is fetched again, and unsent work was never behind that key.
fn lost(view: &View<'_>, error: KeyError) -> Screen {
    let mut screen = view.blank("opening", &msg::vault_title());
    let said = match error {
        KeyError::Integrity => msg::vault_copy_changed(),
        _ => msg::vault_invalidated(),
    };
    screen.blocks.push(view.notice("problem", Tone::Problem, &said));
    screen.blocks.push(view.paragraph("what", &msg::vault_renew_what()));
    screen.next = Some(view.action(&Press::Renew, &msg::vault_renew()));
    screen.announce = Announce::Assertive;
    goes_on(view, screen)
}

fn goes_on(view: &View<'_>, mut screen: Screen) -> Screen {
    screen.blocks.push(view.paragraph("unsent", &msg::vault_unsent_goes_on()));
    screen
}

/// Before what does not open is moved aside.
fn anew(view: &View<'_>) -> Screen {
    let mut screen = view.blank("anew", &msg::vault_anew_title());
    screen.blocks = vec![
        view.paragraph("what", &msg::vault_anew_what()),
        view.paragraph("kept", &msg::vault_anew_kept()),
        view.paragraph("call", &msg::error_call_clinic(view.clinic_phone())),
    ];
    let sure = view.action(&Press::StartAnewSure, &msg::vault_anew_sure());
    screen.next = Some(Action { role: Role::Destructive, ..sure });
    screen.back = Some(view.back());
    screen
}
