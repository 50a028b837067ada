//! One MQTT 5 connection of a mailbox: packets on one side, what they mean on the other.
//!
//! `mqtt-protocol-core` reads and writes the packets. A [`Wire`] lives as long as its socket; what must survive the
//! socket (messages not acknowledged yet) is kept by [`Mailbox`](super::Mailbox) in an order of our own, because the
//! library keeps it in hash maps. The library checks a packet's form but not whether it may come now, so that is done
//! here.

use std::collections::VecDeque;
use std::time::Duration;

use mqtt_protocol_core::mqtt::common::Cursor;
use mqtt_protocol_core::mqtt::connection::{ConnectionOptions, Event, TimerKind};
use mqtt_protocol_core::mqtt::packet::v5_0::{Connack, Connect, Disconnect, Puback, Publish, Subscribe};
use mqtt_protocol_core::mqtt::packet::{
    GenericPacketTrait, MessageExpiryInterval, Packet, Property, Qos, RequestProblemInformation,
    SessionExpiryInterval, SubEntry, SubOpts, WillDelayInterval,
};
use mqtt_protocol_core::mqtt::result_code::{
    ConnectReasonCode, DisconnectReasonCode, MqttError, PubackReasonCode,
};
use mqtt_protocol_core::mqtt::{Connection, Version, role};
use nabz_time::Mono;

use super::envelope::MAX_ENVELOPE;
use super::login::MailboxConfig;

/// The largest packet taken: an envelope, its topic and its properties.
const MAX_PACKET: u32 = MAX_ENVELOPE as u32 + 256;

/// How many messages may wait for the app's acknowledgement: 16 of the largest are 130 kB.
const RECEIVE_MAXIMUM: u16 = 16;

/// How long the broker may take to answer CONNECT or a ping. Three times the worst round trip we hold a call on (2 s
/// behind a 4 s queue), and room for a TLS handshake on the same line.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// The packet identifier of the only SUBSCRIBE; messages use those below.
pub(super) const SUBSCRIBE_ID: u16 = u16::MAX;

/// What the broker said.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum News {
    /// The login holds. The broker takes `window` messages at once.
    Accepted { resumed: bool, window: u16 },
    /// The login was refused, or another connection took our place: trying again at once would not help.
    TurnedAway,
    /// We receive on our topic, or may not.
    Subscribed { granted: bool },
    /// A message for acknowledgement.
    Message { packet: u16, topic: String, payload: Vec<u8> },
    /// The broker answered a message of ours.
    Answered { packet: u16, taken: bool },
}

/// A message on its way out.
pub(super) struct Outbound<'a> {
    pub(super) packet: u16,
    /// Whether an earlier connection of the same session carried it already.
    pub(super) again: bool,
    pub(super) topic: &'a str,
    pub(super) payload: &'a [u8],
    pub(super) expiry_s: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// CONNECT is out; an answer is due.
    Greeting { until: Mono },
    /// Logged in.
    Standing,
    /// Over; the socket is to be closed.
    Over,
}

/// One connection.
pub(super) struct Wire {
    link: Connection<role::Client>,
    phase: Phase,
    transmit: VecDeque<Vec<u8>>,
    ping_at: Option<Mono>,
    pong_by: Option<Mono>,
}

impl Wire {
    /// Greets the broker on a socket that just opened.
    pub(super) fn open(config: &MailboxConfig, now: Mono) -> Self {
        let options =
            ConnectionOptions::new().maximum_packet_size_recv(MAX_PACKET).receive_maximum(RECEIVE_MAXIMUM);
        let mut link = Connection::with_options(Version::V5_0, options);
        link.set_auto_pub_response(false);
        link.set_pingresp_recv_timeout(millis(ANSWER_WITHIN));
        let mut wire = Self {
            link,
            phase: Phase::Greeting { until: now + ANSWER_WITHIN },
            transmit: VecDeque::new(),
            ping_at: None,
            pong_by: None,
        };
        match connect(config) {
            Ok(packet) => {
                let events = wire.link.checked_send(packet);
                wire.absorb(events, now);
            }
            Err(_) => wire.phase = Phase::Over,
        }
        wire
    }

    /// Reads bytes from the socket, cut anywhere.
    pub(super) fn handle_bytes(&mut self, bytes: &[u8], now: Mono) -> Vec<News> {
        let mut cursor = Cursor::new(bytes);
        let mut news = Vec::new();
        while self.phase != Phase::Over && (cursor.position() as usize) < bytes.len() {
            let events = self.link.recv(&mut cursor);
            // The library reports some packets that must not come here without asking to close.
            let wrong = events.iter().any(|event| matches!(event, Event::NotifyError(_)));
            news.extend(self.absorb(events, now));
            if wrong {
                self.phase = Phase::Over;
            }
        }
        news
    }

    /// Asks for the messages of our topic.
    pub(super) fn subscribe(&mut self, topic: &str, now: Mono) {
        let packet = SubEntry::new(topic, SubOpts::new().set_qos(Qos::AtLeastOnce)).and_then(|entry| {
            self.link.register_packet_id(SUBSCRIBE_ID)?;
            Subscribe::builder().packet_id(SUBSCRIBE_ID).entries(vec![entry]).build()
        });
        self.send(packet, now);
    }

    /// Sends a message; false if this broker will never take one like it.
    pub(super) fn publish(&mut self, message: &Outbound<'_>, now: Mono) -> bool {
        let packet = MessageExpiryInterval::new(message.expiry_s).and_then(|expiry| {
            self.link.register_packet_id(message.packet)?;
            Publish::builder()
                .topic_name(message.topic)?
                .qos(Qos::AtLeastOnce)
                .dup(message.again)
                .packet_id(message.packet)
                .props(vec![Property::MessageExpiryInterval(expiry)])
                .payload(message.payload)
                .build()
        });
        self.send(packet, now)
    }

    /// Tells the broker that a message is kept.
    pub(super) fn acknowledge(&mut self, packet: u16, now: Mono) {
        self.send(Puback::builder().packet_id(packet).build(), now);
    }

    /// Ends the connection; the broker keeps the session and drops the will.
    pub(super) fn farewell(&mut self, now: Mono) {
        if self.phase == Phase::Standing {
            self.send(Disconnect::builder().build(), now);
        }
        self.phase = Phase::Over;
    }

    /// Bytes for the socket.
    pub(super) fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        self.transmit.pop_front()
    }

    /// Whether messages may be sent.
    pub(super) fn stands(&self) -> bool {
        self.phase == Phase::Standing
    }

    /// Whether the socket is to be closed.
    pub(super) fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// The next instant at which time alone changes something.
    pub(super) fn poll_timeout(&self) -> Option<Mono> {
        match self.phase {
            Phase::Greeting { until } => Some(until),
            Phase::Standing => [self.ping_at, self.pong_by].into_iter().flatten().min(),
            Phase::Over => None,
        }
    }

    /// Time has passed.
    pub(super) fn handle_timeout(&mut self, now: Mono) {
        match self.phase {
            Phase::Greeting { until } if until <= now => self.phase = Phase::Over,
            Phase::Standing => {
                if self.pong_by.take_if(|by| *by <= now).is_some() {
                    let events = self.link.notify_timer_fired(TimerKind::PingrespRecv);
                    self.absorb(events, now);
                }
                if self.ping_at.take_if(|at| *at <= now).is_some() {
                    let events = self.link.notify_timer_fired(TimerKind::PingreqSend);
                    self.absorb(events, now);
                }
            }
            _ => {}
        }
    }

    fn send<P>(&mut self, packet: Result<P, MqttError>, now: Mono) -> bool
    where
        P: Into<Packet>,
    {
        let Ok(packet) = packet else { return false };
        let events = self.link.send(packet.into());
        let sent = events.iter().any(|event| matches!(event, Event::RequestSendPacket { .. }));
        self.absorb(events, now);
        sent
    }

    fn absorb(&mut self, events: Vec<Event>, now: Mono) -> Vec<News> {
        let mut news = Vec::new();
        for event in events {
            match event {
                Event::RequestSendPacket { packet, .. } => {
                    self.transmit.push_back(packet.to_continuous_buffer());
                }
                Event::NotifyPacketReceived(packet) => news.extend(self.receive(packet)),
                Event::RequestTimerReset { kind, duration_ms } => {
                    self.set_timer(kind, Some(now + Duration::from_millis(duration_ms)));
                }
                Event::RequestTimerCancel(kind) => self.set_timer(kind, None),
                Event::RequestClose => self.phase = Phase::Over,
                Event::NotifyPacketIdReleased(_) | Event::NotifyError(_) => {}
            }
        }
        news
    }

    fn set_timer(&mut self, kind: TimerKind, at: Option<Mono>) {
        match kind {
            TimerKind::PingreqSend => self.ping_at = at,
            TimerKind::PingrespRecv => self.pong_by = at,
            TimerKind::PingreqRecv => {}
        }
    }

    fn receive(&mut self, packet: Packet) -> Option<News> {
        match (packet, self.phase) {
            (Packet::V5_0Connack(answer), Phase::Greeting { .. }) => Some(self.greeted(&answer)),
            (Packet::V5_0Suback(answer), Phase::Standing) => {
                let granted = answer.reason_codes().iter().all(|code| code.is_success());
                Some(News::Subscribed { granted })
            }
            (Packet::V5_0Publish(message), Phase::Standing) => {
                // What came without acknowledgement (QoS 0) was not sent by a mailbox.
                let packet = message.packet_id()?;
                let topic = message.topic_name().to_owned();
                Some(News::Message { packet, topic, payload: message.payload().as_slice().to_vec() })
            }
            (Packet::V5_0Puback(answer), Phase::Standing) => {
                let taken = matches!(answer.reason_code(), None | Some(PubackReasonCode::Success));
                Some(News::Answered { packet: answer.packet_id(), taken })
            }
            (Packet::V5_0Pingresp(_), Phase::Standing) => None,
            (Packet::V5_0Disconnect(farewell), _) => {
                self.phase = Phase::Over;
                let taken_over = farewell.reason_code() == Some(DisconnectReasonCode::SessionTakenOver);
                taken_over.then_some(News::TurnedAway)
            }
            _ => {
                self.phase = Phase::Over;
                None
            }
        }
    }

    fn greeted(&mut self, answer: &Connack) -> News {
        if answer.reason_code() != ConnectReasonCode::Success {
            self.phase = Phase::Over;
            return News::TurnedAway;
        }
        self.phase = Phase::Standing;
        let window = self.link.get_receive_maximum_vacancy_for_send().unwrap_or(u16::MAX);
        News::Accepted { resumed: answer.session_present(), window }
    }
}

fn connect(config: &MailboxConfig) -> Result<Connect, MqttError> {
    let session = SessionExpiryInterval::new(seconds(config.session_expiry))?;
    let quiet = RequestProblemInformation::new(0)?;
    let keep_alive = u16::try_from(config.keep_alive.as_secs()).unwrap_or(u16::MAX);
    let mut packet = Connect::builder()
        .clean_start(false)
        .client_id(config.client_id.as_str())?
        .user_name(config.name.as_str())?
        .password(config.token.reveal())?
        .keep_alive(keep_alive)
        .props(vec![Property::SessionExpiryInterval(session), Property::RequestProblemInformation(quiet)]);
    if let Some(will) = &config.will {
        let delay = WillDelayInterval::new(seconds(will.delay))?;
        packet = packet
            .will_message(will.to.topic().as_str(), &will.bytes, Qos::AtLeastOnce, false)?
            .will_props(vec![Property::WillDelayInterval(delay)]);
    }
    packet.build()
}

fn seconds(duration: Duration) -> u32 {
    u32::try_from(duration.as_secs()).unwrap_or(u32::MAX)
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
