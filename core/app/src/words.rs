//! A clinic's corrections of words: taken only under its signature, and only if they pass what a release passes.

use nabz_locale::{Overlay, OverlayError};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

use crate::config::{Corrections, SignedOverlay};

/// What a signature is over, before the language and the text: no other signature of the key can be taken for one.
const PURPOSE: &str = "nabz-words-1";

/// Most corrections taken, one for each language.
const LIMIT: usize = 32;

/// Why a correction was not taken. The shipped words stay.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CorrectionError {
    /// It is not signed by the clinic's key for words.
    #[error("a correction is not signed by the clinic's key")]
    Signature,
    /// There are more than 32.
    #[error("there are too many corrections")]
    TooMany,
    /// Its words do not pass.
    #[error("{0}")]
    Words(#[from] OverlayError),
}

/// Those that hold, and why the others do not.
pub(crate) fn checked(corrections: &Corrections) -> (Vec<Overlay>, Vec<CorrectionError>) {
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    if corrections.overlays.len() > LIMIT {
        return (taken, vec![CorrectionError::TooMany]);
    }
    for overlay in &corrections.overlays {
        match check(&corrections.key, overlay) {
            Ok(sound) => taken.push(sound),
            Err(error) => refused.push(error),
        }
    }
    (taken, refused)
}

fn check(key: &[u8], overlay: &SignedOverlay) -> Result<Overlay, CorrectionError> {
    let SignedOverlay { language, text, signature } = overlay;
    let signed = format!("{PURPOSE}\n{language}\n{text}");
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key)
        .verify(signed.as_bytes(), signature)
        .map_err(|_| CorrectionError::Signature)?;
    Ok(Overlay::check(language, text)?)
}

#[cfg(test)]
mod tests {
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};

    use super::*;

    fn key() -> EcdsaKeyPair {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap()
    }

    fn signed(key: &EcdsaKeyPair, language: &str, text: &str) -> SignedOverlay {
        let bytes = format!("{PURPOSE}\n{language}\n{text}");
        let signature = key.sign(&SystemRandom::new(), bytes.as_bytes()).unwrap().as_ref().to_vec();
        SignedOverlay { language: language.to_owned(), text: text.to_owned(), signature }
    }

    fn outcome(key: &EcdsaKeyPair, overlay: SignedOverlay) -> Result<Overlay, CorrectionError> {
        check(key.public_key().as_ref(), &overlay)
    }

    #[test]
    fn a_signed_correction_is_taken_and_any_change_breaks_it() {
        let key = key();
        let sound = signed(&key, "fa", "home-book = نوبت می‌خواهم\n");
        assert_eq!(outcome(&key, sound.clone()).unwrap().language(), "fa");
        let other_text = SignedOverlay { text: "home-book = x\n".into(), ..sound.clone() };
        let other_language = SignedOverlay { language: "en".into(), ..sound.clone() };
        let no_signature = SignedOverlay { signature: Vec::new(), ..sound.clone() };
        for changed in [other_text, other_language, no_signature] {
            assert_eq!(outcome(&key, changed), Err(CorrectionError::Signature));
        }
        assert_eq!(outcome(&self::key(), sound), Err(CorrectionError::Signature));
    }

    #[test]
    fn a_signature_does_not_make_bad_words_good() {
        let key = key();
        let critical = signed(&key, "fa", "consent-agree = باشه\n");
        assert_eq!(
            outcome(&key, critical),
            Err(CorrectionError::Words(OverlayError::Critical("consent-agree".into())))
        );
    }

    #[test]
    fn the_sound_ones_are_taken_beside_the_refused() {
        let key = key();
        let overlays = vec![signed(&key, "fa", "home-book = نوبت\n"), signed(&key, "fa", "home-bok = x\n")];
        let (taken, refused) = checked(&Corrections { key: key.public_key().as_ref().to_vec(), overlays });
        assert_eq!((taken.len(), refused.len()), (1, 1));
        let many = Corrections { overlays: vec![signed(&key, "fa", ""); 33], ..Corrections::default() };
        assert_eq!(checked(&many), (Vec::new(), vec![CorrectionError::TooMany]));
    }
}
