//! Red flags: what one reading may mean, checked on the phone without a network, before anything is averaged.
//!
//! - A [`Pack`] is data of the signed configuration. It names its guideline, its reviewer, whom it is for and until when
//!   it holds. A pack nobody reviewed judges in the sandbox and in a demonstration only.
//! - A [`Rule`] is a half-line (`systolic ≥ 180 mm[Hg]`), so that a reading further out is never judged milder.
//! - [`meanings`] are the readings a typed number can stand for: 56 is one thing in mg/dL and another in mmol/L, 80/120
//!   may be 120/80. While any of them is a flag, its question comes before every other word.
//! - That no rule fired says [`Verdict::NoneOfThese`], and never that all is well.

mod meanings;
mod pack;
mod verdict;

pub use meanings::{meanings, pressure_meanings};
pub use pack::{Pack, PackError, Person, Review, Rule, Severity, Side, Source};
pub use verdict::{Setting, Unjudged, Verdict, judge, question_first};
