//! The tables, and the way from an older set of tables to this one: forward only, one transaction, a copy of the
//! file before it. A newer file is refused and left as it is.

use rusqlite::Connection;

use crate::VaultError;

/// `PRAGMA application_id`: "NABZ".
const APPLICATION: u32 = 0x4e41_425a;

/// Step n brings format n to format n + 1; `PRAGMA user_version` counts the steps taken. Never edit one that
/// shipped.
pub(crate) const STEPS: &[&str] = &[FORMAT_1, FORMAT_2];

const FORMAT_1: &str = "
    CREATE TABLE vault (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        outbox_slot BLOB NOT NULL,
        clinical_slot BLOB NOT NULL,
        outbox_check BLOB NOT NULL,
        clinical_check BLOB NOT NULL,
        manifest BLOB NOT NULL
    ) STRICT;
    CREATE TABLE outbox (
        seq INTEGER PRIMARY KEY,
        blind BLOB NOT NULL,
        version INTEGER NOT NULL,
        sealed BLOB NOT NULL
    ) STRICT;
    CREATE TABLE clinical (
        seq INTEGER PRIMARY KEY,
        blind BLOB NOT NULL,
        version INTEGER NOT NULL,
        sealed BLOB NOT NULL
    ) STRICT;
";

/// `blind` is empty in rows written from here on: what it stood for is inside the seal, and what it bound a row to is
/// its place. Data keys that can be replaced: which key of its class it is, and the key before it, sealed, while rows of that one
/// are left.
const FORMAT_2: &str = "
    ALTER TABLE vault ADD COLUMN outbox_key INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE vault ADD COLUMN clinical_key INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE vault ADD COLUMN outbox_retiring BLOB;
    ALTER TABLE vault ADD COLUMN clinical_retiring BLOB;
";

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Nothing yet.
    Fresh,
    /// Tables of this format.
    Current,
    /// Tables of an older format.
    Old(u32),
}

/// Looks without changing anything.
pub(crate) fn state(connection: &Connection, steps: &[&str]) -> Result<State, VaultError> {
    let application: u32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let empty: bool =
        connection.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))?;
    let known = newest(steps);
    match (application, found) {
        (0, 0) if empty => Ok(State::Fresh),
        // Version 0 with tables, or another program's file: never taken for a fresh one.
        (_, 0) => Err(VaultError::Corrupt(0)),
        (APPLICATION, _) if found > known => Err(VaultError::Newer { found, known }),
        (APPLICATION, _) if empty => Err(VaultError::Corrupt(0)),
        (APPLICATION, _) if found == known => Ok(State::Current),
        (APPLICATION, _) => Ok(State::Old(found)),
        _ => Err(VaultError::Corrupt(0)),
    }
}

/// Brings an older file to the newest format.
pub(crate) fn migrate(connection: &mut Connection, from: u32, steps: &[&str]) -> Result<(), VaultError> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    create(&transaction, from, steps)?;
    Ok(transaction.commit()?)
}

/// Takes the steps after `from`, inside the caller's transaction.
pub(crate) fn create(connection: &Connection, from: u32, steps: &[&str]) -> Result<(), VaultError> {
    for step in steps.iter().skip(from as usize) {
        connection.execute_batch(step)?;
    }
    connection.pragma_update(None, "application_id", APPLICATION)?;
    Ok(connection.pragma_update(None, "user_version", newest(steps))?)
}

fn newest(steps: &[&str]) -> u32 {
    steps.len() as u32
}
