//! What people do, end to end on real sockets, and bad input there.
//!
//! The sandbox clinic runs in the test's process, a phone beside it or, where it is to be killed, in a process of its
//! own (`journeys-phone`). A robot uses the phone as a person would: it looks at the screen and presses what is
//! offered. Tests look behind the counter, at the clinic's records, only to see what came of it.
//!
//! | Module | Is |
//! |---|---|
//! | [`clinic`] | the sandbox, the weather over its requests, its records |
//! | [`step`] | what a request is part of |
//! | [`seat`], [`keys`] | what a phone is given at enrolment; a key store that survives the process |
//! | [`player`], [`words`] | the robot at a phone; what a screen says |
//! | [`child`] | a phone in a process of its own, as its parent sees it |
//! | [`stranger`] | somebody who writes to a mailbox |
//! | [`ear`] | what was heard in a call, counted |

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what fails here fails a test")]

pub mod child;
pub mod clinic;
pub mod ear;
pub mod keys;
pub mod player;
pub mod seat;
pub mod step;
pub mod stranger;
pub mod words;

use std::time::Duration;

/// Lets time pass.
#[expect(clippy::disallowed_methods, reason = "real time on real sockets")]
pub fn nap(lasts: Duration) {
    std::thread::sleep(lasts);
}
