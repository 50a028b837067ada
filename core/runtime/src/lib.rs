//! Performs the effects of the app: the only room that knows tokio, sockets, threads and the clock.
//!
//! One thread takes turns, one carries media, tokio serves the network. No host is ever called inside a turn, and
//! [`Core::screen`] never waits.

mod clock;
mod core;
mod entropy;
mod http;
mod inbox;
mod keys;
mod mailbox;
mod media;
mod perform;
mod ports;
mod traffic;
pub mod trust;
mod turns;

pub use crate::clock::Clock;
pub use crate::core::{Core, Setup};
pub use crate::entropy::SystemEntropy;
pub use crate::http::{Addresses, Http};
pub use crate::keys::MemoryKeys;
pub use crate::mailbox::serve_mailbox;
pub use crate::media::{Bind, MediaSetup, MediaThread, Observer};
pub use crate::ports::{Audio, FRAME, Host, HostAnswer, KeyStore};
pub use crate::traffic::{Count, Traffic};

/// Why the runtime could not start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuntimeError {
    /// The system gave no thread.
    #[error("the system gave no thread")]
    Threads,
    /// The system gave no socket, or TLS could not be set up.
    #[error("the network could not be set up")]
    Network,
    /// An address of the clinic is not `https`: nothing is sent in the clear.
    #[error("the configured address of the clinic is not https")]
    PlainHttp,
    /// The configuration cannot work.
    #[error(transparent)]
    Configuration(#[from] nabz_app::OpenError),
    /// The vault did not open.
    #[error("the vault did not open: {0:?}")]
    Vault(nabz_vault::ErrorKind),
}
