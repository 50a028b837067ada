//! The byte pipes between mailboxes and the broker.

use std::time::Duration;

use nabz_app::effect::{Input, MailboxCommand};
use nabz_call::signal::MailboxEvent;
use nabz_clinic::broker::ConnId;
use nabz_clinic::doctor::DoctorInput;
use nabz_time::Mono;

use super::{Event, World};
use crate::faults::Fall;
use crate::post::{End, Party, Post, Sent};

/// A socket stands after this long, or cannot be opened.
const DIAL: Duration = Duration::from_millis(350);
const NO_WAY: Duration = Duration::from_secs(3);

impl World {
    pub(super) fn post(&mut self, party: Party) -> &mut Post {
        match party {
            Party::Phone => &mut self.phone_post,
            Party::Doctor => &mut self.desk_post,
        }
    }

    pub(super) fn post_timeout(&self, party: Party) -> Option<Mono> {
        let post = if party == Party::Phone { &self.phone_post } else { &self.desk_post };
        let own = post.mailbox.as_ref()?.poll_timeout()?;
        Some(self.world_time(party, own))
    }

    /// A process changes its mailbox; its letters are opened and counted.
    pub(super) fn obey(&mut self, party: Party, command: MailboxCommand) {
        if let MailboxCommand::Publish { id, to, bytes, .. } = &command
            && let Ok(to) = to.parse()
        {
            if self.post(party).confuses(*id, bytes) {
                self.flaws.push(format!("{party:?}: two letters wait under the name {id}"));
            }
            let wall = self.wall();
            self.letters.note(bytes, &to, &self.roots, wall);
        }
        let own = self.own_clock(party);
        self.post(party).obey(command, own);
    }

    /// Does what a mailbox wants until it wants nothing more.
    pub(super) fn settle_post(&mut self, party: Party) {
        loop {
            let own = self.own_clock(party);
            let life = self.life(party);
            let post = self.post(party);
            let Some(mailbox) = &mut post.mailbox else { return };
            if let Some(event) = mailbox.poll_event() {
                post.note(&event);
                let twice = party == Party::Phone
                    && self.faults.letters_twice
                    && matches!(event, MailboxEvent::Message { .. });
                if twice {
                    self.tally.count("letter twice");
                    let input = Input::Mailbox(event.clone());
                    self.later(Duration::ZERO, Event::Phone { life, input });
                }
                let event = match party {
                    Party::Phone => Event::Phone { life, input: Input::Mailbox(event) },
                    Party::Doctor => Event::Doctor { life, input: DoctorInput::Mailbox(event) },
                };
                self.later(Duration::ZERO, event);
            } else if let Some(bytes) = mailbox.poll_transmit() {
                if let Some(conn) = post.conn {
                    self.carry(conn, End::Broker, &bytes);
                }
            } else if mailbox.poll_close() {
                let conn = post.conn.take();
                mailbox.disconnected(own, &mut post.entropy);
                if let Some(conn) = conn {
                    self.say_farewell(conn, End::Broker);
                }
            } else if mailbox.poll_connect(own) {
                let takes = if self.is_offline(party) { NO_WAY } else { DIAL };
                self.later(takes, Event::Dialled { party, life });
            } else {
                return;
            }
        }
    }

    /// Does what the broker wants.
    pub(super) fn settle_broker(&mut self) {
        while let Some((conn, bytes)) = self.broker.poll_transmit() {
            self.carry(conn, End::Device, &bytes);
        }
        while let Some(conn) = self.broker.poll_close() {
            self.say_farewell(conn, End::Device);
        }
    }

    pub(super) fn dialled(&mut self, party: Party, life: u32) {
        if life != self.life(party) {
            return;
        }
        let own = self.own_clock(party);
        let conn = (!self.is_offline(party)).then(|| self.wires.open(party, life, self.now));
        if let Some(conn) = conn {
            self.broker.accept(conn, self.now);
        }
        let post = self.post(party);
        post.conn = conn;
        if let Some(mailbox) = &mut post.mailbox {
            match conn {
                Some(_) => mailbox.connected(own),
                None => mailbox.disconnected(own, &mut post.entropy),
            }
        }
        self.settle_post(party);
    }

    pub(super) fn bytes_arrive(&mut self, conn: ConnId, to: End, bytes: &[u8]) {
        match to {
            End::Broker => {
                self.broker.handle_bytes(conn, bytes, self.now);
                self.settle_broker();
            }
            End::Device => {
                let Some(party) = self.holder(conn) else { return };
                let own = self.own_clock(party);
                if let Some(mailbox) = &mut self.post(party).mailbox {
                    mailbox.handle_bytes(bytes, own);
                }
                self.settle_post(party);
            }
        }
    }

    /// An end learns that its socket fell.
    pub(super) fn socket_fell(&mut self, conn: ConnId, end: End) {
        match end {
            End::Broker => {
                self.broker.closed(conn, self.now);
                self.settle_broker();
            }
            End::Device => {
                let Some(party) = self.holder(conn) else { return };
                let own = self.own_clock(party);
                let post = self.post(party);
                post.conn = None;
                if let Some(mailbox) = &mut post.mailbox {
                    mailbox.disconnected(own, &mut post.entropy);
                }
                self.settle_post(party);
            }
        }
    }

    /// The phone's network falls. Sockets that do not survive are gone at once here, and only by silence there.
    pub(super) fn network_falls(&mut self, fall: Fall) {
        if !self.is_faulty() {
            return;
        }
        self.tally.count("fall");
        self.fall = Some(self.now + fall.lasts);
        self.later(fall.lasts, Event::Returns);
        if let Some(conn) = self.phone_post.conn.filter(|_| !fall.sockets_survive) {
            self.wires.break_off(conn);
            self.socket_fell(conn, End::Device);
        }
    }

    /// The last word on a connection: whoever still holds the other end learns it after what was sent before.
    pub(super) fn say_farewell(&mut self, conn: ConnId, to: End) {
        let delay = self.delay();
        if self.wires.stands(conn) {
            let at = self.wires.farewell(conn, to, self.now, delay);
            self.wires.break_off(conn);
            self.at(at, Event::Fallen { conn, end: to });
        }
    }

    fn carry(&mut self, conn: ConnId, to: End, bytes: &[u8]) {
        let Some((party, _)) = self.wires.owner(conn) else { return };
        self.trace.record(self.now, link(party, to), bytes);
        let mut delay = self.delay();
        if let (Party::Phone, Some(until)) = (party, self.fall) {
            delay += until.since(self.now);
        }
        match self.wires.send(conn, to, bytes, self.now, delay) {
            Sent::Arrive(at) => self.at(at, Event::Bytes { conn, to, bytes: bytes.to_vec() }),
            Sent::Cut { at, bytes: passed, half_open } => {
                self.tally.count("cut");
                if let Some(passed) = bytes.get(..passed).filter(|passed| !passed.is_empty()) {
                    self.at(at, Event::Bytes { conn, to, bytes: passed.to_vec() });
                }
                self.at(at, Event::Fallen { conn, end: End::Device });
                if !half_open {
                    self.at(at, Event::Fallen { conn, end: End::Broker });
                }
            }
            Sent::Lost => {}
        }
    }

    /// The process that holds the device's end of a connection, if it still does.
    fn holder(&self, conn: ConnId) -> Option<Party> {
        let (party, _) = self.wires.owner(conn)?;
        let post = if party == Party::Phone { &self.phone_post } else { &self.desk_post };
        (post.conn == Some(conn)).then_some(party)
    }

    fn is_offline(&self, party: Party) -> bool {
        party == Party::Phone && self.fall.is_some()
    }
}

const fn link(party: Party, to: End) -> &'static str {
    match (party, to) {
        (Party::Phone, End::Broker) => "phone → broker",
        (Party::Phone, End::Device) => "broker → phone",
        (Party::Doctor, End::Broker) => "doctor → broker",
        (Party::Doctor, End::Device) => "broker → doctor",
    }
}
