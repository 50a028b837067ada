//! What is heard: transport, codec, jitter buffer, ladder.

pub mod codec;
mod command;
pub mod engine;
pub mod jitter;
pub mod ladder;
pub mod practice;
pub mod red;
pub mod transport;
pub mod watch;

pub use command::{
    Description, LineQuality, MediaCommand, MediaEnd, MediaEvent, RelayAccount, Rung, Setup, Stack,
};
