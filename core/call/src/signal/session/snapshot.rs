//! A session as it is kept in the vault, and what becomes of it when the app opens again.

use nabz_time::{Now, Wall};
use serde::{Deserialize, Serialize};

use super::heard::Heard;
use super::{CallSession, Current, EndReason, RING, SessionOutput, State};
use crate::media::Description;
use crate::signal::body::{Body, HangupReason};
use crate::signal::cbor;
use crate::signal::description;
use crate::signal::ids::{CallId, MailboxName};

/// A session at rest, for serde.
#[derive(Clone, Serialize, Deserialize)]
pub struct SessionSnapshot {
    me: MailboxName,
    heard: Heard,
    current: Option<Saved>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Saved {
    call: CallId,
    peer: MailboxName,
    talked: bool,
    state: SavedState,
}

#[derive(Clone, Serialize, Deserialize)]
enum SavedState {
    /// It rings until an instant of the calendar; the offer in its compact form.
    Ringing {
        offer: Vec<u8>,
        until_ms: i64,
    },
    /// Open beyond ringing: what media held is lost with the process.
    Open,
    Ended(EndReason),
}

impl std::fmt::Debug for SessionSnapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionSnapshot(…)")
    }
}

impl CallSession {
    /// The session as it is to be kept, taken after every input.
    pub fn snapshot(&self) -> SessionSnapshot {
        let current = self.current.as_ref().map(|Current { call, peer, state, talked }| Saved {
            call: *call,
            peer: peer.clone(),
            talked: *talked,
            state: save(state),
        });
        SessionSnapshot { me: self.me.clone(), heard: self.heard.clone(), current }
    }

    /// Continues after a start. What rang and has not rung out rings on; what was open beyond that is ended, and the
    /// peer is asked to call again.
    pub fn restore(snapshot: SessionSnapshot, now: Now) -> Self {
        let mut session = Self::new(snapshot.me);
        session.heard = snapshot.heard;
        let Some(Saved { call, peer, talked, state }) = snapshot.current else { return session };
        let from = peer.clone();
        let (state, interrupted) = match load(state, now) {
            Some(state) => (state, false),
            None => (State::Ended(EndReason::Interrupted), true),
        };
        let rings = matches!(state, State::Ringing { .. });
        session.current = Some(Current { call, peer, state, talked });
        if rings {
            session.outputs.push_back(SessionOutput::Ring { call, from });
        }
        if interrupted {
            session.send(Body::Hangup { reason: HangupReason::Interrupted });
            session.end(EndReason::Interrupted);
        }
        session
    }
}

fn save(state: &State) -> SavedState {
    match state {
        State::Ringing { offer, until } => match description::encode(offer) {
            Ok(offer) => SavedState::Ringing { offer: cbor::write(&offer), until_ms: until.wall.millis() },
            Err(_) => SavedState::Open,
        },
        State::Ended(reason) => SavedState::Ended(*reason),
        _ => SavedState::Open,
    }
}

/// The state to continue in, if it survived.
fn load(state: SavedState, now: Now) -> Option<State> {
    match state {
        SavedState::Ended(reason) => Some(State::Ended(reason)),
        SavedState::Open => None,
        SavedState::Ringing { offer, until_ms } => {
            let offer = read(&offer)?;
            // A calendar that was set back must not let it ring for hours.
            let left = Wall::from_millis(until_ms).millis_since(now.wall);
            let left = std::time::Duration::from_millis(u64::try_from(left).unwrap_or(0)).min(RING);
            Some(State::Ringing { offer, until: now + left })
        }
    }
}

fn read(mut bytes: &[u8]) -> Option<Description> {
    description::decode(ciborium::from_reader(&mut bytes).ok()?).ok()
}
