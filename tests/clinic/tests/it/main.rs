//! The sandbox clinic against what was measured of the real servers.

#![allow(clippy::unwrap_used)]

mod broker;
mod fhir;
