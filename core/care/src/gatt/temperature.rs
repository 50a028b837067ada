//! Temperature Measurement (0x2A1C).

use super::bytes::Bytes;
use super::float::Medical;
use super::{GattError, Sent, possible};
use crate::reading::{Kind, Unit};

const IN_FAHRENHEIT: u8 = 1 << 0;
const HAS_TIME: u8 = 1 << 1;

pub(super) fn parse(mut bytes: Bytes<'_>) -> Result<Sent, GattError> {
    let flags = bytes.u8()?;
    let unit = if flags & IN_FAHRENHEIT == 0 { Unit::Celsius } else { Unit::Fahrenheit };
    let quantity = Medical::long(&mut bytes)?.quantity(unit);
    let at = if flags & HAS_TIME == 0 { None } else { bytes.date_time()? };
    // Where it was taken follows; the profile's code is that of a body temperature wherever it was.
    Ok(Sent { at, ..Sent::one(Kind::Temperature, possible(Kind::Temperature, quantity)?) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    use crate::reading::Values;

    fn shown(bytes: &[u8]) -> Result<(String, Unit), GattError> {
        match parse(Bytes::new(bytes))?.values.as_slice() {
            [Values::One(Kind::Temperature, quantity)] => Ok((quantity.value().to_string(), quantity.unit())),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn both_scales() {
        assert_eq!(shown(&[0, 0x6c, 0x01, 0x00, 0xff]), Ok(("36.4".to_owned(), Unit::Celsius)));
        assert_eq!(shown(&[1, 0xda, 0x03, 0x00, 0xff]), Ok(("98.6".to_owned(), Unit::Fahrenheit)));
        let timed = parse(Bytes::new(&[2, 0x6c, 0x01, 0x00, 0xff, 0xea, 0x07, 11, 21, 7, 30, 0])).unwrap();
        assert_eq!(timed.at, Some(date(2026, 11, 21).at(7, 30, 0, 0)));
    }

    #[test]
    fn what_is_no_temperature_of_a_person() {
        assert_eq!(shown(&[0, 0xff, 0xff, 0x7f, 0x00]), Err(GattError::NoMeasurement));
        assert_eq!(shown(&[0, 0xda, 0x03, 0x00, 0xff]), Err(GattError::Impossible));
        assert_eq!(shown(&[0, 0x6c, 0x01, 0x00]), Err(GattError::TooShort));
    }
}
