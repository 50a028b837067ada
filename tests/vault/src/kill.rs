//! `kill -9` at any moment: every acknowledged turn is there, whole, and the vault opens.
//!
//! The writer is this binary again, as a child; the parent reads its acknowledgements from a pipe and kills it at a
//! drawn moment. The files lie in memory: what a killed process handed to the system stays, whatever the disk does.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use nabz_vault::{KeyClass, Place, Vault};

use crate::support::{INTENT, OBSERVATION, Seeded, check, folder, new_vault, open_vault, said};
use crate::table::Row;

/// The argument that makes this binary the writer; the path follows.
pub const WRITER: &str = "writer";
/// Trials on one vault, before a fresh one is taken.
const ON_ONE: u64 = 50;
/// A blob comes with every so many turns.
const BLOB_EVERY: u64 = 5;
/// The latest moment of a kill: starting takes about 2 ms, a turn about 0.1.
const LATEST: usize = 6_000;

/// Kills `runs` writers.
pub fn prove(case: &str, program: &Path, seed: u64, runs: u64) -> Row {
    let mut row = Row::new(case);
    let mut folder = folder();
    let mut acknowledged = 0;
    for n in 0..runs {
        if n % ON_ONE == 0 {
            folder = crate::support::folder();
            acknowledged = 0;
        }
        let outcome = match &folder {
            Ok(folder) => trial(program, &folder.path().join("vault"), seed + n, &mut acknowledged),
            Err(why) => Err(why.clone()),
        };
        row.count(seed + n, outcome);
    }
    row
}

/// One writer, killed, and what it left. `acknowledged` counts the turns of all writers of this vault.
fn trial(program: &Path, path: &Path, seed: u64, acknowledged: &mut u64) -> Result<(), String> {
    if !path.exists() {
        drop(new_vault(&Place::File(path.into())).map_err(said)?);
    }
    let mut writer = Command::new(program)
        .args([WRITER.as_ref(), path.as_os_str()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(said)?;
    let moment = Seeded::new(seed).below(LATEST);
    std::thread::sleep(Duration::from_micros(moment as u64));
    *acknowledged = kill(&mut writer)?.unwrap_or(*acknowledged).max(*acknowledged);
    let mut vault = open_vault(path).map_err(|error| format!("unopenable: {error}"))?;
    // What a killed writer had begun.
    vault.sweep_blobs().map_err(said)?;
    let turns = vault.ids(INTENT).map_err(said)?.len() as u64;
    check(turns >= *acknowledged, || format!("lost: {acknowledged} acknowledged, {turns} there"))?;
    whole(&vault, turns)
}

fn kill(writer: &mut Child) -> Result<Option<u64>, String> {
    writer.kill().map_err(said)?;
    writer.wait().map_err(said)?;
    let out = writer.stdout.take().ok_or("no pipe")?;
    let last = BufReader::new(out).lines().map_while(Result::ok).filter_map(|line| line.parse().ok()).last();
    Ok(last)
}

/// The writes of each turn are there together, and no other.
fn whole(vault: &Vault, turns: u64) -> Result<(), String> {
    let mixed = |what: &str| format!("of {turns} turns, {what}");
    for (n, record) in (0..).zip(vault.list(INTENT).map_err(said)?) {
        let expected = (u64::to_string(&n), content(n));
        check((record.id, record.bytes) == expected, || mixed("an intent is wrong"))?;
    }
    let observations = vault.ids(OBSERVATION).map_err(said)?.len() as u64;
    check(observations == turns + u64::from(turns > 0), || mixed("the observations are not as many"))?;
    let blobs = vault.blob_ids(KeyClass::Outbox).map_err(said)?;
    let expected: Vec<_> = (0..turns).step_by(BLOB_EVERY as usize).map(|n| n.to_string()).collect();
    check(blobs == expected, || mixed("the blobs are not as many"))?;
    for (n, id) in (0..turns).step_by(BLOB_EVERY as usize).zip(&blobs) {
        let read = vault.blob(KeyClass::Outbox, id).map_err(said)?.map(|blob| blob.read_all());
        check(read == Some(Ok(content(n))), || mixed("a blob is wrong"))?;
    }
    if let Some(last) = turns.checked_sub(1) {
        let latest = vault.get(OBSERVATION, "latest").map_err(said)?.map(|record| record.bytes);
        check(latest == Some(last.to_string().into_bytes()), || mixed("the latest is another's"))?;
    }
    Ok(())
}

fn content(n: u64) -> Vec<u8> {
    vec![n as u8; (n * 37 % 900) as usize]
}

/// The child that is killed. Turn n puts `n` in both classes, changes an older record, puts a blob now and then, and prints n + 1 once it is
/// durable: how many turns there are.
pub fn write(path: &Path) -> Result<(), String> {
    let mut vault = open_vault(path).map_err(said)?;
    let mut entropy = Seeded::new(vault.generation().map_err(said)?);
    let first = vault.ids(INTENT).map_err(said)?.len() as u64;
    let mut out = std::io::stdout();
    for n in first.. {
        turn(&mut vault, n, &mut entropy).map_err(said)?;
        // The pipe is closed when the parent is gone.
        if writeln!(out, "{}", n + 1).and_then(|()| out.flush()).is_err() {
            break;
        }
    }
    Ok(())
}

fn turn(vault: &mut Vault, n: u64, entropy: &mut Seeded) -> Result<(), nabz_vault::VaultError> {
    let mut blob = None;
    if n.is_multiple_of(BLOB_EVERY) {
        let mut writer = vault.new_blob(entropy)?;
        writer.write(&content(n))?;
        blob = Some(writer.finish()?);
    }
    let mut turn = vault.turn(entropy)?;
    if let Some(blob) = blob {
        turn.put_blob(KeyClass::Outbox, &n.to_string(), blob)?;
    }
    turn.put(INTENT, &n.to_string(), &content(n))?;
    turn.put(OBSERVATION, &n.to_string(), &content(n))?;
    turn.put(OBSERVATION, "latest", n.to_string().as_bytes())?;
    turn.commit()?;
    Ok(())
}
