//! From a trace to the figures of `visit.json`.

use std::collections::BTreeMap;
use std::time::Duration;

use nabz_link::Shape;
use nabz_time::Mono;

use super::model::{Call, Stretch};
use super::trace::{CallTrace, FRAME, Rung, Way};

/// A frame counts if it is heard sooner than this after it was spoken: beyond, people talk into each other
/// (ITU-T G.114 plans for at most 0.4 s one way; 1 s is what a weak line can still be held to).
pub const IN_TIME: Duration = Duration::from_secs(1);

/// How long after a change of the link the ladder may take to settle.
pub const SETTLING: Duration = Duration::from_secs(15);

/// From an instant up to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first instant inside.
    pub from: Mono,
    /// The first instant outside.
    pub to: Mono,
}

impl Window {
    /// Whether an instant lies inside.
    pub fn holds(&self, at: Mono) -> bool {
        self.from <= at && at < self.to
    }

    /// How long it is.
    pub fn seconds(&self) -> f64 {
        self.to.since(self.from).as_secs_f64()
    }
}

/// The call as a whole. `setup` is what it took to connect, if it did.
pub fn call(trace: &CallTrace, setup: Option<Duration>) -> Call {
    let mut rungs: Vec<Rung> = trace.up.rungs.iter().map(|change| change.rung).collect();
    rungs.dedup();
    Call {
        connected: setup.is_some(),
        setup_s: setup.map(|setup| rounded(setup.as_secs_f64())),
        rungs,
        concealed_ms_up: concealed_ms(&trace.up),
        concealed_ms_down: concealed_ms(&trace.down),
    }
}

/// The call stretch by stretch of its link. The last stretch holds until the call ends; what would begin later is left
/// out.
pub fn stretches(trace: &CallTrace, link: &[(Duration, Shape)]) -> Vec<Stretch> {
    let (up, down) = (Heard::of(&trace.up), Heard::of(&trace.down));
    windows(trace, link)
        .into_iter()
        .map(|(window, shape)| {
            let steady = Window { from: window.from + SETTLING, to: window.to };
            Stretch {
                kbps: rounded(f64::from(shape.rate_bps) / 1_000.0),
                rtt_s: rounded(2.0 * shape.delay.as_secs_f64()),
                loss: rounded(shape.loss),
                from_s: rounded(window.from.since(trace.began).as_secs_f64()),
                to_s: rounded(window.to.since(trace.began).as_secs_f64()),
                under_1s_up: up.in_time(window),
                under_1s_down: down.in_time(window),
                steady_under_1s_up: up.in_time(steady),
                steady_under_1s_down: down.in_time(steady),
                offered_kbps_up: offered_kbps(&trace.up, window),
                offered_kbps_down: offered_kbps(&trace.down, window),
                rung_up: longest_rung(&trace.up, window),
                rung_down: longest_rung(&trace.down, window),
            }
        })
        .collect()
}

/// When each shape of the link held during the call.
pub fn windows(trace: &CallTrace, link: &[(Duration, Shape)]) -> Vec<(Window, Shape)> {
    let mut from = trace.began;
    let mut windows = Vec::new();
    for (index, (lasts, shape)) in link.iter().enumerate() {
        let is_last = index + 1 == link.len();
        let to = if is_last { trace.ended } else { trace.ended.min(from + *lasts) };
        if from < to {
            windows.push((Window { from, to }, *shape));
        }
        from = from + *lasts;
    }
    windows
}

/// One direction with the instant each frame was first heard.
pub struct Heard<'a> {
    way: &'a Way,
    first: BTreeMap<u64, Mono>,
}

impl<'a> Heard<'a> {
    /// Looks up when each frame was first heard.
    pub fn of(way: &'a Way) -> Self {
        let mut first = BTreeMap::new();
        for frame in &way.played {
            if let Some(source) = frame.source {
                first.entry(source).or_insert(frame.played);
            }
        }
        Self { way, first }
    }

    /// Share of the speech of a window that was heard in time; `None` where nobody spoke.
    pub fn in_time(&self, window: Window) -> Option<f64> {
        let (spoken, heard) = self.delays(window).fold((0u32, 0u32), |(spoken, heard), delay| {
            (spoken + 1, heard + u32::from(delay.is_some_and(|delay| delay < IN_TIME)))
        });
        (spoken > 0).then(|| rounded(f64::from(heard) / f64::from(spoken)))
    }

    /// Of each frame of speech in a window, how long after it was spoken it was heard, if it ever was.
    pub fn delays(&self, window: Window) -> impl Iterator<Item = Option<Duration>> {
        let spoken = self.way.captured.iter().filter(move |frame| frame.speech && window.holds(frame.spoken));
        spoken.map(|frame| {
            let heard = self.first.get(&frame.number).filter(|_| frame.sent);
            heard.map(|heard| heard.since(frame.spoken))
        })
    }
}

/// Rate at which bytes were handed to the link.
pub fn offered_kbps(way: &Way, window: Window) -> f64 {
    let bytes: u64 =
        way.sent.iter().filter(|packet| window.holds(packet.at)).map(|packet| u64::from(packet.bytes)).sum();
    let seconds = window.seconds();
    if seconds > 0.0 { rounded(bytes as f64 * 8.0 / 1_000.0 / seconds) } else { 0.0 }
}

/// Each rung with the window it was held in.
pub fn rung_windows(way: &Way, ended: Mono) -> impl Iterator<Item = (Window, Rung)> {
    let ends = way.rungs.iter().skip(1).map(|change| change.at).chain([ended]);
    way.rungs.iter().zip(ends).map(|(change, to)| (Window { from: change.at, to }, change.rung))
}

fn longest_rung(way: &Way, window: Window) -> Option<Rung> {
    let mut held: BTreeMap<Rung, Duration> = BTreeMap::new();
    for (whole, rung) in rung_windows(way, window.to) {
        let inside = whole.to.min(window.to).since(whole.from.max(window.from));
        *held.entry(rung).or_default() += inside;
    }
    held.into_iter().filter(|(_, held)| !held.is_zero()).max_by_key(|(_, held)| *held).map(|(rung, _)| rung)
}

fn concealed_ms(way: &Way) -> u64 {
    let filled = way.played.iter().filter(|frame| frame.source.is_none()).count() as u64;
    filled * FRAME.as_millis() as u64
}

/// Three digits behind the point: a millisecond, a tenth of a percent, a bit a second.
pub fn rounded(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::super::trace::{CapturedFrame, PlayedFrame, RungChange, SentPacket};
    use super::*;

    fn at(seconds: f64) -> Mono {
        Mono::from_micros((seconds * 1e6).round() as u64)
    }

    fn shape(rate_bps: u32) -> Shape {
        Shape { rate_bps, delay: Duration::from_millis(300), loss: 0.1, burst: 2.0 }
    }

    /// A direction in which each spoken frame is `(spoken, speech, sent, heard)`.
    fn way(frames: &[(f64, bool, bool, Option<f64>)]) -> Way {
        let mut way = Way::default();
        for (number, (spoken, speech, sent, heard)) in frames.iter().enumerate() {
            let number = number as u64;
            way.captured.push(CapturedFrame { number, spoken: at(*spoken), speech: *speech, sent: *sent });
            if let Some(heard) = heard {
                way.played.push(PlayedFrame { played: at(*heard), source: Some(number) });
            }
        }
        way
    }

    fn in_time(frames: &[(f64, bool, bool, Option<f64>)]) -> Option<f64> {
        Heard::of(&way(frames)).in_time(Window { from: at(0.0), to: at(100.0) })
    }

    #[test]
    fn a_frame_counts_below_one_second_and_not_at_it() {
        assert_eq!(in_time(&[(1.0, true, true, Some(1.999))]), Some(1.0));
        assert_eq!(in_time(&[(1.0, true, true, Some(2.0))]), Some(0.0));
    }

    #[test]
    fn a_frame_never_sent_or_never_heard_is_missed() {
        let frames = [(1.0, true, true, Some(1.5)), (1.02, true, false, None), (1.04, true, true, None)];
        assert_eq!(in_time(&frames), Some(0.333));
    }

    #[test]
    fn silence_counts_neither_way() {
        assert_eq!(in_time(&[(1.0, false, true, Some(1.2))]), None);
        assert_eq!(in_time(&[(1.0, false, true, None), (1.02, true, true, Some(1.5))]), Some(1.0));
    }

    #[test]
    fn a_frame_heard_twice_counts_when_it_was_first_heard() {
        let mut way = way(&[(1.0, true, true, Some(1.5))]);
        way.played.push(PlayedFrame { played: at(3.0), source: Some(0) });
        assert_eq!(Heard::of(&way).in_time(Window { from: at(0.0), to: at(9.0) }), Some(1.0));
    }

    #[test]
    fn stretches_follow_the_link_and_end_with_the_call() {
        let parts = [25, 80, 50].map(Duration::from_secs).map(|lasts| (lasts, shape(12_000)));
        let spans = |ended| {
            let trace = CallTrace { began: at(5.0), ended: at(ended), ..CallTrace::default() };
            stretches(&trace, &parts).iter().map(|s| (s.from_s, s.to_s)).collect::<Vec<_>>()
        };
        assert_eq!(spans(100.0), [(0.0, 25.0), (25.0, 95.0)]);
        assert_eq!(spans(200.0), [(0.0, 25.0), (25.0, 105.0), (105.0, 195.0)], "the last one holds for good");
    }

    #[test]
    fn a_frame_belongs_to_the_stretch_it_was_spoken_in_and_settling_is_left_out_of_steady() {
        let frames =
            [(14.98, true, true, None), (15.0, true, true, Some(15.5)), (19.98, true, true, Some(20.5))];
        let trace = CallTrace { ended: at(40.0), up: way(&frames), ..CallTrace::default() };
        let parts = [(Duration::from_secs(20), shape(60_000)), (Duration::from_secs(20), shape(12_000))];
        let figures = stretches(&trace, &parts);
        let shares: Vec<_> = figures.iter().map(|s| (s.under_1s_up, s.steady_under_1s_up)).collect();
        assert_eq!(shares, [(Some(0.667), Some(1.0)), (None, None)]);
        let link: Vec<_> = figures.iter().map(|s| (s.kbps, s.rtt_s, s.loss)).collect();
        assert_eq!(link, [(60.0, 0.6, 0.1), (12.0, 0.6, 0.1)]);
    }

    #[test]
    fn offered_rate_counts_what_was_sent_in_the_stretch() {
        let sent = [0.0, 5.0, 9.999, 10.0].map(|s| SentPacket { at: at(s), bytes: 1_250 });
        let trace = CallTrace {
            ended: at(20.0),
            down: Way { sent: sent.into(), ..Way::default() },
            ..CallTrace::default()
        };
        let parts = [(Duration::from_secs(10), shape(1)), (Duration::from_secs(10), shape(1))];
        let rates: Vec<_> =
            stretches(&trace, &parts).iter().map(|s| (s.offered_kbps_up, s.offered_kbps_down)).collect();
        assert_eq!(rates, [(0.0, 3.0), (0.0, 1.0)]);
    }

    #[test]
    fn the_rung_of_a_stretch_is_the_one_held_longest() {
        let changes = [(0.0, Rung::R1), (6.0, Rung::R3), (9.0, Rung::R4), (12.0, Rung::R3), (14.5, Rung::R4)];
        let rungs = changes.map(|(s, rung)| RungChange { at: at(s), rung }).into();
        let up = Way { rungs, ..Way::default() };
        let trace = CallTrace { ended: at(20.0), up, ..CallTrace::default() };
        let parts = [(Duration::from_secs(10), shape(1)), (Duration::from_secs(10), shape(1))];
        let held: Vec<_> = stretches(&trace, &parts).iter().map(|s| (s.rung_up, s.rung_down)).collect();
        assert_eq!(held, [(Some(Rung::R1), None), (Some(Rung::R4), None)]);
        let rungs = call(&trace, Some(Duration::from_millis(2_345))).rungs;
        assert_eq!(rungs, [Rung::R1, Rung::R3, Rung::R4, Rung::R3, Rung::R4]);
    }

    #[test]
    fn what_the_player_filled_in_is_twenty_milliseconds_a_frame() {
        let mut trace = CallTrace { down: way(&[(1.0, true, true, Some(1.2))]), ..CallTrace::default() };
        trace.down.played.extend([1.22, 1.24].map(|s| PlayedFrame { played: at(s), source: None }));
        let call = call(&trace, None);
        assert_eq!((call.concealed_ms_up, call.concealed_ms_down), (0, 40));
        assert_eq!((call.connected, call.setup_s), (false, None));
    }
}
