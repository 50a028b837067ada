//! Who takes part: the patient with their family doctor, and practitioners with their names and languages.

use serde_json::Value;

use crate::{Id, Reference, Resource, ViewError, field, redacted};

/// Most languages kept of a practitioner.
const LANGUAGE_LIMIT: usize = 20;

/// Longest language tag kept (BCP 47 tags in use stay below 35 characters, RFC 5646 §4.4.1).
const TAG_LIMIT: usize = 35;

/// A patient: who they are to the server and who their family doctor is.
#[derive(Clone, PartialEq)]
pub struct Patient {
    /// Logical id.
    pub id: Id,
    /// `generalPractitioner`: practitioners, roles or organisations, in the server's order.
    pub general_practitioners: Vec<Reference>,
    resource: Resource,
}

impl Patient {
    /// Reads a Patient.
    pub fn view(resource: Resource) -> Result<Self, ViewError> {
        let value = resource.expect("Patient")?;
        let general_practitioners = field::references(value, "generalPractitioner");
        Ok(Self { id: resource.id()?, general_practitioners, resource })
    }

    /// As the server sent it.
    pub fn resource(&self) -> &Resource {
        &self.resource
    }
}

/// A practitioner.
#[derive(Clone, PartialEq)]
pub struct Practitioner {
    /// Logical id.
    pub id: Id,
    /// The name as it is written at the clinic, with titles.
    pub name: String,
    /// BCP 47 tags of the languages they speak with patients.
    pub languages: Vec<String>,
    resource: Resource,
}

impl Practitioner {
    /// Reads a Practitioner. One without a usable name is refused: a person has to know whom they will meet.
    pub fn view(resource: Resource) -> Result<Self, ViewError> {
        let value = resource.expect("Practitioner")?;
        let name = name(value).ok_or(ViewError::missing("name"))?;
        Ok(Self { id: resource.id()?, name, languages: languages(value), resource })
    }

    /// As the server sent it.
    pub fn resource(&self) -> &Resource {
        &self.resource
    }
}

/// A practitioner in a place and a function.
#[derive(Clone, PartialEq)]
pub struct PractitionerRole {
    /// Logical id.
    pub id: Id,
    /// Who it is.
    pub practitioner: Option<Reference>,
    /// What they do, as the server words it (`specialty` or else `code`).
    pub function: Option<String>,
    resource: Resource,
}

impl PractitionerRole {
    /// Reads a PractitionerRole.
    pub fn view(resource: Resource) -> Result<Self, ViewError> {
        let value = resource.expect("PractitionerRole")?;
        let practitioner = value.get("practitioner").and_then(field::reference);
        let function = concept_text(value, "specialty").or_else(|| concept_text(value, "code"));
        Ok(Self { id: resource.id()?, practitioner, function, resource })
    }

    /// As the server sent it.
    pub fn resource(&self) -> &Resource {
        &self.resource
    }
}

redacted!(Patient, Practitioner, PractitionerRole);

/// The first name in use: `text` as it stands, or else its parts in reading order (`datatypes.html#HumanName`).
fn name(value: &Value) -> Option<String> {
    let in_use = |name: &&Value| !matches!(name.get("use").and_then(Value::as_str), Some("old" | "maiden"));
    field::list(value, "name").filter(in_use).find_map(|name| {
        let whole = name.get("text").and_then(Value::as_str).and_then(field::written);
        whole.or_else(|| {
            let strings = |part| field::list(name, part).filter_map(Value::as_str);
            let family = name.get("family").and_then(Value::as_str);
            let parts: Vec<&str> =
                strings("prefix").chain(strings("given")).chain(family).chain(strings("suffix")).collect();
            field::written(&parts.join(" "))
        })
    })
}

fn languages(value: &Value) -> Vec<String> {
    let tag = |code: &str| {
        (1..=TAG_LIMIT).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    field::list(value, "communication")
        .flat_map(|concept| field::list(concept, "coding"))
        .filter_map(|coding| coding.get("code")?.as_str())
        .filter(|code| tag(code))
        .take(LANGUAGE_LIMIT)
        .map(str::to_owned)
        .collect()
}

/// The words of the first concept of a list: its `text`, or else the `display` of a coding.
fn concept_text(value: &Value, name: &str) -> Option<String> {
    field::list(value, name).find_map(|concept| {
        let displays = field::list(concept, "coding").filter_map(|coding| coding.get("display"));
        concept.get("text").into_iter().chain(displays).filter_map(Value::as_str).find_map(field::written)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn practitioner(rest: Value) -> Result<Practitioner, ViewError> {
        let mut value = json!({"resourceType": "Practitioner", "id": "d1"});
        value.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        Practitioner::view(Resource::from_value(value).unwrap())
    }

    #[test]
    fn a_name_is_shown_as_it_is_written() {
        let cases = [
            (json!([{"text": "دکتر سارا کریمی", "family": "Karimi"}]), Some("دکتر سارا کریمی")),
            (
                json!([{"prefix": ["Dr"], "given": ["Sara", "M."], "family": "Karimi"}]),
                Some("Dr Sara M. Karimi"),
            ),
            (json!([{"use": "maiden", "text": "Old"}, {"family": "New"}]), Some("New")),
            (json!([{"text": 7, "given": [null, "Sara"]}]), Some("Sara")),
            (json!([{"text": " \u{202e} "}]), None),
            (json!({"text": "no list"}), None),
            (json!([]), None),
        ];
        for (name, expected) in cases {
            let seen = practitioner(json!({"name": name}));
            assert_eq!(seen.ok().map(|seen| seen.name).as_deref(), expected);
        }
    }

    #[test]
    fn languages_are_tags_and_few() {
        let spoken =
            json!([{"coding": [{"code": "fa"}, {"code": "not a tag"}, {"code": 3}]}, 7, {"coding": "x"}]);
        let seen = practitioner(json!({"name": [{"text": "D"}], "communication": spoken})).unwrap();
        assert_eq!(seen.languages, ["fa"]);
        let many: Vec<Value> = (0..100).map(|_| json!({"coding": [{"code": "fa"}]})).collect();
        let seen = practitioner(json!({"name": [{"text": "D"}], "communication": many})).unwrap();
        assert_eq!(seen.languages.len(), LANGUAGE_LIMIT);
    }

    #[test]
    fn a_patient_names_their_doctors() {
        let value = json!({"resourceType": "Patient", "id": "p1", "generalPractitioner": [
            {"display": "no reference"}, {"reference": "urn:uuid:x"}, {"reference": "PractitionerRole/r1"}, 3]});
        let seen = Patient::view(Resource::from_value(value).unwrap()).unwrap();
        assert_eq!(seen.general_practitioners, [Reference::parse("PractitionerRole/r1").unwrap()]);
        assert_eq!(format!("{seen:?}"), "Patient(…)");
    }

    #[test]
    fn a_role_says_who_and_what() {
        let value = json!({"resourceType": "PractitionerRole", "id": "r1", "practitioner": {"reference": "Practitioner/d1"},
            "specialty": [{"coding": [{"display": 4}, {"display": "General practice"}]}]});
        let seen = PractitionerRole::view(Resource::from_value(value).unwrap()).unwrap();
        assert_eq!(seen.practitioner, Some(Reference::parse("Practitioner/d1").unwrap()));
        assert_eq!(seen.function.as_deref(), Some("General practice"));
    }

    #[test]
    fn another_resource_is_refused() {
        let value = json!({"resourceType": "Group", "id": "p1"});
        assert!(Patient::view(Resource::from_value(value).unwrap()).is_err());
    }
}
