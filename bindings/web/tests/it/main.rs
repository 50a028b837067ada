//! The painter on every block kind: what the documents hold; and the served page.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::disallowed_methods, reason = "a server in real time")]

mod samples;
mod serve;
mod sheet;
