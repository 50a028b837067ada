//! The one object a shell holds.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use nabz_app::screen::{ActionId, Key};
use nabz_locale::{Formatter, Settings};
use nabz_runtime::{Bind, Clock, Core, HostAnswer, MediaSetup, Setup};
use nabz_time::Wall;

use crate::audio::{Audio, AudioShim};
use crate::block::{Live, Window};
use crate::catalogue::Catalogue;
use crate::config::Config;
use crate::entered::Entered;
use crate::error::{NabzError, Problem};
use crate::host::{Host, HostReply, HostRequest};
use crate::keys::{KeyShim, KeyStore};
use crate::logs;
use crate::network::Network;
use crate::screen::Screen;

/// Most bytes of a push payload: what the largest push service carries.
const PAYLOAD: usize = 4_096;

/// The core. Thread-safe; no call waits for the network, and none but `open`, `suspend` and `resume` for the disk.
#[derive(uniffi::Object)]
pub struct Nabz {
    core: RwLock<Option<Arc<Core>>>,
    /// The host requests that have no reply yet.
    answers: Arc<Answers>,
    /// Words of errors before the core has its own, and after it is closed.
    words: Arc<Formatter>,
    clock: Arc<Clock>,
    sandbox: bool,
}

#[uniffi::export]
impl Nabz {
    /// Opens what the phone keeps and starts the core's threads. Touches the disk: call it off the main thread.
    #[uniffi::constructor]
    pub fn open(
        config: Config,
        host: Arc<dyn Host>,
        keys: Arc<dyn KeyStore>,
        audio: Arc<dyn Audio>,
    ) -> Result<Arc<Self>, NabzError> {
        logs::listen(&host);
        let words = words(&config)?;
        Self::start(config, &words, host, keys, audio).map_err(|problem| problem.told(&words))
    }

    /// The screen to paint now; one call for all of it, and never a wait.
    pub fn screen(&self) -> Result<Screen, NabzError> {
        Ok(Screen::from(&*self.core()?.screen()))
    }

    /// The first screen newer than `after_revision`, once there is one; `None` when the core was closed. May be
    /// cancelled at any moment.
    pub async fn next_screen(&self, after_revision: u64) -> Option<Screen> {
        let core = self.core().ok()?;
        core.next_screen(after_revision).await.map(|screen| Screen::from(&*screen))
    }

    /// Queues what a person pressed, with what stands in the fields of that screen. Ignored if the screen has moved on
    /// and the action is not repeatable.
    pub fn act(&self, revision: u64, action: String, entered: Vec<Entered>) -> Result<(), NabzError> {
        let core = self.core()?;
        let queued = crate::entered::typed(entered).and_then(|values| {
            core.act(revision, ActionId(action), values).then_some(()).ok_or(Problem::Busy)
        });
        queued.map_err(|problem| self.told(problem))
    }

    /// Rows `first` and following of the list under `key` on the present screen, at most 60.
    pub async fn window(&self, key: String, first: u32, count: u32) -> Result<Window, NabzError> {
        let core = self.core()?;
        match core.window(Key(key), first, count).await {
            Some(window) => Ok(Window::from(&window)),
            None => Err(self.told(Problem::Unknown)),
        }
    }

    /// The present values of the live blocks on the screen. Cheap; ask up to ten times a second while one is visible.
    pub fn live(&self) -> Result<Vec<Live>, NabzError> {
        Ok(self.core()?.live().iter().map(Live::from).collect())
    }

    /// Text a shell needs outside screens, in the language the person reads now.
    pub fn catalogue(&self) -> Catalogue {
        Catalogue::of(&self.spoken())
    }

    /// The phone's network changed.
    pub fn network_changed(&self, network: Network) -> Result<(), NabzError> {
        self.core()?.network_changed(network.into());
        Ok(())
    }

    /// A push message woke the phone. Its payload is opaque to the shell.
    pub fn wake(&self, payload: Vec<u8>) -> Result<(), NabzError> {
        if payload.len() > PAYLOAD {
            return Err(self.told(Problem::TooLarge));
        }
        self.core()?.wake();
        Ok(())
    }

    /// What came of a host request.
    pub fn host_reply(&self, id: u64, reply: HostReply) -> Result<(), NabzError> {
        self.core()?;
        match self.answers.take(id) {
            Some(answer) => {
                answer.give(reply.into());
                Ok(())
            }
            None => Err(self.told(Problem::Unknown)),
        }
    }

    /// The app goes to the background: finishes the turn under way and closes every file, within `deadline_ms`. A press
    /// or `resume` opens them again.
    pub async fn suspend(&self, deadline_ms: u32) -> Result<(), NabzError> {
        let core = self.core()?;
        let deadline = Duration::from_millis(deadline_ms.into());
        core.suspend(deadline).await.map_err(|_| self.told(Problem::Storage))
    }

    /// The app is back.
    pub async fn resume(&self) -> Result<(), NabzError> {
        self.core()?.resume().await.map_err(|_| self.told(Problem::Storage))
    }

    /// Sets the wall clock ahead, never back, so that a demonstration need not wait for tomorrow's visit. Only a sandbox
    /// may.
    pub fn set_clock_ahead(&self, to_epoch_ms: i64) -> Result<(), NabzError> {
        let core = self.core()?;
        if !self.sandbox {
            return Err(self.told(Problem::SandboxOnly));
        }
        self.clock.jump_to(Wall::from_millis(to_epoch_ms));
        core.tick();
        Ok(())
    }

    /// Ends the core's threads; what was committed stays. Every later call fails with `Closed`. Dropping does the same.
    pub fn close(&self) {
        let core = self.core.write().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(core) = core {
            core.close();
        }
    }
}

impl Nabz {
    fn start(
        config: Config,
        words: &Arc<Formatter>,
        host: Arc<dyn Host>,
        keys: Arc<dyn KeyStore>,
        audio: Arc<dyn Audio>,
    ) -> Result<Arc<Self>, Problem> {
        let clock = Arc::new(Clock::new());
        let answers = Arc::new(Answers::default());
        let sandbox = config.sandbox;
        let (place, addresses, advertise) = (config.place()?, config.addresses(), config.advertised()?);
        let media = MediaSetup {
            bind: Bind::Towards(addresses.broker.clone()),
            advertise,
            audio: Box::new(AudioShim::new(audio)?),
            observer: None,
        };
        let core = Core::open(Setup {
            config: config.into_app()?,
            place,
            addresses,
            media,
            keys: Arc::new(KeyShim(keys)),
            host: Arc::new(HostShim { host, answers: answers.clone() }),
            clock: clock.clone(),
        })?;
        let core = RwLock::new(Some(Arc::new(core)));
        Ok(Arc::new(Self { core, answers, words: words.clone(), clock, sandbox }))
    }

    fn core(&self) -> Result<Arc<Core>, NabzError> {
        let core = self.core.read().unwrap_or_else(PoisonError::into_inner).clone();
        core.ok_or_else(|| Problem::Closed.told(&self.words))
    }

    fn told(&self, problem: Problem) -> NabzError {
        problem.told(&self.spoken())
    }

    fn spoken(&self) -> Arc<Formatter> {
        let core = self.core.read().unwrap_or_else(PoisonError::into_inner).clone();
        core.map_or_else(|| self.words.clone(), |core| core.words())
    }
}

/// Words before the core has its own: the phone's languages, in no zone yet.
fn words(config: &Config) -> Result<Arc<Formatter>, NabzError> {
    let settings = Settings { languages: config.languages.clone(), ..Settings::default() };
    Formatter::new(&settings).map(Arc::new).map_err(|_| NabzError::wordless())
}

/// The host requests that have no reply yet, oldest first.
#[derive(Default)]
struct Answers(Mutex<(u64, BTreeMap<u64, HostAnswer>)>);

impl Answers {
    /// Most requests that may wait; the oldest beyond counts as failed.
    const LIMIT: usize = 256;

    fn keep(&self, answer: HostAnswer) -> u64 {
        let mut answers = self.lock();
        answers.0 += 1;
        let id = answers.0;
        answers.1.insert(id, answer);
        if answers.1.len() > Self::LIMIT {
            answers.1.pop_first();
        }
        id
    }

    fn take(&self, id: u64) -> Option<HostAnswer> {
        self.lock().1.remove(&id)
    }

    fn lock(&self) -> MutexGuard<'_, (u64, BTreeMap<u64, HostAnswer>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Carries requests of the core to the shell's host.
struct HostShim {
    host: Arc<dyn Host>,
    answers: Arc<Answers>,
}

impl nabz_runtime::Host for HostShim {
    fn perform(&self, request: nabz_app::effect::HostRequest, answer: HostAnswer) {
        let id = self.answers.keep(answer);
        if let Err(error) = self.host.perform(id, HostRequest::from(request)) {
            log::warn!("a host request failed: {error}");
            // Dropped unanswered, it counts as failed.
            self.answers.take(id);
        }
    }
}
