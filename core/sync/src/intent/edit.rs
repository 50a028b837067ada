//! A change of something the clinic holds: PUT with the version that was seen. If the clinic changed it meanwhile, the
//! two are merged field by field where that is safe; where it is not, both are kept until somebody decides.

use nabz_care::{ParkReason, Refusal, Resource};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Done, Move};
use crate::merge::{Merged, Policy, merge, same_content};
use crate::reply::Reply;
use crate::{HttpRequest, SyncError, request};

/// A change of one resource.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    pub(crate) uuid: Uuid,
    /// As the clinic held it when the patient began.
    base: Resource,
    /// As the patient wants it.
    mine: Resource,
    /// As the clinic holds it by now, while the two do not agree.
    theirs: Option<Resource>,
}

/// Which side of a conflict stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// What the patient changed; everything else is the clinic's.
    Mine,
    /// What the clinic has.
    Theirs,
}

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Write it, if it is still the version seen.
    Write,
    /// See what the clinic holds.
    Read,
}

impl Edit {
    /// A change from `base`, as the server sent it, to `mine`. Refused for what is only ever added, and for two
    /// different resources.
    pub fn new(uuid: Uuid, base: Resource, mine: Resource) -> Result<Self, SyncError> {
        let same = base.kind() == mine.kind() && base.id().is_ok() && base.id() == mine.id();
        if !same || base.version().is_err() || Policy::of(base.kind()) == Policy::Append {
            return Err(SyncError::Resource);
        }
        Ok(Self { uuid, base, mine, theirs: None })
    }

    /// As the patient wants it.
    pub fn mine(&self) -> &Resource {
        &self.mine
    }

    /// As the clinic holds it, while the two do not agree.
    pub fn theirs(&self) -> Option<&Resource> {
        self.theirs.as_ref()
    }

    /// The fields both changed, by their FHIR names; empty while there is no conflict.
    pub fn disputed(&self) -> Vec<String> {
        let Some(theirs) = &self.theirs else { return Vec::new() };
        merge(self.base.value(), self.mine.value(), theirs.value(), Policy::of(self.base.kind())).disputed
    }

    pub(crate) fn place(&self) -> String {
        let id = self.base.id().map(String::from).unwrap_or_default();
        format!("{}/{id}", self.base.kind())
    }

    /// Decides a conflict: from now on it is a change of what the clinic holds now.
    pub(crate) fn decide(&mut self) {
        if let Some(theirs) = self.theirs.take() {
            let merged =
                merge(self.base.value(), self.mine.value(), theirs.value(), Policy::of(self.base.kind()));
            self.rebase(theirs, merged);
        }
    }

    /// What was merged, with the patient's side of each disputed field, over `theirs`.
    fn rebase(&mut self, theirs: Resource, merged: Merged) {
        if let Ok(mine) = Resource::from_value(merged.mine_first) {
            self.mine = mine;
            self.base = theirs;
        }
    }

    pub(crate) fn request(&self, step: &Step) -> Option<HttpRequest> {
        Some(match step {
            Step::Write => request::put_if(self.place(), self.mine.value(), &self.base.version().ok()?),
            Step::Read => request::read(self.place()),
        })
    }

    /// `worn` says that writes failed often enough.
    pub(crate) fn reply(&mut self, step: Step, reply: Reply, worn: bool) -> Move {
        match (step, reply) {
            (_, Reply::SignIn) => Move::Parked(ParkReason::SignIn),
            (_, Reply::Rejected) => Move::Parked(ParkReason::NotAccepted),
            // What the clinic deleted is not made anew by a change of it.
            (Step::Read, Reply::Missing) => Move::Refused(Refusal::GaveWay),
            (Step::Read, Reply::Conflict) | (Step::Write, Reply::Missing) => {
                Move::Parked(ParkReason::NotAccepted)
            }
            (Step::Write, Reply::Trouble(trouble)) if trouble.delay.is_unsent() => {
                Move::later(Step::Write, trouble)
            }
            (_, Reply::Trouble(trouble)) => Move::later(Step::Read, trouble),
            (Step::Write, Reply::Written(version)) => {
                Move::Done(Done::Edited(Box::new(self.mine.with_version(&version))))
            }
            (Step::Write, Reply::Conflict) => Move::now(Step::Read),
            (Step::Read, Reply::Written(_)) => Move::not_understood(Step::Read),
            (_, Reply::Resource(theirs)) => self.compare(theirs, worn),
        }
    }

    fn compare(&mut self, theirs: Resource, worn: bool) -> Move {
        if theirs.kind() != self.base.kind() || theirs.id() != self.base.id() || theirs.version().is_err() {
            return Move::not_understood(Step::Read);
        }
        let policy = Policy::of(self.base.kind());
        let merged = merge(self.base.value(), self.mine.value(), theirs.value(), policy);
        if same_content(theirs.value(), &merged.mine_first) {
            return Move::Done(Done::Edited(Box::new(theirs)));
        }
        if !merged.disputed.is_empty() {
            self.theirs = Some(theirs);
            return Move::Parked(ParkReason::Conflict);
        }
        if worn {
            return Move::Parked(ParkReason::ServerFault);
        }
        self.rebase(theirs, merged);
        Move::later(Step::Write, crate::Delay::Clinic)
    }
}
