//! What the app itself keeps, beside what sync keeps: who the person is, their visit, their call.
//!
//! Records of unsent work are sealed with the outbox key, so they survive a changed fingerprint.

use nabz_care::BookingDialect;
use nabz_locale::{Gender, Person};
use nabz_time::Wall;
use nabz_vault::{KeyClass, Kind, Turn, Vault, VaultError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The person: language, consent, session.
pub(crate) const PROFILE: Kind = Kind { name: "profile", class: KeyClass::Outbox };
/// The visit from the first intent to its end.
pub(crate) const VISIT: Kind = Kind { name: "visit", class: KeyClass::Outbox };
/// Messages to other mailboxes that no broker has taken yet.
pub(crate) const OUTGOING: Kind = Kind { name: "outgoing", class: KeyClass::Outbox };
/// What is added to the file's generation, in a file that took another's place.
pub(crate) const AGE: Kind = Kind { name: "age", class: KeyClass::Outbox };
/// Notes of how this was opened: when and what, the newest last.
pub(crate) const NOTES: Kind = Kind { name: "notes", class: KeyClass::Outbox };
/// So many notes are kept.
const MOST_NOTES: usize = 200;
/// The id of records of which there is one.
const ONLY: &str = "only";

/// The person who uses this phone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Profile {
    /// The language chosen; none before the first screen.
    pub language: Option<String>,
    /// How they wish to be spoken to, where the language bends its words.
    #[serde(default)]
    pub addressee: Gender,
    /// The consent given.
    pub consent: Option<ConsentGiven>,
    /// Signed in.
    pub session: Option<Session>,
    /// How the clinic books, as it said when it was last asked.
    #[serde(default)]
    pub booking: BookingDialect,
    /// When that was, in milliseconds of the wall clock.
    #[serde(default)]
    pub probed: Option<i64>,
    /// Whose records these are, also while signed out: nobody else signs in here.
    #[serde(default)]
    pub patient: Option<String>,
    /// The person goes on without any lock, and was told what that means.
    #[serde(default)]
    pub without_lock: bool,
}

/// What is noted of how this was opened, without a word of who or what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Noted {
    /// The person chose to go on without any lock.
    WithoutLock,
    /// The records were opened without any lock.
    OpenedWithoutLock,
}

/// A consent: in which language, to which words, when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ConsentGiven {
    /// Our own UUID of the Consent resource.
    pub id: String,
    /// Language it was read in.
    pub language: String,
    /// SHA-256 of the words, in hex.
    #[serde(default)]
    pub text: String,
    /// How far those words were reviewed: `mt`, `human` or `clinical`.
    #[serde(default)]
    pub review: String,
    /// Milliseconds of the wall clock.
    pub at: i64,
}

/// What sign-in gave.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    /// The bearer token.
    pub token: String,
    /// The patient's logical id.
    pub patient: String,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session(…)")
    }
}

/// One visit, from the wish to the follow-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Visit {
    /// Our own UUID, the Appointment's business identifier.
    pub id: String,
    /// The slot that was picked.
    pub slot: String,
    /// Milliseconds of the wall clock.
    pub start: i64,
    /// Milliseconds of the wall clock.
    pub end: i64,
    /// The doctor's name by language tag, so that it can be read in the language chosen tomorrow.
    pub doctor: Vec<(String, String)>,
    /// How words bend for the doctor.
    #[serde(default)]
    pub doctor_gender: Gender,
    /// The doctor's FHIR id: whose call is expected.
    pub practitioner: String,
    /// When the person confirmed.
    pub asked_at: i64,
    /// Where it stands.
    pub phase: Phase,
    /// The consultation, once it began.
    pub talk: Option<Talk>,
}

/// Where a visit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Phase {
    /// Confirmed by the person, not by the clinic. Nothing may call it a visit yet.
    Asked,
    /// Confirmed by the clinic.
    Booked,
    /// Somebody else was faster.
    Taken,
    /// The clinic refused.
    Refused,
    /// The price is another than the one the person said yes to: it takes a new yes.
    PriceChanged,
    /// The consultation has ended; the clinic may not know yet.
    Ended,
    /// The clinic knows.
    Saved,
}

/// The consultation itself. It outlives every connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Talk {
    /// The call's id, hex; also names the Encounter.
    pub call: String,
    /// Our own UUID of the Encounter.
    pub encounter: String,
    /// When both could hear each other first.
    pub began: i64,
    /// When it ended.
    pub ended: Option<i64>,
    /// The follow-up the doctor ordered.
    pub follow_up: Option<i64>,
    /// Whether the clinic was asked and has none.
    pub no_follow_up: bool,
}

/// A message to another mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outgoing {
    /// The mailbox it goes to.
    pub to: String,
    /// Signed bytes.
    pub bytes: Vec<u8>,
    /// Milliseconds of the wall clock after which nobody needs it.
    pub expires: i64,
}

impl Visit {
    pub(crate) fn starts(&self) -> Wall {
        Wall::from_millis(self.start)
    }

    pub(crate) fn ends(&self) -> Wall {
        Wall::from_millis(self.end)
    }

    /// The doctor, for a reader of this language.
    pub(crate) fn doctor_in(&self, language: &str) -> Person {
        let own = self.doctor.iter().find(|(tag, _)| tag == language);
        let name = own.or(self.doctor.first()).map_or("", |(_, name)| name.as_str());
        Person { name: name.to_owned(), gender: self.doctor_gender }
    }
}

/// Reads the one record of a kind; one that no longer parses counts as absent, and stays where it is.
pub(crate) fn read<T: DeserializeOwned>(vault: &Vault, kind: Kind) -> Result<Option<T>, VaultError> {
    Ok(vault.get(kind, ONLY)?.and_then(|record| serde_json::from_slice(&record.bytes).ok()))
}

/// Writes the one record of a kind.
pub(crate) fn store<T: Serialize>(turn: &mut Turn<'_>, kind: Kind, value: &T) -> Result<(), VaultError> {
    // These types hold strings, numbers and enums only: they always serialise.
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    turn.put(kind, ONLY, &bytes)?;
    Ok(())
}

/// Notes something that happened, in place of the oldest note where there are many.
pub(crate) fn note(turn: &mut Turn<'_>, at: Wall, noted: Noted) -> Result<(), VaultError> {
    let known = turn.get(NOTES, ONLY)?.and_then(|record| serde_json::from_slice(&record.bytes).ok());
    let mut notes: Vec<(i64, Noted)> = known.unwrap_or_default();
    notes.push((at.millis(), noted));
    notes.drain(..notes.len().saturating_sub(MOST_NOTES));
    store(turn, NOTES, &notes)
}
