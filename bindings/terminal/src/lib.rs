//! Nabz in a terminal: the commands of `cargo run`, the same screens as lines, and the report of a visit.
//!
//! - [`cli`]: the commands and their flags; [`failure`]: how they end
//! - [`visit`], [`by_hand`], [`serve`]: what the three commands do; [`in_browser`]: the app by hand, shown elsewhere
//! - [`paint`]: a screen as lines; [`ask`]: what a person types under it; [`session`]: both together
//! - [`stage`]: the sandbox and a phone on it; [`person`]: who uses the app without being asked anything;
//!   [`recording`]: what both sides said and heard
//! - [`link`]: the links a visit can be played on
//! - [`report`]: `visit.json`, `visit.html` and the figures in them; [`wav`]: what each side heard
//! - [`progress`]: what a person sees while a visit is played

pub mod ask;
pub mod by_hand;
pub mod cli;
pub mod failure;
pub mod in_browser;
pub mod link;
pub mod paint;
pub mod person;
pub mod progress;
pub mod recording;
pub mod report;
mod seat;
pub mod serve;
pub mod session;
pub mod stage;
pub mod visit;
pub mod wav;
