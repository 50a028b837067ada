//! The way back when the hardware key is lost.

use nabz_locale::parse_digits;
use nabz_time::Wall;
use nabz_vault::{
    DataKeys, KdfCost, KeyClass, KeySlots, Place, Recovered, RecoveryCode, RecoveryError, Vault, VaultError,
};

use crate::support::{INTENT, MESSAGE, OBSERVATION, Seeded, contents, keys, new_vault, other_keys, put};

const UNSENT: [nabz_vault::Kind; 2] = [INTENT, MESSAGE];

fn bundle_of(vault: &Vault) -> (Vec<u8>, RecoveryCode) {
    let mut entropy = Seeded::new(21);
    let code = RecoveryCode::generate(&mut entropy);
    let bundle = vault.recovery_bundle(&keys(), &UNSENT, &code, KdfCost::FLOOR, &mut entropy).unwrap();
    (bundle, code)
}

fn arabic(code: &RecoveryCode) -> String {
    let digit = |byte: u8| char::from_u32(0x0660 + u32::from(byte - b'0')).unwrap();
    let grouped: Vec<String> =
        code.digits().as_bytes().chunks(6).map(|group| group.iter().map(|d| digit(*d)).collect()).collect();
    grouped.join(" - ")
}

#[test]
fn a_new_phone_gets_the_unsent_work_back() {
    let mut lost = new_vault(&Place::Memory);
    put(&mut lost, INTENT, "booking", b"Tuesday");
    put(&mut lost, MESSAGE, "to the doctor", "بهترم".as_bytes());
    put(&mut lost, OBSERVATION, "pulse", b"72");
    for (id, length) in [("voice note", 150_000), ("empty", 0), ("sent", 9)] {
        let mut writer = lost.new_blob(&mut Seeded::new(length as u64)).unwrap();
        writer.write(&vec![7; length]).unwrap();
        let blob = writer.finish().unwrap();
        let mut turn = lost.turn(&mut Seeded::new(length as u64 + 1)).unwrap();
        turn.put_blob(KeyClass::Outbox, id, blob).unwrap();
        if id == "sent" {
            turn.confirm_blob(KeyClass::Outbox, id, Wall::from_millis(1)).unwrap();
        }
        turn.commit().unwrap();
    }
    let (bundle, code) = bundle_of(&lost);
    drop(lost);

    let typed = RecoveryCode::parse(&parse_digits(&arabic(&code)).unwrap()).unwrap();
    let recovered = Recovered::open(&bundle, &typed).unwrap();
    assert_eq!(recovered.unsent(), 2 + 3 + 1, "records, pieces of the note, the empty blob");
    let mut vault = Vault::open(&Place::Memory).unwrap();
    let wrapped = KeySlots { outbox: vec![1], clinical: vec![2] };
    vault.initialise(&other_keys(), wrapped, &mut Seeded::new(5)).unwrap();
    put(&mut vault, INTENT, "booking", b"Wednesday, since then");
    let mut turn = vault.turn(&mut Seeded::new(6)).unwrap();
    assert_eq!(recovered.restore(&mut turn, &UNSENT, &mut Seeded::new(60)), Ok(3));
    turn.commit().unwrap();
    assert_eq!(vault.get(INTENT, "booking").unwrap().unwrap().bytes, b"Wednesday, since then");
    assert_eq!(vault.get(MESSAGE, "to the doctor").unwrap().unwrap().bytes, "بهترم".as_bytes());
    assert_eq!(vault.get(OBSERVATION, "pulse"), Ok(None));
    assert_eq!(vault.blob_ids(KeyClass::Outbox).unwrap(), ["voice note", "empty"]);
    let note = vault.blob(KeyClass::Outbox, "voice note").unwrap().unwrap();
    assert_eq!(note.read_all().unwrap(), vec![7; 150_000]);
}

#[test]
fn the_same_phone_with_a_lost_hardware_key_opens_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("vault"));
    let mut vault = new_vault(&place);
    put(&mut vault, INTENT, "1", b"before the bundle");
    let (bundle, code) = bundle_of(&vault);
    put(&mut vault, OBSERVATION, "2", b"after the bundle");
    let expected = contents(&vault).unwrap();
    drop(vault);

    let recovered = Recovered::open(&bundle, &code).unwrap();
    let mut vault = Vault::open(&place).unwrap();
    vault.unlock(&recovered.keys).unwrap();
    let anew = KeySlots { outbox: b"by the new".to_vec(), clinical: b"hardware key".to_vec() };
    vault.rewrap(anew, &mut Seeded::new(3)).unwrap();
    assert_eq!(contents(&vault).unwrap(), expected);
}

#[test]
fn wrong_digits_and_changed_bundles_are_refused() {
    let mut vault = new_vault(&Place::Memory);
    put(&mut vault, INTENT, "canary-id", b"canary-value");
    let (bundle, code) = bundle_of(&vault);
    for canary in [&b"canary"[..], keys().outbox.as_bytes(), keys().clinical.as_bytes()] {
        assert!(!bundle.windows(canary.len()).any(|window| window == canary));
    }
    let other = RecoveryCode::generate(&mut Seeded::new(99));
    assert_eq!(Recovered::open(&bundle, &other).err(), Some(RecoveryError::Wrong));
    for at in [0, 1, 3, 7, 9, 24, 25, 40, bundle.len() - 1] {
        let mut changed = bundle.clone();
        changed[at] ^= 0x40;
        assert!(Recovered::open(&changed, &code).is_err(), "byte {at}");
    }
    for length in [0, 1, 25, 60, bundle.len() - 1] {
        assert!(Recovered::open(&bundle[..length], &code).is_err(), "{length} bytes");
    }
}

#[test]
fn keys_that_seal_nothing_here_are_not_put_into_a_bundle() {
    let vault = new_vault(&Place::Memory);
    let mut entropy = Seeded::new(2);
    let code = RecoveryCode::generate(&mut entropy);
    let half = DataKeys { outbox: keys().outbox, clinical: other_keys().clinical };
    for wrong in [half, other_keys()] {
        let made = vault.recovery_bundle(&wrong, &UNSENT, &code, KdfCost::FLOOR, &mut entropy);
        assert_eq!(made, Err(VaultError::WrongKey));
    }
}
