//! Readings taken at home: what was measured, exactly as it was typed or sent by a device, and as FHIR vital signs.

mod decimal;
mod kind;
mod observation;
mod quantity;
mod typed;
mod unit;

pub use decimal::Decimal;
pub use kind::Kind;
pub use observation::{Origin, Reading, Values};
pub use quantity::Quantity;
pub use typed::{TypedError, read_typed};
pub use unit::Unit;
