//! A PIN inside the hardware's wrap, against a vault on a file.

use std::fs;

use nabz_locale::parse_digits;
use nabz_time::Mono;
use nabz_vault::{DataKey, DataKeys, KdfCost, KeySlots, Pin, PinError, PinGate, Place, Vault};

use crate::support::{INTENT, Seeded, keys, put};

fn pin(typed: &str) -> Pin {
    Pin::new(&parse_digits(typed).unwrap()).unwrap()
}

#[test]
fn a_pin_opens_in_any_script_and_no_other_does() {
    let protected = pin("0912 34").protect(&keys().clinical, KdfCost::FLOOR, &mut Seeded::new(1)).unwrap();
    assert!(Pin::guards(&protected) && !Pin::guards(keys().clinical.as_bytes()));
    for same in ["۰۹۱۲۳۴", "٠٩١٢٣٤", "०९१२३४", "\u{2067}۰۹۱۲-۳۴\u{2069}"] {
        assert_eq!(pin(same).open(&protected).unwrap().as_bytes(), keys().clinical.as_bytes());
    }
    assert_eq!(pin("091235").open(&protected).err(), Some(PinError::Wrong));
    for form in ["123", "1234567890123", "12a4", "۱۲۳۴"] {
        assert_eq!(Pin::new(form).err(), Some(PinError::Form), "{form}");
    }
}

#[test]
fn what_the_key_store_gives_back_is_parsed_with_bounds() {
    let protected = pin("1234").protect(&keys().outbox, KdfCost::FLOOR, &mut Seeded::new(1)).unwrap();
    for length in [0, 1, 24, 32] {
        assert_eq!(pin("1234").open(&protected[..length]).err(), Some(PinError::NoPin), "{length}");
    }
    // A cost below the floor or beyond a phone's means is refused before it is paid.
    for (at, byte) in [(0, 9), (1, 0xff), (3, 0), (5, 0xff), (8, 0)] {
        let mut changed = protected.to_vec();
        changed[at] = byte;
        let opened = pin("1234").open(&changed);
        assert_eq!(opened.err(), Some(PinError::NoPin), "byte {at}");
    }
    let mut changed = protected.to_vec();
    *changed.last_mut().unwrap() ^= 1;
    assert_eq!(pin("1234").open(&changed).err(), Some(PinError::Wrong));
}

/// A child plays with the phone: the wait grows, nothing is wiped, and the right PIN opens afterwards.
#[test]
fn ten_wrong_pins_lengthen_the_wait_and_wipe_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let place = Place::File(path.clone());
    let mut vault = Vault::open(&place).unwrap();
    let protect =
        |key: &DataKey| pin("2580").protect(key, KdfCost::FLOOR, &mut Seeded::new(7)).unwrap().to_vec();
    // The key store's wrapping stands outside this test: it gives back what it took.
    let wrapped = KeySlots { outbox: protect(&keys().outbox), clinical: protect(&keys().clinical) };
    vault.initialise(&keys(), wrapped, &mut Seeded::new(8)).unwrap();
    put(&mut vault, INTENT, "1", b"unsent");
    drop(vault);
    let before = fs::read(&path).unwrap();

    let vault = Vault::open(&place).unwrap();
    let slots = vault.slots().unwrap().unwrap();
    drop(vault);
    let mut stored = 0;
    let mut now = Mono::ZERO;
    for wrong in 0..10 {
        // Every try in a process of its own.
        let mut gate = PinGate::new(stored, Mono::ZERO);
        now = Mono::ZERO + gate.wait(Mono::ZERO);
        stored = gate.attempt(now).unwrap();
        let opened = pin(&format!("111{wrong}")).open(&slots.outbox);
        assert_eq!(opened.err(), Some(PinError::Wrong));
    }
    assert_eq!(stored, 10);
    let mut gate = PinGate::new(stored, Mono::ZERO);
    assert!(gate.wait(Mono::ZERO) > now.since(Mono::ZERO), "the wait grows");
    assert!(matches!(gate.attempt(Mono::ZERO), Err(PinError::Wait(_))));
    assert_eq!(fs::read(&path).unwrap(), before);

    gate.attempt(Mono::ZERO + gate.wait(Mono::ZERO)).unwrap();
    let open = |slot: &[u8]| pin("۲۵۸۰").open(slot).unwrap();
    let mut vault = Vault::open(&place).unwrap();
    vault.unlock(&DataKeys { outbox: open(&slots.outbox), clinical: open(&slots.clinical) }).unwrap();
    assert_eq!(gate.succeeded(), 0);
    assert_eq!(vault.get(INTENT, "1").unwrap().unwrap().bytes, b"unsent");
}
