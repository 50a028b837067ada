//! Who takes part: the patient with their family doctor, and practitioners with their names and languages.

use nabz_locale::{Gender, Person};
use serde_json::Value;

use crate::{Id, Reference, Resource, ViewError, field, redacted};

/// Most languages kept of a practitioner.
const LANGUAGE_LIMIT: usize = 20;

/// Longest language tag kept (BCP 47 tags in use stay below 35 characters, RFC 5646 §4.4.1).
const TAG_LIMIT: usize = 35;

/// Says which language a text is written in.
const LANGUAGE_EXTENSION: &str = "http://hl7.org/fhir/StructureDefinition/language";

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
    /// The name as it is written at the clinic, with titles: the first in use.
    pub name: String,
    /// BCP 47 tags of the languages they speak with patients.
    pub languages: Vec<String>,
    /// `gender`, as far as words bend for it.
    pub gender: Gender,
    /// Names in use by language tag, where the clinic says which language they are written in.
    names: Vec<(String, String)>,
    resource: Resource,
}

impl Practitioner {
    /// Reads a Practitioner. One without a usable name is refused: a person has to know whom they will meet.
    pub fn view(resource: Resource) -> Result<Self, ViewError> {
        let value = resource.expect("Practitioner")?;
        let name = names(value).find_map(written).ok_or(ViewError::missing("name"))?;
        let names =
            names(value).take(LANGUAGE_LIMIT).filter_map(|name| Some((language(name)?, written(name)?)));
        let names = names.collect();
        let gender = Gender::from_fhir(value.get("gender").and_then(Value::as_str).unwrap_or_default());
        Ok(Self { id: resource.id()?, name, languages: languages(value), gender, names, resource })
    }

    /// Whether they speak a language with patients; only the first subtag of a BCP 47 tag counts.
    pub fn speaks(&self, language: &str) -> bool {
        self.languages.iter().any(|spoken| primary(spoken) == primary(language))
    }

    /// Every name in use, in every script.
    pub fn all_names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.names.iter().map(|(_, name)| name.as_str()))
    }

    /// The name as it is written in the script of a language, or else the first in use. `language` is a BCP 47 tag of
    /// which only the first subtag counts.
    pub fn name_in(&self, language: &str) -> &str {
        let wanted = primary(language);
        self.names.iter().find(|(tag, _)| primary(tag) == wanted).map_or(&self.name, |(_, name)| name)
    }

    /// The practitioner as a sentence in a language names them.
    pub fn person_in(&self, language: &str) -> Person {
        Person { name: self.name_in(language).to_owned(), gender: self.gender }
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

/// The language a tag begins with.
fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

/// The names in use, in the server's order.
fn names(value: &Value) -> impl Iterator<Item = &Value> {
    let in_use = |name: &&Value| !matches!(name.get("use").and_then(Value::as_str), Some("old" | "maiden"));
    field::list(value, "name").filter(in_use)
}

/// A name's `text` as it stands, or else its parts in reading order (`datatypes.html#HumanName`).
fn written(name: &Value) -> Option<String> {
    let whole = name.get("text").and_then(Value::as_str).and_then(field::written);
    whole.or_else(|| {
        let strings = |part| field::list(name, part).filter_map(Value::as_str);
        let family = name.get("family").and_then(Value::as_str);
        let parts: Vec<&str> =
            strings("prefix").chain(strings("given")).chain(family).chain(strings("suffix")).collect();
        field::written(&parts.join(" "))
    })
}

/// The language a name is written in (`extension-language.html`).
fn language(name: &Value) -> Option<String> {
    let extension = field::list(name, "extension")
        .find(|extension| extension.get("url").and_then(Value::as_str) == Some(LANGUAGE_EXTENSION))?;
    extension.get("valueCode")?.as_str().filter(|code| is_tag(code)).map(str::to_owned)
}

fn is_tag(code: &str) -> bool {
    (1..=TAG_LIMIT).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn languages(value: &Value) -> Vec<String> {
    field::list(value, "communication")
        .flat_map(|concept| field::list(concept, "coding"))
        .filter_map(|coding| coding.get("code")?.as_str())
        .filter(|code| is_tag(code))
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
    fn a_name_is_shown_in_the_readers_script_where_there_is_one() {
        let name = |code: Value, text: &str| json!({"extension": [{"url": LANGUAGE_EXTENSION, "valueCode": code}], "text": text});
        let names = json!([{"text": "S. Karimi"}, name(json!("fa"), "دکتر سارا کریمی"), name(json!("en-GB"), "Dr Sara Karimi"), name(json!(7), "x")]);
        let seen = practitioner(json!({"name": names})).unwrap();
        for (language, expected) in
            [("fa-AF", "دکتر سارا کریمی"), ("EN", "Dr Sara Karimi"), ("ps", "S. Karimi"), ("", "S. Karimi")]
        {
            assert_eq!(seen.name_in(language), expected);
        }
    }

    #[test]
    fn words_bend_for_the_gender_the_clinic_knows() {
        let gender =
            |code: Value| practitioner(json!({"name": [{"text": "D"}], "gender": code})).unwrap().gender;
        assert_eq!(gender(json!("female")), Gender::Female);
        assert_eq!(gender(json!("male")), Gender::Male);
        for unspecified in [json!("other"), json!("unknown"), json!("Female"), json!(1), Value::Null] {
            assert_eq!(gender(unspecified), Gender::Unspecified);
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
