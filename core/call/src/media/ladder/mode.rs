//! How packets are made: on which rung, and what travels along against loss.
//!
//! Measured through the jitter buffer with real Opus at 20 % loss in bursts of two (`docs/decisions/0008-against-loss.md`):
//! repair is worth most; where a line bears no repair, narrowband with a copy of the packet before is worth more than
//! wideband without.

use crate::media::codec::Setting;
use crate::media::command::Rung;

/// Narrowband in packets of 120 ms with a copy of the one before, from best to least: the codec's rate, and what a line
/// must carry for it: 10 % over 19.7, 17.3 and 15.7 kbit/s and what the control traffic costs.
const WITH_COPY: [(u32, u32); 3] = [(8_000, 22_000), (6_800, 19_000), (6_000, 18_000)];
/// The same for a line of which is known only that it bears R3: 16.5 kbit/s instead of 16.7.
const IN_PLACE_OF_R3: u32 = 6_400;
/// The floor on a line that bears a little more, and what it must bear: 10 % over 10.1 kbit/s and the control traffic.
/// STOI of four voices without loss: .84 to .89 at 6 kbit/s, .89 to .92 at 6.8 (`docs/decisions/0011`).
const FULL_FLOOR: u32 = 6_800;
pub(super) const FULL_FLOOR_NEED: u32 = 11_800;
/// R3 with a copy, where repair is not to be had: 27.3 kbit/s.
const NEED_WIDE_COPY: u32 = 30_000;

/// How packets are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mode {
    /// The rung, for a meter and a report.
    pub rung: Rung,
    /// How the voice is coded.
    pub setting: Setting,
    /// How many packets before it a packet takes along (RED).
    pub copies: usize,
}

impl Mode {
    /// The rung as it is.
    pub(super) fn plain(rung: Rung) -> Self {
        Self { rung, setting: rung.setting(), copies: 0 }
    }

    /// The floor where the line bears [`FULL_FLOOR_NEED`].
    pub(super) fn full_floor() -> Self {
        Self { copies: 0, ..Self::with_copy(FULL_FLOOR) }
    }

    /// What costs no more than `rung` or than `capacity`, and loses least on a lossy line. `repairs` says whether both
    /// ends have what it takes.
    pub(super) fn against_loss(rung: Rung, capacity: Option<u32>, repairs: bool) -> Self {
        let carries = |need| capacity.is_some_and(|capacity| capacity >= need);
        if repairs && matches!(rung, Rung::R1 | Rung::R2) {
            return Self { rung, setting: Setting { repair: true, ..rung.setting() }, copies: 0 };
        }
        if rung == Rung::R1 || (!repairs && carries(NEED_WIDE_COPY)) {
            return Self { copies: 1, ..Self::plain(Rung::R3) };
        }
        let borne = WITH_COPY.into_iter().find(|&(_, need)| carries(need)).map(|(bitrate, _)| bitrate);
        let unknown = capacity.is_none() && matches!(rung, Rung::R2 | Rung::R3);
        match borne.or(unknown.then_some(IN_PLACE_OF_R3)) {
            Some(bitrate) => Self::with_copy(bitrate),
            None => Self { setting: Setting { repair: false, ..rung.setting() }, ..Self::plain(rung) },
        }
    }

    fn with_copy(bitrate: u32) -> Self {
        let rung = Rung::R4Floor;
        Self { rung, setting: Setting { bitrate, ..rung.setting() }, copies: 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::cost_of;
    use super::*;

    #[test]
    fn costs_no_more_than_what_the_line_was_found_to_carry() {
        for rung in Rung::ALL {
            for repairs in [true, false] {
                for capacity in [None, Some(11_000), Some(17_000), Some(19_000), Some(29_000), Some(60_000)] {
                    let mode = Mode::against_loss(rung, capacity, repairs);
                    let allowed = rung.cost().max(capacity.unwrap_or(0) * 10 / 11);
                    assert!(cost_of(mode.setting, mode.copies) <= allowed, "{rung:?} {capacity:?} {mode:?}");
                    assert!(repairs || !mode.setting.repair);
                }
            }
        }
        let full = Mode::full_floor();
        assert!((cost_of(full.setting, full.copies) + 590) * 11 / 10 <= FULL_FLOOR_NEED);
        for (bitrate, need) in WITH_COPY {
            let mode = Mode::with_copy(bitrate);
            assert!(cost_of(mode.setting, mode.copies) * 11 / 10 <= need, "{bitrate}");
        }
    }

    #[test]
    fn every_line_that_bears_it_gets_something() {
        let mode = |rung, capacity| Mode::against_loss(rung, capacity, true);
        assert!(mode(Rung::R1, Some(60_000)).setting.repair && mode(Rung::R2, None).setting.repair);
        assert_eq!(mode(Rung::R3, Some(20_000)), Mode::with_copy(6_800));
        assert_eq!(mode(Rung::R3, Some(25_000)), Mode::with_copy(8_000));
        assert_eq!(mode(Rung::R3, None), Mode::with_copy(IN_PLACE_OF_R3));
        assert_eq!(mode(Rung::R4Floor, Some(18_000)), Mode::with_copy(6_000));
        assert_eq!(mode(Rung::R4, Some(17_000)), Mode::plain(Rung::R4));
        assert_eq!(mode(Rung::R4, None), Mode::plain(Rung::R4));
    }
}
