//! The FHIR server on a socket, over HTTPS, and faults on demand.
//!
//! Its patients' codes are those of a sandbox: whoever can reach the port could try them all. So the server refuses to
//! serve anywhere but on loopback.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header, request::Parts};
use axum::response::Response as HttpResponse;
use axum::serve::Listener;
use bytes::Bytes;
use http_body::Frame;
use nabz_time::Now;
use nabz_web::serve::{Encrypted, Https};
use tokio::sync::watch;
use tower_http::compression::CompressionLayer;
use tower_http::decompression::RequestDecompressionLayer;

use crate::fhir::{BODY_LIMIT, Fhir, Method, Request, Response};

/// How long a client may take to send a body.
const BODY_TIME: Duration = Duration::from_secs(30);

/// Where the FHIR base lies.
const BASE: &str = "/fhir";

/// Tells the time, however the process counts it.
pub type Clock = Arc<dyn Fn() -> Now + Send + Sync>;

/// Decides what goes wrong with a request, if anything. Asked once for each, before it is acted upon.
pub type Faults = Arc<dyn Fn(&Request) -> Option<Fault> + Send + Sync>;

/// Something that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Acts, and answers this much later.
    Delay(Duration),
    /// Neither acts nor answers.
    Hang,
    /// Acts and never answers.
    Lost,
    /// Does not act and answers 500.
    Error,
    /// Acts and answers 200 with bytes that are no JSON.
    Garbage,
    /// Acts and breaks off in the middle of the answer's body.
    Half,
}

/// A server without faults.
pub fn no_faults() -> Faults {
    Arc::new(|_| None)
}

/// Why the server does not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address can be reached from elsewhere.
    #[error("{0} can be reached from elsewhere; the sandbox serves on loopback only")]
    NotLoopback(SocketAddr),
    /// The socket failed.
    #[error("the socket cannot be used: {0}")]
    Socket(#[from] io::Error),
}

/// A running server. Dropping it ends it.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    closing: watch::Sender<bool>,
    connections: Arc<AtomicU64>,
}

impl Server {
    /// Serves `fhir` on a bound listener. Call it inside a tokio runtime, which does the serving.
    pub fn start(
        listener: TcpListener,
        https: &Https,
        fhir: Arc<Mutex<Fhir>>,
        clock: Clock,
        faults: Faults,
    ) -> Result<Self, ServeError> {
        let address = listener.local_addr()?;
        if !address.ip().is_loopback() {
            return Err(ServeError::NotLoopback(address));
        }
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let (closing, closed) = watch::channel(false);
        let desk = Desk { fhir, clock, faults, closed: closed.clone() };
        let router = Router::new()
            .fallback(answer)
            .with_state(desk)
            .layer(RequestDecompressionLayer::new())
            .layer(CompressionLayer::new());
        let connections = Arc::new(AtomicU64::new(0));
        let listener = Counted { encrypted: https.listen(listener), connections: connections.clone() };
        tokio::spawn(async move {
            // Serving ends with the watch; accept errors are retried inside axum.
            let _ = axum::serve(listener, router).with_graceful_shutdown(close(closed)).await;
        });
        Ok(Self { address, closing, connections })
    }

    /// The FHIR base, as a client is configured with it.
    pub fn base(&self) -> String {
        format!("https://{}{BASE}", self.address)
    }

    /// The socket's address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many connections were encrypted so far.
    pub fn connections(&self) -> u64 {
        self.connections.load(Ordering::Relaxed)
    }
}

/// Counts the connections that it hands on.
struct Counted {
    encrypted: Encrypted,
    connections: Arc<AtomicU64>,
}

impl Listener for Counted {
    type Io = <Encrypted as Listener>::Io;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let accepted = self.encrypted.accept().await;
        self.connections.fetch_add(1, Ordering::Relaxed);
        accepted
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.encrypted.local_addr()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.closing.send_replace(true);
    }
}

/// What each request needs.
#[derive(Clone)]
struct Desk {
    fhir: Arc<Mutex<Fhir>>,
    clock: Clock,
    faults: Faults,
    closed: watch::Receiver<bool>,
}

impl Desk {
    /// Asks the server on a thread where it may wait for the disk.
    async fn ask(&self, request: Request) -> Option<Response> {
        let (fhir, now) = (Arc::clone(&self.fhir), (self.clock)());
        let asked = tokio::task::spawn_blocking(move || {
            fhir.lock().unwrap_or_else(PoisonError::into_inner).handle(&request, now)
        });
        asked.await.ok()
    }

    /// Waits until the server closes.
    async fn never(&self) -> HttpResponse {
        close(self.closed.clone()).await;
        plain(StatusCode::SERVICE_UNAVAILABLE)
    }
}

async fn close(mut closed: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is a close too.
    let _ = closed.wait_for(|closed| *closed).await;
}

async fn answer(State(desk): State<Desk>, request: axum::extract::Request) -> HttpResponse {
    let request = match read(request).await {
        Ok(request) => request,
        Err(status) => return plain(status),
    };
    let fault = (desk.faults)(&request);
    match fault {
        Some(Fault::Hang) => return desk.never().await,
        Some(Fault::Error) => return plain(StatusCode::INTERNAL_SERVER_ERROR),
        _ => {}
    }
    let Some(response) = desk.ask(request).await else {
        return plain(StatusCode::INTERNAL_SERVER_ERROR);
    };
    match fault {
        Some(Fault::Delay(lasts)) => tokio::time::sleep(lasts).await,
        Some(Fault::Lost) => return desk.never().await,
        Some(Fault::Garbage) => return garbage(),
        Some(Fault::Half) => return half(response),
        _ => {}
    }
    let body = Body::from(response.body);
    headed(response.status, response.headers, body)
}

async fn read(request: axum::extract::Request) -> Result<Request, StatusCode> {
    let (parts, body) = request.into_parts();
    let method = method(&parts)?;
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    let path = target.strip_prefix(BASE).filter(|path| path.is_empty() || path.starts_with(['/', '?']));
    let path = path.ok_or(StatusCode::NOT_FOUND)?.trim_start_matches('/').to_owned();
    // One byte more than the limit, so that the server itself says what is too large.
    let body = tokio::time::timeout(BODY_TIME, to_bytes(body, BODY_LIMIT + 1));
    let body = match body.await {
        Ok(body) => body.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?,
        Err(_) => return Err(StatusCode::REQUEST_TIMEOUT),
    };
    Ok(Request {
        method,
        path,
        headers: headers(&parts),
        body: body.to_vec(),
        bearer: bearer(&parts.headers),
    })
}

fn method(parts: &Parts) -> Result<Method, StatusCode> {
    match parts.method.as_str() {
        "GET" => Ok(Method::Get),
        "POST" => Ok(Method::Post),
        "PUT" => Ok(Method::Put),
        "DELETE" => Ok(Method::Delete),
        _ => Err(StatusCode::METHOD_NOT_ALLOWED),
    }
}

/// The headers that are text; HTTP/2 names the host elsewhere.
fn headers(parts: &Parts) -> Vec<(String, String)> {
    let text = |value: &axum::http::HeaderValue| value.to_str().ok().map(str::to_owned);
    let all = parts.headers.iter().filter(|(name, _)| **name != header::AUTHORIZATION);
    let mut headers: Vec<_> =
        all.filter_map(|(name, value)| Some((name.as_str().to_owned(), text(value)?))).collect();
    if let Some(authority) = parts.uri.authority() {
        headers.push(("host".to_owned(), authority.to_string()));
    }
    headers
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let known = ["bearer", "dpop"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    known.then(|| token.trim().to_owned())
}

fn headed(status: u16, headers: Vec<(String, String)>, body: Body) -> HttpResponse {
    let start = HttpResponse::builder().status(status);
    let builder = headers.into_iter().fold(start, |builder, (name, value)| builder.header(name, value));
    builder.body(body).unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR))
}

fn plain(status: StatusCode) -> HttpResponse {
    let mut response = HttpResponse::new(Body::empty());
    *response.status_mut() = status;
    response
}

fn garbage() -> HttpResponse {
    let json = ("content-type".to_owned(), "application/fhir+json".to_owned());
    headed(200, vec![json], Body::from(&b"{\"resourceType\":\"Bun\xff\xfe]"[..]))
}

/// Promises the whole body and breaks the connection after half of it.
fn half(response: Response) -> HttpResponse {
    let whole = Bytes::from(response.body);
    let mut headers = response.headers;
    headers.push(("content-length".to_owned(), whole.len().to_string()));
    // A stated coding keeps the body from being compressed, so that its length stays true.
    headers.push(("content-encoding".to_owned(), "identity".to_owned()));
    let first = whole.slice(..whole.len() / 2);
    headed(response.status, headers, Body::new(Broken { first: Some(first), paused: false }))
}

/// A body of one piece, after which the connection fails.
struct Broken {
    first: Option<Bytes>,
    paused: bool,
}

impl http_body::Body for Broken {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        if !self.paused {
            // A body that waits lets the connection send what it has; one that fails at once would take it along.
            self.paused = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())))
    }
}
