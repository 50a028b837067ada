//! The sealed manifest: what the rows must add up to, so that an old row, an old page or a missing row shows.
//!
//! It is one small envelope, rewritten by every commit under the outbox key, which is there whenever anything is
//! written. It cannot see the whole file being set back to an older state; its generation number, kept by the host
//! in secure storage and at the clinic, does.

use crate::keyring::RowMac;
use crate::{VaultError, envelope};

/// Adds up the rows of one key class without regard to order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Census {
    /// XOR of the rows' HMACs. Their key and the sealed sum are secret, so no other set of rows can be fitted to it.
    sum: RowMac,
    rows: u64,
    /// How often the data key has sealed a row.
    seals: u64,
}

impl Census {
    pub(crate) fn add(&mut self, mac: &RowMac) {
        self.mix(mac);
        self.rows = self.rows.saturating_add(1);
    }

    pub(crate) fn remove(&mut self, mac: &RowMac) {
        self.mix(mac);
        self.rows = self.rows.saturating_sub(1);
    }

    /// The same rows, and a key that has sealed none of them yet.
    pub(crate) fn under_a_new_key(&self) -> Self {
        Self { seals: 0, ..*self }
    }

    /// Counts one more seal, refused at the cap.
    pub(crate) fn count_seal(&mut self) -> Result<(), VaultError> {
        if self.seals >= envelope::MOST_SEALS {
            return Err(VaultError::KeyWorn);
        }
        self.seals += 1;
        Ok(())
    }

    /// Whether both count the same rows.
    pub(crate) fn same_rows(&self, other: &Self) -> bool {
        self.sum == other.sum && self.rows == other.rows
    }

    fn mix(&mut self, mac: &RowMac) {
        for (sum, byte) in self.sum.iter_mut().zip(mac) {
            *sum ^= byte;
        }
    }
}

/// What the file must hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// Counts commits.
    pub(crate) generation: u64,
    pub(crate) outbox: Census,
    pub(crate) clinical: Census,
}

impl Manifest {
    /// Whether both speak of the same commit. Seals of a turn that was rolled back are counted in RAM only.
    pub(crate) fn same_commit(&self, other: &Self) -> bool {
        self.generation == other.generation
            && self.outbox.same_rows(&other.outbox)
            && self.clinical.same_rows(&other.clinical)
    }

    /// Fixed fields one after the other, big-endian.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut plain = self.generation.to_be_bytes().to_vec();
        for census in [&self.outbox, &self.clinical] {
            plain.extend(census.sum);
            plain.extend(census.rows.to_be_bytes());
            plain.extend(census.seals.to_be_bytes());
        }
        plain
    }

    pub(crate) fn decode(plain: &[u8]) -> Option<Self> {
        let (&generation, rest) = plain.split_first_chunk()?;
        let (outbox, rest) = decode_census(rest)?;
        let (clinical, rest) = decode_census(rest)?;
        rest.is_empty().then_some(Self { generation: u64::from_be_bytes(generation), outbox, clinical })
    }
}

fn decode_census(plain: &[u8]) -> Option<(Census, &[u8])> {
    let (&sum, rest) = plain.split_first_chunk()?;
    let (&rows, rest) = rest.split_first_chunk()?;
    let (&seals, rest) = rest.split_first_chunk()?;
    Some((Census { sum, rows: u64::from_be_bytes(rows), seals: u64::from_be_bytes(seals) }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survives_its_own_encoding_and_no_other_length() {
        let census = Census { sum: [9; 32], rows: 3, seals: 12 };
        let manifest = Manifest { generation: 7, outbox: census, clinical: Census::default() };
        let plain = manifest.encode();
        assert_eq!(Manifest::decode(&plain), Some(manifest));
        assert_eq!(Manifest::decode(&plain[1..]), None);
        assert_eq!(Manifest::decode(&[&plain[..], &[0]].concat()), None);
    }

    #[test]
    fn a_worn_key_seals_no_more() {
        let mut census = Census { seals: envelope::MOST_SEALS - 1, ..Census::default() };
        assert_eq!(census.count_seal(), Ok(()));
        assert_eq!(census.count_seal(), Err(VaultError::KeyWorn));
    }
}
