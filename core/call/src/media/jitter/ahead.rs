//! Speech decoded but not yet played, and how it is made shorter or longer by a period of the voice (WSOLA: the waveform
//! is joined to itself where it is most alike, Verhelst and Roelands 1993).

use std::collections::VecDeque;

use super::counters::Source;
use crate::media::codec::{FRAME_SAMPLES, FRAME_TICKS, Frame, SILENCE};

/// Periods of a voice, in samples: 2.5 to 15 ms, 400 to 67 Hz.
const SHORTEST: usize = 40;
const LONGEST: usize = 240;
/// Two stretches at least this alike (normalised correlation) may be joined; below, a join would be heard.
const ALIKE: f32 = 0.6;
/// A step of the search; then the neighbours are looked at one by one.
const STRIDE: usize = 4;

/// Up to a few frames of samples in the order of playing.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    samples: VecDeque<i16>,
    /// Where they come from.
    pieces: VecDeque<(Source, usize)>,
}

impl Ahead {
    /// Samples there are.
    pub(super) fn len(&self) -> usize {
        self.samples.len()
    }

    pub(super) fn push(&mut self, frame: &Frame, source: Source) {
        self.samples.extend(frame);
        self.pieces.push_back((source, frame.len()));
    }

    pub(super) fn clear(&mut self) {
        self.samples.clear();
        self.pieces.clear();
    }

    /// The next frame and where most of it comes from. What is missing is silence.
    pub(super) fn pop(&mut self) -> (Frame, Source) {
        let mut frame = SILENCE;
        let taken = self.len().min(FRAME_SAMPLES);
        frame.iter_mut().zip(self.samples.drain(..taken)).for_each(|(to, from)| *to = from);
        (frame, self.take_pieces(taken))
    }

    /// The RTP time of the next sample, if it was not guessed. After a change of length it is no multiple of a frame's.
    pub(super) fn position(&self) -> Option<u32> {
        let &(source, left) = self.pieces.front()?;
        let (Source::Decoded { timestamp } | Source::Repaired { timestamp }) = source else { return None };
        let played = FRAME_SAMPLES.saturating_sub(left) as u32;
        Some(timestamp.wrapping_add(played * (FRAME_TICKS / FRAME_SAMPLES as u32)))
    }

    /// The next frame, left where it is.
    pub(super) fn peek(&self) -> Frame {
        let mut frame = SILENCE;
        frame.iter_mut().zip(&self.samples).for_each(|(to, &from)| *to = from);
        frame
    }

    /// Leaves out the next frame, running it into the one after. Returns the samples that are gone.
    pub(super) fn skip(&mut self) -> usize {
        self.remove(FRAME_SAMPLES)
    }

    /// Leaves out one period of the voice. Returns the samples that are gone; 0 if the join would be heard.
    pub(super) fn shorten(&mut self) -> usize {
        self.period().map_or(0, |period| self.remove(period))
    }

    /// Says one period of the voice twice. Returns the samples won; 0 if the join would be heard.
    pub(super) fn lengthen(&mut self) -> usize {
        let Some(period) = self.period() else { return 0 };
        let samples = self.samples.make_contiguous();
        let Some((first, second)) = samples.get(..2 * period).and_then(|both| both.split_at_checked(period))
        else {
            return 0;
        };
        let joined: Vec<i16> = crossfade(second, first);
        let tail: Vec<i16> = self.samples.drain(period..).collect();
        self.samples.extend(joined);
        self.samples.extend(tail);
        if let Some((_, left)) = self.pieces.front_mut() {
            *left += period;
        }
        period
    }

    fn remove(&mut self, count: usize) -> usize {
        let samples = self.samples.make_contiguous();
        let Some((first, second)) = samples.get(..2 * count).and_then(|both| both.split_at_checked(count))
        else {
            return 0;
        };
        let joined: Vec<i16> = crossfade(first, second);
        self.samples.drain(..count);
        self.samples.iter_mut().zip(joined).for_each(|(to, from)| *to = from);
        self.take_pieces(count);
        count
    }

    /// The lag at which the next samples are most like those after them.
    fn period(&mut self) -> Option<usize> {
        let samples = self.samples.make_contiguous();
        let score = |lag: usize| {
            let (first, second) = samples.get(..2 * lag)?.split_at_checked(lag)?;
            Some((likeness(first, second), lag))
        };
        let best = |lags: &mut dyn Iterator<Item = usize>| {
            lags.filter_map(score).max_by(|(one, _), (other, _)| one.total_cmp(other))
        };
        let (_, near) = best(&mut (SHORTEST..=LONGEST).step_by(STRIDE))?;
        let around = near.saturating_sub(STRIDE).max(SHORTEST)..=(near + STRIDE).min(LONGEST);
        let (likeness, lag) = best(&mut around.into_iter())?;
        (likeness >= ALIKE).then_some(lag)
    }

    /// Forgets where the next `count` samples come from. Returns where most of them do.
    fn take_pieces(&mut self, count: usize) -> Source {
        let mut most = (Source::Comfort, 0);
        let mut wanted = count;
        while wanted > 0
            && let Some((source, left)) = self.pieces.front_mut()
        {
            let taken = wanted.min(*left);
            if taken > most.1 {
                most = (*source, taken);
            }
            *left -= taken;
            wanted -= taken;
            if *left == 0 {
                self.pieces.pop_front();
            }
        }
        most.0
    }
}

/// Normalised correlation of two stretches, −1 to 1. Silence is like itself.
fn likeness(first: &[i16], second: &[i16]) -> f32 {
    let (mut product, mut energies) = (0.0f32, (1.0f32, 1.0f32));
    for (&a, &b) in first.iter().zip(second) {
        let (a, b) = (f32::from(a), f32::from(b));
        product += a * b;
        energies = (energies.0 + a * a, energies.1 + b * b);
    }
    (product + 1.0) / (energies.0 * energies.1).sqrt()
}

/// Begins as `from` and ends as `to`, which is as long.
fn crossfade(from: &[i16], to: &[i16]) -> Vec<i16> {
    let length = i32::try_from(from.len().max(1)).unwrap_or(i32::MAX);
    let mixed = from
        .iter()
        .zip(to)
        .zip(0i32..)
        .map(|((&from, &to), n)| (i32::from(from) * (length - n) + i32::from(to) * n) / length);
    mixed.map(|sample| sample as i16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames of a tone of `period` samples.
    fn tone(period: usize, frames: usize) -> Ahead {
        let mut ahead = Ahead::default();
        for f in 0..frames {
            let frame: Frame = std::array::from_fn(|n| {
                let phase = (f * FRAME_SAMPLES + n) as f32 / period as f32;
                ((phase * std::f32::consts::TAU).sin() * 8_000.0) as i16
            });
            ahead.push(&frame, Source::Decoded { timestamp: f as u32 });
        }
        ahead
    }

    /// The largest step from one sample to the next.
    fn roughest(ahead: &Ahead) -> u16 {
        let steps = ahead.samples.iter().zip(ahead.samples.iter().skip(1));
        steps.map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
    }

    #[test]
    fn a_voice_loses_or_gains_whole_periods_without_a_seam() {
        for period in [57, 100, 133, 190] {
            let smooth = roughest(&tone(period, 3));
            let mut ahead = tone(period, 3);
            let lost = ahead.shorten();
            assert!(
                lost >= SHORTEST && (lost % period < 3 || period - lost % period < 3),
                "{period}: {lost}"
            );
            assert!(roughest(&ahead) < smooth * 5 / 4, "{period}");
            assert_eq!(ahead.len(), 3 * FRAME_SAMPLES - lost);
            let mut ahead = tone(period, 3);
            let won = ahead.lengthen();
            assert!(won >= SHORTEST && (won % period < 3 || period - won % period < 3), "{period}: {won}");
            assert!(roughest(&ahead) < smooth * 5 / 4, "{period}");
            assert_eq!(ahead.len(), 3 * FRAME_SAMPLES + won);
        }
    }

    #[test]
    fn noise_is_left_alone_but_may_be_skipped() {
        let mut ahead = Ahead::default();
        let mut random = 1u32;
        for f in 0..3 {
            let frame: Frame = std::array::from_fn(|_| {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (random >> 16) as i16
            });
            ahead.push(&frame, Source::Decoded { timestamp: f });
        }
        assert_eq!((ahead.shorten(), ahead.lengthen()), (0, 0));
        assert_eq!(ahead.skip(), FRAME_SAMPLES);
        assert_eq!(ahead.pop().1, Source::Decoded { timestamp: 1 });
    }

    #[test]
    fn a_frame_is_from_where_most_of_it_comes() {
        let mut ahead = tone(100, 3);
        assert_eq!(ahead.position(), Some(0));
        assert_eq!(ahead.remove(100), 100);
        assert_eq!(ahead.position(), Some(300));
        let sources: Vec<Source> = (0..3).map(|_| ahead.pop().1).collect();
        assert_eq!(sources, [0, 1, 2].map(|timestamp| Source::Decoded { timestamp }));
        assert_eq!(ahead.pop(), (SILENCE, Source::Comfort));
    }
}
