//! Why something the patient did is not done: refused for good, or set aside until something changes.

use serde::{Deserialize, Serialize};

/// Why a booking will never be. The patient is offered the next step; nothing is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// Somebody else was first.
    SlotTaken,
    /// The clinic withdrew this time.
    SlotWithdrawn,
    /// The appointment was made and then called off by the clinic.
    CalledOff,
    /// It depended on a booking that was refused.
    NeverBooked,
    /// The price is another than the one the patient said yes to.
    PriceChanged,
    /// The visit took place already.
    TooLate,
    /// The patient kept what the clinic has.
    GaveWay,
}

/// Why something is set aside. It stays on the phone and can be tried again; nothing else waits for it but what
/// changes the same resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParkReason {
    /// The clinic wants the patient to sign in again (401, 403).
    SignIn,
    /// The clinic's server does not accept it (400, 404, 422 and the like).
    NotAccepted,
    /// The server fails on this again and again while it does other things.
    ServerFault,
    /// The server did a part of it, or says other things than it did.
    Contradiction,
    /// What the server holds is not what the patient confirmed: another time, slot or doctor.
    Different,
    /// The clinic changed the same thing meanwhile; the patient or the clinic has to say which one stands.
    Conflict,
}
