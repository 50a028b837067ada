//! Fluent messages, parsed and resolved: the part of the language that `locales` uses.
//!
//! Syntax is fluent-syntax's. Resolution is our own, because the usual crate counts as CLDR 37 did (most Arabic numbers
//! from 103 on were wrong) and in `f64`. What it knows: variables, messages, terms, string literals, and a choice by a
//! number (exact, then by plural category) or by a gender. Everything else fails the message, and the next language
//! says it.

mod bundle;
mod resolve;

pub(crate) use self::bundle::Bundle;
pub(crate) use self::resolve::{Reader, Value, keyword};
