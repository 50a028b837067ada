//! A disk that is full, fails or may not be written, and files that are not what they should be: a typed error, and
//! nothing lost.

use std::ffi::c_int;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use nabz_vault::{DataKeys, ErrorKind, KeyClass, Place, Vault, VaultError};

use crate::disk::{self, Fault};
use crate::support::{
    Contents, INTENT, ROOM, Seeded, beside, check, contents, folder, keys, lay, new_vault, open_vault, said,
    slots, write_some,
};
use crate::table::Row;

/// The argument that makes this binary hold a vault open until it is killed; the path follows.
pub const HOLDER: &str = "holder";

/// The same course of turns again and again, with the k-th call to the disk failing, for every k until none fails.
/// `runs` bounds how many are tried.
pub fn every_call(case: &str, errno: c_int, lasting: bool, seed: u64, runs: u64) -> Row {
    let mut row = Row::new(case);
    let mut course = seed;
    let mut at = 1;
    while row.runs < runs {
        match failing_at(course, Fault { at, errno, lasting }) {
            Ok(true) => row.count(course, Ok(())),
            Ok(false) => {
                // This course has no k-th call: the next begins.
                course += 1;
                at = 0;
            }
            Err(why) => row.count(course, Err(format!("at call {at}: {why}"))),
        }
        at += 1;
    }
    row
}

/// Whether the fault came into force.
fn failing_at(seed: u64, fault: Fault) -> Result<bool, String> {
    let failed = failing(seed, fault);
    // An early end must not leave the disk failing for others.
    disk::heal();
    failed
}

fn failing(seed: u64, fault: Fault) -> Result<bool, String> {
    let folder = folder()?;
    let path = folder.path().join("vault");
    let (mut random, mut entropy) = (Seeded::new(seed), Seeded::new(seed + 1_000_000));
    let mut vault = new_vault(&Place::File(path.clone())).map_err(said)?;
    let mut model = Contents::new();
    // States that may be found: the last acknowledged, and those of turns that failed since.
    let mut acknowledged = (vault.generation().map_err(said)?, model.clone());
    let mut attempted = Vec::new();
    disk::fail(fault);
    let mut tried = Ok(());
    for n in 0..8 {
        let mut draft = model.clone();
        match write_some(&mut vault, &mut draft, &mut random, &mut entropy) {
            // A turn without changes acknowledges nothing.
            Ok(false) => {}
            Ok(true) => {
                model = draft;
                acknowledged = (vault.generation().map_err(said)?, model.clone());
                attempted.clear();
            }
            Err(error) => {
                tried = tried.and(typed(error, fault.errno));
                attempted.push((acknowledged.0 + 1, draft));
                // A commit that was refused may be found to be there: what holds now is seen after unlocking.
                if !vault.is_unlocked() && vault.unlock(&keys()).is_ok() {
                    let here = (vault.generation().map_err(said)?, contents(&vault).map_err(said)?);
                    let known = here == acknowledged || attempted.contains(&here);
                    check(known, || "another state after unlocking".into())?;
                    model = here.1.clone();
                    acknowledged = here;
                    attempted.clear();
                }
            }
        }
        if n == 4 {
            // Suspending on a full disk leaves the log as it is.
            if let Err(error) = vault.suspend(ROOM) {
                tried = tried.and(typed(error, fault.errno));
            }
            if let Err(error) = vault.resume() {
                tried = tried.and(typed(error, fault.errno));
            }
        }
    }
    let came = disk::heal();
    tried?;
    // Healed, this very vault goes on …
    vault.resume().map_err(said)?;
    if !vault.is_unlocked() {
        vault.unlock(&keys()).map_err(|error| format!("healed, it does not open: {error}"))?;
    }
    let here = (vault.generation().map_err(said)?, contents(&vault).map_err(said)?);
    check(here == acknowledged || attempted.contains(&here), || "another state in this process".into())?;
    let mut model = here.1;
    let wrote = write_some(&mut vault, &mut model, &mut random, &mut entropy);
    if wrote.map_err(|error| format!("healed: {error}"))? {
        // From here on no refused commit can be found any more.
        attempted.clear();
    }
    let after = (vault.generation().map_err(said)?, model);
    drop(vault);
    // … and so does the next process.
    let vault = open_vault(&path).map_err(|error| format!("unopenable: {error}"))?;
    let found = (vault.generation().map_err(said)?, contents(&vault).map_err(said)?);
    check(found == after || attempted.contains(&found), || {
        format!("lost or mixed: generation {} of {}", found.0, after.0)
    })?;
    Ok(came)
}

/// The error says what is wrong with the disk.
fn typed(error: VaultError, errno: c_int) -> Result<(), String> {
    let fits = match error.kind() {
        ErrorKind::Full => errno == libc::ENOSPC,
        ErrorKind::Io => errno == libc::EIO,
        // While the fault lasts: locked after a rollback that failed, or still suspended.
        ErrorKind::Locked | ErrorKind::Suspended => true,
        _ => false,
    };
    check(fits, || format!("{errno} shows as {error}"))
}

/// A folder in which nothing may be written.
pub fn read_only_folder(seed: u64) -> Result<(), String> {
    let folder = folder()?;
    let (path, before) = some_vault(folder.path(), seed)?;
    let bytes = std::fs::read(&path).map_err(said)?;
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).map_err(said)
    };
    mode(&path, 0o444)?;
    mode(&beside(&path, "-wal"), 0o444)?;
    mode(folder.path(), 0o555)?;
    let opened = as_nobody(|| {
        open_vault(&path).and_then(|mut vault| {
            write_some(&mut vault, &mut Contents::new(), &mut Seeded::new(seed), &mut Seeded::new(seed))
        })
    });
    mode(folder.path(), 0o755)?;
    mode(&path, 0o644)?;
    mode(&beside(&path, "-wal"), 0o644)?;
    let kind = opened.err().map(|error| error.kind());
    check(kind == Some(ErrorKind::Io), || format!("a read-only folder shows as {kind:?}"))?;
    check(std::fs::read(&path).map_err(said)? == bytes, || "touched".into())?;
    same(&path, &before)
}

/// Runs on this thread without a superuser's rights to files.
fn as_nobody<T>(act: impl FnOnce() -> T) -> T {
    // SAFETY: the identity for files is this thread's own.
    unsafe { libc::setfsuid(65_534) };
    let done = act();
    // SAFETY: as above.
    unsafe { libc::setfsuid(libc::geteuid()) };
    done
}

/// Other keys, both or one.
pub fn wrong_keys(seed: u64) -> Result<(), String> {
    let folder = folder()?;
    let (path, before) = some_vault(folder.path(), seed)?;
    let other = || DataKeys::generate(&mut Seeded::new(seed + 77));
    for wrong in [
        other(),
        DataKeys { outbox: keys().outbox, clinical: other().clinical },
        DataKeys { outbox: other().outbox, clinical: keys().clinical },
    ] {
        let mut vault = Vault::open(&Place::File(path.clone())).map_err(said)?;
        let refused = vault.unlock(&wrong);
        check(refused == Err(VaultError::WrongKey), || format!("{refused:?}"))?;
    }
    same(&path, &before)
}

/// The file cut short, its header overwritten, or another program's.
pub fn broken_header(seed: u64) -> Result<(), String> {
    let folder = folder()?;
    let (path, before) = some_vault(folder.path(), seed)?;
    drop_log(&path)?;
    let good = std::fs::read(&path).map_err(said)?;
    let mut random = Seeded::new(seed + 5);
    let cut = good[..1 + random.below(good.len() - 1)].to_vec();
    let mut overwritten = good.clone();
    let length = 1 + random.below(100);
    overwritten[..length].fill(0xff);
    for broken in [cut, overwritten] {
        lay(&path, &broken, &[])?;
        match open_vault(&path).and_then(|vault| contents(&vault)) {
            // Cut inside the last page's empty room, nothing is missing.
            Ok(found) => check(found == before, || format!("{} bytes open as another", broken.len()))?,
            Err(error) => {
                let fits =
                    matches!(error.kind(), ErrorKind::Corrupt | ErrorKind::Tampered | ErrorKind::Newer);
                check(fits, || format!("{error} for {} bytes", broken.len()))?;
            }
        }
        check(std::fs::read(&path).map_err(said)? == broken, || "the refused file was touched".into())?;
    }
    lay(&path, &good, &[])?;
    same(&path, &before)
}

/// A file of a newer app.
pub fn downgrade(seed: u64) -> Result<(), String> {
    let folder = folder()?;
    let (path, before) = some_vault(folder.path(), seed)?;
    drop_log(&path)?;
    let good = std::fs::read(&path).map_err(said)?;
    let connection = rusqlite::Connection::open(&path).map_err(said)?;
    connection.pragma_update(None, "user_version", 3 + seed as u32 % 1000).map_err(said)?;
    connection.close().map_err(|(_, error)| said(error))?;
    let newer = std::fs::read(&path).map_err(said)?;
    let kind = open_vault(&path).err().map(|error| error.kind());
    check(kind == Some(ErrorKind::Newer), || format!("{kind:?}"))?;
    check(std::fs::read(&path).map_err(said)? == newer, || "the newer file was touched".into())?;
    lay(&path, &good, &[])?;
    same(&path, &before)
}

/// Another process holds the vault; once it is killed, this one has it.
pub fn two_processes(program: &Path, seed: u64) -> Result<(), String> {
    let folder = folder()?;
    let (path, before) = some_vault(folder.path(), seed)?;
    let mut holder = Command::new(program)
        .args([HOLDER.as_ref(), path.as_os_str()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(said)?;
    let mut ready = [0; 1];
    let read = holder.stdout.take().map(|mut out| std::io::Read::read(&mut out, &mut ready));
    let kind = open_vault(&path).err().map(|error| error.kind());
    holder.kill().map_err(said)?;
    holder.wait().map_err(said)?;
    check(matches!(read, Some(Ok(1))), || "the other process did not open it".into())?;
    check(kind == Some(ErrorKind::Busy), || format!("{kind:?}"))?;
    same(&path, &before)
}

/// The child of [`two_processes`].
pub fn hold(path: &Path) -> Result<(), String> {
    let _vault = open_vault(path).map_err(said)?;
    std::io::Write::write_all(&mut std::io::stdout(), b"!").map_err(said)?;
    std::io::Write::flush(&mut std::io::stdout()).map_err(said)?;
    loop {
        std::thread::park();
    }
}

/// A vault with a few turns in it, closed.
fn some_vault(folder: &Path, seed: u64) -> Result<(std::path::PathBuf, Contents), String> {
    let path = folder.join("vault");
    let mut vault = new_vault(&Place::File(path.clone())).map_err(said)?;
    let mut model = Contents::new();
    let (mut random, mut entropy) = (Seeded::new(seed), Seeded::new(seed + 1_000_000));
    for _ in 0..6 {
        write_some(&mut vault, &mut model, &mut random, &mut entropy).map_err(said)?;
    }
    debug_assert_eq!(INTENT.class, KeyClass::Outbox);
    Ok((path, model))
}

fn drop_log(path: &Path) -> Result<(), String> {
    let mut vault = open_vault(path).map_err(said)?;
    vault.suspend(ROOM).map_err(said)?;
    Ok(())
}

fn same(path: &Path, before: &Contents) -> Result<(), String> {
    let vault = open_vault(path).map_err(|error| format!("afterwards: {error}"))?;
    check(vault.slots() == Ok(Some(slots())), || "other slots".into())?;
    check(contents(&vault).as_ref() == Ok(before), || "lost or mixed".into())
}
