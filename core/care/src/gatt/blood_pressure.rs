//! Blood Pressure Measurement (0x2A35).

use super::bytes::Bytes;
use super::float::Medical;
use super::{Doubt, GattError, Sent, doubts, possible};
use crate::reading::{Kind, Unit, Values};

const IN_KPA: u8 = 1 << 0;
const HAS_TIME: u8 = 1 << 1;
const HAS_PULSE: u8 = 1 << 2;
const HAS_USER: u8 = 1 << 3;
const HAS_STATUS: u8 = 1 << 4;

/// The user id that means "unknown".
const UNKNOWN_USER: u8 = 0xff;

/// Bits of the measurement status.
const STATUS: &[(u32, Doubt)] = &[
    (1 << 0, Doubt::Movement),
    (1 << 1, Doubt::LooseCuff),
    (1 << 2, Doubt::IrregularPulse),
    // Two bits: above or below the range of the pulse.
    (0b11 << 3, Doubt::PulseOutOfRange),
    (1 << 5, Doubt::Position),
];

pub(super) fn parse(mut bytes: Bytes<'_>) -> Result<Sent, GattError> {
    let flags = bytes.u8()?;
    let unit = if flags & IN_KPA == 0 { Unit::MmHg } else { Unit::KPa };
    let systolic = possible(Kind::Systolic, Medical::short(&mut bytes)?.quantity(unit))?;
    let diastolic = possible(Kind::Diastolic, Medical::short(&mut bytes)?.quantity(unit))?;
    // The mean pressure; many devices send NaN, and the profile has no place for it.
    Medical::short_or_none(&mut bytes)?;
    let at = if flags & HAS_TIME == 0 { None } else { bytes.date_time()? };
    let pulse = if flags & HAS_PULSE == 0 { None } else { Medical::short_or_none(&mut bytes)? };
    let user = if flags & HAS_USER == 0 { None } else { Some(bytes.u8()?) };
    let status = if flags & HAS_STATUS == 0 { 0 } else { bytes.u16()? };
    let mut values = vec![Values::Pressure { systolic, diastolic }];
    if let Some(pulse) = pulse {
        values.push(Values::One(Kind::Pulse, possible(Kind::Pulse, pulse.quantity(Unit::PerMinute))?));
    }
    let doubts = doubts(status.into(), STATUS);
    Ok(Sent { values, at, doubts, user: user.filter(|user| *user != UNKNOWN_USER), sequence: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    use crate::reading::{Decimal, Quantity};

    fn quantity(value: &str, unit: Unit) -> Quantity {
        Quantity::new(Decimal::parse(value).unwrap(), unit).unwrap()
    }

    #[test]
    fn everything_a_cuff_can_say() {
        let sent = parse(Bytes::new(&[
            0b0001_1110, // mmHg; time, pulse, user and status follow
            0x96,
            0x00, // 150
            0x5f,
            0x00, // 95
            0xff,
            0x07, // no mean pressure
            0xea,
            0x07,
            11,
            21,
            7,
            30,
            0, // 2026-11-21 07:30
            0x48,
            0x00, // 72
            0x02, // the second user
            0b0000_0101,
            0x00, // movement, irregular pulse
        ]));
        let pressure =
            Values::Pressure { systolic: quantity("150", Unit::MmHg), diastolic: quantity("95", Unit::MmHg) };
        assert_eq!(
            sent,
            Ok(Sent {
                values: vec![pressure, Values::One(Kind::Pulse, quantity("72", Unit::PerMinute))],
                at: Some(date(2026, 11, 21).at(7, 30, 0, 0)),
                doubts: vec![Doubt::Movement, Doubt::IrregularPulse],
                user: Some(2),
                sequence: None,
            })
        );
    }

    #[test]
    fn kilopascals_stay_kilopascals() {
        let sent = parse(Bytes::new(&[0x01, 0xb9, 0xf0, 0x70, 0xf0, 0xff, 0x07])).unwrap();
        let pressure = Values::Pressure {
            systolic: quantity("18.5", Unit::KPa),
            diastolic: quantity("11.2", Unit::KPa),
        };
        assert_eq!((sent.values, sent.user), (vec![pressure], None));
    }

    #[test]
    fn what_did_not_succeed_is_no_reading() {
        let of = |systolic: [u8; 2]| parse(Bytes::new(&[0, systolic[0], systolic[1], 0x50, 0, 0xff, 0x07]));
        assert_eq!(of([0xff, 0x07]), Err(GattError::NoMeasurement));
        assert_eq!(of([0xff, 0x06]), Err(GattError::Impossible));
        assert_eq!(of([0x00, 0x00]), Err(GattError::Impossible));
        assert!(of([0x78, 0x00]).is_ok());
    }
}
