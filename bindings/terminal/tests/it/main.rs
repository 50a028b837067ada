//! The screens of the web painter's samples, painted for a terminal.

mod golden;
#[path = "../../../web/tests/it/samples.rs"]
mod samples;
