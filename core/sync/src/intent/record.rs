//! A resource of the patient's own that nobody changes afterwards: a reading, a form. PUT under its own UUID, alone or
//! many in a batch, so that sending it twice is sending it once.

use nabz_care::{ParkReason, Resource};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Done, Move};
use crate::merge::Policy;
use crate::reply::Reply;
use crate::{HttpRequest, SyncError, request};

/// A resource to be added.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    uuid: Uuid,
    resource: Resource,
}

impl Record {
    /// A resource that is only ever added ([`Policy::Append`]), with a UUID for its id.
    pub fn new(resource: Resource) -> Result<Self, SyncError> {
        let id = resource.id().map_err(|_| SyncError::Resource)?;
        let uuid = Uuid::try_parse(id.as_str()).map_err(|_| SyncError::Resource)?;
        // Written as it is read back: a server tells `A` from `a`.
        let plain = uuid.to_string() == id.as_str();
        if plain && Policy::of(resource.kind()) == Policy::Append {
            Ok(Self { uuid, resource })
        } else {
            Err(SyncError::Resource)
        }
    }

    /// The resource.
    pub fn resource(&self) -> &Resource {
        &self.resource
    }

    pub(crate) fn uuid(&self) -> Uuid {
        self.uuid
    }

    pub(crate) fn place(&self) -> String {
        format!("{}/{}", self.resource.kind(), self.uuid)
    }

    pub(crate) fn request(&self) -> HttpRequest {
        request::put_minimal(self.place(), self.resource.value())
    }

    /// What a reply to its own request, or to its entry of a batch, makes of it.
    pub(crate) fn reply(&self, reply: Reply) -> Move {
        match reply {
            Reply::Written(_) => Move::Done(Done::Recorded),
            Reply::Resource(resource)
                if resource.kind() == self.resource.kind() && resource.id() == Ok(self.uuid.into()) =>
            {
                Move::Done(Done::Recorded)
            }
            Reply::Resource(_) => Move::not_understood(super::Step::Record),
            Reply::SignIn => Move::Parked(ParkReason::SignIn),
            // Without an If-Match a conflict is somebody else's write at the same moment, not another version.
            Reply::Conflict => Move::later(super::Step::Record, crate::Delay::Clinic),
            Reply::Missing | Reply::Rejected => Move::Parked(ParkReason::NotAccepted),
            Reply::Trouble(trouble) => Move::later(super::Step::Record, trouble),
        }
    }
}
