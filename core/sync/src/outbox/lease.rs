//! One outbox at a time lets requests out. The newest takes over: whoever was before finds its number gone and stays
//! silent, so a process that hangs cannot send beside the one that replaced it, and a new one waits for nobody.

use nabz_vault::{KeyClass, Kind, Turn, VaultError};

const LEASE: Kind = Kind { name: "outbox-lease", class: KeyClass::Outbox };
const ONLY: &str = "only";

/// The number under which this outbox sends; none before its first request.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lease(Option<u64>);

impl Lease {
    /// Whether this outbox may send in this turn. The first time, it takes over.
    pub(super) fn hold(&mut self, turn: &mut Turn<'_>) -> Result<bool, VaultError> {
        let current = turn.get(LEASE, ONLY)?.and_then(|record| number(&record.bytes)).unwrap_or(0);
        match self.0 {
            Some(ours) => Ok(ours == current),
            None => {
                let next = current.saturating_add(1);
                turn.put(LEASE, ONLY, &next.to_be_bytes())?;
                self.0 = Some(next);
                Ok(true)
            }
        }
    }
}

fn number(bytes: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(bytes.try_into().ok()?))
}
