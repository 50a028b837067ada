//! Refusals: one enum, its status codes as HAPI FHIR 8.8 gives them, its OperationOutcome.

use serde_json::{Value, json};

/// Why a request was refused. The words name fields and rules, never what stood in them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The request or its body does not follow FHIR.
    #[error("{0}")]
    Malformed(String),
    /// No token, or one nobody issued.
    #[error("a bearer token of a signed-in person is needed")]
    NotSignedIn,
    /// The proof of the token's key has to carry this nonce (RFC 9449 §9).
    #[error("the proof needs a nonce")]
    NonceNeeded(String),
    /// The token's owner may not do this.
    #[error("this does not belong to the signed-in person")]
    NotAllowed,
    /// There is no such type or resource.
    #[error("{0} is not known")]
    NotFound(String),
    /// The resource was deleted, or the search's pages have expired.
    #[error("{0} is gone")]
    Gone(String),
    /// Someone was first: a stale version, or a lost race.
    #[error("{0}")]
    Conflict(String),
    /// A condition matches more than one resource.
    #[error("the condition matches {0} resources, and may match one")]
    Ambiguous(usize),
    /// The body is larger than the server reads.
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    /// This method does not work on this path.
    #[error("this method does not work here")]
    WrongMethod,
    /// The server's own storage failed.
    #[error("the server's storage failed")]
    Storage,
}

impl Refusal {
    /// A body or parameter that does not follow FHIR.
    pub(super) fn malformed(why: impl Into<String>) -> Self {
        Self::Malformed(why.into())
    }

    /// The HTTP status. A stale version is 409 and not 412, as HAPI answers.
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed(_) => 400,
            Self::NotSignedIn | Self::NonceNeeded(_) => 401,
            Self::NotAllowed => 403,
            Self::NotFound(_) => 404,
            Self::WrongMethod => 405,
            Self::Conflict(_) => 409,
            Self::Gone(_) => 410,
            Self::Ambiguous(_) => 412,
            Self::TooLarge(_) => 413,
            Self::Storage => 500,
        }
    }

    /// The IssueType code of FHIR R4.
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "processing",
            Self::NotSignedIn | Self::NonceNeeded(_) => "login",
            Self::NotAllowed => "forbidden",
            Self::NotFound(_) => "not-found",
            Self::WrongMethod => "not-supported",
            Self::Conflict(_) => "conflict",
            Self::Gone(_) => "deleted",
            Self::Ambiguous(_) => "multiple-matches",
            Self::TooLarge(_) => "too-long",
            Self::Storage => "exception",
        }
    }

    /// The refusal as a resource.
    pub(super) fn outcome(&self) -> Value {
        outcome("error", self.code(), &self.to_string())
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(_: rusqlite::Error) -> Self {
        Self::Storage
    }
}

/// An OperationOutcome of one issue.
pub(super) fn outcome(severity: &str, code: &str, diagnostics: &str) -> Value {
    json!({
        "resourceType": "OperationOutcome",
        "issue": [{ "severity": severity, "code": code, "diagnostics": diagnostics }],
    })
}
