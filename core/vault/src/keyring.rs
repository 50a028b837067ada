//! The sub-keys of one data key (HKDF-SHA256, RFC 5869), and everything done with them.

use ring::hkdf::{HKDF_SHA256, Prk, Salt};
use ring::hmac;

use crate::envelope::{Cipher, Nonces, Sealer, fingerprint, key_id};
use crate::{DataKey, KeyClass, VaultError};

/// Format of rows and manifest: bound into every seal, and changed whenever the layout of what is bound changes.
const FORMAT: &[u8] = b"nabz vault 1";

/// Deeper than any of our calls into ring.
const STACK: usize = 48 << 10;

/// Stands for a record's kind and id in the clear.
pub(crate) type Blind = [u8; 16];
/// Vouches for one row as it was written last.
pub(crate) type RowMac = [u8; 32];
/// Tells whether a data key is the right one.
pub(crate) type KeyCheck = [u8; 16];

/// One row as it lies in its table.
pub(crate) struct Row<'r> {
    pub(crate) seq: i64,
    pub(crate) blind: Blind,
    pub(crate) version: i64,
    pub(crate) sealed: &'r [u8],
}

/// The sub-keys of one data key.
pub(crate) struct Keyring {
    rows: Sealer,
    // Boxed as the sealer's keys are, and for the same reason.
    blind: Box<hmac::Key>,
    mac: Box<hmac::Key>,
    check: KeyCheck,
    class: KeyClass,
    id: u32,
}

impl Keyring {
    /// The sub-keys of the data key `id` of a class.
    pub(crate) fn derive(class: KeyClass, key: &DataKey, id: u32) -> Result<Self, VaultError> {
        let prk = extract(key);
        let check = hmac::sign(&derive_mac(&prk, class, b"check")?, FORMAT);
        Ok(Self {
            rows: Sealer::derive(&prk, &[label(class), b" rows "], id)?,
            blind: Box::new(derive_mac(&prk, class, b"blind")?),
            mac: Box::new(derive_mac(&prk, class, b"mac")?),
            check: check.as_ref().first_chunk().copied().unwrap_or_default(),
            class,
            id,
        })
    }

    pub(crate) fn class(&self) -> KeyClass {
        self.class
    }

    /// Whether this key sealed the row, by what stands in its envelope.
    pub(crate) fn sealed(&self, row: &Row<'_>) -> bool {
        key_id(row.sealed) == Some(self.id)
    }

    /// Shows nothing of the key and differs for every key: compared before anything else is tried.
    pub(crate) fn check(&self) -> &KeyCheck {
        &self.check
    }

    /// What stands for kind and id in the clear.
    pub(crate) fn blind(&self, kind: &str, id: &str) -> Blind {
        // The length keeps ("a", "bc") and ("ab", "c") apart.
        let name = [&[kind.len() as u8], kind.as_bytes(), id.as_bytes()].concat();
        hmac::sign(&self.blind, &name).as_ref().first_chunk().copied().unwrap_or_default()
    }

    pub(crate) fn seal(
        &self,
        cipher: Cipher,
        nonces: &mut Nonces,
        blind: &Blind,
        version: i64,
        plain: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        self.rows.seal(cipher, nonces, &self.context(blind, version), plain)
    }

    pub(crate) fn open<'e>(&self, blind: &Blind, version: i64, envelope: &'e mut [u8]) -> Option<&'e [u8]> {
        self.rows.open(&self.context(blind, version), envelope)
    }

    /// Vouches for a row: its place in the order and this one sealing of it. Head and tag stand for all the rest,
    /// which opens with no other record, version or ciphertext between them.
    pub(crate) fn mac(&self, row: &Row<'_>) -> Option<RowMac> {
        let (head, tag) = fingerprint(row.sealed)?;
        let sealing = [&row.seq.to_be_bytes(), head, tag].concat();
        hmac::sign(&self.mac, &sealing).as_ref().first_chunk().copied()
    }

    /// What a row is bound to: app and format, table, record, version. The key id stands in the envelope, and
    /// another id is another key.
    fn context(&self, blind: &Blind, version: i64) -> Vec<u8> {
        [FORMAT, label(self.class), &self.id.to_be_bytes(), blind, &version.to_be_bytes()].concat()
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        for key in [&mut self.blind, &mut self.mac] {
            **key = hmac::Key::new(hmac::HMAC_SHA256, &[0; 32]);
            std::hint::black_box(key);
        }
    }
}

/// The sub-key that seals the manifest.
pub(crate) fn manifest_sealer(outbox: &DataKey, id: u32) -> Result<Sealer, VaultError> {
    Sealer::derive(&extract(outbox), &[b"manifest "], id)
}

/// The sub-key that seals the key before this one while rows of it are left.
pub(crate) fn retiring_sealer(class: KeyClass, key: &DataKey, id: u32) -> Result<Sealer, VaultError> {
    Sealer::derive(&extract(key), &[label(class), b" retiring "], id)
}

/// What the manifest is bound to besides its own content.
pub(crate) fn manifest_context(clinical_check: &[u8], slots: &[u8]) -> Vec<u8> {
    [FORMAT, b" manifest", clinical_check, slots].concat()
}

/// Overwrites what deriving and sealing left of keys on the stack: ring hands its keys around by value and wipes none
/// of the places they lay in.
#[inline(never)]
pub(crate) fn wipe_stack() {
    let mut rest = [0u8; STACK];
    std::hint::black_box(&mut rest);
}

fn extract(key: &DataKey) -> Prk {
    extract_with(FORMAT, key.as_bytes())
}

/// HKDF-Extract (RFC 5869 §2.2).
pub(crate) fn extract_with(salt: &[u8], secret: &[u8]) -> Prk {
    Salt::new(HKDF_SHA256, salt).extract(secret)
}

fn derive_mac(prk: &Prk, class: KeyClass, purpose: &[u8]) -> Result<hmac::Key, VaultError> {
    let info = [label(class), b" ", purpose];
    prk.expand(&info, hmac::HMAC_SHA256).map(hmac::Key::from).map_err(|_| VaultError::Misuse("HKDF"))
}

/// All of one length, so that what follows them stands at one place.
const fn label(class: KeyClass) -> &'static [u8] {
    match class {
        KeyClass::Outbox => b"outbox..",
        KeyClass::Clinical => b"clinical",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabz_time::Entropy;

    struct Ones;
    impl Entropy for Ones {
        fn fill(&mut self, out: &mut [u8]) {
            out.fill(1);
        }
    }

    fn keyring(class: KeyClass) -> Keyring {
        Keyring::derive(class, &DataKey::from_bytes(&[1; 32]).unwrap(), 1).unwrap()
    }

    #[test]
    fn a_seal_is_bound_to_record_version_and_table() {
        let outbox = keyring(KeyClass::Outbox);
        let (here, there) = (outbox.blind("kind", "1"), outbox.blind("kind", "2"));
        let mut nonces = Nonces::draw(&mut Ones);
        let sealed = outbox.seal(Cipher::default(), &mut nonces, &here, 3, b"plain").unwrap();
        let opens = |keys: &Keyring, blind, version| keys.open(blind, version, &mut sealed.clone()).is_some();
        assert!(opens(&outbox, &here, 3));
        assert!(!opens(&outbox, &there, 3));
        assert!(!opens(&outbox, &here, 2));
        assert!(!opens(&keyring(KeyClass::Clinical), &here, 3));
    }

    #[test]
    fn blinded_ids_and_checks_differ_where_what_they_stand_for_does() {
        let outbox = keyring(KeyClass::Outbox);
        assert_ne!(outbox.blind("a", "bc"), outbox.blind("ab", "c"));
        assert_ne!(outbox.blind("a", "b"), keyring(KeyClass::Clinical).blind("a", "b"));
        let other = Keyring::derive(KeyClass::Outbox, &DataKey::from_bytes(&[2; 32]).unwrap(), 1).unwrap();
        assert_ne!(outbox.check(), other.check());
    }
}
