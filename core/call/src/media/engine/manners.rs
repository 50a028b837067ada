//! Manners of the audio port: a loudspeaker that is not sent back to who speaks, and a tone while nobody is heard.

use std::time::Duration;

use nabz_time::Mono;

use crate::media::codec::{FRAME, FRAME_SAMPLES, Frame, SILENCE, loudness};

/// What is played louder than this comes back through the microphone of a phone that lies on a table (about −38 dB).
const FAR_SPEAKS: u16 = 400;
/// The loudspeaker counts as speaking for this long after its last sound: 200 ms of the device's own delay and a room.
const FAR_HANGS: u32 = 15;
/// Whoever is at the microphone takes the word by being this much louder than what is played, for so many frames.
const TAKES_THE_WORD: u32 = 2;
const INSISTS: u32 = 5;
/// And keeps it through pauses this long.
const NEAR_HANGS: u32 = 25;
/// Meanwhile the loudspeaker is played 18 dB lower.
const DUCKED: i16 = 8;

/// Half-duplex for a loudspeaker without echo cancelling: one of both is heard at a time.
///
/// Over a line of a second echoes are worse than being cut short, and a cheap phone's own cancelling fails at the volume
/// a hard-of-hearing patient needs.
#[derive(Debug, Default)]
pub(super) struct HalfDuplex {
    on: bool,
    /// How loud what is played has been of late.
    far: u16,
    far_hangs: u32,
    near_hangs: u32,
    insists: u32,
}

impl HalfDuplex {
    pub(super) fn set(&mut self, on: bool) {
        *self = Self { on, ..Self::default() };
    }

    /// What of `frame` is sent.
    pub(super) fn capture(&mut self, frame: &Frame) -> Frame {
        if !self.on {
            return *frame;
        }
        let near = loudness(frame);
        self.near_hangs = self.near_hangs.saturating_sub(1);
        let louder = u32::from(near) > u32::from(self.far.max(FAR_SPEAKS)) * TAKES_THE_WORD;
        self.insists = if louder { self.insists + 1 } else { 0 };
        if self.insists >= INSISTS || (self.near_hangs > 0 && near > FAR_SPEAKS) {
            self.near_hangs = NEAR_HANGS;
        }
        if self.far_hangs > 0 && self.near_hangs == 0 { SILENCE } else { *frame }
    }

    /// How `frame` is played.
    pub(super) fn playout(&mut self, frame: &Frame) -> Frame {
        if !self.on {
            return *frame;
        }
        let loud = loudness(frame);
        self.far = loud.max(self.far - self.far / 16);
        self.far_hangs = if loud > FAR_SPEAKS { FAR_HANGS } else { self.far_hangs.saturating_sub(1) };
        if self.near_hangs == 0 { *frame } else { frame.map(|sample| sample / DUCKED) }
    }
}

/// Nothing heard for this long, and a tone says that the call is not over.
const ALONE: Duration = Duration::from_secs(3);
/// Two soft tones of 160 ms, every three seconds.
const EVERY: u64 = 150;
const TONES: [std::ops::Range<u64>; 2] = [0..8, 12..20];
/// 425 Hz, the pitch of most of the world's telephone signals (ITU-T E.180), at −30 dB.
const PITCH: f64 = 425.0;
const AMPLITUDE: f64 = 1_000.0;
const RATE: f64 = 16_000.0;

/// A tone while the line is being waited for.
#[derive(Debug, Default)]
pub(super) struct ComfortTone {
    /// Frames since the waiting began.
    waited: Option<u64>,
}

impl ComfortTone {
    /// What is played at `now` instead of `frame`; `heard` is when the peer was last.
    pub(super) fn playout(&mut self, frame: Frame, heard: Option<Mono>, now: Mono) -> Frame {
        if heard.is_none_or(|at| now.since(at) < ALONE) {
            self.waited = None;
            return frame;
        }
        let waited = self.waited.map_or(0, |waited| waited + 1);
        self.waited = Some(waited);
        let at = waited % EVERY;
        let Some(tone) = TONES.into_iter().find(|tone| tone.contains(&at)) else { return frame };
        let length = (tone.end - tone.start) as f64 * FRAME.as_secs_f64();
        std::array::from_fn(|n| {
            let t = ((at - tone.start) as usize * FRAME_SAMPLES + n) as f64 / RATE;
            // In and out within 20 ms, so that it does not click.
            let swell = (t.min(length - t) / FRAME.as_secs_f64()).min(1.0);
            ((t * PITCH * std::f64::consts::TAU).sin() * AMPLITUDE * swell) as i16
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voice(level: i16) -> Frame {
        std::array::from_fn(|n| if n % 40 < 20 { level } else { -level })
    }

    #[test]
    fn what_is_played_does_not_come_back() {
        let mut duplex = HalfDuplex::default();
        duplex.set(true);
        for _ in 0..50 {
            assert_eq!(duplex.playout(&voice(4_000)), voice(4_000));
            // The echo, 6 dB lower.
            assert_eq!(duplex.capture(&voice(2_000)), SILENCE);
        }
        let mut silent_for = 0;
        while duplex.capture(&voice(2_000)) == SILENCE {
            duplex.playout(&SILENCE);
            silent_for += 1;
        }
        assert_eq!(silent_for, FAR_HANGS, "and its tail in the room neither");
    }

    #[test]
    fn who_is_much_louder_takes_the_word() {
        let mut duplex = HalfDuplex::default();
        duplex.set(true);
        let mut cut = 0;
        duplex.playout(&voice(2_000));
        for _ in 0..40 {
            let sent = duplex.capture(&voice(8_000));
            let played = duplex.playout(&voice(2_000));
            cut += u32::from(sent == SILENCE);
            assert_eq!(sent == SILENCE, played == voice(2_000), "one of both is heard");
        }
        assert!(cut <= INSISTS, "{cut}");
        duplex.set(false);
        assert_eq!(duplex.capture(&voice(1)), voice(1));
    }

    #[test]
    fn a_tone_says_that_the_call_goes_on_and_stops_with_the_first_word() {
        let at = Mono::from_millis;
        let mut tone = ComfortTone::default();
        assert_eq!(tone.playout(voice(9), Some(at(0)), at(2_980)), voice(9));
        let heard: Vec<u16> =
            (0..300).map(|n| loudness(&tone.playout(SILENCE, Some(at(0)), at(3_000 + n * 20)))).collect();
        assert_eq!(heard.iter().filter(|&&loud| loud > 300).count(), 2 * 16);
        assert!(heard.iter().all(|&loud| loud < 1_000));
        assert_eq!(tone.playout(voice(9), Some(at(9_000)), at(9_000)), voice(9));
        assert_eq!(
            tone.playout(SILENCE, None, at(99_000)),
            SILENCE,
            "before anybody was heard it is the app's to ring"
        );
    }
}
