//! The clinic's certificates, made on the spot: a root, and P-256 certificates of devices and servers under it.
//!
//! A device certificate is what `nabz_call::signal` asks for: key usage `digitalSignature`, extended key usage
//! `clientAuth`, the mailbox as its only name.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use nabz_call::signal::MailboxName;
use nabz_time::Wall;
use nabz_web::serve::Https;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, SanType,
};

/// An authority that issues certificates.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: Vec<u8>,
}

/// A device's certificate and key.
#[derive(Clone)]
pub struct Device {
    /// The device's certificate first, then those below the root, in DER.
    pub chain: Vec<Vec<u8>>,
    /// The private key as PKCS #8, in DER.
    pub key: Vec<u8>,
}

impl std::fmt::Debug for Device {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Device({} certificates, …)", self.chain.len())
    }
}

impl Authority {
    /// A root of its own, valid from `from` for `life`.
    pub fn root(name: &str, from: Wall, life: Duration) -> Result<Self, rcgen::Error> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let params = authority(name, from, life);
        let certificate = params.self_signed(&key)?.der().to_vec();
        Ok(Self { issuer: Issuer::new(params, key), certificate })
    }

    /// The authority's own certificate, in DER.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Issues a certificate for the device of a mailbox, valid from `from` for `life`.
    pub fn issue(&self, mailbox: &MailboxName, from: Wall, life: Duration) -> Result<Device, rcgen::Error> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let mut params = params(mailbox.as_str(), from, life);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let certificate = params.signed_by(&key, &self.issuer)?;
        Ok(Device { chain: vec![certificate.der().to_vec()], key: key.serialize_der() })
    }

    /// A certificate with which a server of this machine serves HTTPS as 127.0.0.1, valid from `from` for `life`.
    pub fn server(&self, from: Wall, life: Duration) -> Result<Https, rcgen::Error> {
        self.server_named(IpAddr::V4(Ipv4Addr::LOCALHOST), from, life)
    }

    /// The same for another address than the one it is served at.
    pub fn server_named(&self, name: IpAddr, from: Wall, life: Duration) -> Result<Https, rcgen::Error> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let mut params = params(&name.to_string(), from, life);
        params.subject_alt_names = vec![SanType::IpAddress(name)];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let certificate = params.signed_by(&key, &self.issuer)?.pem();
        let https = Https::new(&name.to_string(), certificate.as_bytes(), key.serialize_pem().as_bytes());
        https.map(Https::with_http2).map_err(|_| rcgen::Error::CouldNotParseCertificate)
    }
}

fn authority(name: &str, from: Wall, life: Duration) -> CertificateParams {
    let mut params = params(name, from, life);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(1));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

fn params(name: &str, from: Wall, life: Duration) -> CertificateParams {
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    let since_epoch = Duration::from_millis(u64::try_from(from.millis()).unwrap_or(0));
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CommonName, name);
    let mut params = CertificateParams::default();
    params.distinguished_name = subject;
    params.not_before = epoch + since_epoch;
    params.not_after = epoch + since_epoch + life;
    params
}
