//! Devices and a broker joined by pipes in memory, in virtual time.

use std::collections::VecDeque;
use std::time::Duration;

use nabz_call::signal::{Mailbox, MailboxConfig, MailboxEvent, MailboxName, Token};
use nabz_clinic::broker::{Broker, ConnId};
use nabz_time::{Entropy, Mono};

/// A reproducible stream of bytes (splitmix64).
pub(super) struct Seed(pub(super) u64);

impl Entropy for Seed {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (z ^ (z >> 31)) as u8;
        }
    }
}

pub(super) fn name(text: &str) -> MailboxName {
    text.parse().unwrap()
}

/// The password of every mailbox is its name backwards.
pub(super) fn password(name: &str) -> String {
    name.chars().rev().collect()
}

pub(super) fn config(mailbox: &str) -> MailboxConfig {
    MailboxConfig::new(name(mailbox), format!("{mailbox}-phone"), Token::new(password(mailbox)))
}

pub(super) fn broker() -> Broker {
    Broker::new(|name, given| given == password(name.as_str()).as_bytes())
}

pub(super) struct Device {
    pub(super) mailbox: Mailbox,
    conn: Option<ConnId>,
    up: VecDeque<u8>,
    down: VecDeque<u8>,
    pub(super) events: Vec<MailboxEvent>,
    /// Whether what arrives is acknowledged at once.
    pub(super) acknowledges: bool,
    /// Nothing of it runs any more, though its socket stands.
    pub(super) dead: bool,
    /// Nothing reaches it any more, though its socket stands.
    pub(super) deaf: bool,
    sent: usize,
}

impl Device {
    pub(super) fn messages(&self) -> Vec<Vec<u8>> {
        let bytes = |event: &MailboxEvent| match event {
            MailboxEvent::Message { bytes, .. } => Some(bytes.clone()),
            _ => None,
        };
        self.events.iter().filter_map(bytes).collect()
    }
}

pub(super) struct World {
    pub(super) broker: Broker,
    pub(super) devices: Vec<Device>,
    pub(super) now: Mono,
    entropy: Seed,
    last: u64,
    /// Whether sockets can be opened.
    pub(super) network: bool,
}

impl World {
    pub(super) fn new(configs: Vec<MailboxConfig>) -> Self {
        let device = |config| {
            let mut mailbox = Mailbox::new(config);
            mailbox.connect(Mono::ZERO);
            let (up, down) = Default::default();
            Device {
                mailbox,
                conn: None,
                up,
                down,
                events: Vec::new(),
                acknowledges: true,
                dead: false,
                deaf: false,
                sent: 0,
            }
        };
        let devices = configs.into_iter().map(device).collect();
        Self { broker: broker(), devices, now: Mono::ZERO, entropy: Seed(7), last: 0, network: true }
    }

    pub(super) fn of(mailboxes: &[&str]) -> Self {
        Self::new(mailboxes.iter().map(|mailbox| config(mailbox)).collect())
    }

    /// Lets everything happen that can happen now.
    pub(super) fn settle(&mut self) {
        while self.step(usize::MAX) {}
    }

    /// One round in which each pipe carries up to `chunk` bytes; false if nothing happened.
    pub(super) fn step(&mut self, chunk: usize) -> bool {
        self.broker.handle_timeout(self.now);
        let mut moved = false;
        for at in 0..self.devices.len() {
            moved |= self.step_device(at, chunk);
        }
        while let Some((conn, bytes)) = self.broker.poll_transmit() {
            moved = true;
            if let Some(device) = self.devices.iter_mut().find(|device| device.conn == Some(conn)) {
                device.down.extend(bytes);
            }
        }
        while let Some(conn) = self.broker.poll_close() {
            moved = true;
            if let Some(at) = self.devices.iter().position(|device| device.conn == Some(conn)) {
                let rest: Vec<u8> = self.devices[at].down.drain(..).collect();
                self.devices[at].mailbox.handle_bytes(&rest, self.now);
                self.cut(at);
            }
        }
        moved
    }

    fn step_device(&mut self, at: usize, chunk: usize) -> bool {
        let now = self.now;
        let mut moved = false;
        let device = &mut self.devices[at];
        if device.dead {
            return false;
        }
        if device.deaf {
            device.down.clear();
        }
        device.mailbox.handle_timeout(now);
        if device.mailbox.poll_connect(now) {
            moved = true;
            if self.network {
                self.last += 1;
                device.conn = Some(ConnId(self.last));
                self.broker.accept(ConnId(self.last), now);
                device.mailbox.connected(now);
            } else {
                device.mailbox.disconnected(now, &mut self.entropy);
            }
        }
        let down: Vec<u8> = device.down.drain(..chunk.min(device.down.len())).collect();
        if !down.is_empty() {
            moved = true;
            device.mailbox.handle_bytes(&down, now);
        }
        while let Some(event) = device.mailbox.poll_event() {
            moved = true;
            if let (MailboxEvent::Message { id, .. }, true) = (&event, device.acknowledges) {
                device.mailbox.acknowledge(*id, now);
            }
            device.events.push(event);
        }
        while let Some(bytes) = device.mailbox.poll_transmit() {
            moved = true;
            device.sent += bytes.len();
            device.up.extend(bytes);
        }
        let up: Vec<u8> = device.up.drain(..chunk.min(device.up.len())).collect();
        if let (false, Some(conn)) = (up.is_empty(), device.conn) {
            moved = true;
            self.broker.handle_bytes(conn, &up, now);
        }
        if device.mailbox.poll_close() && device.up.is_empty() {
            moved = true;
            self.cut(at);
        }
        moved
    }

    /// Cuts the connection of a device; what is in the pipes is lost.
    pub(super) fn cut(&mut self, at: usize) {
        let device = &mut self.devices[at];
        device.up.clear();
        device.down.clear();
        if let Some(conn) = device.conn.take() {
            device.mailbox.disconnected(self.now, &mut self.entropy);
            self.broker.closed(conn, self.now);
        }
    }

    /// Lets time pass, stopping at every instant at which somebody wants to act.
    pub(super) fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        self.settle();
        while let Some(next) = self.next_timeout().filter(|next| *next <= end) {
            self.now = next.max(self.now + Duration::from_micros(1));
            self.settle();
        }
        self.now = end;
        self.settle();
    }

    /// How often a socket was opened.
    pub(super) fn dials(&self) -> u64 {
        self.last
    }

    /// The bytes a device ever wrote.
    pub(super) fn bytes_up(&self, at: usize) -> usize {
        self.devices[at].sent
    }

    fn next_timeout(&self) -> Option<Mono> {
        let alive = self.devices.iter().filter(|device| !device.dead);
        let devices = alive.filter_map(|device| device.mailbox.poll_timeout());
        devices.chain(self.broker.poll_timeout()).min()
    }

    pub(super) fn publish(&mut self, from: usize, id: u64, to: &str, bytes: &[u8], expiry_s: u32) {
        let now = self.now;
        self.devices[from].mailbox.publish(id, &name(to), bytes.to_vec(), expiry_s, now).unwrap();
    }
}
