//! The network a phone has.

use nabz_app::effect as app;

/// What the phone is connected by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Network {
    /// Nothing.
    None,
    /// Wi-Fi or a cable.
    Fixed,
    /// The mobile network, which may cost money.
    Mobile,
}

impl From<Network> for app::Network {
    fn from(network: Network) -> Self {
        match network {
            Network::None => Self::None,
            Network::Fixed => Self::Fixed,
            Network::Mobile => Self::Mobile,
        }
    }
}
