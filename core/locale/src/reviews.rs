//! Which messages are critical, whose words somebody outside has reviewed, and which words a consent was asked in.
//!
//! Written by `cargo xtask l10n generate` from `locales`.

use crate::review::{Critical, Review};

/// Messages a wrong word in which may harm somebody.
pub(crate) const CRITICAL: &[(&str, Critical)] = &[
    ("emergency-when", Critical::Emergency),
    ("emergency-say", Critical::Emergency),
    ("consent-intro", Critical::Consent),
    ("consent-kept", Critical::Consent),
    ("consent-seen", Critical::Consent),
    ("consent-call", Critical::Consent),
    ("consent-withdraw", Critical::Consent),
    ("consent-agree", Critical::Consent),
];

/// Language, message, and how far it was reviewed.
pub(crate) const REVIEWED: &[(&str, &str, Review)] = &[];

/// Language, and SHA-256 of its consent text.
pub(crate) const CONSENT_TEXTS: &[(&str, &str)] = &[
    ("am", "fe7b60289d51a5ee216b788669899cb877b9216a6c52d586158d302721cf02d4"),
    ("ar", "cb5b8de97ebac780e716b7ca3a7c47db7370aacb25369c6e79e5c93934c2ee6d"),
    ("ckb", "023719f0c645c234538261f45416e7856565dd6731515cb493e176cfa0bef619"),
    ("en", "35a04ea959b089354c3d3a752892bebcba992ad53b49c9e00cef2c8574e9a2b0"),
    ("fa", "7cacd453d17e13bcf932cf912a7dbb54f2be170fa0e7168ea0a1d0e139663ca2"),
    ("hi", "02a2eabb7e34759f11c0814aedc6c2b14a74ac99f558c4ad72d9bc3a2f664bb7"),
];
