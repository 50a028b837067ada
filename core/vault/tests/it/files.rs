//! What lies on the disk, and who holds it.

use std::fs;

use nabz_vault::{ErrorKind, Place, Vault, quarantine};

use crate::support::{
    INTENT, MESSAGE, OBSERVATION, ROOM, Seeded, contents, keys, new_vault, open_vault, put, slots, wal_of,
};

#[test]
fn no_file_holds_a_kind_an_id_a_value_or_a_key_in_the_clear() {
    const CANARIES: [&str; 4] = ["intent", "Observation", "canary-id", "canary-value"];
    let folder = tempfile::tempdir().unwrap();
    let mut vault = new_vault(&Place::File(folder.path().join("vault")));
    for n in 0..40 {
        let long = format!("canary-value {n} ").repeat(20 * n);
        put(&mut vault, [INTENT, OBSERVATION][n % 2], &format!("canary-id-{}", n / 3), long.as_bytes());
    }
    let mut turn = vault.turn(&mut Seeded::new(4)).unwrap();
    turn.delete(INTENT, "canary-id-4").unwrap();
    turn.commit().unwrap();
    let mut turn = vault.turn(&mut Seeded::new(5)).unwrap();
    turn.put(INTENT, "canary-id-rolled-back", b"canary-value").unwrap();
    drop(turn);
    // Half of the time in the log, half of the time in the file.
    for suspended in [false, true] {
        if suspended {
            let _ = vault.suspend(ROOM).unwrap();
        }
        let mut all = Vec::new();
        for entry in fs::read_dir(folder.path()).unwrap() {
            all.extend(fs::read(entry.unwrap().path()).unwrap());
        }
        let holds = |needle: &[u8]| all.windows(needle.len()).any(|window| window == needle);
        assert!(holds(&slots().outbox), "the search finds what is there");
        for canary in CANARIES {
            assert!(!holds(canary.as_bytes()), "{canary}");
        }
        assert!(!holds(keys().outbox.as_bytes()) && !holds(keys().clinical.as_bytes()));
    }
}

#[test]
fn nothing_kept_shows_in_debug_or_errors() {
    let mut vault = new_vault(&Place::Memory);
    put(&mut vault, INTENT, "canary-id", b"canary-value");
    let record = vault.get(INTENT, "canary-id").unwrap().unwrap();
    assert_eq!(format!("{record:?} {:?}", slots()), "Record(version 1, …) KeySlots(…)");
    assert_eq!(format!("{:?}", keys().outbox), "DataKey(…)");
}

#[test]
fn a_second_holder_is_refused_until_the_first_lets_go() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("vault"));
    let mut first = new_vault(&place);
    put(&mut first, INTENT, "1", b"kept");
    assert_eq!(Vault::open(&place).err().unwrap().kind(), ErrorKind::Busy);
    put(&mut first, INTENT, "2", b"kept");
    let _ = first.suspend(ROOM).unwrap();
    let mut second = Vault::open(&place).unwrap();
    second.unlock(&keys()).unwrap();
    put(&mut second, INTENT, "3", b"kept");
    drop(second);
    // The first holder's index is out of date: it says so and wants to be unlocked anew.
    assert_eq!(first.resume().unwrap_err().kind(), ErrorKind::Tampered);
    first.unlock(&keys()).unwrap();
    assert_eq!(first.ids(INTENT).unwrap(), ["1", "2", "3"]);
}

#[test]
fn what_was_committed_stays_when_the_vault_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let mut vault = new_vault(&Place::File(path.clone()));
    for kind in [INTENT, MESSAGE, OBSERVATION] {
        put(&mut vault, kind, "1", b"kept");
    }
    let before = contents(&vault).unwrap();
    drop(vault);
    assert_eq!(contents(&open_vault(&path).unwrap()).unwrap(), before);
}

#[test]
fn a_damaged_vault_moves_aside_and_leaves_room_for_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let place = Place::File(path.clone());
    let _ = new_vault(&place).suspend(ROOM).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    bytes[..16].fill(0xff);
    fs::write(&path, &bytes).unwrap();
    assert_eq!(open_vault(&path).err().unwrap().kind(), ErrorKind::Corrupt);
    let aside = quarantine(&place).unwrap().unwrap();
    assert_eq!(fs::read(&aside).unwrap(), bytes);
    assert!(wal_of(&aside).exists());
    assert_eq!(Vault::open(&place).unwrap().slots(), Ok(None));
}

#[test]
fn a_missing_or_closed_folder_is_an_error_of_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().join("missing/vault"), folder.path().to_path_buf()] {
        assert_eq!(Vault::open(&Place::File(path)).err().unwrap().kind(), ErrorKind::Io);
    }
}
