//! Errors as they cross to a shell, and as a shell's own come back.

use nabz_app::effect::KeyError;
use nabz_locale::{Formatter, Message, msg};
use nabz_runtime::RuntimeError;
use uniffi::UnexpectedUniFFICallbackError;

use crate::text::Wording;

/// What the core could not do. Holds no patient data.
#[derive(Clone, Debug, thiserror::Error, uniffi::Error)]
pub enum NabzError {
    /// The one case, so that a new code breaks no shell.
    #[error("{code:?}")]
    Failed {
        /// For the program.
        code: ErrorCode,
        /// Whether the same call may succeed later.
        retryable: bool,
        /// For the person: what happened and what to do.
        sentence: Wording,
    },
}

impl NabzError {
    /// A build without its own language data: nothing can be said to anybody.
    pub(crate) fn wordless() -> Self {
        Self::Failed {
            code: ErrorCode::Configuration,
            retryable: false,
            sentence: nabz_locale::Text::default().into(),
        }
    }
}

/// Why something failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ErrorCode {
    /// The core was closed.
    Closed,
    /// The configuration cannot work.
    Configuration,
    /// What the phone keeps did not open.
    Storage,
    /// The phone gave no thread, socket or memory.
    Resources,
    /// Too much is waiting.
    Busy,
    /// What was handed over is larger than anything the core takes.
    TooLarge,
    /// Only a sandbox may do this.
    SandboxOnly,
    /// There is no such request or list.
    Unknown,
}

/// An error before it has words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    Closed,
    Configuration,
    Storage,
    Resources,
    Busy,
    TooLarge,
    SandboxOnly,
    Unknown,
}

impl Problem {
    /// With words, logged once.
    pub(crate) fn told(self, words: &Formatter) -> NabzError {
        log::warn!("refused: {self:?}");
        let (code, retryable, message) = self.parts();
        NabzError::Failed { code, retryable, sentence: words.text(&message).into() }
    }

    fn parts(self) -> (ErrorCode, bool, Message) {
        match self {
            Self::Closed => (ErrorCode::Closed, false, msg::shell_closed()),
            Self::Configuration => (ErrorCode::Configuration, false, msg::shell_configuration()),
            Self::Storage => (ErrorCode::Storage, true, msg::shell_storage()),
            Self::Resources => (ErrorCode::Resources, true, msg::shell_resources()),
            Self::Busy => (ErrorCode::Busy, true, msg::shell_busy()),
            Self::TooLarge => (ErrorCode::TooLarge, false, msg::shell_too_large()),
            Self::SandboxOnly => (ErrorCode::SandboxOnly, false, msg::shell_sandbox_only()),
            Self::Unknown => (ErrorCode::Unknown, false, msg::shell_unknown()),
        }
    }
}

impl From<RuntimeError> for Problem {
    fn from(error: RuntimeError) -> Self {
        match error {
            RuntimeError::Threads | RuntimeError::Network => Self::Resources,
            RuntimeError::Configuration(_) | RuntimeError::PlainHttp => Self::Configuration,
            RuntimeError::Vault(_) => Self::Storage,
        }
    }
}

/// What a shell's key store may answer instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum KeyStoreError {
    /// The key is gone for good (a fingerprint was added, the phone was reset).
    #[error("the key was invalidated for good")]
    PermanentlyInvalidated,
    /// The person has to unlock first.
    #[error("the person has to unlock first")]
    AuthRequired,
    /// The key store failed; later it may work. Whatever else is thrown counts as this.
    #[error("the key store failed for now")]
    Transient,
    /// What was wrapped does not open: it was changed.
    #[error("the wrapped key was changed")]
    Integrity,
}

impl From<UnexpectedUniFFICallbackError> for KeyStoreError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Transient
    }
}

impl From<KeyStoreError> for KeyError {
    fn from(error: KeyStoreError) -> Self {
        match error {
            KeyStoreError::PermanentlyInvalidated => Self::PermanentlyInvalidated,
            KeyStoreError::AuthRequired => Self::AuthRequired,
            KeyStoreError::Transient => Self::Transient,
            KeyStoreError::Integrity => Self::Integrity,
        }
    }
}

/// A shell's host failed. What it threw stays with it: it may hold anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum HostError {
    /// It was tried and failed.
    #[error("the host failed")]
    Failed,
}

impl From<UnexpectedUniFFICallbackError> for HostError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// A shell's audio failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum AudioError {
    /// The person did not allow the microphone.
    #[error("the microphone is not allowed")]
    NotAllowed,
    /// It was tried and failed.
    #[error("the audio failed")]
    Failed,
}

impl From<UnexpectedUniFFICallbackError> for AudioError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}
