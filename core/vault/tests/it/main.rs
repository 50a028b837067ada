//! The vault's promises, each in its file.

mod contract;
mod support;
