//! `locales/<tag>/reviews.toml`: who outside the project has looked at a text, and at which text exactly.
//!
//! Whatever the project writes counts as `mt`. Only an entry whose hash is that of the text as it stands raises it; a
//! changed text falls back by itself.

use std::fmt::Write;

use fluent_syntax::ast::{Entry, Message, Resource};
use fluent_syntax::serializer;
use ring::digest::{SHA256, digest};
use serde::Deserialize;

use super::signature::Signature;
use super::source::Catalogue;

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    review: Vec<Review>,
}

/// One look at one text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Review {
    /// The message's id.
    pub(crate) message: String,
    /// How far it goes.
    pub(crate) status: Status,
    /// Who looked, outside the project.
    pub(crate) reviewer: String,
    /// What qualifies them.
    pub(crate) qualification: String,
    /// When, such as `2026-11-25`.
    pub(crate) date: String,
    /// SHA-256 of the text they saw ([`hash`]).
    pub(crate) hash: String,
}

/// How far a review goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    /// A person who speaks the language found it right.
    Human,
    /// A person who treats patients in the language found it right.
    Clinical,
}

impl Review {
    /// What is wrong with the entry itself.
    pub(crate) fn flaw(&self) -> Option<&'static str> {
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = self.date.split('-').collect();
        let is_date = matches!(parts[..], [y, m, d] if [y.len(), m.len(), d.len()] == [4, 2, 2] && digits(&(y.to_owned() + m + d)));
        if self.reviewer.trim().is_empty() {
            Some("names no reviewer")
        } else if self.qualification.trim().is_empty() {
            Some("names no qualification")
        } else if !is_date {
            Some("has no date such as 2026-11-25")
        } else if self.hash.len() != 64 || !self.hash.bytes().all(|b| b.is_ascii_hexdigit()) {
            Some("has no SHA-256 of the text")
        } else {
            None
        }
    }

    /// Whether it is of the text as it stands.
    pub(crate) fn is_of(&self, message: &Message<String>) -> bool {
        self.hash.eq_ignore_ascii_case(&hash([message]))
    }
}

/// The reviews of a language, or why they cannot be read.
pub(crate) fn read(catalogue: &Catalogue) -> Result<Vec<Review>, String> {
    toml::from_str::<File>(&catalogue.reviews)
        .map(|file| file.review)
        .map_err(|error| error.message().to_owned())
}

/// SHA-256 in hex of messages as they stand: values and spoken forms, without comments.
pub(crate) fn hash<'a>(messages: impl IntoIterator<Item = &'a Message<String>>) -> String {
    let bare = |message: &Message<String>| Entry::Message(Message { comment: None, ..message.clone() });
    let text = serializer::serialize(&Resource { body: messages.into_iter().map(bare).collect() });
    digest(&SHA256, text.as_bytes()).as_ref().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// `core/locale/src/reviews.rs`: which messages are critical, which reviews hold, and the hash of each consent text.
pub(crate) fn generated(catalogues: &[Catalogue], english: &Catalogue) -> String {
    let mut code = String::from(
        "//! Which messages are critical, whose words somebody outside has reviewed, and which words a consent was asked in.\n\
         //!\n\
         //! Written by `cargo xtask l10n generate` from `locales`.\n\n\
         use crate::review::{Critical, Review};\n\n\
         /// Messages a wrong word in which may harm somebody.\n\
         pub(crate) const CRITICAL: &[(&str, Critical)] = &[\n",
    );
    let critical: Vec<_> = english
        .messages()
        .filter_map(|(_, message)| Some((message.id.name.as_str(), Signature::of(message).critical?)))
        .collect();
    for (id, kind) in &critical {
        let _ = writeln!(code, "    ({id:?}, Critical::{kind:?}),");
    }
    code.push_str("];\n\n/// Language, message, and how far it was reviewed.\npub(crate) const REVIEWED: &[(&str, &str, Review)] = &[");
    let mut rows = Vec::new();
    for catalogue in catalogues {
        for review in read(catalogue).unwrap_or_default() {
            let holds = catalogue.message(&review.message).is_some_and(|message| review.is_of(message));
            if holds && review.flaw().is_none() {
                rows.push(format!(
                    "    ({:?}, {:?}, Review::{:?}),\n",
                    catalogue.tag, review.message, review.status
                ));
            }
        }
    }
    if !rows.is_empty() {
        let _ = write!(code, "\n{}", rows.concat());
    }
    code.push_str("];\n\n/// Language, and SHA-256 of its consent text.\npub(crate) const CONSENT_TEXTS: &[(&str, &str)] = &[\n");
    for catalogue in catalogues {
        let consent = critical.iter().filter(|(_, kind)| *kind == super::signature::Critical::Consent);
        let messages = consent.filter_map(|(id, _)| catalogue.message(id));
        let _ = writeln!(code, "    ({:?}, {:?}),", catalogue.tag, hash(messages));
    }
    code.push_str("];\n");
    code
}
