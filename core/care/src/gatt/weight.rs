//! Weight Measurement (0x2A9D).

use super::bytes::Bytes;
use super::{GattError, Sent, possible};
use crate::reading::{Decimal, Kind, Quantity, Unit};

const IMPERIAL: u8 = 1 << 0;
const HAS_TIME: u8 = 1 << 1;
const HAS_USER: u8 = 1 << 2;

/// The weight that means "measurement unsuccessful".
const UNSUCCESSFUL: u16 = 0xffff;

/// The user id that means "unknown".
const UNKNOWN_USER: u8 = 0xff;

pub(super) fn parse(mut bytes: Bytes<'_>) -> Result<Sent, GattError> {
    let flags = bytes.u8()?;
    let raw = bytes.u16()?;
    if raw == UNSUCCESSFUL {
        return Err(GattError::NoMeasurement);
    }
    // Steps of 0.005 kg or of 0.01 lb.
    let (value, unit) = if flags & IMPERIAL == 0 {
        (Decimal::new(i64::from(raw) * 5, 3), Unit::Kg)
    } else {
        (Decimal::new(i64::from(raw), 2), Unit::Lb)
    };
    let quantity = value.and_then(|value| Quantity::new(value, unit));
    let at = if flags & HAS_TIME == 0 { None } else { bytes.date_time()? };
    let user = if flags & HAS_USER == 0 { None } else { Some(bytes.u8()?) };
    // Body-mass index and height follow; both were typed into the scale, not measured by it.
    let user = user.filter(|user| *user != UNKNOWN_USER);
    Ok(Sent { at, user, ..Sent::one(Kind::Weight, possible(Kind::Weight, quantity)?) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    use crate::reading::Values;

    fn weight(sent: &Sent) -> (String, Unit) {
        match sent.values.as_slice() {
            [Values::One(Kind::Weight, quantity)] => (quantity.value().to_string(), quantity.unit()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn kilograms_and_pounds() {
        let metric = parse(Bytes::new(&[0b0110, 0xb0, 0x36, 0xea, 0x07, 11, 21, 7, 30, 0, 3])).unwrap();
        assert_eq!(weight(&metric), ("70.000".to_owned(), Unit::Kg));
        assert_eq!((metric.at, metric.user), (Some(date(2026, 11, 21).at(7, 30, 0, 0)), Some(3)));
        let imperial = parse(Bytes::new(&[0b0001, 0x98, 0x3a])).unwrap();
        assert_eq!(weight(&imperial), ("150.00".to_owned(), Unit::Lb));
        // The device's clock stands in the year it left the factory; what it showed is told as it is.
        let old = parse(Bytes::new(&[0b0010, 0xb0, 0x36, 0xd0, 0x07, 1, 1, 0, 0, 0])).unwrap();
        assert_eq!(old.at, Some(date(2000, 1, 1).at(0, 0, 0, 0)));
    }

    #[test]
    fn a_scale_that_gave_up_weighs_nothing() {
        assert_eq!(parse(Bytes::new(&[0, 0xff, 0xff])), Err(GattError::NoMeasurement));
        assert_eq!(parse(Bytes::new(&[0, 0xff])), Err(GattError::TooShort));
    }
}
