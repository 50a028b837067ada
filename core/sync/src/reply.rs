//! What a server's reply means, whatever was asked: parsed once, here.

use std::time::Duration;

use nabz_care::{Resource, Version};
use nabz_time::Now;

use crate::{HttpReply, HttpResponse, NetError, backoff};

/// A reply, understood.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// Success with a resource.
    Resource(Resource),
    /// Success without a body; the version the resource has now.
    Written(Version),
    /// Not there (404, 410).
    Missing,
    /// Somebody was first. HAPI answers 409 where the specification says 412.
    Conflict,
    /// Sign in again (401, 403).
    SignIn,
    /// Not accepted however often it is sent (other 4xx).
    Rejected,
    /// Nothing to go by for now.
    Trouble(Trouble),
}

/// No usable answer; another attempt may get one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) delay: Delay,
    /// How long the server asked to be left alone.
    pub(crate) retry_after: Option<Duration>,
}

/// Why something has to wait, for the screen to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delay {
    /// No way to the clinic; nothing was sent.
    NoConnection,
    /// The server's certificate is not one we trust; nothing was sent.
    NotTrusted,
    /// Sent, and no answer came.
    NoAnswer,
    /// The server is overloaded or failing (408, 425, 429, 5xx).
    ServerBusy,
    /// Something answered that is not the clinic's server: a hotel's sign-in page, half a body.
    NotUnderstood,
    /// Somebody at the clinic has to agree, or somebody else changed it at the same moment.
    Clinic,
}

impl Delay {
    /// Whether the request certainly did not reach the server.
    pub(crate) fn is_unsent(self) -> bool {
        matches!(self, Self::NoConnection | Self::NotTrusted)
    }
}

impl From<Delay> for Trouble {
    fn from(delay: Delay) -> Self {
        Self { delay, retry_after: None }
    }
}

impl Reply {
    pub(crate) const NOT_UNDERSTOOD: Self =
        Self::Trouble(Trouble { delay: Delay::NotUnderstood, retry_after: None });
    pub(crate) const NO_ANSWER: Self = Self::Trouble(Trouble { delay: Delay::NoAnswer, retry_after: None });

    pub(crate) fn read(reply: HttpReply, now: Now) -> Self {
        match reply {
            HttpReply::Response(response) => Self::of(&response, now),
            HttpReply::Failed(NetError::Unreachable) => Self::Trouble(Delay::NoConnection.into()),
            HttpReply::Failed(NetError::NotTrusted) => Self::Trouble(Delay::NotTrusted.into()),
            HttpReply::Failed(NetError::NoAnswer) => Self::NO_ANSWER,
            HttpReply::Failed(NetError::TooLarge) => Self::NOT_UNDERSTOOD,
        }
    }

    fn of(response: &HttpResponse, now: Now) -> Self {
        match (response.status, Self::of_status(response.status)) {
            (200..=299, _) if response.body.is_empty() => {
                match response.header("etag").map(Version::from_etag) {
                    Some(Ok(version)) => Self::Written(version),
                    Some(Err(_)) | None => Self::NOT_UNDERSTOOD,
                }
            }
            (200..=299, _) => Resource::parse(&response.body).map_or(Self::NOT_UNDERSTOOD, Self::Resource),
            (_, Some(Self::Trouble(Trouble { delay, .. }))) => {
                let retry_after =
                    response.header("retry-after").and_then(|value| backoff::retry_after(value, now));
                Self::Trouble(Trouble { delay, retry_after })
            }
            (_, Some(reply)) => reply,
            (_, None) => Self::NOT_UNDERSTOOD,
        }
    }

    /// What a status that is no success means by itself, of a response or of an entry in one.
    pub(crate) fn of_status(status: u16) -> Option<Self> {
        Some(match status {
            401 | 403 => Self::SignIn,
            404 | 410 => Self::Missing,
            409 | 412 => Self::Conflict,
            408 | 425 | 429 | 500..=599 => Self::Trouble(Delay::ServerBusy.into()),
            400..=499 => Self::Rejected,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BODY_LIMIT;

    fn read(status: u16, body: &[u8]) -> Reply {
        let response = HttpResponse { status, headers: Vec::new(), body: body.to_vec() };
        Reply::read(HttpReply::Response(response), Now::default())
    }

    #[test]
    fn every_status_has_a_meaning() {
        let resource = br#"{"resourceType":"Slot"}"#;
        assert!(matches!(read(200, resource), Reply::Resource(_)));
        assert!(matches!(read(401, b""), Reply::SignIn));
        assert!(matches!(read(410, b""), Reply::Missing));
        assert!(matches!(read(409, b""), Reply::Conflict) && matches!(read(412, b""), Reply::Conflict));
        assert!(matches!(read(422, b""), Reply::Rejected));
        for status in [408, 425, 429, 500, 503, 599] {
            assert!(matches!(
                read(status, resource),
                Reply::Trouble(Trouble { delay: Delay::ServerBusy, .. })
            ));
        }
        for status in [0, 100, 302, 600, 999] {
            assert!(matches!(
                read(status, resource),
                Reply::Trouble(Trouble { delay: Delay::NotUnderstood, .. })
            ));
        }
    }

    #[test]
    fn a_success_that_is_no_resource_is_no_success() {
        let nested = b"[".repeat(BODY_LIMIT);
        for body in
            [&b"<html>Welcome to the hotel</html>"[..], b"", b"{\"resourceType\":\"Sl", b"null", &nested]
        {
            assert!(matches!(read(200, body), Reply::Trouble(Trouble { delay: Delay::NotUnderstood, .. })));
        }
    }

    #[test]
    fn a_success_without_a_body_names_the_version() {
        let empty = |tag: &str| {
            let headers = vec![("etag".to_owned(), tag.to_owned())];
            let response = HttpResponse { status: 201, headers, body: Vec::new() };
            Reply::read(HttpReply::Response(response), Now::default())
        };
        assert!(matches!(empty("W/\"3\""), Reply::Written(version) if version.as_str() == "3"));
        assert!(matches!(empty("a b"), Reply::Trouble(_)));
    }

    #[test]
    fn a_server_says_when_to_come_back() {
        let headers = vec![("retry-after".to_owned(), "30".to_owned())];
        let reply = HttpReply::Response(HttpResponse { status: 503, headers, body: Vec::new() });
        let Reply::Trouble(trouble) = Reply::read(reply, Now::default()) else { panic!("503 is trouble") };
        assert_eq!(trouble.retry_after, Some(Duration::from_secs(30)));
    }
}
