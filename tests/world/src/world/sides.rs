//! The two processes, phone and doctor: their turns, what they want done, their deaths and starts.

use std::time::Duration;

use nabz_app::effect::{Door, Effect, HostReply, Input};
use nabz_call::media::{MediaCommand, MediaEvent};
use nabz_clinic::doctor::{Doctor, DoctorConfig, DoctorInput, DoctorOutput};
use nabz_clinic::fhir;
use nabz_clinic::seed::Seeded;
use nabz_time::{Entropy as _, Mono, Now};

use super::{Event, World};
use crate::SetUp;
use crate::faults::{Kill, Moment};
use crate::plan::Defect;
use crate::post::{End, Party, Post};

/// A doctor whose process died is back after so long.
const DOCTOR_BACK: Duration = Duration::from_secs(8);

/// The doctor's process.
pub(super) struct Desk {
    doctor: Doctor,
    began: Mono,
}

impl Desk {
    pub(super) fn poll_timeout(&self) -> Option<Mono> {
        self.doctor.poll_timeout().map(|own| self.began + own.since(Mono::ZERO))
    }
}

impl World {
    pub(super) fn life(&self, party: Party) -> u32 {
        if party == Party::Phone { self.phone.life } else { self.desk_life }
    }

    /// A process's own monotonic clock.
    pub(super) fn own_clock(&self, party: Party) -> Mono {
        match party {
            Party::Phone => self.phone.clock(self.now),
            Party::Doctor => {
                let began = self.desk.as_ref().map_or(self.now, |desk| desk.began);
                Mono::ZERO + self.now.since(began)
            }
        }
    }

    /// The world's instant of one on a process's own clock.
    pub(super) fn world_time(&self, party: Party, own: Mono) -> Mono {
        match party {
            Party::Phone => self.phone.world_time(own),
            Party::Doctor => self.desk.as_ref().map_or(own, |desk| desk.began + own.since(Mono::ZERO)),
        }
    }

    /// One turn of the phone, or its death around it.
    pub(super) fn turn_phone(&mut self, inputs: Vec<Input>) -> Result<(), SetUp> {
        if !self.phone.is_running() {
            return Ok(());
        }
        let kill = self.kill_at(self.phone.turns + 1);
        if let Some(Kill { moment: Moment::BeforeTurn, down, .. }) = kill {
            self.phone.turns += 1;
            self.tally.count("kill before a turn");
            return self.kill_phone(down);
        }
        let mut effects = self.phone.turn(self.now, self.wall(), inputs);
        if let Some(Kill { moment: Moment::AfterCommit(performed), .. }) = kill {
            effects.truncate(performed);
        }
        self.see();
        for effect in effects {
            self.perform(effect);
        }
        self.settle_post(Party::Phone);
        match kill {
            Some(kill) => {
                self.tally.count("kill after a commit");
                self.kill_phone(kill.down)
            }
            None => Ok(()),
        }
    }

    fn kill_at(&self, turn: u32) -> Option<Kill> {
        self.faults.kills.iter().find(|kill| kill.turn == turn && self.is_faulty()).copied()
    }

    fn perform(&mut self, effect: Effect) {
        let life = self.phone.life;
        match effect {
            Effect::Http { id, door, request, bearer } => {
                self.ask(Party::Phone, id.0, door, &request, bearer.as_ref().map(|bearer| bearer.0.as_str()));
            }
            Effect::Keys(id, request) => {
                let answer = self.phone.keys.answer(request);
                if answer.is_err() {
                    self.tally.count("key store");
                }
                let takes = Duration::from_millis(5 + self.dice.up_to(60));
                self.later(takes, Event::Phone { life, input: Input::Keys(id, answer) });
            }
            Effect::Host(id, request) => {
                self.trace.record(self.now, "phone → host", format!("{request:?}").as_bytes());
                let input = Input::Host(id, HostReply::Done);
                self.later(Duration::from_millis(20), Event::Phone { life, input });
            }
            Effect::Mailbox(command) => self.obey(Party::Phone, command),
            Effect::Media(command) => self.command_media(Party::Phone, command),
        }
    }

    fn command_media(&mut self, party: Party, command: MediaCommand) {
        self.trace.record(self.now, "media", format!("{party:?} {command:?}").as_bytes());
        if party == Party::Doctor && !matches!(command, MediaCommand::Mute { .. }) {
            self.connected = false;
        }
        self.media.command(party, command, self.now);
    }

    pub(super) fn media_said(&mut self, party: Party, event: MediaEvent) {
        self.trace.record(self.now, "media", format!("{party:?} {event:?}").as_bytes());
        let judged = matches!(event, MediaEvent::Judged { .. } | MediaEvent::Kept { .. });
        if party == Party::Doctor && !judged {
            self.connected = matches!(
                event,
                MediaEvent::Connected { .. } | MediaEvent::Line { .. } | MediaEvent::Restored { .. }
            );
            if self.plan.doctor_hangs_up && matches!(event, MediaEvent::Connected { .. }) {
                self.later(self.plan.talk, Event::Farewell);
            }
        }
        let event = match party {
            Party::Phone => Event::Phone { life: self.phone.life, input: Input::Media(event) },
            Party::Doctor => Event::Doctor { life: self.desk_life, input: DoctorInput::Media(event) },
        };
        self.later(Duration::ZERO, event);
    }

    /// Nobody says farewell while the line is lost or the phone rings again.
    pub(super) fn doctor_hangs_up(&mut self) {
        if self.connected {
            self.turn_desk(vec![DoctorInput::HangUp]);
        }
    }

    pub(super) fn start_phone(&mut self) -> Result<(), SetUp> {
        self.phone.start(self.now, self.wall())?;
        let seed = self.plan.seed ^ 0x9057 ^ (u64::from(self.phone.life) << 40);
        self.phone_post = Post::new(self.enrolment.patient.clone(), seed);
        self.screen = None;
        self.see();
        self.turn_phone(vec![Input::Tick])
    }

    fn kill_phone(&mut self, down: Duration) -> Result<(), SetUp> {
        self.phone.kill()?;
        self.media.forget(Party::Phone);
        if let Some(conn) = self.phone_post.conn.take() {
            self.say_farewell(conn, End::Broker);
        }
        self.phone_post = Post::new(self.enrolment.patient.clone(), 0);
        self.screen = None;
        self.later(down, Event::Starts(Party::Phone));
        Ok(())
    }

    /// A defect: the phone is killed, and its next process finds an older vault, of which the hardware says nothing.
    pub(super) fn set_back_phone(&mut self) -> Result<(), SetUp> {
        self.kill_phone(Duration::from_secs(1))?;
        self.phone.keys.forget_counters();
        self.phone.set_back()
    }

    /// For the defect: the vault as it is before the person confirms.
    pub(super) fn remember_vault(&mut self) -> Result<(), SetUp> {
        if self.plan.defect == Some(Defect::VaultSetBack) && self.plan.faults.kills.is_empty() {
            self.plan.defect = None;
            self.phone.keep_copy()?;
            self.later(Duration::from_secs(20), Event::Dies(Party::Phone));
        }
        Ok(())
    }

    pub(super) fn turn_desk(&mut self, inputs: Vec<DoctorInput>) {
        let now = Now { mono: self.own_clock(Party::Doctor), wall: self.wall() };
        let Some(desk) = &mut self.desk else { return };
        for output in desk.doctor.turn(now, inputs) {
            match output {
                DoctorOutput::Http(id, request) => {
                    let token = self.clinic.doctor_token.clone();
                    self.ask(Party::Doctor, id, Door::Records, &request, Some(&token));
                }
                DoctorOutput::Mailbox(command) => self.obey(Party::Doctor, command),
                DoctorOutput::Media(command) => self.command_media(Party::Doctor, command),
            }
        }
        self.settle_post(Party::Doctor);
    }

    /// The doctor comes to work. A process knows nothing of the one before it, so it is enrolled anew, under a new key.
    pub(super) fn start_desk(&mut self) -> Result<(), SetUp> {
        self.desk_life += 1;
        let token = self.clinic.doctor_token.clone();
        self.enrolment.admit(&token);
        let fhir::Identity::Patient(patient) = self.clinic.patient.identity.clone() else {
            return Err("the patient is no patient".into());
        };
        let config = DoctorConfig {
            mailbox: self.enrolment.doctor.clone(),
            practitioner: self.clinic.practitioner.clone(),
            patients: vec![(patient, self.enrolment.patient.clone())],
            bearer: token,
            device: self.enrolment.issue(&self.enrolment.doctor)?,
            roots: self.enrolment.roots(),
        };
        let seed = self.plan.seed ^ 0xd0c ^ (u64::from(self.desk_life) << 32);
        let doctor = Doctor::new(config, Box::new(Seeded::new(seed)))?;
        self.desk = Some(Desk { doctor, began: self.now });
        self.desk_post = Post::new(self.enrolment.doctor.clone(), seed);
        self.turn_desk(vec![DoctorInput::Tick]);
        Ok(())
    }

    pub(super) fn kill_desk(&mut self) {
        if self.desk.is_some() && self.is_faulty() {
            self.tally.count("doctor killed");
            self.desk_leaves();
            self.later(DOCTOR_BACK, Event::Starts(Party::Doctor));
        }
    }

    pub(super) fn desk_leaves(&mut self) {
        self.desk = None;
        self.media.forget(Party::Doctor);
        self.connected = false;
        if let Some(conn) = self.desk_post.conn.take() {
            self.say_farewell(conn, End::Broker);
        }
        self.desk_post = Post::new(self.enrolment.doctor.clone(), 0);
    }
}
