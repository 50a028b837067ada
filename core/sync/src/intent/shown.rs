//! The price a patient said yes to.

use nabz_care::{Id, Price};
use serde::{Deserialize, Serialize};

/// What a patient was told a visit costs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceShown {
    /// The whole price, in minor units.
    pub total: i64,
    /// What the patient pays of it, in minor units.
    pub own_share: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// Which ChargeItemDefinition it was read from: it is read again before a booking that waited is sent.
    #[serde(default)]
    pub definition: Option<Id>,
}

impl From<&Price> for PriceShown {
    fn from(price: &Price) -> Self {
        Self {
            total: price.total.minor,
            own_share: price.own_share.minor,
            currency: price.total.currency.0.iter().copied().map(char::from).collect(),
            definition: Some(price.id.clone()),
        }
    }
}
