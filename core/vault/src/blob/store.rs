//! Where blobs lie: files of a folder beside the database, or memory. No descriptor stays open between two calls, so
//! that a suspended vault holds none.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};

use crate::place::{BLOBS, beside, sync_folder};
use crate::{Place, VaultError};

/// Random; on the disk in hexadecimal.
pub(super) type FileName = [u8; 16];

/// Shared by a vault and the readers and writers it gave out.
#[derive(Clone)]
pub(crate) struct Store {
    place: Files,
    /// Files that writers or uncommitted turns still hold.
    held: Arc<Mutex<BTreeSet<FileName>>>,
}

#[derive(Clone)]
enum Files {
    Memory(Arc<Mutex<BTreeMap<FileName, Vec<u8>>>>),
    Folder(PathBuf),
}

impl Store {
    pub(crate) fn of(place: &Place) -> Self {
        let place = match place {
            Place::Memory => Files::Memory(Arc::default()),
            Place::File(path) => Files::Folder(beside(path, BLOBS)),
        };
        Self { place, held: Arc::default() }
    }

    /// Makes an empty file, held until [`let_go`](Self::let_go).
    pub(super) fn create(&self, name: &FileName) -> Result<(), VaultError> {
        lock(&self.held).insert(*name);
        match &self.place {
            Files::Memory(files) => {
                lock(files).insert(*name, Vec::new());
            }
            Files::Folder(folder) => {
                if !folder.is_dir() {
                    fs::create_dir_all(folder)?;
                    sync_folder(folder)?;
                }
                OpenOptions::new().write(true).create_new(true).open(path(folder, name))?;
            }
        }
        Ok(())
    }

    pub(super) fn append(&self, name: &FileName, bytes: &[u8]) -> Result<(), VaultError> {
        match &self.place {
            Files::Memory(files) => {
                lock(files).get_mut(name).ok_or(VaultError::Io(0))?.extend(bytes);
            }
            Files::Folder(folder) => {
                OpenOptions::new().append(true).open(path(folder, name))?.write_all(bytes)?;
            }
        }
        Ok(())
    }

    /// Makes the file and its name durable.
    pub(super) fn sync(&self, name: &FileName) -> Result<(), VaultError> {
        if let Files::Folder(folder) = &self.place {
            let path = path(folder, name);
            OpenOptions::new().append(true).open(&path)?.sync_all()?;
            sync_folder(&path)?;
        }
        Ok(())
    }

    /// Up to `length` bytes from `offset`; fewer at the end, `None` if there is no such file.
    pub(super) fn read(
        &self,
        name: &FileName,
        offset: u64,
        length: usize,
    ) -> Result<Option<Vec<u8>>, VaultError> {
        match &self.place {
            Files::Memory(files) => Ok(lock(files).get(name).map(|bytes| {
                let from = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
                bytes[from..].iter().take(length).copied().collect()
            })),
            Files::Folder(folder) => {
                let mut file = match File::open(path(folder, name)) {
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
                    file => file?,
                };
                file.seek(SeekFrom::Start(offset))?;
                let mut bytes = Vec::with_capacity(length);
                file.take(length as u64).read_to_end(&mut bytes)?;
                Ok(Some(bytes))
            }
        }
    }

    pub(super) fn let_go(&self, name: &FileName) {
        lock(&self.held).remove(name);
    }

    pub(super) fn remove(&self, name: &FileName) -> Result<(), VaultError> {
        match &self.place {
            Files::Memory(files) => {
                lock(files).remove(name);
                Ok(())
            }
            Files::Folder(folder) => Ok(fs::remove_file(path(folder, name))?),
        }
    }

    /// Removes every file that is neither in `kept` nor held, and returns how many.
    pub(super) fn sweep(&self, kept: &[FileName]) -> Result<usize, VaultError> {
        let mut removed = 0;
        for name in self.names()? {
            if !kept.contains(&name) && !lock(&self.held).contains(&name) {
                self.remove(&name)?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// Our files; others in the folder are not ours to touch.
    fn names(&self) -> Result<Vec<FileName>, VaultError> {
        match &self.place {
            Files::Memory(files) => Ok(lock(files).keys().copied().collect()),
            Files::Folder(folder) if !folder.is_dir() => Ok(Vec::new()),
            Files::Folder(folder) => {
                let mut names = Vec::new();
                for entry in fs::read_dir(folder)? {
                    names.extend(entry?.file_name().to_str().and_then(parse));
                }
                Ok(names)
            }
        }
    }
}

fn path(folder: &std::path::Path, name: &FileName) -> PathBuf {
    folder.join(name.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

fn parse(hex: &str) -> Option<FileName> {
    let number = u128::from_str_radix(hex, 16).ok()?;
    (format!("{number:032x}") == hex).then_some(number.to_be_bytes())
}

/// A panic elsewhere leaves maps and sets whole.
fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_ours() {
        let name = [7; 16];
        let shown = path(std::path::Path::new(""), &name);
        assert_eq!(parse(shown.to_str().unwrap()), Some(name));
        for other in ["", "photo.jpg", "0707", &"g".repeat(32), &"0".repeat(33), &"A".repeat(32)] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
