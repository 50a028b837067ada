//! Names: of a call and of a mailbox.

use std::fmt;
use std::str::FromStr;

use nabz_time::Entropy;
use serde::{Deserialize, Serialize};

/// The identity of one consultation. It outlives every transport the consultation uses, and a call made again after
/// an interruption keeps it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CallId(pub [u8; 16]);

impl CallId {
    /// A new identity. 128 random bits: nobody else's call will have it.
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        let mut id = [0; 16];
        entropy.fill(&mut id);
        Self(id)
    }
}

impl fmt::Debug for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallId({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

/// The name of a mailbox: one device's address at the clinic's broker, and the common name in its certificate.
///
/// An opaque name given at enrolment, never a person's: it shows in the broker's topics and logs. One to
/// [`MailboxName::MAX`] of `a`–`z`, `0`–`9`, `-`, `_` and `.`, so that it needs no escape in a topic, a certificate or
/// a configuration file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MailboxName(String);

impl MailboxName {
    /// The longest name in bytes. X.520 allows a common name of 64.
    pub const MAX: usize = 64;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The topic on which this mailbox receives.
    pub fn topic(&self) -> String {
        format!("nabz/{}/in", self.0)
    }

    /// The mailbox that receives on `topic`, if it is such a topic.
    pub fn from_topic(topic: &str) -> Option<Self> {
        topic.strip_prefix("nabz/")?.strip_suffix("/in")?.parse().ok()
    }
}

/// A text that cannot name a mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a mailbox")]
pub struct BadMailboxName;

impl FromStr for MailboxName {
    type Err = BadMailboxName;

    fn from_str(name: &str) -> Result<Self, BadMailboxName> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
        if name.is_empty() || name.len() > Self::MAX || !name.bytes().all(allowed) {
            return Err(BadMailboxName);
        }
        Ok(Self(name.to_owned()))
    }
}

impl TryFrom<String> for MailboxName {
    type Error = BadMailboxName;

    fn try_from(name: String) -> Result<Self, BadMailboxName> {
        name.parse()
    }
}

impl From<MailboxName> for String {
    fn from(name: MailboxName) -> Self {
        name.0
    }
}

impl fmt::Display for MailboxName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for MailboxName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_place_in_a_topic() {
        for bad in ["", "+", "#", "a/b", "A", "نبض", "a b", "a\0", &"x".repeat(65)] {
            assert_eq!(bad.parse::<MailboxName>(), Err(BadMailboxName), "{bad:?}");
        }
        let name: MailboxName = "p-7f3a.1".parse().unwrap();
        assert_eq!(name.topic(), "nabz/p-7f3a.1/in");
        assert_eq!(MailboxName::from_topic(&name.topic()), Some(name));
        assert_eq!(MailboxName::from_topic("nabz/a/b/in"), None);
        assert_eq!(MailboxName::from_topic("nabz/+/in"), None);
    }
}
