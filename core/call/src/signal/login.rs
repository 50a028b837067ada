//! How a mailbox logs in, and what the broker says for it when it is gone.

use std::fmt;
use std::time::Duration;

use super::ids::MailboxName;

/// How a mailbox logs in.
#[derive(Clone, Debug)]
pub struct MailboxConfig {
    /// Whose mailbox; also the user name.
    pub name: MailboxName,
    /// Names the session at the broker; one per installation.
    pub client_id: String,
    /// The password, until the broker knows the device by its certificate.
    pub token: Token,
    /// A ping is sent after this much silence. One a minute costs about 0.2 kB with TCP, TLS and IP.
    pub keep_alive: Duration,
    /// How long the broker keeps what arrives while we are away.
    pub session_expiry: Duration,
    /// What the broker says for us when the connection falls without farewell.
    pub will: Option<Will>,
}

impl MailboxConfig {
    /// The usual settings: a ping a minute, a session of seven days (as long as a message may live), no will.
    pub fn new(name: MailboxName, client_id: String, token: Token) -> Self {
        Self {
            name,
            client_id,
            token,
            keep_alive: Duration::from_secs(60),
            session_expiry: Duration::from_secs(7 * 24 * 3_600),
            will: None,
        }
    }
}

/// A bearer token. It cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Takes a token.
    pub fn new(token: String) -> Self {
        Self(token)
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// A message the broker sends for us when we are gone.
#[derive(Clone, PartialEq, Eq)]
pub struct Will {
    /// To which mailbox.
    pub to: MailboxName,
    /// The envelope.
    pub bytes: Vec<u8>,
    /// How long the broker waits for us to come back first.
    pub delay: Duration,
}

impl fmt::Debug for Will {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Will({:?}, {} bytes, {:?})", self.to, self.bytes.len(), self.delay)
    }
}
