//! A call, sans-IO: who rings whom ([`signal`]) and what is heard ([`media`]).
//!
//! Both halves are driven with values: bytes and [`nabz_time::Mono`] in, bytes, events and the next deadline out. The
//! runtime drives them on sockets and an audio thread, `tests/world` in virtual time.

#[cfg(any(test, fuzzing))]
pub mod fuzzing;
pub mod media;
pub mod signal;
