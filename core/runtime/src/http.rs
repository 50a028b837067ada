//! Requests to the clinic: one client, one connection, only configured addresses.

use std::sync::Arc;

use nabz_app::effect::{Door, Secret};
use nabz_sync::{BODY_LIMIT, HttpReply, HttpRequest, HttpResponse, Method, NetError};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap};

use crate::RuntimeError;
use crate::traffic::Traffic;

/// The response headers the core reads; all others are dropped here.
const KEPT: [&str; 4] = ["etag", "location", "retry-after", "content-type"];

/// "HTTP/1.1 200 OK" and the empty line.
const STATUS_LINE: usize = 19;

/// Where a clinic's doors are.
#[derive(Clone, Debug)]
pub struct Addresses {
    /// FHIR base, ending in `/`.
    pub records: String,
    /// Sign-in base, ending in `/`.
    pub sign_in: String,
    /// The broker's host and port.
    pub broker: String,
}

/// Performs requests. Cheap to clone; all clones share one connection pool.
#[derive(Clone)]
pub struct Http {
    client: reqwest::Client,
    records: String,
    sign_in: String,
    traffic: Arc<Traffic>,
}

impl Http {
    /// A client of the clinic at these addresses that trusts these roots, and no others, over TLS.
    pub fn new(
        addresses: &Addresses,
        roots: &[Vec<u8>],
        traffic: Arc<Traffic>,
    ) -> Result<Self, RuntimeError> {
        // A second call finds the same provider installed, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let roots: Vec<_> = roots.iter().filter_map(|der| reqwest::Certificate::from_der(der).ok()).collect();
        let client = reqwest::Client::builder()
            .tls_certs_only(roots)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|_| RuntimeError::Network)?;
        Ok(Self { client, records: addresses.records.clone(), sign_in: addresses.sign_in.clone(), traffic })
    }

    /// Performs one request; answers within the request's own time-out.
    pub async fn perform(&self, door: Door, request: HttpRequest, bearer: Option<Secret>) -> HttpReply {
        let timeout = request.timeout;
        match tokio::time::timeout(timeout, self.send(door, request, bearer)).await {
            Ok(Ok(response)) => HttpReply::Response(response),
            Ok(Err(error)) => HttpReply::Failed(error),
            Err(_) => HttpReply::Failed(NetError::NoAnswer),
        }
    }

    async fn send(
        &self,
        door: Door,
        request: HttpRequest,
        bearer: Option<Secret>,
    ) -> Result<HttpResponse, NetError> {
        let base = match door {
            Door::Records => &self.records,
            Door::SignIn => &self.sign_in,
        };
        let url = format!("{base}{}", request.path);
        self.traffic.sync_up.add(weight(&request, bearer.as_ref()));
        let mut builder = match request.method {
            Method::Get => self.client.get(url),
            Method::Post => self.client.post(url),
            Method::Put => self.client.put(url),
            Method::Delete => self.client.delete(url),
        }
        .header(ACCEPT, "application/fhir+json");
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        if let Some(Secret(token)) = bearer {
            builder = builder.bearer_auth(token);
        }
        if let Some(body) = request.body {
            builder = builder.header(CONTENT_TYPE, "application/fhir+json").body(body);
        }
        let mut response = builder.send().await.map_err(|error| net_error(&error))?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| NetError::NoAnswer)? {
            if body.len() + chunk.len() > BODY_LIMIT {
                return Err(NetError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let head: usize =
            response.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
        self.traffic.sync_down.add(STATUS_LINE + head + body.len());
        Ok(HttpResponse { status: response.status().as_u16(), headers: kept(response.headers()), body })
    }
}

/// Bytes of a request as HTTP/1.1 writes it: the lines of method, host, accept, length and type come to about 120.
fn weight(request: &HttpRequest, bearer: Option<&Secret>) -> usize {
    let headers: usize = request.headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
    let token = bearer.map_or(0, |Secret(token)| token.len() + "authorization: Bearer ".len() + 2);
    120 + request.path.len() + headers + token + request.body.as_ref().map_or(0, Vec::len)
}

fn kept(headers: &HeaderMap) -> Vec<(String, String)> {
    KEPT.iter()
        .filter_map(|name| Some(((*name).to_owned(), headers.get(*name)?.to_str().ok()?.to_owned())))
        .collect()
}

/// A connection that never stood sent nothing; anything later may have reached the server.
fn net_error(error: &reqwest::Error) -> NetError {
    if error.is_connect() { NetError::Unreachable } else { NetError::NoAnswer }
}
