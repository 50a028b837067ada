//! The whole visit in virtual time, by seed: a phone, a person, a clinic, a doctor, the links between them and what
//! goes wrong on them, on one thread and without a socket.
//!
//! ```text
//! person ─► phone (App over Vault) ─┬─► records (Fhir)        ◄─┐
//!                                   ├─► broker  (Broker)       ◄┤ doctor
//!                                   └─► media                  ◄┘
//! ```
//!
//! A world is decided by its [`Plan`], and a plan by its seed. [`play`] gives it a fresh thread on which even the
//! system's randomness follows the seed ([`getrandom`]), so that a seed repeats byte for byte. What must hold at the
//! end is in [`books`], what must hold of every screen in [`look`], of every letter in [`letters`].

pub mod books;
pub mod clinic;
pub mod faults;
pub mod getrandom;
pub mod keys;
pub mod letters;
pub mod look;
pub mod media;
pub mod outboxes;
pub mod person;
pub mod phone;
pub mod plan;
pub mod post;
pub mod seeds;
pub mod trace;
pub mod walker;
pub mod world;

pub use plan::{Defect, Plan};
pub use world::{Outcome, World};

/// Why a world could not be set up or looked into. Nothing a person could do leads here.
pub type SetUp = Box<dyn std::error::Error + Send + Sync>;

/// Plays a world on a fresh thread. A panic anywhere in it is a flaw like any other.
pub fn play(plan: Plan) -> Outcome {
    let seed = plan.seed;
    let played = std::thread::spawn(move || {
        getrandom::seed_this_thread(seed);
        World::new(plan).and_then(World::run)
    });
    match played.join() {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(error)) => Outcome::broken(seed, format!("the world broke: {error}")),
        Err(_) => Outcome::broken(seed, "somebody panicked".to_owned()),
    }
}
