//! The sub-keys of one data key (HKDF-SHA256, RFC 5869), and everything done with them.

use ring::hkdf::{HKDF_SHA256, Prk, Salt};
use ring::hmac;

use crate::envelope::{Cipher, Nonces, Print, Sealer, key_id};
use crate::payload::Payload;
use crate::{DataKey, KeyClass, VaultError};

/// Names the layout of what is bound into a seal: rows of format 1, and the manifest.
const FORMAT: &[u8] = b"nabz vault 1";
/// Rows from format 2 on.
const ROWS: &[u8] = b"nabz vault 2";

/// Deeper than any of our calls into ring.
const STACK: usize = 48 << 10;

/// The longest context of a row: that of format 1.
const CONTEXT: usize = 12 + 8 + 4 + 16 + 8;

/// Vouches for one row as it was written last.
pub(crate) type RowMac = [u8; 32];
/// Tells whether a data key is the right one.
pub(crate) type KeyCheck = [u8; 16];

/// One row as it lies in its table.
pub(crate) struct Row<'r> {
    pub(crate) seq: i64,
    /// Empty; in rows of format 1, 16 bytes that stand for kind and id.
    pub(crate) blind: &'r [u8],
    pub(crate) version: i64,
    pub(crate) sealed: &'r [u8],
}

/// The sub-keys of one data key.
pub(crate) struct Keyring {
    rows: Sealer,
    // Boxed as the sealer's keys are, and for the same reason.
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
            mac: Box::new(derive_mac(&prk, class, b"mac")?),
            check: check.as_ref().first_chunk().copied().unwrap_or_default(),
            class,
            id,
        })
    }

    pub(crate) fn class(&self) -> KeyClass {
        self.class
    }

    /// Whether this key sealed an envelope, by what stands in its head.
    pub(crate) fn sealed(&self, envelope: &[u8]) -> bool {
        key_id(envelope) == Some(self.id)
    }

    /// Shows nothing of the key and differs for every key: compared before anything else is tried.
    pub(crate) fn check(&self) -> &KeyCheck {
        &self.check
    }

    /// A secret for hashing what is in RAM.
    pub(crate) fn hashing_secret(&self) -> u64 {
        let secret = hmac::sign(&self.mac, b"index");
        secret.as_ref().first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
    }

    /// Seals a record for its row, into `envelope`.
    pub(crate) fn seal(
        &self,
        envelope: &mut Vec<u8>,
        cipher: Cipher,
        nonces: &mut Nonces,
        seq: i64,
        version: i64,
        payload: &Payload<'_>,
    ) -> Result<(), VaultError> {
        let context = self.context(seq, &[], version).ok_or(VaultError::Misuse("row"))?;
        let encode = |plain: &mut Vec<u8>| payload.encode(plain);
        self.rows.seal_into(envelope, cipher, nonces, &context, payload.length(), encode)
    }

    /// Opens a row; `envelope` is a copy of what is sealed in it.
    pub(crate) fn open<'e>(&self, row: &Row<'_>, envelope: &'e mut [u8]) -> Option<&'e [u8]> {
        self.rows.open(&self.context(row.seq, row.blind, row.version)?, envelope)
    }

    /// Vouches for a row: its place in the order and this one sealing of it. Head and tag stand for all the rest,
    /// which opens with no other record, version or ciphertext between them.
    pub(crate) fn mac(&self, seq: i64, print: &Print) -> RowMac {
        let mut mac = hmac::Context::with_key(&self.mac);
        mac.update(&seq.to_be_bytes());
        mac.update(print);
        mac.sign().as_ref().first_chunk().copied().unwrap_or_default()
    }

    /// What a row is bound to: app and format, table, key, place, version. Kind and id are inside.
    fn context(&self, seq: i64, blind: &[u8], version: i64) -> Option<Context> {
        let mut context = Context { bytes: [0; CONTEXT], length: 0 };
        let (format, place) = match blind.len() {
            0 => (ROWS, &seq.to_be_bytes()[..]),
            16 => (FORMAT, blind),
            _ => return None,
        };
        for part in [format, label(self.class), &self.id.to_be_bytes(), place, &version.to_be_bytes()] {
            context.extend(part);
        }
        Some(context)
    }
}

/// A row's context, put together without touching the heap.
struct Context {
    bytes: [u8; CONTEXT],
    length: usize,
}

impl Context {
    fn extend(&mut self, part: &[u8]) {
        let end = self.length + part.len();
        if let Some(room) = self.bytes.get_mut(self.length..end) {
            room.copy_from_slice(part);
            self.length = end;
        }
    }
}

impl std::ops::Deref for Context {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        *self.mac = hmac::Key::new(hmac::HMAC_SHA256, &[0; 32]);
        std::hint::black_box(&mut self.mac);
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
    fn a_seal_is_bound_to_place_version_and_table() {
        let outbox = keyring(KeyClass::Outbox);
        let payload = Payload::new("kind", "id", b"plain").unwrap();
        let mut nonces = Nonces::draw(&mut Ones);
        let mut sealed = Vec::new();
        outbox.seal(&mut sealed, Cipher::default(), &mut nonces, 5, 3, &payload).unwrap();
        let opens = |keys: &Keyring, seq, blind: &[u8], version| {
            let row = Row { seq, blind, version, sealed: &sealed };
            keys.open(&row, &mut sealed.clone()).is_some()
        };
        assert!(opens(&outbox, 5, &[], 3));
        assert!(!opens(&outbox, 6, &[], 3));
        assert!(!opens(&outbox, 5, &[], 2));
        assert!(!opens(&outbox, 5, &[0; 16], 3));
        assert!(!opens(&outbox, 5, &[0; 8], 3));
        assert!(!opens(&keyring(KeyClass::Clinical), 5, &[], 3));
    }

    #[test]
    fn checks_differ_where_keys_do() {
        let other = DataKey::from_bytes(&[2; 32]).unwrap();
        let other = Keyring::derive(KeyClass::Outbox, &other, 1).unwrap();
        assert_ne!(keyring(KeyClass::Outbox).check(), other.check());
        assert_ne!(keyring(KeyClass::Outbox).check(), keyring(KeyClass::Clinical).check());
    }
}
