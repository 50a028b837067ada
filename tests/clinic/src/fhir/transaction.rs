//! A transaction Bundle: all of it or nothing (FHIR R4, http, "transaction").

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::body;
use super::dates::instant;
use super::index;
use super::kinds::Kind;
use super::outcome::Refusal;
use super::store::Stored;
use super::unit::{Condition, Unit, Written};
use super::wire::Method;

/// One entry that was understood.
struct Entry {
    method: Method,
    kind: &'static Kind,
    id: String,
    full_url: Option<String>,
    body: Value,
    if_match: Option<String>,
    /// The resource a conditional create found.
    exists: Option<Stored>,
}

/// Performs a Bundle and answers with one. The caller commits only if this succeeds.
pub(super) fn perform(unit: &mut Unit<'_>, bundle: Value) -> Result<Value, Refusal> {
    let mut entries = read(unit, bundle)?;
    let places = places(&entries)?;
    for entry in &mut entries {
        index::rewrite(&mut entry.body, &|reference| places.get(reference).cloned());
    }
    // FHIR's order of processing: DELETE, POST, PUT, GET.
    let mut answers: Vec<Option<Value>> = vec![None; entries.len()];
    for method in [Method::Delete, Method::Post, Method::Put, Method::Get] {
        for (entry, answer) in entries.iter_mut().zip(&mut answers) {
            if entry.method == method {
                *answer = Some(act(unit, entry)?);
            }
        }
    }
    unit.check_references()?;
    let id = unit.new_id();
    Ok(json!({ "resourceType": "Bundle", "id": id, "type": "transaction-response", "entry": answers }))
}

/// The entries of a batch, each as a transaction of its own; `None` if the Bundle is no batch.
pub(super) fn of_batch(bundle: &Value) -> Option<Vec<Value>> {
    let is_batch = body::type_of(bundle) == Some("Bundle") && bundle["type"] == "batch";
    let one = |entry: &Value| json!({ "resourceType": "Bundle", "type": "transaction", "entry": [entry] });
    is_batch.then(|| bundle["entry"].as_array().into_iter().flatten().map(one).collect())
}

/// The answer to a batch: an entry that was refused says so and leaves the others alone.
pub(super) fn batch_response(id: String, done: Vec<Result<Value, Refusal>>) -> Value {
    let entry = |done: Result<Value, Refusal>| match done {
        Ok(mut answer) => answer["entry"][0].take(),
        Err(refusal) => {
            json!({ "response": { "status": refusal.status().to_string(), "outcome": refusal.outcome() } })
        }
    };
    let entries: Vec<Value> = done.into_iter().map(entry).collect();
    json!({ "resourceType": "Bundle", "id": id, "type": "batch-response", "entry": entries })
}

fn read(unit: &mut Unit<'_>, mut bundle: Value) -> Result<Vec<Entry>, Refusal> {
    let is_transaction = body::type_of(&bundle) == Some("Bundle") && bundle["type"] == "transaction";
    if !is_transaction {
        return Err(Refusal::malformed("the base takes a Bundle of type transaction or batch"));
    }
    match bundle.get_mut("entry").map(Value::take) {
        None => Ok(Vec::new()),
        Some(Value::Array(entries)) => entries.into_iter().map(|entry| read_entry(unit, entry)).collect(),
        Some(_) => Err(Refusal::malformed("Bundle.entry is not a list")),
    }
}

fn read_entry(unit: &mut Unit<'_>, mut entry: Value) -> Result<Entry, Refusal> {
    let request = entry.get("request").cloned().unwrap_or_default();
    let text = |name: &str| request.get(name).and_then(Value::as_str).map(str::to_owned);
    let method = match text("method").as_deref() {
        Some("GET") => Method::Get,
        Some("POST") => Method::Post,
        Some("PUT") => Method::Put,
        Some("DELETE") => Method::Delete,
        _ => return Err(Refusal::malformed("an entry has no method known here")),
    };
    let url = text("url").ok_or_else(|| Refusal::malformed("an entry has no url"))?;
    let url = url.strip_prefix(&unit.base).unwrap_or(&url).trim_start_matches('/').to_owned();
    let (name, id) = url.split_once('/').unwrap_or((&url, ""));
    let kind = Kind::of(name).ok_or_else(|| Refusal::malformed("an entry's url names no type known here"))?;
    if (method == Method::Post) != id.is_empty() {
        return Err(Refusal::malformed("an entry's method does not work on its url"));
    }
    let mut read = Entry {
        method,
        kind,
        id: id.to_owned(),
        full_url: entry.get("fullUrl").and_then(Value::as_str).map(str::to_owned),
        body: Value::Null,
        if_match: text("ifMatch"),
        exists: None,
    };
    if matches!(method, Method::Post | Method::Put) {
        let given = entry.get_mut("resource").map(Value::take).unwrap_or_default();
        read.body = body::resource(given, kind, &unit.base)?;
    }
    if method == Method::Post {
        let condition = text("ifNoneExist").map(|condition| unit.condition(kind, &condition)).transpose()?;
        match condition {
            Some(Condition::Exists(stored)) => {
                read.id = stored.id.clone();
                read.exists = Some(stored);
            }
            Some(Condition::Free) | None => read.id = unit.new_id(),
        }
    }
    Ok(read)
}

/// Where each `fullUrl` will stand. Two entries may not write one resource or share a `fullUrl`.
fn places(entries: &[Entry]) -> Result<BTreeMap<String, String>, Refusal> {
    let mut places = BTreeMap::new();
    let mut written = Vec::new();
    for entry in entries.iter().filter(|entry| entry.method != Method::Get) {
        let place = format!("{}/{}", entry.kind.name, entry.id);
        if written.contains(&place) {
            return Err(Refusal::malformed("two entries write the same resource"));
        }
        if let Some(url) = &entry.full_url
            && places.insert(url.clone(), place.clone()).is_some()
        {
            return Err(Refusal::malformed("two entries have the same fullUrl"));
        }
        written.push(place);
    }
    Ok(places)
}

fn act(unit: &mut Unit<'_>, entry: &mut Entry) -> Result<Value, Refusal> {
    match entry.method {
        Method::Get => {
            let stored = unit.read(entry.kind, &entry.id)?;
            let response = response("200 OK", entry.kind, &stored);
            Ok(json!({ "resource": stored.body, "response": response }))
        }
        Method::Delete => {
            unit.delete(entry.kind, &entry.id)?;
            Ok(json!({ "response": { "status": "204 No Content" } }))
        }
        Method::Post => match entry.exists.take() {
            Some(stored) => Ok(json!({ "response": response("200 OK", entry.kind, &stored) })),
            None => {
                let written = unit.create(entry.kind, &entry.id, entry.body.take())?;
                Ok(json!({ "response": written_response(entry.kind, &written) }))
            }
        },
        Method::Put => {
            let written = unit.update(entry.kind, &entry.id, entry.body.take(), entry.if_match.as_deref())?;
            Ok(json!({ "response": written_response(entry.kind, &written) }))
        }
    }
}

fn written_response(kind: &Kind, written: &Written) -> Value {
    let status = if written.created { "201 Created" } else { "200 OK" };
    response(status, kind, &written.stored)
}

/// HAPI writes the entity tag of an entry bare: `2`, not `W/"2"`.
fn response(status: &str, kind: &Kind, stored: &Stored) -> Value {
    json!({
        "status": status,
        "location": format!("{}/{}/_history/{}", kind.name, stored.id, stored.version),
        "etag": stored.version.to_string(),
        "lastModified": instant(stored.updated),
    })
}
