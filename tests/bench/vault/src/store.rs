//! The three stores behind one trait: ours, plain SQLite, and SQLCipher as a child process.

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use nabz_time::Entropy;
use nabz_vault::{DataKeys, KeyClass, KeySlots, Kind, Place, Vault};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

use crate::plain;
use crate::work::{KIND, Work, cpu, fresh, record, records, scattered};

pub(crate) type Measured = Result<u64, Box<dyn Error>>;

/// A store that does a piece of work on `records` records and tells its CPU time in nanoseconds.
pub(crate) trait Store {
    fn measure(&mut self, work: Work, folder: &Path, records: u64) -> Measured;
}

pub(crate) struct Ours;

const OBSERVATION: Kind = Kind { name: KIND, class: KeyClass::Clinical };

struct Seeded(ChaCha8Rng);

impl Entropy for Seeded {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill_bytes(out);
    }
}

fn seeded(seed: u64) -> Seeded {
    Seeded(ChaCha8Rng::seed_from_u64(seed))
}

fn keys() -> DataKeys {
    DataKeys::generate(&mut seeded(1))
}

/// A fresh vault at `path`.
pub(crate) fn make(path: &Path) -> Result<Vault, Box<dyn Error>> {
    let mut vault = Vault::open(&Place::File(path.into()))?;
    let slots = KeySlots { outbox: vec![1; 60], clinical: vec![2; 60] };
    vault.initialise(&keys(), slots, &mut seeded(2))?;
    Ok(vault)
}

fn open(path: &Path) -> Result<Vault, Box<dyn Error>> {
    let mut vault = Vault::open(&Place::File(path.into()))?;
    vault.unlock(&keys())?;
    Ok(vault)
}

/// Puts records in one turn.
pub(crate) fn put(vault: &mut Vault, records: &[(String, Vec<u8>)], seed: u64) -> Result<(), Box<dyn Error>> {
    let mut turn = vault.turn(&mut seeded(seed))?;
    for (id, body) in records {
        turn.put(OBSERVATION, id, body)?;
    }
    turn.commit()?;
    Ok(())
}

impl Store for Ours {
    fn measure(&mut self, work: Work, folder: &Path, count: u64) -> Measured {
        if let Work::Single | Work::Batch = work {
            let mut vault = make(&fresh(folder, "ours"))?;
            let records = records(count);
            let mut entropy = seeded(3);
            let began = cpu();
            match work {
                Work::Single => {
                    for (id, body) in &records {
                        let mut turn = vault.turn(&mut entropy)?;
                        turn.put(OBSERVATION, id, body)?;
                        turn.commit()?;
                    }
                }
                _ => put(&mut vault, &records, 4)?,
            }
            return Ok(cpu() - began);
        }
        let path = folder.join(format!("ours-{count}"));
        if !path.exists() {
            let mut vault = make(&path)?;
            put(&mut vault, &records(count), 5)?;
            vault.suspend(Duration::from_secs(60))?;
        }
        if let Work::Open | Work::Whole = work {
            let began = cpu();
            let vault = open(&path)?;
            vault.get(OBSERVATION, &record(count / 2).0)?.ok_or("a record is missing")?;
            return Ok(cpu() - began);
        }
        let vault = open(&path)?;
        let ids: Vec<_> = scattered(count).map(|n| record(n).0).collect();
        let began = cpu();
        match work {
            Work::Point => {
                for id in &ids {
                    vault.get(OBSERVATION, id)?.ok_or("a record is missing")?;
                }
            }
            _ => {
                let listed = vault.list(OBSERVATION)?;
                if listed.len() as u64 != count {
                    return Err("records are missing".into());
                }
            }
        }
        Ok(cpu() - began)
    }
}

/// Plain SQLite in this process.
pub(crate) struct PlainSqlite;

impl Store for PlainSqlite {
    fn measure(&mut self, work: Work, folder: &Path, count: u64) -> Measured {
        Ok(plain::measure(work, folder, count, "plain", None)?)
    }
}

/// SQLCipher, in a process of its own: it would replace the product's SQLite if it were linked here.
pub(crate) struct SqlCipher {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl SqlCipher {
    /// Builds and starts the rival.
    pub(crate) fn start(target: &Path) -> Result<Self, Box<dyn Error>> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rivals/sqlcipher/Cargo.toml");
        let cargo = || Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        let target = target.join("rivals");
        let mut build = cargo();
        build.args(["build", "--quiet", "--locked", "--manifest-path"]).arg(manifest);
        build.arg("--target-dir").arg(&target);
        let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
        if !cfg!(debug_assertions) {
            build.arg("--release");
        }
        if !build.status()?.success() {
            return Err(
                "SQLCipher was not built: it needs OpenSSL's libcrypto and headers (libssl-dev)".into()
            );
        }
        let mut child = Command::new(target.join(profile).join("rival-sqlcipher"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let to = child.stdin.take().ok_or("no pipe")?;
        let from = BufReader::new(child.stdout.take().ok_or("no pipe")?);
        Ok(Self { child, to, from })
    }
}

impl Store for SqlCipher {
    fn measure(&mut self, work: Work, folder: &Path, count: u64) -> Measured {
        writeln!(self.to, "{}\t{count}\t{}", work.name(), folder.display())?;
        let mut answer = String::new();
        self.from.read_line(&mut answer)?;
        Ok(answer.trim().parse().map_err(|_| format!("SQLCipher says {answer:?}"))?)
    }
}

impl Drop for SqlCipher {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
