//! Reminders: planned from what stands in the vault, so that a crash plans them again under the same names.

use std::time::Duration;

use nabz_locale::msg;
use nabz_time::Wall;

use crate::desk::{Desk, Turning};
use crate::effect::{Effect, HostRequest};
use crate::records::{Phase, Visit};

/// How long before a visit its reminder shows.
const REMIND: Duration = Duration::from_secs(60 * 60);
/// How long before a follow-up its reminder shows.
const REMIND_FOLLOW_UP: Duration = Duration::from_secs(24 * 60 * 60);

/// When the reminder of a visit shows.
pub(crate) fn reminder_at(visit: &Visit) -> Wall {
    visit.starts() - REMIND
}

/// When the reminder of a follow-up shows.
pub(crate) fn follow_up_reminder_at(due: Wall) -> Wall {
    due - REMIND_FOLLOW_UP
}

impl Desk {
    /// Plans what is still to come.
    pub(crate) fn plan_reminders(&mut self, turning: &mut Turning<'_, '_>) {
        let Some(visit) = &self.state.visit else {
            return;
        };
        let clinic = self.config.clinic.name_in(self.formatter.language()).to_owned();
        let mut planned = Vec::new();
        if visit.phase == Phase::Booked {
            planned.push((
                format!("visit-{}", visit.id),
                reminder_at(visit),
                msg::reminder_text(visit.starts(), clinic.clone()),
            ));
        }
        if let Some(due) = visit.talk.as_ref().and_then(|talk| talk.follow_up).map(Wall::from_millis) {
            let text = msg::reminder_follow_up(due, clinic);
            planned.push((format!("follow-up-{}", visit.id), follow_up_reminder_at(due), text));
        }
        planned.retain(|(_, at, _)| *at > turning.now.wall);
        for (name, at, message) in planned {
            let id = self.next_effect();
            let text = self.formatter.text(&message);
            turning.effects.push(Effect::Host(id, HostRequest::Notify { name, at, text }));
        }
    }
}
