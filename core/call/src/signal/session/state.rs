//! Where a call stands.

use nabz_time::{Mono, Now};

use super::output::EndReason;
use crate::media::Description;
use crate::signal::ids::{CallId, MailboxName};

/// A call, open or the last one.
pub(super) struct Current {
    pub(super) call: CallId,
    pub(super) peer: MailboxName,
    pub(super) state: State,
    pub(super) talked: bool,
}

/// Where a call stands, with what is needed to go on.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum State {
    /// We call and wait for our own offer.
    Describing { until: Mono },
    /// Our offer is out.
    Calling { until: Mono, rung: bool },
    /// Their offer is here.
    Ringing { offer: Description, until: Now },
    /// Taken; we wait for our own answer.
    Answering { until: Mono },
    /// Offer and answer are exchanged.
    Connecting { until: Mono },
    /// Connected; `until` while the line is lost.
    Talking { until: Option<Mono> },
    /// Over.
    Ended(EndReason),
}

impl State {
    /// When time alone changes it.
    pub(super) fn until(&self) -> Option<Mono> {
        match self {
            Self::Describing { until }
            | Self::Calling { until, .. }
            | Self::Answering { until }
            | Self::Connecting { until } => Some(*until),
            Self::Ringing { until, .. } => Some(until.mono),
            Self::Talking { until } => *until,
            Self::Ended(_) => None,
        }
    }
}
