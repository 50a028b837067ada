//! The sandbox clinic's FHIR server in the world: requests as the runtime would send them, and answers gone wrong.

use nabz_app::effect::Door;
use nabz_clinic::fhir::{self, Fhir};
use nabz_clinic::population::{Login, Population};
use nabz_clinic::seed::Seeded;
use nabz_sync::{HttpReply, HttpRequest, HttpResponse, Method, NetError};
use nabz_time::{Now, Wall};
use serde_json::{Value, json};

use crate::SetUp;
use crate::faults::HttpFault;
use crate::plan::Defect;

/// Wednesday, 2026-11-25, 10:00 in Tehran: the person takes the phone.
pub const OPENING: Wall = Wall::from_millis(1_795_588_200_000);

/// Where the phone believes the clinic to be.
pub const BASE: &str = "https://clinic.invalid/fhir/";

/// The response headers the runtime lets through.
const KEPT: [&str; 6] = ["etag", "location", "retry-after", "content-type", "dpop-nonce", "www-authenticate"];

/// The server and who knows it.
pub struct Clinic {
    fhir: Fhir,
    /// The patient's code and id.
    pub patient: Login,
    /// The doctor's token.
    pub doctor_token: String,
    /// The doctor's id.
    pub practitioner: String,
    population: Population,
    defect: Option<Defect>,
    /// Somebody else is quicker, once.
    rival: bool,
    was_quicker: bool,
    lost_once: bool,
    /// Bookings taken while conditions are ignored.
    writes: u32,
}

impl Clinic {
    /// Opens with the population of a seed.
    pub fn new(seed: u64, rival: bool, defect: Option<Defect>, now: Now) -> Result<Self, SetUp> {
        let population = Population::new(seed, OPENING)?;
        let mut fhir = Fhir::open(&fhir::Place::Memory, Box::new(Seeded::new(seed ^ 0xc11_41c)))?;
        population.move_in(&mut fhir, now)?;
        let doctor_token = fhir.admit(&population.doctor.identity)?;
        let practitioner = population.doctor.identity.reference().replace("Practitioner/", "");
        Ok(Self {
            fhir,
            patient: population.patient.clone(),
            doctor_token,
            practitioner,
            population,
            defect,
            rival,
            was_quicker: false,
            lost_once: false,
            writes: 0,
        })
    }

    /// The server at work; what is broken on purpose is broken here.
    pub fn handle(&mut self, request: &fhir::Request, now: Now) -> fhir::Response {
        if self.rival && self.take_slot(request, now) {
            (self.rival, self.was_quicker) = (false, true);
        }
        let Some(defect) = self.defect else { return self.fhir.handle(request, now) };
        let writes = |kind: &str| writes(request, kind);
        match defect {
            Defect::BooksTwice if self.writes < 2 && request.path.starts_with("Appointment?identifier") => {
                nothing_found()
            }
            Defect::BooksTwice if writes("Slot/") => {
                self.writes += 1;
                let changed = change(request, |entry| {
                    entry.remove("ifNoneExist");
                    entry.remove("ifMatch");
                });
                self.fhir.handle(&changed, now)
            }
            Defect::RecordsTwice if request.path.starts_with("Encounter?") => nothing_found(),
            Defect::RecordsTwice if writes("Encounter/") => {
                let changed = change(request, |entry| {
                    entry.remove("ifMatch");
                    if entry["url"].as_str().is_some_and(|url| url.starts_with("Encounter/")) {
                        entry.insert("method".into(), "POST".into());
                        entry.insert("url".into(), "Encounter".into());
                    }
                });
                self.fhir.handle(&changed, now)
            }
            Defect::NeverRecords if writes("Encounter/") => self.fault(HttpFault::ServerError, request, now),
            _ => self.fhir.handle(request, now),
        }
    }

    /// How many requests came from a phone whose file was older than before.
    pub fn set_back(&self) -> u64 {
        self.fhir.set_back()
    }

    /// Whether nothing was broken on purpose.
    pub fn is_sound(&self) -> bool {
        self.defect.is_none()
    }

    /// Whether somebody else has just taken a slot.
    pub fn rival_was_quicker(&mut self) -> bool {
        std::mem::take(&mut self.was_quicker)
    }

    /// Whether a defect loses this answer: the first one to what is done twice.
    pub fn loses_answer(&mut self, request: &fhir::Request) -> bool {
        let first = match self.defect {
            Some(Defect::BooksTwice) => writes(request, "Slot/"),
            Some(Defect::RecordsTwice) => writes(request, "Encounter/"),
            _ => false,
        };
        first && !std::mem::replace(&mut self.lost_once, true)
    }

    /// An answer under a fault; the caller loses those that never arrive.
    pub fn fault(&mut self, fault: HttpFault, request: &fhir::Request, now: Now) -> fhir::Response {
        let answer = |status, body: &[u8]| fhir::Response {
            status,
            headers: vec![("content-type".into(), "application/fhir+json".into())],
            body: body.to_vec(),
        };
        match fault {
            HttpFault::ServerError => answer(500, b"{}"),
            HttpFault::SignIn => answer(401, b"{}"),
            HttpFault::Conflict => answer(409, b"{}"),
            HttpFault::Precondition => answer(412, b"{}"),
            HttpFault::Portal => answer(200, b"<!doctype html><title>Welcome to the hotel</title>"),
            HttpFault::ServerErrorAfterwards => {
                self.handle(request, now);
                answer(500, b"{}")
            }
            HttpFault::Garbage => {
                self.handle(request, now);
                answer(200, b"{\"resourceType\":\"Bundle\",\"entry\":[{\"]")
            }
            HttpFault::HalfBody => {
                let mut whole = self.handle(request, now);
                whole.body.truncate(whole.body.len() / 2);
                whole
            }
            HttpFault::LostRequest | HttpFault::LostReply | HttpFault::Silence | HttpFault::Doubled => {
                self.handle(request, now)
            }
        }
    }

    /// When the booked visit of the patient begins.
    pub fn booked_at(&mut self, now: Now) -> Option<Wall> {
        let booked = self.search("Appointment", "status=booked", now);
        let start = booked.first()?["start"].as_str()?.parse::<jiff::Timestamp>().ok()?;
        Some(Wall::from_millis(start.as_millisecond()))
    }

    /// Every resource of a type that the doctor sees.
    pub fn search(&mut self, kind: &str, query: &str, now: Now) -> Vec<Value> {
        let path = format!("{kind}?{query}&_count=100");
        let request = fhir::Request::new(fhir::Method::Get, path).bearer(self.doctor_token.clone());
        let page = self.fhir.handle(&request, now).json();
        let entries = page["entry"].as_array().cloned().unwrap_or_default();
        entries.into_iter().map(|mut entry| entry["resource"].take()).collect()
    }

    /// An earlier version of a resource.
    pub fn version(&mut self, path: &str, version: u32, now: Now) -> Value {
        let path = format!("{path}/_history/{version}");
        let request = fhir::Request::new(fhir::Method::Get, path).bearer(self.doctor_token.clone());
        self.fhir.handle(&request, now).json()
    }

    /// Somebody else books the slot of this transaction first; true if it was one.
    fn take_slot(&mut self, request: &fhir::Request, now: Now) -> bool {
        let slot = entries(request).into_iter().find_map(|entry| {
            let url = entry["request"]["url"].as_str()?.to_owned();
            url.strip_prefix("Slot/").map(str::to_owned)
        });
        let Some(slot) = slot else { return false };
        let wanted =
            |resource: &&Value| resource["resourceType"] == "Slot" && resource["id"] == slot.as_str();
        let Some(mut taken) = self.population.resources.iter().find(wanted).cloned() else { return false };
        taken["status"] = "busy".into();
        self.fhir.load(&[taken], now).is_ok()
    }
}

/// As the runtime sends it.
pub fn on_the_wire(door: Door, request: &HttpRequest, bearer: Option<&str>) -> fhir::Request {
    let method = match request.method {
        Method::Get => fhir::Method::Get,
        Method::Post => fhir::Method::Post,
        Method::Put => fhir::Method::Put,
        Method::Delete => fhir::Method::Delete,
    };
    let path = match door {
        Door::Records => request.path.clone(),
        Door::SignIn => format!("auth/{}", request.path),
    };
    let headers = request.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
    fhir::Request {
        method,
        path,
        headers: headers.collect(),
        body: request.body.clone().unwrap_or_default(),
        bearer: bearer.map(str::to_owned),
    }
}

/// As the runtime hands it on.
pub fn off_the_wire(response: fhir::Response) -> HttpReply {
    if response.body.len() > nabz_sync::BODY_LIMIT {
        return HttpReply::Failed(NetError::TooLarge);
    }
    let kept = |(name, _): &(String, String)| KEPT.contains(&name.as_str());
    let headers = response.headers.into_iter().filter(kept).collect();
    HttpReply::Response(HttpResponse { status: response.status, headers, body: response.body })
}

/// The bytes of a request, for the trace.
pub fn bytes_of(request: &fhir::Request) -> Vec<u8> {
    let mut bytes = format!("{:?} {} {:?} ", request.method, request.path, request.headers).into_bytes();
    bytes.extend(request.bearer.as_deref().unwrap_or_default().bytes());
    bytes.extend(&request.body);
    bytes
}

fn entries(request: &fhir::Request) -> Vec<Value> {
    let bundle: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    bundle["entry"].as_array().cloned().unwrap_or_default()
}

/// Whether a transaction writes a resource of this type.
fn writes(request: &fhir::Request, url: &str) -> bool {
    let is = |entry: &Value| entry["request"]["url"].as_str().is_some_and(|found| found.starts_with(url));
    request.path.is_empty() && entries(request).iter().any(is)
}

fn nothing_found() -> fhir::Response {
    let page = json!({ "resourceType": "Bundle", "type": "searchset", "total": 0 });
    fhir::Response { status: 200, headers: Vec::new(), body: page.to_string().into_bytes() }
}

/// The transaction with every entry's request changed.
fn change(request: &fhir::Request, how: impl Fn(&mut serde_json::Map<String, Value>)) -> fhir::Request {
    let mut bundle: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    for entry in bundle["entry"].as_array_mut().into_iter().flatten() {
        if let Some(asked) = entry["request"].as_object_mut() {
            how(asked);
        }
    }
    request.clone().json(&bundle)
}
