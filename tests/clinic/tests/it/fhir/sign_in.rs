//! SMART App Launch at the sandbox: what opens it, and everything that does not.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use nabz_clinic::browser::fill;
use nabz_clinic::fhir::{ACCESS_S, CLIENT, CODE_FIELD, DESK_CODE, Demands, REDIRECT, Response};
use nabz_clinic::population::Population;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use url::Url;

use super::{Clinic, get, post, text};

const BASE: &str = "https://127.0.0.1:8080/fhir";
const VERIFIER: &str = "a verifier of forty-three letters and a few more";

/// A phone's key.
struct Key(EcdsaKeyPair);

impl Key {
    fn new() -> Self {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        Self(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &random).unwrap())
    }

    fn jwk(&self) -> Value {
        let point = self.0.public_key().as_ref();
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({ "crv": "P-256", "kty": "EC", "x": part(&point[1..33]), "y": part(&point[33..]) })
    }

    fn thumbprint(&self) -> String {
        hash(&self.jwk().to_string())
    }

    /// A proof over these claims, changed as a test likes.
    fn proof(&self, clinic: &Clinic, method: &str, path: &str, change: impl FnOnce(&mut Value)) -> String {
        let random: [u8; 16] = ring::rand::generate(&SystemRandom::new()).unwrap().expose();
        let mut claims = json!({
            "jti": URL_SAFE_NO_PAD.encode(random), "htm": method, "htu": format!("{BASE}/{path}"),
            "iat": clinic.now.wall.seconds(),
        });
        change(&mut claims);
        let header = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": self.jwk() });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(&claims));
        let signature = self.0.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, text.as_bytes()))
}

fn code(clinic: &Clinic) -> String {
    Population::new(7, clinic.now.wall).unwrap().patient.code
}

fn token(clinic: &mut Clinic, fields: &[(&str, &str)], proof: Option<String>) -> Response {
    let mut request = post("auth/token").form(fields);
    if let Some(proof) = proof {
        request = request.with("dpop", proof);
    }
    clinic.fhir.handle(&request, clinic.now)
}

/// A session begun at the desk.
fn begin(clinic: &mut Clinic, key: &Key) -> Value {
    let code = code(clinic);
    let proof = key.proof(clinic, "POST", "auth/token", |_| {});
    let answer = token(clinic, &[("grant_type", DESK_CODE), ("code", &code)], Some(proof));
    assert_eq!(answer.status, 200, "{}", answer.json());
    answer.json()
}

fn renew(clinic: &mut Clinic, key: &Key, refresh: &str) -> Response {
    let proof = key.proof(clinic, "POST", "auth/token", |_| {});
    token(clinic, &[("grant_type", "refresh_token"), ("refresh_token", refresh)], Some(proof))
}

fn reads(clinic: &mut Clinic, access: &str) -> u16 {
    let path = clinic.patient.clone();
    clinic.fhir.handle(&get(path).bearer(access), clinic.now).status
}

fn error(answer: &Response) -> (u16, String) {
    (answer.status, answer.json()["error"].as_str().unwrap_or_default().to_owned())
}

fn asked(key: &Key) -> Vec<(&'static str, String)> {
    vec![
        ("response_type", "code".to_owned()),
        ("client_id", CLIENT.to_owned()),
        ("redirect_uri", REDIRECT.to_owned()),
        ("scope", "launch/patient offline_access".to_owned()),
        ("state", "a state".to_owned()),
        ("aud", format!("{BASE}/")),
        ("code_challenge_method", "S256".to_owned()),
        ("code_challenge", hash(VERIFIER)),
        ("dpop_jkt", key.thumbprint()),
        ("ui_locales", "fa".to_owned()),
    ]
}

fn page(clinic: &mut Clinic, asked: &[(&str, String)]) -> Response {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).finish();
    clinic.fhir.handle(&get(format!("auth/authorize?{query}")), clinic.now)
}

/// The page walked: what the redirect carries.
fn walk(clinic: &mut Clinic, key: &Key) -> Url {
    let page = page(clinic, &asked(key));
    assert_eq!(page.status, 200);
    let html = String::from_utf8(page.body.clone()).unwrap();
    assert!(html.contains("lang=\"fa\" dir=\"rtl\""), "{html}");
    let filled = fill(&page.body, &[(CODE_FIELD, &code(clinic))]).unwrap();
    assert_eq!(filled.action, "authorize");
    let mut request = post("auth/authorize");
    request.body = filled.body.into_bytes();
    let answer = clinic.fhir.handle(&request, clinic.now);
    assert_eq!(answer.status, 303);
    Url::parse(answer.header("location").unwrap()).unwrap()
}

fn redeemed(code: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", REDIRECT),
        ("client_id", CLIENT),
        ("code_verifier", VERIFIER),
    ]
}

fn code_of(back: &Url) -> String {
    back.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned()
}

#[test]
fn a_person_signs_in_on_the_page_and_the_app_redeems_once() {
    let (mut clinic, key) = (Clinic::open(), Key::new());
    let found = clinic.fhir.handle(&get(".well-known/smart-configuration"), clinic.now).json();
    assert_eq!(found["token_endpoint"], format!("{BASE}/auth/token"));
    let back = walk(&mut clinic, &key);
    let carries = |name: &str| back.query_pairs().find(|(n, _)| n == name).map(|(_, v)| v.into_owned());
    assert_eq!((carries("state").as_deref(), carries("iss").as_deref()), (Some("a state"), Some(BASE)));

    let code = code_of(&back);
    let proof = key.proof(&clinic, "POST", "auth/token", |_| {});
    let granted = token(&mut clinic, &redeemed(&code), Some(proof)).json();
    assert_eq!(format!("Patient/{}", text(&granted["patient"])), clinic.patient);
    assert_eq!((&granted["token_type"], &granted["expires_in"]), (&json!("Bearer"), &json!(ACCESS_S)));
    assert!(granted["expires_in"].as_i64().unwrap() <= 300);
    assert_eq!(reads(&mut clinic, text(&granted["access_token"])), 200);

    let proof = key.proof(&clinic, "POST", "auth/token", |_| {});
    let again = token(&mut clinic, &redeemed(&code), Some(proof));
    assert_eq!(error(&again), (400, "invalid_grant".into()));
}

#[test]
fn the_code_of_a_redirect_is_worth_nothing_to_who_catches_it() {
    let changes: [(&str, &str); 3] = [
        ("code_verifier", "another verifier of forty-three letters or more"),
        ("redirect_uri", "https://elsewhere.example/"),
        ("client_id", "another-app"),
    ];
    for (name, value) in changes {
        let (mut clinic, key) = (Clinic::open(), Key::new());
        let code = code_of(&walk(&mut clinic, &key));
        let mut fields = redeemed(&code);
        fields.iter_mut().filter(|(n, _)| *n == name).for_each(|field| field.1 = value);
        let proof = key.proof(&clinic, "POST", "auth/token", |_| {});
        assert_eq!(error(&token(&mut clinic, &fields, Some(proof))), (400, "invalid_grant".into()), "{name}");
    }
    // Another phone's key, and too late.
    let (mut clinic, key, other) = (Clinic::open(), Key::new(), Key::new());
    let code = code_of(&walk(&mut clinic, &key));
    let proof = other.proof(&clinic, "POST", "auth/token", |_| {});
    assert_eq!(error(&token(&mut clinic, &redeemed(&code), Some(proof))), (400, "invalid_grant".into()));
    let code = code_of(&walk(&mut clinic, &key));
    clinic.wait(61_000);
    let proof = key.proof(&clinic, "POST", "auth/token", |_| {});
    assert_eq!(error(&token(&mut clinic, &redeemed(&code), Some(proof))), (400, "invalid_grant".into()));
}

#[test]
fn a_request_for_another_app_place_or_audience_gets_no_page() {
    let (mut clinic, key) = (Clinic::open(), Key::new());
    for (name, value) in [
        ("client_id", "another-app"),
        ("redirect_uri", "https://elsewhere.example/"),
        ("response_type", "token"),
        ("code_challenge_method", "plain"),
        ("code_challenge", "short"),
        ("state", ""),
        ("aud", "https://elsewhere.example/fhir"),
    ] {
        let mut asked = asked(&key);
        asked.iter_mut().filter(|(n, _)| *n == name).for_each(|field| field.1 = value.to_owned());
        assert_eq!(error(&page(&mut clinic, &asked)), (400, "invalid_request".into()), "{name}");
    }
}

#[test]
fn an_access_token_opens_records_for_five_minutes() {
    let (mut clinic, key) = (Clinic::open(), Key::new());
    let granted = begin(&mut clinic, &key);
    let access = text(&granted["access_token"]).to_owned();
    clinic.now = clinic.now + Duration::from_secs(299);
    assert_eq!(reads(&mut clinic, &access), 200);
    clinic.now = clinic.now + Duration::from_secs(2);
    assert_eq!(reads(&mut clinic, &access), 401);
    let renewed = renew(&mut clinic, &key, text(&granted["refresh_token"])).json();
    assert_eq!(reads(&mut clinic, text(&renewed["access_token"])), 200);
}

#[test]
fn a_refresh_token_without_its_key_opens_nothing_and_signs_nobody_out() {
    let (mut clinic, key, thief) = (Clinic::open(), Key::new(), Key::new());
    let refresh = text(&begin(&mut clinic, &key)["refresh_token"]).to_owned();
    assert_eq!(error(&renew(&mut clinic, &thief, &refresh)), (400, "invalid_grant".into()));
    let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
    assert_eq!(error(&token(&mut clinic, &fields, None)), (400, "invalid_dpop_proof".into()));
    assert_eq!(renew(&mut clinic, &key, &refresh).status, 200);
}

#[test]
fn a_lost_answer_is_asked_for_again_and_a_replay_ends_the_session() {
    let (mut clinic, key) = (Clinic::open(), Key::new());
    let first = text(&begin(&mut clinic, &key)["refresh_token"]).to_owned();
    // The answer was lost: the phone comes back with what it has.
    let lost = renew(&mut clinic, &key, &first).json();
    let second = renew(&mut clinic, &key, &first).json();
    assert_eq!(error(&renew(&mut clinic, &key, text(&lost["refresh_token"]))), (400, "invalid_grant".into()));
    let third = renew(&mut clinic, &key, text(&second["refresh_token"])).json();
    let access = text(&third["access_token"]).to_owned();
    assert_eq!(reads(&mut clinic, &access), 200);
    // A copy of the first, even with the key: the session is over, for the copy and for the phone.
    assert_eq!(error(&renew(&mut clinic, &key, &first)), (400, "invalid_grant".into()));
    assert_eq!(
        error(&renew(&mut clinic, &key, text(&third["refresh_token"]))),
        (400, "invalid_grant".into())
    );
    assert_eq!(reads(&mut clinic, &access), 401);
}

#[test]
fn a_session_that_is_revoked_is_over() {
    let (mut clinic, key) = (Clinic::open(), Key::new());
    let granted = begin(&mut clinic, &key);
    let refresh = text(&granted["refresh_token"]).to_owned();
    let revoke = post("auth/revoke").form(&[("token", &refresh)]);
    assert_eq!(clinic.fhir.handle(&revoke, clinic.now).status, 200);
    assert_eq!(reads(&mut clinic, text(&granted["access_token"])), 401);
    assert_eq!(renew(&mut clinic, &key, &refresh).status, 400);
}

#[test]
fn a_proof_that_is_not_in_order_counts_for_nothing() {
    let key = Key::new();
    type Change = fn(&mut Value);
    let changes: [(&str, Change); 6] = [
        ("another method", |claims| claims["htm"] = "GET".into()),
        ("another place", |claims| claims["htu"] = "https://elsewhere.example/token".into()),
        ("an old one", |claims| claims["iat"] = (claims["iat"].as_i64().unwrap() - 301).into()),
        ("one of tomorrow", |claims| claims["iat"] = (claims["iat"].as_i64().unwrap() + 301).into()),
        ("without a name", |claims| claims["jti"] = "".into()),
        ("of some token", |claims| claims["ath"] = "x".into()),
    ];
    for (what, change) in changes {
        let mut clinic = Clinic::open();
        let (code, proof) = (code(&clinic), key.proof(&clinic, "POST", "auth/token", change));
        let answer = token(&mut clinic, &[("grant_type", DESK_CODE), ("code", &code)], Some(proof));
        assert_eq!(error(&answer), (400, "invalid_dpop_proof".into()), "{what}");
    }
    let mut clinic = Clinic::open();
    let (code, proof) = (code(&clinic), key.proof(&clinic, "POST", "auth/token", |_| {}));
    let fields = [("grant_type", DESK_CODE), ("code", code.as_str())];
    assert_eq!(token(&mut clinic, &fields, Some(proof.clone())).status, 200);
    let replayed = token(&mut clinic, &fields, Some(proof.clone()));
    assert_eq!(error(&replayed), (400, "invalid_dpop_proof".into()));
    let (signed, _) = proof.rsplit_once('.').unwrap();
    let forged = format!("{signed}.{}", URL_SAFE_NO_PAD.encode([7; 64]));
    assert_eq!(token(&mut clinic, &fields, Some(forged)).status, 400);
}

#[test]
fn where_it_is_demanded_records_open_to_the_key_only_and_nonces_are_fresh() {
    let (mut clinic, key, thief) = (Clinic::open(), Key::new(), Key::new());
    clinic.fhir.demand(Demands { proofs: true, nonces: true });
    let code = code(&clinic);
    let fields = [("grant_type", DESK_CODE), ("code", code.as_str())];
    let proof = key.proof(&clinic, "POST", "auth/token", |_| {});
    let asked = token(&mut clinic, &fields, Some(proof));
    assert_eq!(error(&asked), (400, "use_dpop_nonce".into()));
    let nonce = asked.header("dpop-nonce").unwrap().to_owned();
    let proof = key.proof(&clinic, "POST", "auth/token", |claims| claims["nonce"] = nonce.clone().into());
    let granted = token(&mut clinic, &fields, Some(proof)).json();
    assert_eq!(granted["token_type"], "DPoP");
    let access = text(&granted["access_token"]).to_owned();
    let path = clinic.patient.clone();
    let mut read = |key: &Key, nonce: Option<&str>| {
        let proof = key.proof(&clinic, "GET", &path, |claims| {
            claims["ath"] = hash(&access).into();
            if let Some(nonce) = nonce {
                claims["nonce"] = nonce.into();
            }
        });
        let request = get(&path).bearer(&access).with("dpop", proof);
        let answer = clinic.fhir.handle(&request, clinic.now);
        (answer.status, answer.header("dpop-nonce").map(str::to_owned))
    };
    assert_eq!(read(&key, Some(&nonce)), (200, None));
    assert_eq!(read(&key, None), (401, Some(nonce.clone())));
    assert_eq!(read(&thief, Some(&nonce)), (401, None));
    assert_eq!(reads(&mut clinic, &access), 401, "a stolen token without its key");
}
