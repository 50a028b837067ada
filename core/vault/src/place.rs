//! Where a vault lies, and how its files are copied and moved aside. Nothing here deletes (shred.rs does).

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::VaultError;

/// The folder of blobs, beside the database file.
pub(crate) const BLOBS: &str = "-blobs";

/// The companions of the database file; the database itself comes last, so that a crash in the middle leaves it
/// where it is found and moved the next time.
pub(crate) const FILES: [&str; 4] = ["-wal", "-shm", BLOBS, ""];

/// Where a vault lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In memory, gone with the [`Vault`](crate::Vault).
    Memory,
    /// In this file, and `-wal` and the folder `-blobs` beside it.
    File(PathBuf),
}

/// Moves a damaged vault aside: database and companions are renamed, never deleted, and the place is free for a new
/// vault. Returns where the database lies now; `None` if there was none.
///
/// Only the host decides this, after telling the person, with no [`Vault`](crate::Vault) open on the file.
pub fn quarantine(place: &Place) -> Result<Option<PathBuf>, VaultError> {
    let Place::File(path) = place else { return Ok(None) };
    if !path.try_exists()? {
        return Ok(None);
    }
    let aside = (1..u32::MAX)
        .map(|n| beside(path, &format!(".quarantine-{n}")))
        .find(|aside| free(path, aside))
        .ok_or(VaultError::Io(0))?;
    for suffix in FILES {
        let from = beside(path, suffix);
        if from.try_exists()? {
            fs::rename(from, beside(&aside, suffix))?;
        }
    }
    sync_folder(path)?;
    Ok(Some(aside))
}

/// Refuses a file of which so little is left that SQLite would take it for an empty one: less than its smallest page
/// (512 bytes), or nothing beside a log, which SQLite would delete.
pub(crate) fn refuse_remains(path: &Path) -> Result<(), VaultError> {
    let length = |path: &Path| match fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        found => found.map(|file| file.len()),
    };
    match length(path)? {
        0 if length(&beside(path, "-wal"))? == 0 => Ok(()),
        0..512 => Err(VaultError::Corrupt(0)),
        _ => Ok(()),
    }
}

/// Copies the database file before a migration. The file must be checkpointed and closed: closing any descriptor of
/// an open database drops its POSIX locks.
pub(crate) fn keep_copy(path: &Path, version: u32) -> Result<(), VaultError> {
    let copy = beside(path, &format!(".before-{version}"));
    let unfinished = beside(&copy, ".part");
    fs::copy(path, &unfinished)?;
    File::open(&unfinished)?.sync_all()?;
    fs::rename(unfinished, copy)?;
    sync_folder(path)
}

/// Whether nothing would be overwritten. Companions without a database there are a move that a crash cut short.
fn free(path: &Path, aside: &Path) -> bool {
    !aside.exists()
        && FILES.iter().all(|suffix| !beside(path, suffix).exists() || !beside(aside, suffix).exists())
}

pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

pub(crate) fn sync_folder(path: &Path) -> Result<(), VaultError> {
    // A bare file name has the parent "".
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(File::open(folder)?.sync_all()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarantine_renames_all_files_and_overwrites_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault");
        let place = Place::File(path.clone());
        assert_eq!(quarantine(&place), Ok(None));
        for n in 1..=2 {
            for suffix in FILES {
                fs::write(beside(&path, suffix), format!("{n}{suffix}")).unwrap();
            }
            let aside = quarantine(&place).unwrap().unwrap();
            for suffix in FILES {
                assert!(!beside(&path, suffix).exists());
                assert_eq!(fs::read(beside(&aside, suffix)).unwrap(), format!("{n}{suffix}").as_bytes());
            }
        }
    }

    #[test]
    fn a_quarantine_cut_short_is_finished_by_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault");
        fs::write(&path, "db").unwrap();
        fs::write(beside(&path, ".quarantine-1-wal"), "wal").unwrap();
        let aside = quarantine(&Place::File(path)).unwrap().unwrap();
        assert_eq!(fs::read(beside(&aside, "-wal")).unwrap(), b"wal");
    }
}
