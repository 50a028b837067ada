//! What goes wrong, by seed: drawn before the world begins, so that a seed can be read as well as played.

use std::collections::BTreeMap;
use std::time::Duration;

use nabz_clinic::seed::Seeded;
use nabz_time::Entropy as _;

/// What befalls one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HttpFault {
    /// It never arrives; whoever asked waits in vain.
    LostRequest,
    /// It is carried out, its reply is lost.
    LostReply,
    /// It is carried out, and the answer never ends.
    Silence,
    /// 500, and nothing was done.
    ServerError,
    /// 500, although it was done.
    ServerErrorAfterwards,
    /// 409, and nothing was done. Writes only.
    Conflict,
    /// 412, and nothing was done. Writes only.
    Precondition,
    /// It is carried out, and no JSON comes back.
    Garbage,
    /// A captive portal answers with a page and 200.
    Portal,
    /// It is carried out, and half a body comes back.
    HalfBody,
    /// It is carried out twice, the second time seconds later.
    Doubled,
    /// 401: the clinic wants a new sign-in.
    SignIn,
}

impl HttpFault {
    const READS: [Self; 10] = [
        Self::LostRequest,
        Self::LostReply,
        Self::Silence,
        Self::ServerError,
        Self::ServerErrorAfterwards,
        Self::Garbage,
        Self::Portal,
        Self::HalfBody,
        Self::Doubled,
        Self::SignIn,
    ];
    /// Every fault.
    pub const ALL: [Self; 12] = [
        Self::LostRequest,
        Self::LostReply,
        Self::Silence,
        Self::ServerError,
        Self::ServerErrorAfterwards,
        Self::Garbage,
        Self::Portal,
        Self::HalfBody,
        Self::Doubled,
        Self::SignIn,
        Self::Conflict,
        Self::Precondition,
    ];

    /// Its name in a tally.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LostRequest => "lost request",
            Self::LostReply => "lost reply",
            Self::Silence => "silence",
            Self::ServerError => "500",
            Self::ServerErrorAfterwards => "500 afterwards",
            Self::Conflict => "409",
            Self::Precondition => "412",
            Self::Garbage => "garbage",
            Self::Portal => "portal",
            Self::HalfBody => "half a body",
            Self::Doubled => "doubled",
            Self::SignIn => "401",
        }
    }
}

/// When a killed process dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// With its inputs unread.
    BeforeTurn,
    /// After the commit, with only so many effects performed.
    AfterCommit(usize),
}

/// The phone's process dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kill {
    /// At which turn, counted over all lives.
    pub turn: u32,
    /// Where in it.
    pub moment: Moment,
    /// How long nobody starts it again.
    pub down: Duration,
}

/// From where a span of time is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The world begins; the person books.
    Booking,
    /// The doctor comes, a minute before the visit.
    Visit,
}

/// The phone has no network for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fall {
    /// Counted from here.
    pub anchor: Anchor,
    /// When.
    pub after: Duration,
    /// For how long.
    pub lasts: Duration,
    /// Whether the sockets survive it.
    pub sockets_survive: bool,
}

/// One of the four byte pipes to the broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pipe {
    /// From the phone.
    PhoneUp,
    /// To the phone.
    PhoneDown,
    /// From the doctor.
    DoctorUp,
    /// To the doctor.
    DoctorDown,
}

/// A pipe breaks in the middle of what it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Which.
    pub pipe: Pipe,
    /// Where.
    pub place: Place,
    /// Whether the broker learns of it only by silence.
    pub half_open: bool,
}

/// Where a pipe breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// After so many bytes over all connections.
    AtByte(u64),
    /// So many thousandths into the n-th piece large enough for an offer or an answer.
    InLetter {
        /// Counted from 0.
        nth: u32,
        /// Thousandths.
        permille: u64,
    },
}

/// Everything that goes wrong in one world.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Of a thousand requests of the phone.
    pub http_permille: u64,
    /// At most so many.
    pub http_most: u32,
    /// Always this one, where the request allows it.
    pub http_only: Option<HttpFault>,
    /// Of a thousand requests of the doctor; they count among what happened only as "doctor's request".
    pub doctor_http_permille: u64,
    /// Somebody else takes the first slot the person wants.
    pub rival: bool,
    /// The phone's process dies.
    pub kills: Vec<Kill>,
    /// The doctor's process dies, so long after coming to work.
    pub doctor_kills: Vec<Duration>,
    /// The phone's network falls.
    pub falls: Vec<Fall>,
    /// Pipes to the broker break.
    pub cuts: Vec<Cut>,
    /// Every letter reaches the app twice, as from a broker that was not told in time.
    pub letters_twice: bool,
    /// How often the key store fails to open a key.
    pub key_store: u32,
}

/// Faults end so long after the doctor came; what they broke has to recover by itself.
pub const FAULTS_END: Duration = Duration::from_secs(5 * 60);

impl Faults {
    /// What goes wrong in the world of a seed. One in eight worlds is calm; the others mix two to five kinds.
    pub fn of(dice: &mut Seeded) -> Self {
        let mut faults = Self::default();
        if dice.up_to(7) == 0 {
            return faults;
        }
        for _ in 0..2 + dice.up_to(3) {
            match dice.up_to(7) {
                0 | 1 => {
                    faults.http_permille = 60 + dice.up_to(400);
                    faults.http_most = 2 + draw(dice, 12);
                }
                2 => faults.kills.extend((0..1 + dice.up_to(3)).map(|_| kill(dice))),
                3 => faults.falls.extend((0..1 + dice.up_to(1)).map(|_| fall(dice))),
                4 => faults.cuts.extend((0..1 + dice.up_to(2)).map(|_| cut(dice))),
                5 => faults.doctor_kills.push(seconds(20 + dice.up_to(100))),
                6 => (faults.rival, faults.letters_twice) = (true, dice.up_to(1) == 0),
                _ => {
                    faults.key_store = 1 + draw(dice, 2);
                    faults.doctor_http_permille = 100 + dice.up_to(200);
                    faults.kills.push(kill(dice));
                }
            }
        }
        faults
    }

    /// Nothing but one kind of trouble with every third request, a few times.
    pub fn only(fault: HttpFault) -> Self {
        Self { http_permille: 350, http_most: 6, http_only: Some(fault), ..Self::default() }
    }

    /// What befalls the next request, if anything.
    pub fn for_request(&mut self, write: bool, dice: &mut Seeded) -> Option<HttpFault> {
        if self.http_most == 0 || dice.up_to(999) >= self.http_permille {
            return None;
        }
        let fault = match self.http_only {
            Some(HttpFault::Conflict | HttpFault::Precondition) if !write => return None,
            Some(only) => only,
            None => any_http(write, dice),
        };
        self.http_most -= 1;
        Some(fault)
    }

    /// What befalls the doctor's next request.
    pub fn for_doctors_request(&self, write: bool, dice: &mut Seeded) -> Option<HttpFault> {
        (dice.up_to(999) < self.doctor_http_permille).then(|| any_http(write, dice))
    }
}

fn any_http(write: bool, dice: &mut Seeded) -> HttpFault {
    let kinds = if write { &HttpFault::ALL[..] } else { &HttpFault::READS[..] };
    kinds[draw(dice, kinds.len() as u64 - 1) as usize]
}

/// A whole visit takes the phone about 150 turns; half of them lie before its end.
fn kill(dice: &mut Seeded) -> Kill {
    let moment = match dice.up_to(2) {
        0 => Moment::BeforeTurn,
        1 => Moment::AfterCommit(0),
        _ => Moment::AfterCommit(1),
    };
    Kill { turn: 2 + draw(dice, 120), moment, down: Duration::from_millis(300 + dice.up_to(9_000)) }
}

fn fall(dice: &mut Seeded) -> Fall {
    let anchor = if dice.up_to(2) == 0 { Anchor::Booking } else { Anchor::Visit };
    Fall {
        anchor,
        after: seconds(dice.up_to(120)),
        lasts: Duration::from_millis(1_000 + dice.up_to(80_000)),
        sockets_survive: dice.up_to(1) == 0,
    }
}

fn cut(dice: &mut Seeded) -> Cut {
    let pipe = [Pipe::PhoneUp, Pipe::PhoneDown, Pipe::DoctorUp, Pipe::DoctorDown][draw(dice, 3) as usize];
    let place = if dice.up_to(1) == 0 {
        Place::AtByte(dice.up_to(2_500))
    } else {
        Place::InLetter { nth: draw(dice, 1), permille: dice.up_to(999) }
    };
    Cut { pipe, place, half_open: dice.up_to(2) == 0 }
}

fn draw(dice: &mut Seeded, limit: u64) -> u32 {
    u32::try_from(dice.up_to(limit)).unwrap_or(0)
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// How often what went wrong: a fault that never happens proves nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<&'static str, u32>);

impl Tally {
    /// It happened.
    pub fn count(&mut self, what: &'static str) {
        *self.0.entry(what).or_default() += 1;
    }

    /// How often.
    pub fn of(&self, what: &str) -> u32 {
        self.0.get(what).copied().unwrap_or(0)
    }

    /// Adds another world's.
    pub fn add(&mut self, other: &Self) {
        for (what, times) in &other.0 {
            *self.0.entry(what).or_default() += times;
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<String> = self.0.iter().map(|(what, times)| format!("{what} {times}")).collect();
        f.write_str(&parts.join(", "))
    }
}
