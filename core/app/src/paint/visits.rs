//! The patient's visits, newest first: a list of which a screen holds the first rows and windows the rest.

use nabz_care::AppointmentStatus;
use nabz_locale::{Message, msg};

use super::{View, block};
use crate::screen::{Key, Kind, ListRow, ROWS, Screen, Tone};
use crate::state::{Load, PastVisit};

/// The block key of the list.
pub(crate) const VISITS: &str = "visits";

pub(super) fn visits(view: &View<'_>) -> Screen {
    let mut screen = view.blank("visits", &msg::visits_title());
    screen.back = Some(view.back());
    match &view.state.visits {
        Load::Idle | Load::Loading => screen.blocks.push(view.progress("loading", &msg::visits_loading())),
        Load::Failed(trouble) => {
            screen.blocks.push(view.trouble(*trouble));
            screen.next = Some(view.try_again());
        }
        Load::Ready { value: list, as_of } => {
            if list.visits.is_empty() {
                screen.blocks.push(view.notice("none", Tone::Info, &msg::visits_none()));
            } else {
                let total = u32::try_from(list.visits.len()).unwrap_or(u32::MAX);
                let kind = Kind::List { total, first: 0, rows: rows(view, &list.visits, 0, ROWS) };
                screen.blocks.push(block(VISITS, kind));
            }
            if !list.complete {
                screen.blocks.push(view.notice("more", Tone::Info, &msg::visits_more()));
            }
            screen.blocks.push(view.paragraph("as-of", &msg::common_as_of(*as_of)));
        }
    }
    screen
}

/// Rows `first` and following, at most `count`.
pub(crate) fn rows(view: &View<'_>, visits: &[PastVisit], first: usize, count: usize) -> Vec<ListRow> {
    visits.iter().skip(first).take(count).map(|visit| row(view, visit)).collect()
}

fn row(view: &View<'_>, visit: &PastVisit) -> ListRow {
    let outcome = outcome(visit.status);
    let doctor = view.state.doctor.ready().filter(|doctor| visit.practitioner.as_ref() == Some(&doctor.id));
    let detail = match doctor {
        Some(doctor) => msg::visits_with(doctor.person_in(view.formatter.language()), outcome),
        None => outcome,
    };
    ListRow {
        key: Key::new(visit.id.as_str()),
        title: view.text(&msg::value_appointment(visit.start)),
        detail: Some(view.text(&detail)),
        action: None,
    }
}

fn outcome(status: AppointmentStatus) -> Message {
    match status {
        AppointmentStatus::Booked | AppointmentStatus::Arrived | AppointmentStatus::CheckedIn => {
            msg::visits_agreed()
        }
        AppointmentStatus::Fulfilled => msg::visits_over(),
        AppointmentStatus::Cancelled | AppointmentStatus::EnteredInError => msg::visits_off(),
        AppointmentStatus::NoShow => msg::visits_missed(),
        AppointmentStatus::Proposed
        | AppointmentStatus::Pending
        | AppointmentStatus::Waitlist
        | AppointmentStatus::Other => msg::visits_open(),
    }
}
