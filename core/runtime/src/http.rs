//! Requests to the clinic: one client, one HTTP/2 connection over TLS, only configured addresses.
//!
//! The clinic's servers are believed under the configured [authorities](crate::trust) and no others; there is no switch
//! that turns this off, and no request over plain HTTP. Where the system or the configuration names a proxy it is used
//! (HTTP CONNECT, RFC 9110 §9.3.6): it sees names and sizes, nothing else.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use nabz_app::config::Authorities;
use nabz_app::effect::{Door, Secret};
use nabz_sync::{BODY_LIMIT, HttpReply, HttpRequest, HttpResponse, Method, NetError};
use nabz_time::Wall;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap};
use reqwest::{Client, Proxy, RequestBuilder, Response, StatusCode};
use tokio::sync::Mutex;

use crate::RuntimeError;
use crate::clock::Clock;
use crate::traffic::Traffic;
use crate::trust;

/// The response headers the core reads; all others are dropped here.
const KEPT: [&str; 6] = ["etag", "location", "retry-after", "content-type", "dpop-nonce", "www-authenticate"];

/// "HTTP/1.1 200 OK" and the empty line.
const STATUS_LINE: usize = 19;

/// Bodies below this many bytes are sent as they are: gzip would save less than its own header line.
const WORTH_COMPRESSING: usize = 400;

/// A handshake costs 2.7 kB and two round trips, so a connection that rests is kept this long. Resting costs nothing.
const IDLE: Duration = Duration::from_secs(10 * 60);

/// While a request is out, a ping (17 bytes) goes out this often, and a connection that does not answer one in time is
/// given up: else requests would queue on a connection that a NAT forgot until TCP itself gives up, a quarter of an hour.
const PING: Duration = Duration::from_secs(10);
const PONG: Duration = Duration::from_secs(15);

/// How long TCP and TLS may take to stand.
const CONNECT: Duration = Duration::from_secs(20);

/// Where a clinic's doors are.
#[derive(Clone, Debug, Default)]
pub struct Addresses {
    /// FHIR base, `https`, ending in `/`.
    pub records: String,
    /// Sign-in base, `https`, ending in `/`.
    pub sign_in: String,
    /// The broker's host and port.
    pub broker: String,
    /// The proxy requests go through, as `http://host:port`; `None` takes the one of the process's environment, if any.
    pub proxy: Option<String>,
}

/// Performs requests. Cheap to clone; all clones share one connection.
#[derive(Clone)]
pub struct Http(Arc<Inner>);

struct Inner {
    line: RwLock<Arc<Line>>,
    addresses: Addresses,
    authorities: Authorities,
    clock: Arc<Clock>,
    traffic: Arc<Traffic>,
    /// The clinic does not take compressed bodies.
    plain: AtomicBool,
}

/// One client, and with it one connection.
struct Line {
    client: Client,
    /// Held by the first request until its answer begins; those beside it wait, and find the connection it opened.
    opening: Mutex<()>,
    stands: AtomicBool,
}

impl Http {
    /// A client of the clinic at these addresses that believes servers under these authorities, and no others.
    pub fn new(
        addresses: &Addresses,
        authorities: &Authorities,
        clock: Arc<Clock>,
        traffic: Arc<Traffic>,
    ) -> Result<Self, RuntimeError> {
        if [&addresses.records, &addresses.sign_in].iter().any(|base| !base.starts_with("https://")) {
            return Err(RuntimeError::PlainHttp);
        }
        let authorities = trust::in_force(authorities);
        let line = RwLock::new(Arc::new(Line::new(addresses, &authorities)?));
        let plain = AtomicBool::new(false);
        Ok(Self(Arc::new(Inner { line, addresses: addresses.clone(), authorities, clock, traffic, plain })))
    }

    /// Performs one request; answers within the request's own time-out.
    pub async fn perform(&self, door: Door, request: HttpRequest, bearer: Option<Secret>) -> HttpReply {
        if self.0.authorities.until.is_some_and(|until| until < self.now()) {
            return HttpReply::Failed(NetError::NotTrusted);
        }
        let timeout = request.timeout;
        match tokio::time::timeout(timeout, self.send(door, request, bearer)).await {
            Ok(Ok(response)) => HttpReply::Response(response),
            Ok(Err(error)) => HttpReply::Failed(error),
            Err(_) => HttpReply::Failed(NetError::NoAnswer),
        }
    }

    /// The network below changed: the next request takes a new connection. What is under way on the old one may still be
    /// answered there.
    pub fn network_changed(&self) {
        // Made from the same parts as the first one, so it can be made.
        if let Ok(fresh) = Line::new(&self.0.addresses, &self.0.authorities) {
            *self.0.line.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
        }
    }

    async fn send(
        &self,
        door: Door,
        request: HttpRequest,
        bearer: Option<Secret>,
    ) -> Result<HttpResponse, NetError> {
        let packed = self.packed(door, &request);
        let refused = match &packed {
            Some(packed) => {
                let response = self.once(door, &request, bearer.as_ref(), Some(packed)).await?;
                if response.status != StatusCode::UNSUPPORTED_MEDIA_TYPE.as_u16() {
                    return Ok(response);
                }
                true
            }
            None => false,
        };
        // RFC 9110 §15.5.16: the server did not look at the body, so sending it again does nothing twice.
        let response = self.once(door, &request, bearer.as_ref(), None).await?;
        if refused && response.status != StatusCode::UNSUPPORTED_MEDIA_TYPE.as_u16() {
            self.0.plain.store(true, Ordering::Relaxed);
        }
        Ok(response)
    }

    async fn once(
        &self,
        door: Door,
        request: &HttpRequest,
        bearer: Option<&Secret>,
        packed: Option<&Vec<u8>>,
    ) -> Result<HttpResponse, NetError> {
        let body = packed.or(request.body.as_ref());
        self.0.traffic.sync_up.add(weight(request, bearer, body.map_or(0, Vec::len)));
        let line = self.0.line.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut builder = self.addressed(&line.client, door, request);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        if let Some(Secret(token)) = bearer {
            builder = builder.header(AUTHORIZATION, authorization(request, token));
        }
        if packed.is_some() {
            builder = builder.header(CONTENT_ENCODING, "gzip");
        }
        if let Some(body) = body {
            builder = builder.body(body.clone());
        }
        let mut response = line.send(builder).await.map_err(|error| net_error(&error))?;
        let mut read = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| NetError::NoAnswer)? {
            if read.len() + chunk.len() > BODY_LIMIT {
                return Err(NetError::TooLarge);
            }
            read.extend_from_slice(&chunk);
        }
        let head: usize =
            response.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
        self.0.traffic.sync_down.add(STATUS_LINE + head + read.len());
        Ok(HttpResponse { status: response.status().as_u16(), headers: kept(response.headers()), body: read })
    }

    fn addressed(&self, client: &Client, door: Door, request: &HttpRequest) -> RequestBuilder {
        let (base, media) = match door {
            Door::Records => (&self.0.addresses.records, "application/fhir+json"),
            Door::SignIn => (&self.0.addresses.sign_in, "application/json"),
        };
        let url = format!("{base}{}", request.path);
        let builder = match request.method {
            Method::Get => client.get(url),
            Method::Post => client.post(url),
            Method::Put => client.put(url),
            Method::Delete => client.delete(url),
        };
        let builder = builder.header(ACCEPT, media);
        let typed = request.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if request.body.is_some() && !typed { builder.header(CONTENT_TYPE, media) } else { builder }
    }

    /// The body of a write, compressed, if that is worth it and the clinic takes it.
    fn packed(&self, door: Door, request: &HttpRequest) -> Option<Vec<u8>> {
        let body = request.body.as_ref().filter(|body| body.len() >= WORTH_COMPRESSING)?;
        if door != Door::Records || self.0.plain.load(Ordering::Relaxed) {
            return None;
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(body).ok()?;
        encoder.finish().ok().filter(|packed| packed.len() < body.len())
    }

    fn now(&self) -> Wall {
        self.0.clock.now().wall
    }
}

impl Line {
    fn new(addresses: &Addresses, authorities: &Authorities) -> Result<Self, RuntimeError> {
        let client = client(addresses, authorities)?;
        Ok(Self { client, opening: Mutex::new(()), stands: AtomicBool::new(false) })
    }

    async fn send(&self, request: RequestBuilder) -> reqwest::Result<Response> {
        let first = match self.stands.load(Ordering::Relaxed) {
            true => None,
            false => Some(self.opening.lock().await).filter(|_| !self.stands.load(Ordering::Relaxed)),
        };
        let response = request.send().await?;
        self.stands.store(true, Ordering::Relaxed);
        drop(first);
        Ok(response)
    }
}

fn client(addresses: &Addresses, authorities: &Authorities) -> Result<Client, RuntimeError> {
    // A second call finds the same provider installed, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let roots = authorities.roots.iter().map(|der| reqwest::Certificate::from_der(der));
    let roots: Vec<_> = roots.collect::<Result<_, _>>().map_err(|_| RuntimeError::Network)?;
    let mut builder = Client::builder()
        .tls_certs_only(roots)
        .https_only(true)
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT)
        .pool_max_idle_per_host(1)
        .pool_idle_timeout(IDLE)
        .http2_keep_alive_interval(PING)
        .http2_keep_alive_timeout(PONG)
        .http2_keep_alive_while_idle(false);
    if let Some(proxy) = &addresses.proxy {
        builder = builder.proxy(Proxy::all(proxy).map_err(|_| RuntimeError::Network)?);
    }
    builder.build().map_err(|_| RuntimeError::Network)
}

/// A request that carries a proof carries its token as one that is bound to it (RFC 9449 §7.1).
fn authorization(request: &HttpRequest, token: &str) -> String {
    let bound = request.headers.iter().any(|(name, _)| *name == "dpop");
    format!("{} {token}", if bound { "DPoP" } else { "Bearer" })
}

/// Bytes of a request as HTTP/1.1 writes it: the lines of method, host, accept, length and type come to about 120.
fn weight(request: &HttpRequest, bearer: Option<&Secret>, body: usize) -> usize {
    let headers: usize = request.headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
    let token = bearer.map_or(0, |Secret(token)| token.len() + "authorization: Bearer ".len() + 2);
    120 + request.path.len() + headers + token + body
}

fn kept(headers: &HeaderMap) -> Vec<(String, String)> {
    KEPT.iter()
        .filter_map(|name| Some(((*name).to_owned(), headers.get(*name)?.to_str().ok()?.to_owned())))
        .collect()
}

/// A connection that never stood sent nothing; anything later may have reached the server.
fn net_error(error: &reqwest::Error) -> NetError {
    if !error.is_connect() {
        NetError::NoAnswer
    } else if is_untrusted(error) {
        NetError::NotTrusted
    } else {
        NetError::Unreachable
    }
}

/// Whether rustls refused the server's certificate. An `io::Error` hides what it carries from `source`.
fn is_untrusted(error: &(dyn std::error::Error + 'static)) -> bool {
    if let Some(refused) = error.downcast_ref::<rustls::Error>() {
        return matches!(
            refused,
            rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented
        );
    }
    let carried = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    carried.is_some_and(|inner| is_untrusted(inner)) || error.source().is_some_and(is_untrusted)
}
