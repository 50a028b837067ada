//! While what the phone keeps is being opened, and when it cannot be.

use nabz_locale::msg;
use nabz_vault::ErrorKind;

use super::View;
use crate::effect::KeyError;
use crate::screen::{Announce, Screen, Tone};
use crate::state::Gate;

pub(super) fn screen(view: &View<'_>) -> Screen {
    let mut screen = view.blank("opening", &msg::vault_title());
    let problem = match view.state.gate {
        Gate::Opening | Gate::Open => {
            screen.blocks.push(view.progress("opening", &msg::vault_opening()));
            return screen;
        }
        Gate::Keys(KeyError::AuthRequired) => {
            screen.blocks.push(view.paragraph("problem", &msg::vault_locked()));
            screen.next = Some(view.action(&crate::press::Press::TryAgain, &msg::vault_unlock()));
            return screen;
        }
        Gate::Keys(KeyError::Transient) => msg::vault_transient(),
        Gate::Keys(KeyError::PermanentlyInvalidated) => msg::vault_invalidated(),
        Gate::Keys(KeyError::Integrity) => msg::vault_changed(),
        Gate::Vault(ErrorKind::WrongKey | ErrorKind::Tampered) => msg::vault_changed(),
        Gate::Vault(ErrorKind::Newer) => msg::vault_newer(),
        Gate::Vault(ErrorKind::Full) => msg::error_phone_full(),
        Gate::Vault(_) => msg::vault_failed(),
    };
    let said = msg::value_sentences(problem, msg::error_call_clinic(view.clinic_phone()));
    screen.blocks.push(view.notice("problem", Tone::Problem, &said));
    screen.next = Some(view.try_again());
    screen.announce = Announce::Assertive;
    screen
}
