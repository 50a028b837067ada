//! The vault's promises, each in its file.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod blobs;
mod contract;
mod files;
mod fixture;
mod keys;
mod kill;
mod model;
mod pin;
mod recovery;
mod shred;
mod support;
mod suspension;
mod tamper;
