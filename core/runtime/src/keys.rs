//! A key store in memory, for the sandbox and for tests: the same port, the same errors, no hardware.

use std::sync::Mutex;

use nabz_app::effect::{KeyAlias, KeyError};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};

use crate::ports::KeyStore;

/// Wraps data keys with AES-256-GCM and signs with a P-256 key, both held in memory only.
pub struct MemoryKeys {
    outbox: LessSafeKey,
    clinical: LessSafeKey,
    device: EcdsaKeyPair,
    random: SystemRandom,
    /// The error every call answers while it is set: how tests play a failing key store.
    failing: Mutex<Option<KeyError>>,
}

impl MemoryKeys {
    /// A key store whose device key is `device`, in PKCS #8.
    pub fn new(device: &[u8]) -> Result<Self, KeyError> {
        let random = SystemRandom::new();
        let device = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, device, &random)
            .map_err(|_| KeyError::Integrity)?;
        let outbox = wrapping_key(&random)?;
        let clinical = wrapping_key(&random)?;
        Ok(Self { outbox, clinical, device, random, failing: Mutex::new(None) })
    }

    /// From now on every call answers `error`, until it is `None`.
    pub fn fail_with(&self, error: Option<KeyError>) {
        if let Ok(mut failing) = self.failing.lock() {
            *failing = error;
        }
    }

    fn refuse(&self) -> Result<(), KeyError> {
        match self.failing.lock().map_err(|_| KeyError::Transient)?.as_ref() {
            Some(error) => Err(*error),
            None => Ok(()),
        }
    }

    fn key(&self, alias: KeyAlias) -> &LessSafeKey {
        match alias {
            KeyAlias::Outbox => &self.outbox,
            KeyAlias::Clinical => &self.clinical,
        }
    }
}

impl KeyStore for MemoryKeys {
    fn wrap(&self, alias: KeyAlias, plain: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.refuse()?;
        let mut nonce = [0; NONCE_LEN];
        self.random.fill(&mut nonce).map_err(|_| KeyError::Transient)?;
        let mut sealed = plain.to_vec();
        self.key(alias)
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed)
            .map_err(|_| KeyError::Transient)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn unwrap(&self, alias: KeyAlias, wrapped: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.refuse()?;
        let (nonce, sealed) = wrapped.split_first_chunk::<NONCE_LEN>().ok_or(KeyError::Integrity)?;
        let mut plain = sealed.to_vec();
        let opened = self
            .key(alias)
            .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::empty(), &mut plain)
            .map_err(|_| KeyError::Integrity)?
            .len();
        plain.truncate(opened);
        Ok(plain)
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.refuse()?;
        let signature = self.device.sign(&self.random, message).map_err(|_| KeyError::Transient)?;
        Ok(signature.as_ref().to_vec())
    }
}

fn wrapping_key(random: &SystemRandom) -> Result<LessSafeKey, KeyError> {
    let mut bytes = [0; 32];
    random.fill(&mut bytes).map_err(|_| KeyError::Transient)?;
    UnboundKey::new(&AES_256_GCM, &bytes).map(LessSafeKey::new).map_err(|_| KeyError::Transient)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> MemoryKeys {
        let random = SystemRandom::new();
        let device = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        MemoryKeys::new(device.as_ref()).unwrap()
    }

    #[test]
    fn opens_what_it_wrapped_under_the_same_key_only() {
        let keys = store();
        let wrapped = keys.wrap(KeyAlias::Outbox, b"data key").unwrap();
        assert_eq!(keys.unwrap(KeyAlias::Outbox, &wrapped).unwrap(), b"data key");
        assert_eq!(keys.unwrap(KeyAlias::Clinical, &wrapped), Err(KeyError::Integrity));
        assert_eq!(keys.unwrap(KeyAlias::Outbox, &wrapped[..5]), Err(KeyError::Integrity));
    }

    #[test]
    fn fails_as_told_and_recovers() {
        let keys = store();
        keys.fail_with(Some(KeyError::Transient));
        assert_eq!(keys.sign(b"x"), Err(KeyError::Transient));
        keys.fail_with(None);
        assert_eq!(keys.sign(b"x").unwrap().len(), 64);
    }
}
