//! From a trace to curves over time, one point a second: what the plots show.

use std::time::Duration;

use nabz_link::Shape;
use nabz_time::Mono;

use super::measure::{Heard, Window, offered_kbps, rung_windows, windows};
use super::trace::{CallTrace, FRAME, Rung, Way};

/// Seconds since the link began, and a value.
pub type Point = (f64, f64);

/// A curve in unbroken pieces.
pub type Curve = Vec<Vec<Point>>;

/// Long enough to be smooth, short enough to show what a change of rung does.
const STEP: Duration = Duration::from_secs(1);

/// Nine of ten frames: the tail is what makes people talk into each other.
const QUANTILE: f64 = 0.9;

/// What the link carries, in kbit/s, as steps.
pub fn link_rate(trace: &CallTrace, link: &[(Duration, Shape)]) -> Curve {
    let windows = windows(trace, link);
    steps(trace, windows.into_iter().map(|(window, shape)| (window, f64::from(shape.rate_bps) / 1_000.0)))
}

/// What was handed to the link, in kbit/s.
pub fn offered(trace: &CallTrace, way: &Way) -> Curve {
    vec![seconds(trace).map(|window| (middle(trace, window), offered_kbps(way, window))).collect()]
}

/// The rung as steps: 0 is the least of [`Rung::ALL`].
pub fn rungs(trace: &CallTrace, way: &Way) -> Curve {
    let height = |rung| Rung::ALL.iter().position(|known| *known == rung).unwrap_or(0) as f64;
    steps(trace, rung_windows(way, trace.ended).map(|(window, rung)| (window, height(rung))))
}

/// Within how many seconds nine of ten heard frames were heard. Where nothing spoken was ever heard the curve is broken.
pub fn delay(trace: &CallTrace, way: &Way) -> Curve {
    let heard = Heard::of(way);
    let points: Vec<_> = seconds(trace)
        .map(|window| Some((middle(trace, window), quantile(heard.delays(window).flatten())?)))
        .collect();
    points.split(Option::is_none).map(|piece| piece.iter().copied().flatten().collect()).collect()
}

/// Milliseconds the player filled in.
pub fn concealed(trace: &CallTrace, way: &Way) -> Curve {
    let filled = |window: Window| {
        let frames = way.played.iter().filter(|frame| frame.source.is_none() && window.holds(frame.played));
        frames.count() as f64 * FRAME.as_millis() as f64
    };
    vec![seconds(trace).map(|window| (middle(trace, window), filled(window))).collect()]
}

fn quantile(delays: impl Iterator<Item = Duration>) -> Option<f64> {
    let mut delays: Vec<_> = delays.collect();
    delays.sort();
    let last = delays.len().checked_sub(1)?;
    delays.get((last as f64 * QUANTILE).round() as usize).map(Duration::as_secs_f64)
}

fn seconds(trace: &CallTrace) -> impl Iterator<Item = Window> {
    let whole = trace.ended.since(trace.began).as_secs();
    let start = move |second: u64| trace.began + STEP * u32::try_from(second).unwrap_or(u32::MAX);
    (0..whole).map(move |second| Window { from: start(second), to: start(second + 1) })
}

fn steps(trace: &CallTrace, held: impl Iterator<Item = (Window, f64)>) -> Curve {
    vec![
        held.flat_map(|(window, value)| [window.from, window.to].map(|at| (since(trace, at), value)))
            .collect(),
    ]
}

fn middle(trace: &CallTrace, window: Window) -> f64 {
    since(trace, window.from) + STEP.as_secs_f64() / 2.0
}

fn since(trace: &CallTrace, at: Mono) -> f64 {
    at.since(trace.began).as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::super::trace::{CapturedFrame, PlayedFrame, RungChange, SentPacket};
    use super::*;

    fn trace(up: Way) -> CallTrace {
        CallTrace {
            began: Mono::from_millis(10_000),
            ended: Mono::from_millis(13_000),
            up,
            ..CallTrace::default()
        }
    }

    #[test]
    fn a_link_and_a_rung_are_steps() {
        let shape = |rate_bps| Shape { rate_bps, delay: Duration::ZERO, loss: 0.0, burst: 1.0 };
        let link = [(Duration::from_secs(2), shape(60_000)), (Duration::from_secs(2), shape(12_000))];
        let changes = [(10_000, Rung::R1), (12_500, Rung::R4Floor)];
        let rungs = changes.map(|(ms, rung)| RungChange { at: Mono::from_millis(ms), rung }).into();
        let trace = trace(Way { rungs, ..Way::default() });
        assert_eq!(link_rate(&trace, &link), [[(0.0, 60.0), (2.0, 60.0), (2.0, 12.0), (3.0, 12.0)]]);
        assert_eq!(super::rungs(&trace, &trace.up), [[(0.0, 4.0), (2.5, 4.0), (2.5, 0.0), (3.0, 0.0)]]);
    }

    #[test]
    fn rates_and_filled_in_sound_are_per_second() {
        let sent = [10_000, 10_999, 11_000].map(|ms| SentPacket { at: Mono::from_millis(ms), bytes: 125 });
        let played = [12_000, 12_020].map(|ms| PlayedFrame { played: Mono::from_millis(ms), source: None });
        let trace = trace(Way { sent: sent.into(), played: played.into(), ..Way::default() });
        assert_eq!(offered(&trace, &trace.up), [[(0.5, 2.0), (1.5, 1.0), (2.5, 0.0)]]);
        assert_eq!(concealed(&trace, &trace.up), [[(0.5, 0.0), (1.5, 0.0), (2.5, 40.0)]]);
    }

    #[test]
    fn delay_is_that_of_nine_frames_in_ten_and_broken_where_nothing_is_heard() {
        let mut way = Way::default();
        for (begins, second) in [(10_000, 0), (12_000, 2)] {
            for frame in 0..11u64 {
                let number = 50 * second + frame;
                let spoken = Mono::from_millis(begins + 20 * frame);
                let played = spoken + Duration::from_millis(100 * (frame + 1));
                way.captured.push(CapturedFrame { number, spoken, speech: true, sent: true });
                way.played.push(PlayedFrame { played, source: Some(number) });
            }
        }
        let trace = trace(way);
        assert_eq!(delay(&trace, &trace.up), [[(0.5, 1.0)], [(2.5, 1.0)]]);
    }
}
