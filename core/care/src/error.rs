//! Why something a server sent is not what it should be. Field names only, never what stood in them.

/// A resource or reply that cannot be used, and the field that stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind} at {field}")]
pub struct ViewError {
    kind: ViewErrorKind,
    field: &'static str,
}

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum ViewErrorKind {
    /// Not JSON, or nested deeper than the parser goes (a captive portal's page, half a body).
    #[error("not JSON")]
    NotJson,
    /// Larger or longer than the bound named in the docs.
    #[error("too large")]
    TooLarge,
    /// JSON, but of another shape or another resource type.
    #[error("another type")]
    WrongType,
    /// A field we cannot do without is absent.
    #[error("missing")]
    Missing,
    /// A field is there and does not say what its type demands.
    #[error("malformed")]
    Malformed,
}

impl ViewError {
    /// What was wrong.
    pub const fn kind(self) -> ViewErrorKind {
        self.kind
    }

    /// The FHIR name of the field that stopped it.
    pub const fn field(self) -> &'static str {
        self.field
    }

    pub(crate) const fn not_json() -> Self {
        Self { kind: ViewErrorKind::NotJson, field: "body" }
    }

    pub(crate) const fn too_large(field: &'static str) -> Self {
        Self { kind: ViewErrorKind::TooLarge, field }
    }

    pub(crate) const fn wrong_type(field: &'static str) -> Self {
        Self { kind: ViewErrorKind::WrongType, field }
    }

    /// The field names something else than what was asked for.
    pub const fn other(field: &'static str) -> Self {
        Self { kind: ViewErrorKind::WrongType, field }
    }

    pub(crate) const fn missing(field: &'static str) -> Self {
        Self { kind: ViewErrorKind::Missing, field }
    }

    pub(crate) const fn malformed(field: &'static str) -> Self {
        Self { kind: ViewErrorKind::Malformed, field }
    }
}
