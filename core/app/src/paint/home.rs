//! Home with its one next step, and the family doctor.

use nabz_locale::{Message, msg};
use nabz_time::Wall;

use super::{View, block};
use crate::press::Press;
use crate::records::{Phase, Visit};
use crate::screen::{Action, Kind, Screen, Tone};
use crate::state::{Load, Trouble};
use crate::visits::{EARLY, is_past, waiting_room_is_open};

pub(super) fn home(view: &View<'_>) -> Screen {
    let mut screen = view.blank("home", &msg::home_title());
    screen.blocks.push(view.heading("next", &msg::home_next()));
    let (said, next) = next_step(view);
    screen.blocks.push(view.paragraph("visit", &said));
    if let Some(opens) = waiting_room_opens(view) {
        screen.blocks.push(view.paragraph("opens", &msg::home_room_opens(opens)));
    }
    screen.next = next;
    if let Some(message) = follow_up(view) {
        screen.blocks.push(view.paragraph("follow-up", &message));
    }
    // Home says more while answers come in; this press means the same on the screen before.
    let visits = Action { repeatable: true, ..view.action(&Press::Visits, &msg::home_visits()) };
    screen.blocks.push(block("visits", Kind::Action { action: visits }));
    if view.config.can_practise() {
        screen.blocks.push(view.button("practice", &Press::Practise, &msg::practice_try()));
    }
    screen.blocks.push(view.button("safety", &Press::Safety, &msg::home_safety()));
    screen.blocks.push(view.button("language", &Press::ChangeLanguage, &msg::home_language()));
    screen
}

/// When the waiting room of a booked visit opens, if that is still to come.
fn waiting_room_opens(view: &View<'_>) -> Option<Wall> {
    let visit = view.state.visit.as_ref().filter(|visit| visit.phase == Phase::Booked)?;
    Some(visit.starts() - EARLY).filter(|opens| *opens > view.now.wall)
}

/// What home says of the visit, and the one next step.
fn next_step(view: &View<'_>) -> (Message, Option<Action>) {
    let book = || Some(view.action(&Press::Book, &msg::home_book()));
    let see = |label: &Message| Some(view.action(&Press::Book, label));
    let Some(visit) = &view.state.visit else {
        let said = match view.state.doctor.ready() {
            Some(doctor) => msg::home_no_visit(doctor.person_in(view.formatter.language())),
            None => msg::home_no_visit_no_doctor(),
        };
        return (said, book());
    };
    match visit.phase {
        Phase::Asked => (asked(view, visit), see(&msg::booking_title())),
        Phase::Booked if is_past(visit, view.now.wall) => (msg::home_past(visit.starts()), book()),
        Phase::Booked if waiting_room_is_open(visit, view.now.wall) => {
            let said = if view.now.wall < visit.starts() {
                msg::home_soon(view.doctor_of(visit), visit.starts())
            } else {
                msg::home_now(view.doctor_of(visit))
            };
            (said, Some(view.action(&Press::EnterWaitingRoom, &msg::home_to_waiting_room())))
        }
        Phase::Booked => (msg::home_booked(view.doctor_of(visit), visit.starts()), None),
        Phase::Taken => (msg::slots_taken(visit.starts()), book()),
        Phase::Refused => (msg::booking_refused(), book()),
        Phase::PriceChanged => (msg::booking_price_changed(), see(&msg::booking_title())),
        Phase::Ended if view.state.clinic.trouble.is_some() => {
            (msg::after_not_sent(), see(&msg::home_visit()))
        }
        Phase::Ended => (msg::after_saving(), see(&msg::home_visit())),
        Phase::Saved => (msg::home_no_visit(view.doctor_of(visit)), book()),
    }
}

/// A booking the clinic has not confirmed: nothing here may sound like a visit yet.
fn asked(view: &View<'_>, visit: &Visit) -> Message {
    match view.state.clinic.trouble {
        None => msg::home_unsure(),
        Some(Trouble::Unreachable) => msg::home_not_sent(),
        Some(_) => msg::home_not_booked_since(Wall::from_millis(visit.asked_at)),
    }
}

fn follow_up(view: &View<'_>) -> Option<Message> {
    let at = view.state.visit.as_ref()?.talk.as_ref()?.follow_up?;
    Some(msg::home_follow_up(Wall::from_millis(at)))
}

pub(super) fn doctor(view: &View<'_>) -> Screen {
    let mut screen = view.blank("doctor", &msg::doctor_title());
    screen.back = Some(view.back());
    match &view.state.doctor {
        Load::Idle | Load::Loading => screen.blocks.push(view.progress("loading", &msg::doctor_loading())),
        Load::Failed(trouble) => {
            screen.blocks.push(match trouble {
                Trouble::NotFound => view.notice("trouble", Tone::Info, &msg::doctor_none()),
                other => view.trouble(*other),
            });
            screen.blocks.push(view.paragraph("call", &msg::error_call_clinic(view.clinic_phone())));
            screen.next = Some(view.try_again());
        }
        Load::Ready { value: doctor, .. } => {
            let speaks = |tag: &String| tag.split('-').next() == view.formatter.language().split('-').next();
            let language = if doctor.languages.iter().any(speaks) {
                msg::doctor_speaks_yours()
            } else {
                msg::doctor_speaks_other()
            };
            screen.blocks = vec![
                view.row(
                    "name",
                    &msg::doctor_name(),
                    &msg::value_text(doctor.name_in(view.formatter.language())),
                ),
                view.row("clinic", &msg::doctor_clinic(), &msg::value_text(view.clinic())),
                block("language", Kind::Paragraph { text: view.text(&language) }),
            ];
            screen.next = Some(view.action(&Press::SeeTimes, &msg::doctor_see_times()));
        }
    }
    screen
}
