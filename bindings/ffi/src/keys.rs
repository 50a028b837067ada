//! The phone's key store.

use std::sync::Arc;

use nabz_app::effect as app;

use crate::error::KeyStoreError;

/// The phone's key store: AndroidKeyStore, Keychain and Secure Enclave. Private keys never leave it. Called on a thread
/// of the core's own, never inside a turn; a call may take as long as the person needs for a fingerprint.
#[uniffi::export(foreign)]
pub trait KeyStore: Send + Sync {
    /// Seals a data key under the hardware key `alias`, making that key if there is none.
    fn wrap(&self, alias: KeyAlias, plain: Vec<u8>) -> Result<Vec<u8>, KeyStoreError>;

    /// Opens what `wrap` sealed.
    fn unwrap(&self, alias: KeyAlias, wrapped: Vec<u8>) -> Result<Vec<u8>, KeyStoreError>;

    /// Signs with the device key: ECDSA P-256 with SHA-256, r‖s, 64 bytes (RFC 9053 §2.1).
    fn sign(&self, message: Vec<u8>) -> Result<Vec<u8>, KeyStoreError>;
}

/// The hardware keys of a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum KeyAlias {
    /// Wraps the key of unsent work; usable after the first unlock of the phone.
    Outbox,
    /// Wraps the key of clinical records; bound to the person being present where the phone can.
    Clinical,
}

/// Most bytes of a wrapped key or a signature a host may hand back; real ones have under 200.
const LIMIT: usize = 4_096;

/// Carries calls of the core to the shell's key store.
pub(crate) struct KeyShim(pub(crate) Arc<dyn KeyStore>);

impl nabz_runtime::KeyStore for KeyShim {
    fn wrap(&self, alias: app::KeyAlias, plain: &[u8]) -> Result<Vec<u8>, app::KeyError> {
        bounded(self.0.wrap(alias.into(), plain.to_vec()))
    }

    fn unwrap(&self, alias: app::KeyAlias, wrapped: &[u8]) -> Result<Vec<u8>, app::KeyError> {
        bounded(self.0.unwrap(alias.into(), wrapped.to_vec()))
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, app::KeyError> {
        bounded(self.0.sign(message.to_vec()))
    }
}

fn bounded(answer: Result<Vec<u8>, KeyStoreError>) -> Result<Vec<u8>, app::KeyError> {
    match answer {
        Ok(bytes) if bytes.len() <= LIMIT => Ok(bytes),
        Ok(_) => Err(app::KeyError::Integrity),
        Err(error) => Err(error.into()),
    }
}

impl From<app::KeyAlias> for KeyAlias {
    fn from(alias: app::KeyAlias) -> Self {
        match alias {
            app::KeyAlias::Outbox => Self::Outbox,
            app::KeyAlias::Clinical => Self::Clinical,
        }
    }
}
