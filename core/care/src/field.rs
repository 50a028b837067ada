//! Reading one field of a JSON object: typed, bounded, and with the field's name in the error.

use jiff::Timestamp;
use nabz_time::Wall;
use serde_json::Value;

use crate::{Reference, ViewError};

/// Longest list read in one resource; what lies beyond is left alone.
const LIST_LIMIT: usize = 1_000;

/// Longest text shown to a person; a longer one is cut.
const WRITTEN_LIMIT: usize = 120;

/// A string that has to be there.
pub(crate) fn text<'a>(object: &'a Value, name: &'static str) -> Result<&'a str, ViewError> {
    optional_text(object, name)?.ok_or(ViewError::missing(name))
}

/// A string that may be absent, but not of another type.
pub(crate) fn optional_text<'a>(object: &'a Value, name: &'static str) -> Result<Option<&'a str>, ViewError> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_str().map(Some).ok_or(ViewError::malformed(name)),
    }
}

/// The elements of a list; none if it is absent or no list.
pub(crate) fn list<'a>(object: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    object.get(name).and_then(Value::as_array).into_iter().flatten().take(LIST_LIMIT)
}

/// An instant with its offset from UTC (`datatypes.html#instant`).
pub(crate) fn instant(object: &Value, name: &'static str) -> Result<Wall, ViewError> {
    read_instant(text(object, name)?).ok_or(ViewError::malformed(name))
}

/// An instant from its text; a date alone or a time without an offset is none.
pub fn read_instant(text: &str) -> Option<Wall> {
    let at: Timestamp = text.parse().ok()?;
    Some(Wall::from_millis(at.as_millisecond()))
}

/// An instant as FHIR writes it, in UTC. The ends of `jiff`'s calendar (years ±9999) stand for anything beyond.
pub fn write_instant(at: Wall) -> String {
    let limit = if at.millis() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(at.millis()).unwrap_or(limit).to_string()
}

/// The `reference` of a Reference element, if it names a resource of this server.
pub(crate) fn reference(element: &Value) -> Option<Reference> {
    Reference::parse(element.get("reference")?.as_str()?).ok()
}

/// Every usable reference of a list.
pub(crate) fn references(object: &Value, name: &str) -> Vec<Reference> {
    list(object, name).filter_map(reference).collect()
}

/// A text somebody wrote, fit to be shown: at most [`WRITTEN_LIMIT`] characters, without controls and without the
/// bidirectional marks that could reorder the words around it.
pub(crate) fn written(text: &str) -> Option<String> {
    let reorders = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept: String =
        text.chars().filter(|c| !c.is_control() && !reorders(*c)).take(WRITTEN_LIMIT).collect();
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_instant_needs_a_time_and_an_offset() {
        assert_eq!(read_instant("2026-11-21T15:05:00+03:30"), read_instant("2026-11-21T11:35:00Z"));
        assert_eq!(read_instant("1970-01-01T00:00:00.250Z"), Some(Wall::from_millis(250)));
        for text in
            ["2026-11-21", "2026-11-21T15:05:00", "", "soon", "2026-02-30T00:00:00Z", "99999-01-01T00:00:00Z"]
        {
            assert_eq!(read_instant(text), None, "{text}");
        }
    }

    #[test]
    fn instants_are_written_as_they_are_read() {
        for millis in [0, 250, 1_795_000_000_000, -62_000_000_000_000] {
            let at = Wall::from_millis(millis);
            assert_eq!(read_instant(&write_instant(at)), Some(at));
        }
        assert_eq!(write_instant(Wall::from_millis(1_795_000_000_000)), "2026-11-18T11:06:40Z");
        assert!(read_instant(&write_instant(Wall::from_millis(i64::MAX))).is_some());
        assert!(read_instant(&write_instant(Wall::from_millis(i64::MIN))).is_some());
    }

    #[test]
    fn a_name_cannot_reorder_its_screen() {
        assert_eq!(written(" \u{202e}Sara\u{2069}\n Karimi ").as_deref(), Some("Sara Karimi"));
        assert_eq!(written("می\u{200c}نا").as_deref(), Some("می\u{200c}نا"));
        assert_eq!(written("\u{0}\t"), None);
        assert_eq!(written(&"x".repeat(10_000)).map(|kept| kept.len()), Some(WRITTEN_LIMIT));
    }

    #[test]
    fn wrong_types_are_named_not_guessed() {
        let object = json!({"a": 1, "b": null, "c": "x", "d": {"not": "a list"}});
        assert!(text(&object, "a").is_err());
        assert!(text(&object, "b").is_err());
        assert_eq!(text(&object, "c"), Ok("x"));
        assert_eq!(optional_text(&object, "b"), Ok(None));
        assert_eq!(list(&object, "d").count(), 0);
        assert_eq!(list(&json!(7), "d").count(), 0);
    }
}
