//! What is in RAM while the keys are: the rows of both classes and the manifest that vouches for them.

use rusqlite::Connection;

use crate::envelope::{Cipher, MOST_SEALS, Nonces, Sealer};
use crate::header::{Header, Slot, Slots};
use crate::keyring::{Keyring, manifest_sealer, retiring_sealer};
use crate::manifest::{Census, Manifest};
use crate::shelf::Shelf;
use crate::{DataKey, DataKeys, KeyClass, KeySlots, Tampering, VaultError};

/// Keys, indexes and manifest.
pub(crate) struct Unlocked {
    outbox: Shelf,
    clinical: Clinical,
    sealer: Sealer,
    slots: Slots,
    /// What the manifest is bound to.
    context: Vec<u8>,
    generation: u64,
    /// The disk refused the next commit, once or more often: one of them may yet be found in the log, as if it had
    /// succeeded.
    in_doubt: bool,
}

/// How a header compares with what is in RAM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compared {
    /// The same commit.
    Same,
    /// A commit that the disk had refused.
    InDoubt,
    /// Another.
    Other,
}

/// The clinical rows, or, while their key is not here, what they must add up to.
enum Clinical {
    Open(Box<Shelf>),
    Shut(Census),
}

impl Unlocked {
    /// Empty shelves under new keys.
    pub(crate) fn fresh(keys: &DataKeys, wrapped: KeySlots) -> Result<Self, VaultError> {
        let outbox = Shelf::new(Keyring::derive(KeyClass::Outbox, &keys.outbox, 1)?);
        let clinical = Shelf::new(Keyring::derive(KeyClass::Clinical, &keys.clinical, 1)?);
        let slot = |wrapped, shelf: &Shelf| Slot {
            wrapped,
            check: *shelf.keys().check(),
            key_id: 1,
            retiring: None,
        };
        let slots =
            Slots { outbox: slot(wrapped.outbox, &outbox), clinical: slot(wrapped.clinical, &clinical) };
        Ok(Self {
            outbox,
            clinical: Clinical::Open(Box::new(clinical)),
            sealer: manifest_sealer(&keys.outbox, 1)?,
            context: slots.context(),
            slots,
            generation: 0,
            in_doubt: false,
        })
    }

    /// Opens the manifest with the outbox key, and tells a wrong key from a changed file: a right key for which the
    /// manifest does not open, or the other way round, means that the header was changed. Nothing else is read.
    pub(crate) fn open(outbox: &DataKey, header: Header) -> Result<Self, VaultError> {
        let Header { slots, manifest } = header;
        let keys = Keyring::derive(KeyClass::Outbox, outbox, slots.outbox.key_id)?;
        let sealer = manifest_sealer(outbox, slots.outbox.key_id)?;
        let is_right = slots.outbox.check == *keys.check();
        let context = slots.context();
        let manifest = sealer.open(&context, &mut manifest.clone()).and_then(Manifest::decode);
        let manifest = match (is_right, manifest) {
            (true, Some(manifest)) => manifest,
            (false, None) => return Err(VaultError::WrongKey),
            _ => return Err(VaultError::Tampered(Tampering::Manifest)),
        };
        let retiring = open_retiring(KeyClass::Outbox, outbox, &slots.outbox)?;
        Ok(Self {
            outbox: Shelf::due(keys, retiring, manifest.outbox),
            clinical: Clinical::Shut(manifest.clinical),
            sealer,
            slots,
            context,
            generation: manifest.generation,
            in_doubt: false,
        })
    }

    /// Opens every unsent row and compares all with the manifest.
    pub(crate) fn load_outbox(&mut self, connection: &Connection) -> Result<(), VaultError> {
        self.outbox.load(connection)
    }

    /// Whether this is the clinical key.
    pub(crate) fn clinical_shelf(&self, key: &DataKey) -> Result<Shelf, VaultError> {
        let slot = &self.slots.clinical;
        let keys = Keyring::derive(KeyClass::Clinical, key, slot.key_id)?;
        if slot.check != *keys.check() {
            return Err(VaultError::WrongKey);
        }
        let retiring = open_retiring(KeyClass::Clinical, key, slot)?;
        Ok(Shelf::due(keys, retiring, *self.clinical_census()))
    }

    /// Opens every clinical row and compares all with the manifest.
    pub(crate) fn load_clinical(
        &mut self,
        connection: &Connection,
        mut shelf: Shelf,
    ) -> Result<(), VaultError> {
        shelf.load(connection)?;
        self.clinical = Clinical::Open(Box::new(shelf));
        Ok(())
    }

    /// Puts an empty shelf under a new key in the place of the clinical rows.
    pub(crate) fn empty_clinical(&mut self, keys: Keyring) {
        self.clinical = Clinical::Open(Box::new(Shelf::new(keys)));
    }

    /// What the file holds now.
    pub(crate) fn manifest(&self) -> Manifest {
        Manifest {
            generation: self.generation,
            outbox: *self.outbox.census(),
            clinical: *self.clinical_census(),
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
        self.in_doubt = true;
        connection.prepare_cached("COMMIT")?.execute([])?;
        self.in_doubt = false;
        self.generation = manifest.generation;
        Ok(())
    }

    /// Writes the whole header, with the manifest of what the open transaction wrote. The caller commits, and locks
    /// the vault should that fail.
    pub(crate) fn write_header(
        &mut self,
        connection: &Connection,
        cipher: Cipher,
        nonces: &mut Nonces,
    ) -> Result<(), VaultError> {
        self.context = self.slots.context();
        self.generation += 1;
        let manifest = self.seal_manifest(&self.manifest(), cipher, nonces)?;
        Header { slots: self.slots.clone(), manifest }.write(connection)
    }

    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    pub(crate) fn slots(&self) -> &Slots {
        &self.slots
    }

    pub(crate) fn slots_mut(&mut self) -> &mut Slots {
        &mut self.slots
    }

    pub(crate) fn set_manifest_sealer(&mut self, sealer: Sealer) {
        self.sealer = sealer;
    }

    pub(crate) fn has_clinical(&self) -> bool {
        matches!(self.clinical, Clinical::Open(_))
    }

    /// The rows of a class; refused while its key is not here.
    pub(crate) fn shelf(&self, class: KeyClass) -> Result<&Shelf, VaultError> {
        match (class, &self.clinical) {
            (KeyClass::Outbox, _) => Ok(&self.outbox),
            (KeyClass::Clinical, Clinical::Open(shelf)) => Ok(shelf),
            (KeyClass::Clinical, Clinical::Shut(_)) => Err(VaultError::Locked),
        }
    }

    pub(crate) fn shelf_mut(&mut self, class: KeyClass) -> Result<&mut Shelf, VaultError> {
        match (class, &mut self.clinical) {
            (KeyClass::Outbox, _) => Ok(&mut self.outbox),
            (KeyClass::Clinical, Clinical::Open(shelf)) => Ok(shelf),
            (KeyClass::Clinical, Clinical::Shut(_)) => Err(VaultError::Locked),
        }
    }

    /// Compares a header with what is in RAM.
    pub(crate) fn compare(&self, header: &Header) -> Compared {
        let mut manifest = header.manifest.clone();
        let found = self.sealer.open(&header.slots.context(), &mut manifest).and_then(Manifest::decode);
        match found {
            Some(found) if found.same_commit(&self.manifest()) => Compared::Same,
            Some(found) if self.in_doubt && found.generation == self.generation + 1 => Compared::InDoubt,
            _ => Compared::Other,
        }
    }

    fn clinical_census(&self) -> &Census {
        match &self.clinical {
            Clinical::Open(shelf) => shelf.census(),
            Clinical::Shut(census) => census,
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

/// The keyring of the key before this one, while rows of it are left.
fn open_retiring(class: KeyClass, key: &DataKey, slot: &Slot) -> Result<Option<Keyring>, VaultError> {
    let Some(sealed) = &slot.retiring else { return Ok(None) };
    const CHANGED: VaultError = VaultError::Tampered(Tampering::Manifest);
    let before = slot.key_id.checked_sub(1).ok_or(CHANGED)?;
    let mut sealed = zeroize::Zeroizing::new(sealed.clone());
    let plain = retiring_sealer(class, key, slot.key_id)?.open(&before.to_be_bytes(), &mut sealed);
    let key = DataKey::from_bytes(plain.ok_or(CHANGED)?).map_err(|_| CHANGED)?;
    Keyring::derive(class, &key, before).map(Some)
}
