//! Opening what the phone keeps: the data keys pass through the key store, which answers between turns.

use nabz_time::Entropy;
use nabz_vault::{DataKey, DataKeys, KeySlots, Vault, VaultError};

use crate::effect::{KeyAlias, KeyError, KeyReply, KeyRequest};

/// The two data keys on their way through the key store.
#[derive(Debug, Default)]
pub(crate) enum Unlocking {
    /// Nothing asked yet.
    #[default]
    Idle,
    /// First start: fresh keys are being wrapped.
    Wrapping { keys: DataKeys, outbox: Option<Vec<u8>>, clinical: Option<Vec<u8>> },
    /// The keys are being unwrapped.
    Unwrapping { outbox: Option<DataKey>, clinical: Option<DataKey> },
}

/// Why the vault stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shut {
    Keys(KeyError),
    Vault(nabz_vault::ErrorKind),
}

impl From<VaultError> for Shut {
    fn from(error: VaultError) -> Self {
        Self::Vault(error.kind())
    }
}

impl Unlocking {
    /// What to ask the key store first.
    pub(crate) fn begin(vault: &Vault, entropy: &mut dyn Entropy) -> Result<(Self, Vec<KeyRequest>), Shut> {
        match vault.slots()? {
            Some(slots) => {
                let ask = |alias, wrapped| KeyRequest::Unwrap { alias, wrapped };
                let asks = vec![ask(KeyAlias::Outbox, slots.outbox), ask(KeyAlias::Clinical, slots.clinical)];
                Ok((Self::Unwrapping { outbox: None, clinical: None }, asks))
            }
            None => {
                let keys = DataKeys::generate(entropy);
                let ask = |alias, key: &DataKey| KeyRequest::Wrap { alias, plain: key.as_bytes().to_vec() };
                let asks = vec![ask(KeyAlias::Outbox, &keys.outbox), ask(KeyAlias::Clinical, &keys.clinical)];
                Ok((Self::Wrapping { keys, outbox: None, clinical: None }, asks))
            }
        }
    }

    /// Takes an answer; opens the vault when both have come. `Ok(true)` when it stands open.
    pub(crate) fn take(
        &mut self,
        alias: KeyAlias,
        reply: Result<KeyReply, KeyError>,
        vault: &mut Vault,
        entropy: &mut dyn Entropy,
    ) -> Result<bool, Shut> {
        match (&mut *self, reply.map_err(Shut::Keys)?) {
            (Self::Wrapping { outbox, clinical, .. }, KeyReply::Wrapped(wrapped)) => {
                *(if alias == KeyAlias::Outbox { outbox } else { clinical }) = Some(wrapped);
            }
            (Self::Unwrapping { outbox, clinical }, KeyReply::Unwrapped(plain)) => {
                let key = DataKey::from_bytes(&plain).map_err(|_| Shut::Keys(KeyError::Integrity))?;
                *(if alias == KeyAlias::Outbox { outbox } else { clinical }) = Some(key);
            }
            // An answer to another question than was asked: the key store is confused, ask again later.
            _ => return Err(Shut::Keys(KeyError::Transient)),
        }
        self.finish(vault, entropy)
    }

    fn finish(&mut self, vault: &mut Vault, entropy: &mut dyn Entropy) -> Result<bool, Shut> {
        match std::mem::take(self) {
            Self::Wrapping { keys, outbox: Some(outbox), clinical: Some(clinical) } => {
                vault.initialise(&keys, KeySlots { outbox, clinical }, entropy)?;
                Ok(true)
            }
            Self::Unwrapping { outbox: Some(outbox), clinical: Some(clinical) } => {
                vault.unlock(&DataKeys { outbox, clinical })?;
                Ok(true)
            }
            unfinished => {
                *self = unfinished;
                Ok(false)
            }
        }
    }
}
