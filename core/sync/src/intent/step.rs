//! Where an intent stands between two requests, and what a reply makes of it.

use nabz_care::{Appointment, Id, ParkReason, Refusal, Resource};

use super::{book, cancel, consent, edit, finish};
use crate::reply::{Delay, Trouble};

/// What an intent asks the server next.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Consent(consent::Step),
    Book(book::Step),
    Cancel(cancel::Step),
    Finish(finish::Step),
    Edit(edit::Step),
    Record,
    Upload,
}

/// What a reply makes of an intent.
#[derive(Debug)]
pub(crate) enum Move {
    /// Ask this next.
    Now(Step),
    /// Ask this after a pause.
    Later(Step, Trouble),
    /// The server carried it out, or a part of it; there is more to ask.
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
    /// The appointment is off, as the server holds it.
    Cancelled(Box<Appointment>),
    /// The visit is recorded; its appointment, as it stands now.
    Finished { appointment: Box<Appointment> },
    /// The resource was added.
    Recorded,
    /// The change stands, as the server holds it.
    Edited(Box<Resource>),
    /// The server has all of this blob.
    Uploaded { blob: String },
}

impl Done {
    /// The server's name of the appointment.
    pub(crate) fn appointment(&self) -> Option<&Id> {
        match self {
            Self::Booked(appointment) | Self::Cancelled(appointment) | Self::Finished { appointment } => {
                Some(&appointment.id)
            }
            Self::Consent | Self::Recorded | Self::Edited(_) | Self::Uploaded { .. } => None,
        }
    }
}

impl Step {
    pub(crate) fn is_write(&self) -> bool {
        match self {
            Self::Consent(step) => step.is_write(),
            Self::Book(step) => step.is_write(),
            Self::Cancel(step) => step.is_write(),
            Self::Finish(step) => step.is_write(),
            Self::Edit(step) => matches!(step, edit::Step::Write),
            Self::Record | Self::Upload => true,
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

macro_rules! steps {
    ($($kind:ident $module:ident),+ $(,)?) => {$(
        impl From<$module::Step> for Step {
            fn from(step: $module::Step) -> Self {
                Self::$kind(step)
            }
        }
    )+};
}

steps!(Consent consent, Book book, Cancel cancel, Finish finish, Edit edit);
