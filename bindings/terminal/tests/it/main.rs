//! The screens of the web painter's samples, painted for a terminal.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod command;
mod golden;
mod report;
#[path = "../../../web/tests/it/samples.rs"]
mod samples;
mod session;
