//! The contract suite of booking: one phone's outbox and reader against the sandbox clinic, in every dialect it speaks.

mod dialects;
mod phone;

use nabz_care::BookingDialect;
use nabz_clinic::fhir::{Fhir, Identity, Method, Place, Request};
use nabz_clinic::population::Population;
use nabz_clinic::seed::Seeded;
use nabz_time::{Now, Wall};
use serde_json::{Value, json};

pub(crate) use self::phone::{Phone, Way};

pub(crate) const DIALECTS: [BookingDialect; 3] =
    [BookingDialect::Plain, BookingDialect::Ihe, BookingDialect::Medplum];

/// Wednesday, 2026-11-25, 10:00 in Tehran.
pub(crate) const OPENING: Wall = Wall::from_millis(1_795_588_200_000);

/// Patients of the sandbox.
pub(crate) const PATIENTS: usize = 50;

/// The sandbox with its patients, each with a token.
pub(crate) struct Clinic {
    pub(crate) fhir: Fhir,
    /// Id and token.
    pub(crate) patients: Vec<(String, String)>,
    pub(crate) doctor: (String, String),
}

impl Clinic {
    pub(crate) fn speaking(dialect: BookingDialect) -> Self {
        let now = Now { wall: OPENING, ..Now::default() };
        let population = Population::new(7, OPENING).unwrap();
        let mut fhir = Fhir::open(&Place::Memory, Box::new(Seeded::new(1))).unwrap();
        population.move_in(&mut fhir, now).unwrap();
        let doctor = population.doctor.identity.reference();
        let more: Vec<String> = (1..PATIENTS).map(|n| format!("patient-{n}")).collect();
        for id in &more {
            let patient = json!({"resourceType": "Patient", "id": id, "active": true,
                "name": [{"text": "زهرا"}], "generalPractitioner": [{"reference": doctor}]});
            fhir.load(&[patient], now).unwrap();
        }
        fhir.speak(dialect);
        let id = |reference: String| reference.split('/').next_back().unwrap().to_owned();
        let first = fhir.admit(&population.patient.identity).unwrap();
        let mut patients = vec![(id(population.patient.identity.reference()), first)];
        for id in more {
            let token = fhir.admit(&Identity::Patient(id.clone())).unwrap();
            patients.push((id, token));
        }
        let doctor_token = fhir.admit(&population.doctor.identity).unwrap();
        Self { fhir, patients, doctor: (id(doctor), doctor_token) }
    }

    pub(crate) fn all(&mut self, search: &str, now: Now) -> Vec<Value> {
        let mut found = Vec::new();
        let mut path = format!("{search}{}_count=50", if search.contains('?') { "&" } else { "?" });
        loop {
            let request = Request::new(Method::Get, path).bearer(self.doctor.1.clone());
            let page = self.fhir.handle(&request, now).json();
            found.extend(page["entry"].as_array().cloned().unwrap_or_default());
            let next = page["link"].as_array().into_iter().flatten().find(|link| link["relation"] == "next");
            match next.and_then(|link| link["url"].as_str()) {
                Some(url) => path = url.split("/fhir").nth(1).unwrap().trim_start_matches('/').to_owned(),
                None => break,
            }
        }
        found.into_iter().map(|mut entry| entry["resource"].take()).collect()
    }
}
