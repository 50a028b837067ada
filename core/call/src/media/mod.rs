//! What is heard: transport, codec, jitter buffer, ladder.

pub mod transport;

mod command;

pub use command::{Description, LineQuality, MediaCommand, MediaEnd, MediaEvent, Rung, Setup};
