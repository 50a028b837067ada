//! The last word of each peer in each call, so that what was overtaken stays dead.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::signal::ids::{CallId, MailboxName};
use crate::signal::message::Message;

/// The calls remembered. What overtakes is seconds apart; sixteen calls are a doctor's morning.
const REMEMBERED: usize = 16;

/// What was heard last, the oldest first.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Heard(VecDeque<Word>);

#[derive(Clone, Serialize, Deserialize)]
struct Word {
    call: CallId,
    from: MailboxName,
    counter: u64,
}

impl Heard {
    /// Whether nothing newer was heard from this peer in this call; if so, this is the newest.
    pub(super) fn is_newest(&mut self, message: &Message) -> bool {
        let last = self.0.iter().position(|word| word.call == message.call && word.from == message.from);
        if let Some(at) = last {
            if self.0.get(at).is_some_and(|word| message.counter <= word.counter) {
                return false;
            }
            self.0.remove(at);
        }
        if self.0.len() >= REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(Word { call: message.call, from: message.from.clone(), counter: message.counter });
        true
    }
}
