//! Turns, screens, actions and effects: what the app decides, says and remembers, sans-IO.
//!
//! ```text
//!   inputs ─► App::turn(now, …) ─► one commit ─► effects
//!                 │
//!                 └─► App::screen()   finished text, semantic blocks, opaque actions
//! ```
//!
//! [`App`] is driven by `core/runtime` on a phone and by `tests/world` in virtual time. It reads no clock and owns no
//! socket; a key store, a microphone and a network are effects with replies. An intent is on disk before its first byte
//! leaves, because effects are given out only after the commit; after a kill they are derived again from what stands
//! there ([`effect::Fate`]).
//!
//! | File | Tells |
//! |---|---|
//! | `app`, `desk` | the loop, and where each input goes |
//! | `keys`, `unlock`, `lock` | the key store's questions and answers, the data keys on their way through it, the PIN |
//! | `start`, `visits`, `calls`, `post`, `drafts` | what happens: first start, a visit, a call, letters |
//! | `practice`, `kept`, `pace` | a call with oneself, what was said into a lost line, sync that yields to a call |
//! | `questions`, `reminders` | what screens ask of the clinic, and what the phone reminds of |
//! | `records`, `state` | what is kept, what is known |
//! | `screen`, `paint`, `live` | what a person sees |

mod app;
mod calls;
pub mod config;
mod desk;
mod drafts;
pub mod effect;
mod kept;
mod keys;
mod leave;
mod live;
mod lock;
mod pace;
mod paint;
mod post;
mod practice;
mod press;
mod questions;
mod records;
mod reminders;
pub mod screen;
mod start;
mod state;
mod unlock;
mod visits;
mod words;

pub use app::App;
pub use live::LiveView;
pub use paint::BENEATH;
pub use words::CorrectionError;

/// Why a configuration cannot work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The time zone is in no database.
    #[error("the configured time zone is unknown")]
    Zone,
    /// The clinic's address is no `http` or `https` address.
    #[error("the configured address of the clinic is no http address")]
    Address,
    /// The mailbox's name is none.
    #[error("the configured mailbox has no usable name")]
    Mailbox,
}
