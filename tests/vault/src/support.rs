//! Keys, kinds, seeded randomness and a model that every proof compares with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use nabz_time::Entropy;
use nabz_vault::{DataKeys, KeyClass, KeySlots, Kind, Place, Vault, VaultError};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

pub(crate) const INTENT: Kind = Kind { name: "intent", class: KeyClass::Outbox };
pub(crate) const OBSERVATION: Kind = Kind { name: "Observation", class: KeyClass::Clinical };
pub(crate) const KINDS: [Kind; 2] = [INTENT, OBSERVATION];
pub(crate) const ROOM: Duration = Duration::from_secs(10);

/// A seeded stream.
pub(crate) struct Seeded(ChaCha8Rng);

impl Seeded {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.0.next_u64() % end.max(1) as u64) as usize
    }

    pub(crate) fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
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

pub(crate) fn slots() -> KeySlots {
    KeySlots { outbox: b"wrapped outbox key".to_vec(), clinical: b"wrapped clinical key".to_vec() }
}

pub(crate) fn new_vault(place: &Place) -> Result<Vault, VaultError> {
    let mut vault = Vault::open(place)?;
    vault.initialise(&keys(), slots(), &mut Seeded::new(3))?;
    Ok(vault)
}

pub(crate) fn open_vault(path: &Path) -> Result<Vault, VaultError> {
    let mut vault = Vault::open(&Place::File(path.into()))?;
    vault.unlock(&keys())?;
    Ok(vault)
}

/// Every record of both kinds: what a vault gives out.
pub(crate) type Contents = BTreeMap<(&'static str, String), Vec<u8>>;

pub(crate) fn contents(vault: &Vault) -> Result<Contents, VaultError> {
    let mut all = Contents::new();
    for kind in KINDS {
        for record in vault.list(kind)? {
            all.insert((kind.name, record.id), record.bytes);
        }
    }
    Ok(all)
}

/// Puts and deletes a few records in one turn, in the model as well. Lengths cross buckets, pages and the log's frames.
pub(crate) fn write_some(
    vault: &mut Vault,
    model: &mut Contents,
    random: &mut Seeded,
    entropy: &mut Seeded,
) -> Result<bool, VaultError> {
    let mut draft = model.clone();
    let mut turn = vault.turn(entropy)?;
    for _ in 0..1 + random.below(4) {
        let kind = KINDS[random.below(2)];
        let id = random.below(12).to_string();
        if random.chance(4) {
            turn.delete(kind, &id)?;
            draft.remove(&(kind.name, id));
        } else {
            let mut bytes = vec![0; [20, 300, 1200, 9000][random.below(4)]];
            random.fill(&mut bytes);
            turn.put(kind, &id, &bytes)?;
            draft.insert((kind.name, id), bytes);
        }
    }
    // The draft is what the turn attempts, committed or not.
    *model = draft;
    turn.commit()
}

/// A folder for a proof's files, in memory where the system has such: what is tried here does not depend on a disk.
pub(crate) fn folder() -> Result<tempfile::TempDir, String> {
    let shm = Path::new("/dev/shm");
    let made = if shm.is_dir() { tempfile::tempdir_in(shm) } else { tempfile::tempdir() };
    made.map_err(said)
}

pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Lays a database and its log down.
pub(crate) fn lay(path: &Path, file: &[u8], log: &[u8]) -> Result<(), String> {
    std::fs::write(path, file).map_err(said)?;
    std::fs::write(beside(path, "-wal"), log).map_err(said)
}

pub(crate) fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

pub(crate) fn check(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}
