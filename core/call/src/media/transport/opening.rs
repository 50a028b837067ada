//! How a transport comes to be: offered, answered, accepted.

use std::collections::VecDeque;
use std::sync::Arc;

use nabz_time::{Entropy, Mono};

use super::handshake::Handshake;
use super::identity::{self, Identity};
use super::outlet::Outlet;
use super::path::{IceRole, Path};
use super::vigil::Vigil;
use super::{Transport, TransportConfig, TransportError};
use crate::media::{Description, Setup, Stack};

impl Transport {
    /// Prepares a call to be offered. It waits, without a limit of time, for [`Self::accept`].
    pub fn offer(
        config: &TransportConfig,
        entropy: &mut dyn Entropy,
        now: Mono,
    ) -> Result<(Self, Description), TransportError> {
        let transport = Self::new(config, IceRole::Controlling, entropy, now)?;
        let description = transport.describe(Setup::ActPass)?;
        Ok((transport, description))
    }

    /// Answers `remote`'s offer and begins to look for it.
    pub fn answer(
        config: &TransportConfig,
        remote: &Description,
        entropy: &mut dyn Entropy,
        now: Mono,
    ) -> Result<(Self, Description), TransportError> {
        if remote.setup != Setup::ActPass {
            return Err(TransportError::BadDescription("setup"));
        }
        let mut transport = Self::new(config, IceRole::Controlled, entropy, now)?;
        let description = transport.describe(Setup::Active)?;
        transport.begin(remote, now)?;
        Ok((transport, description))
    }

    /// Takes the answer to our offer and begins to look for the peer.
    pub fn accept(&mut self, remote: &Description, now: Mono) -> Result<(), TransportError> {
        if remote.setup != Setup::Active || self.handshake.is_some() {
            return Err(TransportError::BadDescription("setup"));
        }
        self.begin(remote, now)
    }

    fn new(
        config: &TransportConfig,
        role: IceRole,
        entropy: &mut dyn Entropy,
        now: Mono,
    ) -> Result<Self, TransportError> {
        let provider =
            rtc::crypto::default_provider().map_err(|_| TransportError::Library("crypto provider"))?;
        let identity = Identity::generate(provider.as_ref(), entropy)?;
        let path = Path::new(config.local, role, &identity, Arc::clone(&provider), config.base, now)?;
        Ok(Self {
            config: *config,
            provider,
            identity,
            path,
            handshake: None,
            peer_ssrc: None,
            protection: None,
            media_heard: false,
            vigil: Vigil::new(),
            outlet: Outlet::new(now),
            events: VecDeque::new(),
        })
    }

    fn describe(&self, setup: Setup) -> Result<Description, TransportError> {
        let reachable = self.config.advertise.unwrap_or(self.config.local);
        if reachable.ip().is_unspecified() || reachable.port() == 0 {
            return Err(TransportError::NoAddress);
        }
        Ok(Description {
            ufrag: self.identity.ufrag.clone(),
            pwd: self.identity.pwd.clone(),
            fingerprint: self.identity.fingerprint,
            setup,
            stack: Stack::Core,
            candidates: vec![reachable],
        })
    }

    fn begin(&mut self, remote: &Description, now: Mono) -> Result<(), TransportError> {
        identity::check(remote)?;
        let provider = Arc::clone(&self.provider);
        self.handshake = Some(Handshake::with(remote, &self.identity, provider, self.config.base)?);
        self.peer_ssrc = (remote.stack == Stack::Core).then(|| identity::ssrc_of(&remote.fingerprint));
        self.path.begin(&self.identity, remote, now)?;
        self.vigil.begin(now);
        Ok(())
    }
}
