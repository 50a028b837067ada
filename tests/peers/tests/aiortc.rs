//! Calls between aiortc and the core.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper that fails fails its test")]

use std::time::Duration;

use nabz_link::Shape;
use nabz_peers::encounter::with_aiortc;

/// It sends 20 ms of stereo at 96 kbit/s whatever it is asked for, so the line is a good one.
#[test]
fn aiortc_and_the_core_hear_each_other() {
    let shape = Shape { rate_bps: 300_000, delay: Duration::from_millis(50), loss: 0.0, burst: 1.5 };
    let call = with_aiortc(shape, 1, Duration::from_secs(15));
    println!("{call:?}");
    assert!(call.connected.is_some_and(|seconds| seconds < 20.0), "{call:?}");
    assert_eq!(call.loud, [true, true], "both hear a voice: {call:?}");
    assert!(call.in_core.concealed <= 0.08, "{call:?}");
}
