//! Glucose Measurement (0x2A18).

use jiff::{Span, civil::DateTime};

use super::bytes::Bytes;
use super::float::Medical;
use super::{Doubt, GattError, Sent, doubts, possible};
use crate::reading::{Kind, Unit};

const HAS_OFFSET: u8 = 1 << 0;
const HAS_CONCENTRATION: u8 = 1 << 1;
const IN_MOL_PER_L: u8 = 1 << 2;
const HAS_STATUS: u8 = 1 << 3;

/// The sample type "control solution", and the sample location of the same name.
const CONTROL: (u8, u8) = (0xa, 0x4);

/// The offset that means "overrun": the clock was changed by more than 22 days.
const OVERRUN: i16 = 0x7fff;

/// Bits of the sensor status that spoil the measurement: malfunction, strip inserted wrongly, wrong strip, pulled out
/// too early, general fault.
const FAULTS: u16 = 1 << 1 | 1 << 3 | 1 << 4 | 1 << 9 | 1 << 10;

/// The other bits.
const STATUS: &[(u32, Doubt)] = &[
    (1 << 0, Doubt::Battery),
    (1 << 2, Doubt::Sample),
    (1 << 5, Doubt::AboveRange),
    (1 << 6, Doubt::BelowRange),
    // Two bits: too warm, too cold.
    (0b11 << 7, Doubt::DeviceTemperature),
    (1 << 11, Doubt::Clock),
];

pub(super) fn parse(mut bytes: Bytes<'_>) -> Result<Sent, GattError> {
    let flags = bytes.u8()?;
    let sequence = bytes.u16()?;
    let base = bytes.date_time()?;
    let offset = if flags & HAS_OFFSET == 0 { 0 } else { bytes.i16()? };
    if flags & HAS_CONCENTRATION == 0 {
        return Err(GattError::NoMeasurement);
    }
    let concentration = Medical::short(&mut bytes)?;
    let sample = bytes.u8()?;
    let status = if flags & HAS_STATUS == 0 { 0 } else { bytes.u16()? };
    if sample & 0x0f == CONTROL.0 || sample >> 4 == CONTROL.1 {
        return Err(GattError::NotAPerson);
    }
    if status & FAULTS != 0 {
        return Err(GattError::Fault);
    }
    let quantity = if flags & IN_MOL_PER_L == 0 {
        // kg/L: 10^5 mg/dL.
        concentration.shifted(5, Unit::MgPerDl)
    } else {
        concentration.shifted(3, Unit::MmolPerL)
    };
    let mut sent = Sent::one(Kind::Glucose, possible(Kind::Glucose, quantity)?);
    sent.doubts = doubts(status.into(), STATUS);
    sent.at = shown(base, offset, &mut sent.doubts);
    sent.sequence = Some(sequence);
    Ok(sent)
}

/// What the clock in the person's hand showed: the base time moved by the minutes it was set on or back since.
fn shown(base: Option<DateTime>, offset: i16, doubts: &mut Vec<Doubt>) -> Option<DateTime> {
    if offset == OVERRUN {
        doubts.push(Doubt::Clock);
        return None;
    }
    base?.checked_add(Span::new().minutes(i64::from(offset))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    use crate::reading::{Decimal, Quantity, Values};

    const BASE: [u8; 9] = [0x07, 0x00, 0xea, 0x07, 11, 21, 7, 30, 0];

    fn sent(flags: u8, rest: &[u8]) -> Result<Sent, GattError> {
        parse(Bytes::new(&[&[flags], BASE.as_slice(), rest].concat()))
    }

    fn value(sent: &Sent) -> (String, Unit) {
        match sent.values.as_slice() {
            [Values::One(Kind::Glucose, quantity)] => (quantity.value().plain().to_string(), quantity.unit()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn both_units_as_the_meter_shows_them() {
        // 101 × 10^-5 kg/L, capillary whole blood from a finger.
        let milligrams = sent(0b0010, &[0x65, 0xb0, 0x11]).unwrap();
        assert_eq!(value(&milligrams), ("101".to_owned(), Unit::MgPerDl));
        // 56 × 10^-4 mol/L.
        let millimoles = sent(0b0110, &[0x38, 0xc0, 0x11]).unwrap();
        assert_eq!(value(&millimoles), ("5.6".to_owned(), Unit::MmolPerL));
        assert_eq!(millimoles.sequence, Some(7));
        assert_eq!(millimoles.at, Some(date(2026, 11, 21).at(7, 30, 0, 0)));
    }

    #[test]
    fn the_offset_moves_the_clock() {
        let forward = sent(0b0111, &[0x3c, 0x00, 0x38, 0xc0, 0x11]).unwrap();
        assert_eq!(forward.at, Some(date(2026, 11, 21).at(8, 30, 0, 0)));
        let back = sent(0b0111, &[0xc4, 0xff, 0x38, 0xc0, 0x11]).unwrap();
        assert_eq!(back.at, Some(date(2026, 11, 21).at(6, 30, 0, 0)));
        let overrun = sent(0b0111, &[0xff, 0x7f, 0x38, 0xc0, 0x11]).unwrap();
        assert_eq!((overrun.at, overrun.doubts), (None, vec![Doubt::Clock]));
    }

    #[test]
    fn a_control_solution_is_nobodys_blood() {
        assert_eq!(sent(0b0110, &[0x38, 0xc0, 0x1a]), Err(GattError::NotAPerson));
        assert_eq!(sent(0b0110, &[0x38, 0xc0, 0x41]), Err(GattError::NotAPerson));
    }

    #[test]
    fn a_fault_spoils_and_a_doubt_is_told() {
        assert_eq!(sent(0b1110, &[0x38, 0xc0, 0x11, 0x02, 0x00]), Err(GattError::Fault));
        let high = sent(0b1110, &[0x38, 0xc0, 0x11, 0x21, 0x00]).unwrap();
        assert_eq!(high.doubts, vec![Doubt::Battery, Doubt::AboveRange]);
        assert_eq!(sent(0b0000, &[]), Err(GattError::NoMeasurement));
        assert_eq!(sent(0b0110, &[0xff, 0x07, 0x11]), Err(GattError::NoMeasurement));
        let impossible = Quantity::new(Decimal::whole(200), Unit::MmolPerL).unwrap();
        assert!(!Kind::Glucose.possible(impossible));
    }
}
