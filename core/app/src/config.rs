//! What an app team configures: one record, handed over once.

use std::net::SocketAddr;
use std::time::Duration;

pub use nabz_call::media::RelayAccount;
use nabz_time::Wall;

use crate::records::Visit;

/// The configuration of one app.
#[derive(Clone, Debug)]
pub struct Config {
    /// The phone's languages, most wished first, as BCP 47 tags. The person's own choice comes before them.
    pub languages: Vec<String>,
    /// The phone's time zone, an IANA name.
    pub zone: String,
    /// The clinic.
    pub clinic: Clinic,
    /// The clinic's FHIR base, ending in `/`; links in its answers are followed only below it.
    pub records: String,
    /// Who helps in an emergency where the phone is. May be empty: then the clinic's own number is shown.
    pub emergency: Vec<EmergencyNumber>,
    /// Consent, doses and triage wait until a clinician has reviewed their words in the person's language. Emergency
    /// help never waits.
    pub require_clinical_review: bool,
    /// The clinic's corrections of words.
    pub corrections: Corrections,
    /// Practice only: nothing is dialled, and the screens say so.
    pub sandbox: bool,
    /// The name of this phone's mailbox, which its certificate carries.
    pub mailbox: String,
    /// Whom this phone trusts, and how it proves itself.
    pub trust: Trust,
    /// The clinic's relay: where there is one, calls go through it and nothing else.
    pub relay: Option<RelayAccount>,
    /// Without a relay: where a practice call reaches its other half, where something stands in between. Without
    /// either there is nothing to practise over.
    pub mirror: Option<SocketAddr>,
    /// What the clinic decided about phones.
    pub policy: Policy,
}

impl Config {
    /// Whether there is a line to practise over.
    pub(crate) fn can_practise(&self) -> bool {
        self.relay.is_some() || self.mirror.is_some()
    }

    /// From when on a booking that is not confirmed names the clinic's telephone.
    pub(crate) fn call_at(&self, visit: &Visit) -> Wall {
        Wall::from_millis(visit.asked_at) + self.clinic.call_after
    }
}

/// What a clinic decides about the phones of its people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Whoever can neither set a screen lock nor remember a PIN may go on without any lock: it is said and noted.
    pub open_without_lock: bool,
    /// So many years the clinic keeps records after an account is deleted; none: the screen says that the law decides.
    pub keeps_years: Option<u32>,
}

/// Sentences a clinic words otherwise than the release, without a release. Each is checked as a release is; one that is
/// not signed by the key, or does not pass, is refused and the shipped words stay.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    /// The clinic's key for words: an uncompressed P-256 point.
    pub key: Vec<u8>,
    /// One for each language.
    pub overlays: Vec<SignedOverlay>,
}

/// A correction of one language.
#[derive(Clone, Debug)]
pub struct SignedOverlay {
    /// Its tag, as in `locales`.
    pub language: String,
    /// Messages in Fluent; `-off = ID` switches a critical one off.
    pub text: String,
    /// ECDSA P-256 with SHA-256, fixed form (64 bytes), over `nabz-words-1`, the language and the text, a line feed
    /// between them.
    pub signature: Vec<u8>,
}

/// A clinic as people know it.
#[derive(Clone, Debug)]
pub struct Clinic {
    /// A neutral name (no specialty) by language tag; the first stands in where a language has none.
    pub names: Vec<(String, String)>,
    /// The telephone number at which a person answers.
    pub phone: String,
    /// A booking nobody confirmed for so long names that number.
    pub call_after: Duration,
}

/// What [`Clinic::call_after`] is where nobody says otherwise: long enough for a line that fell to come back, short
/// enough to reach the clinic the same morning.
pub const CALL_AFTER: Duration = Duration::from_secs(30 * 60);

impl Clinic {
    /// The clinic's own language: that of its first name.
    pub fn language(&self) -> &str {
        self.names.first().map_or("", |(tag, _)| tag.as_str())
    }

    /// The clinic's name in a language, else in the first language given.
    pub fn name_in(&self, language: &str) -> &str {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
        let wanted = primary(language);
        self.names
            .iter()
            .find(|(tag, _)| primary(tag) == wanted)
            .or(self.names.first())
            .map_or("", |(_, name)| name.as_str())
    }
}

/// A number for emergencies.
#[derive(Clone, Debug)]
pub struct EmergencyNumber {
    /// Who answers there.
    pub kind: EmergencyKind,
    /// As it is dialled.
    pub number: String,
}

/// Who answers an emergency number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmergencyKind {
    /// An ambulance.
    Ambulance,
    /// People who listen when somebody cannot go on.
    CrisisLine,
}

/// Certificates, DER.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// The clinic's roots.
    pub roots: Vec<Vec<u8>>,
    /// This device's certificate and what leads from it to a root, leaf first.
    pub chain: Vec<Vec<u8>>,
    /// Whom the clinic's servers are believed under.
    pub servers: Authorities,
}

/// Under whom the clinic's servers are believed over TLS. The phone's own list of authorities is never asked.
#[derive(Clone, Debug, Default)]
pub struct Authorities {
    /// Certificates of the authorities, DER. Two, so that one can be lost.
    pub roots: Vec<Vec<u8>>,
    /// Counts lists; a replacement has to have a higher number.
    pub serial: u64,
    /// Until when the list holds; afterwards nothing is sent. `None`: as long as its certificates do.
    pub until: Option<Wall>,
    /// Whose signature replaces the list: a P-256 point, uncompressed (SEC 1 §2.3.3), 65 bytes.
    pub signer: Option<Vec<u8>>,
    /// A list that replaces this one, signed by `signer`: see `nabz_runtime::trust`.
    pub replacement: Option<String>,
}
