//! The running core: one thread for turns, tokio for the network, one thread for media.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use nabz_app::App;
use nabz_app::config::Config;
use nabz_app::effect::{Input, Network, Typed};
use nabz_app::screen::{ActionId, Key, Live, Screen, Window};
use nabz_call::media::engine::Levels;
use nabz_locale::Formatter;
use nabz_vault::{ErrorKind, Place, Vault};
use tokio::sync::{oneshot, watch};

use crate::RuntimeError;
use crate::clock::Clock;
use crate::entropy::SystemEntropy;
use crate::http::{Addresses, Http};
use crate::inbox::{Inbox, Wake, inbox};
use crate::mailbox::MailboxTask;
use crate::media::{MediaSetup, MediaThread};
use crate::perform::Performer;
use crate::ports::{Host, KeyStore};
use crate::traffic::Traffic;
use crate::turns::{Shown, Turns};

/// Everything the runtime needs beside the app's own configuration.
pub struct Setup {
    /// The app's configuration.
    pub config: Config,
    /// Where the vault lies.
    pub place: Place,
    /// Where the clinic's doors are.
    pub addresses: Addresses,
    /// How calls reach the network and the ear.
    pub media: MediaSetup,
    /// The phone's key store.
    pub keys: Arc<dyn KeyStore>,
    /// Everything else the phone can do.
    pub host: Arc<dyn Host>,
    /// The clock; shared, so that a demonstration can set it ahead.
    pub clock: Arc<Clock>,
}

/// A running core. Closing or dropping it ends its threads; what was committed stays. May be dropped on any thread,
/// one of its own among them.
pub struct Core {
    inbox: Inbox,
    shown: watch::Receiver<Shown>,
    media: Arc<MediaThread>,
    http: Http,
    traffic: Arc<Traffic>,
    clock: Arc<Clock>,
    turns: Mutex<Option<JoinHandle<()>>>,
    network: Mutex<Option<tokio::runtime::Runtime>>,
}

impl Core {
    /// Opens the vault and starts the threads.
    pub fn open(setup: Setup) -> Result<Self, RuntimeError> {
        let network = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("nabz-network")
            .enable_all()
            .build()
            .map_err(|_| RuntimeError::Threads)?;
        let vault = Vault::open(&setup.place).map_err(|error| RuntimeError::Vault(error.kind()))?;
        let traffic = Arc::new(Traffic::default());
        let authorities = &setup.config.trust.servers;
        let http = Http::new(&setup.addresses, authorities, setup.clock.clone(), traffic.clone())?;
        let app = App::open(setup.config.clone(), vault, Box::new(SystemEntropy::new()), setup.clock.now())?;

        let (inbox, waiting) = inbox(network.handle());
        let (publish, shown) = watch::channel(Shown::of(&app));
        let told = inbox.clone();
        let hear = move |event| told.put(Input::Media(event));
        let media = Arc::new(MediaThread::start(setup.media, setup.clock.clone(), hear)?);
        let mailbox = MailboxTask::start(
            network.handle(),
            &setup.config.mailbox,
            &setup.addresses.broker,
            setup.clock.clone(),
            traffic.clone(),
            inbox.clone(),
        );
        let performer = Performer {
            http: http.clone(),
            mailbox,
            media: media.clone(),
            keys: setup.keys,
            host: setup.host,
            inbox: inbox.clone(),
            network: network.handle().clone(),
        };
        let clock = setup.clock;
        let turns = Turns { app, clock: clock.clone(), waiting, publish, performer };
        let turns = std::thread::Builder::new()
            .name("nabz-turns".into())
            .spawn(move || turns.run())
            .map_err(|_| RuntimeError::Threads)?;
        let (turns, network) = (Mutex::new(Some(turns)), Mutex::new(Some(network)));
        Ok(Self { inbox, shown, media, http, traffic, clock, turns, network })
    }

    /// The last published screen; never waits.
    pub fn screen(&self) -> Arc<Screen> {
        self.shown.borrow().screen.clone()
    }

    /// The first screen newer than `after`, or `None` when the core has ended.
    pub async fn next_screen(&self, after: u64) -> Option<Arc<Screen>> {
        let mut shown = self.shown.clone();
        shown.wait_for(|shown| shown.screen.revision > after).await.ok().map(|shown| shown.screen.clone())
    }

    /// Queues what a person pressed, without waiting. False if too much waits already, or the core has ended.
    pub fn act(&self, revision: u64, action: ActionId, values: Vec<(Key, Typed)>) -> bool {
        self.inbox.offer(Wake::Input(Input::Act { revision, action, values }))
    }

    /// Rows `first` and following of the list under `key` on the present screen, at most
    /// [`ROWS`](nabz_app::screen::ROWS); `None` if no such list stands there, or the core has ended.
    pub async fn window(&self, key: Key, first: u32, count: u32) -> Option<Window> {
        let (rows, answer) = oneshot::channel();
        self.inbox.send(Wake::Window { key: key.0, first, count, rows }).await;
        answer.await.ok().flatten()
    }

    /// What the live blocks show now. Takes no turn; ask up to ten times a second.
    pub fn live(&self) -> Vec<Live> {
        let live = self.shown.borrow().live.clone();
        live.values(self.clock.now(), self.media.levels())
    }

    /// Who writes text between screens, in the language the person reads now.
    pub fn words(&self) -> Arc<Formatter> {
        self.shown.borrow().live.formatter().clone()
    }

    /// How loud the call is at the moment; changes between screens.
    pub fn levels(&self) -> Levels {
        self.media.levels()
    }

    /// Bytes sent and received so far, beside media.
    pub fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    /// Takes a turn now: after the clock was set.
    pub fn tick(&self) {
        self.inbox.offer(Wake::Input(Input::Tick));
    }

    /// The phone's network changed: what waits is sent, and a call under way goes on from the new address.
    pub fn network_changed(&self, network: Network) {
        if network != Network::None {
            self.media.network_changed();
            self.http.network_changed();
        }
        self.inbox.offer(Wake::Input(Input::Network(network)));
    }

    /// A push message woke the phone.
    pub fn wake(&self) {
        self.inbox.offer(Wake::Input(Input::Wake));
    }

    /// Finishes the turn under way and closes every file; whoever resumes or presses opens them again. After `deadline`
    /// the answer is [`ErrorKind::Busy`], and the files close as soon as they can.
    pub async fn suspend(&self, deadline: Duration) -> Result<(), ErrorKind> {
        let (done, answer) = oneshot::channel();
        // The deadline runs on the core's own timer: whoever polls this may have none.
        let handle =
            self.network.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|n| n.handle().clone());
        let Some(handle) = handle else { return Ok(()) };
        let inbox = self.inbox.clone();
        let suspended = handle.spawn(async move {
            tokio::time::timeout(deadline, async {
                // Half for what waits in the queue, half for the disk.
                inbox.send(Wake::Suspend { room: deadline / 2, done }).await;
                answer.await
            })
            .await
        });
        match suspended.await {
            Ok(Ok(Ok(suspended))) => suspended,
            // A core that has ended holds no file.
            Ok(Ok(Err(_))) | Err(_) => Ok(()),
            Ok(Err(_)) => Err(ErrorKind::Busy),
        }
    }

    /// Opens the files again, and takes a turn.
    pub async fn resume(&self) -> Result<(), ErrorKind> {
        let (done, answer) = oneshot::channel();
        self.inbox.send(Wake::Resume(done)).await;
        answer.await.unwrap_or(Ok(()))
    }

    /// Ends the threads. What waits for a screen is told that there is none.
    pub fn close(&self) {
        let turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(turns) = turns {
            self.end(turns);
        }
        let network = self.network.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(network) = network {
            // Waits for nobody: a host's call may wait for a person, and this may be one of its own threads.
            network.shutdown_background();
        }
    }

    fn end(&self, turns: JoinHandle<()>) {
        self.media.stop();
        // A full queue empties within a turn; a thread that may not wait cannot be sure of more than an offer.
        let mut closing = self.inbox.offer(Wake::Close);
        let ours = std::thread::current().id() == turns.thread().id();
        while !ours && !turns.is_finished() {
            if closing {
                let _ = turns.join();
                return;
            }
            std::thread::yield_now();
            closing = self.inbox.offer(Wake::Close);
        }
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        self.close();
    }
}
