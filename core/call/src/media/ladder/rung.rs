//! What each rung is made of, costs and needs.

use std::time::Duration;

use crate::media::codec::{Bandwidth, FRAME, Setting};
use crate::media::command::Rung;

/// IPv4 20, UDP 8, RTP 12, SRTP tag 10 bytes (AES_CM_128_HMAC_SHA1_80).
pub const OVERHEAD: usize = 50;

impl Rung {
    /// From best to least.
    pub const ALL: [Self; 5] = [Self::R1, Self::R2, Self::R3, Self::R4, Self::R4Floor];

    /// How speech is coded on this rung.
    pub const fn setting(self) -> Setting {
        let (bandwidth, bitrate, frames) = match self {
            Self::R1 => (Bandwidth::Wide, 24_000, 2),
            Self::R2 => (Bandwidth::Wide, 18_667, 3),
            Self::R3 => (Bandwidth::Wide, 10_000, 3),
            Self::R4 => (Bandwidth::Narrow, 8_000, 3),
            Self::R4Floor => (Bandwidth::Narrow, 6_000, 6),
        };
        Setting { bandwidth, bitrate, frames, repair: matches!(self, Self::R2) }
    }

    /// Bits a second on the wire, headers included, control traffic not.
    pub const fn cost(self) -> u32 {
        let setting = self.setting();
        ((setting.payload() + OVERHEAD) * 8 * 50 / setting.frames) as u32
    }

    /// Bits a second a link must carry before this rung is entered: 10 % over what it and the control traffic were
    /// measured to cost (reference: the ladder's table).
    pub const fn need(self) -> u32 {
        match self {
            Self::R1 => 38_000,
            Self::R2 => 28_000,
            Self::R3 => 19_000,
            Self::R4 => 16_800,
            Self::R4Floor => 10_800,
        }
    }

    /// How long a packet is.
    pub fn packet(self) -> Duration {
        FRAME * self.setting().frames as u32
    }

    /// The rung a packet was sent on, by its size and frames. A peer that is not ours (a browser) is placed by cost.
    pub fn of_packet(payload: usize, frames: usize) -> Self {
        let cost = (payload + OVERHEAD) * 8 * 50 / frames.max(1);
        Self::ALL.into_iter().find(|rung| rung.cost() as usize <= cost).unwrap_or(Self::R4Floor)
    }

    /// The next lesser rung; the floor stays.
    pub const fn below(self) -> Self {
        match self {
            Self::R1 => Self::R2,
            Self::R2 => Self::R3,
            Self::R3 => Self::R4,
            Self::R4 | Self::R4Floor => Self::R4Floor,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_are_those_of_the_budget() {
        assert_eq!(Rung::ALL.map(Rung::cost), [34_000, 25_333, 16_666, 14_666, 9_333]);
        for rung in Rung::ALL {
            assert!(rung.need() >= rung.cost() * 11 / 10, "{rung:?}");
            assert_eq!(Rung::of_packet(rung.setting().payload(), rung.setting().frames), rung);
        }
    }
}
