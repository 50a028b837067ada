//! Calls between Chromium, as a doctor's desk may have it, and the core.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper that fails fails its test")]

use std::time::Duration;

use nabz_link::Shape;
use nabz_peers::encounter::with_core;
use nabz_peers::sdp::Shaping;

/// The line, in CI's share: 12 kbit/s, 0.6 s there and back. What is promised of three minutes is in the bench.
#[test]
fn chromium_and_the_core_hear_each_other_at_12_kbits() {
    let shape = Shape { rate_bps: 12_000, delay: Duration::from_millis(300), loss: 0.0, burst: 1.5 };
    let call = with_core(shape, 1, Shaping::FLOOR, Duration::from_secs(40));
    println!("{call:?}");
    assert!(call.connected.is_some_and(|seconds| seconds < 30.0), "{call:?}");
    assert_eq!(call.loud, [true, true], "both hear a voice: {call:?}");
    for heard in [call.in_browser, call.in_core] {
        assert!(heard.concealed <= 0.08, "{call:?}");
    }
    // What the answer asked for is what is sent: 10.1 kbit/s with everything, and not 40.
    assert!(call.kbps.iter().all(|kbps| *kbps < 12.0), "{call:?}");
}
