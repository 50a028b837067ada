//! Why a transport could not be made or used.

/// What went wrong. Carries nothing a peer or a patient said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The peer's description breaks a bound or plays the wrong part.
    #[error("the peer's description is refused: {0}")]
    BadDescription(&'static str),
    /// The socket is bound to no address a peer could be told.
    #[error("no address to be reached at")]
    NoAddress,
    /// The peer is not connected, or the call has ended.
    #[error("not connected")]
    NotConnected,
    /// More than a media packet may carry.
    #[error("the packet is too large")]
    TooLarge,
    /// rtc refused what it must accept.
    #[error("the call library refused: {0}")]
    Library(&'static str),
}

/// The same without its text, to match on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// The peer's fault.
    Peer,
    /// The caller's fault: the wrong moment or the wrong value.
    Use,
    /// Nobody's fault that could be mended here.
    Internal,
}

impl TransportError {
    /// Whose fault it is.
    pub fn kind(&self) -> TransportErrorKind {
        match self {
            Self::BadDescription(_) => TransportErrorKind::Peer,
            Self::NoAddress | Self::NotConnected | Self::TooLarge => TransportErrorKind::Use,
            Self::Library(_) => TransportErrorKind::Internal,
        }
    }
}
