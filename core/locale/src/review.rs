//! Who has looked at a text: what a clinic has to know before it lets people decide by it.

use crate::message::Message;
use crate::reviews::{CONSENT_TEXTS, CRITICAL, REVIEWED};

/// How far a text was reviewed by people outside the project (`locales/<tag>/reviews.toml`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Review {
    /// Not at all: written by the project, which counts as machine translation.
    #[default]
    Mt,
    /// By somebody who speaks the language.
    Human,
    /// By somebody who treats patients in it.
    Clinical,
}

impl Review {
    /// `mt`, `human` or `clinical`.
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Mt => "mt",
            Self::Human => "human",
            Self::Clinical => "clinical",
        }
    }
}

/// Why a wrong word in a message may harm somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Critical {
    /// People agree to it.
    Consent,
    /// People take medicine by it.
    Dose,
    /// People decide by it how urgent something is.
    Triage,
    /// It leads to help. Never stopped, whatever its review.
    Emergency,
}

impl Message {
    /// Why a wrong word in this message may harm somebody, if it may.
    pub fn critical(&self) -> Option<Critical> {
        CRITICAL.iter().find(|(id, _)| *id == self.id()).map(|(_, kind)| *kind)
    }
}

/// How far a message was reviewed in a language.
pub(crate) fn of(language: &str, id: &str) -> Review {
    let found = REVIEWED.iter().find(|(tag, message, _)| *tag == language && *message == id);
    found.map_or(Review::Mt, |(_, _, review)| *review)
}

/// The least review of the messages of a kind in a language.
pub(crate) fn of_all(language: &str, kind: Critical) -> Review {
    let messages = CRITICAL.iter().filter(|(_, critical)| *critical == kind);
    messages.map(|(id, _)| of(language, id)).min().unwrap_or_default()
}

/// SHA-256 in hex of the words a language asks for consent in; empty for a language that is not here.
pub(crate) fn consent_text(language: &str) -> &'static str {
    CONSENT_TEXTS.iter().find(|(tag, _)| *tag == language).map_or("", |(_, hash)| *hash)
}
