//! Our own sync yields to a call on a weak line: what screens ask waits, and what must not be lost goes on at a trickle.

use std::time::Duration;

use nabz_call::media::Rung;
use nabz_sync::{HttpReply, HttpRequest};
use nabz_time::Mono;

use crate::desk::Desk;
use crate::state::{Call, CallStage};

/// What our own requests take beside such a call, bits a second, both directions together: a tenth of its floor.
const TRICKLE: u64 = 1_000;
/// What a request and its answer weigh beside their bodies: lines, headers, a token, TCP and TLS.
const BESIDE: usize = 700;

/// How much may be asked of the clinic while a call needs the line.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pace {
    /// Until when what was sent and taken so far fills the trickle.
    busy: Mono,
}

impl Pace {
    /// A request leaves.
    pub(crate) fn asked(&mut self, request: &HttpRequest, now: Mono) {
        self.spend(BESIDE + request.path.len() + request.body.as_ref().map_or(0, Vec::len), now);
    }

    /// Its answer came.
    pub(crate) fn answered(&mut self, reply: &HttpReply, now: Mono) {
        if let HttpReply::Response(response) = reply {
            self.spend(response.body.len(), now);
        }
    }

    /// When the next request may leave.
    pub(crate) fn free_at(&self) -> Mono {
        self.busy
    }

    fn spend(&mut self, bytes: usize, now: Mono) {
        self.busy = self.busy.max(now) + Duration::from_millis(bytes as u64 * 8_000 / TRICKLE);
    }
}

impl Desk {
    /// Whether a call needs the line for itself: below R3 in either direction, or while it is being reached.
    pub(crate) fn yields_to_a_call(&self) -> bool {
        let weak = |call: &Call| match call.stage {
            CallStage::Ringing => false,
            CallStage::Connecting | CallStage::Interrupted => true,
            CallStage::Talking => call.line.is_some_and(|line| line.up.max(line.down) > Rung::R3),
        };
        self.state.call.as_ref().is_some_and(weak)
    }
}

#[cfg(test)]
mod tests {
    use nabz_sync::{HttpResponse, Method, REQUEST_TIMEOUT};

    use super::*;

    #[test]
    fn what_was_sent_and_taken_fills_the_trickle() {
        let at = Mono::from_millis;
        let mut pace = Pace::default();
        let body = Some(vec![0; 2_500 - BESIDE - 4]);
        let request = HttpRequest {
            method: Method::Post,
            path: "Slot".into(),
            headers: Vec::new(),
            body,
            timeout: REQUEST_TIMEOUT,
        };
        pace.asked(&request, at(10_000));
        assert_eq!(pace.free_at(), at(30_000));
        let response = HttpResponse { status: 200, headers: Vec::new(), body: vec![0; 1_250] };
        pace.answered(&HttpReply::Response(response), at(12_000));
        assert_eq!(pace.free_at(), at(40_000));
    }
}
