//! Whether a file was set back as a whole: the one change that it cannot see by itself.
//!
//! The host keeps the [generation](Vault::generation) in secure storage outside the file, and records it after each
//! unlock, before each suspension and after each sync; the clinic is told it on sync. At unlock both are compared.
//! What was committed after the last recording can be set back unseen: that window, and no more, is open.

use crate::{Vault, VaultError};

/// How a file's generation compares with the one that was recorded last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Nothing was recorded: a new phone, or a host that lost its storage. Record, and trust the clinic's number.
    Unknown,
    /// The same.
    Same,
    /// The file is further by so many commits: the app ended before it could record them. Record the new one.
    Ahead(u64),
    /// The file is one commit behind: the host recorded a commit that a crash then undid. No alarm; record anew.
    OneBehind,
    /// The file is so many commits behind, at least two: it was set back. Keep it, say so, and fetch all from the
    /// clinic again; unsent work in it may have been sent before.
    SetBack(u64),
}

impl Freshness {
    /// Compares the generation of an open file with the recorded one.
    pub const fn of(file: u64, recorded: Option<u64>) -> Self {
        let Some(recorded) = recorded else { return Self::Unknown };
        match recorded.checked_sub(file) {
            Some(0) => Self::Same,
            Some(1) => Self::OneBehind,
            Some(behind) => Self::SetBack(behind),
            None => Self::Ahead(file - recorded),
        }
    }
}

impl Vault {
    /// Compares this vault with the generation that the host recorded last.
    pub fn freshness(&self, recorded: Option<u64>) -> Result<Freshness, VaultError> {
        Ok(Freshness::of(self.generation()?, recorded))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_behind_is_a_crash_and_two_are_an_attack() {
        assert_eq!(Freshness::of(7, None), Freshness::Unknown);
        assert_eq!(Freshness::of(7, Some(7)), Freshness::Same);
        assert_eq!(Freshness::of(9, Some(7)), Freshness::Ahead(2));
        assert_eq!(Freshness::of(6, Some(7)), Freshness::OneBehind);
        assert_eq!(Freshness::of(5, Some(7)), Freshness::SetBack(2));
        assert_eq!(Freshness::of(u64::MAX, Some(0)), Freshness::Ahead(u64::MAX));
    }
}
