//! The envelope: a [`Message`] signed by the device that sent it.
//!
//! COSE_Sign1 (RFC 9052 §4.2), untagged, ES256 (RFC 9053 §2.1). The protected header holds the algorithm and the
//! sender's certificates (`x5chain`, RFC 9360), so that neither can be exchanged; the unprotected header is empty. The
//! payload is the message, so the signature binds the call, both mailboxes, the counter, the times, the direction and
//! the DTLS fingerprint, as the `mky` claim of PASSporT (RFC 8862) does.
//!
//! This is the only door: what is to be sent leaves through [`Draft`], what arrived enters through [`open`]. Sealing to
//! the recipient (HPKE, RFC 9180) belongs inside both and will change neither.
//!
//! Signing takes two steps, because the key lives in the phone's hardware and answers later:
//!
//! ```text
//! let draft = Draft::new(&message, &chain)?;
//! let signature = /* the key store signs draft.to_be_signed() */;
//! let bytes = draft.finish(signature);
//! ```

use coset::iana::{self, EnumI64};
use coset::{Algorithm, CborSerializable, CoseSign1, Header, HeaderBuilder, Label};
use nabz_time::Wall;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

use super::certificate::{CertificateError, Identity, Roots};
use super::ids::MailboxName;
use super::message::{Message, MessageError};

/// The longest envelope in bytes: the longest message, three certificates of about 500 bytes and room.
pub const MAX_ENVELOPE: usize = 8_192;

/// The longest chain of certificates: the device's, and two authorities below the root.
pub const MAX_CHAIN: usize = 3;

/// How far a sender's clock may be from ours, either way. A phone that sets its clock by the network is within seconds;
/// five minutes is what Kerberos (RFC 4120 §1.6) has long asked of machines without one. How long a message really
/// waited is counted by the broker, which drops what has expired.
pub const CLOCK_SKEW_MS: i64 = 5 * 60 * 1_000;

/// Keeps a signature made for this purpose from meaning anything elsewhere (RFC 9052 §4.3, external_aad).
const PURPOSE: &[u8] = b"nabz-signal-1";

/// A message that waits for its signature.
#[derive(Clone)]
pub struct Draft(CoseSign1);

impl Draft {
    /// Prepares `message` for signing. `chain` holds the device's certificate first, then those between it and the
    /// root, in DER; the root itself is known to the recipient and left out.
    pub fn new(message: &Message, chain: &[Vec<u8>]) -> Result<Self, EnvelopeError> {
        if chain.is_empty() {
            return Err(EnvelopeError::Malformed);
        }
        if chain.len() > MAX_CHAIN {
            return Err(EnvelopeError::ChainTooLong);
        }
        let protected = HeaderBuilder::new()
            .algorithm(iana::Algorithm::ES256)
            .value(iana::HeaderParameter::X5Chain.to_i64(), chain_value(chain))
            .build();
        let draft = coset::CoseSign1Builder::new().protected(protected).payload(message.encode()?).build();
        Ok(Self(draft))
    }

    /// What the device key signs: ECDSA P-256 over SHA-256 of these bytes.
    pub fn to_be_signed(&self) -> Vec<u8> {
        self.0.tbs_data(PURPOSE)
    }

    /// The draft as it is kept until its signature is there.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EnvelopeError> {
        self.0.clone().to_vec().map_err(|_| EnvelopeError::Malformed)
    }

    /// What [`to_bytes`](Self::to_bytes) gave.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        CoseSign1::from_slice(bytes).map(Self).map_err(|_| EnvelopeError::Malformed)
    }

    /// The envelope. `signature` is r‖s, 32 bytes each.
    pub fn finish(mut self, signature: [u8; 64]) -> Result<Vec<u8>, EnvelopeError> {
        self.0.signature = signature.to_vec();
        let bytes = self.0.to_vec().map_err(|_| EnvelopeError::Malformed)?;
        if bytes.len() > MAX_ENVELOPE { Err(EnvelopeError::TooLarge) } else { Ok(bytes) }
    }
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Draft(…)")
    }
}

/// A message whose sender, recipient and time were checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What was said.
    pub message: Message,
    /// Who said it.
    pub identity: Identity,
}

/// Why an envelope was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// More than [`MAX_ENVELOPE`] bytes.
    #[error("the envelope is too large")]
    TooLarge,
    /// Not a COSE_Sign1 of the form described above.
    #[error("the envelope is malformed")]
    Malformed,
    /// Signed with another algorithm than ES256.
    #[error("the envelope is signed with another algorithm")]
    WrongAlgorithm,
    /// More than [`MAX_CHAIN`] certificates.
    #[error("the chain of certificates is too long")]
    ChainTooLong,
    /// The sender's certificate does not hold.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// The signature is not the sender's.
    #[error("the signature does not match")]
    BadSignature,
    /// The signed bytes are not a message.
    #[error(transparent)]
    Message(#[from] MessageError),
    /// The message says it is from another mailbox than the certificate's.
    #[error("the message names another sender than its certificate")]
    WrongSender,
    /// The message is for another mailbox.
    #[error("the message is for another mailbox")]
    WrongRecipient,
    /// The message is past its time, by more than [`CLOCK_SKEW_MS`].
    #[error("the message has expired")]
    Expired,
    /// The message was written more than [`CLOCK_SKEW_MS`] ahead of our clock.
    #[error("the message comes from the future")]
    FromFuture,
}

/// Opens an envelope: checks the certificates against the clinic's `roots` at `now`, the signature, that the sender is
/// the one the certificate names, that the message is for `recipient`, and its time. Nothing that fails a check is
/// returned. Whether it was seen before is for [`Inbox`](super::Inbox) to say.
pub fn open(
    bytes: &[u8],
    roots: &Roots,
    recipient: &MailboxName,
    now: Wall,
) -> Result<Verified, EnvelopeError> {
    let envelope = read(bytes)?;
    let chain = certificates(&envelope.protected.header)?;
    let (certificate, intermediates) = chain.split_first().ok_or(EnvelopeError::Malformed)?;
    let holder = roots.verify(certificate, intermediates, now)?;
    envelope.verify_signature(PURPOSE, |signature, signed| {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &holder.public_key)
            .verify(signed, signature)
            .map_err(|_| EnvelopeError::BadSignature)
    })?;
    let message = Message::decode(envelope.payload.as_deref().ok_or(EnvelopeError::Malformed)?)?;
    check(&message, &holder.identity, recipient, now)?;
    Ok(Verified { message, identity: holder.identity })
}

/// Reads the one form that [`Draft`] writes. What was spelled in another way is refused, so that one signed message has
/// one sequence of bytes.
fn read(bytes: &[u8]) -> Result<CoseSign1, EnvelopeError> {
    if bytes.len() > MAX_ENVELOPE {
        return Err(EnvelopeError::TooLarge);
    }
    let envelope = CoseSign1::from_slice(bytes).map_err(|_| EnvelopeError::Malformed)?;
    let header = &envelope.protected.header;
    if header.alg != Some(Algorithm::Assigned(iana::Algorithm::ES256)) {
        return Err(EnvelopeError::WrongAlgorithm);
    }
    let known = Header { alg: header.alg.clone(), rest: header.rest.clone(), ..Header::default() };
    let alone = envelope.unprotected.is_empty() && header.rest.len() == 1 && *header == known;
    let canonical = envelope.clone().to_vec().is_ok_and(|again| again == bytes);
    if alone && canonical { Ok(envelope) } else { Err(EnvelopeError::Malformed) }
}

fn check(
    message: &Message,
    sender: &Identity,
    recipient: &MailboxName,
    now: Wall,
) -> Result<(), EnvelopeError> {
    if message.from != sender.mailbox {
        Err(EnvelopeError::WrongSender)
    } else if message.to != *recipient {
        Err(EnvelopeError::WrongRecipient)
    } else if now.millis_since(message.expires) > CLOCK_SKEW_MS {
        Err(EnvelopeError::Expired)
    } else if message.sent.millis_since(now) > CLOCK_SKEW_MS {
        Err(EnvelopeError::FromFuture)
    } else {
        Ok(())
    }
}

/// RFC 9360 §2: one certificate is a byte string, several are an array of two or more.
fn chain_value(chain: &[Vec<u8>]) -> ciborium::Value {
    match chain {
        [only] => ciborium::Value::Bytes(only.clone()),
        several => ciborium::Value::Array(several.iter().cloned().map(ciborium::Value::Bytes).collect()),
    }
}

fn certificates(header: &Header) -> Result<Vec<&[u8]>, EnvelopeError> {
    let label = Label::Int(iana::HeaderParameter::X5Chain.to_i64());
    let (_, value) = header.rest.iter().find(|(at, _)| *at == label).ok_or(EnvelopeError::Malformed)?;
    match value {
        ciborium::Value::Bytes(only) => Ok(vec![only]),
        ciborium::Value::Array(several) if several.len() > MAX_CHAIN => Err(EnvelopeError::ChainTooLong),
        ciborium::Value::Array(several) if several.len() > 1 => several
            .iter()
            .map(|one| one.as_bytes().map(Vec::as_slice))
            .collect::<Option<_>>()
            .ok_or(EnvelopeError::Malformed),
        _ => Err(EnvelopeError::Malformed),
    }
}
