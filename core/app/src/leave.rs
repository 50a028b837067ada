//! "Delete my account": what was not sent is named first, the sign-in ends at the clinic, the keys are destroyed, and the
//! data with them.
//!
//! ```text
//! asked ─► sign-in revoked (or the person goes on without) ─► keys destroyed ─► files shredded ─► gone
//! ```
//!
//! Killed before the keys are destroyed, the account is still here, signed out; killed after, nobody opens the file any
//! more. What the clinic keeps is the clinic's.

use nabz_sync::{HttpReply, HttpRequest, Intent, Method, REQUEST_TIMEOUT, Status};
use nabz_vault::{Place as Files, Vault};

use crate::App;
use crate::desk::{Desk, Turning, Waiting};
use crate::effect::{Door, Effect, KeyAlias, KeyError, KeyReply, KeyRequest, MailboxCommand};
use crate::press::Press;
use crate::state::{Gate, Place};
use crate::unlock::{Ask, Shut};

/// How far leaving has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Leaving {
    /// What goes and what stays is read.
    #[default]
    Reading,
    /// The clinic is asked to end the sign-in.
    Revoking,
    /// The clinic could not be asked; the sign-in may still hold there.
    NotRevoked,
    /// The keys are being destroyed.
    Destroying,
    /// The phone could not do it now.
    Failed,
}

/// Something that was not sent yet, for a person to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsent {
    Booking,
    Cancellation,
    Consent,
    Visit,
    Record,
}

impl Desk {
    /// What the clinic does not have yet, in the order it was done.
    pub(crate) fn unsent(&self) -> Vec<Unsent> {
        let open = |status: &Status| !matches!(status, Status::Confirmed { .. } | Status::Refused(_));
        let named = |intent: &Intent| match intent {
            Intent::Book(_) => Unsent::Booking,
            Intent::Cancel(_) => Unsent::Cancellation,
            Intent::Consent(_) => Unsent::Consent,
            Intent::FinishVisit(_) => Unsent::Visit,
            Intent::Record(_) | Intent::Edit(_) | Intent::Upload(_) => Unsent::Record,
        };
        self.outbox.progress().filter(|one| open(&one.status)).map(|one| named(one.intent)).collect()
    }

    /// Asks the clinic to end the sign-in (RFC 7009); an account that was signed out already has none.
    pub(crate) fn revoke(&mut self, turning: &mut Turning<'_, '_>) {
        let Some(session) = &self.state.profile.session else {
            self.state.leaving = Leaving::Destroying;
            return;
        };
        let request = HttpRequest {
            method: Method::Post,
            path: "revoke".to_owned(),
            headers: vec![("content-type", "application/x-www-form-urlencoded".to_owned())],
            body: Some(format!("token={}", encoded(&session.token)).into_bytes()),
            timeout: REQUEST_TIMEOUT,
        };
        let id = self.next_effect();
        self.waiting.insert(id, Waiting::Revoke);
        turning.effects.push(Effect::Http { id, door: Door::SignIn, request, bearer: None });
        self.state.leaving = Leaving::Revoking;
    }

    /// RFC 7009 §2.2: 200 also for a token that holds no more. A server without this door cannot end a sign-in.
    pub(crate) fn revoked(&mut self, reply: &HttpReply) {
        if self.state.leaving == Leaving::Revoking {
            self.state.leaving = match reply {
                HttpReply::Response(response) if response.status == 200 => Leaving::Destroying,
                _ => Leaving::NotRevoked,
            };
        }
    }

    pub(crate) fn press_leave(&mut self, press: &Press, turning: &mut Turning<'_, '_>) {
        match press {
            Press::DeleteAccount => {
                self.state.leaving = Leaving::Reading;
                self.state.place = Place::Leave;
            }
            Press::SendFirst => self.outbox.hurry(turning.now),
            Press::DeleteSure => self.revoke(turning),
            // The person was told that the sign-in may still hold at the clinic.
            Press::DeleteAnyway if self.state.leaving == Leaving::NotRevoked => {
                self.state.leaving = Leaving::Destroying;
            }
            Press::DeleteAnyway if self.state.leaving == Leaving::Failed => {
                self.state.leaving = Leaving::Destroying;
            }
            _ => {}
        }
    }
}

impl App {
    /// After a turn: once nothing holds the person any more, the keys go.
    pub(crate) fn leave_if_due(&mut self, effects: &mut Vec<Effect>) {
        let due = self.desk.state.place == Place::Leave && self.desk.state.leaving == Leaving::Destroying;
        if due && !self.door.asked.iter().any(|(_, ask)| matches!(ask, Ask::Destroy(_))) {
            self.destroy(KeyAlias::Clinical, effects);
        }
    }

    fn destroy(&mut self, alias: KeyAlias, effects: &mut Vec<Effect>) {
        self.ask(Ask::Destroy(alias), KeyRequest::Delete(self.key(alias)), effects);
    }

    /// A key is destroyed. The outbox key is the last: until then the account can still be kept.
    pub(crate) fn destroyed(
        &mut self,
        alias: KeyAlias,
        reply: Result<KeyReply, KeyError>,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Shut> {
        match (reply, alias) {
            // A key that is gone for good is destroyed already.
            (Ok(_) | Err(KeyError::PermanentlyInvalidated), KeyAlias::Clinical) => {
                self.destroy(KeyAlias::Outbox, effects);
                Ok(())
            }
            (Ok(_) | Err(KeyError::PermanentlyInvalidated), KeyAlias::Outbox) => self.shred(effects),
            (Err(_), _) => {
                self.desk.state.leaving = Leaving::Failed;
                Ok(())
            }
        }
    }

    fn shred(&mut self, effects: &mut Vec<Effect>) -> Result<(), Shut> {
        if self.desk.post.is_held() {
            effects.push(Effect::Mailbox(MailboxCommand::Disconnect));
        }
        let vault = std::mem::replace(&mut self.vault, Vault::open(&Files::Memory)?);
        // Overwriting may fail on a worn disk; without the keys nobody reads what is left, and the files are gone.
        let shredded = vault.shred().or_else(|_| nabz_vault::shred(&self.place));
        self.desk.reset();
        self.door = Default::default();
        self.desk.state.gate = Gate::Gone;
        shredded.map_err(Shut::from)
    }
}

/// A value in a form (RFC 3986 §2.1; WHATWG's form serializer reads it the same).
fn encoded(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let one = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    value.bytes().map(one).collect()
}
