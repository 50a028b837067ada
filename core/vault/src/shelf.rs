//! The rows sealed under one data key: their table, their index in RAM, their census.

mod rotation;

pub(crate) use rotation::Stale;

use rusqlite::{Connection, params};

use crate::envelope::{Cipher, Nonces, print};
use crate::index::{Entry, Index};
use crate::keyring::{Keyring, Row, RowMac};
use crate::manifest::Census;
use crate::payload::Payload;
use crate::scratch::Scratch;
use crate::{KeyClass, Record, Tampering, VaultError};

/// Reading a stretch of the table in one go beats one look-up a row unless fewer than one row in four is wanted.
const DENSE: i64 = 4;

/// A sealing buffer larger than this is given back.
const LONGEST_KEPT: usize = 16 << 10;

const TAMPERED: VaultError = VaultError::Tampered(Tampering::Row);

/// The SQL of one table, short: the cache of statements hashes it at every use. Columns: seq, blind, version, sealed.
struct Sql {
    scan: &'static str,
    read: &'static str,
    insert: &'static str,
    update: &'static str,
    delete: &'static str,
    empty: &'static str,
}

macro_rules! sql {
    ($table:literal) => {
        Sql {
            scan: concat!("SELECT * FROM ", $table, " WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq"),
            read: concat!("SELECT * FROM ", $table, " WHERE seq = ?1"),
            insert: concat!(
                "INSERT INTO ",
                $table,
                " (seq, blind, version, sealed) VALUES (?1, x'', ?2, ?3)"
            ),
            update: concat!("UPDATE ", $table, " SET blind = x'', version = ?2, sealed = ?3 WHERE seq = ?1"),
            delete: concat!("DELETE FROM ", $table, " WHERE seq = ?1"),
            empty: concat!("DELETE FROM ", $table),
        }
    };
}

const OUTBOX: Sql = sql!("outbox");
const CLINICAL: Sql = sql!("clinical");

pub(crate) struct Shelf {
    sql: &'static Sql,
    keys: Keyring,
    /// The key before this one, while rows of it are left, and the row up to which none is.
    retiring: Option<(Keyring, i64)>,
    index: Index,
    census: Census,
    next_seq: i64,
    /// Where rows are sealed, again and again.
    sealed: Vec<u8>,
}

impl Sql {
    const fn of(class: KeyClass) -> &'static Self {
        match class {
            KeyClass::Outbox => &OUTBOX,
            KeyClass::Clinical => &CLINICAL,
        }
    }
}

impl Shelf {
    /// An empty shelf.
    pub(crate) fn new(keys: Keyring) -> Self {
        Self::due(keys, None, Census::default())
    }

    /// A shelf whose rows, still to be [loaded](Self::load), must add up to `census`.
    pub(crate) fn due(keys: Keyring, retiring: Option<Keyring>, census: Census) -> Self {
        let sql = Sql::of(keys.class());
        let retiring = retiring.map(|keys| (keys, i64::MIN));
        let index = Index::new(keys.hashing_secret());
        Self { sql, keys, retiring, index, census, next_seq: 1, sealed: Vec::new() }
    }

    pub(crate) fn keys(&self) -> &Keyring {
        &self.keys
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    pub(crate) fn census(&self) -> &Census {
        &self.census
    }

    /// Opens every row, builds the index and compares the rows with the census.
    pub(crate) fn load(&mut self, db: &Connection) -> Result<(), VaultError> {
        let mut found = Census::default();
        let mut statement = db.prepare(self.sql.scan)?;
        let mut rows = statement.query(params![i64::MIN, i64::MAX])?;
        let mut scratch = Scratch::default();
        while let Some(row) = rows.next()? {
            let row = read_row(row)?;
            let keys = self.keys_of(row.sealed);
            let print = print(row.sealed).ok_or(TAMPERED)?;
            let mac = keys.mac(row.seq, &print);
            let payload = open(keys, &row, &mut scratch)?;
            let entry = Entry { seq: row.seq, version: row.version, print };
            if self.index.set(payload.kind, payload.id, Some(entry)).is_some() {
                return Err(VaultError::Tampered(Tampering::Rows));
            }
            found.add(&mac);
            self.next_seq = row.seq.checked_add(1).ok_or(VaultError::Corrupt(0))?;
        }
        if found.same_rows(&self.census) { Ok(()) } else { Err(VaultError::Tampered(Tampering::Rows)) }
    }

    pub(crate) fn get(&self, db: &Connection, kind: &str, id: &str) -> Result<Option<Record>, VaultError> {
        match self.index.get(kind, id) {
            Some(entry) => self.read(db, kind, id, entry, &mut Scratch::default()).map(Some),
            None => Ok(None),
        }
    }

    /// Every record of `kind` in the order of first insertion.
    pub(crate) fn list(&self, db: &Connection, kind: &str) -> Result<Vec<Record>, VaultError> {
        let wanted = self.index.in_order(kind);
        let count = self.index.count(kind);
        let mut records = Vec::with_capacity(count);
        let mut scratch = Scratch::default();
        match self.dense_stretch(kind) {
            Some(stretch) => {
                let mut wanted = wanted.peekable();
                let mut statement = db.prepare_cached(self.sql.scan)?;
                let mut rows = statement.query(stretch)?;
                while let Some(row) = rows.next()? {
                    let row = read_row(row)?;
                    if let Some((id, entry)) = wanted.next_if(|(_, entry)| entry.seq == row.seq) {
                        records.push(self.open_record(kind, id, entry, &row, &mut scratch)?);
                    }
                }
            }
            None => {
                for (id, entry) in wanted {
                    records.push(self.read(db, kind, id, entry, &mut scratch)?);
                }
            }
        }
        if records.len() == count { Ok(records) } else { Err(TAMPERED) }
    }

    /// Whether the record `before` stands for holds just these bytes.
    pub(crate) fn holds(
        &self,
        db: &Connection,
        before: Option<&Entry>,
        payload: &Payload<'_>,
    ) -> Result<bool, VaultError> {
        let Some(entry) = before else { return Ok(false) };
        Ok(self.read(db, payload.kind, payload.id, entry, &mut Scratch::default())?.bytes == payload.bytes)
    }

    /// Seals and stores a record in place of `before`.
    pub(crate) fn put(
        &mut self,
        db: &Connection,
        cipher: Cipher,
        nonces: &mut Nonces,
        before: Option<&Entry>,
        payload: &Payload<'_>,
    ) -> Result<(), VaultError> {
        let Payload { kind, id, .. } = *payload;
        let (seq, version) = match before {
            Some(entry) => (entry.seq, entry.version + 1),
            None => (self.next_seq, 1),
        };
        self.census.count_seal()?;
        self.keys.seal(&mut self.sealed, cipher, nonces, seq, version, payload)?;
        let print = print(&self.sealed).ok_or(TAMPERED)?;
        let sql = if before.is_some() { self.sql.update } else { self.sql.insert };
        let rows = db.prepare_cached(sql)?.execute(params![seq, version, self.sealed])?;
        if self.sealed.capacity() > LONGEST_KEPT {
            self.sealed = Vec::new();
        }
        if rows != 1 {
            return Err(TAMPERED);
        }
        self.next_seq = self.next_seq.max(seq + 1);
        self.set(kind, id, Some(Entry { seq, version, print }));
        Ok(())
    }

    /// Removes a record, and returns the entry it had.
    pub(crate) fn delete(
        &mut self,
        db: &Connection,
        kind: &str,
        id: &str,
    ) -> Result<Option<Entry>, VaultError> {
        let Some(entry) = self.index.get(kind, id) else { return Ok(None) };
        if db.prepare_cached(self.sql.delete)?.execute([entry.seq])? != 1 {
            return Err(TAMPERED);
        }
        Ok(self.set(kind, id, None))
    }

    /// Sets an entry and counts it, in RAM only: by itself the undoing of a change.
    pub(crate) fn set(&mut self, kind: &str, id: &str, entry: Option<Entry>) -> Option<Entry> {
        if let Some(entry) = &entry {
            let mac = self.mac_of(entry);
            self.census.add(&mac);
        }
        let before = self.index.set(kind, id, entry);
        if let Some(before) = &before {
            let mac = self.mac_of(before);
            self.census.remove(&mac);
        }
        before
    }

    fn mac_of(&self, entry: &Entry) -> RowMac {
        self.keys_of(&entry.print).mac(entry.seq, &entry.print)
    }

    /// First and last row of `kind`, if most rows between them are of this kind.
    fn dense_stretch(&self, kind: &str) -> Option<[i64; 2]> {
        let [first, last] = self.index.bounds(kind)?;
        (last - first < self.index.count(kind) as i64 * DENSE).then_some([first, last])
    }

    /// The key that sealed an envelope, as its head says.
    fn keys_of(&self, envelope: &[u8]) -> &Keyring {
        match &self.retiring {
            Some((before, _)) if before.sealed(envelope) => before,
            _ => &self.keys,
        }
    }

    fn read(
        &self,
        db: &Connection,
        kind: &str,
        id: &str,
        entry: &Entry,
        scratch: &mut Scratch,
    ) -> Result<Record, VaultError> {
        let mut statement = db.prepare_cached(self.sql.read)?;
        let mut rows = statement.query([entry.seq])?;
        let row = read_row(rows.next()?.ok_or(TAMPERED)?)?;
        self.open_record(kind, id, entry, &row, scratch)
    }

    /// Opens a row that must be the one written last for this record.
    fn open_record(
        &self,
        kind: &str,
        id: &str,
        entry: &Entry,
        row: &Row<'_>,
        scratch: &mut Scratch,
    ) -> Result<Record, VaultError> {
        if !entry.is_of(row) {
            return Err(TAMPERED);
        }
        let payload = open(self.keys_of(row.sealed), row, scratch)?;
        if (payload.kind, payload.id) != (kind, id) {
            return Err(TAMPERED);
        }
        Ok(Record { id: id.into(), version: row.version.unsigned_abs(), bytes: payload.bytes.into() })
    }
}

impl Entry {
    /// Whether a row is the one that was written last: head and tag are the same, and it will not open otherwise.
    fn is_of(&self, row: &Row<'_>) -> bool {
        (self.seq, self.version) == (row.seq, row.version) && print(row.sealed) == Some(self.print)
    }
}

fn open<'s>(keys: &Keyring, row: &Row<'_>, scratch: &'s mut Scratch) -> Result<Payload<'s>, VaultError> {
    let sealed = scratch.fill_with(row.sealed);
    keys.open(row, sealed).and_then(Payload::decode).ok_or(TAMPERED)
}

fn read_row<'r>(row: &'r rusqlite::Row<'_>) -> Result<Row<'r>, VaultError> {
    let malformed = |_| VaultError::Corrupt(0);
    Ok(Row {
        seq: row.get(0)?,
        blind: row.get_ref(1)?.as_blob().map_err(malformed)?,
        version: row.get(2)?,
        sealed: row.get_ref(3)?.as_blob().map_err(malformed)?,
    })
}
