//! PLX Spot-Check Measurement (0x2A5E), of a pulse oximeter.

use super::bytes::Bytes;
use super::float::Medical;
use super::{Doubt, GattError, Sent, doubts, possible};
use crate::reading::{Kind, Unit, Values};

const HAS_TIME: u8 = 1 << 0;
const HAS_STATUS: u8 = 1 << 1;
const HAS_DEVICE_STATUS: u8 = 1 << 2;
const CLOCK_NOT_SET: u8 = 1 << 4;

/// Bits of the measurement status: data for demonstration, data for testing.
const DEMONSTRATION: u32 = 1 << 10 | 1 << 11;

/// Calibration ongoing, measurement unavailable, invalid measurement.
const UNAVAILABLE: u32 = 1 << 12 | 1 << 13 | 1 << 15;

/// Ongoing, early estimate, questionable measurement.
const STATUS: &[(u32, Doubt)] = &[(1 << 5 | 1 << 6 | 1 << 14, Doubt::Questionable)];

/// Bits of the device and sensor status that spoil the measurement: equipment malfunction, no pulse in the signal,
/// no finger, sensor displaced, malfunctioning or disconnected.
const FAULTS: u32 = 1 << 1 | 1 << 7 | 1 << 11 | 1 << 13 | 1 << 14 | 1 << 15;

/// Those that cast doubt: irregular processing, inadequate or poor signal, low perfusion, erratic signal, questionable
/// pulse, analysis ongoing, interference, unknown sensor.
const DEVICE_STATUS: &[(u32, Doubt)] = &[(0b0001_0111_0111_1100, Doubt::Questionable)];

pub(super) fn parse(mut bytes: Bytes<'_>) -> Result<Sent, GattError> {
    let flags = bytes.u8()?;
    let saturation = Medical::short(&mut bytes)?.quantity(Unit::Percent);
    let pulse = Medical::short_or_none(&mut bytes)?;
    let at = if flags & HAS_TIME == 0 { None } else { bytes.date_time()? };
    let status = if flags & HAS_STATUS == 0 { 0 } else { bytes.u16()?.into() };
    let device = if flags & HAS_DEVICE_STATUS == 0 { 0 } else { bytes.u24()? };
    if status & DEMONSTRATION != 0 {
        return Err(GattError::NotAPerson);
    }
    if status & UNAVAILABLE != 0 {
        return Err(GattError::NoMeasurement);
    }
    if device & FAULTS != 0 {
        return Err(GattError::Fault);
    }
    let mut sent = Sent::one(Kind::Spo2, possible(Kind::Spo2, saturation)?);
    if let Some(pulse) = pulse {
        let pulse = possible(Kind::Pulse, pulse.quantity(Unit::PerMinute))?;
        sent.values.push(Values::One(Kind::Pulse, pulse));
    }
    sent.doubts = doubts(status, STATUS);
    sent.doubts.extend(doubts(device, DEVICE_STATUS));
    if flags & CLOCK_NOT_SET != 0 {
        sent.doubts.push(Doubt::Clock);
    }
    sent.doubts.sort();
    sent.doubts.dedup();
    sent.at = at.filter(|_| flags & CLOCK_NOT_SET == 0);
    Ok(sent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    use crate::reading::{Decimal, Quantity};

    /// 97 %, 64 beats.
    const VALUES: [u8; 4] = [0x61, 0x00, 0x40, 0x00];

    fn sent(flags: u8, rest: &[u8]) -> Result<Sent, GattError> {
        parse(Bytes::new(&[&[flags], VALUES.as_slice(), rest].concat()))
    }

    #[test]
    fn saturation_and_pulse() {
        let sent = sent(0b0_0001, &[0xea, 0x07, 11, 21, 7, 30, 0]).unwrap();
        let whole = |number, unit| Quantity::new(Decimal::whole(number), unit).unwrap();
        let expected = [
            Values::One(Kind::Spo2, whole(97, Unit::Percent)),
            Values::One(Kind::Pulse, whole(64, Unit::PerMinute)),
        ];
        assert_eq!((sent.values.as_slice(), sent.doubts.as_slice()), (expected.as_slice(), [].as_slice()));
        assert_eq!(sent.at, Some(date(2026, 11, 21).at(7, 30, 0, 0)));
    }

    #[test]
    fn a_clock_that_was_never_set_says_nothing() {
        let sent = sent(0b1_0001, &[0xd0, 0x07, 1, 1, 0, 0, 0]).unwrap();
        assert_eq!((sent.at, sent.doubts), (None, vec![Doubt::Clock]));
    }

    #[test]
    fn no_finger_and_no_patient_give_no_reading() {
        let status = |status: u16| sent(0b0_0010, &status.to_le_bytes());
        assert_eq!(status(1 << 10), Err(GattError::NotAPerson));
        assert_eq!(status(1 << 15), Err(GattError::NoMeasurement));
        assert_eq!(status(1 << 14).unwrap().doubts, vec![Doubt::Questionable]);
        assert_eq!(status(1 << 7 | 1 << 8).unwrap().doubts, vec![]);
        let device = |bit: u32| sent(0b0_0100, &(1_u32 << bit).to_le_bytes()[..3]);
        assert_eq!(device(11), Err(GattError::Fault));
        assert_eq!(device(5).unwrap().doubts, vec![Doubt::Questionable]);
        assert_eq!(device(0).unwrap().doubts, vec![]);
        assert_eq!(parse(Bytes::new(&[0, 0xff, 0x07, 0x40, 0])), Err(GattError::NoMeasurement));
    }
}
