//! Two changes of the same resource: merged field by field where that is safe, and both kept where it is not.
//!
//! | Policy | Resources | If both changed |
//! |---|---|---|
//! | [`Append`](Policy::Append) | readings, forms, consents, messages | never changed, only added |
//! | [`Fields`](Policy::Fields) | what patients edit of themselves, appointments | different fields merge; the same field is disputed |
//! | [`Never`](Policy::Never) | medication, allergy, and every type not named here | always disputed, whatever the fields |
//!
//! A field is an element of the resource together with what belongs to it: `_birthDate` with `birthDate`,
//! `deceasedDateTime` with `deceasedBoolean`. Members of lists that carry a key of their own (a telephone number its
//! system and use) are fields too, so that a new address of the clinic's never falls on another number of the
//! patient's. Unknown fields and codes are merged like any other.

mod fields;
mod lists;

use serde_json::Value;

pub(crate) use self::fields::{Merged, merge, same_content};

/// How two changes of a resource of some type meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Only ever added.
    Append,
    /// Merged by field.
    Fields,
    /// Never without a person.
    Never,
}

impl Policy {
    /// The policy of a resource type.
    pub fn of(kind: &str) -> Self {
        match kind {
            "Observation"
            | "QuestionnaireResponse"
            | "Consent"
            | "Communication"
            | "Provenance"
            | "AuditEvent" => Self::Append,
            "Patient" | "RelatedPerson" | "Appointment" | "AppointmentResponse" | "Person" => Self::Fields,
            _ => Self::Never,
        }
    }
}

/// What the server sets, or makes from the rest: never a change of anybody's.
fn is_the_servers(name: &str) -> bool {
    matches!(name, "meta" | "text")
}

/// Elements that mean something only together: an appointment's time does not merge with its being called off.
const TOGETHER: [(&str, &[&str]); 1] = [(
    "Appointment",
    &["status", "start", "end", "minutesDuration", "slot", "cancelationReason", "participant"],
)];

/// Elements of which a resource may have one (`value[x]`).
const CHOICES: [&str; 3] = ["deceased", "multipleBirth", "value"];

/// The field an element belongs to.
fn field_of<'a>(kind: &str, element: &'a str) -> &'a str {
    let name = element.strip_prefix('_').unwrap_or(element);
    let together = TOGETHER.iter().find(|(of, names)| *of == kind && names.contains(&name));
    if let Some((_, names)) = together {
        return names[0];
    }
    let choice = |stem: &&&str| {
        name.strip_prefix(**stem)
            .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase()))
    };
    CHOICES.iter().find(choice).copied().unwrap_or(name)
}

/// What is there under a name; nothing and null are the same.
fn at<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| !value.is_null())
}
