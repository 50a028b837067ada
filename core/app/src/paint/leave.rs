//! "Delete my account": what was not sent, what goes, what stays and why.

use nabz_locale::{Message, msg};

use super::View;
use crate::leave::{Leaving, Unsent};
use crate::press::Press;
use crate::screen::{Action, Announce, Role, Screen, Tone};

pub(super) fn leave(view: &View<'_>) -> Screen {
    let mut screen = view.blank("leave", &msg::leave_title());
    match view.state.leaving {
        Leaving::Revoking | Leaving::Destroying => {
            screen.blocks.push(view.progress("under-way", &msg::leave_under_way()));
            // While the clinic is asked, the person may still think again.
            screen.back = (view.state.leaving == Leaving::Revoking).then(|| view.back());
            return screen;
        }
        Leaving::NotRevoked => return again(view, screen, msg::leave_not_revoked(view.clinic_phone())),
        Leaving::Failed => return again(view, screen, msg::leave_failed()),
        Leaving::Reading => {}
    }
    unsent(view, &mut screen);
    screen.blocks.extend([
        view.heading("goes", &msg::leave_goes()),
        view.paragraph("goes-records", &msg::leave_goes_records()),
        view.paragraph("goes-keys", &msg::leave_goes_keys()),
        view.paragraph("goes-sign-in", &msg::leave_goes_sign_in()),
        view.heading("stays", &msg::leave_stays()),
        view.paragraph("stays-records", &stays(view)),
        view.paragraph("stays-why", &msg::leave_stays_why()),
        view.paragraph("stays-numbers", &msg::leave_stays_numbers()),
    ]);
    let sure = |label: &Message| Action { role: Role::Destructive, ..view.action(&Press::DeleteSure, label) };
    if view.state.unsent.is_empty() {
        screen.next = Some(sure(&msg::leave_sure()));
    } else {
        screen.next = Some(view.action(&Press::SendFirst, &msg::leave_send_first()));
        let anyway = sure(&msg::leave_anyway());
        screen.blocks.push(super::block("anyway", crate::screen::Kind::Action { action: anyway }));
    }
    screen.back = Some(view.back());
    screen
}

/// What would be lost comes first.
fn unsent(view: &View<'_>, screen: &mut Screen) {
    if view.state.unsent.is_empty() {
        return;
    }
    screen.blocks.push(view.notice("unsent", Tone::Warning, &msg::leave_unsent()));
    for (index, unsent) in view.state.unsent.iter().enumerate() {
        let named = match unsent {
            Unsent::Booking => msg::leave_unsent_booking(),
            Unsent::Cancellation => msg::leave_unsent_cancellation(),
            Unsent::Record => msg::leave_unsent_record(),
            Unsent::Consent => msg::leave_unsent_consent(),
            Unsent::Visit => msg::leave_unsent_visit(),
        };
        screen.blocks.push(view.paragraph(&format!("unsent-{index}"), &named));
    }
    screen.announce = Announce::Polite;
}

fn stays(view: &View<'_>) -> Message {
    match view.config.policy.keeps_years {
        Some(years) => msg::leave_stays_years(view.clinic(), i64::from(years)),
        None => msg::leave_stays_law(view.clinic()),
    }
}

fn again(view: &View<'_>, mut screen: Screen, said: Message) -> Screen {
    screen.blocks.push(view.notice("problem", Tone::Problem, &said));
    screen.next = Some(view.action(&Press::DeleteSure, &msg::common_try_again()));
    if view.state.leaving == Leaving::NotRevoked {
        let anyway = view.action(&Press::DeleteAnyway, &msg::leave_anyway());
        let anyway = Action { role: Role::Destructive, ..anyway };
        screen.blocks.push(super::block("anyway", crate::screen::Kind::Action { action: anyway }));
    }
    screen.back = Some(view.back());
    screen.announce = Announce::Assertive;
    screen
}

/// Nothing is left.
pub(super) fn gone(view: &View<'_>) -> Screen {
    let mut screen = view.blank("gone", &msg::leave_gone_title());
    screen.blocks = vec![
        view.notice("gone", Tone::Good, &msg::leave_gone()),
        view.paragraph("call", &msg::error_call_clinic(view.clinic_phone())),
    ];
    screen.next = Some(view.action(&Press::Done, &msg::vault_anew()));
    screen
}
