//! The clinic's MQTT 5 broker: a small one, for the sandbox and for the simulated world.
//!
//! Sans-IO on the server role of `mqtt-protocol-core`; [`serve`] puts the same state machine on sockets. It carries
//! mailboxes and nothing else:
//!
//! - every device logs in with the name of its mailbox; it may subscribe to `nabz/<name>/in` and publish to any
//!   mailbox;
//! - QoS 1 both ways. QoS 2 and retained messages are announced as not available; a message at QoS 0 may be lost by
//!   definition (MQTT 5 §4.3.1), and here it always is;
//! - a session outlives its connection for as long as its client asked, at most seven days, and holds up to
//!   [`MAX_HELD`] messages until they are acknowledged or expire;
//! - a message for a mailbox that has no session is not kept: its sender is told that nobody subscribes to it.
//!
//! Sessions live in memory: a broker that was stopped has forgotten them, and its clients publish again what was not
//! acknowledged.
//!
//! | The owner calls | when |
//! |---|---|
//! | [`Broker::accept`], [`Broker::closed`] | a socket was accepted; a socket fell |
//! | [`Broker::handle_bytes`] | bytes came |
//! | [`Broker::poll_transmit`], then [`Broker::poll_close`] | after each of these: bytes to write, then sockets to close |
//! | [`Broker::poll_timeout`], [`Broker::handle_timeout`] | to wake up, and on waking up |

mod link;
mod serve;
mod session;

use std::collections::BTreeMap;
use std::time::Duration;

use mqtt_protocol_core::mqtt::packet::v5_0::{Connect, Disconnect, Publish, Subscribe, Unsubscribe};
use mqtt_protocol_core::mqtt::packet::{Property, Qos};
use mqtt_protocol_core::mqtt::result_code::{
    ConnectReasonCode, DisconnectReasonCode, PubackReasonCode, SubackReasonCode, UnsubackReasonCode,
};
use nabz_call::signal::MailboxName;
use nabz_time::Mono;

use link::{Asked, Link};
pub use serve::serve;
pub use session::MAX_HELD;
use session::{Held, Session};

/// The longest a session is kept after its connection: as long as a message may live.
const LONGEST_SESSION: Duration = Duration::from_secs(7 * 24 * 3_600);

/// The sessions of one mailbox: a person's devices.
const MAX_SESSIONS: usize = 8;

/// The longest name of a client, in bytes.
const MAX_CLIENT_ID: usize = 128;

/// Names one socket. Its owner chooses, and never twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnId(pub u64);

/// Names one session: a client of one mailbox. Nobody takes over a session of another mailbox by its client's name.
type SessionKey = (MailboxName, String);

/// Whether a mailbox may log in with a password.
type Credentials = Box<dyn Fn(&MailboxName, &[u8]) -> bool + Send>;

/// The broker.
pub struct Broker {
    credentials: Credentials,
    links: BTreeMap<ConnId, Link>,
    sessions: BTreeMap<SessionKey, Session>,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Routed {
    Taken,
    NobodyThere,
    Full,
}

impl Broker {
    /// A broker without clients. `credentials` says whether a mailbox may log in with a password.
    pub fn new(credentials: impl Fn(&MailboxName, &[u8]) -> bool + Send + 'static) -> Self {
        Self { credentials: Box::new(credentials), links: BTreeMap::new(), sessions: BTreeMap::new() }
    }

    /// A socket was accepted.
    pub fn accept(&mut self, conn: ConnId, now: Mono) {
        self.links.insert(conn, Link::new(now));
    }

    /// Bytes came, cut anywhere. What breaks the protocol costs its own connection only.
    pub fn handle_bytes(&mut self, conn: ConnId, mut bytes: &[u8], now: Mono) {
        while let Some(asked) = self.links.get_mut(&conn).and_then(|link| link.read(&mut bytes, now)) {
            self.answer(conn, asked, now);
        }
        self.settle(now);
    }

    /// A socket fell, or was closed at our wish.
    pub fn closed(&mut self, conn: ConnId, now: Mono) {
        if let Some(link) = self.links.get_mut(&conn) {
            link.end();
        }
        self.settle(now);
        self.links.remove(&conn);
    }

    /// Bytes for a socket.
    pub fn poll_transmit(&mut self) -> Option<(ConnId, Vec<u8>)> {
        self.links.iter_mut().find_map(|(conn, link)| link.poll_transmit().map(|bytes| (*conn, bytes)))
    }

    /// A socket to close, once its bytes were written.
    pub fn poll_close(&mut self) -> Option<ConnId> {
        let done = |(_, link): &(&ConnId, &Link)| link.is_over() && link.is_flushed();
        let over = self.links.iter().find(done).map(|(conn, _)| *conn)?;
        self.links.remove(&over);
        Some(over)
    }

    /// The next instant at which time alone changes something.
    pub fn poll_timeout(&self) -> Option<Mono> {
        let links = self.links.values().filter_map(Link::poll_timeout);
        links.chain(self.sessions.values().filter_map(Session::poll_timeout)).min()
    }

    /// Time has passed.
    pub fn handle_timeout(&mut self, now: Mono) {
        for link in self.links.values_mut() {
            link.handle_timeout(now);
        }
        self.settle(now);
        let wills: Vec<_> =
            self.sessions.values_mut().filter_map(|session| session.take_due_will(now)).collect();
        self.sessions.retain(|_, session| !session.is_past(now));
        for will in wills {
            self.route(&will.to, Held::new(will.payload, will.expiry, now), now);
        }
    }

    fn answer(&mut self, conn: ConnId, asked: Asked, now: Mono) {
        match asked {
            Asked::Connect(packet) => self.login(conn, &packet, now),
            Asked::Publish(packet) => self.publish(conn, &packet, now),
            Asked::Acknowledged(packet) => {
                self.with_session(conn, |session, link| {
                    session.acknowledged(packet);
                    session.pump(link, now);
                });
            }
            Asked::Subscribe(packet) => self.subscribe(conn, &packet, now),
            Asked::Unsubscribe(packet) => self.unsubscribe(conn, &packet, now),
            Asked::Disconnect(packet) => self.farewell(conn, &packet),
        }
    }

    fn login(&mut self, conn: ConnId, packet: &Connect, now: Mono) {
        let admitted = self.admit(packet);
        let Some(link) = self.links.get_mut(&conn) else { return };
        let (name, will) = match admitted {
            Ok(admitted) => admitted,
            Err(reason) => return link.refuse(reason, now),
        };
        let key = (name, packet.client_id().to_owned());
        if let Some(old) = self.sessions.get(&key).and_then(Session::conn) {
            if let Some(link) = self.links.get_mut(&old) {
                link.dismiss(DisconnectReasonCode::SessionTakenOver, now);
            }
            self.settle(now);
        }
        if packet.clean_start()
            && let Some(ended) = self.sessions.remove(&key).and_then(Session::into_will)
        {
            self.route(&ended.to, Held::new(ended.payload, ended.expiry, now), now);
        }
        let resumed = self.sessions.contains_key(&key);
        let Some(link) = self.links.get_mut(&conn) else { return };
        let expiry =
            Duration::from_secs(session_expiry(packet.props()).unwrap_or(0).into()).min(LONGEST_SESSION);
        let session = self.sessions.entry(key.clone()).or_default();
        session.attach(conn, expiry, will);
        link.welcome(key, resumed, now);
        session.pump(link, now);
    }

    fn admit(&self, packet: &Connect) -> Result<(MailboxName, Option<session::Will>), ConnectReasonCode> {
        let name: MailboxName = packet
            .user_name()
            .and_then(|name| name.parse().ok())
            .ok_or(ConnectReasonCode::BadUserNameOrPassword)?;
        if !(self.credentials)(&name, packet.password().unwrap_or_default()) {
            return Err(ConnectReasonCode::BadUserNameOrPassword);
        }
        let client = packet.client_id();
        if client.is_empty() || client.len() > MAX_CLIENT_ID {
            return Err(ConnectReasonCode::ClientIdentifierNotValid);
        }
        if packet.props().iter().any(|property| matches!(property, Property::AuthenticationMethod(_))) {
            return Err(ConnectReasonCode::BadAuthenticationMethod);
        }
        let others = self.sessions.keys().filter(|(owner, known)| *owner == name && known != client).count();
        if others >= MAX_SESSIONS {
            return Err(ConnectReasonCode::QuotaExceeded);
        }
        Ok((name, session::Will::of(packet)?))
    }

    fn publish(&mut self, conn: ConnId, packet: &Publish, now: Mono) {
        let Some(link) = self.links.get_mut(&conn) else { return };
        if packet.retain() {
            return link.dismiss(DisconnectReasonCode::RetainNotSupported, now);
        }
        let Some(id) = packet.packet_id() else { return };
        if packet.qos() == Qos::ExactlyOnce {
            return link.dismiss(DisconnectReasonCode::QosNotSupported, now);
        }
        let reason = match MailboxName::from_topic(packet.topic_name()) {
            None => PubackReasonCode::NotAuthorized,
            Some(to) => {
                let message =
                    Held::new(packet.payload().as_slice().into(), message_expiry(packet.props()), now);
                match self.route(&to, message, now) {
                    Routed::Taken => PubackReasonCode::Success,
                    Routed::NobodyThere => PubackReasonCode::NoMatchingSubscribers,
                    Routed::Full => PubackReasonCode::QuotaExceeded,
                }
            }
        };
        if let Some(link) = self.links.get_mut(&conn) {
            link.acknowledge(id, reason, now);
        }
    }

    /// Puts a message into every session of a mailbox and sends what may be sent.
    fn route(&mut self, to: &MailboxName, message: Held, now: Mono) -> Routed {
        let mut routed = Routed::NobodyThere;
        let subscribed =
            |((name, _), session): &(&SessionKey, &mut Session)| name == to && session.subscribed;
        for (_, session) in self.sessions.iter_mut().filter(subscribed) {
            if session.hold(message.clone(), now) {
                routed = Routed::Taken;
            } else if routed == Routed::NobodyThere {
                routed = Routed::Full;
            }
            if let Some(link) = session.conn().and_then(|conn| self.links.get_mut(&conn)) {
                session.pump(link, now);
            }
        }
        routed
    }

    fn subscribe(&mut self, conn: ConnId, packet: &Subscribe, now: Mono) {
        self.with_session(conn, |session, link| {
            let own = link.topic();
            let grant = |filter: &str, qos: Qos| match qos {
                _ if own.as_deref() != Some(filter) => SubackReasonCode::NotAuthorized,
                Qos::AtMostOnce => SubackReasonCode::ImplementationSpecificError,
                Qos::AtLeastOnce | Qos::ExactlyOnce => SubackReasonCode::GrantedQos1,
            };
            let reasons: Vec<_> = packet
                .entries()
                .iter()
                .map(|entry| grant(entry.topic_filter(), entry.sub_opts().qos()))
                .collect();
            session.subscribed |= reasons.contains(&SubackReasonCode::GrantedQos1);
            link.subscribed(packet.packet_id(), reasons, now);
        });
    }

    fn unsubscribe(&mut self, conn: ConnId, packet: &Unsubscribe, now: Mono) {
        self.with_session(conn, |session, link| {
            let own = link.topic();
            let mut leave = |filter: &str| {
                if own.as_deref() == Some(filter) && std::mem::take(&mut session.subscribed) {
                    UnsubackReasonCode::Success
                } else {
                    UnsubackReasonCode::NoSubscriptionExisted
                }
            };
            let reasons = packet.entries().iter().map(|entry| leave(entry.as_str())).collect();
            link.unsubscribed(packet.packet_id(), reasons, now);
        });
    }

    fn farewell(&mut self, conn: ConnId, packet: &Disconnect) {
        let with_will = packet.reason_code() == Some(DisconnectReasonCode::DisconnectWithWillMessage);
        let expiry = packet.props().as_ref().and_then(|props| session_expiry(props));
        self.with_session(conn, |session, link| {
            session.farewell(with_will, expiry.map(|s| Duration::from_secs(s.into()).min(LONGEST_SESSION)));
            link.end();
        });
    }

    /// Takes the sessions of connections that are over off them.
    fn settle(&mut self, now: Mono) {
        let over: Vec<(ConnId, SessionKey)> = self
            .links
            .iter_mut()
            .filter(|(_, link)| link.is_over())
            .filter_map(|(conn, link)| link.leave().map(|key| (*conn, key)))
            .collect();
        for (conn, key) in over {
            let Some(session) = self.sessions.get_mut(&key).filter(|session| session.conn() == Some(conn))
            else {
                continue;
            };
            session.detach(now);
            let will = session.take_due_will(now);
            if session.is_past(now) {
                self.sessions.remove(&key);
            }
            if let Some(will) = will {
                self.route(&will.to, Held::new(will.payload, will.expiry, now), now);
            }
        }
    }

    fn with_session(&mut self, conn: ConnId, act: impl FnOnce(&mut Session, &mut Link)) {
        let Some(link) = self.links.get_mut(&conn) else { return };
        if let Some(session) = link.session().and_then(|key| self.sessions.get_mut(key)) {
            act(session, link);
        }
    }
}

fn session_expiry(properties: &[Property]) -> Option<u32> {
    properties.iter().find_map(|property| match property {
        Property::SessionExpiryInterval(expiry) => Some(expiry.val()),
        _ => None,
    })
}

fn message_expiry(properties: &[Property]) -> Option<Duration> {
    properties.iter().find_map(|property| match property {
        Property::MessageExpiryInterval(expiry) => Some(Duration::from_secs(expiry.val().into())),
        _ => None,
    })
}
