//! Many records in one request: a batch, whose entries succeed or fail each by itself. How many go together is learnt
//! from what comes back.

use nabz_care::{EntryResponse, batch_response};
use serde_json::{Value, json};

use crate::intent::Record;
use crate::reply::{Delay, Reply, Trouble};
use crate::{HttpRequest, request};

/// Most records in one request.
const MOST: usize = 50;

/// Bytes of records in one request: with gzip they pass in half a minute on 12 kbit/s.
const BYTES: usize = 64 * 1024;

/// So many full requests have to succeed before more go together.
const TRUST: u32 = 4;

/// How many records go in one request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Batch {
    most: usize,
    succeeded: u32,
}

impl Default for Batch {
    fn default() -> Self {
        Self { most: MOST, succeeded: 0 }
    }
}

impl Batch {
    pub(super) fn most(self) -> usize {
        self.most
    }

    /// Whether `bytes` still fit into a request that holds `held` already.
    pub(super) fn fits(held: usize, bytes: usize) -> bool {
        held == 0 || held + bytes <= BYTES
    }

    /// No answer came, or the request as a whole was refused: half as many next time.
    pub(super) fn failed(&mut self, sent: usize) {
        self.most = self.most.min(sent / 2).max(1);
        self.succeeded = 0;
    }

    pub(super) fn succeeded(&mut self, sent: usize) {
        if sent < self.most {
            return;
        }
        self.succeeded += 1;
        if self.succeeded >= TRUST {
            self.most = (self.most * 2).min(MOST);
            self.succeeded = 0;
        }
    }
}

/// The batch of these records.
pub(super) fn request(records: &[&Record]) -> HttpRequest {
    let entry = |record: &&Record| json!({"resource": record.resource().value(), "request": {"method": "PUT", "url": record.place()}});
    let entries: Vec<Value> = records.iter().map(entry).collect();
    request::transaction(&json!({"resourceType": "Bundle", "type": "batch", "entry": entries}))
}

/// The reply to a batch as one reply for each of its records, in their order. `Err` if the batch as a whole has none.
pub(super) fn split(reply: Reply, sent: usize) -> Result<Vec<Reply>, Reply> {
    match reply {
        Reply::Resource(bundle) => match batch_response(&bundle, sent) {
            Ok(entries) => Ok(entries.iter().map(one).collect()),
            Err(_) => Err(Reply::NOT_UNDERSTOOD),
        },
        Reply::Written(_) => Err(Reply::NOT_UNDERSTOOD),
        other => Err(other),
    }
}

fn one(entry: &EntryResponse) -> Reply {
    match entry.status {
        200..=299 if entry.failed => Reply::Rejected,
        200..=299 => entry.version.clone().map_or(Reply::NOT_UNDERSTOOD, Reply::Written),
        status => Reply::of_status(status).unwrap_or(Reply::NOT_UNDERSTOOD),
    }
}

/// Whether a reply to a batch as a whole says nothing about its records by themselves.
pub(super) fn is_about_the_whole(reply: &Reply) -> bool {
    !matches!(
        reply,
        Reply::SignIn | Reply::Trouble(Trouble { delay: Delay::NoConnection | Delay::NotTrusted, .. })
    )
}

/// Whether the records of a refused batch are to be tried at once, fewer at a time, instead of after a pause.
pub(super) fn is_refused(reply: &Reply) -> bool {
    matches!(reply, Reply::Rejected | Reply::Missing | Reply::Conflict)
}

/// The bytes a record takes.
pub(super) fn weight(record: &Record) -> usize {
    record.resource().value().to_string().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabz_care::Resource;

    #[test]
    fn it_halves_at_once_and_grows_slowly() {
        let mut batch = Batch::default();
        let mut sizes = Vec::new();
        for _ in 0..7 {
            batch.failed(batch.most());
            sizes.push(batch.most());
        }
        assert_eq!(sizes, [25, 12, 6, 3, 1, 1, 1]);
        for _ in 0..TRUST {
            batch.succeeded(1);
        }
        assert_eq!(batch.most(), 2);
        batch.succeeded(1);
        assert_eq!((batch.most(), batch.succeeded), (2, 0), "a request that was not full proves nothing");
    }

    #[test]
    fn every_entry_has_a_reply_of_its_own() {
        let entry = |status: &str| json!({"response": {"status": status, "etag": "1"}});
        let bundle = json!({"resourceType": "Bundle", "type": "batch-response",
            "entry": [entry("201 Created"), entry("400 Bad Request"), entry("503"), entry("409")]});
        let bundle = || Resource::from_value(bundle.clone()).unwrap();
        let replies = split(Reply::Resource(bundle()), 4).unwrap();
        assert!(matches!(
            replies.as_slice(),
            [Reply::Written(_), Reply::Rejected, Reply::Trouble(_), Reply::Conflict]
        ));
        assert!(split(Reply::Resource(bundle()), 3).is_err(), "an entry too many");
    }
}
