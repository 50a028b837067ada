//! A browser at the other end: it reads none of our reports and writes none, so no line is measured and nothing is climbed.
//! It is spoken to on the floor, which every line that carries a call at all bears, with a copy of each packet where its
//! receiver reports (RFC 3550 §6.4.2) tell of loss and the connectivity checks tell of no queue.
//!
//! Measured with Chromium at 20 kbit/s, 0.6 s and 10 % loss: 8.8 % concealed without copies, 2.9 with.

use std::time::Duration;

use nabz_time::Mono;

use crate::media::command::Rung;
use crate::media::ladder::Mode;

/// From this share on, in 256ths, a copy is worth its 6 kbit/s: 4 %.
const LOSSY: u8 = 10;
/// Below this for so many reports in a row, it is not: 1 %; reports come about every five seconds.
const WHOLE: u8 = 3;
const REPORTS: u32 = 6;
/// A check that took this much longer than the fastest met a queue: what is lost then is lost in it.
const QUEUE: Duration = Duration::from_millis(500);
/// After a queue no copy for this long.
const NARROW: Duration = Duration::from_secs(60);
/// Before its first report, which comes after five seconds, the way in stands for the way out: its loss over so many
/// packets, 2.4 s.
const OF_OURS: u16 = 20;

/// How a browser is spoken to.
#[derive(Debug, Default)]
pub(super) struct Browser {
    copies: bool,
    whole: u32,
    fastest: Option<Duration>,
    narrow_until: Mono,
    reported: bool,
    /// The first packet of the browser's, and how many came since.
    first: Option<(u16, u16)>,
}

impl Browser {
    /// How packets are made.
    pub(super) fn mode(&self) -> Mode {
        let rung = Rung::R4Floor;
        Mode { rung, setting: rung.setting(), copies: usize::from(self.copies) }
    }

    /// A packet of the browser's arrived.
    pub(super) fn hear(&mut self, sequence: u16) {
        let (first, heard) =
            self.first.map_or((sequence, 1), |(first, heard)| (first, heard.saturating_add(1)));
        self.first = Some((first, heard));
        let after = sequence.wrapping_sub(first);
        // One that was overtaken by the first says nothing.
        let expected = if after < u16::MAX / 2 { after + 1 } else { 0 };
        if !self.reported && expected >= OF_OURS {
            self.reported = true;
            let lost = u32::from(expected.saturating_sub(heard)) * 256 / u32::from(expected);
            self.copies = lost >= LOSSY.into();
        }
    }

    /// The browser says how much it lost; `round_trip` is of the last check.
    pub(super) fn loses(&mut self, share: u8, round_trip: Option<Duration>, now: Mono) {
        self.reported = true;
        self.fastest = self.fastest.into_iter().chain(round_trip).min();
        let longer = round_trip.zip(self.fastest).map(|(last, fastest)| last - fastest);
        if longer.is_some_and(|longer| longer >= QUEUE) {
            self.narrow_until = now + NARROW;
        }
        self.whole = if share < WHOLE { self.whole + 1 } else { 0 };
        if now < self.narrow_until || self.whole >= REPORTS {
            self.copies = false;
        } else if share >= LOSSY {
            self.copies = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAST: Option<Duration> = Some(Duration::from_millis(600));
    const QUEUED: Option<Duration> = Some(Duration::from_millis(1_300));

    fn at(seconds: u64) -> Mono {
        Mono::from_millis(seconds * 1_000)
    }

    #[test]
    fn the_way_in_stands_for_the_way_out_until_that_is_reported() {
        let copies = |reported: bool, lost: u16| {
            let mut browser = Browser { reported, ..Browser::default() };
            (0..40).filter(|n| n % 10 >= lost).for_each(|n| browser.hear(65_530_u16.wrapping_add(n)));
            browser.mode().copies
        };
        assert_eq!([copies(false, 0), copies(false, 1), copies(true, 1)], [0, 1, 0]);
    }

    #[test]
    fn copies_go_along_while_packets_are_lost_and_not_into_a_queue() {
        let mut browser = Browser::default();
        let mut after = |seconds: u64, share: u8, round_trip| {
            browser.loses(share, round_trip, at(100 + seconds));
            browser.mode().copies
        };
        assert_eq!(after(0, 5, FAST), 0);
        assert_eq!(after(5, 26, FAST), 1);
        // Short spells without loss are chance.
        assert!((2..7).all(|n| after(n * 5, 0, FAST) == 1));
        assert_eq!(after(35, 0, FAST), 0);
        assert_eq!(after(40, 60, QUEUED), 0);
        assert_eq!(after(95, 60, FAST), 0);
        assert_eq!(after(101, 60, FAST), 1);
    }
}
