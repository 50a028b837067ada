//! Text a shell needs outside screens: what the system shows on its behalf, and names of a painter's own parts.

use nabz_locale::{Formatter, msg};

use crate::text::Wording;

/// Text a shell needs outside screens, in the language the person reads now. Asked again after a change of language.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Catalogue {
    /// The app's name.
    pub app_name: Wording,
    /// Name of the notification channel for calls.
    pub channel_calls: Wording,
    /// Name of the notification channel for reminders.
    pub channel_reminders: Wording,
    /// The ongoing notification while a call is under way. Says nothing of who or why.
    pub call_under_way: Wording,
    /// Why the microphone is asked for.
    pub microphone_reason: Wording,
    /// What the phone's unlock prompt says.
    pub unlock_reason: Wording,
    /// How a screen reader names the line's five states, from none to good.
    pub line: Vec<Wording>,
}

impl Catalogue {
    pub(crate) fn of(words: &Formatter) -> Self {
        let said = |message| Wording::from(words.text(&message));
        let line = [
            msg::shell_line_none(),
            msg::shell_line_poor(),
            msg::shell_line_weak(),
            msg::shell_line_fair(),
            msg::shell_line_good(),
        ];
        Self {
            app_name: said(msg::shell_app_name()),
            channel_calls: said(msg::shell_channel_calls()),
            channel_reminders: said(msg::shell_channel_reminders()),
            call_under_way: said(msg::shell_call_under_way()),
            microphone_reason: said(msg::shell_microphone_reason()),
            unlock_reason: said(msg::shell_unlock_reason()),
            line: line.into_iter().map(said).collect(),
        }
    }
}
