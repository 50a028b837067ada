//! Where an intent stands between two requests, and what a reply makes of it.

use nabz_care::{Appointment, Id, ParkReason, Refusal};

use super::{book, consent, finish};
use crate::reply::{Delay, Trouble};

/// What an intent asks the server next.
#[derive(Debug)]
pub(crate) enum Step {
    Consent(consent::Step),
    Book(book::Step),
    Finish(finish::Step),
}

/// What a reply makes of an intent.
#[derive(Debug)]
pub(crate) enum Move {
    /// Ask this next.
    Now(Step),
    /// Ask this after a pause.
    Later(Step, Trouble),
    /// The server carried it out; read back, it will be done.
    Acknowledged(Step),
    /// It is done.
    Done(Done),
    /// It never will be.
    Refused(Refusal),
    /// It is set aside.
    Parked(ParkReason),
}

/// What was done.
#[derive(Debug)]
pub(crate) enum Done {
    /// The consent stands.
    Consent,
    /// The appointment stands, as the server holds it.
    Booked(Box<Appointment>),
    /// The visit is recorded; its appointment, as it stands now.
    Finished { appointment: Box<Appointment> },
}

impl Done {
    /// The server's name of the appointment.
    pub(crate) fn appointment(&self) -> Option<&Id> {
        match self {
            Self::Consent => None,
            Self::Booked(appointment) | Self::Finished { appointment } => Some(&appointment.id),
        }
    }
}

impl Move {
    pub(crate) fn now(step: impl Into<Step>) -> Self {
        Self::Now(step.into())
    }

    pub(crate) fn later(step: impl Into<Step>, trouble: impl Into<Trouble>) -> Self {
        Self::Later(step.into(), trouble.into())
    }

    /// Asks the same again later: what came back was no answer.
    pub(crate) fn not_understood(step: impl Into<Step>) -> Self {
        Self::later(step, Delay::NotUnderstood)
    }
}

impl From<consent::Step> for Step {
    fn from(step: consent::Step) -> Self {
        Self::Consent(step)
    }
}

impl From<book::Step> for Step {
    fn from(step: book::Step) -> Self {
        Self::Book(step)
    }
}

impl From<finish::Step> for Step {
    fn from(step: finish::Step) -> Self {
        Self::Finish(step)
    }
}
