//! What the vault knows of a blob: the bytes of its sealed row.

use nabz_time::Wall;

use super::store::FileName;
use crate::scratch::Scratch;
use crate::{Cipher, DataKey, Record, Tampering, VaultError};

/// Whether the clinic has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Unsent,
    /// Since then.
    Confirmed(Wall),
}

pub(super) struct BlobRecord {
    pub(super) key: DataKey,
    pub(super) file: FileName,
    /// Bytes of plaintext.
    pub(super) length: u64,
    pub(super) cipher: Cipher,
    pub(super) state: State,
}

impl BlobRecord {
    /// `key (32) | file (16) | length (8) | cipher (1) | state (1) | since (8)`, big-endian.
    pub(super) fn encode(&self) -> Scratch {
        let (state, since) = match self.state {
            State::Unsent => (0, 0),
            State::Confirmed(at) => (1, at.millis()),
        };
        let mut bytes = Scratch::with_room(66);
        bytes.extend(self.key.as_bytes());
        bytes.extend(&self.file);
        bytes.extend(&self.length.to_be_bytes());
        bytes.extend(&[self.cipher.byte(), state]);
        bytes.extend(&since.to_be_bytes());
        bytes
    }

    /// Reads a row of ours; anything else under this kind was put there by somebody who had the key.
    pub(super) fn decode(record: Record) -> Result<Self, VaultError> {
        let bytes = zeroize::Zeroizing::new(record.bytes);
        decode(&bytes).ok_or(VaultError::Tampered(Tampering::Blob))
    }
}

fn decode(bytes: &[u8]) -> Option<BlobRecord> {
    let (key, rest) = bytes.split_first_chunk::<32>()?;
    let (file, rest) = rest.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let (&[cipher, state], since) = rest.split_first_chunk()?;
    let since = Wall::from_millis(i64::from_be_bytes(since.try_into().ok()?));
    let state = match state {
        0 => State::Unsent,
        1 => State::Confirmed(since),
        _ => return None,
    };
    Some(BlobRecord {
        key: DataKey::from_bytes(key).ok()?,
        file: *file,
        length: u64::from_be_bytes(*length),
        cipher: Cipher::from_byte(cipher)?,
        state,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survives_its_own_encoding_and_no_other_length() {
        for state in [State::Unsent, State::Confirmed(Wall::from_millis(-7))] {
            let record = BlobRecord {
                key: DataKey::from_bytes(&[3; 32]).unwrap(),
                file: [4; 16],
                length: 5,
                cipher: Cipher::ChaCha20Poly1305,
                state,
            };
            let bytes = record.encode();
            let read = decode(&bytes).unwrap();
            assert_eq!((read.file, read.length, read.cipher, read.state), ([4; 16], 5, record.cipher, state));
            assert_eq!(read.key.as_bytes(), &[3; 32]);
            for length in 0..bytes.len() {
                assert!(decode(&bytes[..length]).is_none(), "length {length}");
            }
            assert!(decode(&[&bytes[..], &[0]].concat()).is_none());
        }
    }
}
