//! What a phone is given at enrolment, as a value that a process can hand to another, and the phone itself.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use nabz_app::config::{Authorities, Clinic, Config, Policy, Trust};
use nabz_app::effect::{HostReply, HostRequest};
use nabz_clinic::population::ZONE;
use nabz_clinic::sandbox::Sandbox;
use nabz_clinic::speech::{Role, Speech};
use nabz_runtime::{Addresses, Bind, Clock, Core, Host, HostAnswer, MediaSetup, Observer, Setup};
use nabz_terminal::person::Person;
use nabz_terminal::recording::Side;
use nabz_vault::Place;
use serde::{Deserialize, Serialize};

use crate::keys::SeatKeys;

/// A phone's place at a sandbox clinic.
#[derive(Clone, Serialize, Deserialize)]
pub struct Seat {
    records: String,
    sign_in: String,
    broker: String,
    /// The address the doctor is told: the relay's.
    behind: SocketAddr,
    /// The patient's mailbox.
    pub mailbox: String,
    roots: Vec<Vec<u8>>,
    authorities: Vec<Vec<u8>>,
    chain: Vec<Vec<u8>>,
    key: Vec<u8>,
    code: String,
    /// The patient's language.
    pub language: String,
}

impl Seat {
    /// The seat of the sandbox's patient, who speaks this language.
    pub fn of(sandbox: &Sandbox, language: &str) -> Self {
        let (addresses, seat) = (sandbox.addresses(), sandbox.seat());
        Self {
            records: addresses.records,
            sign_in: addresses.sign_in,
            broker: addresses.broker,
            behind: sandbox.phone_behind(),
            mailbox: seat.mailbox.to_string(),
            roots: seat.trust.roots.clone(),
            authorities: seat.trust.servers.roots.clone(),
            chain: seat.trust.chain.clone(),
            key: seat.key.clone(),
            code: seat.code.clone(),
            language: language.to_owned(),
        }
    }

    /// Who sits there.
    pub fn person(&self) -> Person {
        Person { language: self.language.clone(), code: self.code.clone() }
    }

    /// Switches the phone on.
    pub fn phone(&self, place: Place, clock: Arc<Clock>, observer: Option<Observer>) -> Core {
        // A phone's counters outlive its files; here they lie beside them.
        let counters = match &place {
            Place::File(path) => Some(path.with_extension("counters")),
            Place::Memory => None,
        };
        let voice = Side::new(Speech::bundled(&self.language, Role::Patient).unwrap());
        Core::open(Setup {
            config: self.config(),
            place,
            addresses: Addresses {
                records: self.records.clone(),
                sign_in: self.sign_in.clone(),
                broker: self.broker.clone(),
                proxy: None,
            },
            media: MediaSetup {
                bind: Bind::At(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))),
                advertise: Some(self.behind),
                audio: voice.audio(),
                observer,
            },
            keys: Arc::new(SeatKeys::new(&self.key, counters)),
            host: Arc::new(Bare),
            clock,
        })
        .unwrap()
    }

    fn config(&self) -> Config {
        Config {
            languages: vec![self.language.clone()],
            zone: ZONE.into(),
            clinic: Clinic {
                names: vec![("en".into(), "Sample Clinic".into())],
                phone: "+98 21 5555 0100".into(),
                call_after: nabz_app::config::CALL_AFTER,
            },
            records: self.records.clone(),
            emergency: Vec::new(),
            require_clinical_review: false,
            corrections: nabz_app::config::Corrections::default(),
            sandbox: true,
            policy: Policy::default(),
            mailbox: self.mailbox.clone(),
            trust: Trust {
                roots: self.roots.clone(),
                chain: self.chain.clone(),
                servers: Authorities { roots: self.authorities.clone(), ..Authorities::default() },
            },
            relay: None,
            mirror: None,
        }
    }
}

/// A host without abilities.
struct Bare;

impl Host for Bare {
    fn perform(&self, _: HostRequest, answer: HostAnswer) {
        answer.give(HostReply::Unsupported);
    }
}
