//! What is heard: transport, codec, jitter buffer, ladder.

mod command;

pub use command::{Description, LineQuality, MediaCommand, MediaEnd, MediaEvent, Rung, Setup};
