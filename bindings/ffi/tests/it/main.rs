//! The core as a shell holds it: what it promises when a shell misbehaves, goes away or asks too much.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may fail, and waits"
)]

mod ends;
mod hostile;
mod opens;
mod shell;
