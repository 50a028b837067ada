//! A vault that an older build wrote, checked in as it was: `fixtures/format-1.vault`, written by the code before
//! keys could be rotated, with both ciphers, a changed row and a deleted one.

use std::fs;
use std::path::Path;

use nabz_vault::{Freshness, KeyClass, Place, Vault};

use crate::support::{INTENT, KINDS, MESSAGE, OBSERVATION, Seeded, keys, other_keys, put, slots};

#[test]
fn todays_code_opens_the_vault_of_format_1() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format-1.vault");
    fs::copy(&fixture, &path).unwrap();

    let mut vault = Vault::open(&Place::File(path.clone())).unwrap();
    assert_eq!(vault.slots(), Ok(Some(slots())));
    vault.unlock(&keys()).unwrap();
    // The header, 12 records, two changes, one deletion.
    assert_eq!(vault.freshness(Some(16)), Ok(Freshness::Same));
    for n in (0..12usize).filter(|n| ![2, 4].contains(n)) {
        let record = vault.get(KINDS[n % 3], &format!("id-{n}")).unwrap().unwrap();
        assert_eq!((record.version, record.bytes), (1, vec![n as u8; n * 40]));
    }
    let changed = vault.get(OBSERVATION, "id-2").unwrap().unwrap();
    assert_eq!((changed.version, changed.bytes), (2, b"changed".to_vec()));
    assert_eq!(vault.get(INTENT, "unsent").unwrap().unwrap().bytes, "نبض".as_bytes());
    assert_eq!(vault.get(MESSAGE, "id-4"), Ok(None));

    // And goes on with it: written, rotated, opened again.
    put(&mut vault, INTENT, "new", b"written today");
    let mut entropy = Seeded::new(12);
    let (old, new) = (keys(), other_keys());
    vault.rotate(KeyClass::Outbox, &old.outbox, &new.outbox, vec![2], &mut entropy).unwrap();
    while !vault.reseal(KeyClass::Outbox, 3, &mut entropy).unwrap() {}
    drop(vault);
    let mut vault = Vault::open(&Place::File(path)).unwrap();
    vault.unlock_outbox(&new.outbox).unwrap();
    assert_eq!(vault.ids(INTENT).unwrap(), ["id-0", "id-3", "id-6", "id-9", "unsent", "new"]);
    // The copy that was put aside is the old file, byte for byte.
    assert_eq!(fs::read(folder.path().join("vault.before-1")).unwrap(), fs::read(fixture).unwrap());
}
