//! Names of what is under way.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Names a request until its reply comes. Outbox, reader and pull give numbers of their own, each rising, so one map
/// holds all; a number never repeats while who gave it lives, and a reply to any other is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// Hands out [`RequestId`]s.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestIds(u64);

impl RequestIds {
    pub(crate) const OUTBOX: Self = Self(0);
    pub(crate) const READER: Self = Self(1);
    pub(crate) const PULL: Self = Self(2);

    pub(crate) fn next(&mut self) -> RequestId {
        let id = RequestId(self.0);
        self.0 += 3;
        id
    }
}

/// Names an intent for good: the UUID its resource has on the server, so the same intent submitted twice is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IntentId(pub Uuid);

/// Names a query until its answer comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QueryId(pub u64);
