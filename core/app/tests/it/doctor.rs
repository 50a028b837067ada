//! A doctor who calls: a device under the clinic's root that signs what it says.

use std::time::Duration;

use nabz_call::media::{Description, Setup, Stack};
use nabz_call::signal::{Body, CallId, Draft, Message, Roots, VERSION, open};
use nabz_time::Wall;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256,
};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};

/// The mailboxes of both.
pub(crate) const PATIENT: &str = "p-7f3a";
const DOCTOR: &str = "doctor-d1";
const NEIGHBOUR: &str = "patient-p2";

/// A root, and whom it vouches for.
pub(crate) struct Trusted {
    pub(crate) root: Vec<u8>,
    pub(crate) doctor: Device,
    pub(crate) patient: Device,
    pub(crate) neighbour: Device,
}

/// A key and the certificate over it.
pub(crate) struct Device {
    pub(crate) certificate: Vec<u8>,
    key: EcdsaKeyPair,
}

impl Trusted {
    pub(crate) fn new(name: &str) -> Self {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
        let mut params = params(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(1));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let root = params.self_signed(&key).unwrap().der().to_vec();
        let issuer = Issuer::new(params, key);
        let device = |mailbox| Device::new(mailbox, &issuer);
        Self { root, doctor: device(DOCTOR), patient: device(PATIENT), neighbour: device(NEIGHBOUR) }
    }
}

impl Device {
    fn new(mailbox: &str, issuer: &Issuer<'_, KeyPair>) -> Self {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
        let mut params = params(mailbox);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let certificate = params.signed_by(&key, issuer).unwrap().der().to_vec();
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &key.serialize_der(), &random);
        Self { certificate, key: key.unwrap() }
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        self.key.sign(&SystemRandom::new(), bytes).unwrap().as_ref().to_vec()
    }
}

/// The doctor in a call.
pub(crate) struct Doctor {
    pub(crate) trusted: Trusted,
    pub(crate) call: CallId,
    counter: u64,
}

impl Doctor {
    pub(crate) fn new() -> Self {
        Self { trusted: Trusted::new("Sample Clinic"), call: CallId([9; 16]), counter: 0 }
    }

    /// The next consultation has a name of its own.
    pub(crate) fn begins_another_call(&mut self) {
        self.call.0[0] += 1;
    }

    pub(crate) fn offer(&mut self, now: Wall) -> Vec<u8> {
        self.says(Body::Offer(description(Setup::ActPass)), now)
    }

    pub(crate) fn says(&mut self, body: Body, now: Wall) -> Vec<u8> {
        self.counter += 1;
        sealed(DOCTOR, &self.trusted.doctor, self.call, self.counter, body, now)
    }

    /// An offer of another patient of the same clinic.
    pub(crate) fn offer_of_a_neighbour(&self, now: Wall) -> Vec<u8> {
        let offer = Body::Offer(description(Setup::ActPass));
        sealed(NEIGHBOUR, &self.trusted.neighbour, CallId([2; 16]), 1, offer, now)
    }

    /// What a letter of the phone says.
    pub(crate) fn reads(&self, bytes: &[u8], now: Wall) -> Body {
        let roots = Roots::from_der(std::slice::from_ref(&self.trusted.root)).unwrap();
        open(bytes, &roots, &DOCTOR.parse().unwrap(), now).unwrap().message.body
    }
}

/// An offer of somebody under another root.
pub(crate) fn offer_of_a_stranger(now: Wall) -> Vec<u8> {
    let stranger = Trusted::new("Another clinic");
    sealed(DOCTOR, &stranger.doctor, CallId([1; 16]), 1, Body::Offer(description(Setup::ActPass)), now)
}

pub(crate) fn description(setup: Setup) -> Description {
    Description {
        ufrag: "q7Xs".into(),
        pwd: "0123456789abcdefghijkl".into(),
        fingerprint: [7; 32],
        setup,
        stack: Stack::Core,
        candidates: vec!["192.0.2.1:40000".parse().unwrap()],
    }
}

fn sealed(from: &str, device: &Device, call: CallId, counter: u64, body: Body, now: Wall) -> Vec<u8> {
    let (from, to) = (from.parse().unwrap(), PATIENT.parse().unwrap());
    let expires = now + body.lifetime();
    let message = Message { version: VERSION, call, from, to, counter, sent: now, expires, body };
    let draft = Draft::new(&message, std::slice::from_ref(&device.certificate)).unwrap();
    let signature = device.sign(&draft.to_be_signed()).try_into().unwrap();
    draft.finish(signature).unwrap()
}

fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = rcgen::date_time_ymd(2026, 1, 1);
    params.not_after = params.not_before + Duration::from_secs(3 * 365 * 24 * 3_600);
    params
}
