//! The FHIR server against what was measured of HAPI FHIR 8.8.0, row by row.

mod access;
mod hapi;
mod robust;
mod search;
mod sign_in;
mod transaction;

use std::time::Duration;

use nabz_clinic::fhir::{Fhir, Method, Place, Request, Response};
use nabz_clinic::population::Population;
use nabz_clinic::seed::Seeded;
use nabz_time::{Now, Wall};
use serde_json::{Value, json};

/// A clinic whose patient and doctor are signed in.
struct Clinic {
    fhir: Fhir,
    now: Now,
    patient: String,
    doctor: String,
    patient_token: String,
    doctor_token: String,
}

impl Clinic {
    fn open() -> Self {
        let now = Now { wall: Wall::from_millis(1_795_588_200_000), ..Now::default() };
        let population = Population::new(7, now.wall).unwrap();
        let mut fhir = Fhir::open(&Place::Memory, Box::new(Seeded::new(1))).unwrap();
        population.move_in(&mut fhir, now).unwrap();
        let patient_token = fhir.admit(&population.patient.identity).unwrap();
        let doctor_token = fhir.admit(&population.doctor.identity).unwrap();
        let mut clinic = Self {
            fhir,
            now,
            patient: population.patient.identity.reference(),
            doctor: population.doctor.identity.reference(),
            patient_token,
            doctor_token,
        };
        clinic.wait(1_000);
        clinic
    }

    fn wait(&mut self, millis: u64) {
        self.now = self.now + Duration::from_millis(millis);
    }

    /// As the patient.
    fn send(&mut self, request: Request) -> Response {
        let token = self.patient_token.clone();
        self.fhir.handle(&request.bearer(token), self.now)
    }

    /// As the doctor.
    fn doctor(&mut self, request: Request) -> Response {
        let token = self.doctor_token.clone();
        self.fhir.handle(&request.bearer(token), self.now)
    }

    fn free_slot(&mut self) -> Value {
        self.send(get("Slot?status=free")).json()["entry"][0]["resource"].clone()
    }

    fn appointment(&self, name: &str) -> Value {
        json!({
            "resourceType": "Appointment",
            "identifier": [{ "system": "urn:ietf:rfc:3986", "value": name }],
            "status": "booked",
            "participant": [{ "actor": { "reference": self.patient }, "status": "accepted" },
                            { "actor": { "reference": self.doctor }, "status": "accepted" }],
        })
    }

    /// The booking transaction of a client that follows the rules.
    fn booking(&self, slot: &Value, name: &str) -> Request {
        let mut busy = slot.clone();
        busy["status"] = "busy".into();
        let place = format!("Slot/{}", text(&slot["id"]));
        let mut appointment = self.appointment(name);
        appointment["slot"] = json!([{ "reference": place }]);
        let version = format!("W/\"{}\"", text(&slot["meta"]["versionId"]));
        post("").json(&json!({ "resourceType": "Bundle", "type": "transaction", "entry": [
            { "resource": busy, "request": { "method": "PUT", "url": place, "ifMatch": version } },
            { "fullUrl": format!("urn:uuid:{name}"), "resource": appointment, "request": {
                "method": "POST", "url": "Appointment",
                "ifNoneExist": format!("identifier=urn:ietf:rfc:3986|{name}") } },
        ]}))
    }

    /// Appointments the doctor sees, so all of them.
    fn appointments(&mut self) -> usize {
        self.doctor(get("Appointment?_count=50")).json()["total"].as_u64().unwrap() as usize
    }
}

fn get(path: impl Into<String>) -> Request {
    Request::new(Method::Get, path).with("host", "127.0.0.1:8080")
}

fn post(path: impl Into<String>) -> Request {
    Request::new(Method::Post, path).with("host", "127.0.0.1:8080")
}

fn put(path: impl Into<String>) -> Request {
    Request::new(Method::Put, path).with("host", "127.0.0.1:8080")
}

fn delete(path: impl Into<String>) -> Request {
    Request::new(Method::Delete, path).with("host", "127.0.0.1:8080")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
