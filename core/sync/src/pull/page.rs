//! One page: read as a value, then stored record by record.

use nabz_care::{Id, Reference, Resource, Version, ViewError};
use nabz_time::Wall;
use nabz_vault::Turn;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

use super::progress::named;
use super::row::Phase;
use super::{Feed, kind_of};
use crate::SyncError;
use crate::reader::Base;

/// Entries read of one page, whatever the server sends; fifty were asked for.
const ENTRIES: usize = 1_000;

/// Largest record kept: a picture inside a resource, which belongs beside it, would fill the phone.
const RECORD: usize = 1024 * 1024;

/// Why something a server sent was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Oddity {
    /// No id, or none that FHIR allows.
    NoId,
    /// No version.
    NoVersion,
    /// Of another type than was asked for.
    OtherType,
    /// The same id twice in one page, in different versions.
    Twice,
    /// An older version than the one that is here.
    Older,
    /// No resource at all.
    NoResource,
    /// Larger than a record may be.
    TooLarge,
    /// Pages that never end.
    Endless,
    /// A next page outside the configured clinic, which is not followed.
    Elsewhere,
}

/// A page, read.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) resources: Vec<Resource>,
    /// Tombstones, each with its version.
    deleted: Vec<(Id, Option<u64>)>,
    pub(super) next: Option<String>,
    /// There is a next page, and it is not this clinic's: what was read is not all.
    pub(super) elsewhere: bool,
    /// The server's clock when it was asked.
    pub(super) asked_at: Option<Wall>,
    /// The newest change on the page.
    pub(super) newest: Option<Wall>,
    oddities: Vec<Oddity>,
}

/// Reads a searchset, or a history where deletions were asked for. Links that leave the clinic are not followed.
pub(super) fn read(bundle: &Resource, phase: Phase, base: &Base) -> Result<Page, ViewError> {
    let wanted = if phase == Phase::Deletions { "history" } else { "searchset" };
    let value = bundle.value();
    if bundle.kind() != "Bundle" || value.get("type").and_then(Value::as_str) != Some(wanted) {
        return Err(ViewError::other("Bundle"));
    }
    let list = |name: &str| value.get(name).and_then(Value::as_array).into_iter().flatten().take(ENTRIES);
    let link = list("link").find(|link| link.get("relation").and_then(Value::as_str) == Some("next"));
    let next = link.and_then(|link| base.relative(link.get("url")?.as_str()?));
    let mut page = Page {
        resources: Vec::new(),
        deleted: Vec::new(),
        elsewhere: link.is_some() && next.is_none(),
        next,
        asked_at: updated(value),
        newest: None,
        oddities: Vec::new(),
    };
    let mut alive = BTreeSet::new();
    for entry in list("entry") {
        if phase == Phase::Deletions {
            // Newest first: what was made anew after its deletion is there.
            match deletion(entry) {
                Some((id, version)) if !alive.contains(&id) => page.deleted.push((id, version)),
                Some(_) => {}
                None => alive.extend(entry.get("resource").and_then(id_of)),
            }
        } else {
            page.take(entry);
        }
    }
    Ok(page)
}

impl Page {
    fn take(&mut self, entry: &Value) {
        let mode = entry.pointer("/search/mode").and_then(Value::as_str);
        if !matches!(mode, None | Some("match")) {
            return;
        }
        match entry.get("resource").cloned().map(Resource::from_value) {
            Some(Ok(resource)) if resource.kind() == "OperationOutcome" => {}
            Some(Ok(resource)) => {
                self.newest = self.newest.max(updated(resource.value()));
                self.resources.push(resource);
            }
            Some(Err(_)) | None => self.oddities.push(Oddity::NoResource),
        }
    }
}

/// Stores a page in the turn that turns it. Returns what changed.
pub(super) fn store(
    turn: &mut Turn<'_>,
    feed: &Feed,
    page: &Page,
    oddities: &mut BTreeMap<Oddity, u32>,
) -> Result<Vec<Reference>, SyncError> {
    let mut found = page.oddities.clone();
    let mut changed = Vec::new();
    let mut seen: BTreeSet<Id> = BTreeSet::new();
    if let Some(kind) = kind_of(feed.kind).map(super::Pulled::kind) {
        for resource in &page.resources {
            match usable(feed, resource, &mut seen) {
                Ok((id, version)) => match keeps(turn, feed, &id, &version)? {
                    Keeps::Older => match resource.to_bytes() {
                        bytes if bytes.len() > RECORD => found.push(Oddity::TooLarge),
                        bytes if turn.put(kind, id.as_str(), &bytes)? => changed.push(named(feed.kind, &id)),
                        _ => {}
                    },
                    Keeps::Same => {}
                    Keeps::Newer => found.push(Oddity::Older),
                },
                Err(oddity) => found.push(oddity),
            }
        }
        for (id, version) in &page.deleted {
            let here = turn.get(kind, id.as_str())?.and_then(|record| number(&record.bytes));
            let older = here.zip(*version).is_some_and(|(here, gone)| here > gone);
            if !older && turn.delete(kind, id.as_str())? {
                changed.push(named(feed.kind, id));
            }
        }
    }
    for oddity in found {
        *oddities.entry(oddity).or_default() += 1;
    }
    Ok(changed)
}

fn usable(feed: &Feed, resource: &Resource, seen: &mut BTreeSet<Id>) -> Result<(Id, Version), Oddity> {
    if resource.kind() != feed.kind {
        return Err(Oddity::OtherType);
    }
    let id = resource.id().map_err(|_| Oddity::NoId)?;
    let version = resource.version().map_err(|_| Oddity::NoVersion)?;
    if seen.insert(id.clone()) { Ok((id, version)) } else { Err(Oddity::Twice) }
}

/// What is here already, compared with what came.
enum Keeps {
    Older,
    Same,
    Newer,
}

fn keeps(turn: &Turn<'_>, feed: &Feed, id: &Id, version: &Version) -> Result<Keeps, SyncError> {
    let Some(kind) = kind_of(feed.kind).map(super::Pulled::kind) else { return Ok(Keeps::Same) };
    let Some(record) = turn.get(kind, id.as_str())? else { return Ok(Keeps::Older) };
    let Some(here) = Resource::parse(&record.bytes).ok().and_then(|here| here.version().ok()) else {
        return Ok(Keeps::Older);
    };
    if here == *version {
        return Ok(Keeps::Same);
    }
    let number = |version: &Version| version.as_str().parse::<u64>();
    Ok(match (number(&here), number(version)) {
        (Ok(here), Ok(came)) if came < here => Keeps::Newer,
        // Versions that are no numbers have no order: what the server shows now counts.
        _ => Keeps::Older,
    })
}

/// The id and version of a tombstone (`http.html#history`): `Slot/7/_history/2`, or an etag beside it.
fn deletion(entry: &Value) -> Option<(Id, Option<u64>)> {
    if entry.pointer("/request/method").and_then(Value::as_str) != Some("DELETE") {
        return None;
    }
    let url = entry.pointer("/request/url")?.as_str()?;
    let id = Reference::parse(url).ok()?.id().clone();
    let tag = entry.pointer("/response/etag").and_then(Value::as_str);
    let version = tag.and_then(|tag| Version::from_etag(tag).ok()).map(|version| version.as_str().to_owned());
    let version = url.split("/_history/").nth(1).map(str::to_owned).or(version);
    Some((id, version.and_then(|version| version.parse().ok())))
}

fn id_of(resource: &Value) -> Option<Id> {
    Id::try_from(resource.get("id")?.as_str()?).ok()
}

/// The version of a record, where versions are numbers.
fn number(bytes: &[u8]) -> Option<u64> {
    Resource::parse(bytes).ok()?.version().ok()?.as_str().parse().ok()
}

fn updated(value: &Value) -> Option<Wall> {
    nabz_care::read_instant(value.pointer("/meta/lastUpdated")?.as_str()?)
}
