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
use super::mqtt::{News, Outbound, SUBSCRIBE_ID, Wire};

/// The most messages waiting to be sent: with the largest, half a megabyte. A patient's app holds a handful.
const MAX_OUTGOING: usize = 64;

/// The waits between attempts to connect: up to half a second at first, doubling up to a minute. Each is drawn evenly
/// from zero to its limit, so that the phones of a region do not return in step after a power cut.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The doublings after which the wait is the longest; where one begins after being turned away.
const PATIENT: u32 = 7;

/// A connection that stood this long was a good one: the next wait is the first again.
const GOOD: Duration = Duration::from_secs(10);

/// How a mailbox logs in.
#[derive(Clone, Debug)]
pub struct MailboxConfig {
    /// Whose mailbox; also the user name.
    pub name: MailboxName,
    /// Names the session at the broker; one per installation.
    pub client_id: String,
    /// The password, until the broker knows the device by its certificate.
    pub token: Token,
    /// A ping is sent after this much silence. One a minute costs about 0.2 kB with TCP, TLS and IP.
    pub keep_alive: Duration,
    /// How long the broker keeps what arrives while we are away.
    pub session_expiry: Duration,
    /// What the broker says for us when the connection falls without farewell.
    pub will: Option<Will>,
}

impl MailboxConfig {
    /// The usual settings: a ping a minute, a session of seven days (as long as a message may live), no will.
    pub fn new(name: MailboxName, client_id: String, token: Token) -> Self {
        Self {
            name,
            client_id,
            token,
            keep_alive: Duration::from_secs(60),
            session_expiry: Duration::from_secs(7 * 24 * 3_600),
            will: None,
        }
    }
}

/// A bearer token. It cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Takes a token.
    pub fn new(token: String) -> Self {
        Self(token)
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

/// A message the broker sends for us when we are gone.
#[derive(Clone, PartialEq, Eq)]
pub struct Will {
    /// To which mailbox.
    pub to: MailboxName,
    /// The envelope.
    pub bytes: Vec<u8>,
    /// How long the broker waits for us to come back first.
    pub delay: Duration,
}

impl std::fmt::Debug for Will {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Will({:?}, {} bytes, {:?})", self.to, self.bytes.len(), self.delay)
    }
}

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
    outgoing: VecDeque<Outgoing>,
    next_packet: u16,
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
}

struct Outgoing {
    id: u64,
    topic: String,
    bytes: Vec<u8>,
    deadline: Mono,
    /// The packet that carried it last, in the session the broker keeps.
    packet: Option<u16>,
    /// Whether this connection carried it.
    sent: bool,
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
            outgoing: VecDeque::new(),
            next_packet: 1,
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
        self.line = Line::Up(Box::new(Up { wire, since: now, resumed: false, window: 0, announced: false }));
    }

    /// The socket fell, was closed at our wish, or could not be opened.
    pub fn disconnected(&mut self, now: Mono, entropy: &mut dyn Entropy) {
        self.close = false;
        self.pending.clear();
        for message in &mut self.outgoing {
            message.sent = false;
        }
        let fallen = std::mem::replace(&mut self.line, Line::Idle);
        self.failures = match &fallen {
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
        if self.outgoing.iter().any(|waiting| waiting.id == id) {
            return Ok(());
        }
        if self.outgoing.len() >= MAX_OUTGOING {
            return Err(MailboxError::Full);
        }
        let deadline = now + Duration::from_secs(expiry_s.into());
        let outgoing = Outgoing { id, topic: to.topic(), bytes, deadline, packet: None, sent: false };
        self.outgoing.push_back(outgoing);
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
        let expiry = self.outgoing.iter().filter(|message| !message.sent).map(|message| message.deadline);
        line.into_iter().chain(expiry).min()
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
                    self.outgoing.iter_mut().for_each(|message| message.packet = None);
                }
                if self.subscribed {
                    self.announce();
                } else {
                    up.wire.subscribe(&self.config.name.topic(), now);
                }
            }
            News::TurnedAway => self.failures = self.failures.max(PATIENT),
            News::Subscribed { granted: true } => {
                self.subscribed = true;
                self.announce();
            }
            News::Subscribed { granted: false } => {
                self.failures = self.failures.max(PATIENT);
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
        let answered = |message: &Outgoing| message.sent && message.packet == Some(packet);
        if let Some(message) = self.outgoing.iter().position(answered).and_then(|at| self.outgoing.remove(at))
        {
            let id = message.id;
            self.events.push_back(if taken {
                MailboxEvent::Taken { id }
            } else {
                MailboxEvent::Refused { id }
            });
        }
    }

    /// Drops what has expired unsent and sends what the broker has room for, oldest first.
    fn pump(&mut self, now: Mono) {
        self.outgoing.retain(|message| {
            let expired = !message.sent && message.deadline <= now;
            if expired {
                self.events.push_back(MailboxEvent::Refused { id: message.id });
            }
            !expired
        });
        let Line::Up(up) = &mut self.line else { return };
        if !up.wire.stands() {
            return;
        }
        let in_flight = self.outgoing.iter().filter(|message| message.sent).count();
        let room = up.window.saturating_sub(in_flight);
        for _ in 0..room {
            let Some(at) = self.outgoing.iter().position(|message| !message.sent) else { return };
            let fresh = free_packet(&self.outgoing, &mut self.next_packet);
            let Some(message) = self.outgoing.get_mut(at) else { return };
            let outbound = Outbound {
                packet: message.packet.unwrap_or(fresh),
                again: message.packet.is_some(),
                topic: &message.topic,
                payload: &message.bytes,
                expiry_s: whole_seconds(message.deadline.since(now)),
            };
            if up.wire.publish(&outbound, now) {
                message.packet = Some(outbound.packet);
                message.sent = true;
            } else if let Some(message) = self.outgoing.remove(at) {
                self.events.push_back(MailboxEvent::Refused { id: message.id });
            }
        }
    }
}

/// A packet identifier nobody uses; there are a thousand times more than messages.
fn free_packet(outgoing: &VecDeque<Outgoing>, next: &mut u16) -> u16 {
    loop {
        let packet = *next;
        *next = if packet + 1 == SUBSCRIBE_ID { 1 } else { packet + 1 };
        if outgoing.iter().all(|message| message.packet != Some(packet)) {
            return packet;
        }
    }
}

fn whole_seconds(left: Duration) -> u32 {
    u32::try_from(left.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX)
}

fn wait(failures: u32, entropy: &mut dyn Entropy) -> Duration {
    let longest = FIRST_WAIT.saturating_mul(1 << failures.saturating_sub(1).min(PATIENT)).min(LONGEST_WAIT);
    Duration::from_millis(entropy.up_to(u64::try_from(longest.as_millis()).unwrap_or(u64::MAX)))
}
