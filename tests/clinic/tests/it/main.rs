//! The sandbox clinic against what was measured of the real servers, and on real sockets.

#![allow(clippy::unwrap_used)]

mod broker;
mod fhir;
mod http;
mod relay;

use std::sync::Arc;
use std::time::Instant;

use nabz_clinic::http::Clock;
use nabz_time::{Mono, Now, Wall};

/// Real time, beginning on 2026-11-25 at 10:00 in Tehran.
#[allow(clippy::disallowed_methods, reason = "real sockets take real time")]
fn clock() -> Clock {
    let began = Instant::now();
    let opening = Now { mono: Mono::ZERO, wall: Wall::from_millis(1_795_588_200_000) };
    Arc::new(move || opening + began.elapsed())
}
