//! Names of resources: logical ids, versions and references (FHIR R4, `datatypes.html#id`, `references.html`).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ViewError;

/// Longest id FHIR allows.
const ID_LIMIT: usize = 64;

/// A logical id: 1 to 64 letters, digits, `-` or `.`. Safe to set into a path: `.` and `..` are refused.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

impl Id {
    /// The id as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Id {
    type Error = ViewError;

    fn try_from(text: String) -> Result<Self, ViewError> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
        let usable = (1..=ID_LIMIT).contains(&text.len())
            && text.bytes().all(allowed)
            && !matches!(text.as_str(), "." | "..");
        if usable { Ok(Self(text)) } else { Err(ViewError::malformed("id")) }
    }
}

impl TryFrom<&str> for Id {
    type Error = ViewError;

    fn try_from(text: &str) -> Result<Self, ViewError> {
        if text.len() > ID_LIMIT {
            return Err(ViewError::malformed("id"));
        }
        Self::try_from(text.to_owned())
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

impl From<uuid::Uuid> for Id {
    fn from(uuid: uuid::Uuid) -> Self {
        Self(uuid.to_string())
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Id(…)")
    }
}

/// A version of a resource, as `meta.versionId` and ETags name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Version(Id);

impl Version {
    /// From `meta.versionId`.
    pub fn parse(text: &str) -> Result<Self, ViewError> {
        Id::try_from(text).map(Self).map_err(|_| ViewError::malformed("versionId"))
    }

    /// From an ETag: `W/"2"` as the specification has it, `"2"`, or the bare `2` of HAPI's transaction entries.
    pub fn from_etag(etag: &str) -> Result<Self, ViewError> {
        let quoted = etag.trim();
        let quoted = quoted.strip_prefix("W/").unwrap_or(quoted);
        let bare = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(quoted);
        Self::parse(bare).map_err(|_| ViewError::malformed("etag"))
    }

    /// As `If-Match` and `ifMatch` want it: `W/"2"`.
    pub fn to_etag(&self) -> String {
        format!("W/\"{}\"", self.0)
    }

    /// The version as it is written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// A reference to a resource of the same server: `Practitioner/17`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference {
    kind: String,
    id: Id,
}

impl Reference {
    /// The resource of type `kind` called `id`.
    pub fn new(kind: &str, id: Id) -> Self {
        Self { kind: kind.to_owned(), id }
    }

    /// Reads a relative reference, with or without a version. References to other servers, into the same resource
    /// (`#…`) or to a bundle (`urn:…`) are [`Malformed`](crate::ViewErrorKind::Malformed): nothing here follows them.
    pub fn parse(text: &str) -> Result<Self, ViewError> {
        let refused = ViewError::malformed("reference");
        let mut parts = text.split('/');
        let (Some(kind), Some(id)) = (parts.next(), parts.next()) else { return Err(refused) };
        match (parts.next(), parts.next(), parts.next()) {
            (None, ..) | (Some("_history"), Some(_), None) => {}
            _ => return Err(refused),
        }
        let named = (1..=ID_LIMIT).contains(&kind.len())
            && kind.starts_with(|first: char| first.is_ascii_uppercase())
            && kind.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !named {
            return Err(refused);
        }
        Ok(Self { kind: kind.to_owned(), id: Id::try_from(id).map_err(|_| refused)? })
    }

    /// The resource type.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The logical id.
    pub fn id(&self) -> &Id {
        &self.id
    }

    /// The id, if this refers to a resource of that type.
    pub fn id_of(&self, kind: &str) -> Option<&Id> {
        (self.kind == kind).then_some(&self.id)
    }
}

impl TryFrom<String> for Reference {
    type Error = ViewError;

    fn try_from(text: String) -> Result<Self, ViewError> {
        Self::parse(&text)
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.to_string()
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.id)
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/…", self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_would_leave_the_path_are_refused() {
        for id in ["", ".", "..", "a/b", "a?b", "é", "a b", &"x".repeat(65)] {
            assert!(Id::try_from(id).is_err(), "{id}");
        }
        for id in ["1", "a-b.c", &"x".repeat(64)] {
            assert_eq!(Id::try_from(id).unwrap().as_str(), id);
        }
    }

    #[test]
    fn an_etag_is_read_in_all_three_forms() {
        let two = Version::parse("2").unwrap();
        for etag in ["W/\"2\"", "\"2\"", "2", " W/\"2\" "] {
            assert_eq!(Version::from_etag(etag).unwrap(), two);
        }
        for etag in ["", "W/", "\"\"", "W/\"2", "a b"] {
            assert!(Version::from_etag(etag).is_err(), "{etag}");
        }
        assert_eq!(two.to_etag(), "W/\"2\"");
    }

    #[test]
    fn only_references_to_this_server_are_read() {
        assert_eq!(Reference::parse("Slot/7").unwrap().to_string(), "Slot/7");
        assert_eq!(Reference::parse("Slot/7/_history/2").unwrap().to_string(), "Slot/7");
        for text in
            ["", "Slot", "Slot/", "slot/7", "#p", "urn:uuid:1", "http://x/Slot/7", "Slot/7/x", "Slot/../x"]
        {
            assert!(Reference::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn nothing_is_printed() {
        let id = Id::try_from("secret").unwrap();
        let shown = format!("{id:?} {:?}", Reference::new("Patient", id.clone()));
        assert!(!shown.contains("secret"));
    }
}
