//! Large things: voice notes, documents, pictures. Sealed in chunks in files beside the database, so that unlocking
//! reads none of them and nothing is ever whole in memory.
//!
//! ```text
//! record (sealed row): the blob's own key | file name | length | chunks | state
//! file: chunk 0 | chunk 1 | … each sealed under that key, its number and "last" in the nonce      (stream.rs)
//! ```
//!
//! A file means nothing without its record, and the record is written by a [`Turn`]: a blob is there when that turn is
//! committed, and gone when the turn that deletes it is. A file without a record is what a crash left;
//! [`Vault::sweep_blobs`] removes it. Every blob has a key of its own and is written once, so no file can stand in for
//! another or for an older state of itself.
//!
//! A quota is kept by [`Turn::evict_blobs`]: what the clinic has confirmed goes first, the oldest first; what was not
//! sent yet never goes.

mod record;
mod store;
mod stream;

pub(crate) use store::Store;
pub use stream::{BlobReader, BlobWriter, SealedBlob};

use nabz_time::{Entropy, Wall};

use self::record::{BlobRecord, State};
use crate::{KeyClass, Kind, Turn, Vault, VaultError};

/// Bytes of plaintext in a chunk.
pub const CHUNK: usize = 64 << 10;

/// Begins the names of kinds that the vault keeps for itself.
pub(crate) const RESERVED: &str = "vault.";
pub(crate) const NAME: &str = "vault.blob";

/// What the blobs that can be seen take up, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BlobUsage {
    /// Confirmed by the clinic: may be evicted.
    pub confirmed: u64,
    /// Not sent yet: never evicted.
    pub unsent: u64,
}

impl BlobUsage {
    /// All of it.
    pub const fn total(&self) -> u64 {
        self.confirmed.saturating_add(self.unsent)
    }
}

impl Vault {
    /// Begins a blob. Nothing of it is kept until [`Turn::put_blob`].
    pub fn new_blob(&self, entropy: &mut dyn Entropy) -> Result<BlobWriter, VaultError> {
        self.parts()?;
        BlobWriter::begin(self.blobs.clone(), self.cipher(), entropy)
    }

    /// The blob, if there is one, to be read chunk by chunk.
    pub fn blob(&self, class: KeyClass, id: &str) -> Result<Option<BlobReader>, VaultError> {
        let Some(record) = self.get(kind(class), id)? else { return Ok(None) };
        let record = BlobRecord::decode(record)?;
        BlobReader::begin(self.blobs.clone(), &record).map(Some)
    }

    /// The ids of a class's blobs, in the order in which they were put.
    pub fn blob_ids(&self, class: KeyClass) -> Result<Vec<String>, VaultError> {
        self.ids(kind(class))
    }

    /// What the blobs of the open classes take up.
    pub fn blob_usage(&self) -> Result<BlobUsage, VaultError> {
        let mut usage = BlobUsage::default();
        for (_, _, record) in self.blob_records()? {
            match record.state {
                State::Unsent => usage.unsent += record.length,
                State::Confirmed(_) => usage.confirmed += record.length,
            }
        }
        Ok(usage)
    }

    /// Removes files that no record names, and returns how many: what was begun and never kept, or deleted by a turn
    /// whose process ended before the file went. Both classes must be open. Call it after
    /// [`freshness`](Self::freshness) raised no alarm: a file set back knows nothing of later blobs.
    pub fn sweep_blobs(&mut self) -> Result<usize, VaultError> {
        if !self.has_clinical() {
            return Err(VaultError::Locked);
        }
        let kept: Vec<_> = self.blob_records()?.into_iter().map(|(_, _, record)| record.file).collect();
        self.blobs.sweep(&kept)
    }

    pub(crate) fn unsent_blob_ids(&self) -> Result<Vec<String>, VaultError> {
        let unsent = self.blob_records()?.into_iter().filter_map(|(class, id, record)| {
            (class == KeyClass::Outbox && record.state == State::Unsent).then_some(id)
        });
        Ok(unsent.collect())
    }

    fn blob_records(&self) -> Result<Vec<(KeyClass, String, BlobRecord)>, VaultError> {
        let mut records = Vec::new();
        for class in [KeyClass::Outbox, KeyClass::Clinical] {
            if class == KeyClass::Clinical && !self.has_clinical() {
                continue;
            }
            for record in self.list(kind(class))? {
                records.push((class, record.id.clone(), BlobRecord::decode(record)?));
            }
        }
        Ok(records)
    }
}

impl Turn<'_> {
    /// Begins a blob, as [`Vault::new_blob`] does.
    pub fn new_blob(&self, entropy: &mut dyn Entropy) -> Result<BlobWriter, VaultError> {
        self.vault().new_blob(entropy)
    }

    /// The blob as this turn sees it, if there is one, to be read chunk by chunk.
    pub fn blob(&self, class: KeyClass, id: &str) -> Result<Option<BlobReader>, VaultError> {
        self.vault().blob(class, id)
    }

    /// Keeps a finished blob as unsent, in place of what was there under this id.
    pub fn put_blob(&mut self, class: KeyClass, id: &str, blob: SealedBlob) -> Result<(), VaultError> {
        self.forget_file(class, id)?;
        self.put_reserved(kind(class), id, &blob.record().encode())?;
        self.files.kept.push(blob);
        Ok(())
    }

    /// Notes that the clinic has the blob since `at`: from now on it may be evicted. Returns whether there is such a
    /// blob.
    pub fn confirm_blob(&mut self, class: KeyClass, id: &str, at: Wall) -> Result<bool, VaultError> {
        let Some(record) = self.get(kind(class), id)? else { return Ok(false) };
        let record = BlobRecord { state: State::Confirmed(at), ..BlobRecord::decode(record)? };
        self.put_reserved(kind(class), id, &record.encode())?;
        Ok(true)
    }

    /// Forgets a blob, sent or not. Returns whether there was one.
    pub fn delete_blob(&mut self, class: KeyClass, id: &str) -> Result<bool, VaultError> {
        self.forget_file(class, id)?;
        self.delete_reserved(kind(class), id)
    }

    /// Forgets confirmed blobs, the longest confirmed first, until all blobs of the open classes take no more than
    /// `quota` bytes or only unsent ones are left. Returns which.
    pub fn evict_blobs(&mut self, quota: u64) -> Result<Vec<(KeyClass, String)>, VaultError> {
        let mut left = self.vault().blob_usage()?.total();
        let mut confirmed: Vec<_> = self
            .vault()
            .blob_records()?
            .into_iter()
            .filter_map(|(class, id, record)| match record.state {
                State::Confirmed(at) => Some((at, class, id, record.length)),
                State::Unsent => None,
            })
            .collect();
        confirmed.sort();
        let mut evicted = Vec::new();
        for (_, class, id, length) in confirmed {
            if left <= quota {
                break;
            }
            self.delete_blob(class, &id)?;
            left = left.saturating_sub(length);
            evicted.push((class, id));
        }
        Ok(evicted)
    }

    /// Notes that the file under this id goes with this turn's commit.
    fn forget_file(&mut self, class: KeyClass, id: &str) -> Result<(), VaultError> {
        if let Some(record) = self.get(kind(class), id)? {
            self.files.gone.push(BlobRecord::decode(record)?.file);
        }
        Ok(())
    }
}

/// What a turn does to files once it is committed.
#[derive(Default)]
pub(crate) struct TurnFiles {
    /// Stay; dropped before the commit, they remove themselves.
    kept: Vec<SealedBlob>,
    /// Go.
    gone: Vec<store::FileName>,
}

impl TurnFiles {
    /// The turn is about to be committed: from here on its files stay, for a commit that fails may yet be found on the
    /// disk. Were it not, they are swept.
    pub(crate) fn keep(&mut self) {
        self.kept.drain(..).for_each(SealedBlob::keep);
    }

    /// The turn is committed. A file that cannot be removed now is swept later.
    pub(crate) fn remove_gone(self, store: &Store) {
        for file in self.gone {
            let _ = store.remove(&file);
        }
    }
}

const fn kind(class: KeyClass) -> Kind {
    Kind { name: NAME, class }
}
