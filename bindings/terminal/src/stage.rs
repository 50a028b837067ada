//! The sandbox and a phone on it, set up for whoever plays: the visit, or a person by hand.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use nabz_app::config::{Config, Policy};
use nabz_app::effect::{HostReply, HostRequest};
use nabz_clinic::http::Faults;
use nabz_clinic::population::ZONE;
use nabz_clinic::sandbox::{Sandbox, SandboxError, SandboxSetup};
use nabz_link::Schedule;
use nabz_runtime::{Bind, Clock, Core, Host, HostAnswer, MediaSetup, MemoryKeys, Setup};
use nabz_vault::Place;

use crate::failure::Failure;
use crate::recording::Side;
use crate::seat::{clinic, emergency};

/// A sandbox, and a phone enrolled at it.
pub struct Stage {
    /// The phone.
    pub core: Core,
    /// The clinic with its doctor.
    pub sandbox: Sandbox,
    /// The clock of both.
    pub clock: Arc<Clock>,
    /// Serves the sandbox; ends after it.
    _network: tokio::runtime::Runtime,
}

/// Who takes part, and over which link.
pub struct Cast {
    /// Decides people, slots and lost packets.
    pub seed: u64,
    /// The phone's languages, most wished first.
    pub languages: Vec<String>,
    /// Visits the patient has behind them.
    pub past_visits: u32,
    /// The link of the call.
    pub link: Schedule,
    /// The patient's voice and ear.
    pub patient: Side,
    /// The doctor's.
    pub doctor: Side,
    /// Looks at every request, and may make it fail.
    pub faults: Faults,
}

impl Stage {
    /// Raises the curtain.
    pub fn set(cast: Cast) -> Result<Self, Failure> {
        let network = network()?;
        let clock = Arc::new(Clock::new());
        let entered = network.enter();
        let sandbox = Sandbox::start(SandboxSetup {
            seed: cast.seed,
            past_visits: cast.past_visits,
            link: cast.link,
            port: 0,
            mailbox_port: 0,
            clock: clock.clone(),
            faults: cast.faults,
            doctor_audio: cast.doctor.audio(),
            doctor_observer: Some(cast.doctor.observer()),
        })
        .map_err(|error| sandbox_failure(&error))?;
        drop(entered);
        let core = phone(&sandbox, cast.languages, &cast.patient, clock.clone())?;
        Ok(Self { core, sandbox, clock, _network: network })
    }
}

/// Serves a sandbox; two threads are enough for one patient and one doctor.
pub fn network() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::Failed(format!("the sandbox could not start: {error}")))
}

/// What is said when a sandbox does not start.
pub fn sandbox_failure(error: &SandboxError) -> Failure {
    match error {
        SandboxError::Port { port, .. } => {
            Failure::Asked(format!("port {port} is occupied; choose another one, or 0 for any"))
        }
        other => Failure::Failed(format!("the sandbox could not start: {other}")),
    }
}

fn phone(
    sandbox: &Sandbox,
    languages: Vec<String>,
    patient: &Side,
    clock: Arc<Clock>,
) -> Result<Core, Failure> {
    let seat = sandbox.seat();
    let addresses = sandbox.addresses();
    let keys = MemoryKeys::new(&seat.key).map_err(|error| failed(&error))?;
    let config = Config {
        languages,
        zone: ZONE.to_owned(),
        clinic: clinic(),
        records: addresses.records.clone(),
        emergency: emergency(),
        require_clinical_review: false,
        corrections: nabz_app::config::Corrections::default(),
        sandbox: true,
        policy: Policy::default(),
        mailbox: seat.mailbox.to_string(),
        trust: seat.trust.clone(),
        relay: None,
        mirror: Some(sandbox.practice_behind()),
    };
    let media = MediaSetup {
        bind: Bind::At(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))),
        advertise: Some(sandbox.phone_behind()),
        audio: patient.audio(),
        observer: Some(patient.observer()),
    };
    Core::open(Setup {
        config,
        place: Place::Memory,
        addresses,
        media,
        keys: Arc::new(keys),
        host: Arc::new(Terminal),
        clock,
    })
    .map_err(|error| failed(&error))
}

fn failed(error: &dyn std::error::Error) -> Failure {
    Failure::Failed(format!("the phone could not start: {error}"))
}

/// A host that has no notifications, no dialler and one way to play.
struct Terminal;

impl Host for Terminal {
    fn perform(&self, request: HostRequest, answer: HostAnswer) {
        match request {
            HostRequest::Notify { .. } | HostRequest::Dial { .. } | HostRequest::Loudspeaker { .. } => {
                answer.give(HostReply::Unsupported);
            }
        }
    }
}
