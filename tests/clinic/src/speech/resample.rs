//! Any rate to 16 kHz, with a linear-phase windowed sinc, so that a frame stays where it was in time.

use rubato::{
    Resampler as _, SincFixedIn, SincInterpolationParameters, SincInterpolationType, WindowFunction,
};

use super::RATE;
use super::wav::SpeechError;

/// Input samples taken at a time.
const CHUNK: usize = 1024;

/// 128 taps of a Blackman-Harris² window let pass what lies below 95 % of half the lower rate and hold back its mirror
/// image by more than 90 dB (rubato's documentation of the window).
const PARAMETERS: SincInterpolationParameters = SincInterpolationParameters {
    sinc_len: 128,
    f_cutoff: 0.95,
    oversampling_factor: 128,
    interpolation: SincInterpolationType::Cubic,
    window: WindowFunction::BlackmanHarris2,
};

/// The same sound at 16 kHz, as long as before and in its place to within a sample: the sinc's `output_delay` is not to
/// be cut off, its first output already belongs to the first input (measured by the tests below).
pub(super) fn to_16k(samples: &[f32], rate: u32) -> Result<Vec<f32>, SpeechError> {
    if rate == RATE {
        return Ok(samples.to_vec());
    }
    // Only a rate out of bounds could be refused, and the reader let none pass.
    convert(samples, f64::from(RATE) / f64::from(rate)).ok_or(SpeechError::Unsupported)
}

fn convert(samples: &[f32], ratio: f64) -> Option<Vec<f32>> {
    let mut sinc = SincFixedIn::<f32>::new(ratio, 1.0, PARAMETERS, CHUNK, 1).ok()?;
    let wanted = (samples.len() as f64 * ratio).round() as usize;
    let mut out: Vec<f32> = Vec::with_capacity(wanted + 2 * CHUNK);
    let (whole, rest) = samples.as_chunks::<CHUNK>();
    for chunk in whole {
        out.extend(sinc.process(&[chunk], None).ok()?.concat());
    }
    if !rest.is_empty() {
        out.extend(sinc.process_partial(Some(&[rest]), None).ok()?.concat());
    }
    while out.len() < wanted {
        let tail = sinc.process_partial::<&[f32]>(None, None).ok()?.concat();
        if tail.is_empty() {
            break;
        }
        out.extend(tail);
    }
    out.truncate(wanted);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hertz: f64, rate: u32, seconds: f64) -> Vec<f32> {
        let count = (f64::from(rate) * seconds) as usize;
        let at = |n: usize| (std::f64::consts::TAU * hertz * n as f64 / f64::from(rate)).sin() as f32 / 2.0;
        (0..count).map(at).collect()
    }

    #[test]
    fn keeps_length_place_and_loudness() {
        for rate in [8_000, 11_025, 22_050, 32_000, 44_100, 48_000] {
            let mut click = vec![0.0; rate as usize];
            click[rate as usize / 2] = 1.0;
            let out = to_16k(&click, rate).unwrap();
            let whole: f64 = out.iter().map(|sample| f64::from(*sample)).sum();
            let moment: f64 = out.iter().enumerate().map(|(n, sample)| n as f64 * f64::from(*sample)).sum();
            let place = moment / whole;
            assert_eq!(out.len(), 16_000, "{rate}");
            assert!((place - 8_000.0).abs() < 1.5, "{rate}: {place}");

            let out = to_16k(&tone(440.0, rate, 0.5), rate).unwrap();
            let energy: f32 = out[400..7_600].iter().map(|sample| sample * sample).sum();
            let level = (energy / 7_200.0).sqrt();
            assert!((level - 0.5 / 2f32.sqrt()).abs() < 0.005, "{rate}: {level}");
        }
    }

    #[test]
    fn holds_back_what_sixteen_kilohertz_cannot_carry() {
        let out = to_16k(&tone(11_000.0, 48_000, 0.5), 48_000).unwrap();
        assert!(out[400..7_600].iter().all(|sample| sample.abs() < 0.001));
    }
}
