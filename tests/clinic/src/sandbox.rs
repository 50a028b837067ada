//! The whole sandbox on loopback sockets: records, broker, relay, and a doctor at their desk.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nabz_app::config::{Authorities, Trust};
use nabz_call::signal::MailboxName;
use nabz_care::{Appointment, Resource, SearchPage};
use nabz_link::Schedule;
use nabz_runtime::{Addresses, Audio, Clock, Observer};

use crate::broker::Broker;
use crate::desk::{Desk, DeskError};
use crate::doctor::DoctorConfig;
use crate::fhir::{Fhir, FhirError, Identity, Method, Place, Request};
use crate::http::{Faults, ServeError, Server};
use crate::pki::Authority;
use crate::population::{NoSuchDay, Population};
use crate::relay::Relay;
use crate::seed::Seeded;

/// How long the sandbox's certificates hold: longer than any visit it can book.
const CERTIFICATES: Duration = Duration::from_secs(90 * 24 * 60 * 60);

const HOUR: Duration = Duration::from_secs(60 * 60);

/// What a sandbox is made of.
pub struct SandboxSetup {
    /// Decides people, slots and lost packets.
    pub seed: u64,
    /// Visits the patient has behind them.
    pub past_visits: u32,
    /// The link of the call.
    pub link: Schedule,
    /// Port of the FHIR server; 0 takes a free one.
    pub port: u16,
    /// Port of the broker; 0 takes a free one.
    pub mailbox_port: u16,
    /// The clock phone and clinic share.
    pub clock: Arc<Clock>,
    /// What goes wrong with requests.
    pub faults: Faults,
    /// The doctor's microphone and ear.
    pub doctor_audio: Box<dyn Audio>,
    /// Who watches the doctor's media.
    pub doctor_observer: Option<Observer>,
}

/// A running sandbox. Dropping it ends it.
pub struct Sandbox {
    server: Server,
    relay: Relay,
    desk: Desk,
    fhir: Arc<Mutex<Fhir>>,
    broker: SocketAddr,
    serving: tokio::task::AbortHandle,
    seat: Seat,
    root: Authority,
    bearer: String,
    clock: Arc<Clock>,
}

/// Everything the patient's phone is given at enrolment.
#[derive(Clone, Debug)]
pub struct Seat {
    /// What the patient types to sign in.
    pub code: String,
    /// The phone's mailbox.
    pub mailbox: MailboxName,
    /// Whom the phone trusts, and its own certificate.
    pub trust: Trust,
    /// The phone's device key, PKCS #8.
    pub key: Vec<u8>,
}

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A socket could not be had; a port is taken, for instance.
    #[error("port {port} cannot be used: {error}")]
    Port {
        /// Which port.
        port: u16,
        /// What the system says.
        error: io::Error,
    },
    /// The FHIR server does not serve there.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The clinic's store.
    #[error(transparent)]
    Fhir(#[from] FhirError),
    /// The day the sandbox opens.
    #[error(transparent)]
    Day(#[from] NoSuchDay),
    /// Certificates could not be made.
    #[error("certificates could not be made")]
    Certificates,
    /// The doctor could not come to work.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The relay's sockets.
    #[error("the relay could not be set up: {0}")]
    Relay(io::Error),
}

impl Sandbox {
    /// Starts everything. Call it inside a multi-threaded tokio runtime, which does the serving.
    pub fn start(setup: SandboxSetup) -> Result<Self, SandboxError> {
        let clock = setup.clock.clone();
        let opening = clock.now();
        let population = Population::new(setup.seed, opening.wall)?;
        let population = population.with_past_visits(setup.seed, opening.wall, setup.past_visits);
        let mut fhir = Fhir::open(&Place::Memory, Box::new(Seeded::new(setup.seed)))?;
        population.move_in(&mut fhir, opening)?;
        let bearer = fhir.admit(&population.doctor.identity)?;
        let (patient, doctor) = (&population.patient.identity, &population.doctor.identity);
        let (patient_mailbox, doctor_mailbox) = (mailbox_of(patient)?, mailbox_of(doctor)?);

        let root = Authority::root("Nabz sandbox", opening.wall - HOUR, CERTIFICATES);
        let root = root.map_err(|_| SandboxError::Certificates)?;
        let issue = |mailbox: &MailboxName| {
            root.issue(mailbox, opening.wall - HOUR, CERTIFICATES).map_err(|_| SandboxError::Certificates)
        };
        let (patient_device, doctor_device) = (issue(&patient_mailbox)?, issue(&doctor_mailbox)?);
        let roots = vec![root.certificate().to_vec()];

        let fhir = Arc::new(Mutex::new(fhir));
        let told = clock.clone();
        let time: crate::http::Clock = Arc::new(move || told.now());
        // The servers' authority is not the devices': whoever serves a page can sign no letter.
        let servers = Authority::root("Nabz sandbox servers", opening.wall - HOUR, CERTIFICATES)
            .map_err(|_| SandboxError::Certificates)?;
        let https = servers.server(opening.wall - HOUR, CERTIFICATES);
        let https = https.map_err(|_| SandboxError::Certificates)?;
        let authorities =
            Authorities { roots: vec![servers.certificate().to_vec()], ..Authorities::default() };
        let server = Server::start(listen(setup.port)?, &https, fhir.clone(), time.clone(), setup.faults)?;
        let (broker, serving) = serve_broker(listen(setup.mailbox_port)?, fhir.clone(), clock.clone())?;
        let relay = Relay::start(&setup.link, setup.seed, time).map_err(SandboxError::Relay)?;

        let addresses = addresses(&server, broker);
        let config = DoctorConfig {
            mailbox: doctor_mailbox,
            practitioner: id_of(doctor).to_owned(),
            patients: vec![(id_of(patient).to_owned(), patient_mailbox.clone())],
            bearer: bearer.clone(),
            device: doctor_device,
            roots: roots.clone(),
        };
        let desk = Desk::open(
            config,
            &addresses,
            &authorities,
            relay.for_patient(),
            clock.clone(),
            setup.doctor_audio,
            setup.doctor_observer,
        )?;
        let trust = Trust { roots, chain: patient_device.chain, servers: authorities };
        let seat = Seat {
            code: population.patient.code.clone(),
            mailbox: patient_mailbox,
            trust,
            key: patient_device.key,
        };
        Ok(Self { server, relay, desk, fhir, broker, serving, seat, root, bearer, clock })
    }

    /// Where the phone finds the clinic.
    pub fn addresses(&self) -> Addresses {
        addresses(&self.server, self.broker)
    }

    /// What the phone is given.
    pub fn seat(&self) -> &Seat {
        &self.seat
    }

    /// The address of the phone as the doctor is to be told it: the relay's.
    pub fn phone_behind(&self) -> SocketAddr {
        self.relay.for_doctor()
    }

    /// Where the other half of the phone's practice call is reached: the relay's other side.
    pub fn practice_behind(&self) -> SocketAddr {
        self.relay.for_patient()
    }

    /// The link of the call.
    pub fn relay(&self) -> &Relay {
        &self.relay
    }

    /// The doctor ends the call.
    pub fn doctor_hangs_up(&self) {
        self.desk.hang_up();
    }

    /// The earliest appointment that is booked at the clinic: its start.
    pub fn next_visit(&self) -> Option<nabz_time::Wall> {
        let mut request = Request::new(Method::Get, "Appointment?status=booked&_count=50");
        request.bearer = Some(self.bearer.clone());
        let now = self.clock.now();
        let answer = self.fhir.lock().unwrap_or_else(PoisonError::into_inner).handle(&request, now);
        let page = SearchPage::view(&Resource::parse(&answer.body).ok()?).ok()?;
        let booked = page.matches.into_iter().filter_map(|resource| Appointment::view(resource).ok());
        booked.map(|appointment| appointment.start).min()
    }

    /// The authority the phone trusts, for tests that misuse it.
    pub fn authority(&self) -> &Authority {
        &self.root
    }

    /// The clinic's records, for tests that look behind the counter.
    pub fn fhir(&self) -> Arc<Mutex<Fhir>> {
        self.fhir.clone()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn listen(port: u16) -> Result<TcpListener, SandboxError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| SandboxError::Port { port, error })
}

fn serve_broker(
    listener: TcpListener,
    fhir: Arc<Mutex<Fhir>>,
    clock: Arc<Clock>,
) -> Result<(SocketAddr, tokio::task::AbortHandle), SandboxError> {
    let port = |error| SandboxError::Port { port: 0, error };
    let address = listener.local_addr().map_err(port)?;
    listener.set_nonblocking(true).map_err(port)?;
    let listener = tokio::net::TcpListener::from_std(listener).map_err(port)?;
    // Whoever holds the token of a person may open that person's mailbox, and no other.
    let broker = Broker::new(move |mailbox, password| {
        let fhir = fhir.lock().unwrap_or_else(PoisonError::into_inner);
        let identity = std::str::from_utf8(password).ok().and_then(|token| fhir.identity(token, clock.now()));
        identity.and_then(|identity| mailbox_of(&identity).ok()).is_some_and(|own| own == *mailbox)
    });
    let serving = tokio::spawn(async move {
        // It ends with the sandbox.
        let _ = crate::broker::serve(listener, broker).await;
    });
    Ok((address, serving.abort_handle()))
}

fn addresses(server: &Server, broker: SocketAddr) -> Addresses {
    let base = server.base();
    Addresses {
        records: format!("{base}/"),
        sign_in: format!("{base}/auth/"),
        broker: broker.to_string(),
        proxy: None,
    }
}

/// The mailbox of a person: `patient-…` or `doctor-…` with their FHIR id.
pub fn mailbox_of(identity: &Identity) -> Result<MailboxName, SandboxError> {
    let role = match identity {
        Identity::Patient(_) => "patient",
        Identity::Practitioner(_) => "doctor",
    };
    format!("{role}-{}", id_of(identity)).parse().map_err(|_| SandboxError::Certificates)
}

fn id_of(identity: &Identity) -> &str {
    match identity {
        Identity::Patient(id) | Identity::Practitioner(id) => id,
    }
}
