//! Outbox, reads and booking with any clinic that speaks FHIR R4, sans-IO.
//!
//! Nothing here opens a socket or reads a clock: an [`HttpRequest`] goes out as a value, an [`HttpReply`] comes back in.
//! What is durable is written in the app's own [`Turn`](nabz_vault::Turn), so an intent and the screen that shows it
//! are committed together, and no byte leaves before that.
//!
//! ```
//! use nabz_sync::{Consent, HttpReply, Intent, NetError, Outbox, Status};
//! # use nabz_time::{Entropy, Now};
//! # use nabz_vault::{DataKeys, KeySlots, Place, Vault};
//! # struct Seed(u8);
//! # impl Entropy for Seed { fn fill(&mut self, out: &mut [u8]) { for b in out { self.0 = self.0.wrapping_add(1); *b = self.0; } } }
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (mut entropy, now) = (Seed(0), Now::default());
//! # let mut vault = Vault::open(&Place::Memory)?;
//! # let keys = DataKeys::generate(&mut entropy);
//! # vault.initialise(&keys, KeySlots { outbox: vec![1], clinical: vec![2] }, &mut entropy)?;
//! # let decision = Consent { uuid: uuid::Uuid::from_u128(1), patient: "p1".try_into()?, given: true,
//! #     version: "1".into(), language: "fa".into(), at: now.wall };
//! let mut outbox = Outbox::load(&vault)?;
//!
//! // A turn: the patient agreed. The intent is sealed, then the commit, and only then the request may leave.
//! let mut turn = vault.turn(&mut entropy)?;
//! let intent = outbox.submit(&mut turn, Intent::Consent(decision), now)?;
//! let (request, http) = outbox.poll_request(&mut turn, now)?.ok_or("nothing to send")?;
//! turn.commit()?;
//! assert!(http.path.starts_with("Consent/"));
//!
//! // Another turn: no answer came. The outbox says when it tries again.
//! let mut turn = vault.turn(&mut entropy)?;
//! outbox.handle_reply(&mut turn, request, HttpReply::Failed(NetError::NoAnswer), now, &mut entropy)?;
//! turn.commit()?;
//! assert_eq!(outbox.status(intent), Some(Status::Sending { attempts: 1 }));
//! assert!(outbox.poll_timeout().is_some());
//! # Ok(())
//! # }
//! ```
//!
//! After a kill, [`Outbox::load`] on the same vault continues: what may have reached the server is looked up before it
//! is sent again. [`Reader`] asks for what screens show; it keeps nothing and loses nothing.
//!
//! What the server may do is assumed to be anything: replies may be lost, late, doubled, halved or somebody else's.

mod backoff;
mod dialect;
mod error;
mod http;
mod intent;
mod merge;
mod names;
mod outbox;
mod pull;
mod reader;
mod reply;
mod request;

pub use error::{SyncError, SyncErrorKind};
pub use http::{BODY_LIMIT, HttpReply, HttpRequest, HttpResponse, Method, NetError};
pub use intent::{
    Book, Cancel, Consent, Edit, FinishVisit, Intent, Keep, PriceShown, Record, Upload, Visited,
};
pub use merge::Policy;
pub use nabz_care::{BookingDialect, ParkReason, Refusal};
pub use names::{IntentId, QueryId, RequestId};
pub use outbox::{APPOINTMENT, Conflict, OUTBOX, Outbox, Progress, Status, SyncEvent};
pub use pull::{Feed, FeedProgress, Oddity, Pull, PullEvent, PullProgress, Pulled, kind_of};
pub use reader::{Answer, Doctor, Listed, Query, QueryError, Reader};
pub use reply::Delay;
pub use request::REQUEST_TIMEOUT;
