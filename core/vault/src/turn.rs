//! One turn: everything written between two moments, durable together or not at all.

use std::borrow::Cow;

use crate::blob::{RESERVED, TurnFiles};
use crate::envelope::Nonces;
use crate::index::Entry;
use crate::payload::Payload;
use crate::shelf::Stale;
use crate::{KeyClass, Kind, Vault, VaultError};

/// A record as it was put.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// Its id, unique in its kind.
    pub id: String,
    /// 1 when first put, one more with every change; deleted and put again, it starts anew.
    pub version: u64,
    /// What was put.
    pub bytes: Vec<u8>,
}

/// Reads and writes of one turn of the app. [`commit`](Self::commit) makes them durable; dropped without it, the turn
/// never happened.
///
/// A write that fails ends the turn: it is rolled back at once and takes no further writes and no commit. Only what is
/// too large is refused by itself.
pub struct Turn<'v> {
    vault: &'v mut Vault,
    nonces: Nonces,
    phase: Phase,
    /// What to set back, in the order it was changed.
    undo: Vec<Undo>,
    pub(crate) files: TurnFiles,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Nothing written: SQLite knows nothing of this turn.
    Reading,
    /// A transaction is open.
    Writing,
    /// A write failed and all was rolled back.
    Failed,
}

struct Undo {
    class: KeyClass,
    kind: Cow<'static, str>,
    id: String,
    before: Option<Entry>,
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Record(version {}, …)", self.version)
    }
}

impl<'v> Turn<'v> {
    pub(crate) fn new(vault: &'v mut Vault, nonces: Nonces) -> Self {
        Self { vault, nonces, phase: Phase::Reading, undo: Vec::new(), files: TurnFiles::default() }
    }

    /// The record as this turn sees it, if there is one.
    pub fn get(&self, kind: Kind, id: &str) -> Result<Option<Record>, VaultError> {
        self.vault.get(kind, id)
    }

    /// Every record of a kind as this turn sees them, in the order they were first put.
    pub fn list(&self, kind: Kind) -> Result<Vec<Record>, VaultError> {
        self.vault.list(kind)
    }

    /// The ids of a kind in the order of [`list`](Self::list), without reading a row.
    pub fn ids(&self, kind: Kind) -> Result<Vec<String>, VaultError> {
        self.vault.ids(kind)
    }

    /// Whether clinical records can be read and written; else unsent work alone can.
    pub fn has_clinical(&self) -> bool {
        self.vault.has_clinical()
    }

    /// Keeps `bytes` under this kind and id, in place of what was there. Returns whether that changed anything:
    /// putting what is there already does not.
    ///
    /// A kind's name must not begin with `vault.`.
    pub fn put(&mut self, kind: Kind, id: &str, bytes: &[u8]) -> Result<bool, VaultError> {
        not_reserved(kind)?;
        self.put_reserved(kind, id, bytes)
    }

    pub(crate) fn put_reserved(&mut self, kind: Kind, id: &str, bytes: &[u8]) -> Result<bool, VaultError> {
        let payload = Payload::new(kind.name, id, bytes)?;
        self.write(|turn| {
            let (connection, unlocked) = turn.vault.parts()?;
            let shelf = unlocked.shelf(kind.class)?;
            let before = shelf.index().get(kind.name, id).copied();
            if shelf.holds(connection, before.as_ref(), &payload)? {
                return Ok(false);
            }
            turn.begin()?;
            let cipher = turn.vault.cipher();
            let (connection, unlocked) = turn.vault.parts_mut()?;
            let shelf = unlocked.shelf_mut(kind.class)?;
            shelf.put(connection, cipher, &mut turn.nonces, before.as_ref(), &payload)?;
            turn.undo.push(Undo { class: kind.class, kind: kind.name.into(), id: id.into(), before });
            Ok(true)
        })
    }

    /// Forgets a record. Returns whether there was one.
    pub fn delete(&mut self, kind: Kind, id: &str) -> Result<bool, VaultError> {
        not_reserved(kind)?;
        self.delete_reserved(kind, id)
    }

    pub(crate) fn delete_reserved(&mut self, kind: Kind, id: &str) -> Result<bool, VaultError> {
        self.write(|turn| {
            let (_, unlocked) = turn.vault.parts()?;
            if unlocked.shelf(kind.class)?.index().get(kind.name, id).is_none() {
                return Ok(false);
            }
            turn.begin()?;
            let (connection, unlocked) = turn.vault.parts_mut()?;
            let before = unlocked.shelf_mut(kind.class)?.delete(connection, kind.name, id)?;
            turn.undo.push(Undo { class: kind.class, kind: kind.name.into(), id: id.into(), before });
            Ok(true)
        })
    }

    /// Makes the turn durable. When this returns, it survives a power cut; `false` means there was nothing to do.
    ///
    /// After an error of the disk the turn is undone here, but it may have reached the log all the same and be found
    /// at the next start, unless another turn was committed since: what it held must bear being done twice.
    pub fn commit(mut self) -> Result<bool, VaultError> {
        let committed = self.write(|turn| {
            if turn.phase == Phase::Reading {
                return Ok(false);
            }
            let cipher = turn.vault.cipher();
            turn.files.keep();
            let (connection, unlocked) = turn.vault.parts_mut()?;
            unlocked.commit(connection, cipher, &mut turn.nonces)?;
            Ok(true)
        })?;
        self.phase = Phase::Reading;
        std::mem::take(&mut self.files).remove_gone(&self.vault.blobs);
        Ok(committed)
    }

    pub(crate) fn vault(&self) -> &Vault {
        self.vault
    }

    /// Seals a row of an older key anew, as it is.
    pub(crate) fn reseal(&mut self, class: KeyClass, stale: Stale) -> Result<bool, VaultError> {
        self.write(|turn| {
            turn.begin()?;
            let Stale { kind, id, bytes, entry } = stale;
            let payload = Payload::new(&kind, &id, &bytes)?;
            let cipher = turn.vault.cipher();
            let (connection, unlocked) = turn.vault.parts_mut()?;
            let shelf = unlocked.shelf_mut(class)?;
            shelf.put(connection, cipher, &mut turn.nonces, Some(&entry), &payload)?;
            turn.undo.push(Undo { class, kind: kind.into(), id, before: Some(entry) });
            Ok(true)
        })
    }

    /// Runs a write; if it fails, the turn is over.
    fn write(
        &mut self,
        write: impl FnOnce(&mut Self) -> Result<bool, VaultError>,
    ) -> Result<bool, VaultError> {
        if self.phase == Phase::Failed {
            return Err(VaultError::Misuse("this turn has failed and was rolled back"));
        }
        let written = write(self);
        if written.is_err() {
            self.roll_back();
            self.phase = Phase::Failed;
        }
        written
    }

    /// BEGIN IMMEDIATE, at the first write.
    fn begin(&mut self) -> Result<(), VaultError> {
        if self.phase == Phase::Reading {
            let (connection, _) = self.vault.parts()?;
            connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
            self.phase = Phase::Writing;
        }
        Ok(())
    }

    /// Sets file and index back. Should SQLite not be able to, the vault locks: index and file might differ, and
    /// unlocking compares them anew.
    fn roll_back(&mut self) {
        if self.phase != Phase::Writing {
            return;
        }
        self.phase = Phase::Reading;
        let undo = std::mem::take(&mut self.undo);
        let Ok((connection, unlocked)) = self.vault.parts_mut() else { return };
        for Undo { class, kind, id, before } in undo.into_iter().rev() {
            if let Ok(shelf) = unlocked.shelf_mut(class) {
                shelf.set(&kind, &id, before);
            }
        }
        // After some errors (a full disk) SQLite has rolled back by itself.
        let rolled_back = connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok();
        if !rolled_back {
            self.vault.lock();
        }
    }
}

fn not_reserved(kind: Kind) -> Result<(), VaultError> {
    if kind.name.starts_with(RESERVED) {
        return Err(VaultError::Misuse("kinds that begin with vault. are the vault's own"));
    }
    Ok(())
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.roll_back();
    }
}
