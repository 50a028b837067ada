//! Letters on their way to the signature: kept from the turn that counted them, so that a kill loses none and sends none
//! twice.
//!
//! ```text
//! send: counter and draft in one commit ─► key store ─► signed: the draft's row goes, the letter's row comes, one commit
//! ```
//!
//! A key store may be asked twice for one draft, by two processes; one letter comes of it, under one counter, and whoever
//! receives takes a counter once.

use std::time::Duration;

use nabz_call::signal::{Body, CallId, Draft, MailboxName, Message, VERSION};
use nabz_time::Mono;
use nabz_vault::{KeyClass, KeyStep, Kind, Vault, VaultError};
use serde::{Deserialize, Serialize};

use crate::desk::{Desk, Turning, Waiting};
use crate::effect::{Effect, EffectId, KeyError, KeyReply, KeyRequest, SigningKey};
use crate::records::{OUTGOING, Outgoing};

/// Letters that wait for their signature.
const DRAFT: Kind = Kind { name: "draft", class: KeyClass::Outbox };

/// A key store that refuses for another reason than a passing fault is asked again this often, until nobody needs the
/// letter any more.
const AGAIN: Duration = Duration::from_secs(30);

/// A letter without its signature, as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Drafted {
    to: String,
    /// The envelope, its signature empty.
    bytes: Vec<u8>,
    /// Milliseconds of the wall clock after which nobody needs it.
    expires: i64,
}

/// A letter without its signature, while the process lives.
#[derive(Debug)]
pub(crate) struct Unsigned {
    drafted: Drafted,
    asked: Option<EffectId>,
    due: Mono,
    failures: u32,
}

impl Unsigned {
    /// Every draft a process before this one left.
    pub(crate) fn load(vault: &Vault) -> Result<Vec<(u64, Self)>, VaultError> {
        let read = |record: nabz_vault::Record| {
            let drafted = serde_json::from_slice(&record.bytes).ok()?;
            Some((record.id.parse().ok()?, Self::new(drafted)))
        };
        Ok(vault.list(DRAFT)?.into_iter().filter_map(read).collect())
    }

    fn new(drafted: Drafted) -> Self {
        Self { drafted, asked: None, due: Mono::ZERO, failures: 0 }
    }

    /// When the key store is asked next; `None` while it thinks.
    pub(crate) fn due(&self) -> Option<Mono> {
        self.asked.is_none().then_some(self.due)
    }
}

impl Desk {
    /// Sends a message about a call: first to the key store for its signature.
    pub(crate) fn send(
        &mut self,
        call: CallId,
        to: &MailboxName,
        body: Body,
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        let Ok(from) = self.config.mailbox.parse() else {
            return Ok(());
        };
        let counter = self.post.count(to, turning.vault)?;
        let sent = turning.now.wall;
        let expires = sent + body.lifetime();
        let message = Message { version: VERSION, call, from, to: to.clone(), counter, sent, expires, body };
        // A chain that cannot be written is a configuration without certificates: nobody would believe the message.
        let draft = Draft::new(&message, &self.config.trust.chain).and_then(|draft| draft.to_bytes());
        if let Ok(bytes) = draft {
            let id = self.post.next_name();
            let drafted = Drafted { to: to.as_str().to_owned(), bytes, expires: expires.millis() };
            turning.vault.put(DRAFT, &id.to_string(), &serde_json::to_vec(&drafted).unwrap_or_default())?;
            self.post.drafts.insert(id, Unsigned::new(drafted));
        }
        Ok(())
    }

    /// Asks for the signatures that are due.
    pub(crate) fn proceed_drafts(&mut self, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        let now = turning.now;
        let late = |draft: &Unsigned| draft.drafted.expires < now.wall.millis();
        let (ids, late): (Vec<u64>, Vec<bool>) =
            self.post.drafts.iter().map(|(id, draft)| (*id, late(draft))).unzip();
        for (id, _) in ids.iter().zip(late).filter(|(_, late)| *late) {
            self.drop_draft(*id, turning)?;
        }
        for id in ids {
            let effect = self.next_effect();
            let Some(draft) = self.post.drafts.get_mut(&id) else { continue };
            if draft.asked.is_some() || draft.due > now.mono {
                continue;
            }
            let Ok(unsigned) = Draft::from_bytes(&draft.drafted.bytes) else {
                self.drop_draft(id, turning)?;
                continue;
            };
            draft.asked = Some(effect);
            let message = unsigned.to_be_signed();
            let request = KeyRequest::Sign { key: SigningKey::Device, presence: false, message };
            turning.effects.push(Effect::Keys(effect, request));
            self.waiting.insert(effect, Waiting::Signature(id));
        }
        Ok(())
    }

    /// The key store signed: the letter is kept, then published.
    pub(crate) fn signed(
        &mut self,
        id: u64,
        reply: Result<KeyReply, KeyError>,
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        let Some(draft) = self.post.drafts.get_mut(&id) else { return Ok(()) };
        draft.asked = None;
        let signature = match reply {
            Ok(KeyReply::Signature(signature)) => signature,
            refused => {
                draft.failures = draft.failures.saturating_add(1);
                let error = refused.err().unwrap_or(KeyError::Transient);
                let wait = match error.step(KeyClass::Outbox, draft.failures) {
                    KeyStep::RetryAfter(wait) => wait,
                    KeyStep::AskPerson | KeyStep::ReplaceClinical | KeyStep::Recover => AGAIN,
                };
                draft.due = turning.now.mono + wait;
                return Ok(());
            }
        };
        let Drafted { to, bytes, expires } = draft.drafted.clone();
        self.drop_draft(id, turning)?;
        let signed = signature
            .try_into()
            .ok()
            .and_then(|signature| Draft::from_bytes(&bytes).and_then(|draft| draft.finish(signature)).ok());
        if let Some(bytes) = signed {
            let letter = Outgoing { to, bytes, expires };
            turning.vault.put(OUTGOING, &id.to_string(), &serde_json::to_vec(&letter).unwrap_or_default())?;
            self.post.outgoing.insert(id, letter);
        }
        Ok(())
    }

    fn drop_draft(&mut self, id: u64, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        self.post.drafts.remove(&id);
        turning.vault.delete(DRAFT, &id.to_string())?;
        Ok(())
    }
}
