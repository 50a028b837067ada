//! A key store in memory, for the sandbox and for tests: the same port, the same errors, no hardware.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use nabz_app::effect::{CounterName, Guard, KeyAlias, KeyError, KeyName, SigningKey};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};

use crate::ports::KeyStore;

/// Wraps data keys with AES-256-GCM and signs with P-256 keys, all held in memory only. Nobody has to show to be there.
pub struct MemoryKeys {
    device: EcdsaKeyPair,
    consent: EcdsaKeyPair,
    random: SystemRandom,
    kept: Mutex<Kept>,
}

struct Kept {
    wrapping: BTreeMap<KeyName, LessSafeKey>,
    counters: BTreeMap<CounterName, u64>,
    guard: Guard,
    /// The errors answered while they are set, for clinical keys and for all others: how tests play a failing key store.
    failing: [Option<KeyError>; 2],
}

impl MemoryKeys {
    /// A key store whose device key is `device`, in PKCS #8.
    pub fn new(device: &[u8]) -> Result<Self, KeyError> {
        let random = SystemRandom::new();
        let signing = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pair =
            |pkcs8: &[u8]| EcdsaKeyPair::from_pkcs8(signing, pkcs8, &random).map_err(|_| KeyError::Integrity);
        let consent = EcdsaKeyPair::generate_pkcs8(signing, &random).map_err(|_| KeyError::Transient)?;
        let (device, consent) = (pair(device)?, pair(consent.as_ref())?);
        let kept = Kept {
            wrapping: BTreeMap::new(),
            counters: BTreeMap::new(),
            guard: Guard::Person,
            failing: [None, None],
        };
        Ok(Self { device, consent, random, kept: Mutex::new(kept) })
    }

    /// From now on every call answers `error`, until it is `None`.
    pub fn fail_with(&self, error: Option<KeyError>) {
        if let Ok(mut kept) = self.kept.lock() {
            kept.failing = [error, error];
        }
    }

    /// From now on clinical keys answer `error`, until it is `None`.
    pub fn fail_clinical_with(&self, error: Option<KeyError>) {
        if let Ok(mut kept) = self.kept.lock() {
            kept.failing = [error, None];
        }
    }

    /// What [`protection`](KeyStore::protection) answers; at first a person.
    pub fn guard_is(&self, guard: Guard) {
        if let Ok(mut kept) = self.kept.lock() {
            kept.guard = guard;
        }
    }

    fn kept(&self, clinical: bool) -> Result<MutexGuard<'_, Kept>, KeyError> {
        let kept = self.kept.lock().map_err(|_| KeyError::Transient)?;
        match kept.failing[if clinical { 0 } else { 1 }] {
            Some(error) => Err(error),
            None => Ok(kept),
        }
    }
}

impl KeyStore for MemoryKeys {
    fn wrap(&self, key: KeyName, plain: &[u8]) -> Result<Vec<u8>, KeyError> {
        let mut kept = self.kept(key.alias == KeyAlias::Clinical)?;
        let mut nonce = [0; NONCE_LEN];
        self.random.fill(&mut nonce).map_err(|_| KeyError::Transient)?;
        let fresh = wrapping_key(&self.random)?;
        let wrapping = kept.wrapping.entry(key).or_insert(fresh);
        let mut sealed = plain.to_vec();
        wrapping
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed)
            .map_err(|_| KeyError::Transient)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn unwrap(&self, key: KeyName, wrapped: &[u8]) -> Result<Vec<u8>, KeyError> {
        let kept = self.kept(key.alias == KeyAlias::Clinical)?;
        let wrapping = kept.wrapping.get(&key).ok_or(KeyError::PermanentlyInvalidated)?;
        let (nonce, sealed) = wrapped.split_first_chunk::<NONCE_LEN>().ok_or(KeyError::Integrity)?;
        let mut plain = sealed.to_vec();
        let opened = wrapping
            .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::empty(), &mut plain)
            .map_err(|_| KeyError::Integrity)?
            .len();
        plain.truncate(opened);
        Ok(plain)
    }

    fn sign(&self, key: SigningKey, _presence: bool, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        drop(self.kept(false)?);
        let pair = match key {
            SigningKey::Device => &self.device,
            SigningKey::Consent => &self.consent,
        };
        let signature = pair.sign(&self.random, message).map_err(|_| KeyError::Transient)?;
        Ok(signature.as_ref().to_vec())
    }

    fn delete(&self, key: KeyName) -> Result<(), KeyError> {
        // A key that is lost can still be destroyed.
        let mut kept = self.kept.lock().map_err(|_| KeyError::Transient)?;
        kept.wrapping.remove(&key);
        Ok(())
    }

    fn read_counter(&self, counter: CounterName) -> Result<u64, KeyError> {
        Ok(self.kept(false)?.counters.get(&counter).copied().unwrap_or(0))
    }

    fn bump_counter(&self, counter: CounterName, to: u64) -> Result<u64, KeyError> {
        let mut kept = self.kept(false)?;
        let at = kept.counters.entry(counter).or_insert(0);
        *at = to.max(*at);
        Ok(*at)
    }

    fn protection(&self) -> Result<Guard, KeyError> {
        Ok(self.kept(false)?.guard)
    }
}

fn wrapping_key(random: &SystemRandom) -> Result<LessSafeKey, KeyError> {
    let mut bytes = [0; 32];
    random.fill(&mut bytes).map_err(|_| KeyError::Transient)?;
    UnboundKey::new(&AES_256_GCM, &bytes).map(LessSafeKey::new).map_err(|_| KeyError::Transient)
}

#[cfg(test)]
mod tests {
    use nabz_app::effect::{Counter, VaultId};
    use ring::signature::KeyPair;

    use super::*;

    const OUTBOX: KeyName = KeyName { vault: VaultId(1), alias: KeyAlias::Outbox };
    const CLINICAL: KeyName = KeyName { vault: VaultId(1), alias: KeyAlias::Clinical };
    const ANOTHERS: KeyName = KeyName { vault: VaultId(2), alias: KeyAlias::Outbox };

    fn store() -> MemoryKeys {
        let random = SystemRandom::new();
        let device = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        MemoryKeys::new(device.as_ref()).unwrap()
    }

    #[test]
    fn opens_what_it_wrapped_under_the_same_key_only() {
        let keys = store();
        let wrapped = keys.wrap(OUTBOX, b"data key").unwrap();
        assert_eq!(keys.unwrap(OUTBOX, &wrapped).unwrap(), b"data key");
        for other in [CLINICAL, ANOTHERS] {
            assert_eq!(keys.unwrap(other, &wrapped), Err(KeyError::PermanentlyInvalidated));
            keys.wrap(other, b"another").unwrap();
            assert_eq!(keys.unwrap(other, &wrapped), Err(KeyError::Integrity));
        }
        assert_eq!(keys.unwrap(OUTBOX, &wrapped[..5]), Err(KeyError::Integrity));
    }

    #[test]
    fn what_a_destroyed_key_wrapped_is_gone_for_good() {
        let keys = store();
        let wrapped = keys.wrap(OUTBOX, b"data key").unwrap();
        let other = keys.wrap(ANOTHERS, b"another").unwrap();
        assert_eq!((keys.delete(OUTBOX), keys.delete(OUTBOX)), (Ok(()), Ok(())));
        assert_eq!(keys.unwrap(OUTBOX, &wrapped), Err(KeyError::PermanentlyInvalidated));
        keys.wrap(OUTBOX, b"new").unwrap();
        assert_eq!(keys.unwrap(OUTBOX, &wrapped), Err(KeyError::Integrity));
        assert_eq!(keys.unwrap(ANOTHERS, &other).unwrap(), b"another");
    }

    #[test]
    fn a_counter_only_grows() {
        let keys = store();
        let counter = CounterName { vault: VaultId(1), counter: Counter::Generation };
        assert_eq!(keys.read_counter(counter), Ok(0));
        assert_eq!(keys.bump_counter(counter, 7), Ok(7));
        assert_eq!(keys.bump_counter(counter, 3), Ok(7));
        assert_eq!(keys.read_counter(counter), Ok(7));
        assert_eq!(keys.read_counter(CounterName { counter: Counter::Tries, ..counter }), Ok(0));
    }

    #[test]
    fn the_two_signing_keys_differ() {
        let keys = store();
        let by = |pair: &EcdsaKeyPair, signature: &[u8]| {
            let key = pair.public_key().as_ref().to_vec();
            ring::signature::UnparsedPublicKey::new(&ring::signature::ECDSA_P256_SHA256_FIXED, key)
                .verify(b"x", signature)
                .is_ok()
        };
        let device = keys.sign(SigningKey::Device, false, b"x").unwrap();
        let consent = keys.sign(SigningKey::Consent, true, b"x").unwrap();
        assert!(by(&keys.device, &device) && by(&keys.consent, &consent));
        assert!(!by(&keys.device, &consent) && !by(&keys.consent, &device));
    }

    #[test]
    fn fails_as_told_and_recovers() {
        let keys = store();
        keys.fail_with(Some(KeyError::Transient));
        assert_eq!(keys.sign(SigningKey::Device, false, b"x"), Err(KeyError::Transient));
        keys.fail_clinical_with(Some(KeyError::AuthRequired));
        assert_eq!(keys.wrap(CLINICAL, b"x"), Err(KeyError::AuthRequired));
        assert!(keys.wrap(OUTBOX, b"x").is_ok());
        keys.fail_with(None);
        assert_eq!(keys.sign(SigningKey::Device, false, b"x").unwrap().len(), 64);
    }
}
