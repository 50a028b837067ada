//! Turns, screens, actions and effects over the rooms below.

pub mod effect;
pub mod screen;
