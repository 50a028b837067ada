//! How packets are made: on which rung, and what travels along against loss.
//!
//! Measured through the jitter buffer at 20 % loss in bursts of two (`docs/decisions/0008-against-loss.md`): repair is
//! worth most, copies of the floor's packets next, and a better voice without either least.

use crate::media::codec::Setting;
use crate::media::command::Rung;

/// A floor packet with a copy of the one before: 15.7 kbit/s, and 10 % and the control traffic on top.
const NEED_COPY: u32 = 18_000;
/// R3 with a copy, where repair is not to be had: 27.3 kbit/s.
const NEED_WIDE_COPY: u32 = 30_000;

/// How packets are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mode {
    /// How the voice is coded.
    pub rung: Rung,
    /// Whether a packet tells again, coarsely, what was said before it (DRED).
    pub repair: bool,
    /// How many packets before it a packet takes along (RED).
    pub copies: usize,
}

impl Mode {
    /// The rung as it is.
    pub(super) fn plain(rung: Rung) -> Self {
        Self { rung, repair: rung.setting().repair, copies: 0 }
    }

    /// What costs no more than `rung` or than `capacity`, and loses least on a lossy line. `repairs` says whether both
    /// ends have what it takes.
    pub(super) fn against_loss(rung: Rung, capacity: Option<u32>, repairs: bool) -> Self {
        let carries = |need| capacity.is_some_and(|capacity| capacity >= need);
        match rung {
            Rung::R1 | Rung::R2 if repairs => Self { rung, repair: true, copies: 0 },
            Rung::R1 => Self { rung: Rung::R3, repair: false, copies: 1 },
            _ if !repairs && carries(NEED_WIDE_COPY) => Self { rung: Rung::R3, repair: false, copies: 1 },
            Rung::R2 | Rung::R3 => Self { rung: Rung::R4Floor, repair: false, copies: 1 },
            Rung::R4 | Rung::R4Floor if carries(NEED_COPY) => {
                Self { rung: Rung::R4Floor, repair: false, copies: 1 }
            }
            Rung::R4 | Rung::R4Floor => Self::plain(rung),
        }
    }

    /// How the codec is set.
    pub fn setting(self) -> Setting {
        Setting { repair: self.repair, ..self.rung.setting() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::cost;
    use super::*;

    #[test]
    fn costs_no_more_than_what_the_line_was_found_to_carry() {
        for rung in Rung::ALL {
            for repairs in [true, false] {
                for capacity in [None, Some(11_000), Some(17_000), Some(19_000), Some(29_000), Some(60_000)] {
                    let mode = Mode::against_loss(rung, capacity, repairs);
                    let allowed = rung.cost().max(capacity.unwrap_or(0));
                    assert!(cost(mode.rung, mode.copies) <= allowed, "{rung:?} {capacity:?} {mode:?}");
                    assert!(repairs || !mode.repair);
                }
            }
        }
    }

    #[test]
    fn every_line_that_bears_it_gets_something() {
        let mode = |rung, capacity| Mode::against_loss(rung, Some(capacity), true);
        assert!(mode(Rung::R1, 60_000).repair && mode(Rung::R2, 30_000).repair);
        assert_eq!(mode(Rung::R3, 20_000).copies, 1);
        assert_eq!(mode(Rung::R4Floor, 18_000).copies, 1);
        assert_eq!(mode(Rung::R4, 17_000), Mode::plain(Rung::R4));
    }
}
