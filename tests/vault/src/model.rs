//! The vault against a map, through any course of turns, locks, suspensions, rotations and lost keys, with the power
//! cut anywhere in between.

use std::collections::BTreeMap;
use std::path::PathBuf;

use nabz_vault::{Cipher, DataKey, DataKeys, KeyClass, Place, Vault, VaultError};

use crate::disk::{self, Event, Files, apply};
use crate::support::{
    Contents, INTENT, OBSERVATION, ROOM, Seeded, beside, check, contents, folder, keys, new_vault, said,
    slots, write_some,
};

/// Steps of one course.
const STEPS: usize = 40;

/// One course. `faulty` makes the model forget a deletion: the check that a difference shows.
pub fn course(seed: u64, faulty: bool) -> Result<(), String> {
    let folder = folder()?;
    let path = folder.path().join("vault");
    let place = Place::File(path.clone());
    let vault = new_vault(&place).map_err(said)?;
    disk::record();
    let walked = Walk {
        path,
        place,
        vault: Some(vault),
        keys: keys(),
        model: Contents::new(),
        random: Seeded::new(seed),
        entropy: Seeded::new(seed + 1_000_000),
        safe: Files::new(),
        faulty,
    }
    .walk();
    disk::recorded();
    walked
}

struct Walk {
    path: PathBuf,
    place: Place,
    vault: Option<Vault>,
    keys: DataKeys,
    model: Contents,
    random: Seeded,
    entropy: Seeded,
    /// The files when the recording began or the power was last cut.
    safe: Files,
    faulty: bool,
}

impl Walk {
    fn walk(mut self) -> Result<(), String> {
        self.safe = self.files()?;
        for step in 0..STEPS {
            let did = self.step().map_err(|error| format!("step {step}: {error}"))?;
            if self.faulty && step == STEPS / 2 {
                self.model.insert((INTENT.name, "forgotten".into()), Vec::new());
            }
            self.same().map_err(|why| format!("step {step}, {did}: {why}"))?;
        }
        Ok(())
    }

    fn step(&mut self) -> Result<&'static str, String> {
        let chosen = self.random.below(14);
        let vault = self.vault.as_mut().ok_or("no vault")?;
        match chosen {
            0..6 => {
                write_some(vault, &mut self.model, &mut self.random, &mut self.entropy).map_err(said)?;
                Ok("a turn")
            }
            6 => {
                let mut turn = vault.turn(&mut self.entropy).map_err(said)?;
                turn.put(INTENT, "3", b"never").and_then(|_| turn.delete(OBSERVATION, "4")).map_err(said)?;
                drop(turn);
                Ok("a turn dropped")
            }
            7 => {
                vault.lock();
                self.unlock()?;
                Ok("a lock")
            }
            8 => {
                vault.suspend(ROOM / [1, 10_000_000][self.random.below(2)]).map_err(said)?;
                vault.resume().map_err(said)?;
                Ok("a suspension")
            }
            9 => {
                vault.set_cipher([Cipher::Aes256Gcm, Cipher::ChaCha20Poly1305][self.random.below(2)]);
                Ok("another cipher")
            }
            10 => self.rotate().map_err(said).map(|()| "a rotation"),
            11 => {
                let key = DataKey::generate(&mut self.entropy);
                vault.replace_clinical(&key, vec![7], &mut self.entropy).map_err(said)?;
                self.keys.clinical = key;
                self.model.retain(|(kind, _), _| *kind == INTENT.name);
                Ok("a lost clinical key")
            }
            _ => self.crash().map(|()| "a power cut"),
        }
    }

    /// Begins a rotation of a class, or goes on with the one under way.
    fn rotate(&mut self) -> Result<(), VaultError> {
        let Some(vault) = &mut self.vault else { return Ok(()) };
        let class = [KeyClass::Outbox, KeyClass::Clinical][self.random.below(2)];
        if vault.is_rotating(class)? {
            vault.reseal(class, 1 + self.random.below(4), &mut self.entropy)?;
            return Ok(());
        }
        let new = DataKey::generate(&mut self.entropy);
        let old = match class {
            KeyClass::Outbox => &mut self.keys.outbox,
            KeyClass::Clinical => &mut self.keys.clinical,
        };
        vault.rotate(class, old, &new, vec![9], &mut self.entropy)?;
        *old = new;
        Ok(())
    }

    /// Cuts the power now: what was not synced is there or not. Everything was acknowledged, so nothing may be missing.
    fn crash(&mut self) -> Result<(), String> {
        self.vault = None;
        let mut open: BTreeMap<PathBuf, Vec<Event>> = BTreeMap::new();
        for event in disk::recorded() {
            match &event {
                Event::Write { file, .. } | Event::Truncate { file, .. } => {
                    open.entry(file.clone()).or_default().push(event);
                }
                Event::Sync { file } => {
                    open.remove(file)
                        .unwrap_or_default()
                        .iter()
                        .for_each(|event| apply(&mut self.safe, event));
                }
                Event::Acknowledged(_) => {}
            }
        }
        for event in open.values().flatten() {
            if self.random.chance(2) {
                apply(&mut self.safe, event);
            }
        }
        for (file, bytes) in &self.safe {
            std::fs::write(file, bytes).map_err(said)?;
        }
        disk::record();
        self.vault = Some(Vault::open(&self.place).map_err(said)?);
        self.unlock()
    }

    fn unlock(&mut self) -> Result<(), String> {
        let vault = self.vault.as_mut().ok_or("no vault")?;
        let outbox_first = self.random.chance(2);
        let unlocked = if outbox_first {
            vault.unlock_outbox(&self.keys.outbox).and_then(|()| vault.unlock_clinical(&self.keys.clinical))
        } else {
            vault.unlock(&self.keys)
        };
        unlocked.map_err(|error| format!("does not open: {error}"))
    }

    fn same(&self) -> Result<(), String> {
        let vault = self.vault.as_ref().ok_or("no vault")?;
        check(vault.slots() != Ok(None) && slots().outbox.len() > 1, || "no keys".into())?;
        let found = contents(vault).map_err(said)?;
        check(found == self.model, || "not what the map holds".into())
    }

    fn files(&self) -> Result<Files, String> {
        let files = ["", "-wal"].map(|suffix| beside(&self.path, suffix));
        files.into_iter().map(|file| Ok((file.clone(), std::fs::read(&file).map_err(said)?))).collect()
    }
}
