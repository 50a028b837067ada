//! The phone's own client at the sandbox: whom it believes, what it refuses, and how little it opens.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use nabz_app::config::Authorities;
use nabz_app::effect::{Door, Secret};
use nabz_clinic::fhir::{Fhir, Place, Request};
use nabz_clinic::http::Server;
use nabz_clinic::population::Population;
use nabz_clinic::seed::Seeded;
use nabz_runtime::{Addresses, Http, RuntimeError, Traffic};
use nabz_sync::{HttpReply, HttpRequest, HttpResponse, Method, NetError};
use nabz_web::serve::Https;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::TcpStream;

use super::{DAY, Pki, clock, today};

/// A server, and what it was asked.
struct Clinic {
    server: Server,
    code: String,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Clinic {
    fn open(https: &Https) -> Self {
        let clock = clock();
        let population = Population::new(7, clock().wall).unwrap();
        let mut fhir = Fhir::open(&Place::Memory, Box::new(Seeded::new(1))).unwrap();
        population.move_in(&mut fhir, clock()).unwrap();
        let asked: Arc<Mutex<Vec<Request>>> = Arc::default();
        let told = asked.clone();
        let faults = Arc::new(move |request: &Request| {
            told.lock().unwrap().push(request.clone());
            None
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let server = Server::start(listener, https, Arc::new(Mutex::new(fhir)), clock, faults).unwrap();
        Self { server, code: population.patient.code, asked }
    }

    fn addresses(&self) -> Addresses {
        let base = self.server.base();
        Addresses { records: format!("{base}/"), sign_in: format!("{base}/auth/"), ..Addresses::default() }
    }

    fn phone(&self, authorities: &Authorities) -> Http {
        phone_at(&self.addresses(), authorities).unwrap()
    }
}

fn phone_at(addresses: &Addresses, authorities: &Authorities) -> Result<Http, RuntimeError> {
    Http::new(addresses, authorities, Arc::new(nabz_runtime::Clock::new()), Arc::new(Traffic::default()))
}

fn believing(pki: &Pki) -> Authorities {
    Authorities { roots: vec![pki.0.certificate().to_vec()], ..Authorities::default() }
}

fn get(path: &str) -> HttpRequest {
    let timeout = Duration::from_secs(5);
    HttpRequest { method: Method::Get, path: path.to_owned(), headers: Vec::new(), body: None, timeout }
}

async fn asks(phone: &Http) -> HttpReply {
    phone.perform(Door::Records, get("metadata"), Some(Secret("a token".to_owned()))).await
}

fn answer(reply: HttpReply) -> HttpResponse {
    match reply {
        HttpReply::Response(response) => response,
        HttpReply::Failed(error) => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn one_http2_connection_carries_every_request_until_the_network_changes() {
    let pki = Pki::new();
    let clinic = Clinic::open(&pki.https());
    let phone = clinic.phone(&believing(&pki));
    for _ in 0..5 {
        let (one, two) = tokio::join!(asks(&phone), asks(&phone));
        assert_eq!((answer(one).status, answer(two).status), (200, 200));
    }
    assert_eq!(clinic.server.connections(), 1);
    phone.network_changed();
    answer(asks(&phone).await);
    assert_eq!(clinic.server.connections(), 2);
}

#[tokio::test]
async fn a_server_of_another_authority_another_name_or_another_time_is_refused_and_hears_nothing() {
    let (pki, stranger) = (Pki::new(), Pki::new());
    let elsewhere = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));
    for (what, https) in [
        ("another authority", stranger.https()),
        ("another name", pki.0.server_named(elsewhere, today() - DAY, 2 * DAY).unwrap()),
        ("expired", pki.0.server(today() - 2 * DAY, DAY).unwrap()),
        ("not valid yet", pki.0.server(today() + DAY, DAY).unwrap()),
    ] {
        let clinic = Clinic::open(&https);
        let reply = asks(&clinic.phone(&believing(&pki))).await;
        assert_eq!(reply, HttpReply::Failed(NetError::NotTrusted), "{what}");
        assert!(clinic.asked.lock().unwrap().is_empty(), "{what}");
    }
    // The same client and the same request at a server that is in order.
    let clinic = Clinic::open(&pki.https());
    assert_eq!(answer(asks(&clinic.phone(&believing(&pki))).await).status, 200);
}

#[tokio::test]
async fn a_list_whose_time_is_over_trusts_nobody() {
    let pki = Pki::new();
    let clinic = Clinic::open(&pki.https());
    let until = |until| Authorities { until: Some(until), ..believing(&pki) };
    let over = asks(&clinic.phone(&until(today() - DAY))).await;
    assert_eq!(over, HttpReply::Failed(NetError::NotTrusted));
    assert_eq!(clinic.server.connections(), 0);
    assert_eq!(answer(asks(&clinic.phone(&until(today() + DAY))).await).status, 200);
}

#[tokio::test]
async fn a_clinic_in_the_clear_is_no_clinic() {
    let pki = Pki::new();
    let clinic = Clinic::open(&pki.https());
    let plain = |address: &str| address.replace("https://", "http://");
    let good = clinic.addresses();
    for addresses in [
        Addresses { records: plain(&good.records), ..good.clone() },
        Addresses { sign_in: plain(&good.sign_in), ..good.clone() },
        Addresses::default(),
    ] {
        assert_eq!(phone_at(&addresses, &believing(&pki)).err(), Some(RuntimeError::PlainHttp));
    }
}

#[tokio::test]
async fn a_refused_connection_and_a_silent_server_are_told_apart() {
    let pki = Pki::new();
    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
    let base = format!("https://{closed}/fhir/");
    let addresses = Addresses { records: base.clone(), sign_in: base, ..Addresses::default() };
    let phone = phone_at(&addresses, &believing(&pki)).unwrap();
    assert_eq!(asks(&phone).await, HttpReply::Failed(NetError::Unreachable));
}

#[tokio::test]
async fn large_bodies_go_out_compressed_and_arrive_whole() {
    let pki = Pki::new();
    let clinic = Clinic::open(&pki.https());
    let phone = clinic.phone(&believing(&pki));
    let code = HttpRequest {
        method: Method::Post,
        body: Some(json!({ "code": clinic.code }).to_string().into_bytes()),
        ..get("token")
    };
    let granted = answer(phone.perform(Door::SignIn, code, None).await);
    let granted: serde_json::Value = serde_json::from_slice(&granted.body).unwrap();
    let token = granted["access_token"].as_str().unwrap().to_owned();
    let patient = format!("Patient/{}", granted["patient"].as_str().unwrap());
    let appointment = json!({
        "resourceType": "Appointment", "status": "proposed", "comment": "blood pressure ".repeat(100),
        "participant": [{ "actor": { "reference": patient }, "status": "accepted" }],
    });
    let body = appointment.to_string().into_bytes();
    let length = body.len();
    let write = HttpRequest { method: Method::Post, body: Some(body), ..get("Appointment") };
    let written = answer(phone.perform(Door::Records, write, Some(Secret(token))).await);
    assert_eq!(written.status, 201);
    let asked = clinic.asked.lock().unwrap();
    let arrived = asked.iter().find(|request| request.path == "Appointment").unwrap();
    assert_eq!(arrived.body.len(), length);
    // What the server's layer unpacked it took the header of; what came over the wire was a tenth.
    let compressed: usize = arrived.header("content-length").map_or(0, |length| length.parse().unwrap());
    assert!(compressed < length / 4, "{compressed} of {length} bytes");
}

#[tokio::test]
async fn a_proxy_carries_the_connection_and_reads_none_of_it() {
    let pki = Pki::new();
    let clinic = Clinic::open(&pki.https());
    let (proxy, tunnels, heard) = proxy().await;
    let addresses = Addresses { proxy: Some(format!("http://{proxy}")), ..clinic.addresses() };
    let phone = phone_at(&addresses, &believing(&pki)).unwrap();
    assert_eq!(answer(asks(&phone).await).status, 200);
    assert_eq!(tunnels.load(Ordering::Relaxed), 1);
    let heard = String::from_utf8(heard.lock().unwrap().clone()).unwrap();
    assert!(heard.starts_with(&format!("CONNECT {} ", clinic.server.address())), "{heard}");
    assert!(!heard.contains("a token") && !heard.contains("metadata"));

    // A stranger behind the proxy is a stranger.
    let stranger = Pki::new();
    let refused = phone_at(&addresses, &believing(&stranger)).unwrap();
    assert_eq!(asks(&refused).await, HttpReply::Failed(NetError::NotTrusted));
}

/// A proxy that carries whatever it is asked to (RFC 9110 §9.3.6), counts, and keeps what it was asked.
async fn proxy() -> (SocketAddr, Arc<AtomicU64>, Arc<Mutex<Vec<u8>>>) {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tunnels, heard) = (Arc::new(AtomicU64::new(0)), Arc::new(Mutex::new(Vec::new())));
    let (count, keep) = (tunnels.clone(), heard.clone());
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(client.read_u8().await.unwrap());
            }
            let target = String::from_utf8(head.clone()).unwrap().split(' ').nth(1).unwrap().to_owned();
            keep.lock().unwrap().extend(head);
            count.fetch_add(1, Ordering::Relaxed);
            let mut server = TcpStream::connect(target).await.unwrap();
            client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            tokio::spawn(async move { drop(copy_bidirectional(&mut client, &mut server).await) });
        }
    });
    (address, tunnels, heard)
}
