//! A key store that survives the process, as a phone's hardware does: its keys follow from the device key.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

use nabz_app::effect::{CounterName, Guard, KeyAlias, KeyError, KeyName, SigningKey};
use nabz_runtime::KeyStore;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::digest::{Context, SHA256};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};

/// Wrapping keys made of a device key, and the device key itself, which also signs what asks for a person. For tests:
/// whoever has the seat has the keys. Nothing is destroyed.
pub struct SeatKeys {
    secret: Vec<u8>,
    device: EcdsaKeyPair,
    random: SystemRandom,
    counters: Counters,
}

/// Counters in a folder of their own, one file each; without a folder they last as long as the process.
struct Counters {
    folder: Option<PathBuf>,
    memory: Mutex<BTreeMap<String, u64>>,
}

impl Counters {
    fn name(counter: CounterName) -> String {
        format!("{}-{:?}", counter.vault.0, counter.counter)
    }

    fn read(&self, counter: CounterName) -> Result<u64, KeyError> {
        let name = Self::name(counter);
        let Some(folder) = &self.folder else {
            let kept = self.memory.lock().map_err(|_| KeyError::Transient)?;
            return Ok(kept.get(&name).copied().unwrap_or(0));
        };
        match std::fs::read_to_string(folder.join(name)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
            Err(_) => Err(KeyError::Transient),
            Ok(text) => text.parse().map_err(|_| KeyError::Integrity),
        }
    }

    /// A process that is killed leaves the old file or the new one.
    fn bump(&self, counter: CounterName, to: u64) -> Result<u64, KeyError> {
        let at = self.read(counter)?.max(to);
        let name = Self::name(counter);
        match &self.folder {
            None => drop(self.memory.lock().map_err(|_| KeyError::Transient)?.insert(name, at)),
            Some(folder) => {
                let part = folder.join(format!("{name}.part"));
                let write = || {
                    std::fs::create_dir_all(folder)?;
                    std::fs::write(&part, at.to_string())?;
                    std::fs::rename(&part, folder.join(&name))
                };
                write().map_err(|_| KeyError::Transient)?;
            }
        }
        Ok(at)
    }
}

impl SeatKeys {
    /// The keys of the seat whose device key is `device`, in PKCS #8; counters lie in `folder`.
    pub fn new(device: &[u8], folder: Option<PathBuf>) -> Self {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, device, &random).unwrap();
        let counters = Counters { folder, memory: Mutex::default() };
        Self { secret: device.to_vec(), device: pair, random, counters }
    }

    fn key(&self, key: KeyName) -> LessSafeKey {
        let mut context = Context::new(&SHA256);
        context.update(if key.alias == KeyAlias::Outbox { b"outbox" } else { b"clinic" });
        context.update(&key.vault.0.to_be_bytes());
        context.update(&self.secret);
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, context.finish().as_ref()).unwrap())
    }
}

impl KeyStore for SeatKeys {
    fn wrap(&self, key: KeyName, plain: &[u8]) -> Result<Vec<u8>, KeyError> {
        let mut nonce = [0; NONCE_LEN];
        self.random.fill(&mut nonce).map_err(|_| KeyError::Transient)?;
        let mut sealed = plain.to_vec();
        let unique = Nonce::assume_unique_for_key(nonce);
        let sealing = self.key(key).seal_in_place_append_tag(unique, Aad::empty(), &mut sealed);
        sealing.map_err(|_| KeyError::Transient)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn unwrap(&self, key: KeyName, wrapped: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (nonce, sealed) = wrapped.split_first_chunk::<NONCE_LEN>().ok_or(KeyError::Integrity)?;
        let mut sealed = sealed.to_vec();
        let unique = Nonce::assume_unique_for_key(*nonce);
        let plain = self.key(key).open_in_place(unique, Aad::empty(), &mut sealed);
        plain.map(|plain| plain.to_vec()).map_err(|_| KeyError::Integrity)
    }

    fn sign(&self, _: SigningKey, _presence: bool, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let signature = self.device.sign(&self.random, message).map_err(|_| KeyError::Transient)?;
        Ok(signature.as_ref().to_vec())
    }

    fn delete(&self, _: KeyName) -> Result<(), KeyError> {
        Ok(())
    }

    fn read_counter(&self, counter: CounterName) -> Result<u64, KeyError> {
        self.counters.read(counter)
    }

    fn bump_counter(&self, counter: CounterName, to: u64) -> Result<u64, KeyError> {
        self.counters.bump(counter, to)
    }

    fn protection(&self) -> Result<Guard, KeyError> {
        Ok(Guard::Person)
    }
}
