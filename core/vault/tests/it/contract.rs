//! What every vault does, in memory and on a file.

use nabz_vault::{Cipher, DataKeys, ErrorKind, KeyClass, KeySlots, Kind, Place, Vault, VaultError};

use crate::support::{
    INTENT, MESSAGE, OBSERVATION, ROOM, Seeded, contents, keys, new_vault, other_keys, put, slots,
};

/// Runs each test on both places.
macro_rules! on_both_places {
    ($($test:ident)*) => {
        mod memory {
            $(#[test] fn $test() { super::$test(&nabz_vault::Place::Memory); })*
        }
        mod file {
            $(#[test] fn $test() {
                let folder = tempfile::tempdir().unwrap();
                super::$test(&nabz_vault::Place::File(folder.path().join("vault")));
            })*
        }
    };
}

on_both_places! {
    a_fresh_vault_has_no_keys
    keys_are_stored_once_and_wrong_ones_change_nothing
    a_turn_sees_its_own_writes
    a_dropped_turn_never_happened
    a_turn_without_changes_commits_nothing
    lists_keep_the_order_of_first_insertion
    kinds_and_classes_do_not_mix
    versions_count_changes
    what_is_too_large_is_refused_by_itself
    suspended_refuses_and_resumes_where_it_was
    locked_refuses
    both_ciphers_are_read_side_by_side
    sparse_and_dense_lists_agree
    the_outbox_goes_on_without_the_clinical_key
    a_lost_clinical_key_costs_only_clinical_records
    both_keys_rotate_while_the_vault_is_used
    a_rotation_waits_for_the_one_before
    wrapped_keys_are_stored_anew
}

fn seeded() -> Seeded {
    Seeded::new(99)
}

fn ids(vault: &Vault, kind: Kind) -> Vec<String> {
    let listed: Vec<_> = vault.list(kind).unwrap().into_iter().map(|record| record.id).collect();
    assert_eq!(vault.ids(kind).unwrap(), listed);
    listed
}

fn a_fresh_vault_has_no_keys(place: &Place) {
    let mut vault = Vault::open(place).unwrap();
    assert_eq!(vault.slots(), Ok(None));
    assert_eq!(vault.unlock(&keys()).unwrap_err().kind(), ErrorKind::Misuse);
    assert_eq!(vault.list(INTENT).unwrap_err().kind(), ErrorKind::Locked);
    vault.initialise(&keys(), slots(), &mut seeded()).unwrap();
    assert_eq!(vault.slots(), Ok(Some(slots())));
    assert_eq!(vault.list(INTENT), Ok(vec![]));
}

fn keys_are_stored_once_and_wrong_ones_change_nothing(place: &Place) {
    let mut vault = new_vault(place);
    assert_eq!(
        vault.initialise(&other_keys(), slots(), &mut seeded()).unwrap_err().kind(),
        ErrorKind::Misuse
    );
    put(&mut vault, INTENT, "1", b"book");
    vault.lock();
    let mut half_wrong = keys();
    half_wrong.clinical = other_keys().clinical;
    for wrong in [other_keys(), half_wrong] {
        assert_eq!(vault.unlock(&wrong).unwrap_err().kind(), ErrorKind::WrongKey);
        assert!(!vault.is_unlocked());
    }
    vault.unlock(&keys()).unwrap();
    assert_eq!(ids(&vault, INTENT), ["1"]);
}

fn a_turn_sees_its_own_writes(place: &Place) {
    let mut vault = new_vault(place);
    let mut turn = vault.turn(&mut seeded()).unwrap();
    assert_eq!(turn.put(INTENT, "1", b"a"), Ok(true));
    assert_eq!(turn.put(INTENT, "1", b"b"), Ok(true));
    assert_eq!(turn.get(INTENT, "1").unwrap().unwrap().bytes, b"b");
    assert_eq!(turn.delete(INTENT, "1"), Ok(true));
    assert_eq!(turn.delete(INTENT, "1"), Ok(false));
    assert_eq!(turn.list(INTENT), Ok(vec![]));
    turn.put(INTENT, "2", b"c").unwrap();
    assert_eq!(turn.ids(INTENT).unwrap(), ["2"]);
    assert_eq!(turn.commit(), Ok(true));
    assert_eq!(vault.get(INTENT, "2").unwrap().unwrap().bytes, b"c");
}

fn a_dropped_turn_never_happened(place: &Place) {
    let mut vault = new_vault(place);
    for id in ["1", "2", "3"] {
        put(&mut vault, INTENT, id, b"kept");
    }
    let generation = vault.generation().unwrap();
    let mut turn = vault.turn(&mut seeded()).unwrap();
    turn.put(INTENT, "1", b"changed").unwrap();
    turn.put(INTENT, "1", b"changed again").unwrap();
    turn.delete(INTENT, "2").unwrap();
    turn.put(INTENT, "2", b"moved to the end").unwrap();
    turn.delete(INTENT, "3").unwrap();
    turn.put(INTENT, "4", b"new").unwrap();
    drop(turn);
    for _ in 0..2 {
        assert_eq!(ids(&vault, INTENT), ["1", "2", "3"]);
        assert!(vault.list(INTENT).unwrap().iter().all(|record| record.bytes == b"kept"));
        assert_eq!(vault.generation(), Ok(generation));
        vault.lock();
        vault.unlock(&keys()).unwrap();
    }
}

fn a_turn_without_changes_commits_nothing(place: &Place) {
    let mut vault = new_vault(place);
    put(&mut vault, INTENT, "1", b"same");
    let generation = vault.generation().unwrap();
    let mut turn = vault.turn(&mut seeded()).unwrap();
    assert_eq!(turn.put(INTENT, "1", b"same"), Ok(false));
    assert_eq!(turn.delete(INTENT, "2"), Ok(false));
    assert_eq!(turn.commit(), Ok(false));
    assert_eq!(vault.generation(), Ok(generation));
    put(&mut vault, INTENT, "1", b"other");
    assert_eq!(vault.generation(), Ok(generation + 1));
}

fn lists_keep_the_order_of_first_insertion(place: &Place) {
    let mut vault = new_vault(place);
    for id in ["c", "a", "b"] {
        put(&mut vault, INTENT, id, b"1");
    }
    put(&mut vault, INTENT, "a", b"2");
    assert_eq!(ids(&vault, INTENT), ["c", "a", "b"]);
    let mut turn = vault.turn(&mut seeded()).unwrap();
    turn.delete(INTENT, "c").unwrap();
    turn.put(INTENT, "c", b"3").unwrap();
    turn.commit().unwrap();
    for _ in 0..2 {
        assert_eq!(ids(&vault, INTENT), ["a", "b", "c"]);
        vault.lock();
        vault.unlock(&keys()).unwrap();
    }
}

fn kinds_and_classes_do_not_mix(place: &Place) {
    let mut vault = new_vault(place);
    let twin = Kind { name: INTENT.name, class: OBSERVATION.class };
    for (kind, bytes) in [(INTENT, b"1"), (MESSAGE, b"2"), (OBSERVATION, b"3"), (twin, b"4")] {
        put(&mut vault, kind, "id", bytes);
    }
    vault.lock();
    vault.unlock(&keys()).unwrap();
    for (kind, bytes) in [(INTENT, b"1"), (MESSAGE, b"2"), (OBSERVATION, b"3"), (twin, b"4")] {
        assert_eq!(vault.get(kind, "id").unwrap().unwrap().bytes, bytes);
        assert_eq!(ids(&vault, kind), ["id"]);
    }
}

fn versions_count_changes(place: &Place) {
    let mut vault = new_vault(place);
    for bytes in [b"a", b"b", b"b", b"c"] {
        put(&mut vault, INTENT, "1", bytes);
    }
    assert_eq!(vault.get(INTENT, "1").unwrap().unwrap().version, 3);
}

fn what_is_too_large_is_refused_by_itself(place: &Place) {
    let mut vault = new_vault(place);
    let mut turn = vault.turn(&mut seeded()).unwrap();
    turn.put(INTENT, "1", b"fits").unwrap();
    assert_eq!(turn.put(INTENT, &"x".repeat(2000), b"").unwrap_err().kind(), ErrorKind::TooLarge);
    let large = vec![0; (4 << 20) + 1];
    assert_eq!(turn.put(INTENT, "2", &large).unwrap_err().kind(), ErrorKind::TooLarge);
    assert_eq!(turn.put(INTENT, "2", &large[1..]), Ok(true));
    assert_eq!(turn.commit(), Ok(true));
    assert_eq!(ids(&vault, INTENT), ["1", "2"]);
}

fn suspended_refuses_and_resumes_where_it_was(place: &Place) {
    let mut vault = new_vault(place);
    put(&mut vault, INTENT, "1", b"kept");
    let mut turn = vault.turn(&mut seeded()).unwrap();
    turn.put(INTENT, "2", b"sealed, then rolled back").unwrap();
    drop(turn);
    let _ = vault.suspend(ROOM).unwrap();
    let _ = vault.suspend(ROOM).unwrap();
    assert_eq!(vault.get(INTENT, "1").unwrap_err().kind(), ErrorKind::Suspended);
    assert_eq!(vault.turn(&mut seeded()).err().unwrap().kind(), ErrorKind::Suspended);
    vault.resume().unwrap();
    vault.resume().unwrap();
    assert_eq!(ids(&vault, INTENT), ["1"]);
    put(&mut vault, INTENT, "2", b"after");
}

fn locked_refuses(place: &Place) {
    let mut vault = new_vault(place);
    vault.lock();
    assert_eq!(vault.get(INTENT, "1").unwrap_err().kind(), ErrorKind::Locked);
    assert_eq!(vault.generation().unwrap_err().kind(), ErrorKind::Locked);
    assert_eq!(vault.turn(&mut seeded()).err().unwrap().kind(), ErrorKind::Locked);
    let _ = vault.suspend(ROOM).unwrap();
    vault.resume().unwrap();
    vault.unlock(&keys()).unwrap();
}

fn both_ciphers_are_read_side_by_side(place: &Place) {
    let mut vault = new_vault(place);
    put(&mut vault, INTENT, "aes", b"1");
    vault.set_cipher(Cipher::ChaCha20Poly1305);
    put(&mut vault, INTENT, "chacha", b"2");
    vault.lock();
    vault.unlock(&keys()).unwrap();
    assert_eq!(ids(&vault, INTENT), ["aes", "chacha"]);
}

fn sparse_and_dense_lists_agree(place: &Place) {
    let mut vault = new_vault(place);
    let mut turn = vault.turn(&mut seeded()).unwrap();
    for n in 0..40 {
        let kind = if n % 10 == 0 { INTENT } else { MESSAGE };
        turn.put(kind, &n.to_string(), &[n]).unwrap();
    }
    turn.commit().unwrap();
    assert_eq!(ids(&vault, INTENT), ["0", "10", "20", "30"]);
    assert_eq!(ids(&vault, MESSAGE).len(), 36);
    assert!(vault.list(MESSAGE).unwrap().iter().all(|record| record.id == record.bytes[0].to_string()));
}

fn the_outbox_goes_on_without_the_clinical_key(place: &Place) {
    let mut vault = new_vault(place);
    put(&mut vault, INTENT, "1", b"unsent");
    put(&mut vault, OBSERVATION, "1", b"pulse 72");
    vault.lock();
    assert_eq!(vault.unlock_outbox(&other_keys().outbox).unwrap_err().kind(), ErrorKind::WrongKey);
    vault.unlock_outbox(&keys().outbox).unwrap();
    assert!(vault.is_unlocked() && !vault.has_clinical());
    put(&mut vault, INTENT, "2", b"more");
    assert_eq!(ids(&vault, INTENT), ["1", "2"]);
    assert_eq!(vault.get(OBSERVATION, "1"), Err(VaultError::Locked));
    let mut turn = vault.turn(&mut seeded()).unwrap();
    assert_eq!(turn.put(OBSERVATION, "2", b"x"), Err(VaultError::Locked));
    drop(turn);
    let _ = vault.suspend(ROOM).unwrap();
    vault.resume().unwrap();
    // A wrong clinical key leaves the outbox open.
    assert_eq!(vault.unlock_clinical(&other_keys().clinical), Err(VaultError::WrongKey));
    assert_eq!(ids(&vault, INTENT), ["1", "2"]);
    vault.unlock_clinical(&keys().clinical).unwrap();
    assert_eq!(vault.get(OBSERVATION, "1").unwrap().unwrap().bytes, b"pulse 72");
}

fn a_lost_clinical_key_costs_only_clinical_records(place: &Place) {
    let mut vault = new_vault(place);
    put(&mut vault, INTENT, "1", b"unsent");
    put(&mut vault, OBSERVATION, "1", b"pulse 72");
    vault.lock();
    vault.unlock_outbox(&keys().outbox).unwrap();
    vault.replace_clinical(&other_keys().clinical, b"wrapped anew".to_vec(), &mut seeded()).unwrap();
    assert_eq!(vault.slots().unwrap().unwrap().clinical, b"wrapped anew");
    put(&mut vault, OBSERVATION, "2", b"fetched again");
    let new = DataKeys { outbox: keys().outbox, clinical: other_keys().clinical };
    vault.lock();
    assert_eq!(vault.unlock(&keys()), Err(VaultError::WrongKey));
    vault.unlock(&new).unwrap();
    assert_eq!(ids(&vault, OBSERVATION), ["2"]);
    assert_eq!(vault.get(INTENT, "1").unwrap().unwrap().bytes, b"unsent");
}

fn both_keys_rotate_while_the_vault_is_used(place: &Place) {
    let mut vault = new_vault(place);
    for n in 0..10 {
        put(&mut vault, [INTENT, OBSERVATION][n % 2], &n.to_string(), &[n as u8; 30]);
    }
    let before = contents(&vault).unwrap();
    let mut entropy = seeded();
    let (old, new) = (keys(), other_keys());
    for (class, old, new) in
        [(KeyClass::Outbox, &old.outbox, &new.outbox), (KeyClass::Clinical, &old.clinical, &new.clinical)]
    {
        assert_eq!(vault.rotate(class, new, new, vec![1], &mut entropy), Err(VaultError::WrongKey));
        vault.rotate(class, old, new, b"wrapped anew".to_vec(), &mut entropy).unwrap();
        assert_eq!(vault.is_rotating(class), Ok(true));
        assert_eq!(contents(&vault).unwrap(), before);
        assert_eq!(vault.reseal(class, 3, &mut entropy), Ok(false));
    }
    // Half-way: rows of both keys, and the new keys alone open all, in another life of the app too.
    vault.lock();
    assert_eq!(vault.unlock(&old), Err(VaultError::WrongKey));
    vault.unlock(&new).unwrap();
    assert_eq!(contents(&vault).unwrap(), before);
    put(&mut vault, INTENT, "8", b"changed meanwhile");
    put(&mut vault, INTENT, "new", b"new meanwhile");
    let expected = contents(&vault).unwrap();
    for class in [KeyClass::Outbox, KeyClass::Clinical] {
        while !vault.reseal(class, 2, &mut entropy).unwrap() {}
        assert_eq!(vault.is_rotating(class), Ok(false));
        assert_eq!(vault.reseal(class, 2, &mut entropy), Ok(true));
    }
    for _ in 0..2 {
        assert_eq!(contents(&vault).unwrap(), expected);
        vault.lock();
        vault.unlock(&new).unwrap();
    }
}

fn a_rotation_waits_for_the_one_before(place: &Place) {
    let mut vault = new_vault(place);
    put(&mut vault, INTENT, "1", b"kept");
    let (old, new) = (keys().outbox, other_keys().outbox);
    let third = other_keys().clinical;
    vault.rotate(KeyClass::Outbox, &old, &new, vec![2], &mut seeded()).unwrap();
    let again = vault.rotate(KeyClass::Outbox, &new, &third, vec![3], &mut seeded());
    assert_eq!(again.unwrap_err().kind(), ErrorKind::Misuse);
    while !vault.reseal(KeyClass::Outbox, 10, &mut seeded()).unwrap() {}
    vault.rotate(KeyClass::Outbox, &new, &third, vec![3], &mut seeded()).unwrap();
    assert_eq!(ids(&vault, INTENT), ["1"]);
}

fn wrapped_keys_are_stored_anew(place: &Place) {
    let mut vault = new_vault(place);
    put(&mut vault, INTENT, "1", b"kept");
    let anew = KeySlots { outbox: b"other".to_vec(), clinical: b"bytes".to_vec() };
    vault.rewrap(anew.clone(), &mut seeded()).unwrap();
    vault.lock();
    assert_eq!(vault.slots(), Ok(Some(anew)));
    vault.unlock(&keys()).unwrap();
    assert_eq!(ids(&vault, INTENT), ["1"]);
}
