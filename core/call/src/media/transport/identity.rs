//! Who we are in one call: a certificate for DTLS, a name and password for ICE, made for this call only.

use nabz_time::Entropy;
use ring::digest;
use rtc::crypto::RTCCryptoProvider;
use rtc::dtls::crypto::Certificate;

use super::TransportError;
use crate::media::Description;

/// ice-char (RFC 8839 §5.4): 64 of them, six bits each.
const ICE_CHARS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// Both fragments travel in each check: four characters are the 24 bits RFC 8445 §5.3 asks for.
const UFRAG: usize = 4;
/// 132 bits; RFC 8445 §5.3 asks for 128.
const PASSWORD: usize = 22;

/// Ours in one call.
pub(super) struct Identity {
    pub(super) certificate: Certificate,
    pub(super) fingerprint: [u8; 32],
    pub(super) ufrag: String,
    pub(super) pwd: String,
}

impl Identity {
    /// A fresh one. The certificate's key is drawn by ring, the rest from `entropy`.
    pub(super) fn generate(
        provider: &dyn RTCCryptoProvider,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, TransportError> {
        let certificate = Certificate::generate_self_signed(Vec::new(), provider.crypto())
            .map_err(|_| TransportError::Library("certificate"))?;
        let der = certificate.certificate.first().ok_or(TransportError::Library("certificate"))?;
        let fingerprint = fingerprint_of(der);
        Ok(Self {
            certificate,
            fingerprint,
            ufrag: ice_string(UFRAG, entropy),
            pwd: ice_string(PASSWORD, entropy),
        })
    }
}

/// SHA-256 of a certificate in DER (RFC 8122 §5).
pub(super) fn fingerprint_of(der: &[u8]) -> [u8; 32] {
    let mut fingerprint = [0; 32];
    for (byte, value) in fingerprint.iter_mut().zip(digest::digest(&digest::SHA256, der).as_ref()) {
        *byte = *value;
    }
    fingerprint
}

/// The SSRC of the side that shows `fingerprint`: its first four bytes. Random like RFC 3550 §8.1 wants it, known to
/// both ends beforehand, bound to the certificate, and so needs no signalling; a packet of any other source is
/// dropped before rtc makes room for it.
pub(super) fn ssrc_of(fingerprint: &[u8; 32]) -> u32 {
    let [a, b, c, d, ..] = *fingerprint;
    u32::from_be_bytes([a, b, c, d])
}

/// Checks what the peer says of itself.
pub(super) fn check(description: &Description) -> Result<(), TransportError> {
    let ice = |text: &str, length: std::ops::RangeInclusive<usize>| {
        length.contains(&text.len()) && text.bytes().all(|byte| ICE_CHARS.contains(&byte))
    };
    if !ice(&description.ufrag, 4..=32) {
        return Err(TransportError::BadDescription("ufrag"));
    }
    if !ice(&description.pwd, 22..=64) {
        return Err(TransportError::BadDescription("pwd"));
    }
    if description.candidates.len() > 8 {
        return Err(TransportError::BadDescription("candidates"));
    }
    Ok(())
}

fn ice_string(length: usize, entropy: &mut dyn Entropy) -> String {
    let mut bytes = vec![0; length];
    entropy.fill(&mut bytes);
    bytes.iter().map(|byte| char::from(ICE_CHARS[usize::from(byte % 64)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::{Setup, Stack};

    #[test]
    fn bounds_of_rfc_8839_hold() {
        let good = Description {
            ufrag: "evtj".into(),
            pwd: "VOkJxbRl1RmTxUk/WvJxBt".into(),
            fingerprint: [7; 32],
            setup: Setup::Active,
            stack: Stack::Core,
            candidates: Vec::new(),
        };
        assert_eq!(check(&good), Ok(()));
        for (ufrag, pwd) in
            [("abc", good.pwd.as_str()), ("ev:j", &good.pwd), ("evtj", "short"), ("evtj", &"ü".repeat(22))]
        {
            let bad = Description { ufrag: ufrag.into(), pwd: pwd.into(), ..good.clone() };
            assert!(check(&bad).is_err(), "{ufrag} {pwd}");
        }
        let many = Description { candidates: vec!["127.0.0.1:9".parse().unwrap(); 9], ..good };
        assert_eq!(check(&many), Err(TransportError::BadDescription("candidates")));
    }
}
