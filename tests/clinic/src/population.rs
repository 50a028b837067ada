//! Who and what the sandbox clinic knows when it opens: by seed, relative to the day it opens.
//!
//! Everyone is invented, under names as common as any. The clinic stands in Tehran and works from 8 to 12 in the
//! morning; slots lie on the five working days after the opening (Friday is none), one in three already taken.

use jiff::civil::{Time, Weekday, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _, Zoned};
use nabz_time::{Entropy as _, Now, Wall};
use serde_json::{Value, json};

use crate::fhir::{Fhir, FhirError, Identity};
use crate::seed::Seeded;

/// The clinic's time zone.
pub const ZONE: &str = "Asia/Tehran";

/// The canonical URL of the price of a video or audio visit.
pub const CHARGE_URL: &str = "urn:nabz:sandbox:charge:remote-visit";

/// The HealthcareService of remote visits.
const SERVICE: &str = "remote-visit";

const OPENS: Time = time(8, 0, 0, 0);
const SLOTS_A_DAY: i64 = 16;
const SLOT_MINUTES: i64 = 15;
const WORKING_DAYS: usize = 5;

/// Between two past visits of a patient.
const HALF_A_WEEK_MS: i64 = 84 * 60 * 60 * 1_000;

/// Someone who can sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// What they type.
    pub code: String,
    /// Who they are.
    pub identity: Identity,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Login(…, {:?})", self.identity)
    }
}

/// The people, slots and prices of one sandbox clinic.
#[derive(Clone, Debug)]
pub struct Population {
    /// The patient.
    pub patient: Login,
    /// The patient's family doctor.
    pub doctor: Login,
    /// FHIR resources, each with its id, in an order in which nothing refers to what comes later.
    pub resources: Vec<Value>,
}

/// A clinic cannot be set up on such a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the day lies outside the calendar")]
pub struct NoSuchDay;

impl Population {
    /// The population of this seed as it stands on the day of `opening`.
    pub fn new(seed: u64, opening: Wall) -> Result<Self, NoSuchDay> {
        let mut entropy = Seeded::new(seed);
        let ids = Ids::draw(&mut entropy);
        let mut resources = people(&ids).to_vec();
        resources.extend(money(&ids));
        resources.push(service(&ids));
        resources.push(schedule(&ids));
        for start in starts(opening)? {
            let taken = entropy.up_to(2) == 0;
            resources.push(slot(entropy.uuid(), &ids, &start, taken));
        }
        Ok(Self {
            patient: Login { code: code(&mut entropy), identity: Identity::Patient(ids.patient) },
            doctor: Login { code: code(&mut entropy), identity: Identity::Practitioner(ids.doctor) },
            resources,
        })
    }

    /// The same, with this many visits of the patient behind them: one each half week, most of them kept.
    #[must_use]
    pub fn with_past_visits(mut self, seed: u64, opening: Wall, count: u32) -> Self {
        // Another stream than the rest draws from, so that people and slots stay who and where they were.
        let mut entropy = Seeded::new(seed ^ u64::from(count));
        let (Identity::Patient(patient), Identity::Practitioner(doctor)) =
            (&self.patient.identity, &self.doctor.identity)
        else {
            return self;
        };
        let visits = (1..=i64::from(count)).filter_map(|n| {
            let start = Timestamp::from_millisecond(opening.millis() - n * HALF_A_WEEK_MS).ok()?;
            let start = start.to_zoned(TimeZone::get(ZONE).ok()?);
            Some(past_visit(entropy.uuid(), (patient, doctor), &start, outcome(n)))
        });
        self.resources.extend(visits);
        self
    }

    /// Puts everything into a server and lets both people sign in.
    pub fn move_in(&self, fhir: &mut Fhir, now: Now) -> Result<(), FhirError> {
        fhir.load(&self.resources, now)?;
        fhir.enrol(&self.patient.code, &self.patient.identity)?;
        fhir.enrol(&self.doctor.code, &self.doctor.identity)
    }
}

struct Ids {
    clinic: String,
    insurer: String,
    doctor: String,
    role: String,
    patient: String,
    coverage: String,
    charge: String,
    schedule: String,
}

impl Ids {
    fn draw(entropy: &mut Seeded) -> Self {
        Self {
            clinic: entropy.uuid(),
            insurer: entropy.uuid(),
            doctor: entropy.uuid(),
            role: entropy.uuid(),
            patient: entropy.uuid(),
            coverage: entropy.uuid(),
            charge: entropy.uuid(),
            schedule: entropy.uuid(),
        }
    }
}

/// Six digits, as a clinic's SMS carries them.
fn code(entropy: &mut Seeded) -> String {
    format!("{:06}", entropy.up_to(999_999))
}

fn people(ids: &Ids) -> [Value; 5] {
    let speaks = |tag: &str| json!({ "coding": [{ "system": "urn:ietf:bcp:47", "code": tag }] });
    [
        json!({
            "resourceType": "Organization", "id": ids.clinic, "active": true,
            "name": "درمانگاه نمونه", "alias": ["Sample Clinic"],
        }),
        json!({
            "resourceType": "Organization", "id": ids.insurer, "active": true,
            "name": "بیمهٔ نمونه", "alias": ["Sample Insurance"],
        }),
        json!({
            "resourceType": "Practitioner", "id": ids.doctor, "active": true,
            "name": [
                name("official", "fa", "دکتر سارا کریمی", ("دکتر", "سارا", "کریمی")),
                name("usual", "en", "Dr Sara Karimi", ("Dr", "Sara", "Karimi")),
            ],
            "gender": "female",
            "communication": [speaks("fa"), speaks("en")],
        }),
        json!({
            "resourceType": "PractitionerRole", "id": ids.role, "active": true,
            "practitioner": { "reference": format!("Practitioner/{}", ids.doctor) },
            "organization": { "reference": format!("Organization/{}", ids.clinic) },
            "specialty": [{
                "coding": [{ "system": "http://snomed.info/sct", "code": "394814009", "display": "General practice" }],
            }],
        }),
        json!({
            "resourceType": "Patient", "id": ids.patient, "active": true,
            "name": [
                name("official", "fa", "مریم احمدی", ("", "مریم", "احمدی")),
                name("usual", "en", "Maryam Ahmadi", ("", "Maryam", "Ahmadi")),
            ],
            "gender": "female",
            "birthDate": "1968-04-09",
            "communication": [{ "language": speaks("fa"), "preferred": true }],
            "generalPractitioner": [{ "reference": format!("Practitioner/{}", ids.doctor) }],
            "managingOrganization": { "reference": format!("Organization/{}", ids.clinic) },
        }),
    ]
}

/// A name in one script; the language extension says which.
fn name(usage: &str, language: &str, text: &str, (prefix, given, family): (&str, &str, &str)) -> Value {
    let mut name = json!({
        "extension": [{ "url": "http://hl7.org/fhir/StructureDefinition/language", "valueCode": language }],
        "use": usage, "text": text, "given": [given], "family": family,
    });
    if !prefix.is_empty() {
        name["prefix"] = json!([prefix]);
    }
    name
}

/// What a visit costs, in rials, and what the insurer takes over.
fn money(ids: &Ids) -> [Value; 2] {
    let amount = |rials: u32| json!({ "value": rials, "currency": "IRR" });
    [
        json!({
            "resourceType": "Coverage", "id": ids.coverage, "status": "active",
            "beneficiary": { "reference": format!("Patient/{}", ids.patient) },
            "payor": [{ "reference": format!("Organization/{}", ids.insurer) }],
        }),
        json!({
            "resourceType": "ChargeItemDefinition", "id": ids.charge, "status": "active",
            "url": CHARGE_URL, "title": "ویزیت از راه دور",
            "propertyGroup": [{ "priceComponent": [
                { "type": "base", "code": { "text": "ویزیت" }, "amount": amount(1_200_000) },
                { "type": "deduction", "code": { "text": "سهم بیمه" }, "amount": amount(840_000) },
            ]}],
        }),
    ]
}

/// What is booked, for servers that name it; the one id that is the same in every clinic.
fn service(ids: &Ids) -> Value {
    json!({
        "resourceType": "HealthcareService", "id": SERVICE, "active": true, "name": "ویزیت از راه دور",
        "providedBy": { "reference": format!("Organization/{}", ids.clinic) },
    })
}

fn schedule(ids: &Ids) -> Value {
    let service = json!([{
        "url": "https://medplum.com/fhir/service-type-reference",
        "valueReference": { "reference": format!("HealthcareService/{SERVICE}") },
    }]);
    json!({
        "resourceType": "Schedule", "id": ids.schedule, "active": true,
        "serviceType": [{ "extension": service }],
        "actor": [{ "reference": format!("Practitioner/{}", ids.doctor) }],
    })
}

fn slot(id: String, ids: &Ids, start: &Zoned, taken: bool) -> Value {
    let end = start.saturating_add(SLOT_MINUTES.minutes());
    json!({
        "resourceType": "Slot", "id": id,
        "schedule": { "reference": format!("Schedule/{}", ids.schedule) },
        "status": if taken { "busy" } else { "free" },
        "start": instant(start), "end": instant(&end),
    })
}

/// What became of the nth visit before today.
fn outcome(n: i64) -> &'static str {
    match (n % 7, n % 11) {
        (0, _) => "cancelled",
        (_, 0) => "noshow",
        _ => "fulfilled",
    }
}

fn past_visit(id: String, (patient, doctor): (&str, &str), start: &Zoned, status: &str) -> Value {
    let end = start.saturating_add(SLOT_MINUTES.minutes());
    let came = |kind: &str, id: &str| json!({ "actor": { "reference": format!("{kind}/{id}") }, "status": "accepted" });
    json!({
        "resourceType": "Appointment", "id": id, "status": status,
        "start": instant(start), "end": instant(&end),
        "participant": [came("Patient", patient), came("Practitioner", doctor)],
    })
}

/// An instant with the clinic's own offset, as clinics write them.
fn instant(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// When slots begin: every quarter of an hour of each working morning.
fn starts(opening: Wall) -> Result<Vec<Zoned>, NoSuchDay> {
    let zone = TimeZone::get(ZONE).map_err(|_| NoSuchDay)?;
    let opening =
        Timestamp::from_millisecond(opening.millis()).map_err(|_| NoSuchDay)?.to_zoned(zone.clone());
    let mut starts = Vec::new();
    let mut day = opening.date();
    for _ in 0..WORKING_DAYS {
        day = day.tomorrow().map_err(|_| NoSuchDay)?;
        if day.weekday() == Weekday::Friday {
            day = day.tomorrow().map_err(|_| NoSuchDay)?;
        }
        let first = day.to_datetime(OPENS).to_zoned(zone.clone()).map_err(|_| NoSuchDay)?;
        starts.extend((0..SLOTS_A_DAY).map(|n| first.saturating_add((n * SLOT_MINUTES).minutes())));
    }
    Ok(starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wednesday, 2026-11-25, 10:00 in Tehran.
    const WEDNESDAY: Wall = Wall::from_millis(1_795_588_200_000);

    #[test]
    fn slots_lie_on_five_working_mornings_from_tomorrow_on() {
        let starts = starts(WEDNESDAY).unwrap();
        let days: Vec<_> = starts.chunks(16).map(|day| day[0].weekday()).collect();
        assert_eq!(instant(&starts[0]), "2026-11-26T08:00:00+03:30");
        assert_eq!(instant(&starts[15]), "2026-11-26T11:45:00+03:30");
        use Weekday::*;
        assert_eq!(days, [Thursday, Saturday, Sunday, Monday, Tuesday]);
    }

    #[test]
    fn the_same_seed_is_the_same_clinic_and_some_slots_are_taken() {
        let one = Population::new(7, WEDNESDAY).unwrap();
        let again = Population::new(7, WEDNESDAY).unwrap();
        let other = Population::new(8, WEDNESDAY).unwrap();
        assert_eq!((&one.resources, &one.patient), (&again.resources, &again.patient));
        assert_ne!(one.resources, other.resources);
        let with =
            |status| one.resources.iter().filter(|r| r["status"] == status && r["start"].is_string()).count();
        assert_eq!(with("free") + with("busy"), 80);
        assert!((10..45).contains(&with("busy")), "{}", with("busy"));
    }

    #[test]
    fn a_day_outside_the_calendar_is_refused() {
        assert_eq!(Population::new(1, Wall::from_millis(i64::MAX)).unwrap_err(), NoSuchDay);
    }
}
