//! Which messages were seen: each counter of each sender is taken once.
//!
//! A window of the last 64 counters per sender, as IPsec has it (RFC 4303 §3.4.3), lets messages overtake each other
//! and refuses every repetition. A sender is a mailbox with one key: a device that was enrolled again begins anew and
//! does not fall into its predecessor's window.
//!
//! The app stores the inbox in the same commit as what the message said. What the broker delivers again after a kill is
//! then either new, because nothing of it was kept, or refused here.

use nabz_time::Wall;
use serde::{Deserialize, Serialize};

use super::certificate::Identity;
use super::message::MAX_LIFETIME_MS;

/// The senders remembered at once. A patient hears a handful of devices, a doctor's desk some hundred a week.
const MAX_SENDERS: usize = 1_024;

/// How far a counter may lie behind the highest seen.
const WINDOW: u64 = u64::BITS as u64;

/// The counters seen, of every sender.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inbox {
    senders: Vec<Sender>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Sender {
    identity: Identity,
    /// The highest counter seen.
    highest: u64,
    /// Bit n: the counter n below the highest was seen.
    seen: u64,
    /// When the sender was last heard, in milliseconds since 1970.
    heard: i64,
}

/// A message that was not seen before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fresh {
    /// How many messages between the last one and this are missing. They are late, or someone holds them back.
    pub missing: u64,
}

/// Why a counter was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InboxError {
    /// The message was seen before. After a broken connection this is the rule, not an attack.
    #[error("the message was seen before")]
    Seen,
    /// It lies so far back that nobody remembers whether it was seen.
    #[error("the message is too far behind")]
    TooOld,
    /// A thousand other senders were heard within a message's lifetime.
    #[error("too many senders")]
    TooManySenders,
}

impl Inbox {
    /// Takes the counter of a message that [`open`](super::open) verified.
    pub fn take(&mut self, identity: &Identity, counter: u64, now: Wall) -> Result<Fresh, InboxError> {
        match self.senders.iter_mut().find(|sender| sender.identity == *identity) {
            Some(sender) => sender.take(counter, now),
            None => self.welcome(identity, counter, now),
        }
    }

    /// Messages missing before the first count as missing too: counters begin at 1.
    fn welcome(&mut self, identity: &Identity, counter: u64, now: Wall) -> Result<Fresh, InboxError> {
        // Whoever was silent for a message's lifetime can be forgotten: what could be repeated has expired.
        self.senders.retain(|sender| now.millis().saturating_sub(sender.heard) <= MAX_LIFETIME_MS);
        if self.senders.len() >= MAX_SENDERS {
            return Err(InboxError::TooManySenders);
        }
        let sender = Sender { identity: identity.clone(), highest: counter, seen: 1, heard: now.millis() };
        self.senders.push(sender);
        Ok(Fresh { missing: counter.saturating_sub(1) })
    }
}

impl Sender {
    fn take(&mut self, counter: u64, now: Wall) -> Result<Fresh, InboxError> {
        let fresh = if counter > self.highest { self.advance(counter) } else { self.fill(counter)? };
        self.heard = self.heard.max(now.millis());
        Ok(fresh)
    }

    fn advance(&mut self, counter: u64) -> Fresh {
        let step = counter - self.highest;
        self.seen = if step < WINDOW { (self.seen << step) | 1 } else { 1 };
        self.highest = counter;
        Fresh { missing: step - 1 }
    }

    fn fill(&mut self, counter: u64) -> Result<Fresh, InboxError> {
        let behind = self.highest - counter;
        if behind >= WINDOW {
            return Err(InboxError::TooOld);
        }
        let bit = 1 << behind;
        if self.seen & bit != 0 {
            return Err(InboxError::Seen);
        }
        self.seen |= bit;
        Ok(Fresh { missing: 0 })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;
    use crate::signal::KeyId;
    use crate::signal::testing::MORNING;

    fn doctor(key: u8) -> Identity {
        Identity { mailbox: "d-clinic".parse().unwrap(), key: KeyId([key; 32]) }
    }

    #[test]
    fn a_gap_is_noticed_and_may_be_filled_late() {
        let mut inbox = Inbox::default();
        assert_eq!(inbox.take(&doctor(1), 1, MORNING), Ok(Fresh { missing: 0 }));
        assert_eq!(inbox.take(&doctor(1), 4, MORNING), Ok(Fresh { missing: 2 }));
        assert_eq!(inbox.take(&doctor(1), 3, MORNING), Ok(Fresh { missing: 0 }));
        assert_eq!(inbox.take(&doctor(1), 3, MORNING), Err(InboxError::Seen));
        assert_eq!(inbox.take(&doctor(1), 4, MORNING), Err(InboxError::Seen));
        assert_eq!(inbox.take(&doctor(1), 68, MORNING), Ok(Fresh { missing: 63 }));
        assert_eq!(inbox.take(&doctor(1), 4, MORNING), Err(InboxError::TooOld));
    }

    #[test]
    fn a_device_enrolled_again_begins_anew() {
        let mut inbox = Inbox::default();
        assert!(inbox.take(&doctor(1), 900, MORNING).is_ok());
        assert_eq!(inbox.take(&doctor(2), 1, MORNING), Ok(Fresh { missing: 0 }));
        assert_eq!(inbox.take(&doctor(1), 1, MORNING), Err(InboxError::TooOld));
    }

    #[test]
    fn senders_are_bounded_and_the_silent_make_room() {
        let mut inbox = Inbox::default();
        let sender = |n: usize| Identity { mailbox: format!("p-{n}").parse().unwrap(), key: KeyId([0; 32]) };
        for n in 0..MAX_SENDERS {
            assert!(inbox.take(&sender(n), 1, MORNING).is_ok());
        }
        assert_eq!(inbox.take(&sender(MAX_SENDERS), 1, MORNING), Err(InboxError::TooManySenders));
        let later = MORNING + Duration::from_secs(8 * 24 * 3_600);
        assert!(inbox.take(&sender(MAX_SENDERS), 1, later).is_ok());
        assert_eq!(inbox.senders.len(), 1);
    }

    proptest! {
        #[test]
        fn no_counter_is_taken_twice_across_restarts(counters in proptest::collection::vec(0u64..200, 1..300)) {
            let mut inbox = Inbox::default();
            let mut taken = BTreeSet::new();
            for counter in counters {
                let mut bytes = Vec::new();
                ciborium::into_writer(&inbox, &mut bytes).unwrap();
                inbox = ciborium::from_reader(&bytes[..]).unwrap();
                if inbox.take(&doctor(1), counter, MORNING).is_ok() {
                    prop_assert!(taken.insert(counter));
                } else if counter + WINDOW > *taken.last().unwrap() {
                    prop_assert!(taken.contains(&counter));
                }
            }
        }
    }
}
