//! Power cuts: at any moment, whatever was not synced is dropped, kept or torn, and the vault must open with every
//! acknowledged turn and nothing mixed.
//!
//! The model: a file's bytes are safe up to its last sync before the cut; each later write or cut of the file may have
//! reached the disk or not, and a write sector by sector (512 bytes). Entries of folders are taken as safe: the vault's
//! files exist when the recording begins.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use nabz_vault::Place;

use crate::disk::{self, Event, Files, apply};
use crate::support::{
    Contents, ROOM, Seeded, beside, check, contents, folder, new_vault, open_vault, said, write_some,
};
use crate::table::Row;

const SECTOR: usize = 512;
/// Turns in one recording, and states drawn from it.
const TURNS: u64 = 60;
const STATES: u64 = 100;

/// A run of the vault, recorded.
struct Recording {
    path: PathBuf,
    base: Files,
    events: Vec<Event>,
    /// What each generation holds.
    states: BTreeMap<u64, Contents>,
    first: u64,
    _folder: tempfile::TempDir,
}

/// Draws `runs` states, from as many recordings as that needs.
pub fn prove(case: &str, seed: u64, runs: u64, normal: bool) -> Row {
    let mut row = Row::new(case);
    let mut recording = Err("not recorded".to_owned());
    let scratch = folder();
    for n in 0..runs {
        if n % STATES == 0 {
            recording = Recording::make(seed + n, normal);
        }
        let outcome = match (&recording, &scratch) {
            (Ok(recording), Ok(scratch)) => recording.cut(seed + n, scratch.path()),
            (Err(why), _) | (_, Err(why)) => Err(why.clone()),
        };
        row.count(seed + n, outcome);
    }
    row
}

impl Recording {
    fn make(seed: u64, normal: bool) -> Result<Self, String> {
        disk::weaken(normal);
        let made = Self::make_with(seed);
        disk::weaken(false);
        made
    }

    fn make_with(seed: u64) -> Result<Self, String> {
        let folder = folder()?;
        let path = folder.path().join("vault");
        let (mut random, mut entropy) = (Seeded::new(seed), Seeded::new(seed + 1_000_000));
        let mut vault = new_vault(&Place::File(path.clone())).map_err(said)?;
        let mut model = Contents::new();
        let first = vault.generation().map_err(said)?;
        let mut states = BTreeMap::from([(first, model.clone())]);
        let files = ["", "-wal"].map(|suffix| beside(&path, suffix));
        let base = files.map(|file| std::fs::read(&file).map(|bytes| (file, bytes)).map_err(said));
        let base = base.into_iter().collect::<Result<_, _>>()?;
        disk::record();
        let ran = (|| {
            for _ in 0..TURNS {
                if write_some(&mut vault, &mut model, &mut random, &mut entropy)? {
                    let generation = vault.generation()?;
                    states.insert(generation, model.clone());
                    disk::acknowledge(generation);
                }
                if random.chance(12) {
                    vault.suspend(ROOM)?;
                    vault.resume()?;
                }
            }
            Ok::<_, nabz_vault::VaultError>(())
        })();
        let events = disk::recorded();
        ran.map_err(said)?;
        check(events.iter().any(|event| matches!(event, Event::Write { .. })), || "nothing recorded".into())?;
        Ok(Self { path, base, events, states, first, _folder: folder })
    }

    /// Cuts the power once and looks at what is left.
    fn cut(&self, seed: u64, scratch: &Path) -> Result<(), String> {
        let mut random = Seeded::new(seed + 2_000_000);
        let moment = random.below(self.events.len() + 1);
        let acknowledged = self.events[..moment].iter().rev().find_map(|event| match event {
            Event::Acknowledged(generation) => Some(*generation),
            _ => None,
        });
        let acknowledged = acknowledged.unwrap_or(self.first);
        let path = scratch.join("cut");
        for (file, bytes) in self.left(moment, &mut random) {
            let suffix = if file == self.path { "" } else { "-wal" };
            std::fs::write(beside(&path, suffix), bytes).map_err(said)?;
        }
        let vault = open_vault(&path).map_err(|error| format!("unopenable: {error}"))?;
        let generation = vault.generation().map_err(said)?;
        check(generation >= acknowledged, || {
            format!("lost: {acknowledged} acknowledged, {generation} there")
        })?;
        let found = contents(&vault).map_err(said)?;
        check(self.states.get(&generation) == Some(&found), || format!("generation {generation} is mixed"))
    }

    /// What lies on the disk after a cut at this moment.
    fn left(&self, moment: usize, random: &mut Seeded) -> Files {
        let mut safe = self.base.clone();
        let mut open: BTreeMap<&PathBuf, Vec<&Event>> = BTreeMap::new();
        for event in &self.events[..moment] {
            match event {
                Event::Write { file, .. } | Event::Truncate { file, .. } => {
                    open.entry(file).or_default().push(event);
                }
                Event::Sync { file } => {
                    for event in open.remove(file).unwrap_or_default() {
                        apply(&mut safe, event);
                    }
                }
                Event::Acknowledged(_) => {}
            }
        }
        // All lost, all kept, or each by itself.
        let mood = random.below(4);
        for event in open.into_values().flatten() {
            match (mood, event) {
                (0, _) => {}
                (1, _) => apply(&mut safe, event),
                (2, _) if random.chance(2) => apply(&mut safe, event),
                (3, Event::Write { file, at, bytes }) => {
                    for (n, sector) in bytes.chunks(SECTOR).enumerate().filter(|_| random.chance(2)) {
                        let at = at + (n * SECTOR) as u64;
                        apply(&mut safe, &Event::Write { file: file.clone(), at, bytes: sector.into() });
                    }
                }
                _ => {}
            }
        }
        safe
    }
}
