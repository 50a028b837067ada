//! What the page itself says, outside screens.

use nabz_locale::{Formatter, Text, msg};
use serde::Serialize;

/// What the page itself says, in the language the person reads now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct PageWords {
    /// The app's name.
    pub(super) app: Text,
    /// There is no connection; it is being tried again.
    pub(super) lost: Text,
    /// Something was pressed without a connection.
    pub(super) unsent: Text,
    /// A press was not taken, because too much waits already.
    pub(super) busy: Text,
    /// Another tab holds the connection.
    pub(super) elsewhere: Text,
    /// The session ended.
    pub(super) ended: Text,
    /// Tries at once.
    pub(super) again: Text,
    /// The browser runs no scripts.
    pub(super) scripts: Text,
    /// How a screen reader names the line's five states, from none to good.
    pub(super) line: [Text; 5],
}

impl PageWords {
    pub(super) fn of(words: &Formatter) -> Self {
        let said = |message| words.text(&message);
        Self {
            app: said(msg::shell_app_name()),
            lost: said(msg::web_lost()),
            unsent: said(msg::web_unsent()),
            busy: said(msg::shell_busy()),
            elsewhere: said(msg::web_elsewhere()),
            ended: said(msg::web_ended()),
            again: said(msg::common_try_again()),
            scripts: said(msg::web_scripts()),
            line: [
                said(msg::shell_line_none()),
                said(msg::shell_line_poor()),
                said(msg::shell_line_weak()),
                said(msg::shell_line_fair()),
                said(msg::shell_line_good()),
            ],
        }
    }
}
