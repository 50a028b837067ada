//! Lists whose members carry a key of their own: merged member by member.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Elements of which a member's key is made, where it has no `id` of its own.
const KEYS: [(&str, &[&str]); 5] = [
    ("telecom", &["system", "use"]),
    ("address", &["use", "type"]),
    ("name", &["use"]),
    ("identifier", &["system"]),
    ("contact", &["relationship"]),
];

type Part<'a> = [Option<&'a Value>];

/// The list with the changes of both, ours first where they dispute, and whether they agreed. `None` if it cannot be
/// told which member is which.
pub(super) fn merge(
    name: &str,
    before: &Part<'_>,
    mine: &Part<'_>,
    theirs: &Part<'_>,
) -> Option<([Option<Value>; 1], bool)> {
    let keys = KEYS.iter().find(|(list, _)| *list == name)?.1;
    let [before, ours, now] = [before, mine, theirs].map(|part| members(keys, part));
    let (before, ours, now) = (before?, ours?, now?);
    let mut agreed = true;
    let mut merged = Vec::new();
    // By key: the order does not depend on who is first.
    for key in [&before, &ours, &now].into_iter().flat_map(BTreeMap::keys).collect::<BTreeSet<_>>() {
        let (was, mine, theirs) = (before.get(key), ours.get(key), now.get(key));
        let chosen = if mine == was || mine == theirs {
            theirs
        } else {
            agreed &= theirs == was;
            mine
        };
        merged.extend(chosen.map(|member| (*member).clone()));
    }
    Some(([(!merged.is_empty()).then_some(Value::Array(merged))], agreed))
}

/// The members by key; `None` if it is no list, or two share a key.
fn members<'a>(keys: &[&str], part: &Part<'a>) -> Option<BTreeMap<String, &'a Value>> {
    let list: &[Value] = match part {
        [None] => &[],
        [Some(value)] => value.as_array()?,
        _ => return None,
    };
    let mut members = BTreeMap::new();
    for member in list {
        if members.insert(key(keys, member)?, member).is_some() {
            return None;
        }
    }
    Some(members)
}

fn key(keys: &[&str], member: &Value) -> Option<String> {
    let member = member.as_object()?;
    if let Some(id) = member.get("id").and_then(Value::as_str) {
        return Some(format!("#{id}"));
    }
    Some(keys.iter().map(|name| member.get(*name).map(Value::to_string).unwrap_or_default() + "|").collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn phone(use_: &str, value: &str) -> Value {
        json!({"system": "phone", "use": use_, "value": value})
    }

    fn merged(before: &Value, mine: &Value, theirs: &Value) -> Option<(Value, bool)> {
        let (list, agreed) = merge("telecom", &[Some(before)], &[Some(mine)], &[Some(theirs)])?;
        Some((list[0].clone().unwrap_or(Value::Null), agreed))
    }

    #[test]
    fn a_change_falls_on_its_own_number() {
        let before = json!([phone("home", "1"), phone("work", "2")]);
        let mine = json!([phone("home", "1"), phone("work", "22")]);
        let theirs = json!([phone("mobile", "3"), phone("home", "1"), phone("work", "2")]);
        let (list, agreed) = merged(&before, &mine, &theirs).unwrap();
        assert_eq!(list, json!([phone("home", "1"), phone("mobile", "3"), phone("work", "22")]));
        assert!(agreed);
    }

    #[test]
    fn the_same_number_changed_twice_is_disputed_and_so_is_one_that_was_dropped() {
        let before = json!([phone("home", "1")]);
        let (list, agreed) =
            merged(&before, &json!([phone("home", "2")]), &json!([phone("home", "3")])).unwrap();
        assert_eq!((list, agreed), (json!([phone("home", "2")]), false));
        let (list, agreed) = merged(&before, &json!([phone("home", "2")]), &json!([])).unwrap();
        assert_eq!((list, agreed), (json!([phone("home", "2")]), false));
        let (list, agreed) = merged(&before, &json!([]), &json!([phone("home", "1")])).unwrap();
        assert_eq!((list, agreed), (Value::Null, true), "ours alone is gone");
    }

    #[test]
    fn members_that_cannot_be_told_apart_are_one_field() {
        let twice = json!([phone("home", "1"), phone("home", "2")]);
        assert!(merged(&twice, &twice, &json!([])).is_none());
        assert!(merge("note", &[None], &[None], &[None]).is_none());
        assert!(merged(&json!("x"), &json!([]), &json!([])).is_none());
    }
}
