//! The sandbox clinic against what was measured of the real servers, and on real sockets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod booking;
mod broker;
mod fhir;
mod http;
mod https;
mod relay;

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use nabz_clinic::http::Clock;
use nabz_clinic::pki::Authority;
use nabz_time::{Mono, Now, Wall};
use nabz_web::serve::Https;
use rustls::crypto::ring::default_provider;
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// An authority of servers. TLS goes by the machine's own clock.
struct Pki(Authority);

impl Pki {
    fn new() -> Self {
        Self(Authority::root("Servers", today() - 3 * DAY, 9 * DAY).unwrap())
    }

    /// What a server of this machine serves with.
    fn https(&self) -> Https {
        self.0.server(today() - DAY, 2 * DAY).unwrap()
    }

    /// A client that believes this authority, and speaks HTTP/1.1.
    fn connector(&self) -> TlsConnector {
        let mut roots = RootCertStore::empty();
        roots.add(self.0.certificate().to_vec().into()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap();
        TlsConnector::from(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
    }
}

#[allow(clippy::disallowed_methods, reason = "TLS goes by the machine's own clock")]
fn today() -> Wall {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Wall::from_millis(i64::try_from(since.as_millis()).unwrap())
}

/// Real time, beginning on 2026-11-25 at 10:00 in Tehran.
#[allow(clippy::disallowed_methods, reason = "real sockets take real time")]
fn clock() -> Clock {
    let began = Instant::now();
    let opening = Now { mono: Mono::ZERO, wall: Wall::from_millis(1_795_588_200_000) };
    Arc::new(move || opening + began.elapsed())
}
