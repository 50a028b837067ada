//! What a session says: to screens, to the peer, to the media and to the record of the visit.

use serde::{Deserialize, Serialize};

use crate::media::{MediaCommand, MediaEnd};
use crate::signal::body::{Body, HangupReason};
use crate::signal::ids::{CallId, MailboxName};

/// What a screen shows of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// No call.
    Idle,
    /// We call; `rung` once the peer's app said that it rings there.
    Calling {
        /// Whether it rings there.
        rung: bool,
    },
    /// It rings here.
    Ringing,
    /// Taken, and finding a path.
    Connecting,
    /// Both hear each other, or wait for the line.
    Talking {
        /// Whether the line is lost for the moment.
        interrupted: bool,
    },
    /// Over.
    Ended(EndReason),
}

/// Why a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EndReason {
    /// The person here ended it.
    HungUp,
    /// The peer ended it.
    PeerHungUp,
    /// The person here did not take it.
    Declined,
    /// The peer did not want to take it.
    PeerDeclined,
    /// The peer is in another call.
    PeerBusy,
    /// It rang here and was not taken before the caller or the clock gave up.
    Missed,
    /// Nobody took it there.
    NoAnswer,
    /// No path was found in time.
    Unreachable,
    /// The peer of the media is not the one who signed.
    WrongPeer,
    /// The line carries too little for any call.
    TooWeak,
    /// The line was lost and did not come back.
    Lost,
    /// This app was stopped while the call was open.
    Interrupted,
    /// The peer's app was stopped while the call was open; they ask to be called again.
    PeerInterrupted,
}

/// What a session wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionOutput {
    /// Sign and send.
    Send {
        /// The call it belongs to.
        call: CallId,
        /// To whom.
        to: MailboxName,
        /// What to say.
        body: Body,
    },
    /// Change the media.
    Media(MediaCommand),
    /// Ring, and say who calls.
    Ring {
        /// The call.
        call: CallId,
        /// Who calls.
        from: MailboxName,
    },
    /// Both sides hear each other for the first time in this call.
    Talking {
        /// The call.
        call: CallId,
    },
    /// Over: stop ringing, write it down.
    Ended {
        /// The call.
        call: CallId,
        /// With whom.
        peer: MailboxName,
        /// Why.
        reason: EndReason,
        /// Whether they ever talked.
        talked: bool,
    },
}

impl EndReason {
    /// What the peer's hang-up means here. `ringing`: whether the call was still ringing here.
    pub(super) fn told_by_peer(told: HangupReason, ringing: bool) -> Self {
        match told {
            HangupReason::Interrupted => Self::PeerInterrupted,
            _ if ringing => Self::Missed,
            HangupReason::Finished => Self::PeerHungUp,
            HangupReason::NoAnswer => Self::NoAnswer,
            HangupReason::Unreachable => Self::Unreachable,
            HangupReason::WrongPeer => Self::WrongPeer,
            HangupReason::TooWeak => Self::TooWeak,
            HangupReason::Lost => Self::Lost,
        }
    }

    /// What the end of the media means, for the peer and for us.
    pub(super) fn ended_by_media(end: MediaEnd) -> (HangupReason, Self) {
        match end {
            MediaEnd::Unreachable => (HangupReason::Unreachable, Self::Unreachable),
            MediaEnd::WrongPeer => (HangupReason::WrongPeer, Self::WrongPeer),
            MediaEnd::TooWeak => (HangupReason::TooWeak, Self::TooWeak),
            MediaEnd::Lost => (HangupReason::Lost, Self::Lost),
        }
    }
}
