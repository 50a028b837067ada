//! The FHIR server on a real socket, over TLS, with and without faults.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use nabz_clinic::fhir::{BODY_LIMIT, Fhir, Identity, Place, Request};
use nabz_clinic::http::{Fault, Faults, ServeError, Server, no_faults};
use nabz_clinic::population::Population;
use nabz_clinic::seed::Seeded;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::{Pki, clock};

/// A server with its population, and a patient's token.
struct Desk {
    server: Server,
    population: Population,
    token: String,
    tls: TlsConnector,
}

/// An answer as it came over the wire.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// What `content-length` promised.
    fn promised(&self) -> usize {
        let line = self.head.lines().find_map(|line| line.strip_prefix("content-length: "));
        line.unwrap().parse().unwrap()
    }
}

impl Desk {
    async fn open(faults: Faults) -> Self {
        let clock = clock();
        let population = Population::new(7, clock().wall).unwrap();
        let mut fhir = Fhir::open(&Place::Memory, Box::new(Seeded::new(1))).unwrap();
        population.move_in(&mut fhir, clock()).unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let pki = Pki::new();
        let fhir = Arc::new(Mutex::new(fhir));
        let server = Server::start(listener, &pki.https(), fhir, clock, faults).unwrap();
        let mut desk = Self { server, population, token: String::new(), tls: pki.connector() };
        let code = json!({ "code": desk.population.patient.code });
        let granted = desk.send("POST", "/fhir/auth/token", &[], code.to_string().as_bytes()).await.unwrap();
        desk.token = granted.json()["access_token"].as_str().unwrap().to_owned();
        desk
    }

    fn head(&self, method: &str, path: &str, headers: &[&str], length: usize) -> String {
        let (address, token) = (self.server.address(), &self.token);
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
        for header in headers {
            head.push_str(&format!("{header}\r\n"));
        }
        if !token.is_empty() {
            head.push_str(&format!("authorization: Bearer {token}\r\n"));
        }
        head + &format!("content-length: {length}\r\n\r\n")
    }

    /// Sends one request and reads until the server closes; `None` if it does not within a second.
    async fn send(&self, method: &str, path: &str, headers: &[&str], body: &[u8]) -> Option<Answer> {
        let mut stream = self.connect().await;
        let head = self.head(method, path, headers, body.len());
        let mut raw = Vec::new();
        let exchange = async {
            // The server may answer and close before it has read all of a body that is too large.
            let _ = stream.write_all(&[head.as_bytes(), body].concat()).await;
            let _ = stream.read_to_end(&mut raw).await;
        };
        timeout(Duration::from_secs(1), exchange).await.ok()?;
        let split = raw.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(raw[..split].to_vec()).unwrap().to_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Some(Answer { status, head, body: raw[split + 4..].to_vec() })
    }

    async fn connect(&self) -> TlsStream<TcpStream> {
        let address = self.server.address();
        let tcp = TcpStream::connect(address).await.unwrap();
        self.tls.connect(address.ip().into(), tcp).await.unwrap()
    }

    async fn get(&self, path: &str) -> Option<Answer> {
        self.send("GET", path, &[], b"").await
    }

    fn appointment(&self, name: &str) -> Value {
        json!({
            "resourceType": "Appointment", "status": "booked",
            "identifier": [{ "value": name }],
            "participant": [{ "actor": { "reference": self.population.patient.identity.reference() } }],
        })
    }

    async fn appointments(&self) -> Value {
        self.get("/fhir/Appointment").await.unwrap().json()["total"].clone()
    }
}

#[tokio::test]
async fn serves_the_base_and_links_that_lead_back() {
    let desk = Desk::open(no_faults()).await;
    let metadata = desk.get("/fhir/metadata").await.unwrap();
    assert_eq!(metadata.json()["implementation"]["url"], desk.server.base());
    assert!(metadata.head.contains("content-type: application/fhir+json"));
    let Identity::Patient(id) = &desk.population.patient.identity else { panic!("no patient") };
    let read = desk.get(&format!("/fhir/Patient/{id}")).await.unwrap();
    assert_eq!((read.status, read.head.contains("etag: w/\"1\"")), (200, true), "{}", read.head);
    let slots = desk.get("/fhir/Slot").await.unwrap().json();
    let next = slots["link"][1]["url"].as_str().unwrap();
    let path = next.strip_prefix(&desk.server.base()).unwrap();
    assert_eq!(
        desk.get(&format!("/fhir{path}")).await.unwrap().json()["entry"].as_array().unwrap().len(),
        10
    );
}

#[tokio::test]
async fn refuses_what_is_no_request_of_its() {
    let desk = Desk::open(no_faults()).await;
    for (method, path, status) in [
        ("GET", "/", 404),
        ("GET", "/fhirside", 404),
        ("PATCH", "/fhir/Slot/1", 405),
        ("GET", "/fhir/Rocket", 404),
    ] {
        assert_eq!(desk.send(method, path, &[], b"").await.unwrap().status, status, "{method} {path}");
    }
}

#[tokio::test]
async fn speaks_gzip_both_ways_and_bursts_at_no_bomb() {
    let desk = Desk::open(no_faults()).await;
    let zipped = desk.send("GET", "/fhir/Slot?_count=50", &["accept-encoding: gzip"], b"").await.unwrap();
    assert!(zipped.head.contains("content-encoding: gzip"), "{}", zipped.head);
    let gzip = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let headers = ["content-encoding: gzip", "content-type: application/fhir+json"];
    let body = gzip(desk.appointment("a").to_string().as_bytes());
    assert_eq!(desk.send("POST", "/fhir/Appointment", &headers, &body).await.unwrap().status, 201);
    let bomb = gzip(&vec![b' '; 64 * BODY_LIMIT]);
    assert!(bomb.len() < BODY_LIMIT);
    assert_eq!(desk.send("POST", "/fhir/Appointment", &headers, &bomb).await.unwrap().status, 413);
    let plain = vec![b' '; BODY_LIMIT + 1];
    assert_eq!(desk.send("POST", "/fhir/Appointment", &headers[1..], &plain).await.unwrap().status, 413);
    // The body came in chunks; the first begins after the line that says how long it is.
    let begins = zipped.body.windows(2).position(|two| two == b"\r\n").unwrap() + 2;
    let mut start = [0; 16];
    GzDecoder::new(&zipped.body[begins..]).read_exact(&mut start).unwrap();
    assert!(start.starts_with(b"{\"entry\":"), "{start:?}");
}

#[tokio::test]
async fn serves_on_loopback_only() {
    let fhir = Arc::new(Mutex::new(Fhir::open(&Place::Memory, Box::new(Seeded::new(1))).unwrap()));
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
    let refused = Server::start(listener, &Pki::new().https(), fhir, clock(), no_faults()).unwrap_err();
    assert!(matches!(refused, ServeError::NotLoopback(SocketAddr::V4(_))), "{refused}");
}

/// Faults that strike every `POST Appointment` once they are switched on.
fn on_appointments(fault: Fault) -> (Arc<AtomicBool>, Faults) {
    let on = Arc::new(AtomicBool::new(false));
    let switch = Arc::clone(&on);
    let strikes = move |request: &Request| {
        (switch.load(Ordering::Relaxed) && request.path == "Appointment" && !request.body.is_empty())
            .then_some(fault)
    };
    (on, Arc::new(strikes))
}

#[tokio::test]
async fn faults_act_or_do_not_act_as_they_say() {
    for (fault, acts) in [
        (Fault::Delay(Duration::from_millis(150)), true),
        (Fault::Hang, false),
        (Fault::Lost, true),
        (Fault::Error, false),
        (Fault::Garbage, true),
        (Fault::Half, true),
    ] {
        let (on, faults) = on_appointments(fault);
        let desk = Desk::open(faults).await;
        on.store(true, Ordering::Relaxed);
        let body = desk.appointment("a").to_string();
        let before = tokio::time::Instant::now();
        let answer = desk.send("POST", "/fhir/Appointment", &[], body.as_bytes()).await;
        match fault {
            Fault::Delay(lasts) => assert!(answer.unwrap().status == 201 && before.elapsed() >= lasts),
            Fault::Hang | Fault::Lost => assert!(answer.is_none(), "{fault:?}"),
            Fault::Error => assert_eq!(answer.unwrap().status, 500),
            Fault::Garbage => {
                let answer = answer.unwrap();
                assert_eq!((answer.status, answer.json()), (200, Value::Null));
            }
            Fault::Half => {
                let answer = answer.unwrap();
                assert_eq!((answer.status, answer.body.len()), (201, answer.promised() / 2));
            }
        }
        assert_eq!(desk.appointments().await, u64::from(acts), "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_racing_bookings_over_sockets_make_one() {
    let desk = Arc::new(Desk::open(no_faults()).await);
    let slot = desk.get("/fhir/Slot?status=free").await.unwrap().json()["entry"][0]["resource"].clone();
    let place = format!("Slot/{}", slot["id"].as_str().unwrap());
    let racers: Vec<_> = (0..20)
        .map(|n| {
            let (desk, mut slot, place) = (Arc::clone(&desk), slot.clone(), place.clone());
            tokio::spawn(async move {
                slot["status"] = "busy".into();
                let bundle = json!({ "resourceType": "Bundle", "type": "transaction", "entry": [
                    { "resource": slot, "request": { "method": "PUT", "url": place, "ifMatch": "W/\"1\"" } },
                    { "resource": desk.appointment(&n.to_string()), "request": { "method": "POST", "url": "Appointment" } },
                ]});
                desk.send("POST", "/fhir", &[], bundle.to_string().as_bytes()).await.unwrap().status
            })
        })
        .collect();
    let mut statuses = Vec::new();
    for racer in racers {
        statuses.push(racer.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..]), (200, &[409; 19][..]));
    assert_eq!(desk.appointments().await, 1);
}
