//! The core in Kotlin and Swift hands.
//!
//! A shell configures once ([`Config`]), opens ([`Nabz`]), paints what [`Nabz::screen`] says, and hands back what was
//! pressed. It lends three things: a key store ([`KeyStore`]), sound ([`Audio`]) and everything else a phone can do
//! ([`Host`]). This is the only crate that knows UniFFI; it mirrors types and holds no rule.
//!
//! ```text
//!  Kotlin, Swift ── open, act, suspend … ──►  Nabz ──► nabz-runtime
//!        ▲                                     │
//!        └── KeyStore, Audio, Host ◄── one shim each
//! ```
//!
//! Calls from the core reach a shell on threads of the core's own, never inside a turn. Whatever a shell throws comes
//! back as an error of that port; whatever it hands over is bounded. Objects may be dropped on any thread.
//!
//! Signatures avoid 8- and 16-bit integers, whose checksums crashed on ARM in UniFFI before 0.32.1 (uniffi-rs #2740,
//! #2939).

#[cfg(target_os = "android")]
mod android;
mod audio;
mod block;
mod catalogue;
mod config;
mod entered;
mod error;
mod host;
mod keys;
mod logs;
mod nabz;
mod network;
mod screen;
mod text;

pub use audio::{Audio, AudioPort};
pub use block::{
    Block, BlockKind, ChoiceOption, Field, FieldInput, ListRow, Live, PriceLine, SlotDay, Tone, Window,
};
pub use catalogue::Catalogue;
pub use config::{
    Authorities, Clinic, ClinicName, Config, EmergencyKind, EmergencyNumber, Enrolment, Servers,
};
pub use entered::{Entered, Value};
pub use error::{AudioError, ErrorCode, HostError, KeyStoreError, NabzError};
pub use host::{Host, HostReply, HostRequest, LogLevel};
pub use keys::{Counter, CounterName, Guard, KeyAlias, KeyName, KeyStore, SigningKey};
pub use nabz::Nabz;
pub use network::Network;
pub use screen::{Action, ActionRole, Announce, Screen};
pub use text::{Direction, Wording};

uniffi::setup_scaffolding!();

/// The version of the core, for bug reports.
#[uniffi::export]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
