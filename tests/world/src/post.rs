//! A process's mailbox and the byte pipes between it and the broker.
//!
//! A pipe keeps the order of its bytes, carries them after a delay and may break anywhere. What was under way when it
//! breaks is lost. An end learns that its socket fell at once, later, or, when nobody says farewell, only by silence.

use std::collections::BTreeMap;
use std::time::Duration;

use nabz_app::effect::MailboxCommand;
use nabz_call::signal::{Mailbox, MailboxConfig, MailboxEvent, MailboxName, Token};
use nabz_clinic::broker::ConnId;
use nabz_clinic::seed::Seeded;
use nabz_time::Mono;

use crate::faults::{Cut, Pipe, Place};

/// Whose process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// The patient's phone.
    Phone,
    /// The doctor's desk.
    Doctor,
}

/// One end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The device's.
    Device,
    /// The broker's.
    Broker,
}

/// The mailbox of one process.
pub struct Post {
    name: MailboxName,
    /// There from the first wish for a connection on, as in the runtime.
    pub mailbox: Option<Mailbox>,
    /// The socket that stands.
    pub conn: Option<ConnId>,
    /// For its waits.
    pub entropy: Seeded,
    /// Letters the mailbox has not answered for.
    waiting: BTreeMap<u64, Vec<u8>>,
}

impl Post {
    /// A mailbox nobody asked for yet.
    pub fn new(name: MailboxName, seed: u64) -> Self {
        Self { name, mailbox: None, conn: None, entropy: Seeded::new(seed), waiting: BTreeMap::new() }
    }

    /// Whether a letter takes the name of another that still waits: the mailbox would take it for that one.
    pub fn confuses(&mut self, id: u64, bytes: &[u8]) -> bool {
        self.waiting.insert(id, bytes.to_vec()).is_some_and(|other| other != bytes)
    }

    /// What the mailbox reports of a letter ends its wait.
    pub fn note(&mut self, event: &MailboxEvent) {
        if let MailboxEvent::Taken { id } | MailboxEvent::Refused { id } = event {
            self.waiting.remove(id);
        }
    }

    /// Does what the process asks. `now` is the process's own.
    pub fn obey(&mut self, command: MailboxCommand, now: Mono) {
        if let (None, MailboxCommand::Connect { password }) = (&self.mailbox, &command) {
            let client = self.name.as_str().to_owned();
            let config = MailboxConfig::new(self.name.clone(), client, Token::new(password.0.clone()));
            self.mailbox = Some(Mailbox::new(config));
        }
        let Some(mailbox) = &mut self.mailbox else { return };
        match command {
            MailboxCommand::Connect { .. } => mailbox.connect(now),
            MailboxCommand::NetworkChanged => mailbox.network_changed(now),
            MailboxCommand::Disconnect => mailbox.disconnect(now),
            MailboxCommand::Acknowledge(id) => mailbox.acknowledge(id, now),
            MailboxCommand::Publish { id, to, bytes, expiry_s } => {
                if let Ok(to) = to.parse() {
                    // A full mailbox keeps nothing; the letter stays with whoever wrote it.
                    let _ = mailbox.publish(id, &to, bytes, expiry_s, now);
                }
            }
        }
    }
}

/// A connection between a device and the broker.
struct Conn {
    party: Party,
    life: u32,
    /// When what was sent last arrives, to each end.
    arrives: [Mono; 2],
    broken: bool,
}

/// What became of bytes that were to be sent.
#[derive(Debug, PartialEq, Eq)]
pub enum Sent {
    /// They arrive then.
    Arrive(Mono),
    /// Only so many arrive then, and the pipe is broken.
    Cut {
        /// When.
        at: Mono,
        /// How many.
        bytes: usize,
        /// Whether the broker learns of it only by silence.
        half_open: bool,
    },
    /// The pipe was broken already.
    Lost,
}

/// All connections.
#[derive(Default)]
pub struct Wires {
    conns: BTreeMap<ConnId, Conn>,
    last: u64,
    cuts: Vec<Cut>,
    carried: BTreeMap<Pipe, u64>,
    letters: BTreeMap<Pipe, u32>,
}

/// A piece of this size holds an offer or an answer with its certificate.
const LETTER: usize = 400;

impl Wires {
    /// Wires that will break there.
    pub fn new(cuts: Vec<Cut>) -> Self {
        Self { cuts, ..Self::default() }
    }

    /// A new connection.
    pub fn open(&mut self, party: Party, life: u32, now: Mono) -> ConnId {
        self.last += 1;
        let conn = Conn { party, life, arrives: [now; 2], broken: false };
        self.conns.insert(ConnId(self.last), conn);
        ConnId(self.last)
    }

    /// Whose connection it is.
    pub fn owner(&self, conn: ConnId) -> Option<(Party, u32)> {
        self.conns.get(&conn).map(|conn| (conn.party, conn.life))
    }

    /// Whether bytes still pass.
    pub fn stands(&self, conn: ConnId) -> bool {
        self.conns.get(&conn).is_some_and(|conn| !conn.broken)
    }

    /// From now on nothing passes.
    pub fn break_off(&mut self, conn: ConnId) {
        if let Some(conn) = self.conns.get_mut(&conn) {
            conn.broken = true;
        }
    }

    /// Sends bytes to an end; they are under way for `delay`, after what was sent before.
    pub fn send(&mut self, conn: ConnId, to: End, bytes: &[u8], now: Mono, delay: Duration) -> Sent {
        let Some(wire) = self.conns.get_mut(&conn).filter(|wire| !wire.broken) else { return Sent::Lost };
        let last = &mut wire.arrives[to as usize];
        *last = (now + delay).max(*last);
        let at = *last;
        let pipe = pipe(wire.party, to);
        match self.cut_within(pipe, bytes.len()) {
            None => Sent::Arrive(at),
            Some((bytes, half_open)) => {
                self.break_off(conn);
                Sent::Cut { at, bytes, half_open }
            }
        }
    }

    /// When a farewell sent now arrives at an end.
    pub fn farewell(&mut self, conn: ConnId, to: End, now: Mono, delay: Duration) -> Mono {
        match self.conns.get_mut(&conn) {
            Some(wire) => (now + delay).max(wire.arrives[to as usize]),
            None => now + delay,
        }
    }

    /// Whether the pipe breaks within the next bytes, and after how many.
    fn cut_within(&mut self, pipe: Pipe, bytes: usize) -> Option<(usize, bool)> {
        let before = self.carried.get(&pipe).copied().unwrap_or(0);
        self.carried.insert(pipe, before + bytes as u64);
        let letter = self.letters.get(&pipe).copied().unwrap_or(0);
        if bytes >= LETTER {
            self.letters.insert(pipe, letter + 1);
        }
        let place = |cut: &Cut| match cut.place {
            _ if cut.pipe != pipe => None,
            Place::AtByte(at) => at.checked_sub(before).filter(|at| *at < bytes as u64),
            Place::InLetter { nth, permille } => {
                (bytes >= LETTER && nth == letter).then_some(bytes as u64 * permille / 1_000)
            }
        };
        let found = self.cuts.iter().position(|cut| place(cut).is_some())?;
        let cut = self.cuts.remove(found);
        Some((usize::try_from(place(&cut)?).ok()?, cut.half_open))
    }

    /// No pipe breaks any more.
    pub fn end_faults(&mut self) {
        self.cuts.clear();
    }
}

const fn pipe(party: Party, to: End) -> Pipe {
    match (party, to) {
        (Party::Phone, End::Broker) => Pipe::PhoneUp,
        (Party::Phone, End::Device) => Pipe::PhoneDown,
        (Party::Doctor, End::Broker) => Pipe::DoctorUp,
        (Party::Doctor, End::Device) => Pipe::DoctorDown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_keeps_its_order_and_breaks_at_its_byte() {
        let cut = Cut { pipe: Pipe::PhoneUp, place: Place::AtByte(7), half_open: true };
        let mut wires = Wires::new(vec![cut]);
        let conn = wires.open(Party::Phone, 1, Mono::ZERO);
        let slow = Duration::from_millis(90);
        let fast = Duration::from_millis(10);
        assert_eq!(
            wires.send(conn, End::Broker, b"01234", Mono::ZERO, slow),
            Sent::Arrive(Mono::from_millis(90))
        );
        assert_eq!(
            wires.send(conn, End::Broker, b"56789", Mono::from_millis(1), fast),
            Sent::Cut { at: Mono::from_millis(90), bytes: 2, half_open: true }
        );
        assert_eq!(wires.send(conn, End::Device, b"x", Mono::ZERO, fast), Sent::Lost);
    }

    #[test]
    fn a_letter_breaks_in_the_middle() {
        let place = Place::InLetter { nth: 1, permille: 500 };
        let mut wires = Wires::new(vec![Cut { pipe: Pipe::DoctorUp, place, half_open: false }]);
        let conn = wires.open(Party::Doctor, 1, Mono::ZERO);
        let mut send =
            |bytes: usize| wires.send(conn, End::Broker, &vec![0; bytes], Mono::ZERO, Duration::ZERO);
        assert_eq!(send(LETTER), Sent::Arrive(Mono::ZERO));
        assert_eq!(send(10), Sent::Arrive(Mono::ZERO));
        assert_eq!(send(600), Sent::Cut { at: Mono::ZERO, bytes: 300, half_open: false });
    }
}
