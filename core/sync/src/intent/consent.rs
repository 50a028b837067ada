//! A consent: PUT under its own UUID, so that sending it twice is sending it once.

use nabz_care::{Decision, ParkReason, Resource};

use super::{Consent, Done, Move};
use crate::reply::Reply;
use crate::{HttpRequest, request};

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Write it.
    Write,
    /// Somebody wrote there: see whether it was us.
    Look,
}

impl Step {
    pub(crate) fn is_write(&self) -> bool {
        matches!(self, Self::Write)
    }

    pub(crate) fn request(&self, consent: &Consent) -> HttpRequest {
        let path = format!("Consent/{}", consent.uuid);
        match self {
            Self::Write => request::put(path, &decision(consent).resource()),
            Self::Look => request::read(path),
        }
    }

    pub(crate) fn reply(self, consent: &Consent, reply: Reply) -> Move {
        match (self, reply) {
            (_, Reply::Resource(resource)) if is_ours(consent, &resource) => Move::Done(Done::Consent),
            (_, Reply::SignIn) => Move::Parked(ParkReason::SignIn),
            (Self::Write, Reply::Conflict) => Move::now(Self::Look),
            (Self::Look, Reply::Missing) => Move::not_understood(Self::Write),
            (_, Reply::Missing | Reply::Rejected | Reply::Conflict) => Move::Parked(ParkReason::NotAccepted),
            // A repeated write of ours changes nothing, so there is nothing to look up first.
            (step, Reply::Written(_)) => Move::not_understood(step),
            (Self::Write, Reply::Resource(_)) => Move::not_understood(Self::Write),
            (Self::Look, Reply::Resource(_)) => Move::not_understood(Self::Look),
            (step, Reply::Trouble(trouble)) => Move::later(step, trouble),
        }
    }
}

fn decision(consent: &Consent) -> Decision<'_> {
    Decision {
        uuid: consent.uuid,
        patient: &consent.patient,
        given: consent.given,
        version: &consent.version,
        language: &consent.language,
        at: consent.at,
    }
}

fn is_ours(consent: &Consent, resource: &Resource) -> bool {
    resource.kind() == "Consent" && resource.id() == Ok(consent.uuid.into())
}
