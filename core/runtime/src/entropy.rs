//! Random bytes of the operating system.

use nabz_time::Entropy;
use ring::rand::{SecureRandom, SystemRandom};

/// The system's random source.
#[derive(Debug)]
pub struct SystemEntropy(SystemRandom);

impl SystemEntropy {
    /// Opens it.
    pub fn new() -> Self {
        Self(SystemRandom::new())
    }
}

impl Default for SystemEntropy {
    fn default() -> Self {
        Self::new()
    }
}

impl Entropy for SystemEntropy {
    /// On the systems supported, `getrandom` does not fail once the phone has booted; should it, nothing that needs
    /// secrecy may go on, so the process waits for it.
    fn fill(&mut self, out: &mut [u8]) {
        while self.0.fill(out).is_err() {
            std::thread::yield_now();
        }
    }
}
