//! What a phone's key store may answer instead of a key, and what to do then. No answer ever leads to deleting unsent
//! work: apps that took a passing fault for a final one wiped their people's data.

use std::time::Duration;

use crate::KeyClass;

/// The first wait after a passing fault, and the longest: a key store that is busy at start answers within a second,
/// a broken one is not asked more than twice a minute.
const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Why a key store refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum KeyError {
    /// The key is gone for good (a fingerprint was added, the phone was reset).
    #[error("the key was invalidated for good")]
    PermanentlyInvalidated,
    /// The person has to unlock first.
    #[error("the person has to unlock first")]
    AuthRequired,
    /// The key store failed; later it may work.
    #[error("the key store failed for now")]
    Transient,
    /// What was wrapped does not open: it was changed.
    #[error("the wrapped key was changed")]
    Integrity,
}

/// What to do about a [`KeyError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStep {
    /// Ask the key store again after this long.
    RetryAfter(Duration),
    /// Ask the person to unlock, then the key store again.
    AskPerson,
    /// The clinical key is lost, and with it only what the clinic has too: open the outbox alone
    /// ([`Vault::unlock_outbox`](crate::Vault::unlock_outbox)), then a new key
    /// ([`Vault::replace_clinical`](crate::Vault::replace_clinical)), sign in again and fetch all.
    ReplaceClinical,
    /// The outbox key is lost: keep the file, and open it with a recovery bundle; without one, move it aside
    /// ([`quarantine`](crate::quarantine)) and enrol anew.
    Recover,
}

impl KeyError {
    /// What to do when the key of `class` was refused, the `failures`-th time in a row (from 1).
    pub fn step(self, class: KeyClass, failures: u32) -> KeyStep {
        match (self, class) {
            (Self::AuthRequired, _) => KeyStep::AskPerson,
            (Self::Transient, _) => {
                let doubled = FIRST_WAIT * 2u32.pow(failures.saturating_sub(1).min(10));
                KeyStep::RetryAfter(doubled.min(LONGEST_WAIT))
            }
            (Self::PermanentlyInvalidated | Self::Integrity, KeyClass::Clinical) => KeyStep::ReplaceClinical,
            (Self::PermanentlyInvalidated | Self::Integrity, KeyClass::Outbox) => KeyStep::Recover,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passing_fault_is_asked_again_ever_more_slowly_and_never_ends_in_deletion() {
        let waits: Vec<_> = [1, 2, 3, 8, 9, u32::MAX]
            .map(|failures| KeyError::Transient.step(KeyClass::Outbox, failures))
            .into_iter()
            .collect();
        let wait = |millis| KeyStep::RetryAfter(Duration::from_millis(millis));
        assert_eq!(waits, [250, 500, 1_000, 30_000, 30_000, 30_000].map(wait));
    }

    #[test]
    fn a_lost_key_costs_only_what_it_sealed() {
        for error in [KeyError::PermanentlyInvalidated, KeyError::Integrity] {
            assert_eq!(error.step(KeyClass::Clinical, 1), KeyStep::ReplaceClinical);
            assert_eq!(error.step(KeyClass::Outbox, 1), KeyStep::Recover);
        }
        assert_eq!(KeyError::AuthRequired.step(KeyClass::Clinical, 3), KeyStep::AskPerson);
    }
}
