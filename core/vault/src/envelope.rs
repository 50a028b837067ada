//! The sealed form of a row and of the manifest: `ver | alg | key id | nonce | ciphertext | tag`.
//!
//! | Part | Bytes | |
//! |---|---|---|
//! | ver | 1 | 1 |
//! | alg | 1 | 1 AES-256-GCM, 2 ChaCha20-Poly1305 (RFC 8439) |
//! | key id | 4 | which data key of the class, big-endian |
//! | nonce | 12 | random, see [`Nonces`] |
//! | ciphertext | n | as long as the plaintext |
//! | tag | 16 | over the ciphertext and the additional data |

use nabz_time::Entropy;
use ring::aead::{AES_256_GCM, Aad, Algorithm, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use ring::hkdf::Prk;

use crate::VaultError;

const FORM: u8 = 1;
const NONCE: usize = 12;
pub(crate) const TAG: usize = 16;
/// Everything before the ciphertext.
const HEAD: usize = 1 + 1 + 4 + NONCE;
/// How much longer an envelope is than what it seals.
pub(crate) const OVERHEAD: usize = HEAD + TAG;

/// Random 96-bit nonces stay below a collision chance of 2⁻³² up to 2³² seals a key (NIST SP 800-38D §8.3); half of
/// it is the cap.
pub(crate) const MOST_SEALS: u64 = 1 << 31;

/// What new rows are sealed with. Every vault opens both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cipher {
    /// Faster where the processor has AES instructions: nearly every phone.
    #[default]
    Aes256Gcm,
    /// For processors without, where AES would be slow and leak through timing.
    ChaCha20Poly1305,
}

impl Cipher {
    pub(crate) const fn byte(self) -> u8 {
        match self {
            Self::Aes256Gcm => 1,
            Self::ChaCha20Poly1305 => 2,
        }
    }

    pub(crate) const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Aes256Gcm),
            2 => Some(Self::ChaCha20Poly1305),
            _ => None,
        }
    }
}

/// The nonces of one turn: a random start, counted up inside the turn.
///
/// A pair of nonces collides no more often than two drawn at random (never, inside a turn), and one draw serves the
/// whole turn.
pub(crate) struct Nonces {
    start: [u8; NONCE],
    used: u32,
}

impl Nonces {
    pub(crate) fn draw(entropy: &mut dyn Entropy) -> Self {
        let mut start = [0; NONCE];
        entropy.fill(&mut start);
        Self { start, used: 0 }
    }

    fn next(&mut self) -> Result<[u8; NONCE], VaultError> {
        let mut nonce = self.start;
        for (byte, count) in nonce.iter_mut().rev().zip(self.used.to_le_bytes()) {
            *byte ^= count;
        }
        self.used = self.used.checked_add(1).ok_or(VaultError::KeyWorn)?;
        Ok(nonce)
    }
}

/// A sub-key that seals and opens, in both ciphers.
pub(crate) struct Sealer {
    key_id: u32,
    // Boxed so that the wipe on drop overwrites the only place they live in.
    aes: Box<LessSafeKey>,
    chacha: Box<LessSafeKey>,
}

impl Sealer {
    /// Derives the sub-key named `purpose`.
    pub(crate) fn derive(prk: &Prk, purpose: &[&[u8]], key_id: u32) -> Result<Self, VaultError> {
        let sub_key = |algorithm: &'static Algorithm, name: &[u8]| {
            let mut info = purpose.to_vec();
            info.push(name);
            let key = prk.expand(&info, algorithm).map_err(|_| VaultError::Misuse("HKDF"))?;
            Ok::<_, VaultError>(Box::new(LessSafeKey::new(UnboundKey::from(key))))
        };
        Ok(Self {
            key_id,
            aes: sub_key(&AES_256_GCM, b"aes-256-gcm")?,
            chacha: sub_key(&CHACHA20_POLY1305, b"chacha20-poly1305")?,
        })
    }

    /// A sealer with this very key in both ciphers: for test vectors, which bring theirs.
    pub(crate) fn with_key(key: &[u8; 32]) -> Option<Self> {
        let key = |algorithm| UnboundKey::new(algorithm, key).map(LessSafeKey::new).map(Box::new).ok();
        Some(Self { key_id: 1, aes: key(&AES_256_GCM)?, chacha: key(&CHACHA20_POLY1305)? })
    }

    /// Seals `plain`, bound to `context`.
    pub(crate) fn seal(
        &self,
        cipher: Cipher,
        nonces: &mut Nonces,
        context: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        let mut envelope = Vec::new();
        let write = |body: &mut Vec<u8>| body.extend_from_slice(plain);
        self.seal_into(&mut envelope, cipher, nonces, context, plain.len(), write)?;
        Ok(envelope)
    }

    /// Seals what `write` appends to `envelope`, `length` bytes, where it was written: no other copy of it is made.
    pub(crate) fn seal_into(
        &self,
        envelope: &mut Vec<u8>,
        cipher: Cipher,
        nonces: &mut Nonces,
        context: &[u8],
        length: usize,
        write: impl FnOnce(&mut Vec<u8>),
    ) -> Result<(), VaultError> {
        let nonce = nonces.next()?;
        envelope.clear();
        envelope.reserve(length + OVERHEAD);
        envelope.extend_from_slice(&[FORM, cipher.byte()]);
        envelope.extend_from_slice(&self.key_id.to_be_bytes());
        envelope.extend_from_slice(&nonce);
        write(envelope);
        self.close(cipher, nonce, context, envelope, HEAD)
    }

    /// Seals without a head: ciphertext and tag. The caller answers for a nonce that this key has not seen.
    pub(crate) fn seal_bare(
        &self,
        cipher: Cipher,
        nonce: [u8; NONCE],
        context: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        let mut sealed = Vec::with_capacity(plain.len() + TAG);
        sealed.extend_from_slice(plain);
        self.close(cipher, nonce, context, &mut sealed, 0)?;
        Ok(sealed)
    }

    /// Opens in place what [`seal_bare`](Self::seal_bare) sealed.
    pub(crate) fn open_bare<'s>(
        &self,
        cipher: Cipher,
        nonce: [u8; NONCE],
        context: &[u8],
        sealed: &'s mut [u8],
    ) -> Option<&'s [u8]> {
        let nonce = Nonce::assume_unique_for_key(nonce);
        self.key(cipher).open_in_place(nonce, Aad::from(context), sealed).ok().map(|plain| &*plain)
    }

    /// Seals the bytes after `from` in place and appends the tag, for which there is room: plaintext never stays behind
    /// in memory that was outgrown.
    fn close(
        &self,
        cipher: Cipher,
        nonce: [u8; NONCE],
        context: &[u8],
        sealed: &mut Vec<u8>,
        from: usize,
    ) -> Result<(), VaultError> {
        let (_, body) = sealed.split_at_mut(from);
        let nonce = Nonce::assume_unique_for_key(nonce);
        match self.key(cipher).seal_in_place_separate_tag(nonce, Aad::from(context), body) {
            Ok(tag) => sealed.extend_from_slice(tag.as_ref()),
            Err(_) => {
                body.fill(0);
                return Err(VaultError::TooLarge);
            }
        }
        Ok(())
    }

    fn key(&self, cipher: Cipher) -> &LessSafeKey {
        match cipher {
            Cipher::Aes256Gcm => &self.aes,
            Cipher::ChaCha20Poly1305 => &self.chacha,
        }
    }

    /// Opens `envelope` in place; `None` if it was not sealed here, with this key, for this `context`.
    pub(crate) fn open<'e>(&self, context: &[u8], envelope: &'e mut [u8]) -> Option<&'e [u8]> {
        let (head, body) = envelope.split_at_mut_checked(HEAD)?;
        let (&mut [form, cipher, ref key_id @ ..], nonce) = head.split_first_chunk_mut::<6>()?;
        if form != FORM || *key_id != self.key_id.to_be_bytes() {
            return None;
        }
        self.open_bare(Cipher::from_byte(cipher)?, nonce.try_into().ok()?, context, body)
    }
}

impl Drop for Sealer {
    /// ring does not promise to wipe its keys: each is overwritten by a key of zeros of the same shape.
    fn drop(&mut self) {
        for (key, algorithm) in [(&mut self.aes, &AES_256_GCM), (&mut self.chacha, &CHACHA20_POLY1305)] {
            if let Ok(zeros) = UnboundKey::new(algorithm, &[0; 32]) {
                **key = LessSafeKey::new(zeros);
                std::hint::black_box(key);
            }
        }
    }
}

/// What tells one sealing apart from every other: head and tag.
pub(crate) type Print = [u8; HEAD + TAG];

/// The head and tag of an envelope.
pub(crate) fn print(envelope: &[u8]) -> Option<Print> {
    let (head, body) = envelope.split_at_checked(HEAD)?;
    let mut print = [0; HEAD + TAG];
    print[..HEAD].copy_from_slice(head);
    print[HEAD..].copy_from_slice(body.last_chunk::<TAG>()?);
    Some(print)
}

/// Which data key of the class sealed it, as the head says.
pub(crate) fn key_id(envelope: &[u8]) -> Option<u32> {
    envelope.get(2..)?.first_chunk().map(|id| u32::from_be_bytes(*id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::hkdf::{HKDF_SHA256, Salt};

    struct Ones;
    impl Entropy for Ones {
        fn fill(&mut self, out: &mut [u8]) {
            out.fill(1);
        }
    }

    fn sealer(key: u8) -> Sealer {
        let prk = Salt::new(HKDF_SHA256, b"test").extract(&[key; 32]);
        Sealer::derive(&prk, &[b"rows"], 7).unwrap()
    }

    #[test]
    fn opens_only_what_it_sealed_for_the_same_context() {
        let mut nonces = Nonces::draw(&mut Ones);
        for cipher in [Cipher::Aes256Gcm, Cipher::ChaCha20Poly1305] {
            let sealed = sealer(1).seal(cipher, &mut nonces, b"here", b"pulse 72").unwrap();
            assert_eq!(sealer(1).open(b"here", &mut sealed.clone()), Some(&b"pulse 72"[..]));
            assert_eq!(sealer(1).open(b"there", &mut sealed.clone()), None);
            assert_eq!(sealer(2).open(b"here", &mut sealed.clone()), None);
        }
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_refused() {
        let sealed =
            sealer(1).seal(Cipher::default(), &mut Nonces::draw(&mut Ones), b"", b"pulse 72").unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(sealer(1).open(b"", &mut flipped), None, "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert_eq!(sealer(1).open(b"", &mut sealed[..length].to_vec()), None, "length {length}");
        }
    }

    #[test]
    fn nonces_of_a_turn_differ() {
        let mut nonces = Nonces::draw(&mut Ones);
        let drawn: std::collections::BTreeSet<_> = (0..70_000).map(|_| nonces.next().unwrap()).collect();
        assert_eq!(drawn.len(), 70_000);
    }
}
