//! Seeded randomness, keys and kinds for all tests.

use std::path::{Path, PathBuf};
use std::time::Duration;

use nabz_time::Entropy;
use nabz_vault::{DataKeys, KeyClass, KeySlots, Kind, Place, Vault, VaultError};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

pub(crate) const INTENT: Kind = Kind { name: "intent", class: KeyClass::Outbox };
pub(crate) const MESSAGE: Kind = Kind { name: "message", class: KeyClass::Outbox };
pub(crate) const OBSERVATION: Kind = Kind { name: "Observation", class: KeyClass::Clinical };
pub(crate) const KINDS: [Kind; 3] = [INTENT, MESSAGE, OBSERVATION];

/// Time enough for any suspension.
pub(crate) const ROOM: Duration = Duration::from_secs(5);

/// A seeded stream of bytes.
pub(crate) struct Seeded(ChaCha8Rng);

impl Seeded {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }
}

impl Entropy for Seeded {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill_bytes(out);
    }
}

/// The same keys in every process.
pub(crate) fn keys() -> DataKeys {
    DataKeys::generate(&mut Seeded::new(1))
}

pub(crate) fn other_keys() -> DataKeys {
    DataKeys::generate(&mut Seeded::new(2))
}

pub(crate) fn slots() -> KeySlots {
    KeySlots { outbox: b"wrapped outbox key".to_vec(), clinical: b"wrapped clinical key".to_vec() }
}

/// A fresh vault, open.
pub(crate) fn new_vault(place: &Place) -> Vault {
    let mut vault = Vault::open(place).unwrap();
    vault.initialise(&keys(), slots(), &mut Seeded::new(3)).unwrap();
    vault
}

/// A vault that is there already, open.
pub(crate) fn open_vault(path: &Path) -> Result<Vault, VaultError> {
    let mut vault = Vault::open(&Place::File(path.into()))?;
    vault.unlock(&keys())?;
    Ok(vault)
}

/// Puts one record in a turn of its own.
pub(crate) fn put(vault: &mut Vault, kind: Kind, id: &str, bytes: &[u8]) {
    let mut turn = vault.turn(&mut Seeded::new(seed_of(id, bytes))).unwrap();
    turn.put(kind, id, bytes).unwrap();
    turn.commit().unwrap();
}

/// Kind, id and bytes of a record.
pub(crate) type Kept = (&'static str, String, Vec<u8>);

/// Everything of the three kinds, in order.
pub(crate) fn contents(vault: &Vault) -> Result<Vec<Kept>, VaultError> {
    let mut all = Vec::new();
    for kind in KINDS {
        all.extend(vault.list(kind)?.into_iter().map(|record| (kind.name, record.id, record.bytes)));
    }
    Ok(all)
}

pub(crate) fn wal_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// Another seed for every write, so that no nonce repeats.
fn seed_of(id: &str, bytes: &[u8]) -> u64 {
    id.bytes()
        .chain(bytes.iter().copied())
        .fold(7, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}
