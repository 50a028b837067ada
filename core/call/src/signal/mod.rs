//! Who rings whom: signed messages through a mailbox.
//!
//! | File | Tells |
//! |---|---|
//! | `message`, `body`, `description` | what two devices say to each other about a call, in compact CBOR |
//! | `envelope`, `certificate` | who said it: a COSE signature under the clinic's root |
//! | `inbox` | what was seen before |
//! | `session` | the life of one call, as either side sees it |
//! | `mailbox`, `login`, `outgoing`, `mqtt` | the connection to the clinic's broker that carries envelopes |
//!
//! Nothing here opens a socket or reads a clock: see each type for what goes in and what comes out.

mod body;
mod cbor;
mod certificate;
mod description;
mod envelope;
mod ids;
mod inbox;
mod login;
mod mailbox;
mod message;
mod mqtt;
mod outgoing;
mod session;
#[cfg(test)]
mod testing;

pub use body::{Body, HangupReason};
pub use certificate::{CertificateError, Identity, KeyId, Roots};
pub use envelope::{CLOCK_SKEW_MS, Draft, EnvelopeError, MAX_CHAIN, MAX_ENVELOPE, Verified, open};
pub use ids::{BadMailboxName, CallId, MailboxName};
pub use inbox::{Fresh, Inbox, InboxError};
pub use login::{MailboxConfig, Token, Will};
pub use mailbox::{Mailbox, MailboxError, MailboxEvent};
pub use message::{MAX_LIFETIME_MS, MAX_MESSAGE, Message, MessageError, VERSION};
pub use session::{CONNECT, CallSession, EndReason, HOLD, Phase, RING, SessionOutput, SessionSnapshot};
