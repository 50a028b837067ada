//! What the app asks of the phone's key store, and what it hears.
//!
//! Three keys a phone: the device key signs while the phone is locked, the consent key only with the person there, and
//! wrapping keys hold the data keys of each vault. What is to be done about each [`KeyError`](nabz_vault::KeyError)
//! stands at `KeyError::step`.

/// A request to the key store. Private keys never leave it.
#[derive(Clone, PartialEq, Eq)]
pub enum KeyRequest {
    /// Seal a data key under a hardware key, making that key if there is none.
    Wrap {
        /// Which key.
        key: KeyName,
        /// The data key. Wiped by the runtime after use.
        plain: Vec<u8>,
    },
    /// Open a data key.
    Unwrap {
        /// Which key.
        key: KeyName,
        /// As [`KeyReply::Wrapped`] gave it.
        wrapped: Vec<u8>,
    },
    /// Sign: ECDSA P-256 with SHA-256, fixed-size r‖s (RFC 9053 §2.1).
    Sign {
        /// Which key.
        key: SigningKey,
        /// Only after the person has shown to be there, for this signature.
        presence: bool,
        /// What is signed.
        message: Vec<u8>,
    },
    /// Destroy a hardware key for good: whatever it wrapped is opened by nobody any more.
    Delete(KeyName),
    /// Read a counter; one that was never written stands at 0.
    ReadCounter(CounterName),
    /// Raise a counter to this value. It only grows: a lower value changes nothing. The answer is what stands there.
    BumpCounter {
        /// Which counter.
        counter: CounterName,
        /// What it is at least, from now on.
        to: u64,
    },
    /// What stands between a stranger with this phone in hand and the clinical keys.
    Guard,
}

impl std::fmt::Debug for KeyRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Wrap { key, .. } => write!(f, "Wrap({key:?}, …)"),
            Self::Unwrap { key, .. } => write!(f, "Unwrap({key:?}, …)"),
            Self::Sign { key, presence, .. } => write!(f, "Sign({key:?}, presence: {presence}, …)"),
            Self::Delete(key) => write!(f, "Delete({key:?})"),
            Self::ReadCounter(counter) => write!(f, "ReadCounter({counter:?})"),
            Self::BumpCounter { counter, to } => write!(f, "BumpCounter({counter:?}, {to})"),
            Self::Guard => f.write_str("Guard"),
        }
    }
}

/// Whose vault a key or a counter belongs to: each person on the phone has one, 1 the first; 0 is the index of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VaultId(pub u32);

/// A hardware key that wraps data keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName {
    /// Whose.
    pub vault: VaultId,
    /// Which of theirs.
    pub alias: KeyAlias,
}

/// The wrapping keys of one vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyAlias {
    /// Wraps the key of unsent work; usable after first unlock.
    Outbox,
    /// Wraps the key of clinical records; bound to user presence where the phone has it.
    Clinical,
}

/// The signing keys of a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SigningKey {
    /// Names the phone to the clinic; usable while the phone is locked, so that a visit can ring.
    Device,
    /// For what only the person may decide; wants them present.
    Consent,
}

/// A number the host keeps outside the vault's file. It only grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CounterName {
    /// Whose.
    pub vault: VaultId,
    /// Which of theirs.
    pub counter: Counter,
}

/// The numbers a host keeps for a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counter {
    /// The vault's generation when it was recorded last; a file that is older was set back.
    Generation,
    /// Tries of a PIN, each counted before it is made.
    Tries,
    /// How many tries there had been when the PIN was right last.
    Cleared,
}

/// What stands between a stranger with this phone in hand and the clinical keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// The key store wants the person: a fingerprint, a face, the phone's own code.
    Person,
    /// Nothing, but the keys do not leave the phone's hardware: it has no screen lock.
    Hardware,
    /// Nothing, and the keys lie in a file: the hardware or its sensor is broken.
    Software,
}

/// What the key store answered.
#[derive(Clone, PartialEq, Eq)]
pub enum KeyReply {
    /// The sealed data key.
    Wrapped(Vec<u8>),
    /// The opened data key.
    Unwrapped(Vec<u8>),
    /// r‖s, 64 bytes.
    Signature(Vec<u8>),
    /// The key is gone; also where there was none.
    Deleted,
    /// Where the counter stands.
    Counter(u64),
    /// What guards the clinical keys.
    Guard(Guard),
}

impl std::fmt::Debug for KeyReply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Wrapped(_) => f.write_str("Wrapped(…)"),
            Self::Unwrapped(_) => f.write_str("Unwrapped(…)"),
            Self::Signature(_) => f.write_str("Signature(…)"),
            Self::Deleted => f.write_str("Deleted"),
            Self::Counter(at) => write!(f, "Counter({at})"),
            Self::Guard(guard) => write!(f, "Guard({guard:?})"),
        }
    }
}
