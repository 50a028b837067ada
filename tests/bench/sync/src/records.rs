//! A clinic with a patient's records of some years, each different from the next.

use std::error::Error;
use std::time::Duration;

use nabz_clinic::fhir::{Fhir, Identity, Place};
use nabz_clinic::population::Population;
use nabz_clinic::seed::Seeded;
use nabz_time::{Entropy as _, Mono, Now, Wall};
use serde_json::{Value, json};

/// Wednesday, 2026-11-25, 10:00 in Tehran.
pub(crate) const OPENING: Wall = Wall::from_millis(1_795_588_200_000);

pub(crate) struct Clinic {
    pub(crate) fhir: Fhir,
    pub(crate) patient: String,
    pub(crate) token: String,
    /// Where every record of the patient is.
    pub(crate) places: Vec<String>,
}

impl Clinic {
    pub(crate) fn with_records(count: usize) -> Result<Self, Box<dyn Error>> {
        let now = Now { mono: Mono::from_millis(0), wall: OPENING };
        let population = Population::new(7, OPENING)?;
        let mut fhir = Fhir::open(&Place::Memory, Box::new(Seeded::new(1)))?;
        population.move_in(&mut fhir, now)?;
        let Identity::Patient(patient) = population.patient.identity.clone() else {
            return Err("no patient".into());
        };
        let doctor = population.doctor.identity.reference();
        let mut dice = Seeded::new(11);
        let records: Vec<Value> =
            (0..count - 1).map(|n| record(n, &mut dice, &format!("Patient/{patient}"), &doctor)).collect();
        // Each was written when it was made, not all at once.
        for (n, record) in records.iter().enumerate().rev() {
            let then = Duration::from_secs(43_200) * u32::try_from(n)?;
            fhir.load(std::slice::from_ref(record), Now { wall: OPENING - then, ..now })?;
        }
        let place = |record: &Value| {
            let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
            format!("{}/{}", text("resourceType"), text("id"))
        };
        let mut places: Vec<String> = records.iter().map(place).collect();
        places.push(format!("Patient/{patient}"));
        let token = fhir.admit(&population.patient.identity)?;
        Ok(Self { fhir, patient, token, places })
    }
}

/// The nth record: half readings, a fifth visits, the rest forms and documents; the first is today's appointment.
fn record(n: usize, dice: &mut Seeded, patient: &str, doctor: &str) -> Value {
    let id = dice.uuid();
    let millis = OPENING.millis() - i64::try_from(n).unwrap_or(0) * 43_200_000 + 14_400_000;
    let at = nabz_care::write_instant(Wall::from_millis(millis));
    let end = nabz_care::write_instant(Wall::from_millis(millis + 900_000));
    let actor = |reference: &str| json!({"actor": {"reference": reference}, "status": "accepted"});
    match n % 10 {
        0 | 9 => json!({"resourceType": "Appointment", "id": id, "status": "booked", "start": at, "end": end,
            "participant": [actor(patient), actor(doctor)]}),
        7 => json!({"resourceType": "QuestionnaireResponse", "id": id, "status": "completed", "authored": at,
            "questionnaire": "urn:nabz:questionnaire:how-are-you", "subject": {"reference": patient},
            "item": [{"linkId": "pain", "answer": [{"valueInteger": dice.up_to(10)}]},
                {"linkId": "sleep", "answer": [{"valueInteger": dice.up_to(12)}]},
                {"linkId": "words", "answer": [{"valueString": dice.uuid()}]}]}),
        8 => json!({"resourceType": "DocumentReference", "id": id, "status": "current", "date": at,
            "subject": {"reference": patient}, "description": dice.uuid(),
            "content": [{"attachment": {"contentType": "application/pdf", "url": format!("Binary/{}", dice.uuid()),
                "size": dice.up_to(900_000)}}]}),
        5 | 6 => json!({"resourceType": "Observation", "id": id, "status": "final", "effectiveDateTime": at,
            "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}]}],
            "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]}, "subject": {"reference": patient},
            "valueQuantity": {"value": 60 + dice.up_to(40), "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}}),
        _ => {
            let part = |code: &str, value: u64| {
                json!({"code": {"coding": [{"system": "http://loinc.org", "code": code}]}, "valueQuantity":
                    {"value": value, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}})
            };
            json!({"resourceType": "Observation", "id": id, "status": "final", "effectiveDateTime": at,
                "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}]}],
                "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9"}]}, "subject": {"reference": patient},
                "component": [part("8480-6", 100 + dice.up_to(80)), part("8462-4", 60 + dice.up_to(40))]})
        }
    }
}
