//! What a message says, and how each kind of it is written.

use std::time::Duration;

use ciborium::Value;

use super::cbor::Fields;
use super::description;
use super::message::MessageError;
use crate::media::{Description, Setup};

/// The keys of a message's map that hold its body.
pub(super) const KIND: u64 = 8;
pub(super) const CONTENT: u64 = 9;

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// I call you; this is how I can be reached.
    Offer(Description),
    /// I take the call; this is how I can be reached.
    Answer(Description),
    /// Your call is shown to the person.
    Ringing,
    /// The person does not want to take the call.
    Decline,
    /// I am in another call.
    Busy,
    /// The call is over.
    Hangup {
        /// Why.
        reason: HangupReason,
    },
}

impl Body {
    /// How long this is worth delivering: an offer and what answers it while the caller waits, an end for as long as
    /// the call might still ring or connect at the peer.
    pub fn lifetime(&self) -> Duration {
        match self {
            Self::Offer(_) | Self::Ringing => Duration::from_secs(45),
            Self::Answer(_) => Duration::from_secs(60),
            Self::Decline | Self::Busy | Self::Hangup { .. } => Duration::from_secs(120),
        }
    }
}

/// Why a call was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HangupReason {
    /// The person ended it.
    Finished,
    /// It rang and nobody answered.
    NoAnswer,
    /// No path to the peer was found in time.
    Unreachable,
    /// The peer of the media was not the one who signed.
    WrongPeer,
    /// The line carries too little for any call.
    TooWeak,
    /// The line was lost and did not come back.
    Lost,
    /// The app was stopped while the call was open: please call again.
    Interrupted,
}

mod kind {
    pub(super) const OFFER: u64 = 1;
    pub(super) const ANSWER: u64 = 2;
    pub(super) const RINGING: u64 = 3;
    pub(super) const DECLINE: u64 = 4;
    pub(super) const BUSY: u64 = 5;
    pub(super) const HANGUP: u64 = 6;
}

/// The kind of a body, and its content if it has one.
pub(super) fn encode(body: &Body) -> Result<(u64, Option<Value>), MessageError> {
    Ok(match body {
        Body::Offer(offer) => (kind::OFFER, Some(description::encode(checked(offer, Setup::ActPass)?)?)),
        Body::Answer(answer) => (kind::ANSWER, Some(description::encode(checked(answer, Setup::Active)?)?)),
        Body::Ringing => (kind::RINGING, None),
        Body::Decline => (kind::DECLINE, None),
        Body::Busy => (kind::BUSY, None),
        Body::Hangup { reason } => (kind::HANGUP, Some(reason.code().into())),
    })
}

/// Reads the kind and the content out of a message's fields.
pub(super) fn decode(fields: &mut Fields) -> Result<Body, MessageError> {
    Ok(match fields.uint(KIND)? {
        kind::OFFER => {
            let offer = description::decode(fields.take(CONTENT)?)?;
            checked(&offer, Setup::ActPass)?;
            Body::Offer(offer)
        }
        kind::ANSWER => {
            let answer = description::decode(fields.take(CONTENT)?)?;
            checked(&answer, Setup::Active)?;
            Body::Answer(answer)
        }
        kind::RINGING => Body::Ringing,
        kind::DECLINE => Body::Decline,
        kind::BUSY => Body::Busy,
        kind::HANGUP => Body::Hangup { reason: HangupReason::from_code(fields.uint(CONTENT)?) },
        unknown => return Err(MessageError::Kind(unknown)),
    })
}

/// An offer leaves the beginning of DTLS open and an answer takes it; anything else would dead-lock the handshake.
fn checked(description: &Description, setup: Setup) -> Result<&Description, MessageError> {
    if description.setup == setup { Ok(description) } else { Err(MessageError::Description) }
}

impl HangupReason {
    fn code(self) -> u64 {
        match self {
            Self::Finished => 0,
            Self::NoAnswer => 1,
            Self::Unreachable => 2,
            Self::WrongPeer => 3,
            Self::TooWeak => 4,
            Self::Lost => 5,
            Self::Interrupted => 6,
        }
    }

    /// A reason this version does not know still ends the call.
    pub(super) fn from_code(code: u64) -> Self {
        match code {
            1 => Self::NoAnswer,
            2 => Self::Unreachable,
            3 => Self::WrongPeer,
            4 => Self::TooWeak,
            5 => Self::Lost,
            6 => Self::Interrupted,
            _ => Self::Finished,
        }
    }
}
