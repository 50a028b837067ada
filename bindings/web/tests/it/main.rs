//! The painter on every block kind: what the documents hold.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod samples;
mod sheet;
