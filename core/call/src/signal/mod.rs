//! Who rings whom: signed messages through a mailbox.

mod ids;
mod mailbox;

pub use ids::CallId;
pub use mailbox::MailboxEvent;
