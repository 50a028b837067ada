//! What the phone keeps: sealed rows in SQLite, one commit a turn.

mod database;
mod envelope;
mod error;
mod index;
mod key;
mod keyring;
mod manifest;
mod payload;
mod place;
mod schema;
mod shelf;
mod turn;
mod unlocked;
mod vault;

pub use envelope::Cipher;
pub use error::{ErrorKind, Tampering, VaultError};
pub use key::{DataKey, DataKeys, KeyClass, KeySlots, Kind};
pub use place::{Place, quarantine};
pub use turn::{Record, Turn};
pub use vault::Vault;
