//! Whatever is changed on the disk is noticed: an error, or no effect on anything the vault gives out.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use nabz_vault::{ErrorKind, Place, Tampering, Vault, VaultError};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};
use rusqlite::Connection;

use crate::support::{
    INTENT, Kept, MESSAGE, OBSERVATION, ROOM, Seeded, contents, keys, new_vault, open_vault, put, slots,
    wal_of,
};

const PAGE: usize = 4096;

/// All that a vault gives out: number of commits and every record.
type Seen = (u64, Vec<Kept>);

fn look(path: &Path) -> Result<Seen, VaultError> {
    let mut vault = Vault::open(&Place::File(path.into()))?;
    assert_eq!(vault.slots()?.ok_or(VaultError::Corrupt(0))?.outbox.len(), slots().outbox.len());
    vault.unlock(&keys())?;
    Ok((vault.generation()?, contents(&vault)?))
}

/// A suspended vault with a few records of both classes.
fn small_vault(folder: &Path) -> (Vault, PathBuf) {
    let path = folder.join("vault");
    let mut vault = new_vault(&Place::File(path.clone()));
    for n in 0..6 {
        put(&mut vault, [INTENT, OBSERVATION][n % 2], &format!("id-{n}"), format!("value {n}").as_bytes());
    }
    let _ = vault.suspend(ROOM).unwrap();
    (vault, path)
}

/// Lays a file down without the log of an earlier try.
fn lay(path: &Path, bytes: &[u8]) {
    write(path, bytes);
    let _ = fs::remove_file(wal_of(path));
}

/// Writes in place: truncating first makes ext4 flush every time.
fn write(path: &Path, bytes: &[u8]) {
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(false).open(path).unwrap();
    file.write_all(bytes).unwrap();
    file.set_len(bytes.len() as u64).unwrap();
}

#[test]
fn a_flipped_bit_anywhere_is_seen_or_has_no_effect() {
    let folder = tempfile::tempdir().unwrap();
    let (_vault, path) = small_vault(folder.path());
    let good = fs::read(&path).unwrap();
    let seen = look(&path).unwrap();
    let target = folder.path().join("flipped");
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let mut detected = 0;
    // Every byte in use, the zeros in the heads of file and pages, and some of the empty space.
    let bytes = (0..good.len()).filter(|at| good[*at] != 0 || *at < 108 || at % PAGE < 16 || at % 64 == 0);
    for at in bytes {
        let mut flipped = good.clone();
        flipped[at] ^= 1 << (random.next_u32() % 8);
        lay(&target, &flipped);
        match look(&target) {
            Ok(looked) => assert_eq!(looked, seen, "byte {at} changed what is read"),
            Err(error) => {
                assert!(!matches!(error.kind(), ErrorKind::Misuse | ErrorKind::Locked), "byte {at}: {error}");
                assert_eq!(fs::read(&target).unwrap(), flipped, "byte {at}: the refused file was touched");
                detected += 1;
            }
        }
    }
    assert!(detected > 2_000, "only {detected} flips were seen");
}

#[test]
fn a_flipped_bit_in_the_log_never_mixes_states() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let mut vault = new_vault(&Place::File(path.clone()));
    let mut states = vec![(vault.generation().unwrap(), contents(&vault).unwrap())];
    for n in 0..4 {
        put(&mut vault, MESSAGE, &format!("id-{n}"), b"value");
        states.push((vault.generation().unwrap(), contents(&vault).unwrap()));
    }
    drop(vault);
    let (file, log) = (fs::read(&path).unwrap(), fs::read(wal_of(&path)).unwrap());
    let target = folder.path().join("flipped");
    let mut random = ChaCha8Rng::seed_from_u64(6);
    let mut older = 0;
    for _ in 0..600 {
        let mut flipped = log.clone();
        flipped[random.next_u32() as usize % log.len()] ^= 1 << (random.next_u32() % 8);
        write(&target, &file);
        write(&wal_of(&target), &flipped);
        // SQLite ends a log at its first bad frame: an earlier commit, told by its generation.
        if let Ok(looked) = look(&target) {
            assert!(states.contains(&looked));
            older += usize::from(Some(&looked) != states.last());
        }
    }
    assert!(older > 100, "only {older} flips had an effect");
}

/// An older and a newer state of one vault, as file contents and as seen through the vault.
fn two_states(folder: &Path) -> (PathBuf, [Vec<u8>; 2], [Seen; 2]) {
    let (mut vault, path) = small_vault(folder);
    vault.resume().unwrap();
    for n in 10..30 {
        put(&mut vault, OBSERVATION, &format!("id-{n}"), &[n; 700]);
    }
    let _ = vault.suspend(ROOM).unwrap();
    let (older, older_seen) = (fs::read(&path).unwrap(), look(&path).unwrap());
    vault.resume().unwrap();
    let mut turn = vault.turn(&mut Seeded::new(77)).unwrap();
    for n in 10..20 {
        turn.put(OBSERVATION, &format!("id-{n}"), &[0; 700]).unwrap();
    }
    turn.put(INTENT, "id-0", b"changed").unwrap();
    turn.delete(INTENT, "id-2").unwrap();
    turn.put(OBSERVATION, "id-1", b"changed").unwrap();
    turn.put(OBSERVATION, "id-9", b"new").unwrap();
    turn.commit().unwrap();
    let _ = vault.suspend(ROOM).unwrap();
    let (newer, newer_seen) = (fs::read(&path).unwrap(), look(&path).unwrap());
    (path, [older, newer], [older_seen, newer_seen])
}

#[test]
fn every_mixture_of_old_and_new_pages_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let (path, [older, newer], states) = two_states(folder.path());
    let pages: Vec<_> =
        (0..older.len() / PAGE).filter(|p| older[p * PAGE..][..PAGE] != newer[p * PAGE..][..PAGE]).collect();
    assert!(older.len() == newer.len() && pages.len() >= 6, "{pages:?}");
    let mut detected = 0;
    for subset in 1..(1u32 << pages.len()) - 1 {
        let mut mixed = newer.clone();
        for (_, page) in pages.iter().enumerate().filter(|(bit, _)| subset & (1 << bit) != 0) {
            mixed[page * PAGE..][..PAGE].copy_from_slice(&older[page * PAGE..][..PAGE]);
        }
        lay(&path, &mixed);
        match look(&path) {
            // A page that carries nothing of ours (SQLite's own counter) makes no mixture.
            Ok(seen) => assert!(states.contains(&seen), "pages {subset:b} mixed two states"),
            Err(_) => detected += 1,
        }
    }
    assert!(detected >= 62, "only {detected} mixtures were seen");
}

#[test]
fn a_file_set_back_as_a_whole_shows_in_its_generation() {
    let folder = tempfile::tempdir().unwrap();
    let (path, [older, _], [older_seen, newer_seen]) = two_states(folder.path());
    lay(&path, &older);
    assert_eq!(look(&path).unwrap(), older_seen);
    assert!(older_seen.0 < newer_seen.0);
}

#[test]
fn a_file_set_back_while_suspended_locks_the_vault() {
    let folder = tempfile::tempdir().unwrap();
    let (mut vault, path) = small_vault(folder.path());
    let older = fs::read(&path).unwrap();
    vault.resume().unwrap();
    put(&mut vault, INTENT, "later", b"1");
    let _ = vault.suspend(ROOM).unwrap();
    lay(&path, &older);
    assert_eq!(vault.resume(), Err(VaultError::Tampered(Tampering::Manifest)));
    assert!(!vault.is_unlocked());
}

#[test]
fn rows_moved_set_back_added_or_removed_are_seen() {
    const ATTACKS: [&str; 12] = [
        "UPDATE outbox SET sealed = (SELECT o.sealed FROM outbox o WHERE o.seq = 4 - outbox.seq) WHERE seq IN (1, 3)",
        "UPDATE outbox SET seq = CASE seq WHEN 1 THEN 103 ELSE 101 END WHERE seq IN (1, 3);
         UPDATE outbox SET seq = seq - 100 WHERE seq > 100",
        "UPDATE outbox SET seq = 50 WHERE seq = 1",
        "UPDATE outbox SET version = version + 1 WHERE seq = 1",
        "UPDATE outbox SET (version, sealed) = (SELECT version, sealed FROM old.outbox WHERE seq = 1) WHERE seq = 1",
        "DELETE FROM outbox WHERE seq = 3",
        "DELETE FROM outbox",
        "INSERT INTO outbox SELECT seq + 50, zeroblob(16), version, sealed FROM outbox WHERE seq = 1",
        "INSERT INTO outbox SELECT * FROM old.outbox WHERE seq = 2",
        "INSERT INTO outbox SELECT seq + 50, blind, version, sealed FROM clinical",
        "UPDATE vault SET manifest = (SELECT manifest FROM old.vault)",
        "UPDATE vault SET clinical_slot = outbox_slot",
    ];
    let folder = tempfile::tempdir().unwrap();
    let (path, [older, newer], _) = two_states(folder.path());
    let old = folder.path().join("old");
    for attack in ATTACKS {
        lay(&old, &older);
        lay(&path, &newer);
        let connection = Connection::open(&path).unwrap();
        connection.execute("ATTACH ?1 AS old", [old.to_str().unwrap()]).unwrap();
        connection.execute_batch(attack).unwrap();
        assert!(connection.changes() > 0, "{attack}");
        connection.close().unwrap();
        assert_eq!(open_vault(&path).err().map(|error| error.kind()), Some(ErrorKind::Tampered), "{attack}");
    }
}

#[test]
fn tables_emptied_or_dropped_are_never_taken_for_a_fresh_vault() {
    let folder = tempfile::tempdir().unwrap();
    let (_vault, path) = small_vault(folder.path());
    let good = fs::read(&path).unwrap();
    for attack in
        ["DELETE FROM vault", "DROP TABLE vault", "PRAGMA user_version = 0", "PRAGMA application_id = 0"]
    {
        lay(&path, &good);
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch(attack).unwrap();
        connection.close().unwrap();
        let slots = Vault::open(&Place::File(path.clone())).and_then(|vault| vault.slots());
        assert_eq!(slots.unwrap_err().kind(), ErrorKind::Corrupt, "{attack}");
    }
}

#[test]
fn a_cut_or_foreign_file_is_corrupt_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (_vault, path) = small_vault(folder.path());
    let good = fs::read(&path).unwrap();
    let cuts: BTreeSet<usize> = (1..good.len()).step_by(997).chain([100, PAGE, good.len() - 1]).collect();
    for cut in cuts {
        lay(&path, &good[..cut]);
        let kind = open_vault(&path).err().map(|error| error.kind());
        assert!(matches!(kind, Some(ErrorKind::Corrupt | ErrorKind::Tampered)), "{cut}: {kind:?}");
        assert_eq!(fs::read(&path).unwrap(), good[..cut]);
    }
    lay(&path, b"what is this file that is no database and longer than a header of SQLite, which has a hundred bytes?");
    assert_eq!(open_vault(&path).err().unwrap().kind(), ErrorKind::Corrupt);
}
