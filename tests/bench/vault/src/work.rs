//! What is measured, the same for every store. The rival's own workspace includes this file.

use std::path::{Path, PathBuf};

/// What every store is asked for, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// Puts each record in a transaction of its own.
    Single,
    /// Puts all records in one transaction.
    Batch,
    /// Reads as many records by id, in a scattered order.
    Point,
    /// Reads all records, in order.
    Scan,
    /// Opens the file and reads one record.
    Open,
    /// Opens the file, has SQLite check it, and reads every record: what unlocking does.
    Whole,
}

impl Work {
    /// The name by which a child is asked.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Batch => "batch",
            Self::Point => "point",
            Self::Scan => "scan",
            Self::Open => "open",
            Self::Whole => "whole",
        }
    }
}

/// The kind of every record.
pub(crate) const KIND: &str = "Observation";

/// The `n`-th record: an id like a FHIR server's, and 600 to 1,430 bytes, 1,016 on average, as Observations have.
pub(crate) fn record(n: u64) -> (String, Vec<u8>) {
    let mixed = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let id = format!("{:08x}-{:04x}-4000-8000-{:012x}", mixed >> 32, mixed & 0xffff, n);
    let length = 600 + (mixed >> 20) % 832;
    let body =
        (0..length).map(|at| b' ' + ((at.wrapping_mul(31) ^ (mixed >> (at % 56))) % 94) as u8).collect();
    (id, body)
}

/// Records 0 to `count`.
pub(crate) fn records(count: u64) -> Vec<(String, Vec<u8>)> {
    (0..count).map(record).collect()
}

/// Where a writing work begins: no file of an earlier one.
pub(crate) fn fresh(folder: &Path, name: &str) -> PathBuf {
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("{name}-written{suffix}")));
    }
    folder.join(format!("{name}-written"))
}

/// The order of point reads: every record once, far from the last.
pub(crate) fn scattered(records: u64) -> impl Iterator<Item = u64> {
    // A prime beyond every number of records that is measured.
    (0..records).map(move |n| n.wrapping_mul(1_000_003) % records)
}

/// CPU time of this thread, in nanoseconds.
pub(crate) fn cpu() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: a struct of our own for the clock to fill.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}
