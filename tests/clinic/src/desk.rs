//! The doctor at their desk: [`Doctor`] on sockets, with a microphone of their own.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use nabz_app::config::Authorities;
use nabz_app::effect::{Door, MailboxCommand, Secret};
use nabz_runtime::{
    Addresses, Audio, Bind, Clock, Http, MediaSetup, MediaThread, Observer, RuntimeError, SystemEntropy,
    Traffic, serve_mailbox,
};
use tokio::sync::mpsc::Sender;

use crate::doctor::{Doctor, DoctorConfig, DoctorInput, DoctorOutput, UnusableDevice};

/// Inputs waiting for the doctor.
const QUEUE: usize = 256;
/// The longest the doctor looks at nothing.
const NAP: Duration = Duration::from_secs(2);

/// A doctor at work. Dropping it sends them home.
pub struct Desk {
    inputs: SyncSender<Wake>,
    media: Arc<MediaThread>,
}

/// Why a doctor could not come to work.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// Their key or certificate.
    #[error(transparent)]
    Device(#[from] UnusableDevice),
    /// The machine.
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
}

enum Wake {
    Input(DoctorInput),
    Home,
}

impl Desk {
    /// Brings a doctor to work. `behind` is the address the patient is told instead of the doctor's own. Call it
    /// inside a multi-threaded tokio runtime.
    pub fn open(
        config: DoctorConfig,
        addresses: &Addresses,
        authorities: &Authorities,
        behind: SocketAddr,
        clock: Arc<Clock>,
        audio: Box<dyn Audio>,
        observer: Option<Observer>,
    ) -> Result<Self, DeskError> {
        let (inputs, waiting) = sync_channel(QUEUE);
        let put = |inputs: &SyncSender<Wake>| {
            let inputs = inputs.clone();
            move |input| {
                let _ = inputs.send(Wake::Input(input));
            }
        };
        let hear = put(&inputs);
        let bind = Bind::At(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        let setup = MediaSetup { bind, advertise: Some(behind), audio, observer };
        let media =
            Arc::new(MediaThread::start(setup, clock.clone(), move |event| hear(DoctorInput::Media(event)))?);
        let traffic = Arc::new(Traffic::default());
        let http = Http::new(addresses, authorities, clock.clone(), traffic.clone())?;
        let (mailbox, commands) = tokio::sync::mpsc::channel(QUEUE);
        let news = put(&inputs);
        let (heard, mut letters) = tokio::sync::mpsc::channel(1);
        tokio::spawn(serve_mailbox(
            config.mailbox.clone(),
            addresses.broker.clone(),
            clock.clone(),
            traffic,
            commands,
            heard,
        ));
        tokio::task::spawn_blocking(move || {
            while let Some(event) = letters.blocking_recv() {
                news(DoctorInput::Mailbox(event));
            }
        });
        let hands = Hands {
            http,
            bearer: Secret(config.bearer.clone()),
            mailbox,
            media: media.clone(),
            inputs: inputs.clone(),
            network: tokio::runtime::Handle::current(),
        };
        let doctor = Doctor::new(config, Box::new(SystemEntropy::new()))?;
        std::thread::Builder::new()
            .name("doctor".to_owned())
            .spawn(move || work(doctor, &clock, &waiting, &hands))
            .map_err(|_| RuntimeError::Threads)?;
        Ok(Self { inputs, media })
    }

    /// Ends the call.
    pub fn hang_up(&self) {
        let _ = self.inputs.send(Wake::Input(DoctorInput::HangUp));
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.inputs.try_send(Wake::Home);
        self.media.stop();
    }
}

fn work(mut doctor: Doctor, clock: &Clock, waiting: &Receiver<Wake>, hands: &Hands) {
    let mut inputs = vec![DoctorInput::Tick];
    loop {
        for output in doctor.turn(clock.now(), std::mem::take(&mut inputs)) {
            hands.perform(output);
        }
        let nap = doctor.poll_timeout().map_or(NAP, |deadline| clock.until(deadline).min(NAP));
        match waiting.recv_timeout(nap) {
            Ok(Wake::Input(input)) => inputs.push(input),
            Ok(Wake::Home) | Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => inputs.push(DoctorInput::Tick),
        }
    }
}

struct Hands {
    http: Http,
    bearer: Secret,
    mailbox: Sender<MailboxCommand>,
    media: Arc<MediaThread>,
    inputs: SyncSender<Wake>,
    network: tokio::runtime::Handle,
}

impl Hands {
    fn perform(&self, output: DoctorOutput) {
        match output {
            DoctorOutput::Http(id, request) => {
                let (http, bearer, inputs) = (self.http.clone(), self.bearer.clone(), self.inputs.clone());
                self.network.spawn(async move {
                    let reply = http.perform(Door::Records, request, Some(bearer)).await;
                    let put = move || inputs.send(Wake::Input(DoctorInput::Http(id, reply))).is_ok();
                    tokio::task::spawn_blocking(put);
                });
            }
            DoctorOutput::Mailbox(command) => {
                let _ = self.mailbox.blocking_send(command);
            }
            DoctorOutput::Media(command) => self.media.command(command),
        }
    }
}
