//! The painter on every block kind: what the documents hold, and how a real browser behaves with them.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod browser;
mod samples;
mod sheet;
