//! Every word, number and date a person reads or hears.
//!
//! `locales/<tag>/*.ftl` → [`Formatter`] → [`Text`]. Pure: no clock, no storage, no medicine.

mod message;
mod text;

pub use message::{Arg, Currency, DateStyle, Message};
pub use text::{Direction, Text};
