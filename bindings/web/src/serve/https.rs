//! Encryption for a page that is served beyond this machine.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use webpki::EndEntityCert;

/// How long a browser may take to agree on keys.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Most browsers that agree on keys at once; others wait.
const HANDSHAKES: usize = 64;

/// How long to wait when the system gives no more sockets.
const OUT_OF_SOCKETS: Duration = Duration::from_millis(500);

/// A certificate with its key, and the name it is served by.
#[derive(Clone)]
pub struct Https {
    name: String,
    config: Arc<ServerConfig>,
}

/// Shows no key.
impl fmt::Debug for Https {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Https({}, …)", self.name)
    }
}

/// Why a certificate cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpsError {
    /// Neither a DNS name nor an IP address.
    #[error("the name of the server is neither a DNS name nor an address")]
    Name,
    /// No certificates in PEM.
    #[error("the certificate file holds no certificate in PEM")]
    Certificate,
    /// The first certificate is for other names.
    #[error("the certificate is not for this name")]
    OtherName,
    /// No private key in PEM, or not that of the certificate.
    #[error("the key file holds no private key of this certificate in PEM")]
    Key,
}

impl Https {
    /// Takes a chain of certificates, the server's own first, and its key, both in PEM (RFC 7468).
    ///
    /// # Errors
    ///
    /// [`HttpsError`] says what does not fit.
    pub fn new(name: &str, chain: &[u8], key: &[u8]) -> Result<Self, HttpsError> {
        let served = ServerName::try_from(name).map_err(|_| HttpsError::Name)?;
        let chain = CertificateDer::pem_slice_iter(chain).collect::<Result<Vec<_>, _>>();
        let chain = chain.map_err(|_| HttpsError::Certificate)?;
        let own = chain.first().ok_or(HttpsError::Certificate)?;
        let own = EndEntityCert::try_from(own).map_err(|_| HttpsError::Certificate)?;
        own.verify_is_valid_for_subject_name(&served).map_err(|_| HttpsError::OtherName)?;
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| HttpsError::Key)?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
            .map_err(|_| HttpsError::Key)?;
        // A WebSocket begins as HTTP/1.1 (RFC 6455 §4.1).
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { name: name.to_owned(), config: Arc::new(config) })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The same, offering HTTP/2 first (RFC 9113 §3.2): for a server without WebSockets.
    pub fn with_http2(self) -> Self {
        let mut config = (*self.config).clone();
        config.alpn_protocols.insert(0, b"h2".to_vec());
        Self { config: Arc::new(config), ..self }
    }

    /// Encrypts the connections of a listener.
    pub fn listen(&self, tcp: TcpListener) -> Encrypted {
        Encrypted { tcp, acceptor: self.config.clone().into(), handshakes: JoinSet::new() }
    }
}

/// Accepts browsers once they have agreed on keys; a slow one holds up nobody else.
pub struct Encrypted {
    tcp: TcpListener,
    acceptor: TlsAcceptor,
    handshakes: JoinSet<Option<(TlsStream<TcpStream>, SocketAddr)>>,
}

impl Listener for Encrypted {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            tokio::select! {
                Some(done) = self.handshakes.join_next() => if let Ok(Some(browser)) = done {
                    return browser;
                },
                accepted = self.tcp.accept(), if self.handshakes.len() < HANDSHAKES => match accepted {
                    Ok((stream, address)) => {
                        let agreed = self.acceptor.accept(stream);
                        self.handshakes.spawn(async move {
                            Some((timeout(HANDSHAKE, agreed).await.ok()?.ok()?, address))
                        });
                    }
                    // The connection broke before it was taken, or the system has no more sockets.
                    Err(_) => tokio::time::sleep(OUT_OF_SOCKETS).await,
                },
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.tcp.local_addr()
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair};

    use super::*;

    #[test]
    fn says_what_does_not_fit() {
        let key = KeyPair::generate().unwrap();
        let names = vec!["desk.example".to_owned(), "192.0.2.7".to_owned()];
        let certificate = CertificateParams::new(names).unwrap().self_signed(&key).unwrap().pem();
        let (chain, key) = (certificate.as_bytes(), key.serialize_pem());
        for name in ["desk.example", "192.0.2.7"] {
            let https = Https::new(name, chain, key.as_bytes()).unwrap();
            assert_eq!(format!("{https:?}"), format!("Https({name}, …)"));
        }
        let stranger = KeyPair::generate().unwrap().serialize_pem();
        let refused = |name, chain, key: &str| Https::new(name, chain, key.as_bytes()).unwrap_err();
        assert_eq!(refused("no name", chain, &key), HttpsError::Name);
        assert_eq!(refused("desk.example", b"", &key), HttpsError::Certificate);
        assert_eq!(refused("desk.example", key.as_bytes(), &key), HttpsError::Certificate);
        assert_eq!(refused("other.example", chain, &key), HttpsError::OtherName);
        assert_eq!(refused("desk.example", chain, &certificate), HttpsError::Key);
        assert_eq!(refused("desk.example", chain, &stranger), HttpsError::Key);
    }
}
