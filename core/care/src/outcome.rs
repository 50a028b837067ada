//! What a server says of a request: OperationOutcome (FHIR R4).

use serde_json::Value;

use crate::{Resource, ViewError, field};

/// Longest issue code kept; those of the specification stay below 20 characters.
const CODE_LIMIT: usize = 32;

/// What a server says went wrong. Its words are not kept: they may hold what a patient wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Whether one of the issues is an error or fatal.
    pub failed: bool,
    /// The codes of the issues (`valueset-issue-type.html`).
    pub codes: Vec<String>,
}

impl Outcome {
    /// Reads an OperationOutcome.
    pub fn view(resource: &Resource) -> Result<Self, ViewError> {
        let value = resource.expect("OperationOutcome")?;
        let text = |issue: &'_ Value, name| issue.get(name).and_then(Value::as_str).map(str::to_owned);
        let severities = field::list(value, "issue").filter_map(|issue| text(issue, "severity"));
        let failed = severities.into_iter().any(|severity| matches!(severity.as_str(), "error" | "fatal"));
        let codes = field::list(value, "issue").filter_map(|issue| text(issue, "code"));
        Ok(Self { failed, codes: codes.filter(|code| code.len() <= CODE_LIMIT).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_warning_is_no_failure() {
        let outcome = |issues: Value| {
            let value = json!({"resourceType": "OperationOutcome", "issue": issues});
            Outcome::view(&Resource::from_value(value).unwrap()).unwrap()
        };
        assert!(outcome(json!([{"severity": "warning"}, {"severity": "fatal", "code": "conflict"}])).failed);
        assert!(!outcome(json!([{"severity": "information", "code": "informational"}])).failed);
        assert!(!outcome(json!("none")).failed);
        assert!(outcome(json!([{"severity": 1, "code": "x".repeat(1_000)}])).codes.is_empty());
    }
}
