//! The patient's phone: the app over its vault, a process that can be killed, and what outlives it.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use nabz_app::App;
use nabz_app::config::Config;
use nabz_app::effect::{Effect, Input};
use nabz_app::screen::Screen;
use nabz_clinic::seed::Seeded;
use nabz_sync::{Outbox, Status};
use nabz_time::{Mono, Now};
use nabz_vault::{DataKey, DataKeys, Place, Vault};
use tempfile::TempDir;

use crate::SetUp;
use crate::keys::Keys;

/// The files of a vault that lies open.
const FILES: [&str; 3] = ["vault", "vault-wal", "vault-shm"];

/// The phone.
pub struct Phone {
    config: Config,
    seed: u64,
    folder: TempDir,
    /// What the hardware keeps.
    pub keys: Keys,
    /// Counts processes.
    pub life: u32,
    /// Counts turns over all lives.
    pub turns: u32,
    running: Option<Running>,
}

struct Running {
    app: App,
    began: Mono,
}

impl Phone {
    /// A phone on which the app was installed and never started.
    pub fn new(config: Config, keys: Keys, seed: u64) -> Result<Self, SetUp> {
        Ok(Self { config, seed, folder: folder()?, keys, life: 0, turns: 0, running: None })
    }

    /// Starts a process.
    pub fn start(&mut self, now: Mono, wall: nabz_time::Wall) -> Result<(), SetUp> {
        self.life += 1;
        fs::create_dir_all(self.place(self.life))?;
        let vault = Vault::open(&Place::File(self.file()))?;
        let entropy = Box::new(Seeded::new(self.seed ^ (u64::from(self.life) << 32)));
        let app = App::open(self.config.clone(), vault, entropy, Now { mono: Mono::ZERO, wall })?;
        self.running = Some(Running { app, began: now });
        Ok(())
    }

    /// Kills the process. The next one finds the files as they lay in that moment: they are copied before the vault
    /// can close them in good order.
    pub fn kill(&mut self) -> Result<(), SetUp> {
        let next = self.place(self.life + 1);
        copy(&self.place(self.life), &next)?;
        self.running = None;
        Ok(fs::remove_dir_all(self.place(self.life))?)
    }

    /// Keeps a copy of the vault as it is now.
    pub fn keep_copy(&self) -> Result<(), SetUp> {
        copy(&self.place(self.life), &self.folder.path().join("kept"))
    }

    /// Puts the kept copy where the next process looks.
    pub fn set_back(&self) -> Result<(), SetUp> {
        copy(&self.folder.path().join("kept"), &self.place(self.life + 1))
    }

    /// Whether a process runs.
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// The process's own monotonic clock.
    pub fn clock(&self, now: Mono) -> Mono {
        let began = self.running.as_ref().map_or(now, |running| running.began);
        Mono::ZERO + now.since(began)
    }

    /// The world's instant of one on the process's clock.
    pub fn world_time(&self, own: Mono) -> Mono {
        let began = self.running.as_ref().map_or(Mono::ZERO, |running| running.began);
        began + own.since(Mono::ZERO)
    }

    /// One turn.
    pub fn turn(&mut self, now: Mono, wall: nabz_time::Wall, inputs: Vec<Input>) -> Vec<Effect> {
        let mono = self.clock(now);
        let Some(running) = &mut self.running else { return Vec::new() };
        self.turns += 1;
        running.app.turn(Now { mono, wall }, inputs)
    }

    /// What is painted.
    pub fn screen(&self) -> Option<Arc<Screen>> {
        self.running.as_ref().map(|running| running.app.screen())
    }

    /// When the app wants a turn by itself.
    pub fn poll_timeout(&self) -> Option<Mono> {
        let own = self.running.as_ref()?.app.poll_timeout()?;
        Some(self.world_time(own))
    }

    /// Intents that are neither done nor refused, read from a copy of the vault with the phone's own keys.
    pub fn open_intents(&self) -> Result<Vec<Status>, SetUp> {
        let place = self.folder.path().join("audit");
        copy(&self.place(self.life), &place)?;
        let mut vault = Vault::open(&Place::File(place.join(FILES[0])))?;
        let Some(slots) = vault.slots()? else { return Ok(Vec::new()) };
        let key = |wrapped: &[u8]| -> Result<DataKey, SetUp> {
            Ok(DataKey::from_bytes(&self.keys.unwrap(wrapped)?)?)
        };
        vault.unlock(&DataKeys { outbox: key(&slots.outbox)?, clinical: key(&slots.clinical)? })?;
        let outbox = Outbox::load(&vault)?;
        let settled = |status: &Status| matches!(status, Status::Confirmed { .. } | Status::Refused(_));
        let open = outbox.progress().map(|progress| progress.status).filter(|status| !settled(status));
        Ok(open.collect())
    }

    fn place(&self, life: u32) -> PathBuf {
        self.folder.path().join(format!("life-{life}"))
    }

    fn file(&self) -> PathBuf {
        self.place(self.life).join(FILES[0])
    }
}

/// In memory where there is a file system for it: the world commits thousands of times.
fn folder() -> Result<TempDir, SetUp> {
    Ok(tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())?)
}

fn copy(from: &std::path::Path, to: &std::path::Path) -> Result<(), SetUp> {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to)?;
    for file in FILES {
        if from.join(file).exists() {
            fs::copy(from.join(file), to.join(file))?;
        }
    }
    Ok(())
}
