//! What of a resource can be searched: the values its search parameters find, and its references.

use serde_json::Value;

use super::dates::Span;
use super::kinds::{Form, Kind, Param};
use super::outcome::Refusal;

/// One searchable value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// A token with its system (empty if it has none), a reference or a text.
    Text { system: String, value: String },
    /// A date.
    Date(Span),
}

/// Every value of a resource that a parameter finds.
pub(super) fn keys(kind: &Kind, resource: &Value) -> Result<Vec<(&'static str, Key)>, Refusal> {
    let mut keys = Vec::new();
    for param in kind.params {
        for leaf in leaves(resource, param.path) {
            keys.extend(key_of(param, leaf)?.into_iter().map(|key| (param.name, key)));
        }
    }
    Ok(keys)
}

fn key_of(param: &Param, leaf: &Value) -> Result<Vec<Key>, Refusal> {
    Ok(match param.form {
        Form::Token => tokens(leaf),
        Form::Uri => leaf.as_str().map(|uri| text("", uri)).into_iter().collect(),
        Form::Date => {
            let bad = || Refusal::malformed(format!("{} is not a date or instant", param.path));
            let span = leaf.as_str().and_then(Span::parse).ok_or_else(bad)?;
            vec![Key::Date(span)]
        }
        Form::Reference(target) => {
            let reference = leaf.get("reference").and_then(Value::as_str);
            let fits = |r: &&str| target.is_empty() || r.split('/').next() == Some(target);
            reference.filter(fits).map(|r| text("", r)).into_iter().collect()
        }
    })
}

/// A token stands as a plain code, an Identifier, a Coding or a CodeableConcept.
fn tokens(leaf: &Value) -> Vec<Key> {
    let member = |of: &Value, name: &str| of.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    match leaf {
        Value::String(code) => vec![text("", code)],
        Value::Bool(flag) => vec![text("", &flag.to_string())],
        Value::Object(of) if of.contains_key("coding") => {
            leaves(leaf, "coding").into_iter().flat_map(tokens).collect()
        }
        Value::Object(of) => {
            let value = if of.contains_key("value") { "value" } else { "code" };
            vec![text(&member(leaf, "system"), &member(leaf, value))]
        }
        _ => Vec::new(),
    }
}

fn text(system: &str, value: &str) -> Key {
    Key::Text { system: system.to_owned(), value: value.to_owned() }
}

/// The values at a dotted path, each array on the way opened.
pub(super) fn leaves<'a>(resource: &'a Value, path: &str) -> Vec<&'a Value> {
    path.split('.').fold(vec![resource], |found, name| {
        found.into_iter().filter_map(|value| value.get(name)).flat_map(opened).collect()
    })
}

fn opened(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}

/// Every `reference` inside a resource, however deep.
pub(super) fn references(resource: &Value) -> Vec<&str> {
    match resource {
        Value::Array(items) => items.iter().flat_map(references).collect(),
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| match value {
                Value::String(target) if name == "reference" => vec![target.as_str()],
                other => references(other),
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Changes every `reference` inside a resource.
pub(super) fn rewrite(resource: &mut Value, change: &dyn Fn(&str) -> Option<String>) {
    match resource {
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, change)),
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                match value {
                    Value::String(target) if name == "reference" => {
                        if let Some(other) = change(target) {
                            *target = other;
                        }
                    }
                    other => rewrite(other, change),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn finds_patients_among_the_participants() {
        let kind = Kind::of("Appointment").unwrap();
        let appointment = json!({
            "identifier": [{ "system": "urn:x", "value": "7" }],
            "start": "2026-05-01T08:00:00Z",
            "participant": [{ "actor": { "reference": "Patient/a" } }, { "actor": { "reference": "Practitioner/b" } }],
        });
        let keys = keys(kind, &appointment).unwrap();
        assert!(keys.contains(&("patient", text("", "Patient/a"))));
        assert!(!keys.contains(&("patient", text("", "Practitioner/b"))));
        assert!(keys.contains(&("practitioner", text("", "Practitioner/b"))));
        assert!(keys.contains(&("identifier", text("urn:x", "7"))));
    }

    #[test]
    fn rewrites_references_at_any_depth() {
        let mut resource =
            json!({ "a": [{ "b": { "reference": "urn:uuid:1" } }], "reference": "urn:uuid:2" });
        rewrite(&mut resource, &|r| r.strip_prefix("urn:uuid:").map(|n| format!("Slot/{n}")));
        assert_eq!(references(&resource), ["Slot/1", "Slot/2"]);
    }
}
