//! Letters to and from other mailboxes: kept until the broker took them, taken once. How they are signed: `drafts`.

use std::collections::{BTreeMap, BTreeSet};

use nabz_call::signal::{
    CertificateError, EnvelopeError, Inbox, InboxError, MailboxEvent, MailboxName, Roots, Verified, open,
};
use nabz_time::{Mono, Wall};
use nabz_vault::{KeyClass, Kind, Turn, Vault, VaultError};
use serde::{Deserialize, Serialize};

use crate::desk::{Desk, Turning};
use crate::drafts::Unsigned;
use crate::effect::{Effect, MailboxCommand, Secret};
use crate::records::{self, OUTGOING, Outgoing, Phase};
use crate::state::{MailboxLine, Place, Stopped};

/// Counters of what was taken and what was sent, one record each.
const INBOX: Kind = Kind { name: "inbox", class: KeyClass::Outbox };
const SENT: Kind = Kind { name: "sent", class: KeyClass::Outbox };

/// The mailbox as the desk knows it.
#[derive(Debug, Default)]
pub(crate) struct Post {
    inbox: Inbox,
    sent: Sent,
    pub outgoing: BTreeMap<u64, Outgoing>,
    /// Letters that wait for their signature; names of drafts and letters are of one series.
    pub drafts: BTreeMap<u64, Unsigned>,
    /// The last name given to a letter. Names never return while the process lives: the mailbox may still hold a
    /// letter that was too late for us.
    named: u64,
    published: BTreeSet<u64>,
    /// Whether a connection was asked for.
    held: bool,
    /// Until when the mailbox is held because a push message woke the phone.
    pub awake_until: Option<Mono>,
}

/// The last counter used towards each mailbox.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Sent(BTreeMap<String, u64>);

impl Post {
    pub(crate) fn load(vault: &Vault) -> Result<Self, VaultError> {
        let outgoing: BTreeMap<u64, Outgoing> = vault
            .list(OUTGOING)?
            .into_iter()
            .filter_map(|record| Some((record.id.parse().ok()?, serde_json::from_slice(&record.bytes).ok()?)))
            .collect();
        let drafts: BTreeMap<u64, Unsigned> = Unsigned::load(vault)?.into_iter().collect();
        let last = outgoing.keys().next_back().max(drafts.keys().next_back());
        Ok(Self {
            inbox: records::read(vault, INBOX)?.unwrap_or_default(),
            sent: records::read(vault, SENT)?.unwrap_or_default(),
            named: last.copied().unwrap_or(0),
            outgoing,
            drafts,
            published: BTreeSet::new(),
            held: false,
            awake_until: None,
        })
    }

    /// Whether a connection was asked for.
    pub(crate) fn is_held(&self) -> bool {
        self.held
    }

    /// The next counter towards a mailbox.
    pub(crate) fn count(&mut self, to: &MailboxName, turn: &mut Turn<'_>) -> Result<u64, VaultError> {
        let counter = self.sent.0.entry(to.as_str().to_owned()).or_insert(0);
        *counter += 1;
        let counter = *counter;
        records::store(turn, SENT, &self.sent)?;
        Ok(counter)
    }

    /// When the post has something to do by itself.
    pub(crate) fn poll_timeout(&self) -> Option<Mono> {
        self.drafts.values().filter_map(Unsigned::due).chain(self.awake_until).min()
    }

    pub(crate) fn next_name(&mut self) -> u64 {
        self.named += 1;
        self.named
    }
}

impl Desk {
    pub(crate) fn mailbox_said(
        &mut self,
        event: MailboxEvent,
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        match event {
            MailboxEvent::Connected { .. } => self.state.clinic.mailbox = MailboxLine::Up,
            MailboxEvent::Disconnected => {
                self.state.clinic.mailbox = MailboxLine::Missing(turning.now.mono);
            }
            MailboxEvent::Taken { id } | MailboxEvent::Refused { id } => {
                self.post.published.remove(&id);
                if self.post.outgoing.remove(&id).is_some() {
                    turning.vault.delete(OUTGOING, &id.to_string())?;
                }
            }
            MailboxEvent::Message { id, bytes } => {
                self.letter(&bytes, turning)?;
                turning.effects.push(Effect::Mailbox(MailboxCommand::Acknowledge(id)));
            }
        }
        Ok(())
    }

    /// A letter: opened, taken once, and handed to whom it concerns. What cannot be trusted is told where a person
    /// waits for a call, and forgotten.
    fn letter(&mut self, bytes: &[u8], turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        match self.open_letter(bytes, turning.now.wall) {
            Ok(verified) => {
                match self.post.inbox.take(&verified.identity, verified.message.counter, turning.now.wall) {
                    Ok(_) => {
                        records::store(turning.vault, INBOX, &self.post.inbox)?;
                        self.peer_said(&verified.message, turning)
                    }
                    Err(InboxError::Seen | InboxError::TooOld | InboxError::TooManySenders) => Ok(()),
                }
            }
            // Late letters are the rule after a broken line, not an attack.
            Err(EnvelopeError::Expired) => Ok(()),
            Err(error) => {
                if self.state.call.is_none() && self.state.place == Place::Waiting {
                    self.state.stopped = Some(match error {
                        EnvelopeError::Certificate(CertificateError::OtherRoot) => Stopped::OtherClinic,
                        _ => Stopped::NotInOrder,
                    });
                }
                Ok(())
            }
        }
    }

    fn open_letter(&self, bytes: &[u8], now: Wall) -> Result<Verified, EnvelopeError> {
        let roots = Roots::from_der(&self.config.trust.roots)?;
        let us: MailboxName = self.config.mailbox.parse().map_err(|_| EnvelopeError::WrongRecipient)?;
        open(bytes, &roots, &us, now)
    }

    /// Holds the mailbox while it is needed, and publishes what no broker has taken yet.
    pub(crate) fn proceed_post(&mut self, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        self.forget_late_letters(turning)?;
        self.proceed_drafts(turning)?;
        self.post.awake_until = self.post.awake_until.filter(|until| *until > turning.now.mono);
        let needed = self.mailbox_is_needed(turning.now.wall)
            || !self.post.outgoing.is_empty()
            || !self.post.drafts.is_empty()
            || self.post.awake_until.is_some();
        if needed && !self.post.held {
            if let Some(session) = &self.state.profile.session {
                let password = Secret(session.token.clone());
                turning.effects.push(Effect::Mailbox(MailboxCommand::Connect { password }));
                self.post.held = true;
                self.state.clinic.mailbox = MailboxLine::Missing(turning.now.mono);
            }
        } else if !needed && self.post.held {
            turning.effects.push(Effect::Mailbox(MailboxCommand::Disconnect));
            self.post.held = false;
            self.state.clinic.mailbox = MailboxLine::Idle;
        }
        if self.post.held {
            self.publish(turning);
        }
        Ok(())
    }

    fn publish(&mut self, turning: &mut Turning<'_, '_>) {
        for (id, letter) in &self.post.outgoing {
            if self.post.published.insert(*id) {
                let left = Wall::from_millis(letter.expires).millis_since(turning.now.wall).max(0) / 1_000;
                turning.effects.push(Effect::Mailbox(MailboxCommand::Publish {
                    id: *id,
                    to: letter.to.clone(),
                    bytes: letter.bytes.clone(),
                    expiry_s: u32::try_from(left).unwrap_or(u32::MAX).max(1),
                }));
            }
        }
    }

    fn forget_late_letters(&mut self, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        let now = turning.now.wall.millis();
        let late: Vec<u64> =
            self.post.outgoing.iter().filter(|(_, letter)| letter.expires < now).map(|(id, _)| *id).collect();
        for id in late {
            self.post.outgoing.remove(&id);
            self.post.published.remove(&id);
            turning.vault.delete(OUTGOING, &id.to_string())?;
        }
        Ok(())
    }

    /// Around a booked visit, from the opening of its waiting room to its end.
    fn mailbox_is_needed(&self, now: Wall) -> bool {
        self.state.visit.as_ref().is_some_and(|visit| {
            visit.phase == Phase::Booked
                && (crate::visits::waiting_room_is_open(visit, now) || visit.talk.is_some())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_letter_does_not_return_with_the_next() {
        let mut post = Post::default();
        let letter = Outgoing { to: "d-1".to_owned(), bytes: Vec::new(), expires: 0 };
        let first = post.next_name();
        post.outgoing.insert(first, letter);
        post.outgoing.remove(&first);
        assert_ne!(post.next_name(), first);
    }
}
