//! The weights of libopus' speech repair: 4.26 MB (3.66 MB packed by xz) that a phone may load as an asset of their own.
//!
//! libopus trusts their content (a crafted file makes it read beyond its end), so only the file whose digest stands
//! here is taken. `NABZ_WEIGHTS=FILE cargo test -p nabz-call --test weights` writes it from the weights a normal build
//! links in.

use std::sync::{Arc, LazyLock};

use opusic_sys as sys;
use ring::digest::{SHA256, digest};

use super::decoder::Dred;

/// SHA-256 of the weights of libopus 1.6.1 in its own container format.
const DIGEST: [u8; 32] = [
    0x73, 0x5b, 0x62, 0x44, 0xcc, 0x72, 0x51, 0x9f, 0x41, 0x79, 0xb2, 0x00, 0x55, 0xe4, 0xfc, 0x73, 0x80,
    0x9c, 0xb9, 0xe4, 0x80, 0xcd, 0xfa, 0x4b, 0xcf, 0xd1, 0xb6, 0xc0, 0x14, 0xeb, 0x55, 0xb0,
];

/// Whether this build has the weights linked in.
pub(super) static LINKED: LazyLock<bool> = LazyLock::new(linked);

/// The weights, checked. Cloning shares them.
#[derive(Clone)]
pub struct Weights {
    /// In units of 16 bytes, for libopus reads numbers right out of it.
    blocks: Arc<[u128]>,
    length: i32,
}

impl std::fmt::Debug for Weights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Weights({} bytes)", self.length)
    }
}

/// These are not the weights of this libopus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the weights of this version of Opus")]
pub struct WeightsError;

impl Weights {
    /// Takes the bytes of the asset.
    pub fn new(bytes: &[u8]) -> Result<Self, WeightsError> {
        if digest(&SHA256, bytes).as_ref() != DIGEST {
            return Err(WeightsError);
        }
        let length = i32::try_from(bytes.len()).map_err(|_| WeightsError)?;
        let block = |chunk: &[u8]| {
            let mut block = [0; 16];
            block.iter_mut().zip(chunk).for_each(|(to, &from)| *to = from);
            u128::from_ne_bytes(block)
        };
        Ok(Self { blocks: bytes.chunks(16).map(block).collect(), length })
    }

    pub(super) fn as_raw(&self) -> (*const u128, i32) {
        (self.blocks.as_ptr(), self.length)
    }
}

/// Asks libopus to read the repair of a packet that has none: it refuses only where it has no weights.
fn linked() -> bool {
    let empty = [0];
    Dred::new().is_ok_and(|mut dred| dred.parse_raw(&empty) != sys::OPUS_UNIMPLEMENTED)
}
