//! What a turn and a screen learn of a pull.

use std::collections::BTreeMap;
use std::time::Duration;

use nabz_care::{Id, Reference};
use nabz_time::Wall;

use super::Oddity;
use crate::Delay;

/// What became of a request of a pull.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PullEvent {
    /// These records changed, were added or deleted.
    Stored {
        /// In which feed.
        feed: &'static str,
        /// Which.
        changed: Vec<Reference>,
    },
    /// A feed is complete as of now.
    UpToDate {
        /// Which.
        feed: &'static str,
    },
    /// A feed could not be brought up to date in this round.
    Failed {
        /// Which.
        feed: &'static str,
    },
    /// It goes on after a pause.
    Waiting {
        /// Why.
        delay: Delay,
        /// For how long.
        pause: Duration,
    },
    /// The clinic wants the patient to sign in again; the round is over.
    SignIn,
    /// The round is over.
    Finished {
        /// Whether every feed is up to date.
        complete: bool,
    },
}

/// How far a pull has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PullProgress {
    /// Each feed, in the order in which they are pulled.
    pub feeds: Vec<FeedProgress>,
    /// Which one is under way.
    pub at: Option<usize>,
}

/// How far one feed has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedProgress {
    /// Its name.
    pub name: &'static str,
    /// When it was last complete, by the phone's clock: what a screen calls "as of".
    pub as_of: Option<Wall>,
    /// Resources fetched in this round, or in the last one.
    pub fetched: u32,
    /// It is under way.
    pub running: bool,
    /// It could not be brought up to date in this round.
    pub failed: bool,
    /// What could not be used, by reason.
    pub oddities: BTreeMap<Oddity, u32>,
}

impl PullProgress {
    /// Thousandths of the round that are done, each feed counting alike.
    pub fn permille(&self) -> u32 {
        let (done, all) = (self.at.unwrap_or(self.feeds.len()), self.feeds.len().max(1));
        u32::try_from(done * 1_000 / all).unwrap_or(1_000)
    }

    /// When a feed was last complete.
    pub fn as_of(&self, name: &str) -> Option<Wall> {
        self.feeds.iter().find(|feed| feed.name == name)?.as_of
    }
}

/// A record's name, for [`PullEvent::Stored`].
pub(super) fn named(kind: &str, id: &Id) -> Reference {
    Reference::new(kind, id.clone())
}
