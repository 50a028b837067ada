//! The resource types the server carries: their elements, codes, search parameters and owners (FHIR R4, 4.0.1).
//!
//! HAPI drops elements it does not know and refuses codes it does not know, so both lists stand here. Elements of
//! datatypes are not listed: what is unknown deeper inside survives here and would not at HAPI.

mod table;

use serde_json::Value;

use table::KINDS;

/// One resource type.
#[derive(Debug)]
pub(super) struct Kind {
    /// Its name.
    pub(super) name: &'static str,
    /// Its elements, without those every resource has, blanks between them.
    elements: &'static str,
    /// Codes of `status`, likewise; empty if the type has none or several kinds of it.
    statuses: &'static str,
    /// Search parameters beside `_id` and `_lastUpdated`.
    pub(super) params: &'static [Param],
    /// Whose it is.
    pub(super) owner: Owner,
}

/// Whose a resource is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// Everyone who is signed in reads it; only the clinic writes it.
    Clinic,
    /// The patient and the practitioners these elements name; the practitioner writes it.
    Practitioner(&'static [&'static str]),
    /// The patient and the practitioners these elements name; both write it.
    Both(&'static [&'static str]),
}

/// A search parameter.
#[derive(Debug)]
pub(super) struct Param {
    /// As it stands in a query.
    pub(super) name: &'static str,
    /// How its values compare.
    pub(super) form: Form,
    /// Where its values stand.
    pub(super) path: &'static str,
}

/// How a search parameter compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `system|code`.
    Token,
    /// Equal text.
    Uri,
    /// `ge2026-01-01`.
    Date,
    /// `Type/id`; only references to this type count, or to any if empty.
    Reference(&'static str),
}

impl Kind {
    /// The type of this name.
    pub(super) fn of(name: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// The parameter of this name.
    pub(super) fn param(&self, name: &str) -> Option<&'static Param> {
        let shared = SHARED.iter().find(|param| param.name == name);
        self.params.iter().find(|param| param.name == name).or(shared)
    }

    /// Whether an element belongs to the type; `_name` carries the extensions of a primitive `name`.
    pub(super) fn knows(&self, element: &str) -> bool {
        let name = element.strip_prefix('_').unwrap_or(element);
        listed(COMMON, name) || listed(self.elements, name)
    }

    /// Whether a status code belongs to the type.
    pub(super) fn takes_status(&self, status: &Value) -> bool {
        self.statuses.is_empty() || status.as_str().is_some_and(|code| listed(self.statuses, code))
    }
}

/// Every type carried.
pub(super) fn all() -> &'static [Kind] {
    KINDS
}

fn listed(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

const COMMON: &str = "resourceType id meta implicitRules language text contained extension modifierExtension";

const SHARED: &[Param] = &[
    Param { name: "_id", form: Form::Token, path: "id" },
    Param { name: "_lastUpdated", form: Form::Date, path: "meta.lastUpdated" },
];
