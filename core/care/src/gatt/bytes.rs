//! Reading a characteristic's fields in order: little-endian, and never beyond the end.

use jiff::civil::DateTime;

use super::GattError;

/// What is left of a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) const fn new(value: &'a [u8]) -> Self {
        Self(value)
    }

    pub(super) fn take<const N: usize>(&mut self) -> Result<[u8; N], GattError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(GattError::TooShort)?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(super) fn u8(&mut self) -> Result<u8, GattError> {
        Ok(u8::from_le_bytes(self.take()?))
    }

    pub(super) fn u16(&mut self) -> Result<u16, GattError> {
        Ok(u16::from_le_bytes(self.take()?))
    }

    pub(super) fn i16(&mut self) -> Result<i16, GattError> {
        Ok(i16::from_le_bytes(self.take()?))
    }

    pub(super) fn u24(&mut self) -> Result<u32, GattError> {
        let [low, middle, high] = self.take()?;
        Ok(u32::from_le_bytes([low, middle, high, 0]))
    }

    /// Date Time (0x2A08). A year, month or day of 0 means "not known": no date is made of half of one.
    pub(super) fn date_time(&mut self) -> Result<Option<DateTime>, GattError> {
        let year = self.u16()?;
        let [month, day, hour, minute, second] =
            self.take()?.map(|field| i8::try_from(field).unwrap_or(i8::MAX));
        if year == 0 || month == 0 || day == 0 {
            return Ok(None);
        }
        let year = i16::try_from(year).map_err(|_| GattError::Malformed)?;
        DateTime::new(year, month, day, hour, minute, second, 0).map(Some).map_err(|_| GattError::Malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_date_is_whole_or_none() {
        let read = |bytes: &[u8]| Bytes::new(bytes).date_time();
        // 2026-11-21 07:30:00.
        let known = [0xea, 0x07, 11, 21, 7, 30, 0];
        assert_eq!(read(&known), Ok(Some(date(2026, 11, 21).at(7, 30, 0, 0))));
        assert_eq!(read(&[0, 0, 11, 21, 7, 30, 0]), Ok(None));
        assert_eq!(read(&[0xea, 0x07, 0, 21, 7, 30, 0]), Ok(None));
        assert_eq!(read(&[0xea, 0x07, 2, 30, 7, 30, 0]), Err(GattError::Malformed));
        assert_eq!(read(&[0xea, 0x07, 11, 21, 24, 0, 0]), Err(GattError::Malformed));
        assert_eq!(read(&[0xff, 0xff, 1, 1, 0, 0, 0]), Err(GattError::Malformed));
        assert_eq!(read(&known[..6]), Err(GattError::TooShort));
    }
}
