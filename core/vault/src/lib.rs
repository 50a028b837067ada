//! What the phone keeps: sealed rows in SQLite, one commit a turn.
//!
//! # The promise
//!
//! - What [`Turn::commit`] acknowledged survives `kill -9` and a power cut; what it did not commit never happened.
//! - Nothing about a record stands on the disk in the clear: not its kind, its id, a date, nor its length to the byte.
//! - Whatever is changed on the disk shows as an error before it is believed. The one thing a file cannot see by
//!   itself is being set back as a whole; [`Vault::generation`] is the number by which the host sees it.
//! - Nothing is ever deleted or overwritten because it failed to open. [`quarantine`] renames, and only the host
//!   calls it.
//!
//! # In use
//!
//! ```
//! use nabz_vault::{DataKeys, KeyClass, KeySlots, Kind, Place, Vault};
//! # struct Counter(u8);
//! # impl nabz_time::Entropy for Counter {
//! #     fn fill(&mut self, out: &mut [u8]) { self.0 += 1; out.fill(self.0) }
//! # }
//! # let mut entropy = Counter(0);
//! # let wrap = |key: &nabz_vault::DataKey| key.as_bytes().to_vec();
//!
//! /// Each room owns its kinds.
//! const INTENT: Kind = Kind { name: "intent", class: KeyClass::Outbox };
//!
//! let mut vault = Vault::open(&Place::Memory)?;
//! if vault.slots()?.is_none() {
//!     let keys = DataKeys::generate(&mut entropy);
//!     let slots = KeySlots { outbox: wrap(&keys.outbox), clinical: wrap(&keys.clinical) };
//!     vault.initialise(&keys, slots, &mut entropy)?;
//! }
//!
//! let mut turn = vault.turn(&mut entropy)?;
//! turn.put(INTENT, "booking-1", b"Tuesday at ten")?;
//! assert!(turn.commit()?);
//! assert_eq!(vault.list(INTENT)?.len(), 1);
//! # Ok::<(), nabz_vault::VaultError>(())
//! ```
//!
//! # How it is sealed
//!
//! ```text
//! host's hardware key ── wraps ──> two data keys (key.rs), stored wrapped as KeySlots
//! data key ── HKDF ──> sub-keys: rows, row HMACs, key check, manifest                (keyring.rs)
//!
//! kind | id | bytes | padding                                                        (payload.rs)
//!   └─ sealed, bound to format, table, key id, place, version                        (envelope.rs)
//!        └─ row: seq | version | envelope                                            (shelf.rs)
//!             └─ XOR of all rows' HMACs, their number, generation: sealed manifest   (manifest.rs)
//! ```
//!
//! Two data keys, because one fingerprint more on the phone may destroy what is bound to the person
//! ([`KeyClass::Clinical`], which the clinic has too) but never unsent work ([`KeyClass::Outbox`]).
//!
//! [`Vault::unlock`] opens every row once: it builds the index (index.rs) that the file, for its silence, cannot
//! have, and compares the rows with the manifest. From then on each read is compared with what was written last.
//! Why rows and not pages are sealed: `docs/decisions/0002-sealed-rows.md`.
//!
//! # Around it
//!
//! `vault.rs` is the life of a vault (open, unlock, lock), `suspension.rs` letting go of its file, `rotation.rs` changes
//! of its keys, `shred.rs` its end; `turn.rs` its writes; `unlocked.rs` what is in RAM while the keys are, `header.rs`
//! what stands in the clear about them; `database.rs` holds SQLite's settings, `schema.rs` tables and migrations,
//! `place.rs` the files. `blob/` keeps large things beside the database; `pin.rs` and `recovery.rs` are a person's own
//! locks, over `stretch.rs` (Argon2id); `key_error.rs` and `freshness.rs` say what a host does with what it hears.

mod blob;
mod database;
mod envelope;
mod error;
mod freshness;
mod header;
mod index;
mod key;
mod key_error;
mod keyring;
mod manifest;
mod payload;
mod pin;
mod place;
mod recovery;
mod rotation;
mod schema;
mod scratch;
mod shelf;
mod shred;
mod stretch;
mod suspension;
mod turn;
mod unlocked;
mod vault;
#[doc(hidden)]
pub mod vectors;

pub use blob::{BlobReader, BlobUsage, BlobWriter, CHUNK, SealedBlob};
pub use envelope::Cipher;
pub use error::{ErrorKind, Tampering, VaultError};
pub use freshness::Freshness;
pub use key::{DataKey, DataKeys, KeyClass, KeySlots, Kind};
pub use key_error::{KeyError, KeyStep};
pub use pin::{Pin, PinError, PinGate};
pub use place::{Place, quarantine};
pub use recovery::{Recovered, RecoveryCode, RecoveryError};
pub use shred::shred;
pub use stretch::KdfCost;
pub use suspension::Suspended;
pub use turn::{Record, Turn};
pub use vault::Vault;
