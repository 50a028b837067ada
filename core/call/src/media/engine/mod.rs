//! A call's media as one machine.

mod clock;
mod line;
mod pipeline;
mod trace;

pub use pipeline::{Begin, MediaPacket, Packet, Pipeline, PipelineEvent};
pub use trace::{Fate, TraceEvent};
