//! Calls over bad links, in virtual time.
//!
//! - [`delivery`]: who is heard within a second
//! - [`setup`]: how a call comes to stand
//! - [`recovery`]: how a call survives a new address
//! - [`bytes`]: what a call costs on the wire
//! - [`ladder`]: how long a call stays below what its line bears
//! - [`quality`]: what is left of real speech
//! - [`cpu`]: what a call costs a processor
//! - [`meeting`]: two engines that talk to each other over two links, with everything real but the codec
//! - [`fixed`]: senders that do not adapt, for rivals
//! - [`stock`]: webrtc-rs's own peer connection as it comes, for a rival
//! - [`plot`]: a meeting as curves

pub mod bytes;
pub mod cpu;
pub mod delivery;
pub mod fixed;
pub mod ladder;
pub mod meeting;
pub mod plot;
pub mod quality;
pub mod recovery;
pub mod setup;
pub mod stock;

use std::time::Duration;

use nabz_link::Shape;

/// A link of so many kbit/s each way and a round trip of so many milliseconds, losing a share in bursts of 1.5.
pub fn shape(kbps: u32, round_trip_ms: u64, loss: f64) -> Shape {
    let delay = Duration::from_millis(round_trip_ms / 2);
    Shape { rate_bps: kbps * 1_000, delay, loss, burst: 1.5 }
}
