//! Data keys, and what the host keeps of them.
//!
//! Two keys, because a new fingerprint makes the phone's hardware forget whatever was bound to the old one: the
//! clinical cache can be fetched again from the clinic, unsent work cannot.

use std::fmt;

use nabz_time::Entropy;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::VaultError;

/// Which data key seals a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyClass {
    /// Work not yet sent and what the app needs to run. Not bound to the person being present.
    Outbox,
    /// What the clinic also has. Bound to the person being present.
    Clinical,
}

/// A kind of record: a constant of the room that owns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind {
    /// Unique within its key class, at most 64 bytes, never changed once an app has shipped.
    pub name: &'static str,
    /// The key that seals it.
    pub class: KeyClass,
}

/// 256 random bits that seal records. Wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct DataKey(Box<[u8; 32]>);

impl DataKey {
    /// A new key.
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        let mut key = Self(Box::new([0; 32]));
        entropy.fill(key.0.as_mut_slice());
        key
    }

    /// The key as the key store gave it back: 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        let mut key = Self(Box::new([0; 32]));
        if bytes.len() != key.0.len() {
            return Err(VaultError::WrongKey);
        }
        key.0.copy_from_slice(bytes);
        Ok(key)
    }

    pub(crate) fn copy(key: &Self) -> Self {
        Self(key.0.clone())
    }

    /// The bytes for the key store to wrap. Whoever copies them wipes the copy.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(…)")
    }
}

/// One data key for each class.
#[derive(Debug)]
pub struct DataKeys {
    /// Seals [`KeyClass::Outbox`] and the manifest.
    pub outbox: DataKey,
    /// Seals [`KeyClass::Clinical`].
    pub clinical: DataKey,
}

impl DataKeys {
    /// Two new keys.
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        Self { outbox: DataKey::generate(entropy), clinical: DataKey::generate(entropy) }
    }
}

/// The data keys as the host's hardware key wrapped them: opaque to the vault, stored in the clear.
#[derive(Clone, PartialEq, Eq)]
pub struct KeySlots {
    /// The wrapped outbox key.
    pub outbox: Vec<u8>,
    /// The wrapped clinical key.
    pub clinical: Vec<u8>,
}

impl fmt::Debug for KeySlots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeySlots(…)")
    }
}
