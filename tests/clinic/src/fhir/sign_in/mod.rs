//! Sign-in: SMART App Launch 2.2, standalone (hl7.org/fhir/smart-app-launch), with PKCE, DPoP and refresh rotation; and a
//! one-time code at the clinic's desk as the other door.
//!
//! The clinic keeps hashes of every secret. A code stays good until the clinic withdraws it, so that a lost answer can be
//! asked for again: it is why the server stays on loopback (see [`crate::http`]).
//!
//! | Path | Is |
//! |---|---|
//! | `.well-known/smart-configuration` | where everything is |
//! | `auth/authorize` | the page a person signs in on (RFC 6749 §4.1.1) |
//! | `auth/token` | codes and refresh tokens for access tokens (§4.1.3, §6) |
//! | `auth/revoke` | the end of a session (RFC 7009) |

mod page;
pub(super) mod proof;
mod session;

use nabz_time::{Entropy, Now};
use ring::digest;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::{Value, json};

use super::access::Identity;
use super::body;
use super::outcome::Refusal;
use super::wire::{Method, Request, Response};
use page::fields;
use proof::{Fault, Wanted};
use session::{Given, Sessions};

pub use page::CODE as CODE_FIELD;
pub use session::ACCESS_S;

/// The one app that is registered here.
pub const CLIENT: &str = "nabz-patient";
/// Where its browser comes back to (RFC 8252 §7.1).
pub const REDIRECT: &str = "org.nabz.app:/signed-in";
/// The grant of a one-time code from the desk.
pub const DESK_CODE: &str = "urn:nabz:grant:desk-code";

/// How long the code of a redirect waits to be redeemed (RFC 6749 §4.1.2 says ten minutes at most).
const REDEEM_S: i64 = 60;

/// What this clinic demands beyond the usual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demands {
    /// Access tokens are bound to the phone's key: every request carries a proof (RFC 9449 §7).
    pub proofs: bool,
    /// Proofs carry a nonce of the clinic's (RFC 9449 §8).
    pub nonces: bool,
}

/// Sign-in at work on one request.
pub(super) struct Door<'a> {
    pub at: &'a Connection,
    pub entropy: &'a mut dyn Entropy,
    pub now: Now,
    pub demands: Demands,
    pub nonce: &'a str,
}

/// Lets whoever presents `code` sign in as `identity`.
pub(super) fn enrol(at: &Connection, code: &str, identity: &Identity) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO code (hash, owner) VALUES (?1, ?2)";
    at.execute(sql, params![hash(code), identity.reference()]).map(|_| ())
}

/// A token of the clinic's own machines, which does not expire.
pub(super) fn admit(
    at: &Connection,
    identity: &Identity,
    entropy: &mut dyn Entropy,
) -> rusqlite::Result<String> {
    let token = entropy.uuid().replace('-', "");
    let sql = "INSERT INTO token (hash, owner) VALUES (?1, ?2)";
    at.execute(sql, params![hash(&token), identity.reference()])?;
    Ok(token)
}

/// Whose a token is, and the key it is bound to.
pub(super) fn owner_of_token(
    at: &Connection,
    token: &str,
    now: Now,
) -> Result<Option<(Identity, Option<String>)>, Refusal> {
    let sql = "SELECT owner, key FROM token WHERE hash = ?1 AND (until IS NULL OR until > ?2)";
    let known: Option<(String, Option<String>)> = at
        .prepare_cached(sql)?
        .query_row(params![hash(token), now.wall.seconds()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(known.and_then(|(owner, key)| Some((Identity::parse(&owner)?, key))))
}

/// Where sign-in is (SMART App Launch 2.2, "Using well-known").
pub(super) fn configuration(base: &str) -> Response {
    answer(
        200,
        &json!({
            "issuer": base,
            "authorization_endpoint": format!("{base}/auth/authorize"),
            "token_endpoint": format!("{base}/auth/token"),
            "revocation_endpoint": format!("{base}/auth/revoke"),
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "dpop_signing_alg_values_supported": ["ES256"],
            "authorization_response_iss_parameter_supported": true,
            "ui_locales_supported": nabz_locale::Formatter::languages().iter().map(|l| l.tag).collect::<Vec<_>>(),
            "capabilities": [
                "launch-standalone", "client-public", "context-standalone-patient", "permission-patient",
                "permission-offline", "permission-v2",
            ],
        }),
    )
}

impl Door<'_> {
    /// Answers below `auth/`.
    pub(super) fn answer(&mut self, request: &Request, path: &str) -> Result<Response, Refusal> {
        match (request.method, path) {
            (Method::Get, "authorize") => {
                let query = request.path.split_once('?').map_or("", |(_, query)| query);
                self.authorize(request, fields(query.as_bytes()), None)
            }
            (Method::Post, "authorize") => {
                let mut asked = fields(&request.body);
                let typed = asked.iter().position(|(name, _)| name == CODE_FIELD);
                let typed = typed.map(|place| asked.remove(place).1);
                self.authorize(request, asked, typed)
            }
            (Method::Post, "token") => self.token(request),
            (Method::Post, "revoke") => {
                if let Some(token) = field(&fields(&request.body), "token") {
                    self.sessions().revoke(token)?;
                }
                Ok(answer(200, &json!({})))
            }
            _ => Err(Refusal::WrongMethod),
        }
    }

    /// The page, and what comes of the code typed on it. A request that is not in order is told to the person and sent
    /// nowhere (RFC 6749 §4.1.2.1).
    fn authorize(
        &mut self,
        request: &Request,
        asked: Vec<(String, String)>,
        typed: Option<String>,
    ) -> Result<Response, Refusal> {
        let get = |name| field(&asked, name).unwrap_or_default();
        let in_order = get("response_type") == "code"
            && get("client_id") == CLIENT
            && get("redirect_uri") == REDIRECT
            && get("code_challenge_method") == "S256"
            && get("code_challenge").len() == 43
            && !get("state").is_empty()
            && get("aud").trim_end_matches('/') == request.base();
        if !in_order {
            return Ok(answer(400, &json!({ "error": "invalid_request" })));
        }
        let language = get("ui_locales").split(' ').next().unwrap_or_default().to_owned();
        let Some(typed) = typed else { return Ok(page::page(&asked, &language, false)) };
        let Some(owner) = self.owner_of_code(typed.trim())? else {
            return Ok(page::page(&asked, &language, true));
        };
        let code = self.entropy.uuid().replace('-', "");
        let sql = "INSERT INTO redirect (hash, owner, challenge, key, until) VALUES (?1, ?2, ?3, ?4, ?5)";
        let until = self.now.wall.seconds() + REDEEM_S;
        let key = Some(get("dpop_jkt")).filter(|key| !key.is_empty());
        self.at.execute(sql, params![hash(&code), owner.reference(), get("code_challenge"), key, until])?;
        let base = request.base();
        let back = [("code", code.as_str()), ("state", get("state")), ("iss", &base)];
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(back).finish();
        Ok(Response::empty(303).with("location", format!("{REDIRECT}?{query}")))
    }

    fn token(&mut self, request: &Request) -> Result<Response, Refusal> {
        if request.header("content-type").is_none_or(|kind| !kind.contains("form-urlencoded")) {
            return self.token_for_a_tool(request);
        }
        let nonce = self.demands.nonces.then_some(self.nonce);
        let wanted = Wanted { nonce, token: None, now: self.now.wall };
        let key = match proof::thumbprint(self.at, request, &wanted)? {
            Some(Ok(key)) => key,
            Some(Err(Fault::Nonce)) => {
                let refused = answer(400, &json!({ "error": "use_dpop_nonce" }));
                return Ok(refused.with("dpop-nonce", self.nonce));
            }
            Some(Err(Fault::Invalid)) | None => {
                return Ok(answer(400, &json!({ "error": "invalid_dpop_proof" })));
            }
        };
        let asked = fields(&request.body);
        let get = |name| field(&asked, name).unwrap_or_default();
        let given = match get("grant_type") {
            "authorization_code" => self.redeem(&asked, &key)?,
            "refresh_token" => self.sessions().renew(get("refresh_token"), &key)?,
            DESK_CODE => match self.owner_of_code(get("code"))? {
                Some(owner) => Some(self.sessions().begin(&owner, Some(&key))?),
                None => None,
            },
            _ => return Ok(answer(400, &json!({ "error": "unsupported_grant_type" }))),
        };
        Ok(match given {
            Some(given) => self.granted(&given),
            None => answer(400, &json!({ "error": "invalid_grant" })),
        })
    }

    /// `{"code": "…"}` buys an access token and nothing to renew it, for tools without a key.
    fn token_for_a_tool(&mut self, request: &Request) -> Result<Response, Refusal> {
        let body = body::json(&request.body)?;
        let Some(code) = body.get("code").and_then(Value::as_str) else {
            return Ok(answer(400, &json!({ "error": "invalid_request" })));
        };
        let Some(owner) = self.owner_of_code(code)? else {
            return Ok(answer(400, &json!({ "error": "invalid_grant" })));
        };
        let given = self.sessions().begin(&owner, None)?;
        Ok(self.granted(&given))
    }

    /// The code of a redirect: once, in time, by whoever knows the verifier (RFC 7636 §4.6) and holds the key.
    fn redeem(&mut self, asked: &[(String, String)], key: &str) -> Result<Option<Given>, Refusal> {
        let get = |name| field(asked, name).unwrap_or_default();
        let code = hash(get("code"));
        let known = self
            .at
            .query_row("SELECT owner, challenge, key, until FROM redirect WHERE hash = ?1", [&code], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, Option<String>>(2)?,
                    row.get::<_, i64>(3)?,
                ))
            })
            .optional()?;
        let Some((owner, challenge, bound_to, until)) = known else { return Ok(None) };
        self.at.execute("DELETE FROM redirect WHERE hash = ?1", [&code])?;
        let in_order = until > self.now.wall.seconds()
            && challenge == proof::hash(get("code_verifier"))
            && bound_to.is_none_or(|bound| bound == key)
            && get("client_id") == CLIENT
            && get("redirect_uri") == REDIRECT;
        match Identity::parse(&owner).filter(|_| in_order) {
            Some(owner) => self.sessions().begin(&owner, Some(key)).map(Some),
            None => Ok(None),
        }
    }

    fn granted(&self, given: &Given) -> Response {
        let bound = given.refresh.is_some() && self.demands.proofs;
        let mut granted = json!({
            "access_token": given.access,
            "token_type": if bound { "DPoP" } else { "Bearer" },
            "expires_in": ACCESS_S,
        });
        if let Some(refresh) = &given.refresh {
            granted["refresh_token"] = refresh.as_str().into();
        }
        let (role, id) = match &given.identity {
            Identity::Patient(id) => ("patient", id),
            Identity::Practitioner(id) => ("practitioner", id),
        };
        granted[role] = id.as_str().into();
        answer(200, &granted)
    }

    fn owner_of_code(&self, code: &str) -> Result<Option<Identity>, Refusal> {
        let sql = "SELECT owner FROM code WHERE hash = ?1";
        let owner: Option<String> =
            self.at.prepare_cached(sql)?.query_row([hash(code)], |row| row.get(0)).optional()?;
        Ok(owner.as_deref().and_then(Identity::parse))
    }

    fn sessions(&mut self) -> Sessions<'_> {
        Sessions { at: self.at, entropy: self.entropy, now: self.now, bound: self.demands.proofs }
    }
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
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
