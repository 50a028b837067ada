//! Help in an emergency: one press away from every screen, the number shown before it is dialled.

use nabz_locale::msg;

use super::{View, block};
use crate::config::EmergencyKind;
use crate::press::Press;
use crate::screen::{Action, Announce, Block, Kind, Role, Screen, Tone};
use crate::state::Help;

pub(super) fn screen(view: &View<'_>) -> Screen {
    let mut screen = view.blank("emergency", &msg::emergency_title());
    screen.blocks.extend(view.critical("when", &msg::emergency_when()));
    if view.config.sandbox {
        screen.blocks.push(view.notice("practice", Tone::Warning, &msg::emergency_practice()));
    }
    let number = |index: usize| numbers(view).into_iter().nth(index).unwrap_or_default().1;
    screen.blocks.extend(match view.state.help {
        Some(Help::Dialled) => Some(view.notice("outcome", Tone::Info, &msg::emergency_opening())),
        Some(Help::CannotDial(index)) => {
            Some(view.notice("outcome", Tone::Problem, &msg::emergency_cannot_dial(number(index))))
        }
        Some(Help::Practised(index)) => {
            Some(view.notice("outcome", Tone::Info, &msg::emergency_practised(number(index))))
        }
        Some(Help::Shown) | None => None,
    });
    for (index, (kind, number)) in numbers(view).into_iter().enumerate() {
        screen.blocks.extend(number_blocks(view, index, kind, &number));
    }
    screen.blocks.extend(view.critical("say", &msg::emergency_say()));
    screen.blocks.extend(view.mark(&[&msg::emergency_when(), &msg::emergency_say()]));
    screen.back = Some(view.action(&Press::Back, &msg::common_back()));
    screen.emergency = Some(Action {
        role: Role::Emergency,
        ..view.action(&Press::Dial(0), &msg::emergency_call(numbers(view).remove(0).1))
    });
    screen.announce = Announce::Assertive;
    screen
}

/// Who can be called: the configured numbers, and always the clinic last.
pub(crate) fn numbers(view: &View<'_>) -> Vec<(Option<EmergencyKind>, String)> {
    let configured = view.config.emergency.iter().map(|number| (Some(number.kind), number.number.clone()));
    configured.chain([(None, view.clinic_phone())]).collect()
}

fn number_blocks(view: &View<'_>, index: usize, kind: Option<EmergencyKind>, number: &str) -> [Block; 2] {
    let who = match kind {
        Some(EmergencyKind::Ambulance) => msg::emergency_ambulance(),
        Some(EmergencyKind::CrisisLine) => msg::emergency_crisis_line(),
        None => msg::emergency_clinic(),
    };
    let call =
        Action { role: Role::Emergency, ..view.action(&Press::Dial(index), &msg::emergency_call(number)) };
    [
        view.heading(&format!("who-{index}"), &who),
        block(&format!("call-{index}"), Kind::Action { action: call }),
    ]
}
