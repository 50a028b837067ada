//! Software that others wrote, started for a test and ended with it.
//!
//! - [`coturn`]: a TURN relay
//! - [`phone`]: one side of a call on a real socket, through a relay only
//! - [`browser`]: Chromium with a page of ours and a microphone that speaks out of a file
//! - [`aiortc`]: a second WebRTC stack, in Python
//! - [`line`]: a bad line in real time; [`sdp`]: a browser's offer and our answer; [`encounter`]: a call between the
//!   browser and the core, and what each heard
//!
//! `cargo test -p nabz-peers --features peers` needs Debian's `coturn` and `chromium`, or `COTURN` and `CHROMIUM` naming
//! a `turnserver` and a browser, and in `AIORTC` a Python with aiortc. `cargo xtask test peers` brings all three.

#![expect(clippy::disallowed_methods, reason = "real servers run by the machine's clock")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper that fails fails its test")]

pub mod aiortc;
pub mod browser;
pub mod coturn;
pub mod encounter;
pub mod line;
pub mod phone;
pub mod sdp;
