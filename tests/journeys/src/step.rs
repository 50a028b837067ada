//! What a request to the clinic is part of.

use nabz_clinic::fhir::{Method, Request};

/// A step of a patient's journey, as the clinic sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Buying a token with a code.
    SignIn,
    /// Finding the family doctor.
    Doctor,
    /// Finding free times.
    Slots,
    /// Asking for the price.
    Price,
    /// The booking's transaction.
    Book,
    /// Looking a booking up, or its slot.
    LookUp,
    /// Recording the visit: its transaction.
    Finish,
    /// What is read before the visit is recorded.
    BeforeFinish,
    /// Everything else, the doctor's own requests among it.
    Other,
}

impl Step {
    /// What this request is part of.
    pub fn of(request: &Request) -> Self {
        let path = request.path.trim_start_matches('/');
        let begins = |starts: &[&str]| starts.iter().any(|start| path.starts_with(start));
        match request.method {
            Method::Post if begins(&["auth/token"]) => Self::SignIn,
            Method::Post if path.is_empty() && contains(&request.body, b"\"Encounter\"") => Self::Finish,
            Method::Post if path.is_empty() => Self::Book,
            Method::Get if begins(&["Patient/", "PractitionerRole/", "Practitioner/"]) => Self::Doctor,
            Method::Get if begins(&["Schedule?", "Slot?"]) => Self::Slots,
            Method::Get if begins(&["ChargeItemDefinition?"]) => Self::Price,
            Method::Get if begins(&["Appointment?identifier", "Slot/"]) => Self::LookUp,
            Method::Get if begins(&["Encounter?", "Appointment/"]) => Self::BeforeFinish,
            _ => Self::Other,
        }
    }
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}
