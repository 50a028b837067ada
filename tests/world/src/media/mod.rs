//! The call's media: the real engines over a bad link, or somebody who answers as they would.

mod engines;
mod stand_in;

use nabz_call::media::{MediaCommand, MediaEvent};
use nabz_time::Mono;

pub use engines::Engines;
pub use stand_in::StandIn;

use crate::post::Party;
use crate::trace::Trace;

/// Media of both parties.
pub trait Media {
    /// Does what a party asks.
    fn command(&mut self, party: Party, command: MediaCommand, now: Mono);
    /// A party's process died.
    fn forget(&mut self, party: Party);
    /// When time alone changes something.
    fn poll_timeout(&mut self) -> Option<Mono>;
    /// Time has passed. `carried` says whether packets pass between the two; what passes is written down.
    fn handle_timeout(&mut self, now: Mono, carried: bool, trace: &mut Trace) -> Vec<(Party, MediaEvent)>;
}
