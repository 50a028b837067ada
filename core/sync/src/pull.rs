//! What the clinic has, brought to the phone: by need, page by page, and nothing twice.
//!
//! A [`Pull`] goes through its [`Feed`]s in order, so that today's appointment is there before last year's records. Each
//! round asks for what changed since the last one, `ge(cursor − 120 s)` by the server's own clock: a server may show a
//! write up to two minutes late (LinuxForHealth), and one second may hold writes on both sides of a page. What is known
//! already, by id and version, changes nothing. A page, the place after it and, with the last page, the cursor are one
//! commit; a phone that is killed goes on with the page it had not stored.
//!
//! Deletions do not show in a search: the type's history tells them. Where a server has none, nothing is deleted here.
//!
//! What cannot be used is counted with its reason and left out; the rest goes on.

mod feed;
mod page;
mod progress;
mod row;

use std::time::Duration;

use nabz_care::Resource;
use nabz_time::{Entropy, Mono, Now};
use nabz_vault::{Turn, Vault};

use self::row::{Phase, Row};
use crate::names::RequestIds;
use crate::reader::Base;
use crate::reply::{Delay, Reply};
use crate::{HttpReply, HttpRequest, NetError, RequestId, SyncError, backoff, request};

pub use self::feed::{Feed, Pulled, kind_of};
pub use self::page::Oddity;
pub use self::progress::{FeedProgress, PullEvent, PullProgress};

/// How far a round looks back behind the cursor.
const OVERLAP: Duration = Duration::from_secs(120);

/// Resources asked for in a page, until pages turn out too large for the line.
const PAGE: usize = 50;

/// Pages of one round: a server whose pages never end is left at this.
const PAGES: u32 = 4_000;

/// Failures after which a feed is left for this round, and the next one begun.
const TRIES: u32 = 4;

/// How much longer than its timeout a request is waited for, should whoever performs it forget to answer.
const GRACE: Duration = Duration::from_secs(5);

/// Pulls what a clinic has. See the [module's page](self).
pub struct Pull {
    base: Base,
    feeds: Vec<Feed>,
    rows: Vec<Row>,
    /// The feed under way; none between rounds.
    at: Option<usize>,
    flight: Option<Flight>,
    due: Mono,
    failures: u32,
    /// Resources asked for in a page by now.
    page: usize,
    ids: RequestIds,
    /// Feeds that could not be brought up to date in this round.
    failed: Vec<usize>,
}

#[derive(Clone, Copy)]
struct Flight {
    id: RequestId,
    until: Mono,
}

impl Pull {
    /// Pulls these feeds, in this order, from the clinic at `base`. Continues a round that was under way.
    pub fn load(base: &str, feeds: Vec<Feed>, vault: &Vault) -> Result<Self, SyncError> {
        let mut rows = Vec::with_capacity(feeds.len());
        for feed in &feeds {
            rows.push(Row::load(vault, feed)?);
        }
        let at = rows.iter().position(|row| row.phase != Phase::Idle);
        Ok(Self {
            base: Base::parse(base)?,
            feeds,
            rows,
            at,
            flight: None,
            due: Mono::ZERO,
            failures: 0,
            page: PAGE,
            ids: RequestIds::PULL,
            failed: Vec::new(),
        })
    }

    /// Begins a round, if none is under way.
    pub fn begin(&mut self, now: Now) {
        if self.at.is_none() && !self.feeds.is_empty() {
            self.at = Some(0);
            self.failed.clear();
            self.due = now.mono;
        }
        // Somebody looks at the screen: what waits is tried now.
        if self.flight.is_none() {
            self.due = self.due.min(now.mono);
            self.failures = 0;
        }
    }

    /// Whether a round is under way.
    pub fn is_running(&self) -> bool {
        self.at.is_some()
    }

    /// The next request; at most one is out at a time.
    pub fn poll_request(&mut self, now: Now) -> Option<(RequestId, HttpRequest)> {
        if self.flight.is_some_and(|flight| flight.until <= now.mono) {
            self.flight = None;
            self.narrow();
        }
        let at = self.at.filter(|_| self.flight.is_none() && self.due <= now.mono)?;
        let (feed, row) = (self.feeds.get(at)?, self.rows.get(at)?);
        let request = request::search_path(&row.path(feed, self.page, OVERLAP));
        let id = self.ids.next();
        self.flight = Some(Flight { id, until: now.mono + request.timeout + GRACE });
        Some((id, request))
    }

    /// Takes the reply to a request. One that is not out any more is ignored.
    pub fn handle_reply(
        &mut self,
        turn: &mut Turn<'_>,
        id: RequestId,
        reply: HttpReply,
        now: Now,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<PullEvent>, SyncError> {
        if self.flight.is_none_or(|flight| flight.id != id) {
            return Ok(Vec::new());
        }
        self.flight = None;
        let Some(at) = self.at else { return Ok(Vec::new()) };
        let too_much = matches!(reply, HttpReply::Failed(NetError::NoAnswer | NetError::TooLarge));
        match Reply::read(reply, now) {
            Reply::Resource(resource) => self.page_came(turn, at, &resource, now, entropy),
            Reply::SignIn => {
                self.at = None;
                Ok(vec![PullEvent::SignIn])
            }
            Reply::Missing | Reply::Rejected | Reply::Conflict | Reply::Written(_) => {
                self.page_refused(turn, at, now)
            }
            Reply::Trouble(trouble) => {
                if too_much {
                    self.narrow();
                }
                self.trouble(turn, at, trouble.delay, trouble.retry_after, now, entropy)
            }
        }
    }

    /// When [`poll_request`](Self::poll_request) has something to do again; `None` between rounds.
    pub fn poll_timeout(&self) -> Option<Mono> {
        self.at?;
        Some(self.flight.map_or(self.due, |flight| flight.until))
    }

    /// How far each feed has come.
    pub fn progress(&self) -> PullProgress {
        let feeds = self.feeds.iter().zip(&self.rows).enumerate();
        let feeds = feeds.map(|(index, (feed, row))| FeedProgress {
            name: feed.name,
            as_of: row.as_of,
            fetched: row.fetched,
            running: self.at == Some(index),
            failed: self.failed.contains(&index),
            oddities: row.oddities.clone(),
        });
        PullProgress { feeds: feeds.collect(), at: self.at }
    }

    fn page_came(
        &mut self,
        turn: &mut Turn<'_>,
        at: usize,
        resource: &Resource,
        now: Now,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<PullEvent>, SyncError> {
        let (Some(feed), Some(row)) = (self.feeds.get(at), self.rows.get_mut(at)) else {
            return Ok(Vec::new());
        };
        let Ok(page) = page::read(resource, row.phase, &self.base) else {
            return self.trouble(turn, at, Delay::NotUnderstood, None, now, entropy);
        };
        self.failures = 0;
        self.due = now.mono;
        let stored = page::store(turn, feed, &page, &mut row.oddities)?;
        let cut = row.turn_page(feed, &page, now.wall, PAGES);
        row.store(turn, feed)?;
        let mut events = Vec::new();
        if !stored.is_empty() {
            events.push(PullEvent::Stored { feed: feed.name, changed: stored });
        }
        if row.phase == Phase::Idle {
            if cut {
                self.failed.push(at);
                events.push(PullEvent::Failed { feed: feed.name });
            } else {
                events.push(PullEvent::UpToDate { feed: feed.name });
            }
            events.extend(self.next_feed(at));
        }
        Ok(events)
    }

    /// The server does not take this request: the place of a page may have been forgotten, or it has no history.
    fn page_refused(
        &mut self,
        turn: &mut Turn<'_>,
        at: usize,
        now: Now,
    ) -> Result<Vec<PullEvent>, SyncError> {
        let (Some(feed), Some(row)) = (self.feeds.get(at), self.rows.get_mut(at)) else {
            return Ok(Vec::new());
        };
        self.due = now.mono;
        if row.forget_place() {
            row.store(turn, feed)?;
            return Ok(Vec::new());
        }
        if row.phase == Phase::Deletions {
            row.finish_without_deletions(now.wall);
            row.store(turn, feed)?;
            let mut events = vec![PullEvent::UpToDate { feed: feed.name }];
            events.extend(self.next_feed(at));
            return Ok(events);
        }
        self.give_up(turn, at)
    }

    fn trouble(
        &mut self,
        turn: &mut Turn<'_>,
        at: usize,
        delay: Delay,
        retry_after: Option<Duration>,
        now: Now,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<PullEvent>, SyncError> {
        let pause = backoff::pause(self.failures, retry_after, entropy);
        self.due = now.mono + pause;
        self.failures += 1;
        // Without a line no other feed would fare better; a server that fails on one may answer the next.
        let about_this_feed = matches!(delay, Delay::NotUnderstood | Delay::NoAnswer | Delay::ServerBusy);
        if about_this_feed && self.failures >= TRIES {
            return self.give_up(turn, at);
        }
        Ok(vec![PullEvent::Waiting { delay, pause }])
    }

    /// Leaves a feed for this round. What of it was stored stays, and so does its cursor.
    fn give_up(&mut self, turn: &mut Turn<'_>, at: usize) -> Result<Vec<PullEvent>, SyncError> {
        let Some(feed) = self.feeds.get(at) else { return Ok(Vec::new()) };
        if let Some(row) = self.rows.get_mut(at) {
            row.give_up();
            row.store(turn, feed)?;
        }
        self.failed.push(at);
        self.failures = 0;
        let mut events = vec![PullEvent::Failed { feed: feed.name }];
        events.extend(self.next_feed(at));
        Ok(events)
    }

    fn next_feed(&mut self, at: usize) -> Option<PullEvent> {
        self.page = PAGE.min(self.page * 2);
        if at + 1 < self.feeds.len() {
            self.at = Some(at + 1);
            return None;
        }
        self.at = None;
        Some(PullEvent::Finished { complete: self.failed.is_empty() })
    }

    /// Asks for fewer at a time: a page did not come through.
    fn narrow(&mut self) {
        self.page = (self.page / 2).max(1);
    }
}

impl std::fmt::Debug for Pull {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pull({} feeds, at {:?})", self.feeds.len(), self.at)
    }
}
