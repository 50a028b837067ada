//! The painter on every block kind: what the documents hold, and how a real browser behaves with them.

mod browser;
mod samples;
mod sheet;
