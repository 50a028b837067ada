//! Requests and answers as HTTP/1.1 writes them, counted.

use std::error::Error;
use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use nabz_clinic::fhir::{self, Fhir};
use nabz_sync::{HttpReply, HttpRequest, HttpResponse, Method};
use nabz_time::Now;

/// What went over the line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wire {
    up: usize,
    down: usize,
    pub(crate) trips: usize,
    token: usize,
}

/// Whether a side sends bodies compressed.
pub(crate) type Coding = fn(&[u8]) -> Result<Option<Vec<u8>>, std::io::Error>;

/// As the phone's client: gzip both ways, where it is shorter.
pub(crate) fn ours(body: &[u8]) -> Result<Option<Vec<u8>>, std::io::Error> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body)?;
    let packed = encoder.finish()?;
    Ok((packed.len() < body.len()).then_some(packed))
}

/// As a straightforward client.
pub(crate) fn plainly(_: &[u8]) -> Result<Option<Vec<u8>>, std::io::Error> {
    Ok(None)
}

/// A read of one resource.
pub(crate) fn get(place: &str) -> HttpRequest {
    HttpRequest {
        method: Method::Get,
        path: place.to_owned(),
        headers: Vec::new(),
        body: None,
        timeout: Duration::from_secs(30),
    }
}

impl Wire {
    pub(crate) fn bytes(&self) -> f64 {
        (self.up + self.down) as f64
    }

    /// Bytes up for each request beyond the token.
    pub(crate) fn beyond_token(&self) -> f64 {
        (self.up as f64 - self.token as f64) / self.trips.max(1) as f64
    }

    /// One request and its answer.
    pub(crate) fn carry(
        &mut self,
        fhir: &mut Fhir,
        token: &str,
        request: &HttpRequest,
        now: Now,
        coding: Coding,
    ) -> Result<HttpReply, Box<dyn Error>> {
        let method = match request.method {
            Method::Get => fhir::Method::Get,
            Method::Post => fhir::Method::Post,
            Method::Put => fhir::Method::Put,
            Method::Delete => fhir::Method::Delete,
        };
        let mut asked = fhir::Request::new(method, request.path.clone()).bearer(token.to_owned());
        asked.headers =
            request.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        asked.headers.push(("host".to_owned(), "clinic.invalid".to_owned()));
        asked.body = request.body.clone().unwrap_or_default();
        let answer = fhir.handle(&asked, now);
        if answer.status >= 300 {
            return Err(format!("{} to a {:?}", answer.status, request.method).into());
        }

        let method = format!("{:?}", request.method).to_uppercase();
        let mut head = format!(
            "{method} /fhir/{} HTTP/1.1\r\nhost: clinic.invalid\r\naccept: application/fhir+json\r\n\
             authorization: Bearer {token}\r\n",
            request.path
        );
        let compressed =
            coding(b"a body that says whether this side compresses, a body that says")?.is_some();
        if compressed {
            head.push_str("accept-encoding: gzip\r\n");
        }
        for (name, value) in &request.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        self.up += sized(&mut head, &asked.body, coding, "application/fhir+json")?;
        let mut head = format!("HTTP/1.1 {} OK\r\n", answer.status);
        for (name, value) in &answer.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        self.down += sized(&mut head, &answer.body, coding, "")?;
        self.token += token.len();
        self.trips += 1;
        let response = HttpResponse { status: answer.status, headers: answer.headers, body: answer.body };
        Ok(HttpReply::Response(response))
    }
}

/// Bytes of a message: its head, the headers of its body, the body.
fn sized(head: &mut String, body: &[u8], coding: Coding, kind: &str) -> Result<usize, std::io::Error> {
    let packed = coding(body)?;
    if packed.is_some() {
        head.push_str("content-encoding: gzip\r\n");
    }
    let length = packed.as_ref().map_or(body.len(), Vec::len);
    if length > 0 {
        head.push_str(&format!("content-length: {length}\r\n"));
        if !kind.is_empty() {
            head.push_str(&format!("content-type: {kind}\r\n"));
        }
    }
    Ok(head.len() + "\r\n".len() + length)
}
