//! How long to wait for the peer, and when to say so.

use std::time::Duration;

use nabz_time::Mono;

use super::TransportEvent;
use crate::media::MediaEnd;

/// Not connected by then: unreachable.
const CONNECT: Duration = Duration::from_secs(60);
/// Nothing heard for so long: the line is interrupted. A check every 10 s, and a report at least as often, are due.
const INTERRUPTED: Duration = Duration::from_secs(12);
/// Nothing heard for so long: the line is lost.
const LOST: Duration = Duration::from_secs(60);

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The peer has not answered yet.
    Waiting,
    Connecting {
        since: Mono,
    },
    Connected {
        heard: Mono,
        interrupted: bool,
    },
    Ended,
}

/// The clock-watcher of a call.
#[derive(Debug)]
pub(super) struct Vigil(State);

impl Vigil {
    pub(super) fn new() -> Self {
        Self(State::Waiting)
    }

    /// Both descriptions are known.
    pub(super) fn begin(&mut self, now: Mono) {
        self.0 = State::Connecting { since: now };
    }

    /// Media may flow. Says how long it took, once.
    pub(super) fn connect(&mut self, now: Mono) -> Option<TransportEvent> {
        let State::Connecting { since } = self.0 else { return None };
        self.0 = State::Connected { heard: now, interrupted: false };
        Some(TransportEvent::Connected { after: now.since(since) })
    }

    /// Something authentic arrived.
    pub(super) fn hear(&mut self, now: Mono) -> Option<TransportEvent> {
        let State::Connected { interrupted, .. } = self.0 else { return None };
        self.0 = State::Connected { heard: now, interrupted: false };
        interrupted.then_some(TransportEvent::Restored)
    }

    /// Ends the call.
    pub(super) fn end(&mut self, end: MediaEnd) -> Option<TransportEvent> {
        let over = self.0 == State::Ended;
        self.0 = State::Ended;
        (!over).then_some(TransportEvent::Failed(end))
    }

    pub(super) fn ended(&self) -> bool {
        self.0 == State::Ended
    }

    pub(super) fn poll_timeout(&self) -> Option<Mono> {
        match self.0 {
            State::Waiting | State::Ended => None,
            State::Connecting { since } => Some(since + CONNECT),
            State::Connected { heard, interrupted: false } => Some(heard + INTERRUPTED),
            State::Connected { heard, interrupted: true } => Some(heard + LOST),
        }
    }

    pub(super) fn handle_timeout(&mut self, now: Mono) -> Option<TransportEvent> {
        if self.poll_timeout().is_none_or(|due| due > now) {
            return None;
        }
        match self.0 {
            State::Connecting { .. } => self.end(MediaEnd::Unreachable),
            State::Connected { heard, .. } if heard + LOST <= now => self.end(MediaEnd::Lost),
            State::Connected { heard, interrupted: false } => {
                self.0 = State::Connected { heard, interrupted: true };
                Some(TransportEvent::Disconnected)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Mono {
        Mono::from_millis(seconds * 1_000)
    }

    #[test]
    fn a_peer_that_never_answers_is_unreachable_after_a_minute() {
        let mut vigil = Vigil::new();
        assert_eq!(vigil.poll_timeout(), None);
        vigil.begin(at(30));
        assert_eq!(vigil.handle_timeout(at(89)), None);
        assert_eq!(vigil.handle_timeout(at(90)), Some(TransportEvent::Failed(MediaEnd::Unreachable)));
        assert_eq!((vigil.poll_timeout(), vigil.ended()), (None, true));
    }

    #[test]
    fn silence_interrupts_is_healed_or_ends_the_call() {
        let mut vigil = Vigil::new();
        vigil.begin(at(0));
        assert_eq!(vigil.connect(at(3)), Some(TransportEvent::Connected { after: Duration::from_secs(3) }));
        assert_eq!(vigil.hear(at(5)), None);
        assert_eq!(vigil.handle_timeout(at(17)), Some(TransportEvent::Disconnected));
        assert_eq!(vigil.handle_timeout(at(18)), None);
        assert_eq!(vigil.hear(at(20)), Some(TransportEvent::Restored));
        assert_eq!(vigil.handle_timeout(at(32)), Some(TransportEvent::Disconnected));
        assert_eq!(vigil.handle_timeout(at(80)), Some(TransportEvent::Failed(MediaEnd::Lost)));
        assert_eq!(vigil.hear(at(81)), None);
    }
}
