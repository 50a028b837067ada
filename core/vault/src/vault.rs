//! The vault: one file, one connection, locked or open.

use nabz_time::Entropy;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::blob::Store;
use crate::envelope::Nonces;
use crate::header::Header;
use crate::keyring::wipe_stack;
use crate::schema::{self, STEPS, State};
use crate::unlocked::Unlocked;
use crate::{
    Cipher, DataKey, DataKeys, KeySlots, Kind, Place, Record, Suspended, Turn, VaultError, database,
};

/// What the phone keeps.
///
/// See the [crate's page](crate) for what is promised. Dropping a vault is as safe as a power cut: what was committed
/// stays.
pub struct Vault {
    pub(crate) place: Place,
    pub(crate) state: State,
    cipher: Cipher,
    /// `None` while suspended, except in memory, where the connection is the store.
    pub(crate) connection: Option<Connection>,
    pub(crate) suspended: Option<Suspended>,
    pub(crate) unlocked: Option<Unlocked>,
    pub(crate) blobs: Store,
}

impl Vault {
    /// Opens the file, or prepares a fresh one; the vault is locked. An older format is migrated, after a copy of
    /// the file was put beside it.
    pub fn open(place: &Place) -> Result<Self, VaultError> {
        Self::open_with(place, STEPS)
    }

    fn open_with(place: &Place, steps: &[&str]) -> Result<Self, VaultError> {
        let (connection, state) = database::open(place, steps)?;
        Ok(Self {
            place: place.clone(),
            state,
            cipher: Cipher::default(),
            connection: Some(connection),
            suspended: None,
            unlocked: None,
            blobs: Store::of(place),
        })
    }

    /// Where it lies.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Seals new rows with `cipher`; rows sealed with another stay as they are and stay readable.
    pub fn set_cipher(&mut self, cipher: Cipher) {
        self.cipher = cipher;
    }

    /// The wrapped data keys; `None` for a fresh vault.
    pub fn slots(&self) -> Result<Option<KeySlots>, VaultError> {
        match self.state {
            State::Fresh => Ok(None),
            _ => Ok(Some(Header::read(self.connection()?)?.slots.wrapped())),
        }
    }

    /// Makes a fresh vault with these keys, and stores them as the host wrapped them. The vault is open afterwards.
    pub fn initialise(
        &mut self,
        keys: &DataKeys,
        slots: KeySlots,
        entropy: &mut dyn Entropy,
    ) -> Result<(), VaultError> {
        if self.state != State::Fresh {
            return Err(VaultError::Misuse("this vault has keys already"));
        }
        let mut unlocked = Unlocked::fresh(keys, slots)?;
        let transaction = Transaction::new_unchecked(self.connection()?, TransactionBehavior::Immediate)?;
        schema::create(&transaction, 0, STEPS)?;
        unlocked.write_header(&transaction, self.cipher, &mut Nonces::draw(entropy))?;
        transaction.commit()?;
        self.state = State::Current;
        self.unlocked = Some(unlocked);
        wipe_stack();
        Ok(())
    }

    /// Opens every row with these keys, builds the index and compares all with the manifest. On any error the file is
    /// as it was and the vault stays locked.
    pub fn unlock(&mut self, keys: &DataKeys) -> Result<(), VaultError> {
        let opened = self.open_outbox(&keys.outbox).and_then(|mut unlocked| {
            let clinical = unlocked.clinical_shelf(&keys.clinical)?;
            let connection = self.connection()?;
            database::check(connection)?;
            unlocked.load_outbox(connection)?;
            unlocked.load_clinical(connection, clinical)?;
            Ok(unlocked)
        });
        wipe_stack();
        self.unlocked = Some(opened?);
        Ok(())
    }

    /// Opens unsent work alone, while the clinical key is refused, gone, or waits for the person: the outbox goes on.
    /// Whatever is [`KeyClass::Clinical`](crate::KeyClass::Clinical) is refused as [`Locked`](VaultError::Locked)
    /// until [`unlock_clinical`](Self::unlock_clinical) or [`replace_clinical`](Self::replace_clinical).
    pub fn unlock_outbox(&mut self, key: &DataKey) -> Result<(), VaultError> {
        let opened = self.open_outbox(key).and_then(|mut unlocked| {
            let connection = self.connection()?;
            database::check(connection)?;
            unlocked.load_outbox(connection)?;
            Ok(unlocked)
        });
        wipe_stack();
        self.unlocked = Some(opened?);
        Ok(())
    }

    /// Opens the clinical records of a vault whose outbox is open. On any error the outbox stays open.
    pub fn unlock_clinical(&mut self, key: &DataKey) -> Result<(), VaultError> {
        let (connection, unlocked) = self.parts_mut()?;
        if unlocked.has_clinical() {
            return Ok(());
        }
        let loaded = unlocked.clinical_shelf(key).and_then(|shelf| unlocked.load_clinical(connection, shelf));
        wipe_stack();
        loaded
    }

    /// Forgets the keys and the index, and overwrites what they lay in. Reading and writing is refused until
    /// [`unlock`](Self::unlock).
    pub fn lock(&mut self) {
        self.unlocked = None;
        wipe_stack();
    }

    /// Whether the outbox key is here, at least.
    pub fn is_unlocked(&self) -> bool {
        self.unlocked.is_some()
    }

    /// Whether the clinical key is here too.
    pub fn has_clinical(&self) -> bool {
        self.unlocked.as_ref().is_some_and(Unlocked::has_clinical)
    }

    /// How many commits this vault has seen; see [`Freshness`](crate::Freshness) for what the host does with it.
    pub fn generation(&self) -> Result<u64, VaultError> {
        Ok(self.parts()?.1.generation())
    }

    /// The record, if there is one.
    pub fn get(&self, kind: Kind, id: &str) -> Result<Option<Record>, VaultError> {
        let (connection, unlocked) = self.parts()?;
        unlocked.shelf(kind.class)?.get(connection, kind.name, id)
    }

    /// Every record of a kind, in the order they were first put.
    pub fn list(&self, kind: Kind) -> Result<Vec<Record>, VaultError> {
        let (connection, unlocked) = self.parts()?;
        unlocked.shelf(kind.class)?.list(connection, kind.name)
    }

    /// The ids of a kind in the order of [`list`](Self::list), without reading a row.
    pub fn ids(&self, kind: Kind) -> Result<Vec<String>, VaultError> {
        let (_, unlocked) = self.parts()?;
        Ok(unlocked.shelf(kind.class)?.index().in_order(kind.name).map(|(id, _)| id.into()).collect())
    }

    /// Begins a turn: what is written in it becomes durable together, or not at all. Draws one nonce from `entropy`.
    pub fn turn(&mut self, entropy: &mut dyn Entropy) -> Result<Turn<'_>, VaultError> {
        self.parts()?;
        Ok(Turn::new(self, Nonces::draw(entropy)))
    }

    fn open_outbox(&self, key: &DataKey) -> Result<Unlocked, VaultError> {
        if self.state == State::Fresh {
            return Err(VaultError::Misuse("a fresh vault has no keys yet"));
        }
        Unlocked::open(key, Header::read(self.connection()?)?)
    }

    pub(crate) fn cipher(&self) -> Cipher {
        self.cipher
    }

    pub(crate) fn parts(&self) -> Result<(&Connection, &Unlocked), VaultError> {
        let connection = self.connection()?;
        Ok((connection, self.unlocked.as_ref().ok_or(VaultError::Locked)?))
    }

    pub(crate) fn parts_mut(&mut self) -> Result<(&Connection, &mut Unlocked), VaultError> {
        if self.suspended.is_some() {
            return Err(VaultError::Suspended);
        }
        let connection = self.connection.as_ref().ok_or(VaultError::Suspended)?;
        Ok((connection, self.unlocked.as_mut().ok_or(VaultError::Locked)?))
    }

    pub(crate) fn connection(&self) -> Result<&Connection, VaultError> {
        self.connection.as_ref().filter(|_| self.suspended.is_none()).ok_or(VaultError::Suspended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KeyClass, Tampering};
    use std::fs;
    use std::path::Path;

    const ROOM: std::time::Duration = std::time::Duration::from_secs(5);
    const NOTE: Kind = Kind { name: "note", class: KeyClass::Outbox };
    const NEWER: &[&str] = &[STEPS[0], STEPS[1], "ALTER TABLE outbox ADD COLUMN extra INTEGER"];
    const BROKEN: &[&str] = &[STEPS[0], STEPS[1], "CREATE TABLE half (a); SELECT nothing FROM nowhere"];

    struct Count(u8);
    impl Entropy for Count {
        fn fill(&mut self, out: &mut [u8]) {
            self.0 += 1;
            out.fill(self.0);
        }
    }

    fn keys() -> DataKeys {
        let key = |byte| DataKey::from_bytes(&[byte; 32]).unwrap();
        DataKeys { outbox: key(1), clinical: key(2) }
    }

    /// A suspended vault with one note.
    fn vault_with_note(path: &Path) -> Vault {
        let mut vault = Vault::open(&Place::File(path.into())).unwrap();
        let mut entropy = Count(0);
        vault.initialise(&keys(), KeySlots { outbox: vec![1], clinical: vec![2] }, &mut entropy).unwrap();
        let mut turn = vault.turn(&mut entropy).unwrap();
        turn.put(NOTE, "1", b"kept").unwrap();
        turn.commit().unwrap();
        let _ = vault.suspend(ROOM).unwrap();
        vault
    }

    #[test]
    fn an_older_file_is_copied_then_migrated_and_a_newer_one_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault");
        let place = Place::File(path.clone());
        drop(vault_with_note(&path));
        let older = fs::read(&path).unwrap();

        let mut vault = Vault::open_with(&place, NEWER).unwrap();
        vault.unlock(&keys()).unwrap();
        assert_eq!(vault.ids(NOTE).unwrap(), ["1"]);
        assert_eq!(fs::read(folder.path().join("vault.before-2")).unwrap(), older);
        let _ = vault.suspend(ROOM).unwrap();

        let newer = fs::read(&path).unwrap();
        assert_eq!(Vault::open(&place).err(), Some(VaultError::Newer { found: 3, known: 2 }));
        assert_eq!(fs::read(&path).unwrap(), newer);
    }

    #[test]
    fn a_migration_that_fails_leaves_the_older_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault");
        drop(vault_with_note(&path));
        assert!(Vault::open_with(&Place::File(path.clone()), BROKEN).is_err());
        let mut vault = Vault::open(&Place::File(path)).unwrap();
        vault.unlock(&keys()).unwrap();
        assert_eq!(vault.ids(NOTE).unwrap(), ["1"]);
    }

    #[test]
    fn a_row_set_back_or_removed_under_an_open_vault_is_refused() {
        const SET_BACK: &str = "UPDATE outbox SET (version, sealed) = (SELECT version, sealed FROM older)";
        let folder = tempfile::tempdir().unwrap();
        let mut vault = vault_with_note(&folder.path().join("vault"));
        vault.resume().unwrap();
        let sql = |vault: &Vault, sql: &str| vault.connection().unwrap().execute_batch(sql).unwrap();
        sql(&vault, "CREATE TEMP TABLE older AS SELECT * FROM outbox");
        let mut turn = vault.turn(&mut Count(9)).unwrap();
        turn.put(NOTE, "1", b"changed").unwrap();
        turn.commit().unwrap();
        for attack in [SET_BACK, "DELETE FROM outbox"] {
            sql(&vault, attack);
            assert_eq!(vault.get(NOTE, "1"), Err(VaultError::Tampered(Tampering::Row)), "{attack}");
            assert_eq!(vault.list(NOTE), Err(VaultError::Tampered(Tampering::Row)), "{attack}");
        }
    }

    #[test]
    fn a_full_disk_undoes_the_turn_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let mut vault = vault_with_note(&folder.path().join("vault"));
        vault.resume().unwrap();
        let limit = |vault: &Vault, pages: u32| {
            vault.connection().unwrap().pragma_update(None, "max_page_count", pages).unwrap();
        };
        limit(&vault, 12);
        let mut entropy = Count(9);
        let mut turn = vault.turn(&mut entropy).unwrap();
        assert_eq!(turn.put(NOTE, "2", &[7; 100]), Ok(true));
        assert_eq!(turn.put(NOTE, "3", &[7; 100_000]), Err(VaultError::Full));
        assert_eq!(
            turn.put(NOTE, "4", b""),
            Err(VaultError::Misuse("this turn has failed and was rolled back"))
        );
        assert!(turn.commit().is_err());
        assert_eq!(vault.ids(NOTE).unwrap(), ["1"]);

        limit(&vault, 1000);
        let mut turn = vault.turn(&mut entropy).unwrap();
        turn.put(NOTE, "3", &[7; 100_000]).unwrap();
        assert_eq!(turn.commit(), Ok(true));
        vault.lock();
        vault.unlock(&keys()).unwrap();
        assert_eq!(vault.ids(NOTE).unwrap(), ["1", "3"]);
    }
}
