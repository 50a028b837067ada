//! What the phone sends and receives beside media, in bytes: for the report, and for people who pay by the megabyte.

use std::sync::atomic::{AtomicU64, Ordering};

/// A count that only grows.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// Adds bytes.
    pub fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Bytes so far.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Bytes of requests and messages, without TCP and IP.
#[derive(Debug, Default)]
pub struct Traffic {
    /// Requests to the FHIR server and sign-in.
    pub sync_up: Count,
    /// Their answers.
    pub sync_down: Count,
    /// MQTT to the broker.
    pub signalling_up: Count,
    /// MQTT from the broker.
    pub signalling_down: Count,
}
