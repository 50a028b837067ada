//! The mailbox: one MQTT 5 connection that carries ringing, signalling and messages.

/// What a mailbox reports.
#[derive(Clone, PartialEq, Eq)]
pub enum MailboxEvent {
    /// The connection stands; `resumed` if the broker kept the session.
    Connected {
        /// Whether the broker still had our session.
        resumed: bool,
    },
    /// The connection fell; the mailbox tries again by itself.
    Disconnected,
    /// A message arrived. It is acknowledged only after the turn that stored it has committed.
    Message {
        /// Names it for the acknowledgement.
        id: u64,
        /// The bytes as they were sent.
        bytes: Vec<u8>,
    },
    /// The broker took a message of ours.
    Taken {
        /// As given to publish.
        id: u64,
    },
    /// The broker refused a message of ours for good.
    Refused {
        /// As given to publish.
        id: u64,
    },
}

impl std::fmt::Debug for MailboxEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Connected { resumed } => write!(f, "Connected {{ resumed: {resumed} }}"),
            Self::Disconnected => f.write_str("Disconnected"),
            Self::Message { id, bytes } => write!(f, "Message {{ id: {id}, {} bytes }}", bytes.len()),
            Self::Taken { id } => write!(f, "Taken {{ id: {id} }}"),
            Self::Refused { id } => write!(f, "Refused {{ id: {id} }}"),
        }
    }
}
