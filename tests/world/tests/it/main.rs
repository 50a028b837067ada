//! The world.

#![allow(clippy::unwrap_used, clippy::panic)]

mod defects;
mod everywhere;
mod outboxes;
mod randomness;
mod replay;
mod visits;
mod walker;
