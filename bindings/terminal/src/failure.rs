//! How a command ends when it does not end well: one line and an exit code.

use std::process::ExitCode;

/// Why a command stopped. Its text is one line for stderr.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// What was asked cannot be done: a wrong flag, language or file, an occupied port. Exit code 2.
    #[error("{0}")]
    Asked(String),
    /// It was tried and did not succeed. Exit code 1.
    #[error("{0}")]
    Failed(String),
}

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Asking otherwise may work.
    Usage,
    /// Trying again may work.
    Outcome,
}

impl Failure {
    /// What kind of failure it is.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Asked(_) => Kind::Usage,
            Self::Failed(_) => Kind::Outcome,
        }
    }

    /// The code the process ends with.
    pub fn exit_code(&self) -> ExitCode {
        match self.kind() {
            Kind::Usage => ExitCode::from(2),
            Kind::Outcome => ExitCode::FAILURE,
        }
    }
}
