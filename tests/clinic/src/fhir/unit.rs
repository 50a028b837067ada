//! One unit of work: what a request does inside one database transaction, on someone's behalf.

use std::time::Duration;

use nabz_time::{Entropy, Mono, Now};
use rusqlite::Connection;
use serde_json::Value;

use super::access::{self, Who};
use super::body;
use super::index;
use super::kinds::Kind;
use super::outcome::Refusal;
use super::search::Query;
use super::store::{self, Stored};

/// While a conditional create commits, HAPI answers another with the same condition 409 (14 to 19 of 20 parallel ones
/// measured). Requests here never overlap, so the race is played: a match this young counts as not yet committed.
pub(super) const RACE: Duration = Duration::from_millis(50);

/// Work under way. Nothing of it holds unless the transaction behind `at` commits.
pub(super) struct Unit<'a> {
    pub(super) at: &'a Connection,
    pub(super) who: Who,
    pub(super) now: Now,
    pub(super) base: String,
    pub(super) entropy: &'a mut dyn Entropy,
    /// What conditional creates made lately.
    pub(super) young: &'a [(i64, Mono)],
    /// Resources written, whose references are checked at the end.
    pub(super) written: Vec<Stored>,
}

/// A resource after a write, and whether the write made it.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) created: bool,
    pub(super) stored: Stored,
}

/// What a conditional create found.
pub(super) enum Condition {
    /// Nothing: create.
    Free,
    /// The one resource that is meant.
    Exists(Stored),
}

impl Unit<'_> {
    /// The current version, for a person who may see it.
    pub(super) fn read(&self, kind: &Kind, id: &str) -> Result<Stored, Refusal> {
        let name = || format!("{}/{}", kind.name, "…");
        let stored = store::find(self.at, kind, id)?.ok_or_else(|| Refusal::NotFound(name()))?;
        if stored.deleted {
            return Err(Refusal::Gone(name()));
        }
        access::may_read(self.at, &self.who, kind, &stored)?;
        Ok(stored)
    }

    /// An older version, for a person who may see the current one.
    pub(super) fn read_version(&self, kind: &Kind, id: &str, version: &str) -> Result<Value, Refusal> {
        self.read(kind, id)?;
        let missing = || Refusal::NotFound("this version".to_owned());
        let version = version.parse().map_err(|_| missing())?;
        store::version(self.at, kind, id, version)?.ok_or_else(missing)
    }

    /// What `If-None-Exist` finds: none creates, one is the answer, more are an error.
    pub(super) fn condition(&self, kind: &Kind, condition: &str) -> Result<Condition, Refusal> {
        let query = condition.rsplit('?').next().unwrap_or_default();
        let query = Query::parse(kind, query)?;
        if query.is_open() {
            return Err(Refusal::malformed("a conditional create names no condition"));
        }
        // HAPI looks among all resources, not only those the client may see.
        let found = query.run(self.at, &Who::Clinic, kind)?;
        let [seq] = found.as_slice() else {
            return if found.is_empty() { Ok(Condition::Free) } else { Err(Refusal::Ambiguous(found.len())) };
        };
        if self.young.iter().any(|(young, made)| young == seq && self.now.mono.since(*made) < RACE) {
            return Err(Refusal::Conflict("another create with the same condition was under way".to_owned()));
        }
        let (_, stored) = store::nth(self.at, *seq)?.ok_or(Refusal::Storage)?;
        access::may_read(self.at, &self.who, kind, &stored)?;
        Ok(Condition::Exists(stored))
    }

    /// A new id of the server's.
    pub(super) fn new_id(&mut self) -> String {
        self.entropy.uuid()
    }

    /// Creates under an id of the server's; an id in the body is ignored.
    pub(super) fn create(&mut self, kind: &Kind, id: &str, body: Value) -> Result<Written, Refusal> {
        access::may_write(self.at, &self.who, kind, id, None, Some(&body))?;
        self.write(kind, id, body)
    }

    /// Updates, or creates under the client's id. As at HAPI, a stale version is refused with 409, an `If-Match` on
    /// what does not exist creates, and a body that changes nothing makes no version.
    pub(super) fn update(
        &mut self,
        kind: &Kind,
        id: &str,
        body: Value,
        if_match: Option<&str>,
    ) -> Result<Written, Refusal> {
        body::check_id(id)?;
        body::same_id(&body, id)?;
        let before = store::find(self.at, kind, id)?;
        access::may_write(self.at, &self.who, kind, id, before.as_ref(), Some(&body))?;
        if let Some(live) = before.filter(|stored| !stored.deleted) {
            if let Some(tag) = if_match {
                check_version(tag, live.version)?;
            }
            if body::same(&live.body, &body) {
                return Ok(Written { created: false, stored: live });
            }
            let written = self.write(kind, id, body)?;
            return Ok(Written { created: false, ..written });
        }
        self.write(kind, id, body)
    }

    /// Deletes. As at HAPI, `If-Match` is ignored, what is already gone is fine, and what others refer to stays.
    pub(super) fn delete(&mut self, kind: &Kind, id: &str) -> Result<(), Refusal> {
        let Some(live) = store::find(self.at, kind, id)?.filter(|stored| !stored.deleted) else {
            return Ok(());
        };
        access::may_write(self.at, &self.who, kind, id, Some(&live), None)?;
        if store::referrers(self.at, &format!("{}/{id}", kind.name), live.seq)? > 0 {
            return Err(Refusal::Conflict("another resource refers to this one".to_owned()));
        }
        store::delete(self.at, kind, &live, self.now.wall)
    }

    /// Refuses the whole if something written refers to what does not exist. A reference by search (`Patient?…`), to
    /// another server or to a `urn:` that no entry of the transaction carries is refused too.
    pub(super) fn check_references(&self) -> Result<(), Refusal> {
        for written in &self.written {
            for reference in index::references(&written.body) {
                self.check_reference(reference)?;
            }
        }
        Ok(())
    }

    fn check_reference(&self, reference: &str) -> Result<(), Refusal> {
        if reference.starts_with('#') {
            return Ok(());
        }
        let mut parts = reference.split('/');
        let target = match (parts.next().and_then(Kind::of), parts.next()) {
            (Some(kind), Some(id)) => store::find(self.at, kind, id)?,
            _ => None,
        };
        match target {
            Some(stored) if !stored.deleted => Ok(()),
            _ => Err(Refusal::malformed("a reference leads to nothing here")),
        }
    }

    fn write(&mut self, kind: &Kind, id: &str, body: Value) -> Result<Written, Refusal> {
        let stored = store::put(self.at, kind, id, body, self.now.wall)?;
        self.written.push(stored.clone());
        Ok(Written { created: true, stored })
    }
}

/// Reads an entity tag, `W/"3"`, and refuses any but the current version.
fn check_version(tag: &str, current: i64) -> Result<(), Refusal> {
    let number = tag.trim().trim_start_matches("W/").trim_matches('"');
    match number.parse::<i64>() {
        Ok(version) if version == current => Ok(()),
        Ok(_) => Err(Refusal::Conflict("this is not the current version".to_owned())),
        Err(_) => Err(Refusal::malformed("If-Match is not an entity tag of this server")),
    }
}
