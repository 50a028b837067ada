//! What can go wrong here that is not an answer of the server.

use nabz_vault::VaultError;

/// Why sync could not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyncError {
    /// The vault refused; the turn is lost, and with it what was decided in it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The resource cannot be sent like this: of a type that is not only added, or not changed, or under another's id.
    #[error("this resource cannot be sent like this")]
    Resource,
    /// The configured base is no `http` or `https` address.
    #[error("the configured address of the clinic is no http address")]
    Base,
}

/// [`SyncError`] without its details.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SyncErrorKind {
    /// See [`VaultError`].
    Vault,
    /// Correct the configuration.
    Configuration,
    /// Correct the caller.
    Resource,
}

impl SyncError {
    /// The error without its details.
    pub const fn kind(&self) -> SyncErrorKind {
        match self {
            Self::Vault(_) => SyncErrorKind::Vault,
            Self::Base => SyncErrorKind::Configuration,
            Self::Resource => SyncErrorKind::Resource,
        }
    }
}
