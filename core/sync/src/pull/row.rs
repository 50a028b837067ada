//! Where a feed stands, as it lies sealed in the vault.

use std::collections::BTreeMap;
use std::time::Duration;

use nabz_care::write_instant;
use nabz_time::Wall;
use nabz_vault::{KeyClass, Kind, Turn, Vault};
use serde::{Deserialize, Serialize};

use super::Feed;
use super::page::{Oddity, Page};
use crate::SyncError;

/// Cursors. They go with the records they are about.
const PULL: Kind = Kind { name: "pull", class: KeyClass::Clinical };

/// A date this far ahead of the phone's clock, in milliseconds, is no date a server wrote: phones are up to two years
/// off.
const ODD: i64 = 3 * 366 * 24 * 60 * 60 * 1_000;

/// What a feed is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Phase {
    /// Up to date, or not begun.
    #[default]
    Idle,
    /// Reading what changed.
    Changes,
    /// Reading what was deleted.
    Deletions,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Row {
    #[serde(skip)]
    pub(super) as_of: Option<Wall>,
    as_of_millis: Option<i64>,
    /// The newest change that is here, by the server's clock.
    cursor: Option<i64>,
    /// What the cursor will be once this round is through.
    next_cursor: Option<i64>,
    /// When the server was last asked for deletions, by its clock.
    deletions_cursor: Option<i64>,
    next_deletions_cursor: Option<i64>,
    pub(super) phase: Phase,
    /// The page that is due, relative to the base; none at the beginning of a phase.
    place: Option<String>,
    pages: u32,
    pub(super) fetched: u32,
    pub(super) oddities: BTreeMap<Oddity, u32>,
}

impl Row {
    pub(super) fn load(vault: &Vault, feed: &Feed) -> Result<Self, SyncError> {
        let record = vault.get(PULL, feed.name)?;
        let row: Option<Self> = record.and_then(|record| serde_json::from_slice(&record.bytes).ok());
        let mut row = row.unwrap_or_default();
        row.as_of = row.as_of_millis.map(Wall::from_millis);
        Ok(row)
    }

    pub(super) fn store(&self, turn: &mut Turn<'_>, feed: &Feed) -> Result<(), SyncError> {
        // Numbers, strings and enums only: they always serialise.
        turn.put(PULL, feed.name, &serde_json::to_vec(self).unwrap_or_default())?;
        Ok(())
    }

    /// The request that is due, relative to the base.
    pub(super) fn path(&self, feed: &Feed, count: usize, overlap: Duration) -> String {
        if let Some(place) = &self.place {
            return place.clone();
        }
        let behind = |cursor: i64| write_instant(Wall::from_millis(cursor) - overlap);
        let since = self.cursor.map(behind);
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if self.phase == Phase::Deletions {
            query
                .extend_pairs(self.deletions_cursor.or(self.cursor).map(|cursor| ("_since", behind(cursor))));
            query.append_pair("_count", &count.to_string());
            return format!("{}/_history?{}", feed.kind, query.finish());
        }
        query.extend_pairs(&feed.parameters);
        query.extend_pairs(since.filter(|_| !feed.whole).map(|since| ("_lastUpdated", format!("ge{since}"))));
        query.append_pair("_count", &count.to_string());
        format!("{}?{}", feed.kind, query.finish())
    }

    /// A page was stored: on to the next, to the deletions, or to the end. Says whether pages were left unread.
    pub(super) fn turn_page(&mut self, feed: &Feed, page: &Page, now: Wall, most: u32) -> bool {
        if self.phase == Phase::Idle {
            (self.phase, self.pages, self.fetched) = (Phase::Changes, 0, 0);
            self.next_cursor = None;
        }
        // Neither a server's clock nor a date in a record sends the cursor where no change will ever come.
        let sane = |at: &Wall| at.millis_since(now) < ODD;
        match self.phase {
            Phase::Deletions if self.pages == 0 => {
                self.next_deletions_cursor = page.asked_at.filter(sane).map(Wall::millis);
            }
            Phase::Deletions => {}
            _ => self.next_cursor = self.next_cursor.max(page.newest.filter(sane).map(Wall::millis)),
        }
        self.pages += 1;
        self.fetched += u32::try_from(page.resources.len()).unwrap_or(u32::MAX);
        let stuck = page.next.is_some() && page.next == self.place;
        self.place = page.next.clone().filter(|_| !stuck && self.pages < most);
        if self.place.is_some() {
            return false;
        }
        let cut = page.next.is_some() || page.elsewhere;
        if cut {
            let oddity = if page.elsewhere { Oddity::Elsewhere } else { Oddity::Endless };
            *self.oddities.entry(oddity).or_default() += 1;
        }
        match self.phase {
            // Before the first round nothing was here that could have been deleted.
            Phase::Changes if feed.deletions && self.cursor.is_some() && !cut => {
                (self.phase, self.pages) = (Phase::Deletions, 0);
            }
            _ => self.finish(now, cut),
        }
        cut
    }

    /// Begins the phase anew, because the server forgot the place of a page. Says whether there was such a place.
    pub(super) fn forget_place(&mut self) -> bool {
        self.place.take().is_some()
    }

    pub(super) fn finish_without_deletions(&mut self, now: Wall) {
        self.finish(now, false);
    }

    /// Leaves the round where it is; the next one begins at the same cursor.
    pub(super) fn give_up(&mut self) {
        (self.phase, self.place, self.next_cursor) = (Phase::Idle, None, None);
        self.next_deletions_cursor = None;
    }

    /// The cursor moves only if all was read; it never goes back, whatever the server's clock does.
    fn finish(&mut self, now: Wall, cut: bool) {
        if !cut {
            self.cursor = self.cursor.max(self.next_cursor);
            self.deletions_cursor = self.next_deletions_cursor.take().or(self.deletions_cursor);
            self.as_of_millis = Some(now.millis());
            self.as_of = Some(now);
        }
        (self.phase, self.place, self.next_cursor) = (Phase::Idle, None, None);
        self.next_deletions_cursor = None;
    }
}
