//! Who was enrolled at the clinic, and what a phone is given with it.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use nabz_app::config::{
    CALL_AFTER, Clinic as ClinicName, Config, EmergencyKind, EmergencyNumber, Policy, Trust,
};
use nabz_app::effect::Guard;
use nabz_call::signal::MailboxName;
use nabz_clinic::broker::Broker;
use nabz_clinic::fhir;
use nabz_clinic::pki::{Authority, Device};
use nabz_clinic::population::ZONE;

use crate::SetUp;
use crate::clinic::{BASE, OPENING};
use crate::keys::Keys;
use crate::phone::Phone;
use crate::plan::Plan;

/// Certificates hold from a day before the world to three months after.
const DAY: Duration = Duration::from_secs(24 * 3_600);

/// The clinic's root, and who was enrolled under it.
pub(super) struct Enrolment {
    root: Authority,
    pub(super) patient: MailboxName,
    pub(super) doctor: MailboxName,
    /// Tokens the clinic gave out: the broker's passwords.
    tokens: Arc<Mutex<BTreeSet<Vec<u8>>>>,
}

impl Enrolment {
    /// Enrols the patient and the doctor of this FHIR id.
    pub(super) fn new(practitioner: &str) -> Result<Self, SetUp> {
        Ok(Self {
            root: Authority::root("World", OPENING - DAY, DAY * 90)?,
            patient: "p-7f3a".parse()?,
            doctor: format!("doctor-{practitioner}").parse()?,
            tokens: Arc::default(),
        })
    }

    pub(super) fn roots(&self) -> Vec<Vec<u8>> {
        vec![self.root.certificate().to_vec()]
    }

    /// Every token lets its holder in.
    pub(super) fn broker(&self) -> Broker {
        let tokens = self.tokens.clone();
        Broker::new(move |_, password| tokens.lock().is_ok_and(|tokens| tokens.contains(password)))
    }

    /// Reads the tokens from the answers of sign-in.
    pub(super) fn note_token(&self, request: &fhir::Request, response: &fhir::Response) {
        if request.path == "auth/token"
            && let Some(token) = response.json()["access_token"].as_str()
        {
            self.admit(token);
        }
    }

    pub(super) fn admit(&self, token: &str) {
        if let Ok(mut tokens) = self.tokens.lock() {
            tokens.insert(token.as_bytes().to_vec());
        }
    }

    pub(super) fn issue(&self, mailbox: &MailboxName) -> Result<Device, SetUp> {
        Ok(self.root.issue(mailbox, OPENING - DAY, DAY * 90)?)
    }

    pub(super) fn phone(&self, plan: &Plan) -> Result<Phone, SetUp> {
        let device = self.issue(&self.patient)?;
        let mut keys = Keys::new(&device.key, plan.seed ^ 0x4e75, plan.faults.key_store)?;
        if plan.walk.is_some() && plan.seed.is_multiple_of(4) {
            // A phone without a screen lock, for a walker, who may go on without one.
            keys.guard = Guard::Hardware;
        }
        let of_the_phone = ["en", "fa-IR", "sw"][usize::try_from(plan.seed % 3)?];
        let config = Config {
            languages: vec![of_the_phone.to_owned()],
            zone: ZONE.to_owned(),
            clinic: ClinicName {
                names: vec![
                    ("fa".to_owned(), "درمانگاه نمونه".to_owned()),
                    ("en".to_owned(), "Sample Clinic".to_owned()),
                ],
                phone: "021 555 0199".to_owned(),
                call_after: CALL_AFTER,
            },
            records: BASE.to_owned(),
            emergency: vec![EmergencyNumber { kind: EmergencyKind::Ambulance, number: "115".to_owned() }],
            require_clinical_review: false,
            corrections: nabz_app::config::Corrections::default(),
            sandbox: true,
            policy: Policy { open_without_lock: true, ..Policy::default() },
            mailbox: self.patient.to_string(),
            trust: Trust { roots: self.roots(), chain: device.chain, ..Trust::default() },
            relay: None,
            // Any address: the world's media does not go anywhere.
            mirror: Some(SocketAddr::from(([10, 0, 0, 3], 40_000))),
        };
        Phone::new(config, keys, plan.seed ^ 0xf0_4e)
    }
}
