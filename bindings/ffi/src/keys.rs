//! The phone's key store.

use std::sync::Arc;

use nabz_app::effect as app;

use crate::error::KeyStoreError;

/// The phone's key store: AndroidKeyStore, Keychain and Secure Enclave. Private keys never leave it. Called on a thread
/// of the core's own, never inside a turn; a call may take as long as the person needs for a fingerprint.
#[uniffi::export(foreign)]
pub trait KeyStore: Send + Sync {
    /// Seals a data key under this hardware key, making that key if there is none.
    fn wrap(&self, key: KeyName, plain: Vec<u8>) -> Result<Vec<u8>, KeyStoreError>;

    /// Opens what `wrap` sealed under the same key.
    fn unwrap(&self, key: KeyName, wrapped: Vec<u8>) -> Result<Vec<u8>, KeyStoreError>;

    /// Signs: ECDSA P-256 with SHA-256, r‖s, 64 bytes (RFC 9053 §2.1). With `presence`, only after the person has shown
    /// to be there, for this very signature; a key that cannot ask for it throws `AuthRequired`.
    fn sign(&self, key: SigningKey, presence: bool, message: Vec<u8>) -> Result<Vec<u8>, KeyStoreError>;

    /// Destroys a hardware key for good. No error where there is none.
    fn delete(&self, key: KeyName) -> Result<(), KeyStoreError>;

    /// Where a counter stands; 0 if it was never raised.
    fn read_counter(&self, counter: CounterName) -> Result<u64, KeyStoreError>;

    /// Raises a counter to `to` and returns where it stands. It only grows: a lower value changes nothing. Outlives
    /// `delete` and the vault's file, and is in no backup.
    fn bump_counter(&self, counter: CounterName, to: u64) -> Result<u64, KeyStoreError>;

    /// What stands between a stranger with this phone in hand and the clinical keys.
    fn protection(&self) -> Result<Guard, KeyStoreError>;
}

/// A hardware key that wraps data keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct KeyName {
    /// Whose: each person on the phone has a vault, 1 the first; 0 is the index of people.
    pub vault: u32,
    /// Which of theirs.
    pub alias: KeyAlias,
}

/// The wrapping keys of one vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum KeyAlias {
    /// Wraps the key of unsent work; usable after the first unlock of the phone.
    Outbox,
    /// Wraps the key of clinical records; bound to the person being present where the phone can.
    Clinical,
}

/// The signing keys of a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum SigningKey {
    /// Names the phone to the clinic; usable while the phone is locked, so that a visit can ring.
    Device,
    /// For what only the person may decide; wants them present.
    Consent,
}

/// A number the host keeps outside the vault's file. It only grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CounterName {
    /// Whose: the number of a vault.
    pub vault: u32,
    /// Which of theirs.
    pub counter: Counter,
}

/// The numbers a host keeps for a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Counter {
    /// The vault's generation when it was recorded last.
    Generation,
    /// Tries of a PIN.
    Tries,
    /// How many tries there had been when the PIN was right last.
    Cleared,
}

/// What stands between a stranger with this phone in hand and the clinical keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Guard {
    /// The key store wants the person: a fingerprint, a face, the phone's own code.
    Person,
    /// Nothing, but the keys do not leave the phone's hardware: it has no screen lock.
    Hardware,
    /// Nothing, and the keys lie in a file: the hardware or its sensor is broken.
    Software,
}

/// Most bytes of a wrapped key or a signature a host may hand back; real ones have under 200.
const LIMIT: usize = 4_096;

/// Carries calls of the core to the shell's key store.
pub(crate) struct KeyShim(pub(crate) Arc<dyn KeyStore>);

impl nabz_runtime::KeyStore for KeyShim {
    fn wrap(&self, key: app::KeyName, plain: &[u8]) -> Result<Vec<u8>, app::KeyError> {
        bounded(self.0.wrap(key.into(), plain.to_vec()))
    }

    fn unwrap(&self, key: app::KeyName, wrapped: &[u8]) -> Result<Vec<u8>, app::KeyError> {
        bounded(self.0.unwrap(key.into(), wrapped.to_vec()))
    }

    fn sign(&self, key: app::SigningKey, presence: bool, message: &[u8]) -> Result<Vec<u8>, app::KeyError> {
        bounded(self.0.sign(key.into(), presence, message.to_vec()))
    }

    fn delete(&self, key: app::KeyName) -> Result<(), app::KeyError> {
        Ok(self.0.delete(key.into())?)
    }

    fn read_counter(&self, counter: app::CounterName) -> Result<u64, app::KeyError> {
        Ok(self.0.read_counter(counter.into())?)
    }

    fn bump_counter(&self, counter: app::CounterName, to: u64) -> Result<u64, app::KeyError> {
        Ok(self.0.bump_counter(counter.into(), to)?)
    }

    fn protection(&self) -> Result<app::Guard, app::KeyError> {
        Ok(match self.0.protection()? {
            Guard::Person => app::Guard::Person,
            Guard::Hardware => app::Guard::Hardware,
            Guard::Software => app::Guard::Software,
        })
    }
}

fn bounded(answer: Result<Vec<u8>, KeyStoreError>) -> Result<Vec<u8>, app::KeyError> {
    match answer {
        Ok(bytes) if bytes.len() <= LIMIT => Ok(bytes),
        Ok(_) => Err(app::KeyError::Integrity),
        Err(error) => Err(error.into()),
    }
}

impl From<app::KeyName> for KeyName {
    fn from(key: app::KeyName) -> Self {
        let alias = match key.alias {
            app::KeyAlias::Outbox => KeyAlias::Outbox,
            app::KeyAlias::Clinical => KeyAlias::Clinical,
        };
        Self { vault: key.vault.0, alias }
    }
}

impl From<app::SigningKey> for SigningKey {
    fn from(key: app::SigningKey) -> Self {
        match key {
            app::SigningKey::Device => Self::Device,
            app::SigningKey::Consent => Self::Consent,
        }
    }
}

impl From<app::CounterName> for CounterName {
    fn from(name: app::CounterName) -> Self {
        let counter = match name.counter {
            app::Counter::Generation => Counter::Generation,
            app::Counter::Tries => Counter::Tries,
            app::Counter::Cleared => Counter::Cleared,
        };
        Self { vault: name.vault.0, counter }
    }
}
