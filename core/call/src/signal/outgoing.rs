//! Messages on their way out, in the order they were given, until the broker answers or they expire.

use std::collections::VecDeque;
use std::time::Duration;

use nabz_time::Mono;

use super::mailbox::MailboxError;
use super::mqtt::{Outbound, SUBSCRIBE_ID, Wire};

/// The most messages waiting: with the largest, half a megabyte. A patient's app holds a handful.
const MAX_OUTGOING: usize = 64;

/// The messages of one mailbox. They survive the connection; a process that ends leaves them to the app's outbox.
pub(super) struct Outgoing {
    waiting: VecDeque<Waiting>,
    next_packet: u16,
}

struct Waiting {
    id: u64,
    topic: String,
    bytes: Vec<u8>,
    deadline: Mono,
    /// The packet that carried it last, in the session the broker keeps.
    packet: Option<u16>,
    /// Whether this connection carried it.
    sent: bool,
}

impl Outgoing {
    pub(super) fn new() -> Self {
        Self { waiting: VecDeque::new(), next_packet: 1 }
    }

    /// Takes a message; one that waits already is not taken twice.
    pub(super) fn push(
        &mut self,
        id: u64,
        topic: String,
        bytes: Vec<u8>,
        deadline: Mono,
    ) -> Result<(), MailboxError> {
        if self.waiting.iter().any(|waiting| waiting.id == id) {
            return Ok(());
        }
        if self.waiting.len() >= MAX_OUTGOING {
            return Err(MailboxError::Full);
        }
        self.waiting.push_back(Waiting { id, topic, bytes, deadline, packet: None, sent: false });
        Ok(())
    }

    /// The connection fell: what was not answered is to be sent again, under the same packet identifier.
    pub(super) fn line_fell(&mut self) {
        self.waiting.iter_mut().for_each(|message| message.sent = false);
    }

    /// The broker does not know our session any more: everything is new to it.
    pub(super) fn session_lost(&mut self) {
        self.waiting.iter_mut().for_each(|message| message.packet = None);
    }

    /// The broker answered a packet; says which message that was.
    pub(super) fn answered(&mut self, packet: u16) -> Option<u64> {
        let at = self.waiting.iter().position(|message| message.sent && message.packet == Some(packet))?;
        self.waiting.remove(at).map(|message| message.id)
    }

    /// Takes out what expired before it was sent.
    pub(super) fn take_expired(&mut self, now: Mono) -> Vec<u64> {
        let is_past = |message: &Waiting| !message.sent && message.deadline <= now;
        let expired =
            self.waiting.iter().filter(|message| is_past(message)).map(|message| message.id).collect();
        self.waiting.retain(|message| !is_past(message));
        expired
    }

    /// When the next message expires unsent.
    pub(super) fn poll_timeout(&self) -> Option<Mono> {
        self.waiting.iter().filter(|message| !message.sent).map(|message| message.deadline).min()
    }

    /// Sends what the broker has room for, of `window` messages at once, oldest first. Returns those that this broker
    /// will never take.
    pub(super) fn pump(&mut self, wire: &mut Wire, window: usize, now: Mono) -> Vec<u64> {
        let in_flight = self.waiting.iter().filter(|message| message.sent).count();
        let mut refused = Vec::new();
        for _ in in_flight..window {
            let Some(at) = self.waiting.iter().position(|message| !message.sent) else { break };
            let fresh = self.free_packet();
            let Some(message) = self.waiting.get_mut(at) else { break };
            let outbound = Outbound {
                packet: message.packet.unwrap_or(fresh),
                again: message.packet.is_some(),
                topic: &message.topic,
                payload: &message.bytes,
                expiry_s: whole_seconds(message.deadline.since(now)),
            };
            if wire.publish(&outbound, now) {
                message.packet = Some(outbound.packet);
                message.sent = true;
            } else {
                refused.extend(self.waiting.remove(at).map(|message| message.id));
            }
        }
        refused
    }

    /// A packet identifier nobody uses; there are a thousand times more than messages.
    fn free_packet(&mut self) -> u16 {
        loop {
            let packet = self.next_packet;
            self.next_packet = if packet + 1 == SUBSCRIBE_ID { 1 } else { packet + 1 };
            if self.waiting.iter().all(|message| message.packet != Some(packet)) {
                return packet;
            }
        }
    }
}

fn whole_seconds(left: Duration) -> u32 {
    u32::try_from(left.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX)
}
