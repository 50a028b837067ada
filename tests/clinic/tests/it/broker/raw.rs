//! A client that says what it likes, packet by packet.

use mqtt_protocol_core::mqtt::common::Cursor;
use mqtt_protocol_core::mqtt::connection::Event;
use mqtt_protocol_core::mqtt::packet::v5_0::{Connect, Publish, Subscribe};
use mqtt_protocol_core::mqtt::packet::{
    GenericPacketTrait, Packet, Qos, SessionExpiryInterval, SubEntry, SubOpts,
};
use mqtt_protocol_core::mqtt::{Connection, Version, role};
use nabz_clinic::broker::{Broker, ConnId};
use nabz_time::Mono;

use super::world::password;

/// The packet identifiers used.
pub(super) const SUBSCRIPTION: u16 = 1;
pub(super) const MESSAGE: u16 = 2;

pub(super) struct Raw {
    conn: ConnId,
    reader: Connection<role::Client>,
    pub(super) closed: bool,
}

impl Raw {
    /// A socket on which nothing was said.
    pub(super) fn open(broker: &mut Broker, conn: u64, now: Mono) -> Self {
        broker.accept(ConnId(conn), now);
        Self { conn: ConnId(conn), reader: Connection::new(Version::V5_0), closed: false }
    }

    /// A client of a mailbox that is logged in.
    pub(super) fn login(broker: &mut Broker, conn: u64, mailbox: &str, now: Mono) -> Self {
        let mut client = Self::open(broker, conn, now);
        let answers = client.say(broker, &connect(mailbox, &password(mailbox)), now);
        assert!(matches!(answers[..], [Packet::V5_0Connack(_)]));
        client
    }

    /// Says something and returns what is answered.
    pub(super) fn say(&mut self, broker: &mut Broker, packet: &Packet, now: Mono) -> Vec<Packet> {
        // The reader must know what was sent, or it takes the answer for an error.
        for id in [SUBSCRIPTION, MESSAGE] {
            let _ = self.reader.register_packet_id(id);
        }
        let _ = self.reader.send(packet.clone());
        broker.handle_bytes(self.conn, &packet.to_continuous_buffer(), now);
        self.hear(broker)
    }

    pub(super) fn say_bytes(&mut self, broker: &mut Broker, bytes: &[u8], now: Mono) {
        broker.handle_bytes(self.conn, bytes, now);
        self.hear(broker);
    }

    /// What came since.
    pub(super) fn hear(&mut self, broker: &mut Broker) -> Vec<Packet> {
        let mut heard = Vec::new();
        while let Some((conn, bytes)) = broker.poll_transmit() {
            if conn != self.conn {
                continue;
            }
            let mut cursor = Cursor::new(&bytes[..]);
            while (cursor.position() as usize) < bytes.len() {
                heard.extend(self.reader.recv(&mut cursor).into_iter().filter_map(|event| match event {
                    Event::NotifyPacketReceived(packet) => Some(packet),
                    _ => None,
                }));
            }
        }
        while let Some(conn) = broker.poll_close() {
            self.closed |= conn == self.conn;
        }
        heard
    }
}

pub(super) fn connect(mailbox: &str, password: &str) -> Packet {
    let session = SessionExpiryInterval::new(3_600).unwrap();
    let packet = Connect::builder()
        .clean_start(false)
        .client_id("raw")
        .unwrap()
        .user_name(mailbox)
        .unwrap()
        .password(password)
        .unwrap()
        .keep_alive(60)
        .props(vec![session.into()]);
    packet.build().unwrap().into()
}

pub(super) fn subscribe(filter: &str, qos: Qos) -> Packet {
    let entry = SubEntry::new(filter, SubOpts::new().set_qos(qos)).unwrap();
    Subscribe::builder().packet_id(SUBSCRIPTION).entries(vec![entry]).build().unwrap().into()
}

pub(super) fn publish(topic: &str, payload: &[u8]) -> Packet {
    let packet = Publish::builder().topic_name(topic).unwrap().qos(Qos::AtLeastOnce).packet_id(MESSAGE);
    packet.payload(payload).build().unwrap().into()
}
