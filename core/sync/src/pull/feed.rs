//! What is pulled: a type of resource, narrowed by a search, and where it is kept.

use nabz_care::{Id, write_instant};
use nabz_time::Wall;
use nabz_vault::{KeyClass, Kind};

/// A search the phone keeps up to date.
#[derive(Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its name, under which its cursor is kept. Another search needs another name.
    pub name: &'static str,
    /// The resource type.
    pub kind: &'static str,
    /// The search, without cursor and page.
    pub(crate) parameters: Vec<(&'static str, String)>,
    /// Whether the type's history is asked for deletions.
    pub(crate) deletions: bool,
    /// Whether every round asks for all of it: where the search itself moves with the day, a cursor would miss what
    /// comes into it without being changed.
    pub(crate) whole: bool,
}

/// Records as they were pulled, one kind a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pulled(pub &'static str);

impl Pulled {
    /// Where records of this type are kept; the record's id is the server's.
    pub const fn kind(self) -> Kind {
        Kind { name: self.0, class: KeyClass::Clinical }
    }
}

/// Where records of a type are kept, if that type is pulled at all.
pub fn kind_of(name: &str) -> Option<Pulled> {
    Some(Pulled(match name {
        "Appointment" => "appointment",
        "Patient" => "patient",
        "Practitioner" => "practitioner",
        "Encounter" => "encounter",
        "ServiceRequest" => "service-request",
        "Observation" => "observation",
        "QuestionnaireResponse" => "questionnaire-response",
        "MedicationRequest" => "medication-request",
        "AllergyIntolerance" => "allergy-intolerance",
        "Consent" => "consent",
        "Coverage" => "coverage",
        "DocumentReference" => "document-reference",
        "Communication" => "communication",
        _ => return None,
    }))
}

impl Feed {
    /// A patient's appointments of one day, which the next screen needs.
    pub fn appointments_between(patient: &Id, from: Wall, to: Wall) -> Self {
        let parameters = vec![
            ("patient", format!("Patient/{patient}")),
            ("date", format!("ge{}", write_instant(from))),
            ("date", format!("lt{}", write_instant(to))),
        ];
        Self { name: "today", kind: "Appointment", parameters, deletions: false, whole: true }
    }

    /// Everything of a type that belongs to a patient; `None` for a type that is not pulled.
    pub fn of_patient(kind: &'static str, patient: &Id) -> Option<Self> {
        let name = kind_of(kind)?.0;
        let by = if kind == "Patient" { "_id" } else { "patient" };
        let who = if kind == "Patient" { patient.to_string() } else { format!("Patient/{patient}") };
        Some(Self { name, kind, parameters: vec![(by, who)], deletions: true, whole: false })
    }

    /// What a patient's screens need, the next one first: today's appointments, then all of them, who they are, what was
    /// ordered and prescribed, and last what lies behind them. `day` is the patient's day of now, from midnight on.
    pub fn by_need(patient: &Id, day: (Wall, Wall)) -> Vec<Self> {
        let kinds = [
            "Appointment",
            "Patient",
            "ServiceRequest",
            "MedicationRequest",
            "AllergyIntolerance",
            "Coverage",
            "Encounter",
            "Observation",
            "QuestionnaireResponse",
            "DocumentReference",
        ];
        let mut feeds = vec![Self::appointments_between(patient, day.0, day.1)];
        feeds.extend(kinds.into_iter().filter_map(|kind| Self::of_patient(kind, patient)));
        feeds
    }
}

impl std::fmt::Debug for Feed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Feed({})", self.name)
    }
}
