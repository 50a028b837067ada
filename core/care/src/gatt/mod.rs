//! What a blood-pressure cuff, a glucose meter, a scale, a pulse oximeter or a thermometer sends over Bluetooth: the
//! value of one GATT characteristic, handed over by the shell as it came (Bluetooth SIG, GATT Specification Supplement).
//!
//! ```
//! use nabz_care::gatt::{Characteristic, parse};
//! use nabz_care::reading::{Kind, Values};
//!
//! // Flags: kilograms; 14,000 × 0.005 kg.
//! let sent = parse(Characteristic::WeightMeasurement, &[0x00, 0xb0, 0x36])?;
//! let Values::One(Kind::Weight, weight) = sent.values[0] else { panic!("no weight") };
//! assert_eq!(weight.value().to_string(), "70.000");
//! # Ok::<(), nabz_care::gatt::GattError>(())
//! ```
//!
//! - A device's clock is a clock on the wall, without a zone: [`Sent::at`] says what it showed.
//! - What the device doubts itself (a loose cuff, movement, an irregular pulse) comes as a [`Doubt`], never as a value.
//! - A measurement that did not succeed, a control solution or a demonstration is a [`GattError`], not a reading.
//! - Bytes behind the known fields belong to flags of a later specification and are passed over.

mod blood_pressure;
mod bytes;
mod float;
mod glucose;
mod oximeter;
mod temperature;
mod weight;

use jiff::civil::DateTime;

use crate::reading::{Kind, Quantity, Values};

/// Longest value of an attribute (Bluetooth Core, Vol 3, Part F, 3.2.9).
const VALUE_LIMIT: usize = 512;

/// The characteristics read here, by their assigned numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Characteristic {
    /// Blood Pressure Measurement.
    BloodPressureMeasurement = 0x2A35,
    /// Glucose Measurement.
    GlucoseMeasurement = 0x2A18,
    /// Weight Measurement.
    WeightMeasurement = 0x2A9D,
    /// PLX Spot-Check Measurement.
    PlxSpotCheckMeasurement = 0x2A5E,
    /// Temperature Measurement.
    TemperatureMeasurement = 0x2A1C,
}

impl Characteristic {
    /// Every characteristic read here.
    pub const ALL: [Self; 5] = [
        Self::BloodPressureMeasurement,
        Self::GlucoseMeasurement,
        Self::WeightMeasurement,
        Self::PlxSpotCheckMeasurement,
        Self::TemperatureMeasurement,
    ];

    /// The characteristic of this assigned number.
    pub fn of_number(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|known| *known as u16 == number)
    }
}

/// What one notification or indication of a device said.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// What was measured: one value, or a blood pressure and the pulse beside it.
    pub values: Vec<Values>,
    /// What the device's own clock showed, if it has one.
    pub at: Option<DateTime>,
    /// What the device doubts.
    pub doubts: Vec<Doubt>,
    /// The user of the device's own list whom it measured, if it keeps one and knows.
    pub user: Option<u8>,
    /// The record's number in the device's memory: the same number of the same device is the same measurement.
    pub sequence: Option<u16>,
}

/// What a device says against its own measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// The person moved.
    Movement,
    /// The cuff sat loosely.
    LooseCuff,
    /// The pulse was irregular.
    IrregularPulse,
    /// The cuff was not at the height of the heart.
    Position,
    /// The pulse left the range of the device.
    PulseOutOfRange,
    /// The value lies above what the device can show.
    AboveRange,
    /// The value lies below what the device can show.
    BelowRange,
    /// The battery is low.
    Battery,
    /// Too little blood on the strip.
    Sample,
    /// The device or its strip was too warm or too cold.
    DeviceTemperature,
    /// An early estimate, or a signal of poor quality.
    Questionable,
    /// The device's clock was never set, or has a fault.
    Clock,
}

/// Why bytes are no measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum GattError {
    /// Fewer bytes than the flags promise.
    #[error("too short")]
    TooShort,
    /// More bytes than an attribute holds.
    #[error("too long")]
    TooLong,
    /// No number where there has to be one: the device says the measurement did not succeed.
    #[error("no measurement")]
    NoMeasurement,
    /// A number no living person can have in that unit.
    #[error("impossible value")]
    Impossible,
    /// A control solution, a demonstration or a test, not a person.
    #[error("not a person's measurement")]
    NotAPerson,
    /// The device reports a fault that spoils the measurement.
    #[error("the device reports a fault")]
    Fault,
    /// A field with a value the specification does not know.
    #[error("malformed")]
    Malformed,
}

/// Reads the value of a characteristic.
pub fn parse(characteristic: Characteristic, value: &[u8]) -> Result<Sent, GattError> {
    if value.len() > VALUE_LIMIT {
        return Err(GattError::TooLong);
    }
    let bytes = bytes::Bytes::new(value);
    match characteristic {
        Characteristic::BloodPressureMeasurement => blood_pressure::parse(bytes),
        Characteristic::GlucoseMeasurement => glucose::parse(bytes),
        Characteristic::WeightMeasurement => weight::parse(bytes),
        Characteristic::PlxSpotCheckMeasurement => oximeter::parse(bytes),
        Characteristic::TemperatureMeasurement => temperature::parse(bytes),
    }
}

impl Sent {
    fn one(kind: Kind, quantity: Quantity) -> Self {
        Self {
            values: vec![Values::One(kind, quantity)],
            at: None,
            doubts: Vec::new(),
            user: None,
            sequence: None,
        }
    }
}

/// A quantity a person can have.
fn possible(kind: Kind, quantity: Option<Quantity>) -> Result<Quantity, GattError> {
    quantity.filter(|quantity| kind.possible(*quantity)).ok_or(GattError::Impossible)
}

/// The doubts whose bits are set.
fn doubts(status: u32, table: &[(u32, Doubt)]) -> Vec<Doubt> {
    table.iter().filter(|(bit, _)| status & bit != 0).map(|(_, doubt)| *doubt).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_lead_back_to_their_characteristic() {
        for known in Characteristic::ALL {
            assert_eq!(Characteristic::of_number(known as u16), Some(known));
        }
        assert_eq!(Characteristic::of_number(0x2A37), None);
    }

    #[test]
    fn nothing_and_too_much_are_refused() {
        for known in Characteristic::ALL {
            assert_eq!(parse(known, &[]), Err(GattError::TooShort));
            assert_eq!(parse(known, &[0; 513]), Err(GattError::TooLong));
        }
    }

    /// `tests/fuzz/corpus/gatt`: the first byte chooses the characteristic, as in the fuzz target.
    #[test]
    fn the_corpus_is_still_answered() {
        let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fuzz/corpus/gatt");
        let mut read = 0;
        for file in std::fs::read_dir(corpus).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            let (which, value) = bytes.split_first().unwrap();
            let _ = parse(Characteristic::ALL[usize::from(*which) % Characteristic::ALL.len()], value);
            read += 1;
        }
        assert!(read >= 12, "{read} files");
    }

    proptest! {
        #[test]
        fn any_bytes_are_an_answer(which in 0_usize..5, bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            if let Ok(sent) = parse(Characteristic::ALL[which], &bytes) {
                prop_assert!(!sent.values.is_empty());
                // Whatever stands behind the fields changes nothing.
                let longer = [bytes.as_slice(), &[0xa5; 8]].concat();
                prop_assert_eq!(parse(Characteristic::ALL[which], &longer), Ok(sent));
            }
        }

        #[test]
        fn a_measurement_cut_short_is_never_another(which in 0_usize..5, bytes in proptest::collection::vec(any::<u8>(), 1..24)) {
            let whole = parse(Characteristic::ALL[which], &bytes);
            for cut in 0..bytes.len() {
                let part = parse(Characteristic::ALL[which], &bytes[..cut]);
                prop_assert!(part == whole || part.is_err());
            }
        }
    }
}
