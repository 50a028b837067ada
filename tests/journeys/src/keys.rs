//! A key store that survives the process, as a phone's hardware does: its keys follow from the device key.

use nabz_app::effect::{KeyAlias, KeyError};
use nabz_runtime::KeyStore;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::digest::{Context, SHA256};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};

/// Wrapping keys made of a device key, and the device key itself. For tests: whoever has the seat has the keys.
pub struct SeatKeys {
    secret: Vec<u8>,
    device: EcdsaKeyPair,
    random: SystemRandom,
}

impl SeatKeys {
    /// The keys of the seat whose device key is `device`, in PKCS #8.
    pub fn new(device: &[u8]) -> Self {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, device, &random).unwrap();
        Self { secret: device.to_vec(), device: pair, random }
    }

    fn key(&self, alias: KeyAlias) -> LessSafeKey {
        let mut context = Context::new(&SHA256);
        context.update(if alias == KeyAlias::Outbox { b"outbox" } else { b"clinic" });
        context.update(&self.secret);
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, context.finish().as_ref()).unwrap())
    }
}

impl KeyStore for SeatKeys {
    fn wrap(&self, alias: KeyAlias, plain: &[u8]) -> Result<Vec<u8>, KeyError> {
        let mut nonce = [0; NONCE_LEN];
        self.random.fill(&mut nonce).map_err(|_| KeyError::Transient)?;
        let mut sealed = plain.to_vec();
        let unique = Nonce::assume_unique_for_key(nonce);
        let sealing = self.key(alias).seal_in_place_append_tag(unique, Aad::empty(), &mut sealed);
        sealing.map_err(|_| KeyError::Transient)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn unwrap(&self, alias: KeyAlias, wrapped: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (nonce, sealed) = wrapped.split_first_chunk::<NONCE_LEN>().ok_or(KeyError::Integrity)?;
        let mut sealed = sealed.to_vec();
        let unique = Nonce::assume_unique_for_key(*nonce);
        let plain = self.key(alias).open_in_place(unique, Aad::empty(), &mut sealed);
        plain.map(|plain| plain.to_vec()).map_err(|_| KeyError::Integrity)
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let signature = self.device.sign(&self.random, message).map_err(|_| KeyError::Transient)?;
        Ok(signature.as_ref().to_vec())
    }
}
