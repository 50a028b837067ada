//! The running core: one thread for turns, tokio for the network, one thread for media.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use nabz_app::App;
use nabz_app::config::Config;
use nabz_app::effect::{Effect, Input, KeyReply, KeyRequest};
use nabz_app::screen::{ActionId, Key, Screen};
use nabz_call::media::engine::Levels;
use nabz_vault::{Place, Vault};
use tokio::sync::watch;

use crate::RuntimeError;
use crate::clock::Clock;
use crate::entropy::SystemEntropy;
use crate::http::{Addresses, Http};
use crate::mailbox::MailboxTask;
use crate::media::{MediaSetup, MediaThread};
use crate::ports::{Host, KeyStore};
use crate::traffic::Traffic;

/// Inputs waiting for a turn. A full queue makes the sender wait, so a flood slows its source and not the memory.
const QUEUE: usize = 256;

/// Most inputs one turn takes: one commit covers them all.
const TURN: usize = 64;

/// The longest sleep of the turn thread. Only bounds how late a suspended phone's clock is noticed.
const NAP: Duration = Duration::from_secs(60);

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

/// A running core. Dropping it ends its threads; what was committed stays.
pub struct Core {
    inputs: SyncSender<Wake>,
    screens: watch::Receiver<Arc<Screen>>,
    media: Arc<MediaThread>,
    traffic: Arc<Traffic>,
    turns: Option<JoinHandle<()>>,
    _network: tokio::runtime::Runtime,
}

enum Wake {
    Input(Input),
    Close,
}

/// How the parts of the runtime hand inputs to the turn thread.
#[derive(Clone)]
pub(crate) struct Inbox(SyncSender<Wake>);

impl Inbox {
    /// Hands over an input; waits while the queue is full, drops it if the core has ended.
    pub(crate) fn put(&self, input: Input) {
        let _ = self.0.send(Wake::Input(input));
    }
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
        let http = Http::new(&setup.addresses, &setup.config.trust.roots, traffic.clone())?;
        let app = App::open(setup.config.clone(), vault, Box::new(SystemEntropy::new()), setup.clock.now())?;

        let (inputs, waiting) = sync_channel(QUEUE);
        let inbox = Inbox(inputs.clone());
        let (publish, screens) = watch::channel(app.screen());
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
            http,
            mailbox,
            media: media.clone(),
            keys: setup.keys,
            host: setup.host,
            inbox,
            network: network.handle().clone(),
        };
        let clock = setup.clock;
        let turns = std::thread::Builder::new()
            .name("nabz-turns".into())
            .spawn(move || take_turns(app, &clock, &waiting, &publish, &performer))
            .map_err(|_| RuntimeError::Threads)?;
        Ok(Self { inputs, screens, media, traffic, turns: Some(turns), _network: network })
    }

    /// The last published screen; never waits.
    pub fn screen(&self) -> Arc<Screen> {
        self.screens.borrow().clone()
    }

    /// The first screen newer than `after`, or `None` when the core has ended.
    pub async fn next_screen(&self, after: u64) -> Option<Arc<Screen>> {
        let mut screens = self.screens.clone();
        screens.wait_for(|screen| screen.revision > after).await.ok().map(|screen| screen.clone())
    }

    /// Queues what a person pressed.
    pub fn act(&self, revision: u64, action: ActionId, values: Vec<(Key, String)>) {
        let _ = self.inputs.send(Wake::Input(Input::Act { revision, action, values }));
    }

    /// How loud the call is at the moment; changes between screens.
    pub fn levels(&self) -> Levels {
        self.media.levels()
    }

    /// Bytes sent and received so far, beside media.
    pub fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    /// Takes a turn now: after the clock was set, or the phone woke.
    pub fn tick(&self) {
        let _ = self.inputs.send(Wake::Input(Input::Tick));
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        let _ = self.inputs.send(Wake::Close);
        self.media.stop();
        if let Some(turns) = self.turns.take() {
            let _ = turns.join();
        }
    }
}

fn take_turns(
    mut app: App,
    clock: &Clock,
    waiting: &Receiver<Wake>,
    publish: &watch::Sender<Arc<Screen>>,
    performer: &Performer,
) {
    let mut inputs = vec![Input::Tick];
    loop {
        for effect in app.turn(clock.now(), std::mem::take(&mut inputs)) {
            performer.perform(effect);
        }
        publish.send_if_modified(|shown| {
            let screen = app.screen();
            let changed = screen.revision != shown.revision;
            *shown = screen;
            changed
        });
        let nap = app.poll_timeout().map_or(NAP, |deadline| clock.until(deadline).min(NAP));
        match waiting.recv_timeout(nap) {
            Ok(Wake::Input(first)) => inputs.push(first),
            Ok(Wake::Close) | Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => inputs.push(Input::Tick),
        }
        while inputs.len() < TURN {
            match waiting.try_recv() {
                Ok(Wake::Input(input)) => inputs.push(input),
                Ok(Wake::Close) => return,
                Err(_) => break,
            }
        }
    }
}

/// Performs effects, each where it belongs; never on the turn thread.
struct Performer {
    http: Http,
    mailbox: MailboxTask,
    media: Arc<MediaThread>,
    keys: Arc<dyn KeyStore>,
    host: Arc<dyn Host>,
    inbox: Inbox,
    network: tokio::runtime::Handle,
}

impl Performer {
    fn perform(&self, effect: Effect) {
        let inbox = self.inbox.clone();
        match effect {
            Effect::Http { id, door, request, bearer } => {
                let http = self.http.clone();
                self.network.spawn(async move {
                    let reply = http.perform(door, request, bearer).await;
                    tokio::task::block_in_place(|| inbox.put(Input::Http(id, reply)));
                });
            }
            Effect::Keys(id, request) => {
                let keys = self.keys.clone();
                self.network.spawn_blocking(move || {
                    inbox.put(Input::Keys(id, ask_keys(keys.as_ref(), request)));
                });
            }
            Effect::Host(id, request) => {
                let host = self.host.clone();
                self.network.spawn_blocking(move || inbox.put(Input::Host(id, host.perform(request))));
            }
            Effect::Mailbox(command) => self.mailbox.command(command),
            Effect::Media(command) => self.media.command(command),
        }
    }
}

fn ask_keys(keys: &dyn KeyStore, request: KeyRequest) -> Result<KeyReply, nabz_app::effect::KeyError> {
    match request {
        KeyRequest::Wrap { alias, mut plain } => {
            let wrapped = keys.wrap(alias, &plain).map(KeyReply::Wrapped);
            plain.fill(0);
            wrapped
        }
        KeyRequest::Unwrap { alias, wrapped } => keys.unwrap(alias, &wrapped).map(KeyReply::Unwrapped),
        KeyRequest::Sign { message } => keys.sign(&message).map(KeyReply::Signature),
    }
}
