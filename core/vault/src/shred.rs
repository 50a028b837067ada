//! Making a vault unreadable for good, because the person asked for it.

use std::fs;
use std::path::Path;

use crate::place::{FILES, beside, sync_folder};
use crate::{Place, Vault, VaultError, database};

/// What we put beside the database file: copies before a migration, files moved aside.
const RELATIVES: [&str; 2] = [".before-", ".quarantine-"];

impl Vault {
    /// Destroys this vault: overwrites the wrapped keys in the file and in its log, then removes every file of it,
    /// copies and quarantined ones included. Comes after the host has destroyed the hardware keys, which is what makes
    /// it final: no overwriting is sure on flash.
    ///
    /// Should the overwriting fail, the files are removed all the same; cut short, [`shred`] finishes it.
    pub fn shred(mut self) -> Result<(), VaultError> {
        self.lock();
        let overwritten = self.overwrite_slots();
        if let Some(connection) = self.connection.take() {
            database::close(connection)?;
        }
        shred(&self.place)?;
        overwritten
    }

    fn overwrite_slots(&mut self) -> Result<(), VaultError> {
        const OVERWRITE: &str = "
            PRAGMA secure_delete = ON;
            UPDATE vault SET outbox_slot = zeroblob(length(outbox_slot)), outbox_retiring = NULL,
                clinical_slot = zeroblob(length(clinical_slot)), clinical_retiring = NULL";
        self.resume()?;
        if self.slots()?.is_some() {
            let connection = self.connection()?;
            connection.execute_batch(OVERWRITE)?;
            database::checkpoint(connection)?;
        }
        Ok(())
    }
}

/// Removes every file of a vault that no [`Vault`] has open: the rest of one whose shredding was cut short, or of one
/// that does not open any more. Again: only because the person asked for it.
pub fn shred(place: &Place) -> Result<(), VaultError> {
    let Place::File(path) = place else { return Ok(()) };
    for relative in relatives(path)? {
        remove(&relative)?;
    }
    for suffix in FILES {
        remove(&beside(path, suffix))?;
    }
    sync_folder(path)
}

fn relatives(path: &Path) -> Result<Vec<std::path::PathBuf>, VaultError> {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else {
        return Ok(Vec::new());
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let other = entry.file_name().to_string_lossy().into_owned();
        let rest = other.strip_prefix(name.as_str());
        if rest.is_some_and(|rest| RELATIVES.iter().any(|relative| rest.starts_with(relative))) {
            found.push(entry.path());
        }
    }
    Ok(found)
}

fn remove(path: &Path) -> Result<(), VaultError> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
