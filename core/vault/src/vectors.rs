//! The vault's primitives with keys and nonces from outside, for published test vectors. Not for use: what the vault
//! promises of nonces holds only where it draws them.

use ring::hkdf::KeyType;
use ring::hmac;

use crate::Cipher;
use crate::envelope::Sealer;
use crate::keyring::extract_with;

/// Ciphertext and tag, as rows and blobs are sealed.
pub fn seal(
    cipher: Cipher,
    key: &[u8; 32],
    nonce: [u8; 12],
    context: &[u8],
    plain: &[u8],
) -> Option<Vec<u8>> {
    Sealer::with_key(key)?.seal_bare(cipher, nonce, context, plain).ok()
}

/// Opens ciphertext and tag, as rows and blobs are opened.
pub fn open(
    cipher: Cipher,
    key: &[u8; 32],
    nonce: [u8; 12],
    context: &[u8],
    sealed: &[u8],
) -> Option<Vec<u8>> {
    let mut sealed = sealed.to_vec();
    Sealer::with_key(key)?.open_bare(cipher, nonce, context, &mut sealed).map(<[u8]>::to_vec)
}

/// HKDF-SHA256, as sub-keys are derived.
pub fn hkdf(salt: &[u8], secret: &[u8], info: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut out = vec![0; length];
    extract_with(salt, secret).expand(&[info], Length(length)).ok()?.fill(&mut out).ok()?;
    Some(out)
}

/// HMAC-SHA256, as rows are vouched for.
pub fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), message).as_ref().to_vec()
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}
