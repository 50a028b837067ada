//! Changes of keys that are cut short, and several people on one phone.

use std::fs;

use nabz_vault::{DataKeys, KeyClass, KeySlots, Place, Vault, VaultError};
use rusqlite::Connection;

use crate::support::{
    INTENT, OBSERVATION, ROOM, Seeded, contents, keys, new_vault, other_keys, put, slots, wal_of,
};

/// Every state that a crash between two steps of a rotation can leave, opened and finished.
#[test]
fn a_rotation_cut_short_anywhere_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let mut vault = new_vault(&Place::File(path.clone()));
    for n in 0..12 {
        put(&mut vault, [INTENT, OBSERVATION][n % 2], &n.to_string(), &[n as u8; 500]);
    }
    let expected = contents(&vault).unwrap();
    let mut entropy = Seeded::new(8);
    let (old, new) = (keys(), other_keys());
    let copy = |name: &str| {
        let to = folder.path().join(name);
        fs::copy(&path, &to).unwrap();
        fs::copy(wal_of(&path), wal_of(&to)).unwrap();
        to
    };
    let mut states = Vec::new();
    vault.rotate(KeyClass::Outbox, &old.outbox, &new.outbox, vec![2], &mut entropy).unwrap();
    states.push(copy("0"));
    for n in 1.. {
        let done = vault.reseal(KeyClass::Outbox, 1, &mut entropy).unwrap();
        states.push(copy(&n.to_string()));
        if done {
            break;
        }
    }
    assert_eq!(states.len(), 8, "six rows, one step each, and the end");
    let half = DataKeys { outbox: new.outbox, clinical: old.clinical };
    for state in states {
        let mut vault = Vault::open(&Place::File(state)).unwrap();
        vault.unlock(&half).unwrap();
        assert_eq!(contents(&vault).unwrap(), expected);
        while !vault.reseal(KeyClass::Outbox, 2, &mut entropy).unwrap() {}
        vault.lock();
        vault.unlock(&half).unwrap();
        assert_eq!(contents(&vault).unwrap(), expected);
    }
}

#[test]
fn the_old_key_is_gone_from_the_file_when_its_rows_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let mut vault = new_vault(&Place::File(path.clone()));
    put(&mut vault, INTENT, "1", b"kept");
    let mut entropy = Seeded::new(8);
    vault.rotate(KeyClass::Outbox, &keys().outbox, &other_keys().outbox, vec![2], &mut entropy).unwrap();
    let retiring = |path: &std::path::Path| -> Option<Vec<u8>> {
        let connection = Connection::open(path).unwrap();
        connection.query_row("SELECT outbox_retiring FROM vault", [], |row| row.get(0)).unwrap()
    };
    let _ = vault.suspend(ROOM).unwrap();
    assert!(retiring(&path).is_some());
    vault.resume().unwrap();
    while !vault.reseal(KeyClass::Outbox, 2, &mut entropy).unwrap() {}
    let _ = vault.suspend(ROOM).unwrap();
    assert_eq!(retiring(&path), None);
}

#[test]
fn a_changed_header_of_a_rotation_is_seen() {
    const ATTACKS: [&str; 4] = [
        "UPDATE vault SET outbox_retiring = NULL",
        "UPDATE vault SET outbox_retiring = randomblob(length(outbox_retiring))",
        "UPDATE vault SET clinical_key = 2",
        "UPDATE vault SET clinical_retiring = outbox_retiring",
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let mut vault = new_vault(&Place::File(path.clone()));
    put(&mut vault, INTENT, "1", b"kept");
    let new = other_keys();
    vault.rotate(KeyClass::Outbox, &keys().outbox, &new.outbox, vec![2], &mut Seeded::new(8)).unwrap();
    let _ = vault.suspend(ROOM).unwrap();
    drop(vault);
    let good = fs::read(&path).unwrap();
    for attack in ATTACKS {
        fs::write(&path, &good).unwrap();
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch(attack).unwrap();
        connection.close().unwrap();
        let mut vault = Vault::open(&Place::File(path.clone())).unwrap();
        let opened = vault.unlock_outbox(&new.outbox);
        assert!(matches!(opened, Err(VaultError::Tampered(_))), "{attack}: {opened:?}");
    }
}

/// Two people, one phone: each vault opens with its own keys only, stays shut while the other is open, and takes
/// neither rows nor header of the other.
#[test]
fn one_persons_unlocking_never_opens_anothers_vault() {
    let folder = tempfile::tempdir().unwrap();
    let paths = ["grandmother", "grandson"].map(|name| folder.path().join(name));
    let places = paths.clone().map(Place::File);
    let mut first = new_vault(&places[0]);
    put(&mut first, INTENT, "1", b"hers");
    let mut second = Vault::open(&places[1]).unwrap();
    second.initialise(&other_keys(), slots(), &mut Seeded::new(5)).unwrap();
    put(&mut second, INTENT, "1", b"his");
    second.lock();
    assert_eq!(first.get(INTENT, "1").unwrap().unwrap().bytes, b"hers");
    assert_eq!(second.get(INTENT, "1"), Err(VaultError::Locked));
    assert_eq!(second.unlock(&keys()), Err(VaultError::WrongKey));
    assert_eq!(second.unlock_outbox(&keys().outbox), Err(VaultError::WrongKey));
    second.unlock(&other_keys()).unwrap();
    first.lock();
    assert_eq!(first.get(INTENT, "1"), Err(VaultError::Locked));
    assert_eq!(second.get(INTENT, "1").unwrap().unwrap().bytes, b"his");
    for vault in [&mut first, &mut second] {
        let _ = vault.suspend(ROOM).unwrap();
    }
    drop((first, second));
    let good = fs::read(&paths[1]).unwrap();
    for attack in [
        "UPDATE outbox SET (blind, version, sealed) = (SELECT blind, version, sealed FROM hers.outbox)",
        "DELETE FROM vault; INSERT INTO vault SELECT * FROM hers.vault",
    ] {
        fs::write(&paths[1], &good).unwrap();
        let connection = Connection::open(&paths[1]).unwrap();
        connection.execute("ATTACH ?1 AS hers", [paths[0].to_str().unwrap()]).unwrap();
        connection.execute_batch(attack).unwrap();
        connection.close().unwrap();
        for keys in [keys(), other_keys()] {
            assert!(Vault::open(&places[1]).unwrap().unlock(&keys).is_err(), "{attack}");
        }
    }
}

#[test]
fn a_change_of_keys_that_the_disk_refuses_leaves_the_old_ones() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let mut vault = new_vault(&Place::File(path.clone()));
    put(&mut vault, INTENT, "1", b"kept");
    // A slot larger than SQLite takes stands for any refusal.
    let huge = KeySlots { outbox: vec![0; 1_000_000_001], clinical: vec![1] };
    assert!(vault.rewrap(huge, &mut Seeded::new(9)).is_err());
    assert!(!vault.is_unlocked());
    vault.unlock(&keys()).unwrap();
    assert_eq!(vault.slots(), Ok(Some(slots())));
    put(&mut vault, INTENT, "2", b"and goes on");
}
