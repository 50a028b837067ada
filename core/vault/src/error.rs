//! What can go wrong, without a word of what is kept: an error carries codes and our own labels, never an id, a kind
//! or a byte of a record.

use rusqlite::{ErrorCode, ffi};

/// Why the vault refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The keys are not here: [`unlock`](crate::Vault::unlock) first.
    #[error("the vault is locked")]
    Locked,
    /// The file is closed: [`resume`](crate::Vault::resume) first.
    #[error("the vault is suspended")]
    Suspended,
    /// These are not the keys this vault was made with. Nothing was touched.
    #[error("the keys do not open this vault")]
    WrongKey,
    /// Somebody or something changed what lies on the disk. Nothing was touched.
    #[error("the vault was changed from outside: {0}")]
    Tampered(Tampering),
    /// SQLite cannot read the file (its extended result code, 0 where the value itself was wrong). Nothing was
    /// touched.
    #[error("the vault's file is damaged (code {0})")]
    Corrupt(i32),
    /// A newer app wrote this file. Nothing was touched.
    #[error("the vault has format {found}, this app knows {known}")]
    Newer {
        /// Format of the file.
        found: u32,
        /// Newest format this build reads.
        known: u32,
    },
    /// No room left on the disk; the turn was rolled back.
    #[error("no room left on the disk")]
    Full,
    /// Another process holds the file.
    #[error("another process holds the vault")]
    Busy,
    /// The disk failed or refused (SQLite's extended result code, 0 for an error of the file system).
    #[error("the disk refused (code {0})")]
    Io(i32),
    /// A kind, an id or a record is longer than the vault takes.
    #[error("longer than the vault takes")]
    TooLarge,
    /// A data key has sealed as often as it safely may; it must be rotated.
    #[error("a data key is worn out")]
    KeyWorn,
    /// The caller broke the order of calls.
    #[error("misuse: {0}")]
    Misuse(&'static str),
}

/// What did not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Tampering {
    /// A row does not open, or is not the row that was written last.
    #[error("a row")]
    Row,
    /// Rows were added, removed, moved or set back.
    #[error("the set of rows")]
    Rows,
    /// The sealed manifest, or what it vouches for, does not open.
    #[error("the manifest")]
    Manifest,
    /// A blob's file is missing, or a chunk of it does not open.
    #[error("a blob")]
    Blob,
}

/// [`VaultError`] without its details, for choosing what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Ask for the keys.
    Locked,
    /// Resume first.
    Suspended,
    /// Other keys are needed.
    WrongKey,
    /// Move the file aside and report.
    Tampered,
    /// Move the file aside and report.
    Corrupt,
    /// Update the app.
    Newer,
    /// Free some room, try again.
    Full,
    /// Close the other process, try again.
    Busy,
    /// Try again; then report.
    Io,
    /// The record is too long.
    TooLarge,
    /// Rotate the data key.
    KeyWorn,
    /// A defect of the calling code.
    Misuse,
}

impl VaultError {
    /// The error without its details.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Locked => ErrorKind::Locked,
            Self::Suspended => ErrorKind::Suspended,
            Self::WrongKey => ErrorKind::WrongKey,
            Self::Tampered(_) => ErrorKind::Tampered,
            Self::Corrupt(_) => ErrorKind::Corrupt,
            Self::Newer { .. } => ErrorKind::Newer,
            Self::Full => ErrorKind::Full,
            Self::Busy => ErrorKind::Busy,
            Self::Io(_) => ErrorKind::Io,
            Self::TooLarge => ErrorKind::TooLarge,
            Self::KeyWorn => ErrorKind::KeyWorn,
            Self::Misuse(_) => ErrorKind::Misuse,
        }
    }
}

impl From<rusqlite::Error> for VaultError {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(failure, _) = error else {
            // A column of another type than we wrote, or a row that must be there and is not.
            return Self::Corrupt(0);
        };
        match failure.code {
            // The file is shorter than its own header says.
            ErrorCode::SystemIoFailure if failure.extended_code == ffi::SQLITE_IOERR_SHORT_READ => {
                Self::Corrupt(failure.extended_code)
            }
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::TooBig => Self::TooLarge,
            // Our statements are fixed and fit our schema: where SQLite cannot parse one or finds a constraint
            // broken (`Unknown` is SQLITE_ERROR), the schema or an index on the disk is not what we wrote.
            ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::ConstraintViolation
            | ErrorCode::TypeMismatch
            | ErrorCode::SchemaChanged
            | ErrorCode::Unknown => Self::Corrupt(failure.extended_code),
            ErrorCode::ApiMisuse | ErrorCode::ParameterOutOfRange => Self::Misuse("SQLite"),
            _ => Self::Io(failure.extended_code),
        }
    }
}

impl From<std::io::Error> for VaultError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Io(0),
        }
    }
}
