//! Resources on SQLite: the current version, every version before, what can be searched, and who is signed in.

use std::path::PathBuf;

use nabz_time::Wall;
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql, named_params, params};
use serde_json::Value;

use super::access;
use super::dates::instant;
use super::index::{self, Key};
use super::kinds::Kind;
use super::outcome::Refusal;

/// Where the server keeps what it knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In memory, gone with the process.
    Memory,
    /// In a file.
    File(PathBuf),
}

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS resource (
        seq INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        updated INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        body TEXT NOT NULL,
        UNIQUE (kind, id));
    CREATE TABLE IF NOT EXISTS version (
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        updated INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (kind, id, version)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS version_updated ON version (kind, updated);
    CREATE TABLE IF NOT EXISTS key (
        seq INTEGER NOT NULL REFERENCES resource,
        param TEXT NOT NULL,
        system TEXT,
        value TEXT,
        low INTEGER,
        high INTEGER);
    CREATE INDEX IF NOT EXISTS key_value ON key (param, value, seq);
    CREATE INDEX IF NOT EXISTS key_seq ON key (seq, param);
    CREATE TABLE IF NOT EXISTS reference (seq INTEGER NOT NULL REFERENCES resource, target TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS reference_target ON reference (target);
    CREATE INDEX IF NOT EXISTS reference_seq ON reference (seq);
    CREATE TABLE IF NOT EXISTS code (hash BLOB PRIMARY KEY, owner TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS session (
        id INTEGER PRIMARY KEY, owner TEXT NOT NULL, key TEXT NOT NULL, ended INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS refresh (
        hash BLOB PRIMARY KEY, session INTEGER NOT NULL, parent BLOB, used INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS refresh_parent ON refresh (parent);
    CREATE TABLE IF NOT EXISTS token (
        hash BLOB PRIMARY KEY, owner TEXT NOT NULL, session INTEGER, key TEXT, until INTEGER);
    CREATE TABLE IF NOT EXISTS redirect (
        hash BLOB PRIMARY KEY, owner TEXT NOT NULL, challenge TEXT NOT NULL, key TEXT, until INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS proof (jti TEXT PRIMARY KEY, until INTEGER NOT NULL);
";

/// Opens the tables, making them if they are missing.
pub(super) fn open(place: &Place) -> rusqlite::Result<Connection> {
    let connection = match place {
        Place::Memory => Connection::open_in_memory()?,
        Place::File(path) => Connection::open(path)?,
    };
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.execute_batch(SCHEMA)?;
    Ok(connection)
}

/// A resource as it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stored {
    pub(super) seq: i64,
    pub(super) id: String,
    pub(super) version: i64,
    pub(super) updated: Wall,
    pub(super) deleted: bool,
    pub(super) body: Value,
}

/// The current version of a resource, deleted or not.
pub(super) fn find(at: &Connection, kind: &Kind, id: &str) -> Result<Option<Stored>, Refusal> {
    let sql = "SELECT seq, id, version, updated, deleted, body FROM resource WHERE kind = ?1 AND id = ?2";
    Ok(at.prepare_cached(sql)?.query_row(params![kind.name, id], stored).optional()?)
}

/// The current version of the resource with this row number, with its type's name.
pub(super) fn nth(at: &Connection, seq: i64) -> Result<Option<(String, Stored)>, Refusal> {
    let sql = "SELECT seq, id, version, updated, deleted, body, kind FROM resource WHERE seq = ?1";
    let row = |row: &Row<'_>| Ok((row.get(6)?, stored(row)?));
    Ok(at.prepare_cached(sql)?.query_row([seq], row).optional()?)
}

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let body: String = row.get(5)?;
    Ok(Stored {
        seq: row.get(0)?,
        id: row.get(1)?,
        version: row.get(2)?,
        updated: Wall::from_millis(row.get(3)?),
        deleted: row.get(4)?,
        body: serde_json::from_str(&body).unwrap_or(Value::Null),
    })
}

/// An older version, if it is kept and no tombstone.
pub(super) fn version(
    at: &Connection,
    kind: &Kind,
    id: &str,
    version: i64,
) -> Result<Option<Value>, Refusal> {
    let sql = "SELECT body FROM version WHERE kind = ?1 AND id = ?2 AND version = ?3 AND deleted = 0";
    let body: Option<String> =
        at.prepare_cached(sql)?.query_row(params![kind.name, id, version], |row| row.get(0)).optional()?;
    Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
}

/// Writes the next version of a resource, its `id` and `meta` set to what they are now.
pub(super) fn put(
    at: &Connection,
    kind: &Kind,
    id: &str,
    mut body: Value,
    now: Wall,
) -> Result<Stored, Refusal> {
    let before = find(at, kind, id)?;
    let version = before.map_or(1, |stored| stored.version + 1);
    stamp(&mut body, id, version, now);
    let keys = index::keys(kind, &body)?;
    let seq = write(at, kind, id, version, now, Some(&body))?;
    for (param, key) in keys {
        add_key(at, seq, param, key)?;
    }
    for owner in access::owners(kind, id, &body) {
        add_key(at, seq, "_owner", Key::Text { system: String::new(), value: owner })?;
    }
    add_key(at, seq, "_id", Key::Text { system: String::new(), value: id.to_owned() })?;
    let updated = super::dates::Span { low: now.millis(), high: now.millis() };
    add_key(at, seq, "_lastUpdated", Key::Date(updated))?;
    for target in index::references(&body) {
        at.prepare_cached("INSERT INTO reference (seq, target) VALUES (?1, ?2)")?
            .execute(params![seq, target])?;
    }
    Ok(Stored { seq, id: id.to_owned(), version, updated: now, deleted: false, body })
}

/// Writes a tombstone as the next version.
pub(super) fn delete(at: &Connection, kind: &Kind, before: &Stored, now: Wall) -> Result<(), Refusal> {
    write(at, kind, &before.id, before.version + 1, now, None).map(|_| ())
}

fn stamp(body: &mut Value, id: &str, version: i64, now: Wall) {
    let Value::Object(members) = body else { return };
    members.insert("id".to_owned(), id.into());
    let meta = members.entry("meta").or_insert_with(|| Value::Object(serde_json::Map::new()));
    if let Value::Object(meta) = meta {
        meta.insert("versionId".to_owned(), version.to_string().into());
        meta.insert("lastUpdated".to_owned(), instant(now).into());
    }
}

fn write(
    at: &Connection,
    kind: &Kind,
    id: &str,
    version: i64,
    now: Wall,
    body: Option<&Value>,
) -> Result<i64, Refusal> {
    let text = body.map(Value::to_string).unwrap_or_default();
    let seq: i64 = at
        .prepare_cached(
            "INSERT INTO resource (kind, id, version, updated, deleted, body)
             VALUES (:kind, :id, :version, :updated, :deleted, :body)
             ON CONFLICT (kind, id) DO UPDATE SET
                 version = :version, updated = :updated, deleted = :deleted, body = :body
             RETURNING seq",
        )?
        .query_row(
            named_params! {
                ":kind": kind.name, ":id": id, ":version": version, ":updated": now.millis(),
                ":deleted": body.is_none(), ":body": text,
            },
            |row| row.get(0),
        )?;
    at.prepare_cached(
        "INSERT INTO version (kind, id, version, updated, deleted, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![kind.name, id, version, now.millis(), body.is_none(), text])?;
    at.prepare_cached("DELETE FROM key WHERE seq = ?1")?.execute([seq])?;
    at.prepare_cached("DELETE FROM reference WHERE seq = ?1")?.execute([seq])?;
    Ok(seq)
}

fn add_key(at: &Connection, seq: i64, param: &str, key: Key) -> Result<(), Refusal> {
    let mut insert = at.prepare_cached(
        "INSERT INTO key (seq, param, system, value, low, high) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    match key {
        Key::Text { system, value } => {
            insert.execute(params![seq, param, system, value, None::<i64>, None::<i64>])
        }
        Key::Date(span) => {
            insert.execute(params![seq, param, None::<&str>, None::<&str>, span.low, span.high])
        }
    }?;
    Ok(())
}

/// Row numbers of live resources of a type for which `condition` (SQL over `r`) holds, oldest first.
pub(super) fn matching(
    at: &Connection,
    kind: &Kind,
    condition: &str,
    values: &[rusqlite::types::Value],
) -> Result<Vec<i64>, Refusal> {
    let sql =
        format!("SELECT r.seq FROM resource r WHERE r.kind = ?1 AND r.deleted = 0{condition} ORDER BY r.seq");
    let name = kind.name;
    let all: Vec<&dyn ToSql> =
        std::iter::once(&name as &dyn ToSql).chain(values.iter().map(|v| v as &dyn ToSql)).collect();
    let mut statement = at.prepare(&sql)?;
    let rows = statement.query_map(all.as_slice(), |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many live resources other than this one refer to it.
pub(super) fn referrers(at: &Connection, target: &str, seq: i64) -> Result<i64, Refusal> {
    let sql = "SELECT count(*) FROM reference WHERE target = ?1 AND seq <> ?2";
    Ok(at.prepare_cached(sql)?.query_row(params![target, seq], |row| row.get(0))?)
}
