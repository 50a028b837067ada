//! A body becomes a resource of a known type, or is refused.

use serde_json::Value;

use super::index;
use super::kinds::Kind;
use super::outcome::Refusal;

/// Largest body read: a transaction of 50 resources is about 100 kB.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// Parses JSON. serde_json refuses more than 128 nested values, so no body can exhaust the stack.
pub(super) fn json(bytes: &[u8]) -> Result<Value, Refusal> {
    if bytes.len() > BODY_LIMIT {
        return Err(Refusal::TooLarge(BODY_LIMIT));
    }
    serde_json::from_slice(bytes).map_err(|_| Refusal::malformed("the body is not JSON"))
}

/// The name in `resourceType`.
pub(super) fn type_of(resource: &Value) -> Option<&str> {
    resource.get("resourceType").and_then(Value::as_str)
}

/// Makes a parsed body a resource of `kind` as it will be kept: elements nobody knows are dropped, a code nobody knows
/// is refused, references to this server become relative.
pub(super) fn resource(mut body: Value, kind: &Kind, base: &str) -> Result<Value, Refusal> {
    if type_of(&body) != Some(kind.name) {
        return Err(Refusal::malformed(format!("the body is not of type {}", kind.name)));
    }
    if let Value::Object(members) = &mut body {
        members.retain(|name, _| kind.knows(name));
    }
    if body.get("status").is_some_and(|status| !kind.takes_status(status)) {
        return Err(Refusal::malformed(format!("{}.status is not a code of its value set", kind.name)));
    }
    let own = format!("{base}/");
    index::rewrite(&mut body, &|reference| reference.strip_prefix(&own).map(str::to_owned));
    Ok(body)
}

/// Checks the id of an update: the body carries the one of the path.
pub(super) fn same_id(body: &Value, id: &str) -> Result<(), Refusal> {
    match body.get("id").and_then(Value::as_str) {
        Some(own) if own == id => Ok(()),
        _ => Err(Refusal::malformed("an update carries in its body the id of its path")),
    }
}

/// Checks the form of an id (FHIR R4, `id`).
pub(super) fn check_id(id: &str) -> Result<(), Refusal> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.';
    let fits = (1..=64).contains(&id.len()) && id.bytes().all(plain);
    if fits { Ok(()) } else { Err(Refusal::malformed("an id has 1 to 64 letters, digits, dots and hyphens")) }
}

/// Whether two bodies say the same, whatever version they are.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    unversioned(one) == unversioned(other)
}

fn unversioned(body: &Value) -> Value {
    let mut body = body.clone();
    if let Value::Object(members) = &mut body
        && let Some(Value::Object(meta)) = members.get_mut("meta")
    {
        meta.remove("versionId");
        meta.remove("lastUpdated");
        if meta.is_empty() {
            members.remove("meta");
        }
    }
    body
}
