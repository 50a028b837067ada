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
    ("en", "35a04ea959b089354c3d3a752892bebcba992ad53b49c9e00cef2c8574e9a2b0"),
    ("fa", "7cacd453d17e13bcf932cf912a7dbb54f2be170fa0e7168ea0a1d0e139663ca2"),
];
