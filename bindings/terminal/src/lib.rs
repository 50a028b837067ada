//! Nabz in a terminal: the commands of `cargo run`, the same screens as lines, and the report of a visit.
//!
//! - [`cli`]: the commands and their flags; [`failure`]: how they end
//! - [`visit`], [`by_hand`], [`serve`]: what the three commands do
//! - [`paint`]: a screen as lines; [`ask`]: what a person types under it; [`session`]: both together
//! - [`link`]: the links a visit can be played on
//! - [`report`]: `visit.json`, `visit.html` and the figures in them; [`wav`]: what each side heard
//! - [`progress`]: what a person sees while a visit is played

pub mod ask;
pub mod by_hand;
pub mod cli;
pub mod failure;
pub mod link;
pub mod paint;
pub mod progress;
pub mod report;
pub mod serve;
pub mod session;
pub mod visit;
pub mod wav;
