//! Large things beside the database, in memory and on files.

use std::fs;
use std::path::{Path, PathBuf};

use nabz_time::Wall;
use nabz_vault::{
    BlobUsage, CHUNK, Cipher, ErrorKind, KeyClass, Kind, Place, SealedBlob, Tampering, Vault, VaultError,
    quarantine,
};

use crate::support::{INTENT, ROOM, Seeded, keys, new_vault, open_vault, other_keys, put};

const OUTBOX: KeyClass = KeyClass::Outbox;
const CLINICAL: KeyClass = KeyClass::Clinical;
const TAMPERED: VaultError = VaultError::Tampered(Tampering::Blob);

fn bytes(length: usize, seed: u64) -> Vec<u8> {
    let mut bytes = vec![0; length];
    nabz_time::Entropy::fill(&mut Seeded::new(seed), &mut bytes);
    bytes
}

fn sealed(vault: &Vault, content: &[u8], seed: u64) -> SealedBlob {
    let mut writer = vault.new_blob(&mut Seeded::new(seed)).unwrap();
    for piece in content.chunks(50_001) {
        writer.write(piece).unwrap();
    }
    writer.finish().unwrap()
}

fn put_blob(vault: &mut Vault, class: KeyClass, id: &str, content: &[u8], seed: u64) {
    let blob = sealed(vault, content, seed);
    let mut turn = vault.turn(&mut Seeded::new(seed + 1000)).unwrap();
    turn.put_blob(class, id, blob).unwrap();
    turn.commit().unwrap();
}

fn confirm(vault: &mut Vault, id: &str, at: i64) {
    let mut turn = vault.turn(&mut Seeded::new(at as u64 + 5000)).unwrap();
    assert_eq!(turn.confirm_blob(OUTBOX, id, Wall::from_millis(at)), Ok(true));
    turn.commit().unwrap();
}

fn evict(vault: &mut Vault, quota: u64) -> Vec<String> {
    let mut turn = vault.turn(&mut Seeded::new(quota + 9000)).unwrap();
    let evicted = turn.evict_blobs(quota).unwrap();
    turn.commit().unwrap();
    evicted.into_iter().map(|(_, id)| id).collect()
}

fn read(vault: &Vault, class: KeyClass, id: &str) -> Result<Vec<u8>, VaultError> {
    vault.blob(class, id)?.unwrap().read_all()
}

fn blob_files(path: &Path) -> Vec<PathBuf> {
    let folder = path.with_file_name("vault-blobs");
    let mut files: Vec<_> = fs::read_dir(folder)
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    files.sort();
    files
}

fn both_places(test: impl Fn(&Place)) {
    test(&Place::Memory);
    let folder = tempfile::tempdir().unwrap();
    test(&Place::File(folder.path().join("vault")));
}

#[test]
fn blobs_of_every_length_come_back_as_they_were() {
    both_places(|place| {
        let mut vault = new_vault(place);
        let lengths = [0, 1, 1023, 1024, 1025, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 77];
        for (n, length) in lengths.into_iter().enumerate() {
            let class = [OUTBOX, CLINICAL][n % 2];
            vault.set_cipher([Cipher::Aes256Gcm, Cipher::ChaCha20Poly1305][n / 2 % 2]);
            put_blob(&mut vault, class, &length.to_string(), &bytes(length, n as u64), 100 + n as u64);
        }
        vault.lock();
        vault.unlock(&keys()).unwrap();
        for (n, length) in lengths.into_iter().enumerate() {
            let class = [OUTBOX, CLINICAL][n % 2];
            let reader = vault.blob(class, &length.to_string()).unwrap().unwrap();
            assert_eq!(reader.length(), length as u64);
            assert_eq!(reader.read_all().unwrap(), bytes(length, n as u64), "{length}");
        }
        assert!(vault.blob(OUTBOX, "none").unwrap().is_none());
        assert_eq!(vault.blob_usage().unwrap().total(), lengths.iter().sum::<usize>() as u64);
        assert_eq!(vault.sweep_blobs(), Ok(0));
    });
}

#[test]
fn a_blob_is_there_with_its_turn_and_gone_with_its_turn() {
    both_places(|place| {
        let mut vault = new_vault(place);
        let blob = sealed(&vault, b"never kept", 1);
        drop(blob);
        let mut unfinished = vault.new_blob(&mut Seeded::new(2)).unwrap();
        unfinished.write(&bytes(100_000, 2)).unwrap();
        drop(unfinished);
        let blob = sealed(&vault, b"turn dropped", 3);
        let mut turn = vault.turn(&mut Seeded::new(4)).unwrap();
        turn.put_blob(OUTBOX, "note", blob).unwrap();
        drop(turn);
        assert!(vault.blob(OUTBOX, "note").unwrap().is_none());

        put_blob(&mut vault, OUTBOX, "note", b"first", 5);
        put_blob(&mut vault, OUTBOX, "note", b"second", 6);
        assert_eq!(read(&vault, OUTBOX, "note").unwrap(), b"second");
        let mut turn = vault.turn(&mut Seeded::new(7)).unwrap();
        assert_eq!(turn.delete_blob(OUTBOX, "note"), Ok(true));
        drop(turn);
        assert_eq!(read(&vault, OUTBOX, "note").unwrap(), b"second");
        let mut turn = vault.turn(&mut Seeded::new(8)).unwrap();
        turn.delete_blob(OUTBOX, "note").unwrap();
        turn.commit().unwrap();
        assert_eq!(vault.blob_ids(OUTBOX), Ok(vec![]));
        // Every file went by itself.
        assert_eq!(vault.sweep_blobs(), Ok(0));
        if let Place::File(path) = place {
            assert_eq!(blob_files(path), [""; 0].map(PathBuf::from));
        }
    });
}

#[test]
fn the_quota_takes_the_longest_confirmed_first_and_never_unsent_work() {
    both_places(|place| {
        let mut vault = new_vault(place);
        for (n, id) in ["unsent", "newest", "oldest", "middle"].into_iter().enumerate() {
            put_blob(&mut vault, OUTBOX, id, &bytes(1000, 1), 10 + n as u64);
        }
        for (id, at) in [("newest", 30), ("oldest", 10), ("middle", 20)] {
            confirm(&mut vault, id, at);
        }
        assert_eq!(vault.blob_usage(), Ok(BlobUsage { confirmed: 3000, unsent: 1000 }));
        assert_eq!(evict(&mut vault, 4000), [""; 0]);
        assert_eq!(evict(&mut vault, 3999), ["oldest"]);
        assert_eq!(evict(&mut vault, 0), ["middle", "newest"]);
        assert_eq!(vault.blob_usage(), Ok(BlobUsage { confirmed: 0, unsent: 1000 }));
        assert_eq!(read(&vault, OUTBOX, "unsent").unwrap(), bytes(1000, 1));
    });
}

#[test]
fn unsent_blobs_go_on_without_the_clinical_key() {
    both_places(|place| {
        let mut vault = new_vault(place);
        put_blob(&mut vault, OUTBOX, "voice note", b"unsent", 1);
        put_blob(&mut vault, CLINICAL, "letter", b"of the clinic", 2);
        vault.lock();
        vault.unlock_outbox(&keys().outbox).unwrap();
        assert_eq!(read(&vault, OUTBOX, "voice note").unwrap(), b"unsent");
        assert_eq!(vault.blob(CLINICAL, "letter").unwrap_err(), VaultError::Locked);
        // What the clinical records name cannot be known: nothing is swept.
        assert_eq!(vault.sweep_blobs(), Err(VaultError::Locked));
        vault.replace_clinical(&other_keys().clinical, vec![1], &mut Seeded::new(3)).unwrap();
        assert_eq!(vault.sweep_blobs(), Ok(1));
        assert_eq!(read(&vault, OUTBOX, "voice note").unwrap(), b"unsent");
    });
}

#[test]
fn the_vaults_own_kinds_are_refused() {
    let mut vault = new_vault(&Place::Memory);
    let own = Kind { name: "vault.blob", class: OUTBOX };
    let mut turn = vault.turn(&mut Seeded::new(1)).unwrap();
    assert_eq!(turn.put(own, "1", b"x").unwrap_err().kind(), ErrorKind::Misuse);
    assert_eq!(turn.delete(own, "1").unwrap_err().kind(), ErrorKind::Misuse);
}

/// Chunks changed, cut, moved, doubled, or taken from another blob.
#[test]
fn a_changed_blob_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let mut vault = new_vault(&Place::File(path.clone()));
    put_blob(&mut vault, OUTBOX, "other", &bytes(3 * CHUNK, 1), 1);
    let other = fs::read(&blob_files(&path)[0]).unwrap();
    let others = blob_files(&path);
    put_blob(&mut vault, OUTBOX, "note", &bytes(3 * CHUNK, 2), 2);
    let file = blob_files(&path).into_iter().find(|file| !others.contains(file)).unwrap();
    let good = fs::read(&file).unwrap();
    assert!(!good.windows(64).any(|window| window == &bytes(64, 2)[..]), "sealed");
    let one = CHUNK + 16;
    assert_eq!(good.len(), 3 * one);
    let swapped = [&good[one..2 * one], &good[..one], &good[2 * one..]].concat();
    let mut attacks = vec![
        other,
        swapped,
        good[..2 * one].to_vec(),
        good[..good.len() - 1].to_vec(),
        [&good[..], &[0]].concat(),
        [&good[..one], &good[..one], &good[..one]].concat(),
        Vec::new(),
    ];
    for at in [0, one - 1, one, good.len() - 1] {
        let mut flipped = good.clone();
        flipped[at] ^= 1;
        attacks.push(flipped);
    }
    for (n, attack) in attacks.into_iter().enumerate() {
        fs::write(&file, attack).unwrap();
        assert_eq!(read(&vault, OUTBOX, "note"), Err(TAMPERED), "attack {n}");
    }
    fs::remove_file(&file).unwrap();
    assert_eq!(read(&vault, OUTBOX, "note"), Err(TAMPERED));
    fs::write(&file, good).unwrap();
    assert_eq!(read(&vault, OUTBOX, "note").unwrap(), bytes(3 * CHUNK, 2));
}

/// Files that a crash left: begun, finished but not committed, deleted but not removed. Strangers' files stay.
#[test]
fn what_a_crash_left_is_swept_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let mut vault = new_vault(&Place::File(path.clone()));
    put_blob(&mut vault, OUTBOX, "kept", b"kept", 1);
    let mut begun = vault.new_blob(&mut Seeded::new(2)).unwrap();
    begun.write(&bytes(CHUNK * 2, 2)).unwrap();
    let finished = sealed(&vault, b"finished", 3);
    let stranger = folder.path().join("vault-blobs/notes.txt");
    fs::write(&stranger, "not ours").unwrap();
    // While they are held they are not swept.
    assert_eq!(vault.sweep_blobs(), Ok(0));
    std::mem::forget((begun, finished));
    drop(vault);
    let mut vault = open_vault(&path).unwrap();
    assert_eq!(vault.sweep_blobs(), Ok(2));
    assert_eq!(read(&vault, OUTBOX, "kept").unwrap(), b"kept");
    assert!(stranger.exists());
    assert_eq!(blob_files(&path).len(), 2);
}

#[test]
fn blobs_hold_no_descriptor_move_with_a_quarantine_and_go_with_a_shredding() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let place = Place::File(path.clone());
    let mut vault = new_vault(&place);
    put(&mut vault, INTENT, "1", b"x");
    put_blob(&mut vault, OUTBOX, "note", &bytes(CHUNK * 2, 1), 1);
    let mut writer = vault.new_blob(&mut Seeded::new(2)).unwrap();
    writer.write(&bytes(CHUNK * 2, 2)).unwrap();
    let mut reader = vault.blob(OUTBOX, "note").unwrap().unwrap();
    reader.next_chunk().unwrap().unwrap();
    vault.suspend(ROOM).unwrap();
    #[cfg(target_os = "linux")]
    {
        let links = fs::read_dir("/proc/self/fd").unwrap();
        let mut links = links.filter_map(|fd| fs::read_link(fd.ok()?.path()).ok());
        assert!(!links.any(|link| link.starts_with(folder.path())));
    }
    // Both go on where they were.
    assert_eq!(reader.next_chunk().unwrap().unwrap().len(), CHUNK);
    writer.write(b"more").unwrap();
    let blob = writer.finish().unwrap();
    vault.resume().unwrap();
    let mut turn = vault.turn(&mut Seeded::new(3)).unwrap();
    turn.put_blob(OUTBOX, "second", blob).unwrap();
    turn.commit().unwrap();
    drop(vault);

    let aside = quarantine(&place).unwrap().unwrap();
    assert_eq!(fs::read_dir(folder.path().join("vault.quarantine-1-blobs")).unwrap().count(), 2);
    let vault = open_vault(&aside).unwrap();
    assert_eq!(read(&vault, OUTBOX, "second").unwrap().len(), CHUNK * 2 + 4);
    vault.shred().unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
