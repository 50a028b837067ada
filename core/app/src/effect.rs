//! What goes into a turn and what comes out of it, as values.
//!
//! An effect leaves only after the turn's commit. Its type says what a crash does to it: a [`Durable`](Fate::Durable)
//! effect is derived again from rows still open, a [`Passing`](Fate::Passing) one is harmless to lose.
//! [`Effect::fate`] says which.

use nabz_call::media::{MediaCommand, MediaEvent};
use nabz_call::signal::MailboxEvent;
use nabz_sync::{HttpReply, HttpRequest};
use nabz_time::Wall;
use zeroize::{Zeroize, ZeroizeOnDrop};

pub use crate::keys::{
    Counter, CounterName, Guard, KeyAlias, KeyName, KeyReply, KeyRequest, SigningKey, VaultId,
};
pub use nabz_vault::KeyError;

use crate::screen::{ActionId, Key};

/// Names one effect until its reply comes. Never repeats while the process lives; a reply of an older process is
/// unknown and dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EffectId(pub u64);

/// What reaches the app from outside.
#[derive(Clone, Debug)]
pub enum Input {
    /// A person pressed something.
    Act {
        /// The revision of the screen it was pressed on.
        revision: u64,
        /// What was pressed.
        action: ActionId,
        /// What stood in the fields.
        values: Vec<(Key, Typed)>,
    },
    /// A server answered, or did not.
    Http(EffectId, HttpReply),
    /// The key store answered.
    Keys(EffectId, Result<KeyReply, KeyError>),
    /// The mailbox has news.
    Mailbox(MailboxEvent),
    /// The media thread has news.
    Media(MediaEvent),
    /// The host answered a request.
    Host(EffectId, HostReply),
    /// The phone's network changed.
    Network(Network),
    /// A push message woke the phone: somebody may want to reach it.
    Wake,
    /// Nothing but time: [`poll_timeout`](crate::App::poll_timeout) has passed.
    Tick,
}

/// What a person typed into a field: never shown, never logged, wiped when it is dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Typed(String);

impl Typed {
    /// Takes what was typed.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// What was typed.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed(…)")
    }
}

/// What the phone is connected by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// Nothing.
    None,
    /// Wi-Fi or a cable.
    Fixed,
    /// The mobile network, which may cost money.
    Mobile,
}

/// What the app wants done.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Send a request to the clinic.
    Http {
        /// Names the reply.
        id: EffectId,
        /// Which of the clinic's doors.
        door: Door,
        /// What is sent.
        request: HttpRequest,
        /// Who asks; nobody before sign-in.
        bearer: Option<Secret>,
    },
    /// Ask the key store.
    Keys(EffectId, KeyRequest),
    /// Change the mailbox.
    Mailbox(MailboxCommand),
    /// Change the call's media.
    Media(MediaCommand),
    /// Ask the phone for something.
    Host(EffectId, HostRequest),
}

impl Effect {
    /// What a crash between the commit and the effect does.
    pub fn fate(&self) -> Fate {
        match self {
            // Outbox requests are derived from open intents, messages from the rows of unsent ones, reminders from the
            // appointment; a read or a key request is asked again by whoever needs it.
            Self::Http { request, .. } if request.method != nabz_sync::Method::Get => Fate::Durable,
            Self::Mailbox(MailboxCommand::Publish { .. } | MailboxCommand::Acknowledge(_)) => Fate::Durable,
            Self::Host(_, HostRequest::Notify { .. }) => Fate::Durable,
            Self::Http { .. } | Self::Keys(..) | Self::Mailbox(_) | Self::Media(_) | Self::Host(..) => {
                Fate::Passing
            }
        }
    }
}

/// What a crash does to an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Derived again from rows still open when the app opens.
    Durable,
    /// Harmless to lose.
    Passing,
}

/// The header by which the clinic is told the [generation](nabz_vault::Vault::generation) of the phone's file with every
/// request for records: one that falls by more than one was set back, or is a copy of the phone.
pub const GENERATION: &str = "nabz-generation";

/// The doors of a clinic, each at a configured address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Door {
    /// FHIR R4 over HTTP.
    Records,
    /// Sign-in.
    SignIn,
}

/// A token or password: never shown, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Changes of the mailbox (see `nabz_call::signal::Mailbox`, which the runtime drives on a socket).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailboxCommand {
    /// Hold a connection from now on.
    Connect {
        /// What the broker asks for.
        password: Secret,
    },
    /// Send to another mailbox, QoS 1.
    Publish {
        /// Names this message until the broker took it.
        id: u64,
        /// The mailbox it goes to.
        to: String,
        /// The sealed or signed bytes.
        bytes: Vec<u8>,
        /// Seconds after which nobody needs it any more.
        expiry_s: u32,
    },
    /// The message was stored: acknowledge it.
    Acknowledge(u64),
    /// The network below changed: what stands is dead, and a new connection is due at once.
    NetworkChanged,
    /// Hang up for good.
    Disconnect,
}

/// Something only the phone can do. A shell that lacks an ability answers [`HostReply::Unsupported`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostRequest {
    /// Show a notification at an instant, replacing one of the same name.
    Notify {
        /// Stable name, so that planning again replaces.
        name: String,
        /// When.
        at: Wall,
        /// What it says; from the closed list of texts that may show on a locked phone.
        text: nabz_locale::Text,
    },
    /// Open the dialler with a number; the person presses call.
    Dial {
        /// The number as it is dialled.
        number: String,
    },
    /// Play the call under way through the loudspeaker, or the earpiece again.
    Loudspeaker {
        /// Whether through the loudspeaker.
        on: bool,
    },
}

/// What the phone answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostReply {
    /// Done.
    Done,
    /// This shell cannot.
    Unsupported,
    /// It was tried and failed.
    Failed,
}
