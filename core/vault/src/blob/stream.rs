//! A blob's bytes: sealed chunk by chunk under its own key (the STREAM construction of Hoang, Reyhanitabar, Rogaway
//! and Vizár, CRYPTO 2015): a chunk's number and whether it is the last stand in its nonce, so that chunks cannot be
//! moved, dropped, doubled or cut off.
//!
//! The last chunk is padded to a multiple of 1 KiB: the file shows a length only so far.

use nabz_time::Entropy;
use ring::hkdf::{HKDF_SHA256, Salt};

use super::CHUNK;
use super::record::{BlobRecord, State};
use super::store::{FileName, Store};
use crate::envelope::{Sealer, TAG};
use crate::scratch::Scratch;
use crate::{Cipher, DataKey, Tampering, VaultError};

const STEP: usize = 1 << 10;
const CONTEXT: &[u8] = b"nabz blob 1";
const TAMPERED: VaultError = VaultError::Tampered(Tampering::Blob);

/// Writes a blob piece by piece. Dropped before it is [finished](Self::finish), nothing of it stays.
pub struct BlobWriter {
    blob: SealedBlob,
    sealer: Sealer,
    /// Not sealed yet, less than a chunk.
    rest: Scratch,
    chunks: u32,
}

/// A blob whose file is written and durable, to be kept by [`Turn::put_blob`](crate::Turn::put_blob). Dropped instead,
/// its file goes.
pub struct SealedBlob {
    store: Store,
    key: DataKey,
    file: FileName,
    length: u64,
    cipher: Cipher,
    kept: bool,
}

/// Reads a blob chunk by chunk. It holds the blob's own key until it is dropped, a locked vault or not.
pub struct BlobReader {
    store: Store,
    sealer: Sealer,
    file: FileName,
    cipher: Cipher,
    length: u64,
    chunk: u32,
    opened: Scratch,
}

impl BlobWriter {
    pub(super) fn begin(store: Store, cipher: Cipher, entropy: &mut dyn Entropy) -> Result<Self, VaultError> {
        let key = DataKey::generate(entropy);
        let mut file = FileName::default();
        entropy.fill(&mut file);
        let sealer = sealer(&key)?;
        store.create(&file)?;
        let blob = SealedBlob { store, key, file, length: 0, cipher, kept: false };
        Ok(Self { blob, sealer, rest: Scratch::with_room(CHUNK), chunks: 0 })
    }

    /// Appends bytes.
    pub fn write(&mut self, mut bytes: &[u8]) -> Result<(), VaultError> {
        while !bytes.is_empty() {
            if self.rest.len() == CHUNK {
                self.seal(false)?;
            }
            let (piece, after) = bytes.split_at(bytes.len().min(CHUNK - self.rest.len()));
            self.rest.extend(piece);
            self.blob.length += piece.len() as u64;
            bytes = after;
        }
        Ok(())
    }

    /// Seals what is left and makes the file durable.
    pub fn finish(mut self) -> Result<SealedBlob, VaultError> {
        self.seal(true)?;
        self.blob.store.sync(&self.blob.file)?;
        Ok(self.blob)
    }

    fn seal(&mut self, last: bool) -> Result<(), VaultError> {
        if last {
            self.rest.pad(self.rest.len().max(1).next_multiple_of(STEP));
        }
        let nonce = nonce(self.chunks, last);
        let sealed = self.sealer.seal_bare(self.blob.cipher, nonce, CONTEXT, &self.rest)?;
        self.blob.store.append(&self.blob.file, &sealed)?;
        self.chunks = self.chunks.checked_add(1).ok_or(VaultError::TooLarge)?;
        self.rest.fill_with(&[]);
        Ok(())
    }
}

impl SealedBlob {
    pub(super) fn record(&self) -> BlobRecord {
        BlobRecord {
            key: DataKey::copy(&self.key),
            file: self.file,
            length: self.length,
            cipher: self.cipher,
            state: State::Unsent,
        }
    }

    pub(super) fn keep(mut self) {
        self.kept = true;
    }

    /// Bytes of plaintext.
    pub fn length(&self) -> u64 {
        self.length
    }
}

impl Drop for SealedBlob {
    fn drop(&mut self) {
        if !self.kept {
            let _ = self.store.remove(&self.file);
        }
        self.store.let_go(&self.file);
    }
}

impl BlobReader {
    pub(super) fn begin(store: Store, record: &BlobRecord) -> Result<Self, VaultError> {
        Ok(Self {
            store,
            sealer: sealer(&record.key)?,
            file: record.file,
            cipher: record.cipher,
            length: record.length,
            chunk: 0,
            opened: Scratch::with_room(CHUNK + TAG),
        })
    }

    /// Bytes of plaintext in all.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The next chunk, at most [`CHUNK`] bytes; `None` after the last. A chunk that is missing or changed is
    /// [`Tampered`](VaultError::Tampered); what was given out before it was as it was written.
    pub fn next_chunk(&mut self) -> Result<Option<&[u8]>, VaultError> {
        let chunks = self.length.div_ceil(CHUNK as u64).max(1);
        let at = u64::from(self.chunk);
        if at == chunks {
            return Ok(None);
        }
        let last = at + 1 == chunks;
        let length = self.length - at * CHUNK as u64;
        let (length, padded) = match usize::try_from(length) {
            Ok(length) if last => (length, length.max(1).next_multiple_of(STEP)),
            _ => (CHUNK, CHUNK),
        };
        let offset = at * (CHUNK + TAG) as u64;
        // One byte more than there may be, to see that nothing follows the last.
        let sealed = self.store.read(&self.file, offset, padded + TAG + usize::from(last))?;
        let sealed = sealed.filter(|sealed| sealed.len() == padded + TAG).ok_or(TAMPERED)?;
        let opened = self.opened.fill_with(&sealed);
        self.sealer.open_bare(self.cipher, nonce(self.chunk, last), CONTEXT, opened).ok_or(TAMPERED)?;
        self.chunk += 1;
        // Opened in place: the tag lies behind.
        self.opened.get(..length).map(Some).ok_or(TAMPERED)
    }

    /// The whole blob, for one that is known to be small.
    pub fn read_all(mut self) -> Result<Vec<u8>, VaultError> {
        let mut all = Vec::new();
        while let Some(chunk) = self.next_chunk()? {
            all.extend_from_slice(chunk);
        }
        Ok(all)
    }
}

impl std::fmt::Debug for SealedBlob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealedBlob({} bytes)", self.length)
    }
}

impl std::fmt::Debug for BlobReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BlobReader({} bytes)", self.length)
    }
}

fn sealer(key: &DataKey) -> Result<Sealer, VaultError> {
    Sealer::derive(&Salt::new(HKDF_SHA256, CONTEXT).extract(key.as_bytes()), &[b"chunks "], 1)
}

/// The key seals this one blob only, so numbers serve as nonces.
fn nonce(chunk: u32, last: bool) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[7..11].copy_from_slice(&chunk.to_be_bytes());
    nonce[11] = last.into();
    nonce
}
