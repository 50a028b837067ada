//! The sandbox clinic: everything a patient's app talks to, in one process and on loopback.
//!
//! It answers as the real servers were measured to, never kinder: a FHIR client that passes here finds no surprise at
//! HAPI. The logic is sans-IO, so `tests/world` runs the same state machines in virtual time.
//!
//! | Module | Is |
//! |---|---|
//! | [`broker`] | the MQTT 5 broker of the mailboxes |
//! | [`browser`] | a person at a sign-in page, without a browser |
//! | [`sandbox`] | all of it on loopback sockets |
//! | [`desk`] | the doctor on sockets |
//! | [`doctor`] | a doctor who keeps their appointments |
//! | [`fhir`] | a FHIR R4 server of the interactions a patient's app uses: requests in, responses out |
//! | [`pki`] | the clinic's root, and certificates of devices under it |
//! | [`population`] | one clinic, one family doctor, one patient and a week of slots, by seed |
//! | [`seed`] | randomness that repeats |
//! | [`http`] | the FHIR server on a loopback socket, with faults on demand |
//! | [`link_name`] | the bad links a visit can be played over |
//! | [`relay`] | a UDP relay between the two parties of a call, over such a link |
//! | [`speech`] | what the two say: recordings read, resampled, looped |

pub mod broker;
pub mod browser;
pub mod desk;
pub mod doctor;
pub mod fhir;
pub mod http;
pub mod link_name;
pub mod pki;
pub mod population;
pub mod relay;
pub mod sandbox;
pub mod seed;
pub mod speech;
