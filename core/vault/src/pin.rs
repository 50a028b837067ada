//! The optional PIN: a second lock inside the hardware's, for phones whose own lock is missing, broken or shared.
//!
//! ```text
//! slot = key store wraps( Argon2id(PIN) seals( data key ) )
//! ```
//!
//! The PIN lies inside the hardware wrap, so nobody guesses it away from the phone; on the phone every guess passes
//! [`PinGate`]. Ten wrong PINs make the wait longer and wipe nothing: a child plays with the phone.

use std::time::Duration;

use nabz_time::{Entropy, Mono};
use zeroize::Zeroizing;

use crate::DataKey;
use crate::envelope::{Cipher, Nonces, OVERHEAD};
use crate::stretch::{KdfCost, SALT, sealer};

const FORM: u8 = 1;
const PURPOSE: &[u8] = b"pin ";
/// form, cost, salt.
const HEAD: usize = 1 + 8 + SALT;

/// Wrong tries without a wait, the first wait, and the longest: an hour is long for a child and short for a patient.
const FREE: u32 = 5;
const FIRST_WAIT: Duration = Duration::from_secs(30);
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// Why a PIN was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PinError {
    /// Shorter than 4 digits, longer than 12, or not digits.
    #[error("a PIN has 4 to 12 digits")]
    Form,
    /// Another PIN opens this key. Nothing was touched.
    #[error("the PIN is wrong")]
    Wrong,
    /// Too many wrong tries; how long to wait before the next.
    #[error("wait {} s before the next try", .0.as_secs())]
    Wait(Duration),
    /// What the key store gave back is no key behind a PIN.
    #[error("there is no key behind a PIN")]
    NoPin,
    /// The phone has not the memory to check it now. Nothing was touched; try again.
    #[error("not enough memory to check the PIN")]
    Memory,
}

/// A PIN as ASCII digits; digits of any script are brought to this form by `nabz_locale::parse_digits`. Wiped when
/// dropped.
pub struct Pin(Zeroizing<String>);

impl Pin {
    /// Takes 4 to 12 ASCII digits.
    pub fn new(digits: &str) -> Result<Self, PinError> {
        let fits = (4..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if fits { Ok(Self(digits.to_owned().into())) } else { Err(PinError::Form) }
    }

    /// Locks a data key with this PIN. The result goes to the key store to be wrapped, in place of the key itself.
    pub fn protect(
        &self,
        key: &DataKey,
        cost: KdfCost,
        entropy: &mut dyn Entropy,
    ) -> Result<Zeroizing<Vec<u8>>, PinError> {
        let mut salt = [0; SALT];
        entropy.fill(&mut salt);
        let mut protected = Zeroizing::new(vec![FORM]);
        protected.extend(cost.encode());
        protected.extend(salt);
        let sealer = sealer(self.0.as_bytes(), &salt, cost, PURPOSE).ok_or(PinError::Memory)?;
        let mut nonces = Nonces::draw(entropy);
        let sealed = sealer.seal(Cipher::ChaCha20Poly1305, &mut nonces, &protected, key.as_bytes());
        protected.extend(sealed.map_err(|_| PinError::Memory)?);
        Ok(protected)
    }

    /// Opens what [`protect`](Self::protect) made, as the key store unwrapped it. Takes as long as its cost says.
    pub fn open(&self, protected: &[u8]) -> Result<DataKey, PinError> {
        let (head, sealed) = protected.split_first_chunk::<HEAD>().ok_or(PinError::NoPin)?;
        if !Self::guards(protected) {
            return Err(PinError::NoPin);
        }
        let (&[form], rest) = head.split_first_chunk().ok_or(PinError::NoPin)?;
        let (cost, salt) = rest.split_first_chunk().ok_or(PinError::NoPin)?;
        let cost = KdfCost::decode(cost).filter(|_| form == FORM).ok_or(PinError::NoPin)?;
        let salt = salt.first_chunk().ok_or(PinError::NoPin)?;
        let sealer = sealer(self.0.as_bytes(), salt, cost, PURPOSE).ok_or(PinError::Memory)?;
        let mut sealed = Zeroizing::new(sealed.to_vec());
        let plain = sealer.open(head, &mut sealed).ok_or(PinError::Wrong)?;
        DataKey::from_bytes(plain).map_err(|_| PinError::NoPin)
    }

    /// Whether what the key store unwrapped is behind a PIN, and not the data key itself.
    pub fn guards(unwrapped: &[u8]) -> bool {
        unwrapped.len() == HEAD + OVERHEAD + 32
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(…)")
    }
}

/// Slows guessing: five tries are free, then the waits double from 30 s to an hour.
///
/// The count of failures lies with the host, outside the vault's file, and is written *before* a try: ending the app
/// during a try counts it. Waits are counted by the monotonic clock from the last failure or from the start of the
/// process, whichever is later: setting the phone's clock gains nothing, and restarting begins the wait anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinGate {
    failures: u32,
    since: Mono,
}

impl PinGate {
    /// The gate at the start of the process, with the count that the host kept.
    pub fn new(failures: u32, now: Mono) -> Self {
        Self { failures, since: now }
    }

    /// How long until the next try; zero when it may be now.
    pub fn wait(&self, now: Mono) -> Duration {
        let Some(doublings) = self.failures.checked_sub(FREE) else { return Duration::ZERO };
        let wait = (FIRST_WAIT * 2u32.pow(doublings.min(10))).min(LONGEST_WAIT);
        wait.saturating_sub(now.since(self.since))
    }

    /// Begins a try. Returns the count that the host must have stored before it asks the key store: the try counts as
    /// failed until it has [succeeded](Self::succeeded).
    pub fn attempt(&mut self, now: Mono) -> Result<u32, PinError> {
        let wait = self.wait(now);
        if !wait.is_zero() {
            return Err(PinError::Wait(wait));
        }
        self.failures = self.failures.saturating_add(1);
        self.since = now;
        Ok(self.failures)
    }

    /// The PIN was right: the host stores the returned count.
    pub fn succeeded(&mut self) -> u32 {
        self.failures = 0;
        self.failures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_tries_are_free_then_the_waits_double_up_to_an_hour() {
        let mut gate = PinGate::new(0, Mono::ZERO);
        let mut now = Mono::ZERO;
        let mut waits = Vec::new();
        for tries in 1..=14 {
            let wait = gate.wait(now);
            waits.push(wait.as_secs());
            if !wait.is_zero() {
                assert_eq!(gate.attempt(now), Err(PinError::Wait(wait)));
                now = now + wait;
            }
            assert_eq!(gate.attempt(now), Ok(tries));
        }
        assert_eq!(waits, [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        assert_eq!(gate.succeeded(), 0);
        assert_eq!(gate.wait(now), Duration::ZERO);
    }

    #[test]
    fn a_restart_does_not_shorten_the_wait() {
        let mut gate = PinGate::new(7, Mono::ZERO);
        let full = gate.wait(Mono::ZERO);
        assert_eq!(full, Duration::from_secs(120));
        let half = Mono::ZERO + full / 2;
        assert_eq!(gate.wait(half), full / 2);
        // The process ends and another begins, with the host's count and a clock that starts anew.
        gate = PinGate::new(7, Mono::ZERO);
        assert_eq!(gate.wait(Mono::ZERO), full);
        assert_eq!(PinGate::new(u32::MAX, Mono::ZERO).wait(Mono::ZERO), LONGEST_WAIT);
    }
}
