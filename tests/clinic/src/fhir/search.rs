//! Searches: a query becomes a condition, its matches a list of pages.
//!
//! As HAPI does, a search is counted once and paged by a server-side id, 10 resources a page unless `_count` asks for
//! another number up to 50; what is written meanwhile is not seen; an unknown parameter is an error.

use std::collections::VecDeque;

use rusqlite::Connection;
use rusqlite::types::Value as Sql;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::access::{self, Identity, Who};
use super::dates::{Compare, instant};
use super::kinds::{Form, Kind, Param};
use super::outcome::Refusal;
use super::store;

const DEFAULT_PAGE: usize = 10;
const LARGEST_PAGE: usize = 50;

/// Values one query may hold, so that SQLite's limits are never met.
const MOST_VALUES: usize = 100;

/// Searches whose pages can still be asked for.
const MOST_OPEN: usize = 64;

/// A query that was understood.
#[derive(Debug, Default)]
pub(super) struct Query {
    condition: String,
    values: Vec<Sql>,
    terms: usize,
    count: Option<usize>,
}

impl Query {
    /// Reads the part after the question mark.
    pub(super) fn parse(kind: &Kind, query: &str) -> Result<Self, Refusal> {
        let mut parsed = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "_count" => parsed.count = Some(number(&value)?),
                "_format" | "_pretty" => {}
                other => {
                    let unknown = || Refusal::malformed(format!("not a search parameter of {}", kind.name));
                    parsed.add(kind.param(other).ok_or_else(unknown)?, &value)?;
                }
            }
        }
        if parsed.terms > MOST_VALUES {
            return Err(Refusal::malformed(format!("a search takes at most {MOST_VALUES} values")));
        }
        Ok(parsed)
    }

    /// Whether nothing was asked for, so that everything matches.
    pub(super) fn is_open(&self) -> bool {
        self.condition.is_empty()
    }

    /// The matches, oldest first; those `who` may not see left out.
    pub(super) fn run(&self, at: &Connection, who: &Who, kind: &Kind) -> Result<Vec<i64>, Refusal> {
        let (visible, me) = access::condition(who, kind);
        let condition = format!("{}{visible}", self.condition);
        let values: Vec<Sql> = self.values.iter().cloned().chain(me).collect();
        store::matching(at, kind, &condition, &values)
    }

    /// How many resources stand on a page.
    pub(super) fn page(&self) -> usize {
        self.count.unwrap_or(DEFAULT_PAGE).min(LARGEST_PAGE)
    }

    /// A comma means "or", a repeated parameter "and".
    fn add(&mut self, param: &Param, value: &str) -> Result<(), Refusal> {
        let mut either = Vec::new();
        for one in value.split(',').take(MOST_VALUES + 1) {
            let (test, values) = test(param, one)?;
            self.terms += 1;
            self.values.extend(values);
            either.push(test);
        }
        let either = either.join(" OR ");
        let name = param.name;
        self.condition.push_str(&format!(
            " AND EXISTS (SELECT 1 FROM key k WHERE k.seq = r.seq AND k.param = '{name}' AND ({either}))"
        ));
        Ok(())
    }
}

/// One value of a parameter as a test on a key `k`.
fn test(param: &Param, value: &str) -> Result<(&'static str, Vec<Sql>), Refusal> {
    if value.is_empty() {
        return Err(Refusal::malformed(format!("{} has no value", param.name)));
    }
    let text = |text: &str| Sql::Text(text.to_owned());
    Ok(match param.form {
        Form::Uri => ("k.value = ?", vec![text(value)]),
        Form::Token => match value.split_once('|') {
            None => ("k.value = ?", vec![text(value)]),
            Some((system, "")) => ("k.system = ?", vec![text(system)]),
            Some((system, code)) => ("k.system = ? AND k.value = ?", vec![text(system), text(code)]),
        },
        Form::Reference(target) => match value.rsplit_once('/') {
            // `http://host/fhir/Patient/7` and `Patient/7` alike.
            Some((path, id)) => {
                let kind = path.rsplit('/').next().unwrap_or_default();
                ("k.value = ?", vec![Sql::Text(format!("{kind}/{id}"))])
            }
            None => {
                super::body::check_id(value)?;
                (
                    "k.value GLOB ?",
                    vec![Sql::Text(format!("{}/{value}", if target.is_empty() { "*" } else { target }))],
                )
            }
        },
        Form::Date => {
            let bad = || Refusal::malformed(format!("{} is not a date or instant", param.name));
            let (compare, span) = Compare::parse(value).ok_or_else(bad)?;
            let (low, high) = (Sql::Integer(span.low), Sql::Integer(span.high));
            match compare {
                Compare::Eq => ("k.low >= ? AND k.high <= ?", vec![low, high]),
                Compare::Ge => ("k.high >= ?", vec![low]),
                Compare::Gt => ("k.high > ?", vec![high]),
                Compare::Le => ("k.low <= ?", vec![high]),
                Compare::Lt => ("k.low < ?", vec![low]),
            }
        }
    })
}

fn number(text: &str) -> Result<usize, Refusal> {
    match text.parse() {
        Ok(count) if count > 0 => Ok(count),
        _ => Err(Refusal::malformed("_count is not a positive number")),
    }
}

/// Refuses a patient who names someone else in a search.
pub(super) fn check_names(who: &Who, kind: &Kind, query: &str) -> Result<(), Refusal> {
    let Who::Person(Identity::Patient(me)) = who else { return Ok(()) };
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let names_patient = kind.param(&name).is_some_and(|param| param.form == Form::Reference("Patient"));
        let other = |one: &str| one.rsplit('/').next() != Some(me);
        if names_patient && value.split(',').any(other) {
            return Err(Refusal::NotAllowed);
        }
    }
    Ok(())
}

/// Searches whose further pages can be asked for. The oldest makes room for the newest.
#[derive(Debug, Default)]
pub(super) struct Open(VecDeque<Matches>);

/// What a search matched, in order.
#[derive(Debug)]
pub(super) struct Matches {
    pub(super) id: String,
    pub(super) who: Identity,
    pub(super) link: String,
    pub(super) found: Vec<i64>,
}

/// Which page of a search.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    pub(super) offset: usize,
    pub(super) count: usize,
}

impl Open {
    /// Keeps a search that has more than one page.
    pub(super) fn keep(&mut self, matches: Matches) {
        if self.0.len() == MOST_OPEN {
            self.0.pop_front();
        }
        self.0.push_back(matches);
    }

    /// Finds the search and page a `next` link names.
    pub(super) fn find(&self, who: &Identity, query: &str) -> Result<(&Matches, Page), Refusal> {
        let mut page = Page { offset: 0, count: DEFAULT_PAGE };
        let mut wanted = None;
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "_getpages" => wanted = Some(value.into_owned()),
                "_getpagesoffset" => page.offset = value.parse().unwrap_or(0),
                "_count" => page.count = number(&value)?.min(LARGEST_PAGE),
                _ => {}
            }
        }
        let wanted = wanted.ok_or(Refusal::WrongMethod)?;
        let known = self.0.iter().find(|matches| matches.id == wanted && matches.who == *who);
        Ok((known.ok_or_else(|| Refusal::Gone("the search".to_owned()))?, page))
    }
}

/// One page as a Bundle. `total` is said only where one page holds everything, as HAPI does not always know it.
pub(super) fn bundle(
    at: &Connection,
    base: &str,
    matches: &Matches,
    page: Page,
    now: nabz_time::Wall,
) -> Result<Value, Refusal> {
    let mut entries = Vec::new();
    for seq in matches.found.iter().skip(page.offset).take(page.count) {
        if let Some((kind, stored)) = store::nth(at, *seq)?.filter(|(_, stored)| !stored.deleted) {
            let url = format!("{base}/{kind}/{}", stored.id);
            entries.push(json!({ "fullUrl": url, "resource": stored.body, "search": { "mode": "match" } }));
        }
    }
    let mut links = vec![json!({ "relation": "self", "url": matches.link })];
    let next = page.offset.saturating_add(page.count);
    if next < matches.found.len() {
        let (id, count) = (&matches.id, page.count);
        let url =
            format!("{base}?_getpages={id}&_getpagesoffset={next}&_count={count}&_bundletype=searchset");
        links.push(json!({ "relation": "next", "url": url }));
    }
    let mut bundle = json!({
        "resourceType": "Bundle",
        "id": matches.id,
        "meta": { "lastUpdated": instant(now) },
        "type": "searchset",
        "link": links,
    });
    if page.offset == 0 && matches.found.len() <= page.count {
        bundle["total"] = matches.found.len().into();
    }
    if !entries.is_empty() {
        bundle["entry"] = entries.into();
    }
    Ok(bundle)
}
