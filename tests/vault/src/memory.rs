//! What a memory image of the process shows: after `lock()` no key, no derived key and no word of a record, in no
//! mapping that can be read, which is what a core dump would hold.
//!
//! The vault is opened by this binary as a child, which gets the keys through a pipe and wipes what it read, as a host
//! does. The parent looks at the child's memory before the lock, where the keys must be found (the check that the
//! search finds), and after it.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use nabz_vault::{DataKey, DataKeys, KeyClass, Place, Vault, vectors};
use zeroize::Zeroize;

use crate::support::{INTENT, OBSERVATION, ROOM, Seeded, check, folder, said, slots};
use crate::table::Row;

/// The argument that makes this binary the child; the path follows.
pub const LOCKED: &str = "locked";

/// Words that stand only in records and ids. The child knows them by no other way than from the vault.
fn canary(seed: u64, part: &str) -> String {
    format!("canary-{part}-{}", seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// Two rows: what is left after a lock, and whether the search finds what is there before it.
pub fn prove(program: &Path, seed: u64, runs: u64) -> [Row; 2] {
    let mut left = Row::new("memory after lock: keys, derived keys, plaintext");
    let mut found = Row::new("check: the same search finds them before the lock");
    for seed in seed..seed + runs {
        match look(program, seed) {
            Ok((before, after)) => {
                let names = |needles: &[String]| needles.join(", ");
                found.count(seed, check(before >= 4, || format!("only {before} found")));
                left.count(seed, check(after.is_empty(), || format!("left: {}", names(&after))));
            }
            Err(why) => {
                found.count(seed, Err(why.clone()));
                left.count(seed, Err(why));
            }
        }
    }
    [left, found]
}

fn look(program: &Path, seed: u64) -> Result<(usize, Vec<String>), String> {
    let folder = folder()?;
    let path = folder.path().join("vault");
    let keys = DataKeys::generate(&mut Seeded::new(seed + 7));
    fill(&path, &keys, seed)?;
    let mut child = Command::new(program)
        .args([LOCKED.as_ref(), path.as_os_str()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(said)?;
    let seen = watch(&mut child, &keys, seed);
    let _ = child.kill();
    let _ = child.wait();
    seen
}

fn fill(path: &Path, keys: &DataKeys, seed: u64) -> Result<(), String> {
    let mut entropy = Seeded::new(seed + 8);
    let mut vault = Vault::open(&Place::File(path.into())).map_err(said)?;
    vault.initialise(keys, slots(), &mut entropy).map_err(said)?;
    let mut turn = vault.turn(&mut entropy).map_err(said)?;
    for n in 0..30 {
        let text = format!("{} {n}", canary(seed, "value")).repeat(1 + n * 3);
        for kind in [INTENT, OBSERVATION] {
            turn.put(kind, &format!("{} {n}", canary(seed, "id")), text.as_bytes()).map_err(said)?;
        }
    }
    turn.commit().map_err(said)?;
    vault.suspend(ROOM).map_err(said)?;
    Ok(())
}

fn watch(child: &mut Child, keys: &DataKeys, seed: u64) -> Result<(usize, Vec<String>), String> {
    let mut to: ChildStdin = child.stdin.take().ok_or("no pipe")?;
    let mut from: BufReader<ChildStdout> = BufReader::new(child.stdout.take().ok_or("no pipe")?);
    for key in [&keys.outbox, &keys.clinical] {
        to.write_all(key.as_bytes()).map_err(said)?;
    }
    let needles = needles(keys, seed)?;
    let mut looked = || {
        let mut line = String::new();
        from.read_line(&mut line).map_err(said)?;
        check(line == "ready\n", || format!("the child says {line:?}"))?;
        let found = search(child.id(), &needles)?;
        to.write_all(b"\n").map_err(said)?;
        Ok::<_, String>(found)
    };
    let before = looked()?;
    let after = looked()?;
    Ok((before.len(), after))
}

/// What must not be found, by name.
fn needles(keys: &DataKeys, seed: u64) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut needles = vec![
        ("a record's text".to_owned(), canary(seed, "value").into_bytes()),
        ("a record's id".to_owned(), canary(seed, "id").into_bytes()),
    ];
    for (class, key, label) in
        [(KeyClass::Outbox, &keys.outbox, "outbox.."), (KeyClass::Clinical, &keys.clinical, "clinical")]
    {
        needles.push((format!("the data key {class:?}"), key.as_bytes().to_vec()));
        for purpose in [" rows aes-256-gcm", " rows chacha20-poly1305", " mac"] {
            let info = format!("{label}{purpose}");
            let derived = vectors::hkdf(b"nabz vault 1", key.as_bytes(), info.as_bytes(), 32);
            needles.push((info, derived.ok_or("HKDF")?));
        }
    }
    let manifest = vectors::hkdf(b"nabz vault 1", keys.outbox.as_bytes(), b"manifest aes-256-gcm", 32);
    needles.push(("the manifest's key".into(), manifest.ok_or("HKDF")?));
    Ok(needles)
}

/// Names of the needles found in the readable memory of a process.
fn search(process: u32, needles: &[(String, Vec<u8>)]) -> Result<Vec<String>, String> {
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).map_err(said)?;
    let mut memory = File::open(format!("/proc/{process}/mem")).map_err(said)?;
    let mut found = Vec::new();
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let Some((from, to)) = line.split_once(' ').and_then(|(range, _)| range.split_once('-')) else {
            continue;
        };
        let number = |hex| u64::from_str_radix(hex, 16).map_err(said);
        let (from, to) = (number(from)?, number(to)?);
        let mut bytes = vec![0; (to - from) as usize];
        memory.seek(SeekFrom::Start(from)).map_err(said)?;
        if memory.read_exact(&mut bytes).is_err() {
            continue;
        }
        for (name, needle) in needles {
            if !found.contains(name) && contains(&bytes, needle) {
                found.push(name.clone());
            }
        }
    }
    Ok(found)
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    let Some((first, rest)) = needle.split_first() else { return false };
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| byte == first) {
        from += at + 1;
        if bytes[from..].starts_with(rest) {
            return true;
        }
    }
    false
}

/// The child: unlocks, reads everything once, says so, locks, says so.
pub fn lock(path: &Path) -> Result<(), String> {
    let mut vault = Vault::open(&Place::File(path.into())).map_err(said)?;
    vault.unlock(&keys_from_pipe()?).map_err(said)?;
    let mut entropy = Seeded::new(99);
    let mut turn = vault.turn(&mut entropy).map_err(said)?;
    turn.put(INTENT, "written here", b"and sealed here").map_err(said)?;
    turn.commit().map_err(said)?;
    // One record stays in the host's hands for the look before the lock; the host wipes what it was given.
    let mut held = Vec::new();
    for kind in [INTENT, OBSERVATION] {
        for record in vault.list(kind).map_err(said)? {
            held.push(record);
        }
    }
    ready()?;
    for mut record in held {
        record.id.zeroize();
        record.bytes.zeroize();
    }
    vault.lock();
    ready()
}

fn ready() -> Result<(), String> {
    let mut out = std::io::stdout();
    out.write_all(b"ready\n").and_then(|()| out.flush()).map_err(said)?;
    let mut answer = [0; 1];
    read_raw(&mut answer)
}

fn keys_from_pipe() -> Result<DataKeys, String> {
    let key = || {
        let mut bytes = [0; 32];
        read_raw(&mut bytes)?;
        let key = DataKey::from_bytes(&bytes).map_err(said);
        bytes.zeroize();
        key
    };
    Ok(DataKeys { outbox: key()?, clinical: key()? })
}

/// Past the standard library's buffer, which would keep the keys.
fn read_raw(bytes: &mut [u8]) -> Result<(), String> {
    let mut at = 0;
    while at < bytes.len() {
        // SAFETY: the rest of a buffer of our own.
        let read = unsafe { libc::read(0, bytes[at..].as_mut_ptr().cast(), bytes.len() - at) };
        check(read > 0, || "the pipe broke".into())?;
        at += read as usize;
    }
    Ok(())
}
