//! What only the phone can do: notify, dial, and what will come.

use nabz_app::effect as app;

use crate::error::HostError;
use crate::text::Wording;

/// The phone, as a shell lends it. Implemented in Kotlin and Swift; called on a thread of the core's own, so a call may
/// take a moment but must not wait for a person.
#[uniffi::export(foreign)]
pub trait Host: Send + Sync {
    /// Does something, now or later, and says what came of it by `host_reply(id, …)`. A shell that lacks the ability
    /// replies `Unsupported`; one that throws has failed.
    fn perform(&self, id: u64, request: HostRequest) -> Result<(), HostError>;

    /// The one sink of the core's logs. Lines hold no patient data, address or key.
    fn log(&self, level: LogLevel, line: String) -> Result<(), HostError>;
}

/// Something only the phone can do. New abilities are new cases.
#[expect(missing_docs, reason = "each case says what its fields hold")]
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum HostRequest {
    /// Show a notification at an instant, replacing one of the same name. May show on a locked phone.
    Notify { name: String, at_epoch_ms: i64, text: Wording },
    /// Open the dialler with a number; the person presses call.
    Dial { number: String },
    /// Play the call under way through the loudspeaker, or through the earpiece again.
    Loudspeaker { on: bool },
}

/// What the phone answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum HostReply {
    /// Done.
    Done,
    /// This shell cannot.
    Unsupported,
    /// It was tried and failed.
    Failed,
}

/// How much a log line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, uniffi::Enum)]
pub enum LogLevel {
    /// Something is broken.
    Error,
    /// Something went wrong and was mended.
    Warn,
    /// Something happened.
    Info,
}

impl From<app::HostRequest> for HostRequest {
    fn from(request: app::HostRequest) -> Self {
        match request {
            app::HostRequest::Notify { name, at, text } => {
                Self::Notify { name, at_epoch_ms: at.millis(), text: text.into() }
            }
            app::HostRequest::Dial { number } => Self::Dial { number },
            app::HostRequest::Loudspeaker { on } => Self::Loudspeaker { on },
        }
    }
}

impl From<HostReply> for app::HostReply {
    fn from(reply: HostReply) -> Self {
        match reply {
            HostReply::Done => Self::Done,
            HostReply::Unsupported => Self::Unsupported,
            HostReply::Failed => Self::Failed,
        }
    }
}
