//! Changing keys under the records: wrapped anew, rotated, replaced.
//!
//! | What | When | How |
//! |---|---|---|
//! | [`rewrap`](Vault::rewrap) | another hardware key, a PIN set or changed | the same data keys, other wrapped bytes |
//! | [`rotate`](Vault::rotate), then [`reseal`](Vault::reseal) | a data key is worn or may be known | a new key at once, old rows a few at a time |
//! | [`replace_clinical`](Vault::replace_clinical) | the clinical key is lost | a new key, no rows; the clinic has them |
//!
//! Each call is one transaction. While a rotation is under way the old key lies in the header, sealed under the new
//! one: a crash in the middle loses nothing, and the host wraps and unwraps one key a class at any time.

use nabz_time::Entropy;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::envelope::{Cipher, Nonces};
use crate::header::Slot;
use crate::keyring::{Keyring, manifest_sealer, retiring_sealer, wipe_stack};
use crate::shelf::Shelf;
use crate::unlocked::Unlocked;
use crate::{DataKey, KeyClass, KeySlots, Turn, Vault, VaultError};

impl Vault {
    /// Stores the same data keys as the host wrapped them anew.
    ///
    /// Should this or any other change of keys fail, nothing has changed on the disk and the vault is locked.
    pub fn rewrap(&mut self, wrapped: KeySlots, entropy: &mut dyn Entropy) -> Result<(), VaultError> {
        self.change(entropy, |unlocked, _, _, _| {
            unlocked.slots_mut().outbox.wrapped = wrapped.outbox;
            unlocked.slots_mut().clinical.wrapped = wrapped.clinical;
            Ok(())
        })
    }

    /// Seals with `new` from now on, stored as the host wrapped it; `old` is the key of the class until now. Rows that
    /// `old` sealed stay readable, and [`reseal`](Self::reseal) seals them anew.
    ///
    /// A class whose rotation is not finished is refused.
    pub fn rotate(
        &mut self,
        class: KeyClass,
        old: &DataKey,
        new: &DataKey,
        wrapped: Vec<u8>,
        entropy: &mut dyn Entropy,
    ) -> Result<(), VaultError> {
        let (_, unlocked) = self.parts()?;
        let shelf = unlocked.shelf(class)?;
        if shelf.is_rotating() {
            return Err(VaultError::Misuse("this key is being rotated already"));
        }
        let slot = unlocked.slots().of(class);
        if slot.check != *Keyring::derive(class, old, slot.key_id)?.check() {
            return Err(VaultError::WrongKey);
        }
        let key_id = slot.key_id.checked_add(1).ok_or(VaultError::KeyWorn)?;
        let rotated = self.change(entropy, |unlocked, _, cipher, nonces| {
            let keys = Keyring::derive(class, new, key_id)?;
            let before = (key_id - 1).to_be_bytes();
            let sealer = retiring_sealer(class, new, key_id)?;
            let retiring = sealer.seal(cipher, nonces, &before, old.as_bytes())?;
            *unlocked.slots_mut().of_mut(class) =
                Slot { wrapped, check: *keys.check(), key_id, retiring: Some(retiring) };
            if class == KeyClass::Outbox {
                unlocked.set_manifest_sealer(manifest_sealer(new, key_id)?);
            }
            unlocked.shelf_mut(class)?.rotate(keys);
            Ok(())
        });
        wipe_stack();
        rotated
    }

    /// Seals up to `rows` rows of the key before this one anew, in one commit. `true` when none is left and the old
    /// key is gone from the file; until then call it again, in this life of the app or another.
    pub fn reseal(
        &mut self,
        class: KeyClass,
        rows: usize,
        entropy: &mut dyn Entropy,
    ) -> Result<bool, VaultError> {
        let (connection, unlocked) = self.parts_mut()?;
        let shelf = unlocked.shelf_mut(class)?;
        if !shelf.is_rotating() {
            return Ok(true);
        }
        let stale = shelf.stale(connection, rows)?;
        if stale.is_empty() && rows > 0 {
            self.change(entropy, |unlocked, _, _, _| {
                unlocked.slots_mut().of_mut(class).retiring = None;
                unlocked.shelf_mut(class)?.retire();
                Ok(())
            })?;
            return Ok(true);
        }
        let mut turn: Turn<'_> = self.turn(entropy)?;
        for row in stale {
            turn.reseal(class, row)?;
        }
        turn.commit()?;
        Ok(false)
    }

    /// Whether rows of an older key may be left in a class.
    pub fn is_rotating(&self, class: KeyClass) -> Result<bool, VaultError> {
        Ok(self.parts()?.1.slots().of(class).retiring.is_some())
    }

    /// Gives up the clinical records and begins anew with this key, stored as the host wrapped it. Unsent work is
    /// untouched. The outbox must be open.
    pub fn replace_clinical(
        &mut self,
        key: &DataKey,
        wrapped: Vec<u8>,
        entropy: &mut dyn Entropy,
    ) -> Result<(), VaultError> {
        let replaced = self.change(entropy, |unlocked, connection, _, _| {
            let slot = &mut unlocked.slots_mut().clinical;
            let key_id = slot.key_id.checked_add(1).ok_or(VaultError::KeyWorn)?;
            let keys = Keyring::derive(KeyClass::Clinical, key, key_id)?;
            *slot = Slot { wrapped, check: *keys.check(), key_id, retiring: None };
            Shelf::empty(KeyClass::Clinical, connection)?;
            unlocked.empty_clinical(keys);
            Ok(())
        });
        wipe_stack();
        replaced
    }

    /// Changes the header in one transaction. On an error nothing has changed on the disk; what is in RAM may have, so
    /// the vault locks.
    fn change(
        &mut self,
        entropy: &mut dyn Entropy,
        change: impl FnOnce(&mut Unlocked, &Connection, Cipher, &mut Nonces) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        let cipher = self.cipher();
        let mut nonces = Nonces::draw(entropy);
        let (connection, unlocked) = self.parts_mut()?;
        let changed = (|| {
            let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
            change(unlocked, &transaction, cipher, &mut nonces)?;
            unlocked.write_header(&transaction, cipher, &mut nonces)?;
            Ok(transaction.commit()?)
        })();
        if changed.is_err() {
            self.lock();
        }
        changed
    }
}
