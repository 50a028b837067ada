//! A FHIR resource as the server sent it. Views read from it; what they do not know stays in it.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::field;
use crate::{Id, Version, ViewError};

/// Largest resource or bundle that is parsed: a page of 50 resources is about 100 kB, a hostile one stops here.
/// Nesting stops at the 128 levels of `serde_json`.
pub const RESOURCE_LIMIT: usize = 4 * 1024 * 1024;

/// A resource with every field the server sent, known here or not.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Resource(Value);

impl Resource {
    /// Parses a body: a JSON object with a `resourceType`, at most [`RESOURCE_LIMIT`] bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self, ViewError> {
        if bytes.len() > RESOURCE_LIMIT {
            return Err(ViewError::too_large("body"));
        }
        Self::from_value(serde_json::from_slice(bytes).map_err(|_| ViewError::not_json())?)
    }

    /// Takes a value that is already parsed: an object with a `resourceType`.
    pub fn from_value(value: Value) -> Result<Self, ViewError> {
        field::text(&value, "resourceType")?;
        Ok(Self(value))
    }

    /// The resource as JSON.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.to_string().into_bytes()
    }

    /// The whole resource.
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// `resourceType`.
    pub fn kind(&self) -> &str {
        self.0.get("resourceType").and_then(Value::as_str).unwrap_or_default()
    }

    /// The logical id.
    pub fn id(&self) -> Result<Id, ViewError> {
        Id::try_from(field::text(&self.0, "id")?)
    }

    /// `meta.versionId`.
    pub fn version(&self) -> Result<Version, ViewError> {
        let meta = self.0.get("meta").ok_or(ViewError::missing("meta"))?;
        Version::parse(field::text(meta, "versionId")?)
    }

    /// The same resource with another `status`; everything else is as the server sent it.
    pub fn with_status(&self, status: &str) -> Self {
        let mut value = self.0.clone();
        if let Some(object) = value.as_object_mut() {
            object.insert("status".to_owned(), Value::from(status));
        }
        Self(value)
    }

    /// A resource built here, of objects whose fields stand side by side.
    pub(crate) fn merged(parts: impl IntoIterator<Item = Value>) -> Self {
        let fields = parts.into_iter().filter_map(|part| match part {
            Value::Object(fields) => Some(fields),
            _ => None,
        });
        Self(Value::Object(fields.flatten().collect()))
    }

    /// The same resource as another version of itself.
    pub fn with_version(&self, version: &Version) -> Self {
        let mut value = self.0.clone();
        if let Some(object) = value.as_object_mut() {
            let meta = object.entry("meta").or_insert_with(|| Value::Object(serde_json::Map::new()));
            if let Some(meta) = meta.as_object_mut() {
                meta.insert("versionId".to_owned(), Value::from(version.as_str()));
            }
        }
        Self(value)
    }

    /// Refuses a resource of another type.
    pub(crate) fn expect(&self, kind: &'static str) -> Result<&Value, ViewError> {
        if self.kind() == kind { Ok(&self.0) } else { Err(ViewError::wrong_type(kind)) }
    }
}

impl fmt::Debug for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(…)", self.kind())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ViewErrorKind;

    #[test]
    fn a_body_that_is_no_resource_is_refused() {
        let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
        let cases: [(&[u8], ViewErrorKind); 7] = [
            (b"<html>Please sign in to the hotel</html>", ViewErrorKind::NotJson),
            (b"{\"resourceType\":\"Slo", ViewErrorKind::NotJson),
            (b"", ViewErrorKind::NotJson),
            (&deep, ViewErrorKind::NotJson),
            (b"{}", ViewErrorKind::Missing),
            (b"[]", ViewErrorKind::Missing),
            (b"{\"resourceType\":7}", ViewErrorKind::Malformed),
        ];
        for (body, kind) in cases {
            assert_eq!(Resource::parse(body).unwrap_err().kind(), kind);
        }
        let huge = vec![b' '; RESOURCE_LIMIT + 1];
        assert_eq!(Resource::parse(&huge).unwrap_err().kind(), ViewErrorKind::TooLarge);
    }

    #[test]
    fn what_is_not_known_here_survives() {
        let body =
            br#"{"resourceType":"Slot","status":"free","_status":{"extension":[1]},"new":{"a":[null,1.5]}}"#;
        let busy = Resource::parse(body).unwrap().with_status("busy");
        let again = Resource::parse(&busy.to_bytes()).unwrap();
        assert_eq!(again.value()["new"], serde_json::json!({"a": [null, 1.5]}));
        assert_eq!(again.value()["_status"], serde_json::json!({"extension": [1]}));
        assert_eq!(again.value()["status"], "busy");
    }

    #[test]
    fn a_version_of_another_shape_is_refused() {
        for meta in [r#"null"#, r#"{}"#, r#"{"versionId":2}"#, r#"{"versionId":"a b"}"#, r#"[]"#] {
            let body = format!(r#"{{"resourceType":"Slot","meta":{meta}}}"#);
            assert!(Resource::parse(body.as_bytes()).unwrap().version().is_err(), "{meta}");
        }
    }
}
