//! Sign-in as the sandbox has it: a one-time code, as a clinic sends by SMS, buys a bearer token.
//!
//! The clinic keeps hashes of both. A code stays good until the clinic withdraws it, so that a lost answer can be
//! asked for again; a token does not expire. Both are why the server stays on loopback (see [`crate::http`]).

use nabz_time::Entropy;
use ring::digest;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::{Value, json};

use super::access::Identity;
use super::body;
use super::outcome::Refusal;
use super::wire::{Request, Response};

/// Lets whoever presents `code` sign in as `identity`.
pub(super) fn enrol(at: &Connection, code: &str, identity: &Identity) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO code (hash, owner) VALUES (?1, ?2)";
    at.execute(sql, params![hash(code), identity.reference()]).map(|_| ())
}

/// `POST auth/token` with `{"code": "…"}`; refusals have the form of RFC 6749 §5.2.
pub(super) fn token(
    at: &Connection,
    request: &Request,
    entropy: &mut dyn Entropy,
) -> Result<Response, Refusal> {
    let body = body::json(&request.body)?;
    let Some(code) = body.get("code").and_then(Value::as_str) else {
        return Ok(answer(400, &json!({ "error": "invalid_request" })));
    };
    let owner = owner(at, "SELECT owner FROM code WHERE hash = ?1", code)?;
    let Some(identity) = owner else {
        return Ok(answer(400, &json!({ "error": "invalid_grant" })));
    };
    let token = entropy.uuid().replace('-', "");
    at.execute(
        "INSERT INTO token (hash, owner) VALUES (?1, ?2)",
        params![hash(&token), identity.reference()],
    )?;
    let mut granted = json!({ "access_token": token, "token_type": "Bearer" });
    let (role, id) = match identity {
        Identity::Patient(id) => ("patient", id),
        Identity::Practitioner(id) => ("practitioner", id),
    };
    granted[role] = id.into();
    Ok(answer(200, &granted))
}

/// Whose a token is.
pub(super) fn owner_of_token(at: &Connection, token: &str) -> Result<Option<Identity>, Refusal> {
    owner(at, "SELECT owner FROM token WHERE hash = ?1", token)
}

fn owner(at: &Connection, sql: &str, secret: &str) -> Result<Option<Identity>, Refusal> {
    let owner: Option<String> =
        at.prepare_cached(sql)?.query_row([hash(secret)], |row| row.get(0)).optional()?;
    Ok(owner.as_deref().and_then(Identity::parse))
}

fn hash(secret: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, secret.as_bytes()).as_ref().to_vec()
}

fn answer(status: u16, body: &Value) -> Response {
    let mut response =
        Response::empty(status).with("content-type", "application/json").with("cache-control", "no-store");
    response.body = body.to_string().into_bytes();
    response
}
