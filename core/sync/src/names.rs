//! Names of what is under way.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Names a request until its reply comes. The outbox gives even numbers and the reader odd ones, each rising, so one
/// map holds both; a number never repeats while its outbox or reader lives, and a reply to any other is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// Hands out [`RequestId`]s.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestIds(u64);

impl RequestIds {
    pub(crate) const OUTBOX: Self = Self(0);
    pub(crate) const READER: Self = Self(1);

    pub(crate) fn next(&mut self) -> RequestId {
        let id = RequestId(self.0);
        self.0 += 2;
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
