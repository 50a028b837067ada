//! The rivals' store: records by kind and id in SQLite, in the clear or, with a key, by SQLCipher. The rival's own
//! workspace includes this file, so that both do the same.

use std::path::Path;

use rusqlite::{Connection, Result, params};

use crate::work::{KIND, Work, cpu, fresh, record, records, scattered};

/// The vault's own settings, so that only the sealing differs.
const SETTINGS: &str = "
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA temp_store = MEMORY;
    PRAGMA wal_autocheckpoint = 1000;
    CREATE TABLE IF NOT EXISTS record (
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        body BLOB NOT NULL,
        UNIQUE (kind, id)
    ) STRICT;
";

/// An open store.
pub(crate) struct Plain(Connection);

impl Plain {
    /// Opens or makes one; `key` is 32 bytes in hexadecimal, for SQLCipher: no passphrase, so nothing is stretched.
    pub(crate) fn open(path: &Path, key: Option<&str>) -> Result<Self> {
        let connection = Connection::open(path)?;
        if let Some(key) = key {
            connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\""))?;
        }
        connection.execute_batch(SETTINGS)?;
        Ok(Self(connection))
    }

    /// Puts records in one transaction.
    pub(crate) fn put(&self, kind: &str, records: &[(String, Vec<u8>)]) -> Result<()> {
        self.0.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        {
            let mut insert = self.0.prepare_cached(
                "INSERT INTO record (kind, id, version, body) VALUES (?1, ?2, 1, ?3)
                 ON CONFLICT DO UPDATE SET version = version + 1, body = excluded.body",
            )?;
            for (id, body) in records {
                insert.execute(params![kind, id, body])?;
            }
        }
        self.0.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }

    /// Reads one record.
    pub(crate) fn get(&self, kind: &str, id: &str) -> Result<(String, i64, Vec<u8>)> {
        let mut select =
            self.0.prepare_cached("SELECT id, version, body FROM record WHERE kind = ?1 AND id = ?2")?;
        select.query_row([kind, id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    }

    /// Reads every record of a kind in the order of insertion: by the table, where they lie in that order.
    pub(crate) fn list(&self, kind: &str) -> Result<Vec<(String, i64, Vec<u8>)>> {
        let mut select = self.0.prepare_cached(
            "SELECT id, version, body FROM record NOT INDEXED WHERE kind = ?1 ORDER BY rowid",
        )?;
        let rows = select.query_map([kind], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        rows.collect()
    }

    /// Moves the log into the file and closes.
    pub(crate) fn close(self) -> Result<()> {
        self.0.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        self.0.close().map_err(|(_, error)| error)
    }
}

/// Does a piece of work on `count` records and tells its CPU time in nanoseconds.
pub(crate) fn measure(work: Work, folder: &Path, count: u64, name: &str, key: Option<&str>) -> Result<u64> {
    if let Work::Single | Work::Batch = work {
        let store = Plain::open(&fresh(folder, name), key)?;
        let records = records(count);
        let began = cpu();
        match work {
            Work::Single => records.chunks(1).try_for_each(|record| store.put(KIND, record))?,
            _ => store.put(KIND, &records)?,
        }
        return Ok(cpu() - began);
    }
    let path = folder.join(format!("{name}-{count}"));
    if !path.exists() {
        let store = Plain::open(&path, key)?;
        store.put(KIND, &records(count))?;
        store.close()?;
    }
    if work == Work::Open {
        let began = cpu();
        Plain::open(&path, key)?.get(KIND, &record(count / 2).0)?;
        return Ok(cpu() - began);
    }
    if work == Work::Whole {
        let began = cpu();
        let store = Plain::open(&path, key)?;
        store.0.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))?;
        drop(store.list(KIND)?);
        return Ok(cpu() - began);
    }
    let store = Plain::open(&path, key)?;
    let ids: Vec<_> = scattered(count).map(|n| record(n).0).collect();
    let began = cpu();
    match work {
        Work::Point => ids.iter().try_for_each(|id| store.get(KIND, id).map(drop))?,
        _ => drop(store.list(KIND)?),
    }
    Ok(cpu() - began)
}
