//! The page beyond this machine: encrypted, by one name.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use nabz_web::serve::{Front, Https, Served, serve};
use rcgen::{CertificateParams, KeyPair};
use rustls::crypto::ring::default_provider;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tokio::runtime::Runtime;
use tokio_tungstenite::tungstenite::client;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use super::house::{PAGE, Shown};

type Stream = StreamOwned<ClientConnection, TcpStream>;

struct Encrypted {
    served: Served,
    trusting: Arc<ClientConfig>,
    _runtime: Runtime,
}

impl Encrypted {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate =
            CertificateParams::new(vec!["localhost".to_owned()]).unwrap().self_signed(&key).unwrap();
        let https =
            Https::new("localhost", certificate.pem().as_bytes(), key.serialize_pem().as_bytes()).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(certificate.der().clone()).unwrap();
        let trusting = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let front = Front::encrypted("127.0.0.1:0".parse().unwrap(), https);
        let served = runtime.block_on(serve(Arc::new(Shown::new()), &front)).unwrap();
        Self { served, trusting: Arc::new(trusting), _runtime: runtime }
    }

    fn host(&self) -> String {
        format!("localhost:{}", self.served.address().port())
    }

    fn connect(&self) -> Stream {
        let stream = TcpStream::connect(self.served.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let name = "localhost".try_into().unwrap();
        StreamOwned::new(ClientConnection::new(self.trusting.clone(), name).unwrap(), stream)
    }

    fn get(&self, path: &str, host: &str) -> String {
        let mut stream = self.connect();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }
}

#[test]
fn an_encrypted_page_keeps_its_cookie_and_its_socket_encrypted() {
    let house = Encrypted::new();
    let host = house.host();
    let link = house.served.link().unwrap();
    let path = link.strip_prefix(&format!("https://{host}")).unwrap();
    let page = house.get(path, &host);
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(page.contains(&format!("connect-src 'self' wss://{host};")), "{page}");
    assert!(page.contains("strict-transport-security: "), "{page}");
    let cookie = page.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    assert!(cookie.starts_with("__Host-nabz-session=") && cookie.ends_with("; Secure"), "{cookie}");

    let cookie = cookie.split(';').next().unwrap();
    let open = |origin: String| {
        let mut request = format!("wss://{host}/socket?page={PAGE}").into_client_request().unwrap();
        request.headers_mut().insert("origin", origin.parse().unwrap());
        request.headers_mut().insert("cookie", cookie.parse().unwrap());
        client(request, house.connect()).ok()
    };
    assert!(open(format!("http://{host}")).is_none(), "a page in the clear is another origin");
    let (mut socket, _) = open(format!("https://{host}")).unwrap();
    assert!(socket.read().unwrap().to_text().unwrap().contains("\"kind\":\"words\""));
}

#[test]
fn an_address_that_is_not_the_name_is_misdirected() {
    let house = Encrypted::new();
    let address = house.served.address().to_string();
    assert!(house.get("/", &address).starts_with("HTTP/1.1 421"));
}

#[test]
fn who_speaks_no_tls_gets_nothing_and_holds_up_nobody() {
    let house = Encrypted::new();
    let silent: Vec<_> = (0..8).map(|_| TcpStream::connect(house.served.address()).unwrap()).collect();
    let mut clear = TcpStream::connect(house.served.address()).unwrap();
    clear.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    clear.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut said = Vec::new();
    let _ = clear.read_to_end(&mut said);
    assert!(!said.starts_with(b"HTTP"), "{said:?}");
    assert!(house.get("/", &house.host()).starts_with("HTTP/1.1 403"));
    drop(silent);
}
