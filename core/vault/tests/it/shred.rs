//! Shredding: nothing of the vault is left, and nothing else is touched.

use std::fs::{self, File};
use std::io::Read;

use nabz_vault::{ErrorKind, Place, Vault, shred};

use crate::support::{INTENT, keys, new_vault, put, slots, wal_of};

#[test]
fn a_shredded_vault_leaves_no_file_and_no_wrapped_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let place = Place::File(path.clone());
    for other in ["vault.before-1", "vault.quarantine-1", "vault.quarantine-1-wal"] {
        fs::write(folder.path().join(other), "of this vault").unwrap();
    }
    for other in ["vault2", "vault.notes", "photo.jpg"] {
        fs::write(folder.path().join(other), "of others").unwrap();
    }
    let mut vault = new_vault(&place);
    put(&mut vault, INTENT, "1", b"gone");
    // Held open, to see what the blocks held when the names went.
    let mut files = [&path, &wal_of(&path)].map(|path| File::open(path).unwrap());
    vault.shred().unwrap();
    for file in &mut files {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        for slot in [slots().outbox, slots().clinical] {
            assert!(!bytes.windows(slot.len()).any(|window| window == slot), "a wrapped key is left");
        }
    }
    let mut left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["photo.jpg", "vault.notes", "vault2"]);
    assert_eq!(Vault::open(&place).unwrap().slots(), Ok(None));
}

#[test]
fn a_vault_that_does_not_open_can_be_shredded_and_twice_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let place = Place::File(path.clone());
    drop(new_vault(&place));
    fs::write(&path, vec![0xff; 9000]).unwrap();
    fs::write(wal_of(&path), b"").unwrap();
    assert_eq!(Vault::open(&place).err().unwrap().kind(), ErrorKind::Corrupt);
    for _ in 0..2 {
        shred(&place).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

#[test]
fn a_suspended_or_locked_vault_is_shredded_too() {
    for suspended in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let mut vault = new_vault(&Place::File(folder.path().join("vault")));
        vault.lock();
        if suspended {
            let _ = vault.suspend(crate::support::ROOM).unwrap();
        }
        vault.shred().unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
    let mut memory = new_vault(&Place::Memory);
    memory.unlock(&keys()).unwrap();
    memory.shred().unwrap();
}
