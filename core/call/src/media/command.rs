//! What the app asks of a call's media and what it hears back. Two bounded queues carry these values between the
//! thread of turns and the media thread.

use std::net::SocketAddr;
use std::time::Duration;

use super::engine::{Advice, Sentence};
use super::practice::PracticeStage;
use super::watch::LineTrouble;
use crate::signal::CallId;

/// Everything of a peer's SDP that differs from call to call. The rest is rebuilt at each end, so an offer is about
/// 200 bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Description {
    /// ICE user fragment, 4 to 32 characters (RFC 8839 §5.4).
    pub ufrag: String,
    /// ICE password, 22 to 64 characters.
    pub pwd: String,
    /// SHA-256 of the DTLS certificate (RFC 8122 §5).
    pub fingerprint: [u8; 32],
    /// Who begins DTLS.
    pub setup: Setup,
    /// Who speaks WebRTC at that end.
    pub stack: Stack,
    /// Where the peer may be reached, at most eight.
    pub candidates: Vec<SocketAddr>,
}

impl std::fmt::Debug for Description {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Description({:?}, {} candidates, …)", self.setup, self.candidates.len())
    }
}

/// Who begins DTLS (RFC 5763 §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setup {
    /// An offer: either.
    ActPass,
    /// An answer: the answerer begins. Measured one round trip and 2.9 kB cheaper than passive.
    Active,
}

/// Who speaks WebRTC at one end of a call: what only two cores understand is done only between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stack {
    /// This crate.
    Core,
    /// A browser.
    Browser,
}

/// A rung of the ladder, from best to least. Figures: codec rate in kbit/s / milliseconds a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// Wideband 24/40: 34 kbit/s on the wire.
    R1,
    /// Wideband 18.7/60, part of which tells again what was said before (DRED): 25.3 kbit/s.
    R2,
    /// Wideband 10/60: 16.7 kbit/s.
    R3,
    /// Narrowband 8/60: 14.7 kbit/s.
    R4,
    /// Narrowband 6/120, the floor of R4: 9.3 kbit/s.
    R4Floor,
}

/// How good the line is, for a meter of four bars and a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineQuality {
    /// Nothing arrives.
    None,
    /// Words are lost.
    Poor,
    /// The floor: understood, with pauses.
    Weak,
    /// Narrowband or ten kbit/s, steady.
    Fair,
    /// Wideband, steady.
    Good,
}

/// A relay of the clinic's (TURN, RFC 8656) and our account there, short-lived.
#[derive(Clone, PartialEq, Eq)]
pub struct RelayAccount {
    /// Host and port; UDP.
    pub server: String,
    /// Who asks.
    pub username: String,
    /// Its password.
    pub password: String,
}

impl std::fmt::Debug for RelayAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RelayAccount({}, …)", self.server)
    }
}

/// What the app asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaCommand {
    /// From the next call on, everything goes through this relay and nothing else; straight, where there is none.
    Route {
        /// The relay.
        relay: Option<RelayAccount>,
    },
    /// Call oneself and be heard: through the relay there and back. [`MediaEvent::Practice`] tells how it goes.
    Practise {
        /// Names it.
        call: CallId,
        /// Without a relay: where our other half is reached, where something stands in between.
        mirror: Option<SocketAddr>,
    },
    /// Prepare as the caller; [`MediaEvent::Described`] brings the offer.
    Offer {
        /// The call.
        call: CallId,
    },
    /// Prepare as the called; [`MediaEvent::Described`] brings the answer.
    Answer {
        /// The call.
        call: CallId,
        /// The caller's description.
        remote: Description,
    },
    /// The called answered.
    Accept {
        /// The call.
        call: CallId,
        /// The called one's description.
        remote: Description,
    },
    /// Hold back or let through the microphone.
    Mute {
        /// The call.
        call: CallId,
        /// Whether silence is sent instead of speech.
        muted: bool,
    },
    /// Whether the call is heard through a loudspeaker, and one side speaks at a time.
    Loudspeaker {
        /// The call.
        call: CallId,
        /// Whether it is.
        on: bool,
    },
    /// End and forget.
    Stop {
        /// The call.
        call: CallId,
    },
}

/// What the app hears back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaEvent {
    /// Our half of the description is ready to be signed and sent.
    Described {
        /// The call.
        call: CallId,
        /// Our description.
        local: Description,
    },
    /// ICE and DTLS are through and the peer has been heard.
    Connected {
        /// The call.
        call: CallId,
        /// From the command that began it.
        after: Duration,
    },
    /// A rung or the quality of the line changed.
    Line {
        /// The call.
        call: CallId,
        /// What we send on.
        up: Rung,
        /// What the peer sends on, as heard.
        down: Rung,
        /// The worse of both directions.
        quality: LineQuality,
    },
    /// Nothing has been heard for a while; the call waits for the line.
    Interrupted {
        /// The call.
        call: CallId,
    },
    /// The peer is heard again.
    Restored {
        /// The call.
        call: CallId,
    },
    /// What is best done about the line, or what ails it, has changed.
    Judged {
        /// The call.
        call: CallId,
        /// What to do.
        advice: Advice,
        /// What makes it weak, once that has been so for a while.
        trouble: Option<LineTrouble>,
    },
    /// The line is given up: what was said and not heard whole, each sentence from its first word on. Before
    /// [`Self::Ended`], or after [`MediaCommand::Stop`].
    Kept {
        /// The call.
        call: CallId,
        /// In the order in which they were said.
        sentences: Vec<Sentence>,
    },
    /// How a practice call goes.
    Practice {
        /// Its name.
        call: CallId,
        /// Where it stands.
        stage: PracticeStage,
    },
    /// Over, not by our wish.
    Ended {
        /// The call.
        call: CallId,
        /// Why.
        end: MediaEnd,
    },
}

/// Why media ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaEnd {
    /// The peer could not be reached in time.
    Unreachable,
    /// The peer's certificate is not the one that was signed for.
    WrongPeer,
    /// The line carries too little for any call.
    TooWeak,
    /// The line was lost and did not come back.
    Lost,
}
