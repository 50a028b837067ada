//! The app from outside: inputs in, effects out, and what a person reads on the screen.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod background;
mod booking;
mod calls;
mod clinic;
mod doctor;
mod drafts;
mod gallery;
mod help;
mod keys;
mod leave;
mod line;
mod lock;
mod opening;
mod phone;
mod practice;
mod starting;
mod turns;
mod visits;
mod words;
