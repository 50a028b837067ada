//! HTTP as values. The runtime (or the world) performs them.

use std::time::Duration;

/// Largest body accepted from a server: a page of 50 resources is about 100 kB, a hostile one stops here.
pub const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// Methods FHIR REST uses here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Read or search.
    Get,
    /// Create, or a transaction at the base.
    Post,
    /// Update, or create with our own id.
    Put,
    /// Delete.
    Delete,
}

/// A request to the configured clinic.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// How.
    pub method: Method,
    /// Relative to the configured FHIR base, already percent-encoded: `Slot?status=free`. Empty for a transaction.
    pub path: String,
    /// Conditional headers and the like. The runtime adds authorization, host, accept and content type.
    pub headers: Vec<(&'static str, String)>,
    /// FHIR JSON.
    pub body: Option<Vec<u8>>,
    /// After which no answer is an answer.
    pub timeout: Duration,
}

impl std::fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let resource = self.path.split(['?', '/']).next().unwrap_or_default();
        write!(f, "{:?} {resource}… ({} bytes)", self.method, self.body.as_ref().map_or(0, Vec::len))
    }
}

/// What came of it.
#[derive(Clone, PartialEq, Eq)]
pub enum HttpReply {
    /// The server answered.
    Response(HttpResponse),
    /// It did not; whether it acted is unknown.
    Failed(NetError),
}

impl std::fmt::Debug for HttpReply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Response(response) => write!(f, "{} ({} bytes)", response.status, response.body.len()),
            Self::Failed(error) => write!(f, "{error:?}"),
        }
    }
}

/// A server's answer.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// Status code.
    pub status: u16,
    /// Lower-case names; only `etag`, `location`, `retry-after` and `content-type` are kept.
    pub headers: Vec<(String, String)>,
    /// At most [`BODY_LIMIT`] bytes.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// The value of a header, by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl std::fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes)", self.status, self.body.len())
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NetError {
    /// No way to the server: nothing was sent.
    Unreachable,
    /// Sent, perhaps acted upon, no answer in time or only half of one.
    NoAnswer,
    /// The answer was larger than [`BODY_LIMIT`].
    TooLarge,
    /// The server's certificate is not one we trust.
    NotTrusted,
}
