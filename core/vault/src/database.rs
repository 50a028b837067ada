//! The one connection to SQLite and its settings.

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::schema::{self, State};
use crate::{Place, VaultError, place};

/// Settings of every connection, in force before anything is read.
///
/// - The lock is exclusive: what is in RAM (index, manifest) stays true because nobody else can write, and no `-shm`
///   file is made. A second process gets `Busy`.
/// - FULL: 75 % of simulated power cuts lost acknowledged commits under NORMAL, none under FULL.
/// - `fullfsync` matters on Apple systems only, where fsync leaves the data in the drive's cache.
/// - A second is long enough for a dying predecessor to let go, and short enough for a turn.
const SETTINGS: &str = "
    PRAGMA busy_timeout = 1000;
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA secure_delete = FAST;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA mmap_size = 0;
";

/// Settings of the write-ahead log: checkpoints at about 4 MB, cut back to 8 MiB after a long transaction.
const LOG_SETTINGS: &str = "
    PRAGMA wal_autocheckpoint = 1000;
    PRAGMA journal_size_limit = 8388608;
";

/// Opens the database, migrates it if it is older, and says whether it is fresh.
pub(crate) fn open(place: &Place, steps: &[&str]) -> Result<(Connection, State), VaultError> {
    let mut connection = connect(place)?;
    let mut state = schema::state(&connection, steps)?;
    if let State::Old(version) = state {
        if let Place::File(path) = place {
            checkpoint(&connection)?;
            close(connection)?;
            place::keep_copy(path, version)?;
            connection = connect(place)?;
        }
        schema::migrate(&mut connection, version, steps)?;
        state = State::Current;
    }
    write_ahead(place, &connection)?;
    Ok((connection, state))
}

/// Moves everything from the log into the database file and empties the log. `false` if it was interrupted: what was
/// not moved is safe in the log.
pub(crate) fn checkpoint(connection: &Connection) -> Result<bool, VaultError> {
    match connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)) {
        Ok(true) => Err(VaultError::Busy),
        Ok(false) => Ok(true),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Closes every descriptor.
pub(crate) fn close(connection: Connection) -> Result<(), VaultError> {
    connection.close().map_err(|(_, error)| error.into())
}

/// Reads every page and compares table and index: finds what no seal covers, such as a free page still in use.
pub(crate) fn check(connection: &Connection) -> Result<(), VaultError> {
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(VaultError::Corrupt(0)) }
}

fn connect(place: &Place) -> Result<Connection, VaultError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let connection = match place {
        Place::Memory => Connection::open_in_memory_with_flags(flags)?,
        Place::File(path) => {
            place::refuse_remains(path)?;
            Connection::open_with_flags(path, flags)?
        }
    };
    // Closing writes nothing: a file that was refused stays as it was, and `suspend` checkpoints on its own.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.execute_batch(SETTINGS)?;
    Ok(connection)
}

fn write_ahead(place: &Place, connection: &Connection) -> Result<(), VaultError> {
    if *place == Place::Memory {
        return Ok(());
    }
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(VaultError::Io(0));
    }
    Ok(connection.execute_batch(LOG_SETTINGS)?)
}
