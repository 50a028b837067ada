//! Keys from what a person can remember or type: Argon2id (RFC 9106).

use std::time::Duration;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use ring::hkdf::{HKDF_SHA256, Salt};
use zeroize::Zeroizing;

use crate::envelope::Sealer;

pub(crate) const SALT: usize = 16;

/// Blocks of 1 KiB asked for at least: from 32 MiB on a C library maps memory of its own for them and gives it back at
/// once. With less, glibc keeps 39 MiB after two PINs for good. Pages that are not touched cost nothing.
const MAPPED: usize = 33 << 10;

/// What a guess costs.
///
/// ```
/// use std::time::Duration;
/// use nabz_vault::KdfCost;
/// // A phone on which the floor takes 100 ms is asked for about 375.
/// assert_eq!(KdfCost::calibrated(Duration::from_millis(100)).passes(), 7);
/// assert_eq!(KdfCost::calibrated(Duration::from_secs(9)), KdfCost::FLOOR);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KdfCost {
    memory_kib: u32,
    passes: u32,
}

impl KdfCost {
    /// 19 MiB and two passes, one lane: the least that OWASP's Password Storage Cheat Sheet takes. 24 ms on a desktop.
    pub const FLOOR: Self = Self { memory_kib: 19 << 10, passes: 2 };
    /// A bundle from outside may not ask for more than this: 256 MiB and 64 passes would stall a phone.
    const CEILING: Self = Self { memory_kib: 64 << 10, passes: 32 };
    /// The middle of 250 to 500 ms: long enough to cost a guesser, short enough for a person.
    const AIM: Duration = Duration::from_millis(375);

    /// The cost for a phone on which [`FLOOR`](Self::FLOOR) takes `floor_takes`: as many passes as fit 375 ms.
    pub fn calibrated(floor_takes: Duration) -> Self {
        let passes = Self::AIM.as_micros() * u128::from(Self::FLOOR.passes) / floor_takes.as_micros().max(1);
        let passes = u32::try_from(passes).unwrap_or(u32::MAX);
        Self { passes: passes.clamp(Self::FLOOR.passes, Self::CEILING.passes), ..Self::FLOOR }
    }

    /// Passes over the memory.
    pub const fn passes(&self) -> u32 {
        self.passes
    }

    pub(crate) fn encode(&self) -> [u8; 8] {
        let mut bytes = [0; 8];
        bytes[..4].copy_from_slice(&self.memory_kib.to_be_bytes());
        bytes[4..].copy_from_slice(&self.passes.to_be_bytes());
        bytes
    }

    /// Refuses what is cheaper than the floor or dearer than a phone bears.
    pub(crate) fn decode(bytes: &[u8; 8]) -> Option<Self> {
        let (memory, passes) = bytes.split_first_chunk()?;
        let memory_kib = u32::from_be_bytes(*memory);
        let passes = u32::from_be_bytes(*passes.first_chunk()?);
        let (least, most) = (Self::FLOOR, Self::CEILING);
        let fits = (least.memory_kib..=most.memory_kib).contains(&memory_kib)
            && (least.passes..=most.passes).contains(&passes);
        fits.then_some(Self { memory_kib, passes })
    }
}

/// The key that `secret` opens, for one purpose. `None` if the memory is not to be had.
pub(crate) fn sealer(secret: &[u8], salt: &[u8; SALT], cost: KdfCost, purpose: &[u8]) -> Option<Sealer> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32)).ok()?;
    let mut memory = Vec::new();
    memory.try_reserve_exact(params.block_count().max(MAPPED)).ok()?;
    memory.resize(params.block_count(), Block::default());
    let mut key = Zeroizing::new([0; 32]);
    let stretched = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into_with_memory(
        secret,
        salt,
        key.as_mut_slice(),
        &mut memory,
    );
    memory.fill(Block::default());
    std::hint::black_box(memory.as_mut_slice());
    stretched.ok()?;
    Sealer::derive(&Salt::new(HKDF_SHA256, b"nabz stretched 1").extract(key.as_slice()), &[purpose], 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_outside_the_bounds_are_refused() {
        for cost in [KdfCost::FLOOR, KdfCost::CEILING] {
            assert_eq!(KdfCost::decode(&cost.encode()), Some(cost));
        }
        for (memory_kib, passes) in [(8, 2), (19 << 10, 1), (1 << 22, 2), (19 << 10, 1_000_000), (0, 0)] {
            assert_eq!(KdfCost::decode(&KdfCost { memory_kib, passes }.encode()), None);
        }
    }
}
