//! Words that stand in records and ids, looked for in every file the vault makes, in errors and in `Debug`.

use std::path::Path;

use nabz_vault::{
    Cipher, DataKeys, KdfCost, KeyClass, Pin, Place, RecoveryCode, Vault, VaultError, quarantine, shred,
};

use crate::support::{
    INTENT, OBSERVATION, ROOM, Seeded, beside, check, folder, keys, new_vault, said, slots,
};

const WORDS: [&str; 5] = ["canary-value", "canary-id", "Observation", "intent", "vault.blob"];

/// One course through everything that makes files, and a search of all of them.
pub fn files(seed: u64) -> Result<(), String> {
    course(seed, false)
}

/// The same with a record left in a file in the clear: the check that the search finds.
pub fn files_with_a_leak(seed: u64) -> Result<(), String> {
    course(seed, true)
}

fn course(seed: u64, leak: bool) -> Result<(), String> {
    let folder = folder()?;
    let path = folder.path().join("vault");
    let mut random = Seeded::new(seed);
    let mut entropy = Seeded::new(seed + 1_000_000);
    let mut vault = new_vault(&Place::File(path.clone())).map_err(said)?;
    vault.set_cipher([Cipher::Aes256Gcm, Cipher::ChaCha20Poly1305][random.below(2)]);
    for n in 0..20 {
        write(&mut vault, n, &mut random, &mut entropy).map_err(said)?;
    }
    let new = DataKeys::generate(&mut entropy);
    vault
        .rotate(KeyClass::Outbox, &keys().outbox, &new.outbox, b"wrapped".to_vec(), &mut entropy)
        .and_then(|()| vault.reseal(KeyClass::Outbox, 5, &mut entropy))
        .map_err(said)?;
    let code = RecoveryCode::generate(&mut entropy);
    let bundled = DataKeys { outbox: new.outbox, clinical: keys().clinical };
    let bundle =
        vault.recovery_bundle(&bundled, &[INTENT], &code, KdfCost::FLOOR, &mut entropy).map_err(said)?;
    std::fs::write(beside(&path, ".bundle"), bundle).map_err(said)?;
    if leak {
        std::fs::write(beside(&path, ".log"), "opened canary-id 7").map_err(said)?;
    }
    searched(folder.path(), "with a log")?;
    vault.suspend(ROOM).map_err(said)?;
    searched(folder.path(), "suspended")?;
    vault.resume().map_err(said)?;
    drop(vault);
    quarantine(&Place::File(path.clone())).map_err(said)?;
    searched(folder.path(), "quarantined")?;
    shred(&Place::File(path)).map_err(said)
}

fn write(vault: &mut Vault, n: usize, random: &mut Seeded, entropy: &mut Seeded) -> Result<(), VaultError> {
    let text = format!("canary-value {n} ").repeat(1 + random.below(300));
    let mut writer = vault.new_blob(entropy)?;
    writer.write(text.as_bytes())?;
    let blob = writer.finish()?;
    let mut turn = vault.turn(entropy)?;
    for kind in [INTENT, OBSERVATION] {
        turn.put(kind, &format!("canary-id {}", random.below(9)), text.as_bytes())?;
    }
    turn.delete(INTENT, &format!("canary-id {}", random.below(9)))?;
    turn.put_blob(KeyClass::Outbox, &format!("canary-id {n}"), blob)?;
    if random.chance(4) {
        // A turn that never happened leaves nothing either.
        drop(turn);
        return Ok(());
    }
    turn.commit()?;
    Ok(())
}

/// Every file below the folder, names included.
fn searched(folder: &Path, when: &str) -> Result<(), String> {
    let mut bytes = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).map_err(said)? {
            let entry = entry.map_err(said)?;
            bytes.extend(entry.file_name().as_encoded_bytes());
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                bytes.extend(std::fs::read(entry.path()).map_err(said)?);
            }
        }
    }
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    check(holds(&slots().clinical), || "the search does not find what is there".into())?;
    for word in WORDS {
        check(!holds(word.as_bytes()), || format!("{word} stands in a file, {when}"))?;
    }
    for key in [&keys().outbox, &keys().clinical] {
        check(!holds(key.as_bytes()), || format!("a key stands in a file, {when}"))?;
    }
    Ok(())
}

/// What errors and `Debug` say while records and keys with these words are at hand.
pub fn errors_and_debug(seed: u64) -> Result<(), String> {
    let mut entropy = Seeded::new(seed);
    let mut vault = new_vault(&Place::Memory).map_err(said)?;
    let mut turn = vault.turn(&mut entropy).map_err(said)?;
    turn.put(OBSERVATION, "canary-id", b"canary-value").map_err(said)?;
    let mut shown = Vec::new();
    let long = "canary-id".repeat(200);
    shown.extend(
        turn.put(OBSERVATION, &long, b"canary-value").err().map(|error| format!("{error} {error:?}")),
    );
    turn.commit().map_err(said)?;
    let record = vault.get(OBSERVATION, "canary-id").map_err(said)?;
    shown.push(format!("{record:?} {:?} {:?} {:?}", slots(), keys(), vault.blob_usage()));
    shown.push(format!("{:?} {:?}", Pin::new("271828"), RecoveryCode::generate(&mut entropy)));
    for error in [
        VaultError::Locked,
        VaultError::WrongKey,
        VaultError::Corrupt(11),
        VaultError::Io(10),
        VaultError::Full,
        VaultError::Busy,
        VaultError::TooLarge,
        VaultError::KeyWorn,
    ] {
        shown.push(format!("{error} {error:?}"));
    }
    vault.lock();
    shown.extend(vault.get(OBSERVATION, "canary-id").err().map(|error| format!("{error} {error:?}")));
    let shown = shown.join("\n");
    check(shown.contains("locked"), || "the search does not find what is there".into())?;
    let outbox = format!("{:?}", keys().outbox.as_bytes());
    for word in WORDS.into_iter().chain(["271828", "wrapped", outbox.as_str()]) {
        check(!shown.contains(word), || format!("{word} is shown"))?;
    }
    Ok(())
}
