//! The merge itself.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{Policy, at, field_of, is_the_servers, lists};

/// What became of two changes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Merged {
    /// The server's resource with every change of ours in it, disputed ones too.
    pub(crate) mine_first: Value,
    /// Fields both changed, each in another way, by their FHIR names and in order.
    pub(crate) disputed: Vec<String>,
}

/// Merges what we made of `base` with what the server made of it.
pub(crate) fn merge(base: &Value, mine: &Value, theirs: &Value, policy: Policy) -> Merged {
    let kind = theirs.get("resourceType").and_then(Value::as_str).unwrap_or_default();
    let mut merged = theirs.as_object().cloned().unwrap_or_default();
    let mut disputed = BTreeSet::new();
    for (field, elements) in fields(kind, [base, mine, theirs]) {
        let [before, ours, now] = [base, mine, theirs].map(|of| part(of, &elements));
        if ours == before || ours == now {
            continue;
        }
        if now == before {
            put(&mut merged, &elements, &ours);
            continue;
        }
        match one_list(&elements).and_then(|name| lists::merge(name, &before, &ours, &now)) {
            Some((list, agreed)) => {
                put(&mut merged, &elements, &list);
                if !agreed {
                    disputed.insert(field.to_owned());
                }
            }
            None => {
                put(&mut merged, &elements, &ours);
                disputed.insert(field.to_owned());
            }
        }
    }
    let mine_first = Value::Object(merged);
    if policy != Policy::Fields && !same_content(base, theirs) && !same_content(mine, theirs) {
        // Not ours to judge: everything we changed is in question, whatever the clinic changed.
        let ours = fields(kind, [base, mine, theirs]);
        let changed = |(_, elements): &(&str, Vec<&str>)| part(mine, elements) != part(base, elements);
        disputed.extend(ours.into_iter().filter(changed).map(|(field, _)| field.to_owned()));
    }
    Merged { mine_first, disputed: disputed.into_iter().collect() }
}

/// Whether two versions say the same.
pub(crate) fn same_content(one: &Value, other: &Value) -> bool {
    let said = |value: &Value| -> Map<String, Value> {
        let members = value.as_object().into_iter().flatten();
        members
            .filter(|(name, value)| !is_the_servers(name) && !value.is_null())
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    };
    said(one) == said(other)
}

/// Every field of the three, with the elements it consists of.
fn fields<'a>(kind: &str, of: [&'a Value; 3]) -> Vec<(&'a str, Vec<&'a str>)> {
    let mut fields: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for element in of.into_iter().filter_map(Value::as_object).flat_map(Map::keys) {
        if !is_the_servers(element) && element != "resourceType" && element != "id" {
            fields.entry(field_of(kind, element)).or_default().insert(element);
        }
    }
    fields.into_iter().map(|(field, elements)| (field, elements.into_iter().collect())).collect()
}

/// What a resource says in these elements.
fn part<'a>(of: &'a Value, elements: &[&str]) -> Vec<Option<&'a Value>> {
    elements.iter().map(|element| at(of, element)).collect()
}

fn put<V: AsValue>(object: &mut Map<String, Value>, elements: &[&str], part: &[Option<V>]) {
    for (element, value) in elements.iter().zip(part) {
        match value {
            Some(value) => object.insert((*element).to_owned(), value.as_value()),
            None => object.remove(*element),
        };
    }
}

trait AsValue {
    fn as_value(&self) -> Value;
}

impl AsValue for &Value {
    fn as_value(&self) -> Value {
        (*self).clone()
    }
}

impl AsValue for Value {
    fn as_value(&self) -> Value {
        self.clone()
    }
}

/// The name of the list, if the field is one element by itself.
fn one_list<'a>(elements: &[&'a str]) -> Option<&'a str> {
    match elements {
        [one] => Some(one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn patient(rest: Value) -> Value {
        let mut value = json!({"resourceType": "Patient", "id": "p1", "meta": {"versionId": "1"}});
        value.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        value
    }

    fn merged(base: Value, mine: Value, theirs: Value) -> Merged {
        merge(&patient(base), &patient(mine), &patient(theirs), Policy::Fields)
    }

    #[test]
    fn different_fields_merge_and_the_same_one_is_disputed() {
        let base = json!({"birthDate": "1968-04-09", "gender": "female"});
        let mine = json!({"birthDate": "1968-04-10", "gender": "female"});
        let theirs = json!({"birthDate": "1968-04-09", "gender": "female", "active": true});
        let both = merged(base.clone(), mine.clone(), theirs);
        assert!(both.disputed.is_empty());
        assert_eq!(
            (&both.mine_first["birthDate"], &both.mine_first["active"]),
            (&json!("1968-04-10"), &json!(true))
        );
        let other = merged(base, mine, json!({"birthDate": "1968-04-11", "gender": "female"}));
        assert_eq!(other.disputed, ["birthDate"]);
        assert_eq!(other.mine_first["birthDate"], "1968-04-10");
    }

    #[test]
    fn who_said_the_same_does_not_dispute() {
        let both =
            merged(json!({}), json!({"gender": "female"}), json!({"gender": "female", "active": true}));
        assert!(both.disputed.is_empty());
    }

    #[test]
    fn what_belongs_together_stays_together() {
        let both =
            merged(json!({}), json!({"deceasedBoolean": false}), json!({"deceasedDateTime": "2026-01-01"}));
        assert_eq!(both.disputed, ["deceased"]);
        assert!(both.mine_first.get("deceasedDateTime").is_none(), "one of value[x]");
        let absent = json!({"extension": [{"url": "absent", "valueCode": "asked"}]});
        let both =
            merged(json!({"birthDate": "1968"}), json!({"_birthDate": absent}), json!({"birthDate": "1969"}));
        assert_eq!(both.disputed, ["birthDate"]);
        let visit = |status: &str, start: &str| json!({"resourceType": "Appointment", "id": "a", "status": status, "start": start});
        let moved =
            merge(&visit("booked", "1"), &visit("booked", "2"), &visit("cancelled", "1"), Policy::Fields);
        assert_eq!(moved.disputed, ["status"], "a visit that is off is not moved");
    }

    #[test]
    fn medication_and_allergy_are_never_merged_by_themselves() {
        for kind in ["MedicationRequest", "AllergyIntolerance", "MedicationStatement", "Rocket"] {
            let of = |note: Value, dose: &str| json!({"resourceType": kind, "id": "m", "note": note, "dose": dose});
            let policy = Policy::of(kind);
            assert_eq!(policy, Policy::Never);
            let both = merge(&of(json!(null), "1"), &of(json!("mine"), "1"), &of(json!(null), "2"), policy);
            assert_eq!(both.disputed, ["note"], "{kind}");
            let alone = merge(&of(json!(null), "1"), &of(json!("mine"), "1"), &of(json!(null), "1"), policy);
            assert!(alone.disputed.is_empty(), "nobody else changed it");
        }
    }

    #[test]
    fn numbers_and_unknown_fields_survive() {
        let base = json!({"later": {"a": [1.5, null]}, "code": "of-a-later-fhir"});
        let mine = json!({"later": {"a": [1.5, null]}, "code": "of-a-later-fhir", "gender": "male"});
        let theirs = json!({"later": {"a": [1.5, null], "b": 1}, "code": "of-a-later-fhir", "new": true});
        let both = merged(base, mine, theirs);
        assert!(both.disputed.is_empty());
        assert_eq!(both.mine_first["later"], json!({"a": [1.5, null], "b": 1}));
        assert_eq!((&both.mine_first["new"], &both.mine_first["gender"]), (&json!(true), &json!("male")));
    }

    fn any_patient() -> impl Strategy<Value = Value> {
        let field = prop_oneof![
            Just("gender"),
            Just("birthDate"),
            Just("_birthDate"),
            Just("deceasedBoolean"),
            Just("deceasedDateTime"),
            Just("active"),
            Just("unknown"),
            Just("telecom"),
        ];
        let number = |use_: &str, n: u8| json!({"system": "phone", "use": use_, "value": n.to_string()});
        let value = prop_oneof![
            any::<bool>().prop_map(Value::from),
            (0u8..4).prop_map(Value::from),
            (0u8..3, 0u8..3).prop_map(move |(a, b)| json!([number("home", a), number("work", b)])),
        ];
        proptest::collection::vec((field, value), 0..6).prop_map(|fields| {
            patient(Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()))
        })
    }

    proptest! {
        #[test]
        fn nobody_who_changed_nothing_has_a_say(base in any_patient(), other in any_patient()) {
            for policy in [Policy::Fields, Policy::Never] {
                let theirs = merge(&base, &base, &other, policy);
                prop_assert!(same_content(&theirs.mine_first, &other) && theirs.disputed.is_empty());
                let mine = merge(&base, &other, &base, policy);
                prop_assert!(same_content(&mine.mine_first, &other) && mine.disputed.is_empty());
            }
        }

        #[test]
        fn without_a_dispute_it_does_not_matter_who_was_first(base in any_patient(), a in any_patient(), b in any_patient()) {
            let (one, other) = (merge(&base, &a, &b, Policy::Fields), merge(&base, &b, &a, Policy::Fields));
            prop_assert_eq!(&one.disputed, &other.disputed);
            if one.disputed.is_empty() {
                prop_assert!(same_content(&one.mine_first, &other.mine_first));
            }
        }

        #[test]
        fn decided_once_there_is_nothing_left_to_decide(base in any_patient(), mine in any_patient(), theirs in any_patient()) {
            let decided = merge(&base, &mine, &theirs, Policy::Fields).mine_first;
            prop_assert!(merge(&theirs, &decided, &theirs, Policy::Fields).disputed.is_empty());
        }
    }
}
