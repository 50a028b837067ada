//! Requests and responses as plain data, whatever carried them.

use serde_json::Value;
use url::form_urlencoded;

use super::outcome::Refusal;

/// How a request acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Read or search.
    Get,
    /// Create, sign in, or a transaction at the base.
    Post,
    /// Update, or create under the client's own id.
    Put,
    /// Delete.
    Delete,
}

/// A request to the server.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// How.
    pub method: Method,
    /// Relative to the base, percent-encoded, without a leading slash: `Slot?status=free`. Empty for a transaction.
    pub path: String,
    /// Names in lower case. `host` decides the base that absolute links carry.
    pub headers: Vec<(String, String)>,
    /// The bytes of the body, empty if there was none.
    pub body: Vec<u8>,
    /// The access token, without the word `Bearer` or `DPoP`.
    pub bearer: Option<String>,
}

impl Request {
    /// A request without headers, body or token.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), headers: Vec::new(), body: Vec::new(), bearer: None }
    }

    /// The same with a token.
    pub fn bearer(mut self, token: impl Into<String>) -> Self {
        self.bearer = Some(token.into());
        self
    }

    /// The same with one more header; `name` in lower case.
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same with a form as its body.
    pub fn form(mut self, fields: &[(&str, &str)]) -> Self {
        self.body =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into_bytes();
        self.with("content-type", "application/x-www-form-urlencoded")
    }

    /// The same with a JSON body.
    pub fn json(mut self, body: &Value) -> Self {
        self.body = body.to_string().into_bytes();
        self
    }

    /// The value of a header, by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// The base of absolute links, as the client addressed the server.
    pub fn base(&self) -> String {
        format!("https://{}/fhir", self.header("host").unwrap_or("clinic.invalid"))
    }

    /// Whether the client wants no resource back (`Prefer: return=minimal`).
    pub(super) fn wants_minimal(&self) -> bool {
        self.header("prefer").is_some_and(|prefer| prefer.contains("return=minimal"))
    }
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let resource = self.path.split(['?', '/']).next().unwrap_or_default();
        write!(f, "{:?} {resource}… ({} bytes)", self.method, self.body.len())
    }
}

/// What the server answers.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// JSON, or empty.
    pub body: Vec<u8>,
}

impl Response {
    /// An answer without a body.
    pub(super) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// An answer with a FHIR resource.
    pub(super) fn resource(status: u16, body: &Value) -> Self {
        let mut response = Self::empty(status).with("content-type", "application/fhir+json;charset=UTF-8");
        response.body = body.to_string().into_bytes();
        response
    }

    /// The same with one more header; `name` in lower case.
    pub(super) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The value of a header, by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

impl From<Refusal> for Response {
    fn from(refusal: Refusal) -> Self {
        let response = Self::resource(refusal.status(), &refusal.outcome());
        match refusal {
            Refusal::NotSignedIn => response.with("www-authenticate", "Bearer"),
            Refusal::NonceNeeded(nonce) => {
                response.with("www-authenticate", "DPoP error=\"use_dpop_nonce\"").with("dpop-nonce", nonce)
            }
            _ => response,
        }
    }
}

impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes)", self.status, self.body.len())
    }
}

fn find<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}
