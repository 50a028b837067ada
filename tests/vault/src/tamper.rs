//! Whatever is changed on the disk shows as an error, or has no effect on anything the vault gives out.

use std::path::PathBuf;

use nabz_vault::{ErrorKind, Freshness, Place, Vault, VaultError};
use rusqlite::Connection;

use crate::support::{
    Contents, OBSERVATION, ROOM, Seeded, beside, check, contents, folder, keys, lay, new_vault, said,
    write_some,
};
use crate::table::Row;

const PAGE: usize = 4096;

/// What a vault gives out.
type Seen = (u64, Contents);

/// Two suspended states of one vault, and one with a log that is not moved yet.
pub struct Target {
    path: PathBuf,
    older: (Vec<u8>, Seen),
    newer: (Vec<u8>, Seen),
    log: Vec<u8>,
    /// The state after each commit that the log holds.
    logged: Vec<Seen>,
    _folder: tempfile::TempDir,
}

/// The ways in which files are changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attack {
    /// One bit of the database.
    BitInFile,
    /// One bit of the log.
    BitInLog,
    /// Two rows' places, versions or seals exchanged, or a row set back, doubled or removed.
    Rows,
    /// Some pages of the older state.
    Pages,
    /// The whole file of an older generation than the host recorded.
    WholeFile,
}

/// Tries an attack `runs` times.
pub fn prove(case: &str, attack: Attack, seed: u64, runs: u64) -> Row {
    match Target::make(seed) {
        Ok(target) => Row::over_seeds(case, seed, runs, |seed| target.attack(attack, seed)),
        Err(why) => Row::over_seeds(case, seed, 1, |_| Err(why.clone())),
    }
}

impl Target {
    fn make(seed: u64) -> Result<Self, String> {
        let folder = folder()?;
        let path = folder.path().join("vault");
        let (mut random, mut entropy) = (Seeded::new(seed), Seeded::new(seed + 1_000_000));
        let mut vault = new_vault(&Place::File(path.clone())).map_err(said)?;
        let mut model = Contents::new();
        let mut write = |vault: &mut Vault, turns| {
            let mut seen = Vec::new();
            for _ in 0..turns {
                write_some(vault, &mut model, &mut random, &mut entropy)?;
                seen.push((vault.generation()?, model.clone()));
            }
            Ok::<_, VaultError>(seen)
        };
        let mut state = |vault: &mut Vault, turns| {
            let seen = write(vault, turns).map_err(said)?.pop().ok_or("no turn")?;
            vault.suspend(ROOM).map_err(said)?;
            let bytes = std::fs::read(&path).map_err(said)?;
            vault.resume().map_err(said)?;
            Ok::<_, String>((bytes, seen))
        };
        let older = state(&mut vault, 20)?;
        let newer = state(&mut vault, 12)?;
        let mut logged = vec![newer.1.clone()];
        logged.extend(write(&mut vault, 6).map_err(said)?);
        let log = std::fs::read(beside(&path, "-wal")).map_err(said)?;
        drop(vault);
        Ok(Self { path: folder.path().join("changed"), older, newer, log, logged, _folder: folder })
    }

    fn attack(&self, attack: Attack, seed: u64) -> Result<(), String> {
        let mut random = Seeded::new(seed + 3_000_000);
        match attack {
            Attack::BitInFile => {
                let mut file = self.newer.0.clone();
                flip(&mut file, &mut random);
                lay(&self.path, &file, &[])?;
                self.unseen_or_one_of(std::slice::from_ref(&self.newer.1))
            }
            Attack::BitInLog => {
                let mut log = self.log.clone();
                flip(&mut log, &mut random);
                lay(&self.path, &self.newer.0, &log)?;
                // SQLite ends a log at its first bad frame: an earlier commit, which its generation tells.
                self.unseen_or_one_of(&self.logged)
            }
            Attack::Rows => self.rows(&mut random),
            Attack::Pages => {
                let pages = self.newer.0.len().min(self.older.0.len()) / PAGE;
                let mut file = self.newer.0.clone();
                for page in (0..pages).filter(|_| random.chance(3)) {
                    let bytes = page * PAGE..(page + 1) * PAGE;
                    file[bytes.clone()].copy_from_slice(&self.older.0[bytes]);
                }
                lay(&self.path, &file, &[])?;
                self.unseen_or_one_of(&[self.older.1.clone(), self.newer.1.clone()])
            }
            Attack::WholeFile => {
                lay(&self.path, &self.older.0, &[])?;
                // The host recorded any generation from two commits later on.
                let recorded =
                    self.older.1.0 + 2 + random.below((self.newer.1.0 - self.older.1.0 - 1) as usize) as u64;
                let vault = self.open().map_err(said)?;
                let freshness = vault.freshness(Some(recorded)).map_err(said)?;
                check(matches!(freshness, Freshness::SetBack(_)), || format!("{freshness:?} of {recorded}"))
            }
        }
    }

    fn rows(&self, random: &mut Seeded) -> Result<(), String> {
        lay(&self.path, &self.newer.0, &[])?;
        let old = self.path.with_file_name("old");
        lay(&old, &self.older.0, &[])?;
        let table = ["outbox", "clinical"][random.below(2)];
        let connection = Connection::open(&self.path).map_err(said)?;
        connection.execute("ATTACH ?1 AS old", [old.to_string_lossy()]).map_err(said)?;
        let rows: Vec<i64> = connection
            .prepare(&format!("SELECT seq FROM {table}"))
            .and_then(|mut rows| rows.query_map([], |row| row.get(0))?.collect())
            .map_err(said)?;
        let one = rows[random.below(rows.len())];
        let other = rows[random.below(rows.len())];
        let sql = match random.below(6) {
            0 => format!(
                "CREATE TEMP TABLE two AS SELECT * FROM {table} WHERE seq IN ({one}, {other});
                 UPDATE {table} SET (blind, version, sealed) = (SELECT blind, version, sealed FROM two
                    WHERE two.seq = {one} + {other} - {table}.seq) WHERE seq IN ({one}, {other})"
            ),
            1 => format!("UPDATE {table} SET sealed = (SELECT sealed FROM {table} WHERE seq = {other}) WHERE seq = {one}"),
            2 => format!(
                "UPDATE {table} SET (blind, version, sealed) = (SELECT blind, version, sealed FROM old.{table} o
                    WHERE o.seq = {table}.seq) WHERE seq IN (SELECT seq FROM old.{table}) AND seq >= {one}"
            ),
            3 => format!("DELETE FROM {table} WHERE seq = {one}"),
            4 => format!("INSERT INTO {table} SELECT seq + 500, blind, version, sealed FROM {table} WHERE seq = {one}"),
            _ => "UPDATE vault SET manifest = (SELECT manifest FROM old.vault)".to_owned(),
        };
        connection.execute_batch(&sql).map_err(said)?;
        connection.close().map_err(|(_, error)| said(error))?;
        self.unseen_or_one_of(std::slice::from_ref(&self.newer.1))
    }

    /// What is there now is refused, with an error that says so, or is one of these states, whole.
    fn unseen_or_one_of(&self, states: &[Seen]) -> Result<(), String> {
        match self.open().and_then(|vault| Ok((vault.generation()?, contents(&vault)?))) {
            Ok(seen) => check(states.contains(&seen), || "silently changed".into()),
            Err(error) => {
                let fits =
                    !matches!(error.kind(), ErrorKind::Misuse | ErrorKind::Locked | ErrorKind::TooLarge);
                check(fits, || format!("refused as {error}"))
            }
        }
    }

    fn open(&self) -> Result<Vault, VaultError> {
        let mut vault = Vault::open(&Place::File(self.path.clone()))?;
        if vault.slots()?.is_none() {
            return Err(VaultError::Corrupt(0));
        }
        vault.unlock(&keys())?;
        Ok(vault)
    }
}

fn flip(bytes: &mut [u8], random: &mut Seeded) {
    let at = random.below(bytes.len());
    bytes[at] ^= 1 << random.below(8);
}

/// The same row exchanges against rows sealed without a word about their place, as other stores seal them: the check
/// that the proof can fail. Returns how many of `runs` went unseen.
pub fn unbound_rows_swap_unseen(seed: u64, runs: u64) -> Row {
    use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
    let key = || UnboundKey::new(&AES_256_GCM, &[7; 32]).map(LessSafeKey::new).map_err(said);
    Row::over_seeds("", seed, runs, |seed| {
        let seal = |n: u8| {
            let mut bytes = vec![n; 40];
            key()?
                .seal_in_place_append_tag(Nonce::assume_unique_for_key([n; 12]), Aad::empty(), &mut bytes)
                .map_err(said)?;
            Ok::<_, String>((n, bytes))
        };
        let mut rows = [seal(1)?, seal(2)?];
        if seed % 2 == 0 {
            let [(_, one), (_, two)] = &mut rows;
            std::mem::swap(one, two);
        }
        // The nonce travels with its bytes.
        for (place, mut bytes) in rows {
            let sealer = if seed % 2 == 0 { 3 - place } else { place };
            let nonce = Nonce::assume_unique_for_key([sealer; 12]);
            let opened = key()?.open_in_place(nonce, Aad::empty(), &mut bytes).map_err(said)?[0];
            check(opened == place, || format!("a swapped {} row opened", OBSERVATION.name))?;
        }
        Ok(())
    })
}
