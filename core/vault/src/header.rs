//! The one row of the table `vault`: the wrapped keys, how a right key is told, and the sealed manifest.

use ring::digest::{Context, Digest, SHA256};
use rusqlite::{Connection, params};

use crate::keyring::{KeyCheck, manifest_context};
use crate::{KeyClass, KeySlots, VaultError};

/// What stands in the clear about one data key.
#[derive(Clone)]
pub(crate) struct Slot {
    /// As the host wrapped it.
    pub(crate) wrapped: Vec<u8>,
    pub(crate) check: KeyCheck,
    /// 1 for the first key of a class, one more with every rotation.
    pub(crate) key_id: u32,
    /// The key before this one, sealed under this one, while rows of it are left.
    pub(crate) retiring: Option<Vec<u8>>,
}

/// What stands in the clear about both data keys.
#[derive(Clone)]
pub(crate) struct Slots {
    pub(crate) outbox: Slot,
    pub(crate) clinical: Slot,
}

/// The row as it lies in the file.
pub(crate) struct Header {
    pub(crate) slots: Slots,
    pub(crate) manifest: Vec<u8>,
}

impl Header {
    pub(crate) fn read(connection: &Connection) -> Result<Self, VaultError> {
        const READ: &str = "SELECT outbox_slot, outbox_check, outbox_key, outbox_retiring,
                clinical_slot, clinical_check, clinical_key, clinical_retiring, manifest FROM vault";
        Ok(connection.query_row(READ, [], |row| {
            let slot = |at| {
                let (wrapped, check) = (row.get(at)?, row.get(at + 1)?);
                Ok::<_, rusqlite::Error>(Slot {
                    wrapped,
                    check,
                    key_id: row.get(at + 2)?,
                    retiring: row.get(at + 3)?,
                })
            };
            Ok(Self { slots: Slots { outbox: slot(0)?, clinical: slot(4)? }, manifest: row.get(8)? })
        })?)
    }

    /// Writes the row, over the one that is there.
    pub(crate) fn write(&self, connection: &Connection) -> Result<(), VaultError> {
        let Slots { outbox, clinical } = &self.slots;
        connection.execute(
            "INSERT OR REPLACE INTO vault (id, outbox_slot, outbox_check, outbox_key, outbox_retiring,
                clinical_slot, clinical_check, clinical_key, clinical_retiring, manifest)
             VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                outbox.wrapped,
                outbox.check,
                outbox.key_id,
                outbox.retiring,
                clinical.wrapped,
                clinical.check,
                clinical.key_id,
                clinical.retiring,
                self.manifest
            ],
        )?;
        Ok(())
    }
}

impl Slots {
    pub(crate) fn of(&self, class: KeyClass) -> &Slot {
        match class {
            KeyClass::Outbox => &self.outbox,
            KeyClass::Clinical => &self.clinical,
        }
    }

    pub(crate) fn of_mut(&mut self, class: KeyClass) -> &mut Slot {
        match class {
            KeyClass::Outbox => &mut self.outbox,
            KeyClass::Clinical => &mut self.clinical,
        }
    }

    /// The wrapped keys alone.
    pub(crate) fn wrapped(&self) -> KeySlots {
        KeySlots { outbox: self.outbox.wrapped.clone(), clinical: self.clinical.wrapped.clone() }
    }

    /// What the manifest is bound to. Before the first rotation it is what format 1 bound.
    pub(crate) fn context(&self) -> Vec<u8> {
        let first = |slot: &Slot| slot.key_id == 1 && slot.retiring.is_none();
        let wrapped = digest([&self.outbox.wrapped, &self.clinical.wrapped]);
        let mut context = manifest_context(&self.clinical.check, wrapped.as_ref());
        if !(first(&self.outbox) && first(&self.clinical)) {
            let retiring = |slot: &Slot| slot.retiring.clone().unwrap_or_default();
            context.extend(self.outbox.key_id.to_be_bytes());
            context.extend(self.clinical.key_id.to_be_bytes());
            context.extend(digest([&retiring(&self.outbox), &retiring(&self.clinical)]).as_ref());
        }
        context
    }
}

fn digest(parts: [&Vec<u8>; 2]) -> Digest {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    context.finish()
}
