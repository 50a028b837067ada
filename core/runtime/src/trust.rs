//! Under whom the clinic's servers are believed: a pinned list of authorities with an end, and a signed way to replace it.
//!
//! A replacement is a compact JWS (RFC 7515 §3.1) with ES256 (RFC 7518 §3.4):
//!
//! ```text
//!   header   {"alg":"ES256","typ":"nabz-authorities"}
//!   payload  {"serial":2,"until":1830297600,"roots":["MIIB…", "MIIB…"]}
//! ```
//!
//! `until` counts seconds since 1970, `roots` are DER in base64. It reaches a phone on any way, for its signature is what
//! counts: in an update of the app, a push message, a QR code at the clinic. One that is not in order changes nothing.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use nabz_app::config::Authorities;
use nabz_time::Wall;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde::Deserialize;

/// Longest replacement read, in bytes: eight certificates of 1.5 kB.
const LIMIT: usize = 16 * 1024;

/// Most authorities in a list.
const ROOTS: usize = 8;

/// Why a replacement changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplacementError {
    /// Nobody was configured whose signature would count.
    #[error("no signer is configured")]
    NoSigner,
    /// Not a compact JWS of this type with a list in it.
    #[error("the list is malformed")]
    Malformed,
    /// Signed by somebody else, or changed.
    #[error("the signature is not the signer's")]
    WrongSignature,
    /// Not newer than the list it would replace.
    #[error("the list is not newer")]
    NotNewer,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    typ: String,
}

#[derive(Deserialize)]
struct List {
    serial: u64,
    until: u64,
    roots: Vec<String>,
}

/// The list that holds: the replacement if there is one in order, else the configured one.
pub(crate) fn in_force(configured: &Authorities) -> Authorities {
    let Some(replacement) = &configured.replacement else { return configured.clone() };
    replaced(configured, replacement).unwrap_or_else(|error| {
        log::warn!("a replacement of the authorities was not taken: {error}");
        configured.clone()
    })
}

/// The list that `replacement` makes of the configured one.
pub fn replaced(configured: &Authorities, replacement: &str) -> Result<Authorities, ReplacementError> {
    use ReplacementError::{Malformed, NoSigner, NotNewer, WrongSignature};
    let signer = configured.signer.as_deref().ok_or(NoSigner)?;
    if replacement.len() > LIMIT {
        return Err(Malformed);
    }
    let (signed, signature) = replacement.rsplit_once('.').ok_or(Malformed)?;
    let (header, payload) = signed.split_once('.').ok_or(Malformed)?;
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| Malformed);
    let signature = decode(signature)?;
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, signer)
        .verify(signed.as_bytes(), &signature)
        .map_err(|_| WrongSignature)?;
    let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| Malformed)?;
    let list: List = serde_json::from_slice(&decode(payload)?).map_err(|_| Malformed)?;
    if header.alg != "ES256" || header.typ != "nabz-authorities" || !(1..=ROOTS).contains(&list.roots.len()) {
        return Err(Malformed);
    }
    if list.serial <= configured.serial {
        return Err(NotNewer);
    }
    let roots = list.roots.iter().map(|root| STANDARD.decode(root).map_err(|_| Malformed));
    let millis = i64::try_from(list.until).ok().and_then(|seconds| seconds.checked_mul(1_000));
    Ok(Authorities {
        roots: roots.collect::<Result<_, _>>()?,
        serial: list.serial,
        until: Some(Wall::from_millis(millis.ok_or(Malformed)?)),
        signer: Some(signer.to_vec()),
        replacement: None,
    })
}

#[cfg(test)]
mod tests {
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
    use serde_json::json;

    use super::*;

    fn key() -> EcdsaKeyPair {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &random).unwrap()
    }

    fn signed(key: &EcdsaKeyPair, header: &serde_json::Value, payload: &serde_json::Value) -> String {
        let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(payload));
        let signature = key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    #[test]
    fn a_newer_list_of_the_signer_replaces_and_nothing_else_does() {
        let (ours, other) = (key(), key());
        let configured = Authorities {
            roots: vec![vec![1]],
            serial: 4,
            signer: Some(ours.public_key().as_ref().to_vec()),
            ..Authorities::default()
        };
        let header = json!({ "alg": "ES256", "typ": "nabz-authorities" });
        let list = |serial: u64| json!({ "serial": serial, "until": 1_830_297_600, "roots": ["Aw=="] });
        let good = signed(&ours, &header, &list(5));
        let taken = replaced(&configured, &good).unwrap();
        assert_eq!((taken.roots, taken.serial), (vec![vec![3]], 5));
        assert_eq!(taken.until, Some(Wall::from_millis(1_830_297_600_000)));

        let refused = |configured: &Authorities, list: &str| replaced(configured, list).unwrap_err();
        assert_eq!(
            refused(&configured, &signed(&other, &header, &list(5))),
            ReplacementError::WrongSignature
        );
        assert_eq!(refused(&configured, &good.replacen("ey", "eY", 1)), ReplacementError::WrongSignature);
        assert_eq!(refused(&configured, &signed(&ours, &header, &list(4))), ReplacementError::NotNewer);
        let none = json!({ "alg": "none", "typ": "nabz-authorities" });
        for (header, payload) in
            [(none, list(5)), (header.clone(), json!({ "serial": 5, "until": 1, "roots": [] }))]
        {
            assert_eq!(refused(&configured, &signed(&ours, &header, &payload)), ReplacementError::Malformed);
        }
        for broken in ["", "a.b", ".", "..", &"a".repeat(LIMIT + 1)] {
            assert!(replaced(&configured, broken).is_err(), "{broken:.9}");
        }
        let unsigned = Authorities { signer: None, ..configured.clone() };
        assert_eq!(refused(&unsigned, &good), ReplacementError::NoSigner);

        // What is not in order leaves the list as it was.
        let broken = Authorities { replacement: Some(signed(&other, &header, &list(9))), ..configured };
        assert_eq!(in_force(&broken).roots, vec![vec![1]]);
    }
}
