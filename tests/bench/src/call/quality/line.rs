//! Real speech over a line that loses packets in bursts: real Opus, and the real jitter buffer at the other end.

use std::time::Duration;

use nabz_call::media::Rung;
use nabz_call::media::codec::{Codec, Encoder, Frame, Opus, SILENCE, Setting, loudness};
use nabz_call::media::jitter::{JitterBuffer, Source};
use nabz_link::{Link, Schedule, Shape};
use nabz_time::Mono;

use super::rival::Rival;
use crate::outcome::BenchError;

/// A way to send speech.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Its name, a folder's as well.
    pub name: &'static str,
    pub(super) coding: Coding,
    /// Packets before it that a packet takes along.
    pub(super) copies: usize,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Coding {
    Ours(Setting),
    /// 24 kbit/s, 60 ms, with libopus' in-band FEC.
    LowBitrateRedundancy,
}

impl Case {
    /// A rung as it is.
    pub const fn rung(name: &'static str, rung: Rung) -> Self {
        Self { name, coding: Coding::Ours(rung.setting()), copies: 0 }
    }

    /// Narrowband, 120 ms, with a copy of the packet before, as sent on lossy lines that bear no repair.
    pub const fn copied(name: &'static str, bitrate: u32) -> Self {
        let setting = Setting { bitrate, ..Rung::R4Floor.setting() };
        Self { name, coding: Coding::Ours(setting), copies: 1 }
    }

    /// 24 kbit/s with in-band FEC, as WebRTC sends it.
    pub const fn low_bitrate_redundancy(name: &'static str) -> Self {
        Self { name, coding: Coding::LowBitrateRedundancy, copies: 0 }
    }

    pub(super) fn frames(self) -> usize {
        if let Coding::Ours(setting) = self.coding { setting.frames } else { 3 }
    }
}

/// A speaker's speech in packets.
pub struct Packets {
    case: Case,
    /// Each with its RTP time.
    packets: Vec<(u32, Vec<u8>)>,
}

impl Packets {
    /// Codes `speech`.
    pub fn of(case: Case, speech: &[Frame]) -> Result<Self, BenchError> {
        let mut coder = Coder::new(case.coding)?;
        let starts = (0u32..).step_by(case.frames() * 960);
        let coded = starts.zip(speech.chunks_exact(case.frames()));
        let packets = coded.map(|(timestamp, frames)| Ok((timestamp, coder.encode(frames)?)));
        Ok(Self { case, packets: packets.collect::<Result<_, BenchError>>()? })
    }

    /// What they cost as RTP over IPv4, kbit/s: 40 bytes of headers, no SRTP.
    pub fn kbps(&self) -> f64 {
        let copies = self.case.copies;
        let red = if copies > 0 { 4 * copies + 1 } else { 0 };
        let speech: usize =
            self.packets.iter().map(|(_, packet)| packet.len() * (1 + copies) + red + 40).sum();
        let seconds = (self.packets.len() * self.case.frames()) as f64 * 0.02;
        speech as f64 * 8.0 / 1_000.0 / seconds
    }

    /// Sends them over a line that loses `loss` of them in bursts of two, 200 ms long.
    pub fn hear(&self, loss: f64, seed: u64) -> Result<Heard, BenchError> {
        let shape = Shape { rate_bps: 1_000_000, delay: Duration::from_millis(200), loss, burst: 2.0 };
        let mut link = Link::new(Schedule::steady(shape), seed, Mono::ZERO);
        let decoder = Opus::default().decoder().map_err(|_| BenchError::Nothing("no decoder"))?;
        let mut buffer = JitterBuffer::new(decoder);
        let frames = self.case.frames();
        let mut heard = Heard::of(self.packets.len() * frames);
        // Two seconds beyond the last packet are enough to hear all of it.
        for tick in 0..(self.packets.len() * frames + 100) as u64 {
            let now = Mono::from_millis(tick * 20);
            let number = tick as usize / frames;
            if let Some((_, packet)) = self.packets.get(number).filter(|_| tick.is_multiple_of(frames as u64))
            {
                link.send(number, packet.len(), now);
            }
            while let Some(n) = link.receive(now) {
                let (timestamp, payload) = &self.packets[n];
                buffer.insert(*timestamp, payload, now);
                for (timestamp, payload) in &self.packets[n.saturating_sub(self.case.copies)..n] {
                    buffer.insert_copy(*timestamp, payload, now);
                }
            }
            let (frame, source) = buffer.playout(now);
            heard.note(&frame, source, buffer.position());
        }
        heard.played.truncate(heard.last);
        Ok(heard)
    }
}

/// What was heard.
pub struct Heard {
    /// As it was played, from the first frame that came to the last.
    pub played: Vec<Frame>,
    /// The same laid where it was spoken; what was never heard is silence.
    pub laid: Vec<Frame>,
    /// Whether a frame came, or was told by another packet.
    known: Vec<bool>,
    cursor: usize,
    /// How many were played up to the last that came.
    last: usize,
}

impl Heard {
    fn of(length: usize) -> Self {
        Self {
            played: Vec::new(),
            laid: vec![SILENCE; length],
            known: vec![false; length],
            cursor: 0,
            last: 0,
        }
    }

    fn note(&mut self, frame: &Frame, source: Source, position: Option<u32>) {
        if let Source::Decoded { timestamp } | Source::Repaired { timestamp } = source
            && let Some(known) = self.known.get_mut(timestamp as usize / 960)
        {
            *known = true;
        }
        // After a change of length a frame begins between two of the speaker's.
        self.cursor = position.map_or(self.cursor, |ticks| ticks as usize / 3);
        let places = self.laid.as_flattened_mut().iter_mut().skip(self.cursor);
        places.zip(frame).for_each(|(place, sample)| *place = *sample);
        self.cursor += frame.len();
        if !self.played.is_empty() || source != Source::Comfort {
            self.played.push(*frame);
        }
        if matches!(source, Source::Decoded { .. } | Source::Repaired { .. }) {
            self.last = self.played.len();
        }
    }

    /// The share of frames of speech that had to be guessed.
    pub fn guessed(&self, spoken: &[Frame]) -> f64 {
        let loud = || spoken.iter().zip(&self.known).filter(|(frame, _)| loudness(frame) > LOUD);
        loud().filter(|(_, known)| !**known).count() as f64 / loud().count().max(1) as f64
    }

    /// How far the loudness of what was heard is from what was spoken, in decibels, over the frames of speech.
    pub fn distance(&self, spoken: &[Frame]) -> f64 {
        let level = |frame| f64::from(loudness(frame)) + 20.0;
        let pairs = spoken.iter().zip(&self.laid).filter(|(spoken, _)| loudness(spoken) > LOUD);
        let gaps: Vec<f64> = pairs.map(|(a, b)| 20.0 * (level(b) / level(a)).log10().abs()).collect();
        gaps.iter().sum::<f64>() / gaps.len().max(1) as f64
    }
}

/// A frame as loud as this is speech.
const LOUD: u16 = 500;

enum Coder {
    Ours(Box<dyn Encoder>, Setting),
    Rival(Rival),
}

impl Coder {
    fn new(coding: Coding) -> Result<Self, BenchError> {
        Ok(match coding {
            Coding::Ours(setting) => {
                let encoder = Opus::default().encoder();
                Self::Ours(encoder.map_err(|_| BenchError::Nothing("no encoder"))?, setting)
            }
            Coding::LowBitrateRedundancy => Self::Rival(Rival::low_bitrate_redundancy()?),
        })
    }

    fn encode(&mut self, frames: &[Frame]) -> Result<Vec<u8>, BenchError> {
        match self {
            Self::Ours(encoder, setting) => {
                encoder.encode(frames, *setting).map_err(|_| BenchError::Nothing("coding failed"))
            }
            Self::Rival(rival) => rival.encode(frames),
        }
    }
}

#[cfg(test)]
mod tests {
    use nabz_clinic::speech::{Role, Speech};

    use super::*;

    /// Without a scorer the gate is by what had to be guessed and by level.
    #[test]
    fn what_travels_along_makes_up_for_a_fifth_lost_in_bursts() {
        let speech = Speech::bundled("en", Role::Doctor).unwrap();
        let spoken: Vec<Frame> = (0..speech.length() as u64).map(|n| speech.frame(n)).collect();
        let at_a_fifth = |case| {
            let heard = Packets::of(case, &spoken).unwrap().hear(0.2, 0).unwrap();
            (heard.guessed(&spoken), heard.distance(&spoken))
        };
        let (plain, plain_off) = at_a_fifth(Case::rung("R3", Rung::R3));
        let (repaired, repaired_off) = at_a_fifth(Case::rung("R2", Rung::R2));
        assert!(plain > 0.12, "the line does lose packets: {plain}");
        assert!(repaired < plain / 2.0, "{repaired} of {plain}");
        assert!(
            repaired_off < plain_off * 0.8,
            "and it is what was spoken: {repaired_off} of {plain_off} dB"
        );
        let (copied, _) = at_a_fifth(Case::copied("6.8k", 6_800));
        assert!(copied < plain * 0.6, "{copied} of {plain}");
        let (rival, _) = at_a_fifth(Case::low_bitrate_redundancy("rival"));
        assert!(rival < plain * 0.8, "in-band FEC is used where there is any: {rival} of {plain}");
    }

    #[test]
    fn what_is_sent_costs_what_the_wire_budget_says() {
        let spoken = vec![SILENCE; 300];
        assert_eq!(Packets::of(Case::rung("R2", Rung::R2), &spoken).unwrap().kbps().round(), 24.0);
        assert_eq!(Packets::of(Case::copied("copy", 6_000), &spoken).unwrap().kbps().round(), 15.0);
    }
}
