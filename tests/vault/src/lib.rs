//! The vault's promises, proved by seed.
//!
//! [`prove`] runs every case, a bounded share or all of it, and gives the table. Each case has a check beside it: a
//! defect that the same proof must catch. `cargo xtask proof vault` is how a person calls it.

#![expect(clippy::disallowed_methods, reason = "kills come at moments of the machine's clock")]

pub mod canary;
pub mod disk;
pub mod faults;
pub mod keystore;
pub mod kill;
pub mod memory;
pub mod model;
pub mod power;
mod support;
pub mod table;
pub mod tamper;
pub mod vectors;

use std::path::Path;

use nabz_vault::Cipher;

use crate::table::Row;
use crate::tamper::Attack;

/// How often each case runs.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    kills: u64,
    states: u64,
    tampered: u64,
    faults: u64,
    sequences: u64,
    courses: u64,
    few: u64,
}

impl Size {
    /// What CI runs: under two minutes on two cores.
    pub const SHARE: Self =
        Self { kills: 300, states: 1_000, tampered: 400, faults: 300, sequences: 500, courses: 150, few: 5 };
    /// What is promised.
    pub const FULL: Self = Self {
        kills: 10_000,
        states: 10_000,
        tampered: 2_000,
        faults: 2_000,
        sequences: 10_000,
        courses: 2_000,
        few: 50,
    };
}

/// Runs every case. `program` is this crate's binary, which plays the children; `done` is told each row.
pub fn prove(program: &Path, size: Size, seed: u64, mut done: impl FnMut(&Row)) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut add = |row: Row| {
        done(&row);
        rows.push(row);
    };
    add(kill::prove("kill -9: acknowledged turns lost, mixed or unopenable", program, seed, size.kills));
    add(power::prove("power cut: acknowledged turns lost, mixed or unopenable", seed, size.states, false));
    let weak = power::prove("", seed, size.states / 4, true);
    add(Row::caught("check: synchronous=NORMAL loses turns to a power cut", seed, &weak));
    for (case, attack) in [
        ("a bit of the file flipped, unseen", Attack::BitInFile),
        ("a bit of the log flipped, states mixed", Attack::BitInLog),
        ("rows swapped, set back, doubled or removed, unseen", Attack::Rows),
        ("pages set back, unseen", Attack::Pages),
        ("whole file set back beyond the recorded generation, unseen", Attack::WholeFile),
    ] {
        add(tamper::prove(case, attack, seed, size.tampered));
    }
    let unbound = tamper::unbound_rows_swap_unseen(seed, 20);
    add(Row::caught("check: rows sealed without their place are swapped unseen", seed, &unbound));
    for (case, errno, lasting) in [
        ("disk full from the k-th write on", libc::ENOSPC, true),
        ("disk full for the k-th write alone", libc::ENOSPC, false),
        ("disk error from the k-th write on", libc::EIO, true),
        ("disk error for the k-th write alone", libc::EIO, false),
    ] {
        add(faults::every_call(case, errno, lasting, seed, size.faults));
    }
    add(Row::over_seeds("read-only folder: typed, untouched", seed, size.few, faults::read_only_folder));
    add(Row::over_seeds("wrong keys: typed, untouched", seed, size.few, faults::wrong_keys));
    add(Row::over_seeds(
        "cut file, overwritten header: typed, untouched",
        seed,
        size.few * 4,
        faults::broken_header,
    ));
    add(Row::over_seeds("file of a newer app: typed, untouched", seed, size.few, faults::downgrade));
    add(Row::over_seeds("two processes: the second is told", seed, size.few, |seed| {
        faults::two_processes(program, seed)
    }));
    let heeding = "key store refusing in any order: unsent work lost";
    add(keystore::prove(heeding, keystore::Host::Heeding, seed, size.sequences));
    let wiping = keystore::prove("", keystore::Host::Wiping, seed, 100);
    add(Row::caught("check: a host that wipes on refusal loses unsent work", seed, &wiping));
    add(Row::over_seeds("canaries in db, wal, blobs, bundle, quarantine", seed, size.few, canary::files));
    let leak = Row::over_seeds("", seed, 1, canary::files_with_a_leak);
    add(Row::caught("check: a word in a log file is found", seed, &leak));
    add(Row::over_seeds("canaries in errors and Debug", seed, size.few, canary::errors_and_debug));
    memory::prove(program, seed, size.few).into_iter().for_each(&mut add);
    add(vectors::aead("Wycheproof AES-256-GCM", Cipher::Aes256Gcm));
    add(vectors::aead("Wycheproof ChaCha20-Poly1305", Cipher::ChaCha20Poly1305));
    add(vectors::hkdf("Wycheproof HKDF-SHA256"));
    add(vectors::hmac("Wycheproof HMAC-SHA256"));
    add(Row::over_seeds("against a map, with power cuts and rotations", seed, size.courses, |seed| {
        model::course(seed, false)
    }));
    let faulty = Row::over_seeds("", seed, 1, |seed| model::course(seed, true));
    add(Row::caught("check: a map that differs is noticed", seed, &faulty));
    rows
}
