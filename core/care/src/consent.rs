//! A patient's consent as a resource: which text, in which language, when, and whether given (FHIR R4 Consent).

use nabz_time::Wall;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Id, field};

/// A decision about one version of one consent text. Each decision is its own resource; none is overwritten.
#[derive(Clone, Copy, Debug)]
pub struct Decision<'a> {
    /// The phone's own id for it, so that a repeated write is the same write.
    pub uuid: Uuid,
    /// Who decided.
    pub patient: &'a Id,
    /// Whether they agreed.
    pub given: bool,
    /// Version of the text they read or heard.
    pub version: &'a str,
    /// BCP 47 tag of the language it was in.
    pub language: &'a str,
    /// When.
    pub at: Wall,
}

impl Decision<'_> {
    /// The Consent, as the body of a PUT at `Consent/{uuid}`.
    pub fn resource(&self) -> Value {
        let coding = |system: &str, code: &str| json!({"coding": [{"system": system, "code": code}]});
        json!({
            "resourceType": "Consent",
            "id": self.uuid.to_string(),
            "language": self.language,
            "status": if self.given { "active" } else { "rejected" },
            "scope": coding("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
            // LOINC 59284-0: patient consent.
            "category": [coding("http://loinc.org", "59284-0")],
            "patient": {"reference": format!("Patient/{}", self.patient)},
            "dateTime": field::write_instant(self.at),
            "policy": [{"uri": format!("urn:nabz:consent:{}", self.version)}],
            "sourceAttachment": {"contentType": "text/plain", "language": self.language, "title": self.version},
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_says_which_text_in_which_language_and_when() {
        let patient = Id::try_from("p1").unwrap();
        let at = Wall::from_millis(1_795_000_000_000);
        let given = Decision {
            uuid: Uuid::nil(),
            patient: &patient,
            given: true,
            version: "2026-1",
            language: "fa",
            at,
        };
        let value = given.resource();
        assert_eq!(value["policy"][0]["uri"], "urn:nabz:consent:2026-1");
        assert_eq!((&value["language"], &value["status"]), (&json!("fa"), &json!("active")));
        assert_eq!(value["dateTime"], "2026-11-18T11:06:40Z");
        assert_eq!(Decision { given: false, ..given }.resource()["status"], "rejected");
    }
}
