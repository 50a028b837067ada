//! What became of resources, newest first (FHIR R4, http, "history"): every version, and tombstones without a resource.
//! As at HAPI no total is said, and the first version is listed as a POST even where a PUT made it.

use nabz_time::Wall;
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::access::{self, Who};
use super::dates::{Span, instant};
use super::kinds::Kind;
use super::outcome::Refusal;

const DEFAULT_PAGE: usize = 10;
const LARGEST_PAGE: usize = 50;

/// Versions looked through for one page: a stranger's are passed over.
const MOST: usize = 20_000;

struct Asked {
    since: i64,
    count: usize,
    offset: usize,
}

/// The history of a type, or of one resource of it.
pub(super) fn bundle(
    at: &Connection,
    base: &str,
    who: &Who,
    (kind, id): (&Kind, Option<&str>),
    query: &str,
    now: Wall,
) -> Result<Value, Refusal> {
    let asked = Asked::parse(query)?;
    let sql = "SELECT id, version, updated, deleted, body FROM version
        WHERE kind = ?1 AND updated >= ?2 AND (?3 IS NULL OR id = ?3) ORDER BY updated DESC, version DESC LIMIT ?4";
    let mut statement = at.prepare_cached(sql)?;
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    let mut rows = statement.query(params![kind.name, asked.since, id, most])?;
    let mut entries = Vec::new();
    let mut passed = 0;
    let mut more = false;
    while let Some(row) = rows.next()? {
        let (id, version): (String, i64) = (row.get(0)?, row.get(1)?);
        let (updated, deleted): (i64, bool) = (row.get(2)?, row.get(3)?);
        let body: String = row.get(4)?;
        if !may_see(at, who, kind, &id, version, &body)? {
            continue;
        }
        if passed < asked.offset {
            passed += 1;
            continue;
        }
        if entries.len() == asked.count {
            more = true;
            break;
        }
        entries.push(entry(base, kind, &id, (version, Wall::from_millis(updated), deleted), &body));
    }
    let place = id.map_or(kind.name.to_owned(), |id| format!("{}/{id}", kind.name));
    let link = |offset: usize| {
        let since = instant(Wall::from_millis(asked.since)).replace('+', "%2B");
        format!("{base}/{place}/_history?_since={since}&_count={}&_offset={offset}", asked.count)
    };
    let mut links = vec![json!({ "relation": "self", "url": link(asked.offset) })];
    if more {
        links.push(json!({ "relation": "next", "url": link(asked.offset + asked.count) }));
    }
    let mut bundle = json!({
        "resourceType": "Bundle", "type": "history", "meta": { "lastUpdated": instant(now) }, "link": links,
    });
    if !entries.is_empty() {
        bundle["entry"] = entries.into();
    }
    Ok(bundle)
}

fn entry(
    base: &str,
    kind: &Kind,
    id: &str,
    (version, updated, deleted): (i64, Wall, bool),
    body: &str,
) -> Value {
    let place = format!("{}/{id}", kind.name);
    let (method, status) = match (deleted, version) {
        (true, _) => ("DELETE", "204 No Content"),
        (false, 1) => ("POST", "201 Created"),
        (false, _) => ("PUT", "200 OK"),
    };
    let mut entry = json!({
        "fullUrl": format!("{base}/{place}"),
        "request": { "method": method, "url": format!("{place}/_history/{version}") },
        "response": { "status": status, "etag": format!("W/\"{version}\""), "lastModified": instant(updated) },
    });
    if !deleted {
        entry["resource"] = serde_json::from_str(body).unwrap_or(Value::Null);
    }
    entry
}

/// Whether this version is the person's to see: as it was, and for a tombstone as it was before.
fn may_see(
    at: &Connection,
    who: &Who,
    kind: &Kind,
    id: &str,
    version: i64,
    body: &str,
) -> Result<bool, Refusal> {
    let before = match body.is_empty() {
        false => Some(body.to_owned()),
        true => {
            let sql = "SELECT body FROM version WHERE kind = ?1 AND id = ?2 AND version < ?3 AND deleted = 0
                ORDER BY version DESC LIMIT 1";
            let mut statement = at.prepare_cached(sql)?;
            let mut rows = statement.query(params![kind.name, id, version])?;
            rows.next()?.map(|row| row.get(0)).transpose()?
        }
    };
    let Some(before) = before else { return Ok(false) };
    let value: Value = serde_json::from_str(&before).unwrap_or(Value::Null);
    Ok(access::may_see(at, who, kind, id, &value).is_ok())
}

impl Asked {
    fn parse(query: &str) -> Result<Self, Refusal> {
        let mut asked = Self { since: i64::MIN, count: DEFAULT_PAGE, offset: 0 };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let bad = || Refusal::malformed("not a parameter of a history");
            match name.as_ref() {
                "_since" => asked.since = Span::parse(&value).ok_or_else(bad)?.low,
                "_count" => asked.count = value.parse().ok().filter(|count| *count > 0).ok_or_else(bad)?,
                "_offset" => asked.offset = value.parse().map_err(|_| bad())?,
                "_format" | "_pretty" => {}
                _ => return Err(bad()),
            }
        }
        asked.count = asked.count.min(LARGEST_PAGE);
        Ok(asked)
    }
}
