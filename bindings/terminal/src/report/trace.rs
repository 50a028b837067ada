//! What happened in a call, as it is noted while it happens. Figures and curves are made of it afterwards.
//!
//! Both directions are noted at the places where a person is: speech is captured at a mouth and played at an ear.
//! Instants are those of one clock for both sides; the sandbox has both in one process.

use std::time::Duration;

use nabz_time::Mono;
use serde::Serialize;

/// Length of a frame.
pub const FRAME: Duration = Duration::from_millis(20);

/// A whole call.
#[derive(Clone, Debug, Default)]
pub struct CallTrace {
    /// When the link began: nought of every time in the report.
    pub began: Mono,
    /// When the call was over.
    pub ended: Mono,
    /// From the patient to the doctor.
    pub up: Way,
    /// From the doctor to the patient.
    pub down: Way,
}

/// One direction.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// Frames at the mouth, in order.
    pub captured: Vec<CapturedFrame>,
    /// Frames at the ear, in order.
    pub played: Vec<PlayedFrame>,
    /// Packets handed to the link, in order.
    pub sent: Vec<SentPacket>,
    /// The first rung and every change, in order.
    pub rungs: Vec<RungChange>,
}

/// 20 ms at a microphone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapturedFrame {
    /// Which frame, counted from the beginning of capture.
    pub number: u64,
    /// When its first sample was spoken, as [`PlayedFrame::played`] is when the first is heard.
    pub spoken: Mono,
    /// Whether somebody speaks in it.
    pub speech: bool,
    /// Whether it was handed to the link.
    pub sent: bool,
}

/// 20 ms at a loudspeaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlayedFrame {
    /// When it was handed to the loudspeaker.
    pub played: Mono,
    /// Which captured frame it is; `None` if the player filled in.
    pub source: Option<u64>,
}

/// A packet on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SentPacket {
    /// When it was handed to the link.
    pub at: Mono,
    /// Its size with IP and UDP headers.
    pub bytes: u32,
}

/// A rung that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RungChange {
    /// From when on.
    pub at: Mono,
    /// Which one.
    pub rung: Rung,
}

/// A rung of the ladder, from least to best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Rung {
    /// Narrowband 6 kbit/s, 120 ms a packet.
    #[serde(rename = "R4-floor")]
    R4Floor,
    /// Narrowband 8 kbit/s, 60 ms.
    R4,
    /// Wideband 10 kbit/s, 60 ms.
    R3,
    /// Wideband 18 kbit/s with repair of what was lost, 60 ms.
    R2,
    /// Wideband 24 kbit/s, 40 ms.
    R1,
}

impl From<nabz_call::media::Rung> for Rung {
    fn from(rung: nabz_call::media::Rung) -> Self {
        match rung {
            nabz_call::media::Rung::R1 => Self::R1,
            nabz_call::media::Rung::R2 => Self::R2,
            nabz_call::media::Rung::R3 => Self::R3,
            nabz_call::media::Rung::R4 => Self::R4,
            nabz_call::media::Rung::R4Floor => Self::R4Floor,
        }
    }
}

impl Rung {
    /// Every rung, from least to best.
    pub const ALL: [Self; 5] = [Self::R4Floor, Self::R4, Self::R3, Self::R2, Self::R1];

    /// Its name in `visit.json`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::R4Floor => "R4-floor",
            Self::R4 => "R4",
            Self::R3 => "R3",
            Self::R2 => "R2",
            Self::R1 => "R1",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rung_has_one_name() {
        for rung in Rung::ALL {
            assert_eq!(serde_json::to_value(rung).unwrap(), rung.name());
        }
    }
}
