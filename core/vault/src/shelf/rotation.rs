//! Rows of two keys on one shelf: the one that seals, and the one before it.

use rusqlite::Connection;

use super::{Shelf, Sql, TAMPERED, open, read_row};
use crate::index::Entry;
use crate::keyring::Keyring;
use crate::scratch::Scratch;
use crate::{KeyClass, VaultError};

/// A row that an older key sealed, opened.
pub(crate) struct Stale {
    pub(crate) kind: String,
    pub(crate) id: String,
    pub(crate) bytes: Scratch,
    pub(crate) entry: Entry,
}

impl Shelf {
    /// From now on seals with `keys`; rows of the key before stay readable until [`stale`](Self::stale) finds none.
    pub(crate) fn rotate(&mut self, keys: Keyring) {
        let before = std::mem::replace(&mut self.keys, keys);
        self.retiring = Some((before, i64::MIN));
        self.census = self.census.under_a_new_key();
    }

    /// The first rows, at most `count`, that the key before this one sealed.
    pub(crate) fn stale(&mut self, db: &Connection, count: usize) -> Result<Vec<Stale>, VaultError> {
        let Some((before, clean)) = &self.retiring else { return Ok(Vec::new()) };
        let mut stale = Vec::new();
        let mut clean = *clean;
        let mut statement = db.prepare_cached(self.sql.scan)?;
        let mut rows = statement.query([clean, i64::MAX])?;
        let mut scratch = Scratch::default();
        while let Some(row) = rows.next()? {
            let row = read_row(row)?;
            if !before.sealed(row.sealed) {
                clean = if stale.is_empty() { row.seq } else { clean };
                continue;
            }
            if stale.len() == count {
                break;
            }
            let payload = open(before, &row, &mut scratch)?;
            let (kind, id) = (payload.kind, payload.id);
            let entry = self.index.get(kind, id).copied().filter(|entry| entry.is_of(&row));
            let entry = entry.ok_or(TAMPERED)?;
            let mut bytes = Scratch::default();
            bytes.fill_with(payload.bytes);
            stale.push(Stale { kind: kind.into(), id: id.into(), bytes, entry });
        }
        drop(rows);
        drop(statement);
        if let Some((_, known)) = &mut self.retiring {
            *known = clean;
        }
        Ok(stale)
    }

    /// Forgets the key before this one.
    pub(crate) fn retire(&mut self) {
        self.retiring = None;
    }

    /// Whether rows of the key before this one may be left.
    pub(crate) fn is_rotating(&self) -> bool {
        self.retiring.is_some()
    }

    /// Removes every row of the table.
    pub(crate) fn empty(class: KeyClass, db: &Connection) -> Result<(), VaultError> {
        db.execute(Sql::of(class).empty, [])?;
        Ok(())
    }
}
