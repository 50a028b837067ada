//! What the server says of itself (`metadata`).

use nabz_care::BookingDialect;
use nabz_time::Wall;
use serde_json::{Value, json};

use super::booking;
use super::dates::instant;
use super::kinds::{self, Form, Kind};

/// The CapabilityStatement.
pub(super) fn statement(base: &str, dialect: BookingDialect, now: Wall) -> Value {
    let resources: Vec<Value> = kinds::all().iter().map(|kind| resource(kind, dialect)).collect();
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
            "interaction": [{ "code": "transaction" }, { "code": "batch" }],
        }],
    })
}

fn resource(kind: &Kind, dialect: BookingDialect) -> Value {
    let interactions: Vec<Value> =
        ["read", "vread", "search-type", "create", "update", "delete", "history-type", "history-instance"]
            .into_iter()
            .map(|code| json!({ "code": code }))
            .collect();
    let params: Vec<Value> = ["_id", "_lastUpdated"]
        .into_iter()
        .filter_map(|name| kind.param(name))
        .chain(kind.params)
        .map(|param| json!({ "name": param.name, "type": form(param.form) }))
        .collect();
    let operations = match kind.name {
        "Appointment" => booking::operations(dialect),
        _ => json!([]),
    };
    let mut resource = json!({
        "type": kind.name,
        "interaction": interactions,
        "versioning": "versioned-update",
        "readHistory": true,
        "updateCreate": true,
        "conditionalCreate": true,
        "searchParam": params,
    });
    if operations.as_array().is_some_and(|list| !list.is_empty()) {
        resource["operation"] = operations;
    }
    resource
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Token => "token",
        Form::Uri => "uri",
        Form::Date => "date",
        Form::Reference(_) => "reference",
    }
}
