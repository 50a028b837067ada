//! The recovery bundle: a sealed file or QR code, opened by 24 digits, for when the hardware key is lost.
//!
//! The ordinary way back is a new enrolment and a full fetch from the clinic. A bundle saves what the clinic does not
//! have: the data keys, by which the vault's file opens as it is now, and unsent work as it was when the bundle was
//! made, for a phone that has the file no more.
//!
//! Its limits: after a rotation or a replaced clinical key its keys open nothing, and a new bundle is due; unsent work
//! in it may have been sent since, which its idempotent requests bear; who has bundle and digits reads all.
//!
//! `form (1) | Argon2id cost (8) | salt (16) | envelope of: outbox key (32) | clinical key (32) | records, each with its
//! length (4)`

use nabz_time::Entropy;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::envelope::{Cipher, Nonces};
use crate::keyring::Keyring;
use crate::payload::Payload;
use crate::scratch::Scratch;
use crate::stretch::{KdfCost, SALT, sealer};
use crate::{DataKey, DataKeys, KeyClass, Kind, Turn, Vault, VaultError, blob};

const FORM: u8 = 1;
const PURPOSE: &[u8] = b"recovery ";
const HEAD: usize = 1 + 8 + SALT;
const DIGITS: usize = 24;
/// Larger bundles are not made and not read: a phone must hold one in memory.
const LONGEST: usize = 32 << 20;

/// Why a bundle does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecoveryError {
    /// Not 24 digits.
    #[error("a recovery code has 24 digits")]
    Length,
    /// 24 digits whose last does not fit the others: one was mistyped.
    #[error("one of the digits is mistyped")]
    Mistyped,
    /// These digits do not open this bundle, or the bundle was changed.
    #[error("the digits do not open this bundle")]
    Wrong,
    /// No bundle of ours, or one of a newer app.
    #[error("not a recovery bundle")]
    Malformed,
    /// The phone has not the memory to open it now.
    #[error("not enough memory to open the bundle")]
    Memory,
}

/// 24 digits: 23 random ones, about 76 bits, and one that shows a typing error (ISO/IEC 7064, MOD 11,10). Wiped when
/// dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct RecoveryCode([u8; DIGITS]);

impl RecoveryCode {
    /// A new code, to be written down by the person.
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        let mut code = Self([0; DIGITS]);
        for digit in &mut code.0[..DIGITS - 1] {
            let mut byte = [u8::MAX];
            // Above 249 the remainders would not come evenly.
            while byte[0] > 249 {
                entropy.fill(&mut byte);
            }
            *digit = b'0' + byte[0] % 10;
        }
        code.0[DIGITS - 1] = check_digit(&code.0[..DIGITS - 1]);
        code
    }

    /// Takes 24 ASCII digits; digits of any script are brought to this form by `nabz_locale::parse_digits`.
    pub fn parse(digits: &str) -> Result<Self, RecoveryError> {
        let code = Self(digits.as_bytes().try_into().map_err(|_| RecoveryError::Length)?);
        if !code.0.iter().all(u8::is_ascii_digit) {
            return Err(RecoveryError::Length);
        }
        if code.0[DIGITS - 1] == check_digit(&code.0[..DIGITS - 1]) {
            Ok(code)
        } else {
            Err(RecoveryError::Mistyped)
        }
    }

    /// The digits, to be shown once, in groups.
    pub fn digits(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

/// What a bundle held.
pub struct Recovered {
    /// The keys that open the vault's file, if they were not changed since.
    pub keys: DataKeys,
    unsent: Vec<Unsent>,
}

struct Unsent {
    kind: Zeroizing<String>,
    id: Zeroizing<String>,
    bytes: Zeroizing<Vec<u8>>,
}

impl Recovered {
    /// Puts the unsent work into a turn, where there is not something of the same kind and id already, and returns how
    /// many records and blobs were put. Only records of `kinds` are taken: those this build knows.
    pub fn restore(
        &self,
        turn: &mut Turn<'_>,
        kinds: &[Kind],
        entropy: &mut dyn Entropy,
    ) -> Result<usize, VaultError> {
        let mut put = 0;
        for Unsent { kind, id, bytes } in &self.unsent {
            let known = kinds.iter().find(|known| known.class == KeyClass::Outbox && known.name == **kind);
            if let Some(kind) = known
                && turn.get(*kind, id)?.is_none()
            {
                turn.put(*kind, id, bytes)?;
                put += 1;
            }
        }
        let pieces: Vec<_> = self.unsent.iter().filter(|unsent| *unsent.kind == blob::NAME).collect();
        for pieces in pieces.chunk_by(|one, next| one.id == next.id) {
            let Some(id) = pieces.first().map(|piece| &piece.id) else { continue };
            if turn.vault().blob(KeyClass::Outbox, id)?.is_none() {
                let mut writer = turn.vault().new_blob(entropy)?;
                for piece in pieces {
                    writer.write(&piece.bytes)?;
                }
                turn.put_blob(KeyClass::Outbox, id, writer.finish()?)?;
                put += 1;
            }
        }
        Ok(put)
    }

    /// How many records and pieces of blobs it holds.
    pub fn unsent(&self) -> usize {
        self.unsent.len()
    }

    /// Opens a bundle. Takes as long as its cost says.
    pub fn open(bundle: &[u8], code: &RecoveryCode) -> Result<Self, RecoveryError> {
        let (head, sealed) = bundle.split_first_chunk::<HEAD>().ok_or(RecoveryError::Malformed)?;
        let (&[form], rest) = head.split_first_chunk().ok_or(RecoveryError::Malformed)?;
        let (cost, salt) = rest.split_first_chunk().ok_or(RecoveryError::Malformed)?;
        let cost = KdfCost::decode(cost).filter(|_| form == FORM).ok_or(RecoveryError::Malformed)?;
        let salt = salt.first_chunk().ok_or(RecoveryError::Malformed)?;
        if sealed.len() > LONGEST {
            return Err(RecoveryError::Malformed);
        }
        let sealer = sealer(&code.0, salt, cost, PURPOSE).ok_or(RecoveryError::Memory)?;
        let mut sealed = Zeroizing::new(sealed.to_vec());
        let plain = sealer.open(head, &mut sealed).ok_or(RecoveryError::Wrong)?;
        decode(plain).ok_or(RecoveryError::Malformed)
    }
}

impl std::fmt::Debug for Recovered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recovered({} unsent, …)", self.unsent.len())
    }
}

impl Vault {
    /// Makes a bundle of this vault's keys, of every record of `kinds`, the app's kinds of unsent work, and of every
    /// unsent blob. Refused if
    /// these are not the keys that the vault seals with now, or if it would be larger than 32 MiB.
    pub fn recovery_bundle(
        &self,
        keys: &DataKeys,
        kinds: &[Kind],
        code: &RecoveryCode,
        cost: KdfCost,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, VaultError> {
        let slots = self.parts()?.1.slots();
        for (class, key) in [(KeyClass::Outbox, &keys.outbox), (KeyClass::Clinical, &keys.clinical)] {
            let slot = slots.of(class);
            if *Keyring::derive(class, key, slot.key_id)?.check() != slot.check {
                return Err(VaultError::WrongKey);
            }
        }
        let mut plain = Scratch::default();
        plain.extend(keys.outbox.as_bytes());
        plain.extend(keys.clinical.as_bytes());
        for kind in kinds {
            for id in self.ids(*kind)? {
                let Some(record) = self.get(*kind, &id)? else { continue };
                append(&mut plain, kind.name, &id, &Zeroizing::new(record.bytes))?;
            }
        }
        for id in self.unsent_blob_ids()? {
            let Some(mut reader) = self.blob(KeyClass::Outbox, &id)? else { continue };
            while let Some(chunk) = reader.next_chunk()? {
                append(&mut plain, blob::NAME, &id, chunk)?;
            }
        }
        let mut salt = [0; SALT];
        entropy.fill(&mut salt);
        let mut bundle = vec![FORM];
        bundle.extend(cost.encode());
        bundle.extend(salt);
        let sealer = sealer(&code.0, &salt, cost, PURPOSE).ok_or(VaultError::Misuse("Argon2id"))?;
        let mut nonces = Nonces::draw(entropy);
        bundle.extend(sealer.seal(Cipher::ChaCha20Poly1305, &mut nonces, &bundle, &plain)?);
        Ok(bundle)
    }
}

fn append(plain: &mut Scratch, kind: &str, id: &str, bytes: &[u8]) -> Result<(), VaultError> {
    let payload = Payload::new(kind, id, bytes)?;
    if plain.len() + payload.length() > LONGEST {
        return Err(VaultError::TooLarge);
    }
    let mut encoded = Zeroizing::new(Vec::with_capacity(payload.length()));
    payload.encode(&mut encoded);
    plain.extend(&(encoded.len() as u32).to_be_bytes());
    plain.extend(&encoded);
    Ok(())
}

fn decode(plain: &[u8]) -> Option<Recovered> {
    let (outbox, rest) = plain.split_first_chunk::<32>()?;
    let (clinical, mut rest) = rest.split_first_chunk::<32>()?;
    let key = |bytes| DataKey::from_bytes(bytes).ok();
    let keys = DataKeys { outbox: key(outbox)?, clinical: key(clinical)? };
    let mut unsent = Vec::new();
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk()?;
        let (payload, after) = after.split_at_checked(u32::from_be_bytes(*length).try_into().ok()?)?;
        let Payload { kind, id, bytes } = Payload::decode(payload)?;
        unsent.push(Unsent {
            kind: kind.to_owned().into(),
            id: id.to_owned().into(),
            bytes: bytes.to_vec().into(),
        });
        rest = after;
    }
    Some(Recovered { keys, unsent })
}

/// The digit to follow these, by ISO/IEC 7064, MOD 11,10: every single wrong digit shows, and nearly every swap.
fn check_digit(digits: &[u8]) -> u8 {
    let mut product = 10;
    for digit in digits {
        let sum = (product + u32::from(digit.wrapping_sub(b'0') % 10)) % 10;
        product = if sum == 0 { 10 } else { sum } * 2 % 11;
    }
    b'0' + ((11 - product) % 10) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Count(u8);
    impl Entropy for Count {
        fn fill(&mut self, out: &mut [u8]) {
            for byte in out {
                self.0 = self.0.wrapping_mul(5).wrapping_add(71);
                *byte = self.0;
            }
        }
    }

    #[test]
    fn every_single_wrong_digit_is_called_mistyped() {
        let code = RecoveryCode::generate(&mut Count(3));
        assert!(RecoveryCode::parse(code.digits()).is_ok());
        for at in 0..DIGITS {
            for other in (b'0'..=b'9').filter(|digit| *digit != code.0[at]) {
                let mut typed = code.0;
                typed[at] = other;
                let typed = std::str::from_utf8(&typed).unwrap();
                assert_eq!(RecoveryCode::parse(typed).err(), Some(RecoveryError::Mistyped));
            }
        }
    }

    #[test]
    fn the_check_digit_is_the_standards() {
        // The example in ISO/IEC 7064:2003, 8.2.
        assert_eq!(check_digit(b"0794"), b'5');
    }

    #[test]
    fn other_lengths_and_letters_are_refused() {
        for typed in ["", "123", "12345678901234567890123a", &"1".repeat(25)] {
            assert_eq!(RecoveryCode::parse(typed).err(), Some(RecoveryError::Length));
        }
    }
}
