//! Speech over bad links: what is heard, how late, on which rung.
//!
//! `cargo test -p nabz-call --test it -- --nocapture` prints the tables of `docs/decisions/0004-brake-and-ladder.md`.

mod conversation;
mod delivery;
mod engine;
mod hostile;
mod ladder;
mod practice;
mod record;
mod storm;

use std::time::Duration;

use nabz_link::{Schedule, Shape};
use nabz_time::Mono;

use conversation::{Conversation, shape};

/// 25 s good, 80 s at 12 kbit/s, 50 s good.
fn default_link() -> Schedule {
    let good = shape(60, 200, 0.0);
    stretches(&[(25, good), (80, shape(12, 600, 0.0)), (50, good)])
}

/// Each shape with how many seconds it holds.
fn stretches(parts: &[(u64, Shape)]) -> Schedule {
    let parts: Vec<_> = parts.iter().map(|&(seconds, shape)| (Duration::from_secs(seconds), shape)).collect();
    Schedule::stretches(&parts).unwrap()
}
