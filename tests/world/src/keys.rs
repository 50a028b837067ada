//! The phone's key store: it outlives every process of the app, as the phone's hardware does.

use std::collections::BTreeMap;

use nabz_app::effect::{CounterName, Guard, KeyError, KeyReply, KeyRequest};
use nabz_clinic::seed::Seeded;
use nabz_time::Entropy as _;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};

/// Keys in memory. What is wrapped is kept here under a random name, and the name is given out.
pub struct Keys {
    device: EcdsaKeyPair,
    wrapped: BTreeMap<Vec<u8>, Vec<u8>>,
    counters: BTreeMap<CounterName, u64>,
    entropy: Seeded,
    failures: u32,
    signing_failures: u32,
    /// What guards the clinical keys.
    pub guard: Guard,
}

impl Keys {
    /// A store with this device key, that fails so often before it opens what was wrapped, and before it signs.
    pub fn new(device: &[u8], seed: u64, failures: u32) -> Result<Self, ring::error::KeyRejected> {
        let device =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, device, &SystemRandom::new())?;
        Ok(Self {
            device,
            wrapped: BTreeMap::new(),
            counters: BTreeMap::new(),
            entropy: Seeded::new(seed),
            failures,
            signing_failures: failures,
            guard: Guard::Person,
        })
    }

    /// Answers a request.
    pub fn answer(&mut self, request: KeyRequest) -> Result<KeyReply, KeyError> {
        match request {
            KeyRequest::Wrap { plain, .. } => {
                let name = self.entropy.uuid().into_bytes();
                self.wrapped.insert(name.clone(), plain);
                Ok(KeyReply::Wrapped(name))
            }
            KeyRequest::Unwrap { .. } if self.failures > 0 => {
                self.failures -= 1;
                Err(KeyError::Transient)
            }
            KeyRequest::Unwrap { wrapped, .. } => self.unwrap(&wrapped).map(KeyReply::Unwrapped),
            KeyRequest::Sign { .. } if self.signing_failures > 0 => {
                self.signing_failures -= 1;
                Err(KeyError::Transient)
            }
            KeyRequest::Sign { message, .. } => self
                .device
                .sign(&SystemRandom::new(), &message)
                .map(|signature| KeyReply::Signature(signature.as_ref().to_vec()))
                .map_err(|_| KeyError::Transient),
            KeyRequest::Delete(_) => Ok(KeyReply::Deleted),
            KeyRequest::ReadCounter(counter) => {
                Ok(KeyReply::Counter(self.counters.get(&counter).copied().unwrap_or(0)))
            }
            KeyRequest::BumpCounter { counter, to } => {
                let at = self.counters.entry(counter).or_insert(0);
                *at = to.max(*at);
                Ok(KeyReply::Counter(*at))
            }
            KeyRequest::Guard => Ok(KeyReply::Guard(self.guard)),
        }
    }

    /// A defect: the hardware forgets how old the phone's file is.
    pub fn forget_counters(&mut self) {
        self.counters.clear();
    }

    /// Opens what was wrapped here.
    pub fn unwrap(&self, wrapped: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.wrapped.get(wrapped).cloned().ok_or(KeyError::Integrity)
    }
}
