//! A clinic in a few fields: one doctor, a handful of slots, one appointment, and whatever a test wants to go wrong.

use nabz_app::effect::Door;
use nabz_sync::{HttpReply, HttpRequest, HttpResponse, Method, NetError};
use nabz_time::Wall;
use serde_json::{Value, json};

/// The code the clinic gave the patient.
pub(crate) const CODE: &str = "402917";

/// Where the clinic's records are.
pub(crate) const BASE: &str = "https://clinic.invalid/fhir/";

/// How the clinic is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    Good,
    /// No way to the clinic.
    Down,
    /// Requests arrive and are carried out; answers are lost.
    Mute,
    /// Nothing is answered for now: requests wait until the line is good again.
    Held,
}

pub(crate) struct Clinic {
    pub(crate) line: Line,
    /// Starts and lengths as the clinic keeps them.
    pub(crate) slots: Vec<Wall>,
    /// Slots somebody else has.
    pub(crate) taken: Vec<usize>,
    /// Somebody else is quicker, once.
    pub(crate) rival: bool,
    /// What was asked to end sign-ins.
    pub(crate) revoked: Vec<String>,
    /// Whose the code is.
    pub(crate) patient: &'static str,
    /// The patient has a family doctor.
    pub(crate) doctor: bool,
    /// Rials of a visit; none: the clinic names no price.
    pub(crate) price: Option<u32>,
    /// The token holds no more.
    pub(crate) expired: bool,
    /// Bookings are not accepted.
    pub(crate) refuses: bool,
    /// The day of the follow-up the doctor orders.
    pub(crate) order: Option<&'static str>,
    pub(crate) appointment: Option<Value>,
    pub(crate) encounter: Option<Value>,
    /// Appointments before today, with what became of them.
    pub(crate) past: Vec<(Wall, &'static str)>,
    /// Appointments ever created.
    pub(crate) booked: usize,
}

impl Clinic {
    pub(crate) fn new(slots: Vec<Wall>) -> Self {
        Self {
            line: Line::Good,
            slots,
            taken: Vec::new(),
            rival: false,
            patient: "p1",
            revoked: Vec::new(),
            doctor: true,
            price: Some(1_200_000),
            expired: false,
            refuses: false,
            order: Some("2026-12-09"),
            appointment: None,
            encounter: None,
            past: Vec::new(),
            booked: 0,
        }
    }

    /// What comes back, if anything does by now.
    pub(crate) fn answer(&mut self, door: Door, request: &HttpRequest) -> Option<HttpReply> {
        match self.line {
            Line::Held => None,
            Line::Down => Some(HttpReply::Failed(NetError::Unreachable)),
            Line::Mute => {
                self.handle(door, request);
                Some(HttpReply::Failed(NetError::NoAnswer))
            }
            Line::Good => {
                let (status, body) = self.handle(door, request);
                let body = body.to_string().into_bytes();
                Some(HttpReply::Response(HttpResponse { status, headers: Vec::new(), body }))
            }
        }
    }

    fn handle(&mut self, door: Door, request: &HttpRequest) -> (u16, Value) {
        if door == Door::SignIn && request.path == "revoke" {
            self.revoked.push(String::from_utf8(request.body.clone().unwrap()).unwrap());
            return (200, json!({}));
        }
        let body = request.body.as_deref().map(|body| serde_json::from_slice::<Value>(body).unwrap());
        let body = body.unwrap_or_default();
        if door == Door::SignIn {
            let known = body["code"] == CODE;
            return if known {
                (200, json!({"access_token": "token", "patient": self.patient}))
            } else {
                (401, json!({}))
            };
        }
        if self.expired {
            return (401, json!({}));
        }
        let searched = request.path.contains('?');
        let kind = request.path.split(['?', '/']).next().unwrap();
        match (request.method, kind) {
            (Method::Post, "") => self.transaction(&body),
            (Method::Put, "Consent") => (201, body),
            (Method::Get, "metadata") => (200, capability()),
            (Method::Get, "Patient") => (200, patient(self.doctor)),
            (Method::Get, "Practitioner") => (200, doctor()),
            (Method::Get, "Schedule") => page([json!({"resourceType": "Schedule", "id": "c1"})]),
            (Method::Get, "Slot") if searched => page((0..self.slots.len()).map(|at| self.slot(at))),
            (Method::Get, "Slot") => (200, self.slot(place(&request.path))),
            (Method::Get, "ChargeItemDefinition") => page(self.price.map(price)),
            (Method::Get, "Appointment") if searched => self.appointments(&request.path),
            (Method::Get, "Appointment") => (200, self.appointment.clone().unwrap()),
            (Method::Get, "Encounter") => page(self.encounter.clone()),
            (Method::Get, "ServiceRequest") => {
                page(self.order.filter(|_| self.encounter.is_some()).map(order))
            }
            (method, kind) => panic!("nobody asked the clinic to {method:?} {kind}"),
        }
    }

    fn slot(&self, at: usize) -> Value {
        let taken = self.taken.contains(&at);
        json!({"resourceType": "Slot", "id": format!("s{at}"), "meta": {"versionId": if taken { "2" } else { "1" }},
            "status": if taken { "busy" } else { "free" },
            "start": instant(self.slots[at]), "end": instant(self.slots[at] + std::time::Duration::from_secs(900))})
    }

    /// What was booked here and before, fifty a page.
    fn appointments(&self, path: &str) -> (u16, Value) {
        const PAGE: usize = 50;
        let past = self.past.iter().enumerate().map(|(n, (start, status))| {
            json!({"resourceType": "Appointment", "id": format!("past-{n}"), "meta": {"versionId": "1"},
                "status": status, "start": instant(*start), "minutesDuration": 15,
                "participant": [{"actor": {"reference": "Practitioner/d1"}, "status": "accepted"}]})
        });
        let all: Vec<Value> = self.appointment.clone().into_iter().chain(past).collect();
        let from = path.split_once("page=").map_or(0, |(_, page)| page.parse::<usize>().unwrap() * PAGE);
        let (status, mut found) = page(all.iter().skip(from).take(PAGE).cloned());
        if from + PAGE < all.len() {
            let next = format!("{BASE}Appointment?page={}", from / PAGE + 1);
            found["link"] = json!([{ "relation": "next", "url": next }]);
        }
        (status, found)
    }

    /// All or nothing; a slot that is gone fails it.
    fn transaction(&mut self, bundle: &Value) -> (u16, Value) {
        if self.refuses {
            return (422, json!({"resourceType": "OperationOutcome"}));
        }
        let entries = bundle["entry"].as_array().unwrap();
        let urls = || entries.iter().map(|entry| entry["request"]["url"].as_str().unwrap());
        if let Some(slot) = urls().find(|url| url.starts_with("Slot/")).map(place) {
            if std::mem::take(&mut self.rival) {
                self.taken.push(slot);
            }
            if self.taken.contains(&slot) {
                return (409, json!({"resourceType": "OperationOutcome"}));
            }
            self.taken.push(slot);
        }
        for entry in entries {
            self.write(entry["resource"].clone());
        }
        let done = urls().map(
            |_| json!({"response": {"status": "201 Created", "etag": "1", "location": "X/1/_history/1"}}),
        );
        (
            200,
            json!({"resourceType": "Bundle", "type": "transaction-response", "entry": done.collect::<Vec<_>>()}),
        )
    }

    fn write(&mut self, mut resource: Value) {
        resource["meta"] = json!({"versionId": "1"});
        match resource["resourceType"].as_str().unwrap() {
            "Appointment" if resource["id"].is_null() => {
                resource["id"] = json!("a1");
                self.booked += 1;
                self.appointment = Some(resource);
            }
            "Appointment" => self.appointment = Some(resource),
            "Encounter" => self.encounter = Some(resource),
            _ => {}
        }
    }
}

/// The number at the end of `Slot/s3`.
fn place(path: &str) -> usize {
    path.trim_start_matches("Slot/s").parse().unwrap()
}

fn instant(at: Wall) -> String {
    jiff::Timestamp::from_millisecond(at.millis()).unwrap().to_string()
}

fn page(found: impl IntoIterator<Item = Value>) -> (u16, Value) {
    let entries: Vec<Value> = found.into_iter().map(|resource| json!({"resource": resource})).collect();
    (200, json!({"resourceType": "Bundle", "type": "searchset", "entry": entries}))
}

fn capability() -> Value {
    let interaction = json!([{"code": "transaction"}, {"code": "batch"}]);
    json!({"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1",
        "rest": [{"mode": "server", "interaction": interaction}]})
}

fn patient(has_doctor: bool) -> Value {
    let doctors = if has_doctor { json!([{"reference": "Practitioner/d1"}]) } else { json!([]) };
    json!({"resourceType": "Patient", "id": "p1", "generalPractitioner": doctors})
}

fn doctor() -> Value {
    let name = |tag: &str, text: &str| {
        let url = "http://hl7.org/fhir/StructureDefinition/language";
        json!({"extension": [{"url": url, "valueCode": tag}], "text": text})
    };
    json!({"resourceType": "Practitioner", "id": "d1",
        "name": [name("fa", "دکتر سارا کریمی"), name("en", "Dr Sara Karimi")],
        "communication": [{"coding": [{"code": "fa"}]}]})
}

fn price(rials: u32) -> Value {
    let part = |kind: &str, value: u32| json!({"type": kind, "amount": {"value": value, "currency": "IRR"}});
    json!({"resourceType": "ChargeItemDefinition", "id": "p1", "status": "active",
        "propertyGroup": [{"priceComponent": [part("base", rials), part("deduction", rials / 10 * 7)]}]})
}

fn order(day: &str) -> Value {
    json!({"resourceType": "ServiceRequest", "id": "o1", "status": "active", "occurrenceDateTime": day,
        "supportingInfo": [{"reference": "Appointment/a1"}]})
}
