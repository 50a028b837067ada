//! Sound as a WAV file: 16-bit, 16 kHz, one channel, as the call carries it.

use std::path::Path;

use hound::{SampleFormat, WavSpec, WavWriter};

/// Samples in a second.
pub const RATE: u32 = 16_000;

const SPEC: WavSpec =
    WavSpec { channels: 1, sample_rate: RATE, bits_per_sample: 16, sample_format: SampleFormat::Int };

/// Writes samples as a file.
///
/// # Errors
///
/// [`hound::Error`] if the file cannot be written or would pass the 4 GiB of the format.
pub fn write(path: &Path, samples: &[i16]) -> Result<(), hound::Error> {
    let mut writer = WavWriter::create(path, SPEC)?;
    for sample in samples {
        writer.write_sample(*sample)?;
    }
    writer.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("heard.wav");
        let samples = [0, 1, -1, i16::MAX, i16::MIN];
        write(&path, &samples).unwrap();

        let mut read = hound::WavReader::open(&path).unwrap();
        assert_eq!(read.spec(), SPEC);
        assert_eq!(read.samples::<i16>().collect::<Result<Vec<_>, _>>().unwrap(), samples);
        assert_eq!(std::fs::metadata(&path).unwrap().len(), 44 + 10, "a plain header and two bytes a sample");
    }
}
