//! What a person said and the doctor did not hear whole when the line was given up: kept, sealed, with the visit it
//! belongs to, and forgotten with it.

use nabz_call::media::engine::Sentence;
use nabz_call::signal::CallId;
use nabz_vault::{KeyClass, Kind, VaultError};
use serde::{Deserialize, Serialize};

use crate::desk::{Desk, Turning};
use crate::records::{self, Phase};

/// Which sentences are kept: one record.
pub(crate) const KEPT: Kind = Kind { name: "kept", class: KeyClass::Outbox };
/// Most of one visit: a line that is lost more often than this needs no more of them.
const MOST: usize = 12;

/// The sentences of one visit, oldest first, each a blob of 16 kHz mono samples, 16-bit little-endian.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The visit.
    pub visit: String,
    /// Names of blobs.
    pub blobs: Vec<String>,
}

impl Desk {
    /// A call's line was given up with something half said.
    pub(crate) fn keep_sentences(
        &mut self,
        call: CallId,
        sentences: &[Sentence],
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        let Some(visit) = self.state.visit.as_ref().filter(|visit| visit.phase == Phase::Booked) else {
            return Ok(());
        };
        let visit = visit.id.clone();
        if self.state.kept.visit != visit {
            self.forget_sentences(turning)?;
            self.state.kept.visit = visit;
        }
        for sentence in sentences {
            let (id, began) = (turning.entropy.uuid(), sentence.began.millis());
            let name = format!("{}-{began}-{id}", hex(call));
            let mut writer = turning.vault.new_blob(turning.entropy)?;
            for frame in &sentence.frames {
                let bytes: Vec<u8> = frame.iter().flat_map(|sample| sample.to_le_bytes()).collect();
                writer.write(&bytes)?;
            }
            turning.vault.put_blob(KEPT.class, &name, writer.finish()?)?;
            self.state.kept.blobs.push(name);
        }
        while self.state.kept.blobs.len() > MOST {
            turning.vault.delete_blob(KEPT.class, &self.state.kept.blobs.remove(0))?;
        }
        records::store(turning.vault, KEPT, &self.state.kept)
    }

    /// With the end of the visit nobody needs them any more.
    pub(crate) fn proceed_kept(&mut self, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        let visit = self.state.visit.as_ref().filter(|visit| visit.phase == Phase::Booked);
        let needed = visit.is_some_and(|visit| visit.id == self.state.kept.visit);
        if needed || self.state.kept.blobs.is_empty() { Ok(()) } else { self.forget_sentences(turning) }
    }

    fn forget_sentences(&mut self, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        for blob in std::mem::take(&mut self.state.kept).blobs {
            turning.vault.delete_blob(KEPT.class, &blob)?;
        }
        records::store(turning.vault, KEPT, &self.state.kept)
    }
}

fn hex(call: CallId) -> String {
    call.0.iter().map(|byte| format!("{byte:02x}")).collect()
}
