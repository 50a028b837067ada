//! Home with its one next step, and the family doctor.

use nabz_locale::{Message, msg};
use nabz_time::Wall;

use super::{View, block};
use crate::press::Press;
use crate::records::Phase;
use crate::screen::{Action, Kind, Screen, Tone};
use crate::state::Load;
use crate::visits::waiting_room_is_open;

pub(super) fn home(view: &View<'_>) -> Screen {
    let mut screen = view.blank("home", &msg::home_title());
    if let Some(trouble) = view.state.clinic.trouble {
        screen.blocks.push(view.notice("line", Tone::Warning, &super::trouble_message(trouble)));
    }
    screen.blocks.push(view.heading("next", &msg::home_next()));
    let (said, next) = next_step(view);
    screen.blocks.push(view.paragraph("visit", &said));
    screen.next = next;
    if let Some(message) = follow_up(view) {
        screen.blocks.push(view.paragraph("follow-up", &message));
    }
    if let Some(doctor) = view.state.doctor.ready() {
        screen.blocks.push(view.row(
            "doctor",
            &msg::home_doctor(),
            &msg::value_text(doctor.name_in(view.formatter.language())),
        ));
    }
    screen.blocks.push(view.button("language", &Press::ChangeLanguage, &msg::home_language()));
    screen
}

/// What home says of the visit, and the one next step.
fn next_step(view: &View<'_>) -> (Message, Option<Action>) {
    let book = || Some(view.action(&Press::Book, &msg::home_book()));
    let see_booking = || Some(view.action(&Press::Book, &msg::home_visit()));
    let Some(visit) = &view.state.visit else {
        let said = match view.state.doctor.ready() {
            Some(doctor) => msg::home_no_visit(doctor.name_in(view.formatter.language())),
            None => msg::home_no_visit_no_doctor(),
        };
        return (said, book());
    };
    match visit.phase {
        Phase::Asked if view.state.clinic.trouble.is_some() => (msg::home_not_sent(), see_booking()),
        Phase::Asked => (msg::home_not_booked_since(Wall::from_millis(visit.asked_at)), see_booking()),
        Phase::Booked if waiting_room_is_open(visit, view.now.wall) => (
            msg::home_now(&visit.doctor),
            Some(view.action(&Press::EnterWaitingRoom, &msg::home_to_waiting_room())),
        ),
        Phase::Booked => (msg::home_booked(&visit.doctor, visit.starts()), None),
        Phase::Taken | Phase::Refused => (msg::booking_refused(), book()),
        Phase::Ended => (msg::after_not_sent(), see_booking()),
        Phase::Saved => (msg::home_no_visit(&visit.doctor), book()),
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
            screen.blocks.push(view.trouble(*trouble));
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
