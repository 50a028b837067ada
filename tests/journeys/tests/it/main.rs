//! What people do, end to end, and bad input on real sockets.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "figures, for whoever runs it with --nocapture")]

mod booking_killed;
mod datagrams;
mod faults;
mod letters;
