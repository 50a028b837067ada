//! One world: a phone, a person, a clinic, a doctor and the links between them, in one queue of virtual time.
//!
//! | File | Is |
//! |---|---|
//! | `world` | the queue, and what happens when |
//! | `world/records` | requests to the clinic and their answers |
//! | `world/lines` | the byte pipes to the broker |
//! | `world/enrolment` | certificates, passwords, the app's configuration |
//! | `world/sides` | turns of the phone and of the doctor, kills and starts |
//! | `world/eyes` | what the person sees and presses |

mod enrolment;
mod eyes;
mod lines;
mod outcome;
mod records;
mod sides;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use nabz_app::effect::{Input, Typed};
use nabz_app::screen::{ActionId, Key, Screen};
use nabz_call::signal::Roots;
use nabz_clinic::broker::{Broker, ConnId};
use nabz_clinic::doctor::DoctorInput;
use nabz_clinic::seed::Seeded;
use nabz_time::{Entropy as _, Mono, Now, Wall};

use self::enrolment::Enrolment;
use self::eyes::Hand;
pub use self::outcome::Outcome;
use self::records::{Asker, Way};
use self::sides::Desk;
use crate::SetUp;
use crate::books;
use crate::clinic::{Clinic, OPENING};
use crate::faults::{Anchor, FAULTS_END, Fall, Faults, Tally};
use crate::letters::Letters;
use crate::media::{Engines, Media, StandIn};
use crate::person::{Hands, Person};
use crate::phone::Phone;
use crate::plan::{Defect, MediaKind, Plan};
use crate::post::{End, Party, Post, Wires};
use crate::trace::Trace;
use crate::walker::Walker;

/// The doctor comes to work so long before the visit.
const DOCTOR_COMES: Duration = Duration::from_secs(60);
/// After the person is done the world goes on for this long: what is late must do no harm.
const AFTERWARDS: Duration = Duration::from_secs(120);
/// A visit that is not over so long after its time never will be.
const LONGEST: Duration = Duration::from_secs(3_600);
/// With a defect put in, this is long enough to see it.
const LONG_ENOUGH: Duration = Duration::from_secs(600);
/// A visit that is not booked within a day never will be.
const UNBOOKED: Duration = Duration::from_secs(24 * 3_600);
/// Steps within one instant after which somebody spins.
const SPIN: u32 = 20_000;

/// What is still to happen.
enum Event {
    /// An input for a process of the phone.
    Phone { life: u32, input: Input },
    /// An input for a process of the doctor.
    Doctor { life: u32, input: DoctorInput },
    /// A request reaches the clinic.
    Arrives(Way),
    /// An answer reaches whoever asked.
    Answers { asker: Asker, reply: nabz_sync::HttpReply, deadline: Mono },
    /// Bytes reach the end of a pipe.
    Bytes { conn: ConnId, to: End, bytes: Vec<u8> },
    /// An end learns that its socket fell.
    Fallen { conn: ConnId, end: End },
    /// A socket was dialled.
    Dialled { party: Party, life: u32 },
    /// A process is started.
    Starts(Party),
    /// A process dies between two turns.
    Dies(Party),
    /// The phone's network falls.
    Falls(Fall),
    /// It is back.
    Returns,
    /// From now on nothing goes wrong any more.
    FaultsEnd,
    /// The doctor goes home.
    Leaves,
    /// The doctor has said all there is to say.
    Farewell,
    /// The person looks.
    Glance(u64),
    /// The person's finger comes down.
    Press { revision: u64, action: ActionId, values: Vec<(Key, Typed)> },
}

/// One world.
pub struct World {
    plan: Plan,
    now: Mono,
    queue: BTreeMap<(Mono, u64), Event>,
    queued: u64,
    dice: Seeded,
    clinic: Clinic,
    broker: Broker,
    wires: Wires,
    phone: Phone,
    phone_post: Post,
    desk: Option<Desk>,
    desk_life: u32,
    desk_post: Post,
    enrolment: Enrolment,
    roots: Roots,
    media: Box<dyn Media>,
    /// Whether the doctor's media is connected.
    connected: bool,
    person: Box<dyn Hands>,
    hand: Hand,
    screen: Option<Arc<Screen>>,
    faults: Faults,
    faulty: bool,
    /// Until when the phone has no network.
    fall: Option<Mono>,
    visit_at: Option<Mono>,
    done_at: Option<Mono>,
    trace: Trace,
    tally: Tally,
    letters: Letters,
    seen: Vec<String>,
    flaws: Vec<String>,
}

impl World {
    /// A world before its first instant.
    pub fn new(plan: Plan) -> Result<Self, SetUp> {
        let seed = plan.seed;
        let now = Now { mono: Mono::ZERO, wall: OPENING };
        let clinic = Clinic::new(seed, plan.faults.rival, plan.defect, now)?;
        let enrolment = Enrolment::new(&clinic.practitioner)?;
        let phone = enrolment.phone(&plan)?;
        let code = clinic.patient.code.clone();
        let person: Box<dyn Hands> = match plan.walk {
            Some(actions) => Box::new(Walker::new(seed ^ 0x3a1c, actions, code)),
            None => Box::new(Person::new(&plan, code)),
        };
        let deaf = plan.defect == Some(Defect::NobodyIsHeard);
        let media: Box<dyn Media> = match plan.media {
            MediaKind::StandIn => Box::new(StandIn::new(seed ^ 0x3ed1a, deaf)),
            MediaKind::Engines(link) => Box::new(Engines::new(seed ^ 0x3ed1a, link)),
        };
        Ok(Self {
            now: Mono::ZERO,
            queue: BTreeMap::new(),
            queued: 0,
            dice: Seeded::new(seed ^ 0x11_4e7),
            broker: enrolment.broker(),
            wires: Wires::new(plan.faults.cuts.clone()),
            phone,
            phone_post: Post::new(enrolment.patient.clone(), seed ^ 0x9057),
            desk: None,
            desk_life: 0,
            desk_post: Post::new(enrolment.doctor.clone(), seed ^ 0xd0_9057),
            roots: Roots::from_der(&enrolment.roots())?,
            enrolment,
            media,
            connected: false,
            person,
            hand: Hand::default(),
            screen: None,
            faults: plan.faults.clone(),
            faulty: true,
            fall: None,
            visit_at: None,
            done_at: None,
            trace: Trace::default(),
            tally: Tally::default(),
            letters: Letters::default(),
            seen: Vec::new(),
            flaws: Vec::new(),
            clinic,
            plan,
        })
    }

    /// Lets everything happen.
    pub fn run(mut self) -> Result<Outcome, SetUp> {
        self.later(Duration::ZERO, Event::Starts(Party::Phone));
        self.plan_falls(Anchor::Booking);
        let mut steps = 0;
        while let Some(next) = self.next_instant() {
            if self.is_over(next) {
                break;
            }
            steps = if next > self.now { 0 } else { steps + 1 };
            if steps > SPIN {
                self.flaws.push(format!("somebody spins at {:.3} s", self.now.seconds()));
                break;
            }
            self.now = self.now.max(next);
            self.step()?;
        }
        self.close()
    }

    fn close(mut self) -> Result<Outcome, SetUp> {
        if self.done_at.is_none() {
            let screen = self.seen.last().cloned().unwrap_or_default();
            self.flaws.push(format!("the visit never ended; the last screen was {screen}"));
        }
        let now = self.clock();
        self.flaws.extend(self.person.complaint());
        self.flaws.extend(self.letters.flaws());
        if self.plan.walk.is_some() {
            self.flaws.extend(books::doubled(&mut self.clinic, now));
        } else if self.phone.is_running() {
            self.flaws.extend(books::flaws(&mut self.clinic, now));
            let open = self.phone.open_intents()?;
            self.flaws.extend(open.iter().map(|status| format!("an intent is left open: {status:?}")));
        } else {
            self.flaws.push("the phone does not run".to_owned());
        }
        Ok(Outcome {
            seed: self.plan.seed,
            flaws: self.flaws,
            trace: self.trace,
            tally: self.tally,
            screens: self.seen,
            turns: self.phone.turns,
            lasted: self.now.since(Mono::ZERO),
        })
    }

    fn is_over(&self, next: Mono) -> bool {
        let end = match (self.done_at, self.visit_at) {
            (Some(done), _) => done + AFTERWARDS,
            _ if self.plan.walk.is_some() => return false,
            (None, Some(visit)) if self.clinic.is_sound() => visit + LONGEST,
            (None, Some(visit)) => visit + LONG_ENOUGH,
            (None, None) => Mono::ZERO + UNBOOKED,
        };
        next > end
    }

    /// One thing that is due happens.
    fn step(&mut self) -> Result<(), SetUp> {
        if let Some(entry) = self.queue.first_entry().filter(|entry| entry.key().0 <= self.now) {
            let event = entry.remove();
            return self.happen(event);
        }
        if self.phone.poll_timeout().is_some_and(|at| at <= self.now) {
            return self.turn_phone(vec![Input::Tick]);
        }
        if self.desk.as_ref().and_then(Desk::poll_timeout).is_some_and(|at| at <= self.now) {
            self.turn_desk(vec![DoctorInput::Tick]);
            return Ok(());
        }
        for party in [Party::Phone, Party::Doctor] {
            if self.post_timeout(party).is_some_and(|at| at <= self.now) {
                let own = self.own_clock(party);
                if let Some(mailbox) = &mut self.post(party).mailbox {
                    mailbox.handle_timeout(own);
                }
                self.settle_post(party);
                return Ok(());
            }
        }
        if self.broker.poll_timeout().is_some_and(|at| at <= self.now) {
            self.broker.handle_timeout(self.now);
            self.settle_broker();
            return Ok(());
        }
        let carried = self.fall.is_none();
        for (party, event) in self.media.handle_timeout(self.now, carried, &mut self.trace) {
            self.media_said(party, event);
        }
        Ok(())
    }

    fn next_instant(&mut self) -> Option<Mono> {
        let queued = self.queue.first_key_value().map(|((at, _), _)| *at);
        let spins = (self.plan.defect == Some(Defect::Spins) && self.screen.is_some()).then_some(self.now);
        let waits = [
            queued,
            spins,
            self.phone.poll_timeout(),
            self.desk.as_ref().and_then(Desk::poll_timeout),
            self.post_timeout(Party::Phone),
            self.post_timeout(Party::Doctor),
            self.broker.poll_timeout(),
            self.media.poll_timeout(),
        ];
        waits.into_iter().flatten().min()
    }

    fn happen(&mut self, event: Event) -> Result<(), SetUp> {
        match event {
            Event::Phone { life, input } if life == self.phone.life => return self.turn_phone(vec![input]),
            Event::Doctor { life, input } if life == self.desk_life => self.turn_desk(vec![input]),
            Event::Phone { .. } | Event::Doctor { .. } => {}
            Event::Arrives(way) => self.arrives(way),
            Event::Answers { asker, reply, deadline } => self.answers(asker, reply, deadline),
            Event::Bytes { conn, to, bytes } => self.bytes_arrive(conn, to, &bytes),
            Event::Fallen { conn, end } => self.socket_fell(conn, end),
            Event::Dialled { party, life } => self.dialled(party, life),
            Event::Starts(Party::Phone) => return self.start_phone(),
            Event::Starts(Party::Doctor) => return self.start_desk(),
            Event::Dies(Party::Phone) => return self.set_back_phone(),
            Event::Dies(Party::Doctor) => self.kill_desk(),
            Event::Falls(fall) => self.network_falls(fall),
            Event::Returns => self.fall = None,
            Event::FaultsEnd => self.end_faults(),
            Event::Leaves => self.desk_leaves(),
            Event::Farewell => self.doctor_hangs_up(),
            Event::Glance(token) => return self.glance(token),
            Event::Press { revision, action, values } => return self.press(revision, action, values),
        }
        Ok(())
    }

    /// Puts an event where its time will come.
    fn later(&mut self, after: Duration, event: Event) {
        self.at(self.now + after, event);
    }

    fn at(&mut self, at: Mono, event: Event) {
        self.queued += 1;
        self.queue.insert((at.max(self.now), self.queued), event);
    }

    /// Whether things go wrong at the moment.
    fn is_faulty(&self) -> bool {
        self.faulty && !self.person.wants_calm()
    }

    /// Both clocks of the world. Every process has a monotonic clock of its own.
    fn clock(&self) -> Now {
        Now { mono: self.now, wall: self.wall() }
    }

    fn wall(&self) -> Wall {
        OPENING + self.now.since(Mono::ZERO)
    }

    /// The delay of one packet.
    fn delay(&mut self) -> Duration {
        Duration::from_micros(40_000 + self.dice.up_to(360_000))
    }

    /// The visit is booked: the doctor will come, and the second half of the faults.
    fn visit_is_booked(&mut self, start: Wall) {
        let left = Duration::from_millis(start.millis_since(self.wall()).unsigned_abs());
        let comes = left.saturating_sub(DOCTOR_COMES);
        self.visit_at = Some(self.now + left);
        self.later(comes, Event::Starts(Party::Doctor));
        self.later(comes + DOCTOR_COMES + LONGEST, Event::Leaves);
        if self.plan.walk.is_none() {
            self.later(comes + FAULTS_END, Event::FaultsEnd);
        }
        for after in self.faults.doctor_kills.clone() {
            self.later(comes + after, Event::Dies(Party::Doctor));
        }
        let at = self.now;
        self.now = at + comes;
        self.plan_falls(Anchor::Visit);
        self.now = at;
    }

    fn plan_falls(&mut self, anchor: Anchor) {
        let falls: Vec<Fall> =
            self.faults.falls.iter().filter(|fall| fall.anchor == anchor).copied().collect();
        for fall in falls {
            self.later(fall.after, Event::Falls(fall));
        }
    }

    fn end_faults(&mut self) {
        self.faulty = false;
        self.wires.end_faults();
        self.faults.kills.clear();
    }
}
