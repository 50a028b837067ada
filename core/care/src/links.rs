//! Free times a clinic publishes as files, one JSON object a line (SMART Scheduling Links): what a phone looks at while
//! the clinic's server cannot be asked. Such a time cannot be booked from here; a telephone number can be called.

use nabz_time::Wall;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Id, Reference, ViewError, field};

/// Largest file read: 20,000 slots of 200 bytes.
pub const LINKS_LIMIT: usize = 4 * 1024 * 1024;

/// Longest line read; a slot takes about 300 bytes.
const LINE_LIMIT: usize = 16 * 1024;

/// Most slots kept of a file.
const SLOTS: usize = 20_000;

/// Longest telephone number kept (E.164 has 15 digits, written with spaces and signs).
const PHONE_LIMIT: usize = 32;

/// Says at which telephone number a slot is booked, whatever publishes the definition.
const PHONE: &str = "/StructureDefinition/booking-phone";

/// A free time as it was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedSlot {
    /// Its id among the published slots.
    pub id: Id,
    /// The schedule it belongs to.
    pub schedule: Reference,
    /// When it begins, in milliseconds since the epoch.
    pub start: i64,
    /// When it ends.
    pub end: i64,
    /// The telephone number at which it is booked, if it names one.
    pub phone: Option<String>,
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Free slots by start, none of them over by now.
    pub slots: Vec<PublishedSlot>,
    /// Lines that are no slot.
    pub unreadable: usize,
}

impl Published {
    /// Reads a slot file as it was fetched. A line that is no slot is counted and left out; the others are still good.
    pub fn read(file: &[u8], now: Wall) -> Result<Self, ViewError> {
        if file.len() > LINKS_LIMIT {
            return Err(ViewError::too_large("body"));
        }
        let mut published = Self::default();
        for line in file.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
            match slot(line) {
                Some((slot, true)) if slot.end > now.millis() && published.slots.len() < SLOTS => {
                    published.slots.push(slot);
                }
                Some(_) => {}
                None => published.unreadable += 1,
            }
        }
        published.slots.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
        published.slots.dedup_by(|a, b| a.id == b.id);
        if published.slots.is_empty() && published.unreadable > 0 {
            return Err(ViewError::not_json());
        }
        Ok(published)
    }
}

/// A line as a slot, and whether it is free.
fn slot(line: &[u8]) -> Option<(PublishedSlot, bool)> {
    if line.len() > LINE_LIMIT {
        return None;
    }
    let value: Value = serde_json::from_slice(line).ok()?;
    if value.get("resourceType").and_then(Value::as_str) != Some("Slot") {
        return None;
    }
    let (start, end) = (instant(&value, "start")?, instant(&value, "end")?);
    let slot = PublishedSlot {
        id: Id::try_from(value.get("id")?.as_str()?).ok()?,
        schedule: field::reference(value.get("schedule")?)?,
        start: start.millis(),
        end: end.millis(),
        phone: phone(&value),
    };
    (end > start).then_some((slot, value.get("status").and_then(Value::as_str) == Some("free")))
}

/// The specification's examples write offsets as `-05`, which RFC 3339 does not know.
fn instant(value: &Value, name: &str) -> Option<Wall> {
    let text = value.get(name)?.as_str()?;
    field::read_instant(text).or_else(|| field::read_instant(&format!("{text}:00")))
}

fn phone(value: &Value) -> Option<String> {
    let extension = field::list(value, "extension").find(|extension| {
        extension.get("url").and_then(Value::as_str).is_some_and(|url| url.ends_with(PHONE))
    })?;
    let number = extension.as_object()?.iter().find(|(name, _)| name.starts_with("value"))?.1.as_str()?;
    let number = number.strip_prefix("tel:").unwrap_or(number);
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')');
    let fits = number.len() <= PHONE_LIMIT && number.chars().all(allowed);
    (fits && number.chars().any(|c| c.is_ascii_digit())).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn line(id: &str, status: &str, start: &str, phone: Value) -> String {
        let extension = json!([{"url": "http://fhir-registry.smarthealthit.org/StructureDefinition/booking-phone", "valueString": phone}]);
        json!({"resourceType": "Slot", "id": id, "schedule": {"reference": "Schedule/456"}, "status": status,
            "start": start, "end": "2026-11-26T15:20:00-05", "extension": extension})
        .to_string()
    }

    fn read(lines: &[String]) -> Result<Published, ViewError> {
        Published::read(lines.join("\n").as_bytes(), Wall::from_millis(1_795_588_200_000))
    }

    #[test]
    fn free_times_are_kept_with_the_number_to_call() {
        let lines = [
            line("b", "free", "2026-11-26T15:00:00-05", json!("+98 21 1234")),
            line("a", "free", "2026-11-26T14:00:00-05:00", json!("tel:+98211234")),
            line("c", "busy", "2026-11-26T13:00:00-05", json!(null)),
        ];
        let published = read(&lines).unwrap();
        let kept: Vec<_> =
            published.slots.iter().map(|slot| (slot.id.as_str(), slot.phone.as_deref())).collect();
        assert_eq!(kept, [("a", Some("+98211234")), ("b", Some("+98 21 1234"))]);
    }

    #[test]
    fn one_bad_line_among_five_hundred_leaves_the_others() {
        let mut lines: Vec<String> =
            (0..499).map(|n| line(&format!("s{n}"), "free", "2026-11-26T15:00:00-05", json!("1"))).collect();
        lines.insert(250, "{\"resourceType\":\"Slot\",".into());
        let published = read(&lines).unwrap();
        assert_eq!((published.slots.len(), published.unreadable), (499, 1));
    }

    #[test]
    fn what_is_no_slot_file_is_none() {
        assert!(read(&["<!doctype html>".into(), "<title>Hotel</title>".into()]).is_err());
        assert_eq!(read(&[]).unwrap(), Published::default());
        assert!(Published::read(&vec![b' '; LINKS_LIMIT + 1], Wall::from_millis(0)).is_err());
        for (name, wrong) in [
            ("id", json!("../x")),
            ("schedule", json!({})),
            ("start", json!("soon")),
            ("end", json!("2020-01-01T00:00:00Z")),
            ("start", json!("9999-99-99T00:00:00Z")),
            ("resourceType", json!("Location")),
        ] {
            let mut value: Value =
                serde_json::from_str(&line("a", "free", "2026-11-26T15:00:00Z", json!("1"))).unwrap();
            value[name] = wrong;
            assert!(read(&[value.to_string()]).is_err(), "{name}");
        }
        for number in [json!("call us"), json!("+".repeat(40)), json!(7), json!("tel:1;ext=<b>")] {
            let published = read(&[line("a", "free", "2026-11-26T15:00:00-05", number)]).unwrap();
            assert_eq!(published.slots[0].phone, None);
        }
        let past = Published::read(
            line("a", "free", "2026-11-26T15:00:00-05", json!("1")).as_bytes(),
            Wall::from_millis(1_895_588_200_000),
        );
        assert_eq!(past.unwrap(), Published::default(), "what is over is not offered");
    }
}
