//! An intent as it lies sealed in the vault.

use nabz_care::{Appointment, Id, ParkReason, Refusal};
use nabz_time::Wall;
use nabz_vault::{KeyClass, Kind, Turn, VaultError};
use serde::{Deserialize, Serialize};

use crate::Intent;

/// Rows of the outbox. Their key does not depend on the patient's presence: unsent work survives a new fingerprint.
pub const OUTBOX: Kind = Kind { name: "outbox", class: KeyClass::Outbox };

/// Appointments the server confirmed, as it sent them; the record's id is the server's.
pub const APPOINTMENT: Kind = Kind { name: "appointment", class: KeyClass::Clinical };

/// What is kept of an intent.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(crate) intent: Intent,
    /// When the patient did it, in milliseconds since the epoch.
    pub(crate) submitted: i64,
    /// Writes that were let out. From the first on, the server may have carried it out, whatever was heard since.
    pub(crate) attempts: u32,
    /// The server said it carried it out; it was not read back yet.
    pub(crate) acknowledged: bool,
    pub(crate) state: State,
}

/// How far it has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum State {
    Open,
    Confirmed { appointment: Option<Id> },
    Refused(Refusal),
    Parked(ParkReason),
}

impl Row {
    pub(crate) fn new(intent: Intent, submitted: Wall) -> Self {
        Self { intent, submitted: submitted.millis(), attempts: 0, acknowledged: false, state: State::Open }
    }

    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    pub(crate) fn store(&self, turn: &mut Turn<'_>) -> Result<(), VaultError> {
        // Only a map with keys that are no strings cannot be written, and a row holds none.
        let bytes = serde_json::to_vec(self).map_err(|_| VaultError::Misuse("row"))?;
        turn.put(OUTBOX, &self.intent.id().0.to_string(), &bytes)?;
        Ok(())
    }
}

/// Keeps an appointment as the server holds it. While clinical records are shut nothing is kept: the server has it.
pub(crate) fn keep(turn: &mut Turn<'_>, appointment: &Appointment) -> Result<(), VaultError> {
    if !turn.has_clinical() {
        return Ok(());
    }
    turn.put(APPOINTMENT, appointment.id.as_str(), &appointment.resource().to_bytes())?;
    Ok(())
}
