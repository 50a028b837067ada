//! The mailbox: one MQTT 5 connection that carries ringing, signalling and messages.
//!
//! Sans-IO. The owner of the socket drives it:
//!
//! | It calls | when |
//! |---|---|
//! | [`Mailbox::poll_connect`] | to learn whether to dial now |
//! | [`Mailbox::connected`], [`Mailbox::disconnected`] | the socket stands; it fell or could not be dialled |
//! | [`Mailbox::handle_bytes`] | bytes came |
//! | [`Mailbox::poll_transmit`], then [`Mailbox::poll_close`] | after each of these: bytes to write, then whether to close |
//! | [`Mailbox::poll_event`] | likewise: what the app should hear |
//! | [`Mailbox::poll_timeout`], [`Mailbox::handle_timeout`] | to wake up, and on waking up |
//!
//! What it promises: a message given to [`Mailbox::publish`] is sent until the broker answers or it expires, over as
//! many connections as that takes, in order. A message that arrived is acknowledged only when the app says that it is
//! kept; if the connection falls before, the broker sends it again and the app's [`Inbox`](super::Inbox) knows it.
//! Messages survive the connection here, and the process in the app's outbox: after a kill the app publishes again.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use nabz_time::{Entropy, Mono};

use super::envelope::MAX_ENVELOPE;
use super::ids::MailboxName;
use super::login::MailboxConfig;
use super::mqtt::{News, Wire};
use super::outgoing::Outgoing;

/// The waits between attempts to connect: up to half a second at first, doubling up to a minute. Each is drawn evenly
/// from zero to its limit, so that the phones of a region do not return in step after a power cut.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The doublings after which the wait is the longest; where one begins after being turned away.
const PATIENT: u32 = 7;

/// A connection that stood this long was a good one: the next wait is the first again.
const GOOD: Duration = Duration::from_secs(10);

/// Why a message was not taken for sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailboxError {
    /// Too many messages are waiting.
    #[error("too many messages are waiting to be sent")]
    Full,
    /// More than [`MAX_ENVELOPE`] bytes.
    #[error("the message is too large for a mailbox")]
    TooLarge,
}

/// What a mailbox reports.
#[derive(Clone, PartialEq, Eq)]
pub enum MailboxEvent {
    /// The connection stands; `resumed` if the broker kept the session.
    Connected {
        /// Whether the broker still had our session.
        resumed: bool,
    },
    /// The connection fell; the mailbox tries again by itself.
    Disconnected,
    /// A message arrived. It is acknowledged only after the turn that stored it has committed.
    Message {
        /// Names it for the acknowledgement.
        id: u64,
        /// The bytes as they were sent.
        bytes: Vec<u8>,
    },
    /// The broker took a message of ours.
    Taken {
        /// As given to publish.
        id: u64,
    },
    /// The broker refused a message of ours for good.
    Refused {
        /// As given to publish.
        id: u64,
    },
}

impl std::fmt::Debug for MailboxEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Connected { resumed } => write!(f, "Connected {{ resumed: {resumed} }}"),
            Self::Disconnected => f.write_str("Disconnected"),
            Self::Message { id, bytes } => write!(f, "Message {{ id: {id}, {} bytes }}", bytes.len()),
            Self::Taken { id } => write!(f, "Taken {{ id: {id} }}"),
            Self::Refused { id } => write!(f, "Refused {{ id: {id} }}"),
        }
    }
}

/// One mailbox.
pub struct Mailbox {
    config: MailboxConfig,
    line: Line,
    /// Whether a connection is wanted at all.
    wanted: bool,
    /// How often connecting failed since the last good connection.
    failures: u32,
    /// Whether the broker confirmed the subscription of the session it keeps.
    subscribed: bool,
    outgoing: Outgoing,
    /// Messages handed to the app, by our name for them, with the packet to acknowledge.
    pending: BTreeMap<u64, u16>,
    next_message: u64,
    events: VecDeque<MailboxEvent>,
    close: bool,
}

/// Where the connection stands.
enum Line {
    /// Not wanted.
    Idle,
    /// To be dialled at an instant.
    Waiting { at: Mono },
    /// The socket is being opened.
    Dialing,
    /// A socket stands.
    Up(Box<Up>),
}

struct Up {
    wire: Wire,
    since: Mono,
    resumed: bool,
    /// How many messages the broker takes at once.
    window: usize,
    /// Whether the app was told.
    announced: bool,
    /// Whether the broker does not want us: to come back at once would be no use.
    turned_away: bool,
}

impl Mailbox {
    /// A mailbox at rest.
    pub fn new(config: MailboxConfig) -> Self {
        Self {
            config,
            line: Line::Idle,
            wanted: false,
            failures: 0,
            subscribed: false,
            outgoing: Outgoing::new(),
            pending: BTreeMap::new(),
            next_message: 0,
            events: VecDeque::new(),
            close: false,
        }
    }

    /// Holds a connection from now on.
    pub fn connect(&mut self, now: Mono) {
        self.wanted = true;
        if matches!(self.line, Line::Idle) {
            self.line = Line::Waiting { at: now };
        }
    }

    /// Says farewell and dials no more. The broker keeps the session.
    pub fn disconnect(&mut self, now: Mono) {
        self.wanted = false;
        match &mut self.line {
            Line::Idle | Line::Waiting { .. } => self.line = Line::Idle,
            Line::Dialing => self.close = true,
            Line::Up(up) => up.wire.farewell(now),
        }
    }

    /// The phone has another network: whatever wait was left is over.
    pub fn network_changed(&mut self, now: Mono) {
        self.failures = 0;
        if let Line::Waiting { at } = &mut self.line {
            *at = now;
        }
    }

    /// Whether to dial now. Answered by [`Mailbox::connected`] or [`Mailbox::disconnected`].
    pub fn poll_connect(&mut self, now: Mono) -> bool {
        let due = matches!(self.line, Line::Waiting { at } if at <= now);
        if due {
            self.line = Line::Dialing;
        }
        due
    }

    /// The socket stands.
    pub fn connected(&mut self, now: Mono) {
        if !self.wanted {
            self.close = true;
            return;
        }
        let wire = Wire::open(&self.config, now);
        let up = Up { wire, since: now, resumed: false, window: 0, announced: false, turned_away: false };
        self.line = Line::Up(Box::new(up));
    }

    /// The socket fell, was closed at our wish, or could not be opened.
    pub fn disconnected(&mut self, now: Mono, entropy: &mut dyn Entropy) {
        self.close = false;
        self.pending.clear();
        self.outgoing.line_fell();
        let fallen = std::mem::replace(&mut self.line, Line::Idle);
        self.failures = match &fallen {
            Line::Up(up) if up.turned_away => PATIENT,
            Line::Up(up) if up.announced && now.since(up.since) >= GOOD => 0,
            _ => self.failures.saturating_add(1),
        };
        if matches!(fallen, Line::Up(up) if up.announced) {
            self.events.push_back(MailboxEvent::Disconnected);
        }
        if self.wanted {
            self.line = Line::Waiting { at: now + wait(self.failures, entropy) };
        }
    }

    /// Bytes came from the socket, cut anywhere.
    pub fn handle_bytes(&mut self, bytes: &[u8], now: Mono) {
        let Line::Up(up) = &mut self.line else { return };
        for news in up.wire.handle_bytes(bytes, now) {
            self.hear(news, now);
        }
        self.pump(now);
    }

    /// Bytes for the socket.
    pub fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        match &mut self.line {
            Line::Up(up) => up.wire.poll_transmit(),
            _ => None,
        }
    }

    /// Whether to close the socket, once everything to transmit was written. Answered by [`Mailbox::disconnected`].
    pub fn poll_close(&self) -> bool {
        self.close || matches!(&self.line, Line::Up(up) if up.wire.is_over())
    }

    /// What the app should hear.
    pub fn poll_event(&mut self) -> Option<MailboxEvent> {
        self.events.pop_front()
    }

    /// Sends an envelope to another mailbox, now or when a connection stands; after `expiry_s` seconds nobody needs it
    /// any more. An `id` that is still waiting is not taken twice. [`MailboxEvent::Taken`] or
    /// [`MailboxEvent::Refused`] ends it.
    pub fn publish(
        &mut self,
        id: u64,
        to: &MailboxName,
        bytes: Vec<u8>,
        expiry_s: u32,
        now: Mono,
    ) -> Result<(), MailboxError> {
        if bytes.len() > MAX_ENVELOPE {
            return Err(MailboxError::TooLarge);
        }
        self.outgoing.push(id, to.topic(), bytes, now + Duration::from_secs(expiry_s.into()))?;
        self.pump(now);
        Ok(())
    }

    /// The app has kept the message: the broker may forget it. A message of an earlier connection is ignored; it comes
    /// again and is acknowledged then.
    pub fn acknowledge(&mut self, id: u64, now: Mono) {
        if let (Some(packet), Line::Up(up)) = (self.pending.remove(&id), &mut self.line) {
            up.wire.acknowledge(packet, now);
        }
    }

    /// The next instant at which time alone changes something.
    pub fn poll_timeout(&self) -> Option<Mono> {
        let line = match &self.line {
            Line::Waiting { at } => Some(*at),
            Line::Up(up) => up.wire.poll_timeout(),
            Line::Idle | Line::Dialing => None,
        };
        line.into_iter().chain(self.outgoing.poll_timeout()).min()
    }

    /// Time has passed.
    pub fn handle_timeout(&mut self, now: Mono) {
        if let Line::Up(up) = &mut self.line {
            up.wire.handle_timeout(now);
        }
        self.pump(now);
    }

    fn hear(&mut self, news: News, now: Mono) {
        let Line::Up(up) = &mut self.line else { return };
        match news {
            News::Accepted { resumed, window } => {
                up.resumed = resumed;
                up.window = window.into();
                if !resumed {
                    self.subscribed = false;
                    self.outgoing.session_lost();
                }
                if self.subscribed {
                    self.announce();
                } else {
                    up.wire.subscribe(&self.config.name.topic(), now);
                }
            }
            News::TurnedAway => up.turned_away = true,
            News::Subscribed { granted: true } => {
                self.subscribed = true;
                self.announce();
            }
            News::Subscribed { granted: false } => {
                up.turned_away = true;
                up.wire.farewell(now);
            }
            News::Message { packet, topic, payload } => self.deliver(packet, &topic, payload, now),
            News::Answered { packet, taken } => self.settle(packet, taken),
        }
    }

    fn announce(&mut self) {
        if let Line::Up(up) = &mut self.line
            && !std::mem::replace(&mut up.announced, true)
        {
            self.events.push_back(MailboxEvent::Connected { resumed: up.resumed });
        }
    }

    /// What was not sent to this mailbox, or is no envelope, is acknowledged and dropped, so that it does not come
    /// again for ever.
    fn deliver(&mut self, packet: u16, topic: &str, bytes: Vec<u8>, now: Mono) {
        let Line::Up(up) = &mut self.line else { return };
        if self.pending.values().any(|known| *known == packet) {
            return;
        }
        if topic != self.config.name.topic() || bytes.len() > MAX_ENVELOPE {
            up.wire.acknowledge(packet, now);
            return;
        }
        let id = self.next_message;
        self.next_message += 1;
        self.pending.insert(id, packet);
        self.events.push_back(MailboxEvent::Message { id, bytes });
    }

    fn settle(&mut self, packet: u16, taken: bool) {
        if let Some(id) = self.outgoing.answered(packet) {
            self.events.push_back(if taken {
                MailboxEvent::Taken { id }
            } else {
                MailboxEvent::Refused { id }
            });
        }
    }

    fn pump(&mut self, now: Mono) {
        let mut refused = self.outgoing.take_expired(now);
        if let Line::Up(up) = &mut self.line
            && up.wire.stands()
        {
            refused.extend(self.outgoing.pump(&mut up.wire, up.window, now));
        }
        self.events.extend(refused.into_iter().map(|id| MailboxEvent::Refused { id }));
    }
}

fn wait(failures: u32, entropy: &mut dyn Entropy) -> Duration {
    let longest = FIRST_WAIT.saturating_mul(1 << failures.min(PATIENT)).min(LONGEST_WAIT);
    Duration::from_millis(entropy.up_to(u64::try_from(longest.as_millis()).unwrap_or(u64::MAX)))
}
