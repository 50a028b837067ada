//! Proofs of possession (DPoP, RFC 9449): checked as §4.3 lists it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use nabz_time::Wall;
use ring::digest::{SHA256, digest};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use rusqlite::{Connection, params};
use serde::Deserialize;

use super::super::outcome::Refusal;
use super::super::wire::{Method, Request};

/// How far a proof's time may be from the clinic's, either way.
const SKEW_S: i64 = 5 * 60;

/// Longest proof read.
const LIMIT: usize = 2_048;

/// What is wrong with a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::fhir) enum Fault {
    /// It does not hold.
    Invalid,
    /// It carries no nonce of the clinic, or an old one.
    Nonce,
}

/// What a proof is held against.
pub(in crate::fhir) struct Wanted<'a> {
    /// The nonce it has to carry, where nonces are demanded.
    pub nonce: Option<&'a str>,
    /// The access token it is sent with.
    pub token: Option<&'a str>,
    pub now: Wall,
}

#[derive(Deserialize)]
struct Header {
    typ: String,
    alg: String,
    jwk: Jwk,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    crv: String,
    x: String,
    y: String,
    /// A private key has no place in a proof.
    d: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    jti: String,
    htm: String,
    htu: String,
    iat: i64,
    ath: Option<String>,
    nonce: Option<String>,
}

/// The thumbprint (RFC 7638) of the key that a request's proof is of; `None` if it carries none.
pub(in crate::fhir) fn thumbprint(
    at: &Connection,
    request: &Request,
    wanted: &Wanted<'_>,
) -> Result<Option<Result<String, Fault>>, Refusal> {
    let Some(proof) = request.header("dpop") else { return Ok(None) };
    let Some((claims, thumbprint)) = verified(proof) else { return Ok(Some(Err(Fault::Invalid))) };
    let path = request.path.split('?').next().unwrap_or_default();
    let address = format!("{}/{path}", request.base());
    let seconds = wanted.now.seconds();
    let holds = claims.htm == verb(request.method)
        && claims.htu == address
        && (seconds - claims.iat).abs() <= SKEW_S
        && claims.ath == wanted.token.map(hash)
        && (1..=128).contains(&claims.jti.len());
    if !holds {
        return Ok(Some(Err(Fault::Invalid)));
    }
    if wanted.nonce.is_some() && claims.nonce.as_deref() != wanted.nonce {
        return Ok(Some(Err(Fault::Nonce)));
    }
    // RFC 9449 §11.1: a proof counts once.
    at.execute("DELETE FROM proof WHERE until < ?1", params![seconds])?;
    let fresh = at.execute(
        "INSERT OR IGNORE INTO proof (jti, until) VALUES (?1, ?2)",
        params![claims.jti, seconds + 2 * SKEW_S],
    )?;
    Ok(Some(if fresh == 1 { Ok(thumbprint) } else { Err(Fault::Invalid) }))
}

/// SHA-256 in base64url, as RFC 7636 §4.2, RFC 7638 and RFC 9449 §4.2 want it.
pub(super) fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, text.as_bytes()))
}

fn verified(proof: &str) -> Option<(Claims, String)> {
    let (signed, signature) = proof.rsplit_once('.').filter(|_| proof.len() <= LIMIT)?;
    let (header, claims) = signed.split_once('.')?;
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
    let header: Header = serde_json::from_slice(&decode(header)?).ok()?;
    let jwk = &header.jwk;
    let named = header.typ == "dpop+jwt" && header.alg == "ES256" && jwk.kty == "EC" && jwk.crv == "P-256";
    let (x, y) = (decode(&jwk.x)?, decode(&jwk.y)?);
    if !named || jwk.d.is_some() || x.len() != 32 || y.len() != 32 {
        return None;
    }
    let point = [&[4], x.as_slice(), &y].concat();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
        .verify(signed.as_bytes(), &decode(signature)?)
        .ok()?;
    let claims = serde_json::from_slice(&decode(claims)?).ok()?;
    let canonical = format!(r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#, jwk.x, jwk.y);
    Some((claims, hash(&canonical)))
}

fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
    }
}
