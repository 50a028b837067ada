//! One connection at the broker: packets on one side, what its client asks on the other.

use std::collections::VecDeque;
use std::time::Duration;

use mqtt_protocol_core::mqtt::common::Cursor;
use mqtt_protocol_core::mqtt::connection::{ConnectionOptions, Event, TimerKind};
use mqtt_protocol_core::mqtt::packet::v5_0::{
    Connack, Connect, Disconnect, Puback, Publish, Suback, Subscribe, Unsuback, Unsubscribe,
};
use mqtt_protocol_core::mqtt::packet::{
    GenericPacketTrait, MaximumQos, MessageExpiryInterval, Packet, Property, Qos, RetainAvailable,
    SharedSubscriptionAvailable, SubscriptionIdentifierAvailable, WildcardSubscriptionAvailable,
};
use mqtt_protocol_core::mqtt::result_code::{
    ConnectReasonCode, DisconnectReasonCode, MqttError, PubackReasonCode, SubackReasonCode,
    UnsubackReasonCode,
};
use mqtt_protocol_core::mqtt::{Connection, Version, role};
use nabz_call::signal::MAX_ENVELOPE;
use nabz_time::Mono;

use super::SessionKey;
use super::session::Held;

/// The largest packet taken: an envelope, its topic and its properties, or a login with a will.
const MAX_PACKET: u32 = MAX_ENVELOPE as u32 + 1_024;

/// The messages one client may have under way in either direction.
const WINDOW: u16 = 16;

/// A socket that says nothing is closed after this time.
const GREETING: Duration = Duration::from_secs(20);

/// What a client asks.
pub(super) enum Asked {
    Connect(Box<Connect>),
    Publish(Publish),
    Acknowledged(u16),
    Subscribe(Subscribe),
    Unsubscribe(Unsubscribe),
    Disconnect(Disconnect),
}

enum Phase {
    /// Nothing was said yet; `until` CONNECT must have been.
    Silent { until: Mono },
    /// Something was said that may become CONNECT.
    Greeting { until: Mono },
    /// Logged in.
    Standing,
    /// The socket is to be closed.
    Over,
}

/// One connection.
pub(super) struct Link {
    wire: Connection<role::Server>,
    phase: Phase,
    session: Option<SessionKey>,
    transmit: VecDeque<Vec<u8>>,
    /// When silence becomes too long.
    silent_until: Option<Mono>,
}

impl Link {
    pub(super) fn new(now: Mono) -> Self {
        let options = ConnectionOptions::new().maximum_packet_size_recv(MAX_PACKET).receive_maximum(WINDOW);
        let mut wire = Connection::with_options(Version::V5_0, options);
        wire.set_auto_pub_response(false);
        wire.set_auto_ping_response(true);
        Self {
            wire,
            phase: Phase::Silent { until: now + GREETING },
            session: None,
            transmit: VecDeque::new(),
            silent_until: None,
        }
    }

    /// Reads up to the next thing the client asks, and leaves the rest: whether it may ask more depends on the answer.
    pub(super) fn read(&mut self, bytes: &mut &[u8], now: Mono) -> Option<Asked> {
        self.begin(bytes);
        while !self.is_over() && !bytes.is_empty() {
            let mut cursor = Cursor::new(*bytes);
            let events = self.wire.recv(&mut cursor);
            *bytes =
                bytes.get(usize::try_from(cursor.position()).unwrap_or(usize::MAX)..).unwrap_or_default();
            // The library reports some packets that must not come here without asking to close.
            let wrong = events.iter().any(|event| matches!(event, Event::NotifyError(_)));
            let received = self.absorb(events, now);
            if wrong {
                self.end();
            } else if let Some(asked) = received.and_then(|packet| self.ask(packet)) {
                return Some(asked);
            }
        }
        None
    }

    /// Lets a client in.
    pub(super) fn welcome(&mut self, session: SessionKey, resumed: bool, now: Mono) {
        self.session = Some(session);
        self.phase = Phase::Standing;
        let packet = limits().and_then(|limits| {
            let reason = ConnectReasonCode::Success;
            Connack::builder().session_present(resumed).reason_code(reason).props(limits).build()
        });
        self.send(packet, now);
    }

    /// Turns a client away.
    pub(super) fn refuse(&mut self, reason: ConnectReasonCode, now: Mono) {
        self.send(Connack::builder().session_present(false).reason_code(reason).build(), now);
        self.end();
    }

    /// Ends the connection of a client that is logged in, and says why.
    pub(super) fn dismiss(&mut self, reason: DisconnectReasonCode, now: Mono) {
        self.send(Disconnect::builder().reason_code(reason).build(), now);
        self.end();
    }

    /// Sends a message; false if this client will not take it.
    pub(super) fn publish(&mut self, message: &Held, packet: u16, again: bool, now: Mono) -> bool {
        let Some(topic) = self.topic() else { return false };
        let expiry = message.expiry_s(now).map(MessageExpiryInterval::new).transpose();
        let packet = expiry.and_then(|expiry| {
            self.wire.register_packet_id(packet)?;
            Publish::builder()
                .topic_name(topic.as_str())?
                .qos(Qos::AtLeastOnce)
                .dup(again)
                .packet_id(packet)
                .props(expiry.into_iter().map(Property::MessageExpiryInterval).collect::<Vec<_>>())
                .payload(message.payload())
                .build()
        });
        self.send(packet, now)
    }

    /// Answers a PUBLISH.
    pub(super) fn acknowledge(&mut self, packet: u16, reason: PubackReasonCode, now: Mono) {
        self.send(Puback::builder().packet_id(packet).reason_code(reason).build(), now);
    }

    /// Answers a SUBSCRIBE.
    pub(super) fn subscribed(&mut self, packet: u16, reasons: Vec<SubackReasonCode>, now: Mono) {
        self.send(Suback::builder().packet_id(packet).reason_codes(reasons).build(), now);
    }

    /// Answers an UNSUBSCRIBE.
    pub(super) fn unsubscribed(&mut self, packet: u16, reasons: Vec<UnsubackReasonCode>, now: Mono) {
        self.send(Unsuback::builder().packet_id(packet).reason_codes(reasons).build(), now);
    }

    /// The session of the client that logged in.
    pub(super) fn session(&self) -> Option<&SessionKey> {
        self.session.as_ref()
    }

    /// Lets go of the session of a connection that is over.
    pub(super) fn leave(&mut self) -> Option<SessionKey> {
        self.session.take()
    }

    /// How many more messages may be sent while `in_flight` are not acknowledged.
    pub(super) fn room(&self, in_flight: usize) -> usize {
        let ours = usize::from(WINDOW).saturating_sub(in_flight);
        self.wire.get_receive_maximum_vacancy_for_send().map_or(ours, |theirs| ours.min(theirs.into()))
    }

    /// The one topic the client may subscribe to.
    pub(super) fn topic(&self) -> Option<String> {
        self.session.as_ref().map(|(name, _)| name.topic())
    }

    /// Ends the connection without a word.
    pub(super) fn end(&mut self) {
        self.phase = Phase::Over;
    }

    /// Whether the socket is to be closed.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Over)
    }

    /// Bytes for the socket.
    pub(super) fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        self.transmit.pop_front()
    }

    /// Whether every byte was taken for the socket.
    pub(super) fn is_flushed(&self) -> bool {
        self.transmit.is_empty()
    }

    /// The next instant at which time alone changes something.
    pub(super) fn poll_timeout(&self) -> Option<Mono> {
        match self.phase {
            Phase::Silent { until } | Phase::Greeting { until } => Some(until),
            Phase::Standing => self.silent_until,
            Phase::Over => None,
        }
    }

    /// Time has passed.
    pub(super) fn handle_timeout(&mut self, now: Mono) {
        match self.phase {
            Phase::Silent { until } | Phase::Greeting { until } if until <= now => self.end(),
            Phase::Standing if self.silent_until.take_if(|until| *until <= now).is_some() => {
                let events = self.wire.notify_timer_fired(TimerKind::PingreqRecv);
                self.absorb(events, now);
                self.end();
            }
            _ => {}
        }
    }

    /// What does not begin with CONNECT is no client of ours; its "length" is not waited for.
    fn begin(&mut self, bytes: &[u8]) {
        const CONNECT: u8 = 0x10;
        if let (Phase::Silent { until }, Some(first)) = (&self.phase, bytes.first()) {
            self.phase = if *first == CONNECT { Phase::Greeting { until: *until } } else { Phase::Over };
        }
    }

    fn send<P: Into<Packet>>(&mut self, packet: Result<P, MqttError>, now: Mono) -> bool {
        let Ok(packet) = packet else { return false };
        let events = self.wire.send(packet.into());
        let sent = events.iter().any(|event| matches!(event, Event::RequestSendPacket { .. }));
        self.absorb(events, now);
        sent
    }

    /// Takes over what the library wants done; returns the packet it read, one at most.
    fn absorb(&mut self, events: Vec<Event>, now: Mono) -> Option<Packet> {
        let mut received = None;
        for event in events {
            match event {
                Event::RequestSendPacket { packet, .. } => {
                    self.transmit.push_back(packet.to_continuous_buffer());
                }
                Event::NotifyPacketReceived(packet) => received = Some(packet),
                Event::RequestTimerReset { kind: TimerKind::PingreqRecv, duration_ms } => {
                    self.silent_until = Some(now + Duration::from_millis(duration_ms));
                }
                Event::RequestTimerCancel(TimerKind::PingreqRecv) => self.silent_until = None,
                Event::RequestClose => self.end(),
                Event::RequestTimerReset { .. }
                | Event::RequestTimerCancel(_)
                | Event::NotifyPacketIdReleased(_)
                | Event::NotifyError(_) => {}
            }
        }
        received
    }

    /// The library checks a packet's form but not whether it may come now.
    fn ask(&mut self, packet: Packet) -> Option<Asked> {
        match (packet, &self.phase) {
            (Packet::V5_0Connect(packet), Phase::Greeting { .. }) => Some(Asked::Connect(Box::new(packet))),
            (Packet::V5_0Publish(packet), Phase::Standing) => Some(Asked::Publish(packet)),
            (Packet::V5_0Puback(packet), Phase::Standing) => Some(Asked::Acknowledged(packet.packet_id())),
            (Packet::V5_0Subscribe(packet), Phase::Standing) => Some(Asked::Subscribe(packet)),
            (Packet::V5_0Unsubscribe(packet), Phase::Standing) => Some(Asked::Unsubscribe(packet)),
            (Packet::V5_0Disconnect(packet), Phase::Standing) => Some(Asked::Disconnect(packet)),
            (Packet::V5_0Pingreq(_), Phase::Standing) => None,
            _ => {
                self.end();
                None
            }
        }
    }
}

/// What this broker does not do (MQTT 5 §3.2.2.3).
fn limits() -> Result<Vec<Property>, MqttError> {
    Ok(vec![
        MaximumQos::new(1)?.into(),
        RetainAvailable::new(0)?.into(),
        WildcardSubscriptionAvailable::new(0)?.into(),
        SubscriptionIdentifierAvailable::new(0)?.into(),
        SharedSubscriptionAvailable::new(0)?.into(),
    ])
}
