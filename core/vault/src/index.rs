//! Which records there are and where their rows lie: built in RAM at unlock, because nothing about a record stands
//! in the clear. Opening 10,000 rows for it takes about 7 ms of CPU.

use std::collections::BTreeMap;
use std::sync::Arc;

use zeroize::Zeroize;

use crate::keyring::RowMac;

/// A record's row as it was written last.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) seq: i64,
    pub(crate) version: i64,
    pub(crate) mac: RowMac,
}

/// The records of one key class.
#[derive(Default)]
pub(crate) struct Index {
    kinds: BTreeMap<Box<str>, Records>,
}

/// The records of one kind, by id and in the order of insertion.
#[derive(Default)]
struct Records {
    places: BTreeMap<Arc<str>, i64>,
    order: BTreeMap<i64, (Arc<str>, Entry)>,
}

static NO_RECORDS: Records = Records { places: BTreeMap::new(), order: BTreeMap::new() };

impl Index {
    pub(crate) fn get(&self, kind: &str, id: &str) -> Option<&Entry> {
        let records = self.kinds.get(kind)?;
        let seq = records.places.get(id)?;
        records.order.get(seq).map(|(_, entry)| entry)
    }

    /// Records of `kind` in the order of insertion.
    pub(crate) fn in_order(
        &self,
        kind: &str,
    ) -> impl ExactSizeIterator<Item = (&str, &Entry)> + DoubleEndedIterator {
        let records = self.kinds.get(kind).unwrap_or(&NO_RECORDS);
        records.order.values().map(|(id, entry)| (&**id, entry))
    }

    /// Sets or removes an entry and returns what was there.
    pub(crate) fn set(&mut self, kind: &str, id: &str, entry: Option<Entry>) -> Option<Entry> {
        if !self.kinds.contains_key(kind) {
            self.kinds.insert(kind.into(), Records::default());
        }
        let records = self.kinds.get_mut(kind)?;
        let Some(entry) = entry else {
            let seq = records.places.remove(id)?;
            return records.order.remove(&seq).map(|(_, before)| before);
        };
        let id: Arc<str> = id.into();
        let place = records.places.insert(id.clone(), entry.seq);
        let before = place.and_then(|seq| records.order.remove(&seq));
        records.order.insert(entry.seq, (id, entry));
        before.map(|(_, before)| before)
    }
}

impl Drop for Index {
    /// Overwrites the ids: they may name people.
    fn drop(&mut self) {
        for (_, records) in std::mem::take(&mut self.kinds) {
            drop(records.places);
            for (mut id, _) in records.order.into_values() {
                // The one holder left: `places` had the other.
                if let Some(id) = Arc::get_mut(&mut id) {
                    id.zeroize();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(seq: i64) -> Entry {
        Entry { seq, version: 1, mac: [0; 32] }
    }

    fn ids(index: &Index) -> Vec<&str> {
        index.in_order("k").map(|(id, _)| id).collect()
    }

    #[test]
    fn keeps_the_order_of_insertion_through_changes_and_undo() {
        let mut index = Index::default();
        assert_eq!(index.in_order("k").len(), 0);
        for (seq, id) in [(1, "c"), (2, "a"), (3, "b")] {
            assert!(index.set("k", id, Some(entry(seq))).is_none());
        }
        let before = index.set("k", "a", None);
        assert_eq!(ids(&index), ["c", "b"]);
        index.set("k", "a", before);
        assert_eq!(ids(&index), ["c", "a", "b"]);
        index.set("k", "a", Some(Entry { version: 2, ..entry(2) }));
        assert_eq!(ids(&index), ["c", "a", "b"]);
        assert!(index.get("k", "a").is_some() && index.get("other", "a").is_none());
    }
}
