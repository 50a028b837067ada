//! `kill -9` at any moment: what was acknowledged is there, and the vault opens.
//!
//! The test runs itself in a child as the writer; the parent reads its acknowledgements from a pipe and kills it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use nabz_vault::{Place, Vault};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

use crate::support::{INTENT, OBSERVATION, Seeded, keys, new_vault, open_vault};

const PATH: &str = "NABZ_VAULT_KILL_TEST";
const TRIALS: u64 = 40;

/// The child that is killed. Turn n puts `n` in both classes, changes an older record and says `ack n` once it is
/// durable.
#[expect(clippy::unwrap_used, reason = "a child of a test")]
fn write(path: &Path) {
    let mut vault = Vault::open(&Place::File(path.to_owned())).unwrap();
    vault.unlock(&keys()).unwrap();
    let first = vault.ids(INTENT).unwrap().len();
    let mut entropy = Seeded::new(vault.generation().unwrap());
    let mut out = std::io::stdout();
    for n in first.. {
        let mut turn = vault.turn(&mut entropy).unwrap();
        turn.put(INTENT, &n.to_string(), &vec![n as u8; n % 900]).unwrap();
        turn.put(OBSERVATION, &n.to_string(), &vec![n as u8; n % 900]).unwrap();
        turn.put(OBSERVATION, "latest", n.to_string().as_bytes()).unwrap();
        turn.commit().unwrap();
        // The pipe is closed when the parent is gone.
        if writeln!(out, "ack {n}").and_then(|()| out.flush()).is_err() {
            return;
        }
    }
}

#[test]
fn acknowledged_turns_survive_kill() {
    if let Some(path) = std::env::var_os(PATH) {
        return write(Path::new(&path));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    drop(new_vault(&Place::File(path.clone())));
    let mut random = ChaCha8Rng::seed_from_u64(11);
    let mut unseen = 0;
    for trial in 0..TRIALS {
        let acknowledged = kill_somewhere(start(&path), &mut random);
        let vault = open_vault(&path).unwrap();
        let ids = vault.ids(INTENT).unwrap();
        let turns = ids.len() as u64;
        assert!(turns >= acknowledged, "trial {trial}: {acknowledged} acknowledged, {turns} there");
        unseen += u64::from(turns > acknowledged);
        for (n, record) in vault.list(INTENT).unwrap().into_iter().enumerate() {
            assert_eq!((record.id, record.bytes), (n.to_string(), vec![n as u8; n % 900]), "trial {trial}");
        }
        // The three writes of a turn are there together.
        assert_eq!(vault.ids(OBSERVATION).unwrap().len() as u64, turns + u64::from(turns > 0));
        if let Some(last) = turns.checked_sub(1) {
            assert_eq!(vault.get(OBSERVATION, "latest").unwrap().unwrap().bytes, last.to_string().as_bytes());
        }
    }
    assert!(
        unseen < TRIALS,
        "every kill hit between a commit and its acknowledgement: the test sees nothing"
    );
}

fn start(path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::acknowledged_turns_survive_kill", "--nocapture", "--test-threads=1"])
        .env(PATH, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Reads some acknowledgements, lets the writer run a little into its next turn, kills it, and returns how many
/// turns were acknowledged in all.
fn kill_somewhere(mut child: Child, random: &mut ChaCha8Rng) -> u64 {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut acknowledgements =
        lines.by_ref().filter_map(|line| line.rsplit_once("ack ").and_then(|(_, n)| n.parse::<u64>().ok()));
    let wanted = random.next_u32() as usize % 12;
    let mut last = acknowledgements.by_ref().take(wanted).last();
    for _ in 0..random.next_u32() % 200_000 {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    last = acknowledgements.last().or(last);
    last.map_or(0, |n| n + 1)
}
