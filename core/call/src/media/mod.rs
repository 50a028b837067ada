//! What is heard: transport, codec, jitter buffer, ladder.

pub mod codec;
mod command;
pub mod engine;
pub mod jitter;
pub mod ladder;
pub mod red;
pub mod transport;

pub use command::{Description, LineQuality, MediaCommand, MediaEnd, MediaEvent, Rung, Setup, Stack};
