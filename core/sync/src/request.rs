//! Making requests: paths with their queries encoded, and the one timeout.

use std::time::Duration;

use nabz_care::Version;
use serde_json::Value;

use crate::{HttpRequest, Method};

/// After which no answer is an answer. A transaction of 3 kB and its answer need about 4 s on 12 kbit/s with 0.6 s of
/// round trip, TLS included; 30 s leaves room for the retransmissions of a bad minute.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// GET of a path that needs no encoding: a type and an id.
pub(crate) fn read(path: String) -> HttpRequest {
    request(Method::Get, path, None)
}

/// GET of a search that is encoded already, or of a page of one.
pub(crate) fn search_path(path: &str) -> HttpRequest {
    HttpRequest { headers: vec![("cache-control", "no-cache".to_owned())], ..read(path.to_owned()) }
}

/// GET of a search. HAPI answers a search it was asked within the last minute from its own cache unless told not to
/// (release notes of HAPI 2.5; the minute is its default); a look-up before resending has to see what stands now.
pub(crate) fn search(kind: &str, parameters: &[(&str, &str)]) -> HttpRequest {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    let headers = vec![("cache-control", "no-cache".to_owned())];
    HttpRequest { headers, ..read(format!("{kind}?{query}")) }
}

/// PUT of one resource.
pub(crate) fn put(path: String, body: &Value) -> HttpRequest {
    request(Method::Put, path, Some(body))
}

/// PUT of one resource whose text need not come back.
pub(crate) fn put_minimal(path: String, body: &Value) -> HttpRequest {
    HttpRequest { headers: minimal(), ..put(path, body) }
}

/// PUT of one resource if it is still this version.
pub(crate) fn put_if(path: String, body: &Value, version: &Version) -> HttpRequest {
    let mut headers = minimal();
    headers.push(("if-match", version.to_etag()));
    HttpRequest { headers, ..put(path, body) }
}

/// POST of an operation's Parameters.
pub(crate) fn operation(path: &str, parameters: &Value) -> HttpRequest {
    request(Method::Post, path.to_owned(), Some(parameters))
}

/// POST of a transaction or batch at the base. Its entries' resources need not come back: they are read afterwards or known.
pub(crate) fn transaction(body: &Value) -> HttpRequest {
    HttpRequest { headers: minimal(), ..request(Method::Post, String::new(), Some(body)) }
}

fn minimal() -> Vec<(&'static str, String)> {
    vec![("prefer", "return=minimal".to_owned())]
}

fn request(method: Method, path: String, body: Option<&Value>) -> HttpRequest {
    let body = body.map(|body| body.to_string().into_bytes());
    HttpRequest { method, path, headers: Vec::new(), body, timeout: REQUEST_TIMEOUT }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_encoded() {
        let request =
            search("Appointment", &[("identifier", "urn:ietf:rfc:3986|urn:uuid:7"), ("x", "a&b=c #é")]);
        assert_eq!(
            request.path,
            "Appointment?identifier=urn%3Aietf%3Arfc%3A3986%7Curn%3Auuid%3A7&x=a%26b%3Dc+%23%C3%A9"
        );
        assert_eq!((request.method, request.timeout), (Method::Get, REQUEST_TIMEOUT));
        assert_eq!(request.headers, [("cache-control", "no-cache".to_owned())]);
    }
}
