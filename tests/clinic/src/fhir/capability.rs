//! What the server says of itself (`metadata`).

use nabz_time::Wall;
use serde_json::{Value, json};

use super::dates::instant;
use super::kinds::{self, Form, Kind};

/// The CapabilityStatement.
pub(super) fn statement(base: &str, now: Wall) -> Value {
    let resources: Vec<Value> = kinds::all().iter().map(resource).collect();
    json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": instant(now),
        "kind": "instance",
        "software": { "name": "Nabz sandbox clinic", "version": env!("CARGO_PKG_VERSION") },
        "implementation": { "description": "A sandbox clinic on loopback", "url": base },
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "rest": [{
            "mode": "server",
            "resource": resources,
            "interaction": [{ "code": "transaction" }],
        }],
    })
}

fn resource(kind: &Kind) -> Value {
    let interactions: Vec<Value> = ["read", "vread", "search-type", "create", "update", "delete"]
        .into_iter()
        .map(|code| json!({ "code": code }))
        .collect();
    let params: Vec<Value> = ["_id", "_lastUpdated"]
        .into_iter()
        .filter_map(|name| kind.param(name))
        .chain(kind.params)
        .map(|param| json!({ "name": param.name, "type": form(param.form) }))
        .collect();
    json!({
        "type": kind.name,
        "interaction": interactions,
        "versioning": "versioned-update",
        "readHistory": true,
        "updateCreate": true,
        "conditionalCreate": true,
        "searchParam": params,
    })
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Token => "token",
        Form::Uri => "uri",
        Form::Date => "date",
        Form::Reference(_) => "reference",
    }
}
