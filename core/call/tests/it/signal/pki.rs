//! Certificates for the tests, right ones and wrong ones.

use std::time::Duration;

use nabz_time::Wall;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, SignatureAlgorithm,
};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};

pub(super) const YEAR: Duration = Duration::from_secs(365 * 24 * 3_600);

/// An authority, and the certificates from its own down to below the root.
pub(super) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    chain: Vec<Vec<u8>>,
    is_root: bool,
}

/// A device's key and its certificates.
pub(super) struct Device {
    pub(super) chain: Vec<Vec<u8>>,
    key: KeyPair,
    params: CertificateParams,
}

impl Authority {
    pub(super) fn root(from: Wall) -> Self {
        let (key, params) = (key(), authority("root", from));
        let chain = vec![params.self_signed(&key).unwrap().der().to_vec()];
        Self { issuer: Issuer::new(params, key), chain, is_root: true }
    }

    pub(super) fn certificate(&self) -> &[u8] {
        &self.chain[0]
    }

    pub(super) fn authority(&self, name: &str, from: Wall) -> Self {
        let (key, params) = (key(), authority(name, from));
        let chain = self.chain_below(params.signed_by(&key, &self.issuer).unwrap().der());
        Self { issuer: Issuer::new(params, key), chain, is_root: false }
    }

    pub(super) fn device(&self, name: &str, from: Wall) -> Device {
        self.device_with(name, from, |_| {})
    }

    pub(super) fn device_with(
        &self,
        name: &str,
        from: Wall,
        change: impl FnOnce(&mut CertificateParams),
    ) -> Device {
        let mut params = device(name, from);
        change(&mut params);
        self.issue(params, key())
    }

    pub(super) fn device_of(&self, name: &str, from: Wall, algorithm: &'static SignatureAlgorithm) -> Device {
        self.issue(device(name, from), KeyPair::generate_for(algorithm).unwrap())
    }

    fn issue(&self, params: CertificateParams, key: KeyPair) -> Device {
        let chain = self.chain_below(params.signed_by(&key, &self.issuer).unwrap().der());
        Device { chain, key, params }
    }

    fn chain_below(&self, certificate: &[u8]) -> Vec<Vec<u8>> {
        let above = if self.is_root { &[][..] } else { &self.chain };
        [&[certificate.to_vec()], above].concat()
    }
}

impl Device {
    pub(super) fn self_signed(name: &str, from: Wall) -> Self {
        let (key, params) = (key(), device(name, from));
        let chain = vec![params.self_signed(&key).unwrap().der().to_vec()];
        Self { chain, key, params }
    }

    /// The device playing the authority.
    pub(super) fn as_authority(&self) -> Authority {
        let key = KeyPair::try_from(self.key.serialize_der()).unwrap();
        Authority { issuer: Issuer::new(self.params.clone(), key), chain: self.chain.clone(), is_root: false }
    }

    /// r‖s, as the key store answers.
    pub(super) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        let random = SystemRandom::new();
        let pkcs8 = self.key.serialize_der();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8, &random).unwrap();
        key.sign(&random, bytes).unwrap().as_ref().try_into().unwrap()
    }
}

fn key() -> KeyPair {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap()
}

fn authority(name: &str, from: Wall) -> CertificateParams {
    let mut params = params(name, from);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params
}

fn device(name: &str, from: Wall) -> CertificateParams {
    let mut params = params(name, from);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    params
}

fn params(name: &str, from: Wall) -> CertificateParams {
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CommonName, name);
    let mut params = CertificateParams::default();
    params.distinguished_name = subject;
    params.not_before =
        rcgen::date_time_ymd(1970, 1, 1) + Duration::from_millis(from.millis().unsigned_abs());
    params.not_after = params.not_before + YEAR * 2;
    params
}
