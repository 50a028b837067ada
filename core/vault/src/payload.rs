//! What is inside a sealed row: kind, id and bytes, padded so that the file shows lengths only in steps of 256 bytes.
//!
//! The steps count what a row takes in SQLite's page, so that rows fill their pages: four of 1,024 bytes in 4,096.
//!
//! `kind length (1) | kind | id length (2) | id | bytes length (4) | bytes | zeros`, lengths big-endian.

use crate::{VaultError, envelope};

/// What a row takes on the disk is a multiple of this.
const BUCKET: usize = 256;
/// What a row takes besides its plaintext: envelope, and 18 bytes for SQLite: cell length (2), seq (3, up
/// to 2 million rows), record header (6), version (2), cell pointer and page header (5).
const BESIDES: usize = envelope::OVERHEAD + 18;
/// Our own names, all short.
const LONGEST_KIND: usize = 64;
/// A FHIR id has at most 64 characters; an absolute reference of a resource is longer.
const LONGEST_ID: usize = 1024;
/// Larger things are stored in pieces.
const LONGEST_RECORD: usize = 4 << 20;

/// A row's plaintext, taken apart. Made by [`new`](Self::new) or [`decode`](Self::decode) only.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Payload<'p> {
    pub(crate) kind: &'p str,
    pub(crate) id: &'p str,
    pub(crate) bytes: &'p [u8],
}

impl<'p> Payload<'p> {
    /// Takes kind, id and bytes together, if they fit.
    pub(crate) fn new(kind: &'p str, id: &'p str, bytes: &'p [u8]) -> Result<Self, VaultError> {
        if kind.len() > LONGEST_KIND || id.len() > LONGEST_ID || bytes.len() > LONGEST_RECORD {
            return Err(VaultError::TooLarge);
        }
        Ok(Self { kind, id, bytes })
    }

    /// Bytes of the padded plaintext.
    pub(crate) fn length(&self) -> usize {
        let length = 1 + self.kind.len() + 2 + self.id.len() + 4 + self.bytes.len();
        (length + BESIDES).next_multiple_of(BUCKET) - BESIDES
    }

    /// Appends the padded plaintext.
    pub(crate) fn encode(&self, plain: &mut Vec<u8>) {
        let end = plain.len() + self.length();
        // The limits of `new` fit these widths.
        plain.push(self.kind.len() as u8);
        plain.extend_from_slice(self.kind.as_bytes());
        plain.extend_from_slice(&(self.id.len() as u16).to_be_bytes());
        plain.extend_from_slice(self.id.as_bytes());
        plain.extend_from_slice(&(self.bytes.len() as u32).to_be_bytes());
        plain.extend_from_slice(self.bytes);
        plain.resize(end, 0);
    }

    /// Reads what [`encode`](Self::encode) wrote.
    pub(crate) fn decode(plain: &'p [u8]) -> Option<Self> {
        let (&[length], rest) = plain.split_first_chunk()?;
        let (kind, rest) = rest.split_at_checked(length.into())?;
        let (&length, rest) = rest.split_first_chunk()?;
        let (id, rest) = rest.split_at_checked(u16::from_be_bytes(length).into())?;
        let (&length, rest) = rest.split_first_chunk()?;
        let bytes = rest.get(..u32::from_be_bytes(length).try_into().ok()?)?;
        Some(Self { kind: std::str::from_utf8(kind).ok()?, id: std::str::from_utf8(id).ok()?, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_show_only_in_steps_of_256_bytes() {
        for (bytes, padded) in [(0, 204), (195, 204), (196, 460), (963, 972)] {
            let bytes = vec![7; bytes];
            let payload = Payload::new("k", "i", &bytes).unwrap();
            let mut plain = Vec::new();
            payload.encode(&mut plain);
            assert_eq!(payload.length(), padded);
            assert_eq!(plain.len(), padded);
            assert_eq!(Payload::decode(&plain), Some(payload));
        }
    }

    #[test]
    fn refuses_what_is_too_long_and_any_cut() {
        let long = "x".repeat(LONGEST_ID + 1);
        assert_eq!(Payload::new("k", &long, b""), Err(VaultError::TooLarge));
        assert_eq!(Payload::new(&long, "i", b""), Err(VaultError::TooLarge));
        let mut plain = Vec::new();
        Payload::new("kind", "id", b"bytes").unwrap().encode(&mut plain);
        for length in 0..18 {
            assert_eq!(Payload::decode(&plain[..length]), None, "length {length}");
        }
    }
}
