//! Who a device is: its certificate under the clinic's root.
//!
//! A device certificate is X.509 with a P-256 key, key usage `digitalSignature`, extended key usage `clientAuth` (the
//! same certificate opens the broker's TLS login) and exactly one common name, which is the mailbox. The path is
//! checked by rustls-webpki; the subject and the key usage, which it leaves aside, are read by x509-parser.

use std::fmt;
use std::time::Duration;

use nabz_time::Wall;
use ring::digest::{SHA256, digest};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use serde::{Deserialize, Serialize};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};
use x509_parser::certificate::X509Certificate;
use x509_parser::oid_registry::{OID_EC_P256, OID_KEY_TYPE_EC_PUBLIC_KEY};
use x509_parser::prelude::FromDer;
use x509_parser::x509::SubjectPublicKeyInfo;

use super::ids::MailboxName;

/// The authorities a device believes, read once.
#[derive(Clone)]
pub struct Roots(Vec<TrustAnchor<'static>>);

/// Whom a certificate names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The mailbox.
    pub mailbox: MailboxName,
    /// The key, to be remembered: the same person with another key is a warning.
    pub key: KeyId,
}

/// The SHA-256 of a public key (its SubjectPublicKeyInfo, as HTTP pinning had it, RFC 7469 §2.4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct KeyId(pub [u8; 32]);

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

/// Why a certificate does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// Not a certificate, or one that breaks the rules of X.509.
    #[error("the certificate is malformed")]
    Malformed,
    /// No path leads to a root we believe, or a signature on that path is wrong.
    #[error("the certificate is under another root")]
    OtherRoot,
    /// Its time is over.
    #[error("the certificate has expired")]
    Expired,
    /// Its time has not begun.
    #[error("the certificate is not valid yet")]
    NotYetValid,
    /// It was made for something else: another usage, another kind of key, or to sign certificates.
    #[error("the certificate was made for something else")]
    WrongUsage,
    /// Its subject is not the name of a mailbox.
    #[error("the certificate names no mailbox")]
    NoMailbox,
}

/// The holder of a certificate that was checked.
pub(super) struct Holder {
    pub(super) identity: Identity,
    /// The P-256 point, uncompressed.
    pub(super) public_key: Vec<u8>,
}

impl Roots {
    /// Reads the clinic's root certificates, in DER.
    pub fn from_der<C: AsRef<[u8]>>(certificates: &[C]) -> Result<Self, CertificateError> {
        let anchor = |certificate: &C| {
            anchor_from_trusted_cert(&CertificateDer::from(certificate.as_ref()))
                .map(|anchor| anchor.to_owned())
                .map_err(|_| CertificateError::Malformed)
        };
        Ok(Self(certificates.iter().map(anchor).collect::<Result<_, _>>()?))
    }

    /// Checks the path from `certificate` over `intermediates` to a root at `now`, and what the certificate says.
    pub(super) fn verify(
        &self,
        certificate: &[u8],
        intermediates: &[&[u8]],
        now: Wall,
    ) -> Result<Holder, CertificateError> {
        let der = CertificateDer::from(certificate);
        let intermediates: Vec<_> = intermediates.iter().map(|one| CertificateDer::from(*one)).collect();
        EndEntityCert::try_from(&der)
            .and_then(|leaf| {
                let usage = KeyUsage::client_auth();
                let algorithms = [webpki::ring::ECDSA_P256_SHA256];
                leaf.verify_for_usage(&algorithms, &self.0, &intermediates, unix(now), usage, None, None)
                    .map(|_path| ())
            })
            .map_err(reason)?;
        read(certificate)
    }
}

impl fmt::Debug for Roots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Roots({})", self.0.len())
    }
}

fn unix(now: Wall) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(now.seconds()).unwrap_or(0)))
}

fn reason(error: webpki::Error) -> CertificateError {
    use webpki::Error;
    match error {
        Error::CertExpired { .. } => CertificateError::Expired,
        Error::CertNotValidYet { .. } => CertificateError::NotYetValid,
        Error::UnknownIssuer
        | Error::InvalidSignatureForPublicKey
        | Error::NameConstraintViolation
        | Error::PathLenConstraintViolated
        | Error::EndEntityUsedAsCa
        | Error::MaximumPathDepthExceeded => CertificateError::OtherRoot,
        Error::CaUsedAsEndEntity
        | Error::RequiredEkuNotFoundContext(_)
        | Error::EmptyEkuExtension
        | Error::SignatureAlgorithmMismatch
        | Error::UnsupportedSignatureAlgorithmContext(_)
        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => CertificateError::WrongUsage,
        _ => CertificateError::Malformed,
    }
}

fn read(certificate: &[u8]) -> Result<Holder, CertificateError> {
    let (_, certificate) = X509Certificate::from_der(certificate).map_err(|_| CertificateError::Malformed)?;
    let usage = certificate.key_usage().map_err(|_| CertificateError::Malformed)?;
    let extended = certificate.extended_key_usage().map_err(|_| CertificateError::Malformed)?;
    let key = certificate.public_key();
    // Authorities on the path may leave the extended usage out, and webpki treats a device the same; we do not.
    let made_for_this = usage.is_some_and(|usage| usage.value.digital_signature())
        && extended.is_some_and(|extended| extended.value.client_auth)
        && is_p256(key);
    if !made_for_this {
        return Err(CertificateError::WrongUsage);
    }
    let id = digest(&SHA256, key.raw);
    let id = id.as_ref().try_into().map_err(|_| CertificateError::Malformed)?;
    Ok(Holder {
        identity: Identity { mailbox: mailbox(&certificate)?, key: KeyId(id) },
        public_key: key.subject_public_key.data.to_vec(),
    })
}

fn is_p256(key: &SubjectPublicKeyInfo<'_>) -> bool {
    let curve = key.algorithm.parameters.as_ref().and_then(|curve| curve.as_oid().ok());
    key.algorithm.algorithm == OID_KEY_TYPE_EC_PUBLIC_KEY && curve == Some(OID_EC_P256)
}

fn mailbox(certificate: &X509Certificate<'_>) -> Result<MailboxName, CertificateError> {
    let mut names = certificate.subject().iter_common_name();
    let (Some(name), None) = (names.next(), names.next()) else {
        return Err(CertificateError::NoMailbox);
    };
    name.as_str().ok().and_then(|name| name.parse().ok()).ok_or(CertificateError::NoMailbox)
}
