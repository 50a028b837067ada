//! What the broker keeps for one client of a mailbox, connected or not.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use mqtt_protocol_core::mqtt::packet::Property;
use mqtt_protocol_core::mqtt::packet::v5_0::Connect;
use mqtt_protocol_core::mqtt::result_code::ConnectReasonCode;
use nabz_call::signal::MailboxName;
use nabz_time::Mono;

use super::link::Link;
use super::{ConnId, message_expiry};

/// The most messages held for one client: with the largest, one megabyte.
pub const MAX_HELD: usize = 128;

/// One client's session.
#[derive(Default)]
pub(super) struct Session {
    conn: Option<ConnId>,
    /// Whether the client receives the messages of its mailbox.
    pub(super) subscribed: bool,
    /// How long the session outlives its connection.
    expiry: Duration,
    ends: Option<Mono>,
    will: Option<Will>,
    will_at: Option<Mono>,
    held: VecDeque<Held>,
    last_packet: u16,
}

/// A message on its way to one client.
#[derive(Clone)]
pub(super) struct Held {
    payload: Arc<[u8]>,
    expires: Option<Mono>,
    /// The packet that carried it, once one did.
    packet: Option<u16>,
    /// Whether this connection carried it.
    sent: bool,
}

/// What is published when a connection falls without farewell.
pub(super) struct Will {
    pub(super) to: MailboxName,
    pub(super) payload: Arc<[u8]>,
    pub(super) expiry: Option<Duration>,
    delay: Duration,
}

impl Held {
    pub(super) fn new(payload: Arc<[u8]>, expiry: Option<Duration>, now: Mono) -> Self {
        Self { payload, expires: expiry.map(|expiry| now + expiry), packet: None, sent: false }
    }

    /// A message that was sent stays until it is acknowledged or its connection falls.
    fn is_past(&self, now: Mono) -> bool {
        !self.sent && self.expires.is_some_and(|expires| expires <= now)
    }

    /// The expiry that is left, in whole seconds (MQTT 5 §3.3.2.3.3).
    pub(super) fn expiry_s(&self, now: Mono) -> Option<u32> {
        let left = self.expires?.since(now).as_millis().div_ceil(1_000);
        Some(u32::try_from(left).unwrap_or(u32::MAX))
    }

    pub(super) fn payload(&self) -> &[u8] {
        &self.payload
    }
}

impl Will {
    /// The will of a client that logs in, if it may have it.
    pub(super) fn of(packet: &Connect) -> Result<Option<Self>, ConnectReasonCode> {
        let (Some(topic), Some(payload)) = (packet.will_topic(), packet.will_payload()) else {
            return Ok(None);
        };
        if packet.will_retain() {
            return Err(ConnectReasonCode::RetainNotSupported);
        }
        let to = MailboxName::from_topic(topic).ok_or(ConnectReasonCode::NotAuthorized)?;
        let delay = packet.will_props().iter().find_map(|property| match property {
            Property::WillDelayInterval(delay) => Some(delay.val()),
            _ => None,
        });
        Ok(Some(Self {
            to,
            payload: payload.into(),
            expiry: message_expiry(packet.will_props()),
            delay: Duration::from_secs(delay.unwrap_or(0).into()),
        }))
    }
}

impl Session {
    /// The connection it is on.
    pub(super) fn conn(&self) -> Option<ConnId> {
        self.conn
    }

    /// The client is here (again). A will that waited for it is void.
    pub(super) fn attach(&mut self, conn: ConnId, expiry: Duration, will: Option<Will>) {
        self.conn = Some(conn);
        self.expiry = expiry;
        self.ends = None;
        self.will = will;
        self.will_at = None;
        for message in &mut self.held {
            message.sent = false;
        }
    }

    /// The client says farewell. It may not lengthen a session that was to end with the connection (§3.14.2.2.2).
    pub(super) fn farewell(&mut self, with_will: bool, expiry: Option<Duration>) {
        if !with_will {
            self.will = None;
        }
        if let Some(expiry) = expiry
            && !self.expiry.is_zero()
        {
            self.expiry = expiry;
        }
    }

    /// The connection is over. The will waits for its delay, but not longer than the session (§3.1.3.2.2).
    pub(super) fn detach(&mut self, now: Mono) {
        self.conn = None;
        self.ends = Some(now + self.expiry);
        self.will_at = self.will.as_ref().map(|will| now + will.delay.min(self.expiry));
        for message in &mut self.held {
            message.sent = false;
        }
    }

    /// Whether the session is over.
    pub(super) fn is_past(&self, now: Mono) -> bool {
        self.ends.is_some_and(|ends| ends <= now)
    }

    /// The will, if its time has come.
    pub(super) fn take_due_will(&mut self, now: Mono) -> Option<Will> {
        self.will_at.take_if(|at| *at <= now).and_then(|_| self.will.take())
    }

    /// The will that was still waiting when the session was ended by a clean start.
    pub(super) fn into_will(self) -> Option<Will> {
        self.will_at.and(self.will)
    }

    /// The next instant at which time alone changes something. Messages expire when they are looked at.
    pub(super) fn poll_timeout(&self) -> Option<Mono> {
        [self.ends, self.will_at].into_iter().flatten().min()
    }

    /// Keeps a message for the client; false if there is no room.
    pub(super) fn hold(&mut self, message: Held, now: Mono) -> bool {
        self.held.retain(|message| !message.is_past(now));
        let room = self.held.len() < MAX_HELD;
        if room {
            self.held.push_back(message);
        }
        room
    }

    /// The client has a message.
    pub(super) fn acknowledged(&mut self, packet: u16) {
        self.held.retain(|message| !(message.sent && message.packet == Some(packet)));
    }

    /// Sends what the client has room for, oldest first. What an earlier connection carried is marked as a duplicate.
    /// What the client cannot take, because it is larger than it said it would take, is dropped (§3.1.2.11.4).
    pub(super) fn pump(&mut self, link: &mut Link, now: Mono) {
        self.held.retain(|message| !message.is_past(now));
        let in_flight = self.held.iter().filter(|message| message.sent).count();
        for _ in 0..link.room(in_flight) {
            let Some(at) = self.held.iter().position(|message| !message.sent) else { return };
            let fresh = self.free_packet();
            let Some(message) = self.held.get_mut(at) else { return };
            let again = message.packet.is_some();
            let packet = *message.packet.get_or_insert(fresh);
            message.sent = link.publish(message, packet, again, now);
            if !message.sent {
                self.held.remove(at);
            }
        }
    }

    /// A packet identifier nobody uses; there are five hundred times more than messages.
    fn free_packet(&mut self) -> u16 {
        loop {
            self.last_packet = self.last_packet % u16::MAX + 1;
            let packet = Some(self.last_packet);
            if self.held.iter().all(|message| message.packet != packet) {
                return self.last_packet;
            }
        }
    }
}
