//! The outbox and the reader against a small clinic that behaves as HAPI does, over a network that does not behave.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod clinic;
mod faults;
mod outbox;
mod phone;
mod pulling;
mod reading;
mod schedules;
mod world;
mod writing;
