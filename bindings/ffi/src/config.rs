//! What an app team configures: one record, handed over once.

use std::net::SocketAddr;
use std::time::Duration;

use nabz_app::config as app;
use nabz_app::config::RelayAccount;
use nabz_runtime::Addresses;
use nabz_time::Wall;
use nabz_vault::Place;

use crate::error::Problem;

/// The configuration of one app.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Config {
    /// The phone's languages, most wished first, as BCP 47 tags. The person's own choice comes before them.
    pub languages: Vec<String>,
    /// The phone's time zone, an IANA name.
    pub zone: String,
    /// File in the app's private storage that keeps everything; `None` keeps nothing beyond the process, which only a
    /// sandbox may.
    pub vault: Option<String>,
    /// The clinic as people know it.
    pub clinic: Clinic,
    /// Where the clinic's servers are.
    pub servers: Servers,
    /// Who helps in an emergency where the phone is. May be empty: then the clinic's own number is shown.
    pub emergency: Vec<EmergencyNumber>,
    /// What enrolment at the clinic gave this phone.
    pub enrolment: Enrolment,
    /// Consent, doses and triage wait until a clinician has reviewed their words in the person's language. `None`: yes,
    /// except in a sandbox. Emergency help never waits.
    #[uniffi(default = None)]
    pub require_clinical_review: Option<bool>,
    /// The clinic's corrections of words, each under its signature; `None`: the words as they were released.
    #[uniffi(default = None)]
    pub corrections: Option<Corrections>,
    /// Practice only: nothing is dialled, the clock may be set ahead, and the screens say so.
    pub sandbox: bool,
    /// Whoever can neither set a screen lock nor remember a PIN may go on without any lock: it is said and noted.
    #[uniffi(default = false)]
    pub open_without_lock: bool,
    /// So many years the clinic keeps records after an account is deleted; none: the screen says that the law decides.
    #[uniffi(default = None)]
    pub keeps_records_years: Option<u32>,
}

/// Sentences a clinic words otherwise than the release. One that is not signed by the key, or does not pass what a release
/// passes, is refused, and the shipped words stay.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Corrections {
    /// The clinic's key for words: an uncompressed P-256 point.
    pub key: Vec<u8>,
    /// One for each language.
    pub overlays: Vec<SignedOverlay>,
}

/// A correction of one language.
#[derive(Clone, Debug, uniffi::Record)]
pub struct SignedOverlay {
    /// BCP 47 tag.
    pub language: String,
    /// Messages in Fluent; `-off = ID` switches a critical one off.
    pub text: String,
    /// ECDSA P-256 with SHA-256 in its fixed form, over `nabz-words-1`, the language and the text, a line feed between.
    pub signature: Vec<u8>,
}

/// A clinic as people know it.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Clinic {
    /// A neutral name (no specialty) in each language it has one in; the first stands in elsewhere.
    pub names: Vec<ClinicName>,
    /// The telephone number at which a person answers.
    pub phone: String,
    /// A booking nobody confirmed for so many minutes names that number; half an hour unless said otherwise.
    #[uniffi(default = None)]
    pub call_after_minutes: Option<u32>,
}

/// The clinic's name in one language.
#[derive(Clone, Debug, uniffi::Record)]
pub struct ClinicName {
    /// BCP 47 tag.
    pub language: String,
    /// The name.
    pub name: String,
}

/// Addresses of a clinic's servers. No other host is ever asked.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Servers {
    /// FHIR R4 base, `https`, ending in `/`.
    pub records: String,
    /// Sign-in base, `https`, ending in `/`.
    pub sign_in: String,
    /// Host and port of the MQTT 5 broker.
    pub broker: String,
    /// IP address and port the doctor's side is told for calls, where something stands in between; else the phone's own.
    pub calls_behind: Option<String>,
    /// Whom the two `https` addresses are believed under; nobody else is, whatever the phone believes.
    pub authorities: Authorities,
    /// The proxy of the phone's network, as `http://host:port`, if it has one.
    #[uniffi(default = None)]
    pub proxy: Option<String>,
    /// The clinic's TURN relay. Where there is one, calls go through it and nothing else, and a practice call is offered.
    #[uniffi(default = None)]
    pub relay: Option<Relay>,
    /// Without a relay: IP address and port at which a practice call reaches its other half, where something stands in
    /// between.
    #[uniffi(default = None)]
    pub practice_behind: Option<String>,
}

/// A pinned list of certificate authorities.
#[derive(Clone, Debug, Default, uniffi::Record)]
pub struct Authorities {
    /// Certificates, DER. Two, so that one can be lost.
    pub certificates: Vec<Vec<u8>>,
    /// Counts lists; a replacement has to have a higher number.
    #[uniffi(default = 0)]
    pub serial: u64,
    /// Until when the list holds; afterwards nothing is sent.
    #[uniffi(default = None)]
    pub until_epoch_ms: Option<i64>,
    /// Whose signature replaces the list: a P-256 point, uncompressed, 65 bytes.
    #[uniffi(default = None)]
    pub signer: Option<Vec<u8>>,
    /// A list that replaces this one: a compact JWS, as `docs/embedding.md` describes it.
    #[uniffi(default = None)]
    pub replacement: Option<String>,
}

/// A TURN relay (RFC 8656, over UDP) and our account there.
#[derive(Clone, uniffi::Record)]
pub struct Relay {
    /// Host and port.
    pub server: String,
    /// Who asks.
    pub username: String,
    /// Its password, short-lived.
    pub password: String,
}

impl std::fmt::Debug for Relay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Relay({}, …)", self.server)
    }
}

/// A number for emergencies.
#[derive(Clone, Debug, uniffi::Record)]
pub struct EmergencyNumber {
    /// Who answers there.
    pub kind: EmergencyKind,
    /// As it is dialled.
    pub number: String,
}

/// Who answers an emergency number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum EmergencyKind {
    /// An ambulance.
    Ambulance,
    /// People who listen when somebody cannot go on.
    CrisisLine,
}

/// What enrolment at the clinic gave this phone.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Enrolment {
    /// The name of this phone's mailbox, which its certificate carries.
    pub mailbox: String,
    /// The clinic's roots, DER.
    pub roots: Vec<Vec<u8>>,
    /// This device's certificate and what leads from it to a root, leaf first, DER.
    pub chain: Vec<Vec<u8>>,
}

impl Config {
    /// Where the vault lies.
    pub(crate) fn place(&self) -> Result<Place, Problem> {
        match &self.vault {
            Some(path) if !path.is_empty() && !path.contains('\0') => Ok(Place::File(path.into())),
            None if self.sandbox => Ok(Place::Memory),
            Some(_) | None => Err(Problem::Configuration),
        }
    }

    /// Where the servers are.
    pub(crate) fn addresses(&self) -> Addresses {
        let Servers { records, sign_in, broker, proxy, .. } = self.servers.clone();
        Addresses { records, sign_in, broker, proxy }
    }

    /// What the doctor's side is told instead of the phone's own address.
    pub(crate) fn advertised(&self) -> Result<Option<SocketAddr>, Problem> {
        address(self.servers.calls_behind.as_deref())
    }

    /// What the app itself is told.
    pub(crate) fn into_app(self) -> Result<app::Config, Problem> {
        let mirror = address(self.servers.practice_behind.as_deref())?;
        let relay = self.servers.relay.map(relay).transpose()?;
        let named = |name: ClinicName| (name.language, name.name);
        Ok(app::Config {
            languages: self.languages,
            zone: self.zone,
            clinic: app::Clinic {
                names: self.clinic.names.into_iter().map(named).collect(),
                phone: self.clinic.phone,
                call_after: self
                    .clinic
                    .call_after_minutes
                    .map_or(app::CALL_AFTER, |minutes| Duration::from_secs(u64::from(minutes) * 60)),
            },
            records: self.servers.records,
            emergency: self.emergency.into_iter().map(app::EmergencyNumber::from).collect(),
            corrections: self.corrections.map(Into::into).unwrap_or_default(),
            require_clinical_review: self.require_clinical_review.unwrap_or(!self.sandbox),
            sandbox: self.sandbox,
            policy: app::Policy {
                open_without_lock: self.open_without_lock,
                keeps_years: self.keeps_records_years,
            },
            mailbox: self.enrolment.mailbox,
            trust: app::Trust {
                roots: self.enrolment.roots,
                chain: self.enrolment.chain,
                servers: self.servers.authorities.into(),
            },
            relay,
            mirror,
        })
    }
}

impl From<Authorities> for app::Authorities {
    fn from(list: Authorities) -> Self {
        Self {
            roots: list.certificates,
            serial: list.serial,
            until: list.until_epoch_ms.map(Wall::from_millis),
            signer: list.signer,
            replacement: list.replacement,
        }
    }
}

fn address(written: Option<&str>) -> Result<Option<SocketAddr>, Problem> {
    written.map(|address| address.parse().map_err(|_| Problem::Configuration)).transpose()
}

/// A server without a port, or an account without a name, could never work.
fn relay(relay: Relay) -> Result<RelayAccount, Problem> {
    let Relay { server, username, password } = relay;
    let named =
        server.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
    if named && !username.is_empty() {
        Ok(RelayAccount { server, username, password })
    } else {
        Err(Problem::Configuration)
    }
}

impl From<Corrections> for app::Corrections {
    fn from(corrections: Corrections) -> Self {
        let signed = |overlay: SignedOverlay| {
            let SignedOverlay { language, text, signature } = overlay;
            app::SignedOverlay { language, text, signature }
        };
        Self { key: corrections.key, overlays: corrections.overlays.into_iter().map(signed).collect() }
    }
}

impl From<EmergencyNumber> for app::EmergencyNumber {
    fn from(entry: EmergencyNumber) -> Self {
        let kind = match entry.kind {
            EmergencyKind::Ambulance => app::EmergencyKind::Ambulance,
            EmergencyKind::CrisisLine => app::EmergencyKind::CrisisLine,
        };
        Self { kind, number: entry.number }
    }
}
