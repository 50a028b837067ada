//! Reads for screens: typed questions, answered in as many requests as they take.
//!
//! A reader keeps nothing durable. A question of the same kind asked again replaces the one before; the reply to that
//! one is ignored. A question that gets no answer in four tries, or in the time of one that nobody answers, is answered
//! with why.

mod base;
mod files;
mod plan;

use std::mem::Discriminant;
use std::time::Duration;

use nabz_care::{
    Appointment, BookingDialect, Capability, FollowUp, Id, Practitioner, PractitionerRole, Price, Published,
    Slot,
};
use nabz_time::{Entropy, Mono, Now, Wall};

pub(crate) use self::base::Base;
use self::plan::{Plan, Reading};
use crate::names::RequestIds;
use crate::reply::{Delay, Reply};
use crate::{HttpReply, HttpRequest, QueryId, REQUEST_TIMEOUT, RequestId, SyncError, backoff};

/// Tries for one request. With the waits between them at most 2, 4 and 8 s, a server that is down is reported within
/// 14 s.
const TRIES: u32 = 4;

/// No try begins later than this after the first: a silent server is reported as soon as one request has timed out,
/// one that wants to be left alone for longer at once. The person looks at a screen all that time, and decides whether
/// to ask again.
const PATIENCE: Duration = REQUEST_TIMEOUT;

/// What a screen wants to know.
#[derive(Clone, PartialEq)]
pub enum Query {
    /// Who the patient's family doctor is.
    FamilyDoctor {
        /// Whose.
        patient: Id,
    },
    /// What the server can do.
    Capability,
    /// Every doctor of the clinic, to be found by name, language and gender on the phone.
    Doctors,
    /// The free times the clinic publishes as files.
    Published {
        /// Where its manifest is, relative to the base.
        manifest: String,
    },
    /// When a doctor can be booked.
    FreeSlots {
        /// Whom.
        practitioner: Id,
        /// Beginning here or later.
        from: Wall,
        /// And before this.
        to: Wall,
    },
    /// What a visit costs.
    Price {
        /// With whom.
        practitioner: Id,
    },
    /// A patient's appointments.
    Appointments {
        /// Whose.
        patient: Id,
        /// Beginning here or later.
        from: Wall,
    },
    /// When to come back after a visit.
    FollowUp {
        /// Who.
        patient: Id,
        /// After which appointment.
        appointment: Id,
    },
}

/// What a clinic answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The family doctor, if one is registered.
    FamilyDoctor(Option<Doctor>),
    /// What the server can do.
    Capability(Capability),
    /// Doctors in the clinic's order.
    Doctors(Listed<Practitioner>),
    /// Free times as they were published.
    Published(Published),
    /// Free slots by start.
    FreeSlots(Listed<Slot>),
    /// The price, if the clinic states exactly one.
    Price(Option<Price>),
    /// Appointments by start, called-off ones among them.
    Appointments(Listed<Appointment>),
    /// The earliest standing order, if the visit led to one.
    FollowUp(Option<FollowUp>),
}

/// A doctor in their function.
#[derive(Clone, Debug, PartialEq)]
pub struct Doctor {
    /// Who.
    pub practitioner: Practitioner,
    /// As what, where the clinic registers roles.
    pub role: Option<PractitionerRole>,
}

/// A list, and whether it is all there is.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed<T> {
    /// What was found and could be read.
    pub items: Vec<T>,
    /// False if the server had more than is read at once, or named a next page outside the configured clinic.
    pub complete: bool,
}

/// Why a question has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum QueryError {
    /// What was asked about is not there.
    #[error("not there")]
    NotFound,
    /// Sign in again.
    #[error("sign in again")]
    SignIn,
    /// The server does not take this question.
    #[error("the server does not take this question")]
    NotAccepted,
    /// No usable answer, for this reason.
    #[error("no usable answer")]
    NoAnswer(Delay),
}

/// Asks a clinic what screens want to know.
pub struct Reader {
    base: Base,
    dialect: BookingDialect,
    running: Vec<Running>,
    ids: RequestIds,
    queries: u64,
}

struct Running {
    id: QueryId,
    kind: Discriminant<Query>,
    plan: Plan,
    failures: u32,
    due: Mono,
    /// When the request was first let out.
    since: Mono,
    flight: Option<RequestId>,
}

impl Reader {
    /// A reader of the clinic at `base`, the same address the runtime sends requests to. Links that lead elsewhere
    /// are not followed.
    pub fn new(base: &str) -> Result<Self, SyncError> {
        let dialect = BookingDialect::default();
        Ok(Self {
            base: Base::parse(base)?,
            dialect,
            running: Vec::new(),
            ids: RequestIds::READER,
            queries: 0,
        })
    }

    /// From now on free times are asked for as this clinic books.
    pub fn speak(&mut self, dialect: BookingDialect) {
        self.dialect = dialect;
    }

    /// Begins a query; one of the same kind that is under way is forgotten.
    pub fn start(&mut self, query: Query) -> QueryId {
        let id = QueryId(self.queries);
        self.queries += 1;
        let kind = std::mem::discriminant(&query);
        self.running.retain(|running| running.kind != kind);
        self.running.push(Running {
            id,
            kind,
            plan: Plan::of(query, self.dialect),
            failures: 0,
            due: Mono::ZERO,
            since: Mono::ZERO,
            flight: None,
        });
        id
    }

    /// Forgets a query.
    pub fn cancel(&mut self, id: QueryId) {
        self.running.retain(|running| running.id != id);
    }

    /// The next request. Call until it returns `None`.
    pub fn poll_request(&mut self, now: Now) -> Option<(RequestId, HttpRequest)> {
        let ready = |running: &&mut Running| running.flight.is_none() && running.due <= now.mono;
        let running = self.running.iter_mut().find(ready)?;
        let id = self.ids.next();
        running.flight = Some(id);
        if running.failures == 0 {
            running.since = now.mono;
        }
        Some((id, running.plan.request()))
    }

    /// Takes the reply to a request; the answer, once it is complete. An unknown id is ignored.
    pub fn handle_reply(
        &mut self,
        id: RequestId,
        reply: HttpReply,
        now: Now,
        entropy: &mut dyn Entropy,
    ) -> Option<(QueryId, Result<Answer, QueryError>)> {
        let index = self.running.iter().position(|running| running.flight == Some(id))?;
        let running = self.running.get_mut(index)?;
        running.flight = None;
        let reply = match running.plan.file(&reply, now, &self.base) {
            Some(Reading::Trouble(trouble)) => Reply::Trouble(trouble),
            Some(Reading::Answered(answer)) => return Some(self.finish(index, Ok(*answer))),
            Some(Reading::Ask) => {
                (running.failures, running.due) = (0, now.mono);
                return None;
            }
            None => Reply::read(reply, now),
        };
        let reading = match reply {
            Reply::Resource(resource) => running.plan.read(resource, &self.base),
            Reply::Written(_) => Reading::Trouble(Delay::NotUnderstood.into()),
            Reply::Missing => return Some(self.finish(index, Err(QueryError::NotFound))),
            Reply::SignIn => return Some(self.finish(index, Err(QueryError::SignIn))),
            Reply::Rejected | Reply::Conflict => {
                return Some(self.finish(index, Err(QueryError::NotAccepted)));
            }
            Reply::Trouble(trouble) => Reading::Trouble(trouble),
        };
        match reading {
            Reading::Ask => {
                running.failures = 0;
                running.due = now.mono;
                None
            }
            Reading::Trouble(trouble) if running.failures + 1 < TRIES => {
                let due = now.mono + backoff::pause(running.failures, trouble.retry_after, entropy);
                if due.since(running.since) >= PATIENCE {
                    return Some(self.finish(index, Err(QueryError::NoAnswer(trouble.delay))));
                }
                running.due = due;
                running.failures += 1;
                None
            }
            Reading::Trouble(trouble) => Some(self.finish(index, Err(QueryError::NoAnswer(trouble.delay)))),
            Reading::Answered(answer) => Some(self.finish(index, Ok(*answer))),
        }
    }

    /// When [`poll_request`](Self::poll_request) has something to do again.
    pub fn poll_timeout(&self) -> Option<Mono> {
        self.running.iter().filter(|running| running.flight.is_none()).map(|running| running.due).min()
    }

    fn finish(
        &mut self,
        index: usize,
        answer: Result<Answer, QueryError>,
    ) -> (QueryId, Result<Answer, QueryError>) {
        (self.running.remove(index).id, answer)
    }
}

impl std::fmt::Debug for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::FamilyDoctor { .. } => "FamilyDoctor(…)",
            Self::Capability => "Capability",
            Self::Doctors => "Doctors",
            Self::Published { .. } => "Published(…)",
            Self::FreeSlots { .. } => "FreeSlots(…)",
            Self::Price { .. } => "Price(…)",
            Self::Appointments { .. } => "Appointments(…)",
            Self::FollowUp { .. } => "FollowUp(…)",
        })
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reader({} queries)", self.running.len())
    }
}
