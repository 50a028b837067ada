//! Servers that others wrote, started for a test and ended with it.
//!
//! - [`coturn`]: a TURN relay
//! - [`phone`]: one side of a call on a real socket, through a relay only
//!
//! `cargo test -p nabz-peers --features peers` needs Debian's `coturn`, or `COTURN` naming a `turnserver`.

#![expect(clippy::disallowed_methods, reason = "real servers run by the machine's clock")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper that fails fails its test")]

pub mod coturn;
pub mod phone;
