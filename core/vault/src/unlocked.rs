//! What is in RAM while the keys are: the rows of both classes and the manifest that vouches for them.

use ring::digest::{Context, Digest, SHA256};
use rusqlite::{Connection, params};

use crate::envelope::{Cipher, MOST_SEALS, Nonces, Sealer};
use crate::keyring::{KeyCheck, manifest_context, manifest_sealer};
use crate::manifest::Manifest;
use crate::shelf::Shelf;
use crate::{DataKeys, KeyClass, KeySlots, Tampering, VaultError};

/// The one row of the table `vault`.
pub(crate) struct Header {
    pub(crate) slots: KeySlots,
    outbox_check: KeyCheck,
    clinical_check: KeyCheck,
    manifest: Vec<u8>,
}

impl Header {
    pub(crate) fn read(connection: &Connection) -> Result<Self, VaultError> {
        const READ: &str =
            "SELECT outbox_slot, clinical_slot, outbox_check, clinical_check, manifest FROM vault";
        Ok(connection.query_row(READ, [], |row| {
            Ok(Self {
                slots: KeySlots { outbox: row.get(0)?, clinical: row.get(1)? },
                outbox_check: row.get(2)?,
                clinical_check: row.get(3)?,
                manifest: row.get(4)?,
            })
        })?)
    }
}

/// Keys, indexes and manifest.
pub(crate) struct Unlocked {
    outbox: Shelf,
    clinical: Shelf,
    sealer: Sealer,
    /// What the manifest is bound to.
    context: Vec<u8>,
    generation: u64,
}

impl Unlocked {
    /// Empty shelves under these keys.
    pub(crate) fn new(keys: &DataKeys, slots: &KeySlots) -> Result<Self, VaultError> {
        let clinical = Shelf::new(KeyClass::Clinical, &keys.clinical)?;
        Ok(Self {
            outbox: Shelf::new(KeyClass::Outbox, &keys.outbox)?,
            sealer: manifest_sealer(&keys.outbox)?,
            context: manifest_context(clinical.keys().check(), digest(slots).as_ref()),
            clinical,
            generation: 0,
        })
    }

    /// Writes the first header, inside the caller's transaction.
    pub(crate) fn create(
        &mut self,
        connection: &Connection,
        slots: KeySlots,
        cipher: Cipher,
        nonces: &mut Nonces,
    ) -> Result<(), VaultError> {
        self.generation = 1;
        let manifest = self.seal_manifest(&self.manifest(), cipher, nonces)?;
        connection.execute(
            "INSERT INTO vault (id, outbox_slot, clinical_slot, outbox_check, clinical_check, manifest)
             VALUES (1, ?1, ?2, ?3, ?4, ?5)",
            params![
                slots.outbox,
                slots.clinical,
                self.outbox.keys().check(),
                self.clinical.keys().check(),
                manifest
            ],
        )?;
        Ok(())
    }

    /// Opens every row and compares all with the manifest.
    pub(crate) fn load(&mut self, connection: &Connection, manifest: &Manifest) -> Result<(), VaultError> {
        self.generation = manifest.generation;
        self.outbox.load(connection, &manifest.outbox)?;
        self.clinical.load(connection, &manifest.clinical)
    }

    /// Opens the manifest and tells wrong keys from a changed file: a right outbox key for which the manifest does
    /// not open, or the other way round, means that the header was changed.
    pub(crate) fn open_manifest(&self, header: &Header) -> Result<Manifest, VaultError> {
        let context = manifest_context(&header.clinical_check, digest(&header.slots).as_ref());
        let outbox_is_right = header.outbox_check == *self.outbox.keys().check();
        let clinical_is_right = header.clinical_check == *self.clinical.keys().check();
        let manifest = self.sealer.open(&context, &mut header.manifest.clone()).and_then(Manifest::decode);
        match (outbox_is_right, manifest) {
            (true, Some(manifest)) if clinical_is_right => Ok(manifest),
            (true, Some(_)) | (false, None) => Err(VaultError::WrongKey),
            _ => Err(VaultError::Tampered(Tampering::Manifest)),
        }
    }

    /// What the file holds now.
    pub(crate) fn manifest(&self) -> Manifest {
        Manifest {
            generation: self.generation,
            outbox: *self.outbox.census(),
            clinical: *self.clinical.census(),
        }
    }

    /// Commits the open transaction with the manifest of what it wrote.
    pub(crate) fn commit(
        &mut self,
        connection: &Connection,
        cipher: Cipher,
        nonces: &mut Nonces,
    ) -> Result<(), VaultError> {
        let manifest = Manifest { generation: self.generation + 1, ..self.manifest() };
        let sealed = self.seal_manifest(&manifest, cipher, nonces)?;
        if connection.prepare_cached("UPDATE vault SET manifest = ?1")?.execute([sealed])? != 1 {
            return Err(VaultError::Tampered(Tampering::Manifest));
        }
        connection.prepare_cached("COMMIT")?.execute([])?;
        self.generation = manifest.generation;
        Ok(())
    }

    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    pub(crate) fn shelf(&self, class: KeyClass) -> &Shelf {
        match class {
            KeyClass::Outbox => &self.outbox,
            KeyClass::Clinical => &self.clinical,
        }
    }

    pub(crate) fn shelf_mut(&mut self, class: KeyClass) -> &mut Shelf {
        match class {
            KeyClass::Outbox => &mut self.outbox,
            KeyClass::Clinical => &mut self.clinical,
        }
    }

    fn seal_manifest(
        &self,
        manifest: &Manifest,
        cipher: Cipher,
        nonces: &mut Nonces,
    ) -> Result<Vec<u8>, VaultError> {
        // The generation counts the seals of this sub-key but for rolled back commits, which the cap's margin covers.
        if manifest.generation >= MOST_SEALS {
            return Err(VaultError::KeyWorn);
        }
        self.sealer.seal(cipher, nonces, &self.context, &manifest.encode())
    }
}

/// Stands for the wrapped keys in what the manifest is bound to.
fn digest(slots: &KeySlots) -> Digest {
    let mut context = Context::new(&SHA256);
    for slot in [&slots.outbox, &slots.clinical] {
        context.update(&(slot.len() as u64).to_be_bytes());
        context.update(slot);
    }
    context.finish()
}
